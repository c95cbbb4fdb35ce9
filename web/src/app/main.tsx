// The start of the page.
import { render } from "preact";

import { isLeaving, start } from "../areas/session/session";
import { noteFirstWords } from "../lib/keep/firstWords";
import { resumeKeeping } from "../lib/keep/keep";
import { keepFocus } from "../lib/keepFocus";
import { startRouter } from "../lib/router";
import { warnBeforeUnload } from "../lib/waiting";
import { App } from "./App";
import { askTextAhead } from "./textAhead";

const root = document.getElementById("app");
if (root) {
  resumeKeeping();
  askTextAhead(location.pathname);
  startRouter();
  keepFocus();
  noteFirstWords();
  warnBeforeUnload(isLeaving);
  render(<App />, root);
  void start();
}
