// The start of the page.
import { render } from "preact";

import { start } from "../areas/session/session";
import { startRouter } from "../lib/router";
import { warnBeforeUnload } from "../lib/waiting";
import { App } from "./App";

const root = document.getElementById("app");
if (root) {
  startRouter();
  warnBeforeUnload();
  render(<App />, root);
  void start();
}
