// A word that is being composed (a dead key, a telephone) lies in one place of the page, and is ended, its letters twice, when
// others' letters are drawn around it: they wait for it a little.
import type { Extension } from "@codemirror/state";
import { ViewPlugin } from "@codemirror/view";

import type { Live } from "../../lib/live";

export const composing = (live: Live): Extension => ViewPlugin.define(() => ({ destroy: () => live.composes(false) }), {
  eventHandlers: {
    compositionstart: () => live.composes(true),
    compositionend: (_event, view) => void setTimeout(() => view.compositionStarted || live.composes(false)),     // once its last letters are known
  },
});
