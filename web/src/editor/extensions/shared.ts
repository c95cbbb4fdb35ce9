// The shared text is the document; undo takes back one's own edits only.
import { keymap } from "@codemirror/view";
import { EditorState, type Extension } from "@codemirror/state";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import type * as Y from "yjs";

import { parts } from "../../lib/difference";

const STEPS = [
  "input.paste", "input.drop", "input.replace", "input.table", "input.image", "input.format", "input.help", "delete.cut", "delete.table", "delete.format",
];

/** What was done at one stroke is undone by itself, without the letters typed just before. */
const steps = (undo: Y.UndoManager) => EditorState.transactionFilter.of((transaction) => {
  if (transaction.docChanged && STEPS.some((kind) => transaction.isUserEvent(kind))) undo.stopCapturing();
  return transaction;
});

/** A change that ends between the two units of a letter, as the view finds in what the browser did, takes the letter whole. */
const wholeLetters = EditorState.transactionFilter.of((transaction) => {
  const cut = new Set<number>();
  transaction.changes.iterChangedRanges((_fromA, _toA, from, to) => {
    for (const at of [from, to]) if (parts(transaction.newDoc.sliceString(at - 1, at + 1), 1)) cut.add(at - 1);
  });
  if (cut.size === 0) return transaction;
  return [transaction, { changes: Array.from(cut, (from) => ({ from, to: from + 2, insert: transaction.newDoc.sliceString(from, from + 2) })), sequential: true }];
});

export function sharedText(text: Y.Text, undo: Y.UndoManager | false): Extension {
  return [wholeLetters, yCollab(text, null, { undoManager: undo }), undo === false ? [] : [keymap.of(yUndoManagerKeymap), steps(undo)]];
}
