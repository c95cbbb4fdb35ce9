// The shared text is the document; undo takes back one's own edits only.
import { keymap } from "@codemirror/view";
import { EditorState, type Extension } from "@codemirror/state";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import type * as Y from "yjs";

const STEPS = [
  "input.paste", "input.drop", "input.replace", "input.table", "input.image", "input.format", "input.help", "delete.cut", "delete.table", "delete.format",
];

/** What was done at one stroke is undone by itself, without the letters typed just before. */
const steps = (undo: Y.UndoManager) => EditorState.transactionFilter.of((transaction) => {
  if (transaction.docChanged && STEPS.some((kind) => transaction.isUserEvent(kind))) undo.stopCapturing();
  return transaction;
});

export function sharedText(text: Y.Text, undo: Y.UndoManager | false): Extension {
  return [yCollab(text, null, { undoManager: undo }), undo === false ? [] : [keymap.of(yUndoManagerKeymap), steps(undo)]];
}
