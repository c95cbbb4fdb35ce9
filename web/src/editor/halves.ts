// An end of a line put into bold, italic, struck or linked words, or into code among words, leaves two halves that are marked like the whole, in the same
// step. Taken away again, it leaves one.
import { syntaxTree } from "@codemirror/language";
import { EditorState, Transaction, type TransactionSpec } from "@codemirror/state";
import type { Command } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";

import { marksIn, WHOLE } from "./markable";
import type { Span } from "./seek";

const MARKED = /^(?:StrongEmphasis|Emphasis|Strikethrough|Link|InlineCode)$/;
const SHORTEST = "](x)".length;     // a link that does not say where to cannot be said twice
const BEFORE_WORDS = /^(?:[\s>]|[-*+] |\d{1,9}[.)] |\[[ xX]\] |#{1,6} )*$/;

interface Cut extends Span {        // marks and spaces that go
  close: string;
  open: string;
}

/** What becomes of the marks around two places. Where a half has no words it is none. */
function cutOf(state: EditorState, from: number, to: number): Cut | null {
  const cut: Cut = { from, to, close: "", open: "" };
  for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(from, 1); node; node = node.parent) {
    const around = node.from < from && to < node.to, [opens, closes] = marksIn(node);
    if (around && WHOLE.test(node.name) && !MARKED.test(node.name)) return null;
    if (!around || !MARKED.test(node.name) || !opens || !closes) continue;
    const close = state.sliceDoc(closes.from, node.to);
    if (node.name === "Link" && (to > closes.from || close.length < SHORTEST)) return null;
    if (from < opens.to || to > closes.from) continue;
    if (state.sliceDoc(opens.to, cut.from).trim() === "") cut.from = node.from;
    else cut.close += close;
    if (state.sliceDoc(cut.to, closes.from).trim() === "") cut.to = node.to;
    else cut.open = state.sliceDoc(node.from, opens.to) + cut.open;
  }
  const { text, from: start } = state.doc.lineAt(cut.from), before = text.slice(0, cut.from - start);
  if (cut.close !== "") cut.from = start + before.trimEnd().length;
  if (cut.open !== "") cut.to += /^ */.exec(state.sliceDoc(cut.to, state.doc.lineAt(cut.to).to))?.[0].length ?? 0;
  return cut.close === "" && cut.open === "" && cut.from === from && cut.to === to ? null : cut;
}

export const markHalves = EditorState.transactionFilter.of((transaction): TransactionSpec | readonly TransactionSpec[] => {
  const { startState, newSelection } = transaction, { main } = startState.selection;
  if (!transaction.docChanged || transaction.annotation(Transaction.userEvent) !== "input") return transaction;
  const more: TransactionSpec[] = [];
  transaction.changes.iterChanges((from, to, fromB, toB, inserted) => {
    const cut = inserted.lines > 1 && from <= main.from && to >= main.to ? cutOf(startState, from, to) : null;
    if (!cut) return;
    const start = fromB - (from - cut.from);
    more.push({
      changes: [{ from: start, to: fromB, insert: cut.close }, { from: toB, to: toB + cut.to - to, insert: cut.open }],
      ...(newSelection.main.head === toB ? { selection: { anchor: start + cut.close.length + toB - fromB + cut.open.length } } : {}),
      sequential: true,
    });
  });
  return more.length > 0 ? [transaction, ...more] : transaction;
});

/** Before Backspace behind the marks that a line's words begin with: what stands before the words is meant, not the marks. */
export const beforeMarks: Command = (view) => {
  const { state } = view, { head, empty } = state.selection.main;
  let at = head;
  for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(head, 1); node; node = node.parent) {
    if (MARKED.test(node.name) && marksIn(node)[0]?.to === at) at = node.from;
  }
  const line = state.doc.lineAt(head);
  if (empty && at < head && !state.readOnly && BEFORE_WORDS.test(line.text.slice(0, at - line.from))) view.dispatch({ selection: { anchor: at } });
  return false;                                   // something is still to be taken away
};

/** Where what is between two places goes, and the same marks close before it and open after it, they go too. */
export function withoutSeam(state: EditorState, from: number, to: number): Span {
  const signs = /[*_~`]+$/.exec(state.sliceDoc(state.doc.lineAt(from).from, from))?.[0] ?? "", tree = syntaxTree(state);
  const [closing, opening] = [tree.resolveInner(from, -1), tree.resolveInner(to, 1)];
  const meet = closing.name.endsWith("Mark") && closing.parent?.to === from && opening.name.endsWith("Mark") && opening.parent?.from === to;
  const same = signs !== "" && /^[*_~`]+/.exec(state.sliceDoc(to, to + signs.length + 1))?.[0] === signs;
  return meet && same ? { from: from - signs.length, to: to + signs.length } : { from, to };
}
