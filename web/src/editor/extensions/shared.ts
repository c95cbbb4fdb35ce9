// The shared text is the document; undo takes back one's own edits only.
import { keymap } from "@codemirror/view";
import type { Extension } from "@codemirror/state";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import type * as Y from "yjs";

export function sharedText(text: Y.Text, undo: Y.UndoManager | false): Extension {
  return [yCollab(text, null, { undoManager: undo }), undo === false ? [] : keymap.of(yUndoManagerKeymap)];
}
