// Enter begins a paragraph, as in a word processor, and not only a line that whoever reads sees go on: between two paragraphs
// there is an empty line. Shift and Enter end a line inside one. Taking the end of a paragraph away joins the two.
import { syntaxTree } from "@codemirror/language";
import { Prec, type EditorState, type Extension } from "@codemirror/state";
import { keymap, type Command, type EditorView } from "@codemirror/view";

import { withoutSeam } from "../halves";

const BETWEEN = "\n\n";

/** What holds the paragraph of this place: the text itself, an item, a quotation. No table, heading or code. */
function holder(state: EditorState, at: number, side: 1 | -1): string | undefined {
  let node = syntaxTree(state).resolveInner(at, side);
  while (node.parent && node.name !== "Paragraph" && node.name !== "Task") node = node.parent;
  return node.parent?.name;
}

const inParagraph = (state: EditorState, at: number, side: 1 | -1) => holder(state, at, side) === "Document";

function put(view: EditorView, words: string): boolean {
  const { state } = view, { main } = state.selection;
  if (state.readOnly || state.selection.ranges.length > 1) return false;
  view.dispatch({ changes: { from: main.from, to: main.to, insert: words }, selection: { anchor: main.from + words.length }, scrollIntoView: true, userEvent: "input" });
  return true;
}

const begin: Command = (view) => inParagraph(view.state, view.state.selection.main.from, -1) && put(view, BETWEEN);

/** The next line stays in the item or the quotation. */
const endLine: Command = (view) => {
  const { from } = view.state.selection.main, inside = holder(view.state, from, -1);
  if (inside !== "Document" && inside !== "ListItem" && inside !== "Blockquote") return false;
  const signs = inside === "Document" ? "" : /^[\s>]*(?:(?:[-+*]|\d+[.)])\s+)*/.exec(view.state.doc.lineAt(from).text)?.[0];
  return put(view, `  \n${(signs ?? "").replace(/[^\s>]/g, " ")}`);
};

/** The caret stands at one end of an empty line between two paragraphs, or what is to be one. */
const join = (back: boolean): Command => (view) => {
  const { state } = view, { main } = state.selection;
  const from = back ? main.head - BETWEEN.length : main.head, to = from + BETWEEN.length;
  if (state.readOnly || !main.empty || state.selection.ranges.length > 1 || from < 1 || state.sliceDoc(from, to) !== BETWEEN) return false;
  if (!inParagraph(state, from, -1) || !(inParagraph(state, to, 1) || state.doc.lineAt(to).length === 0)) return false;
  view.dispatch({ changes: withoutSeam(state, from, to), scrollIntoView: true, userEvent: back ? "delete.backward" : "delete.forward" });
  return true;
};

export const paragraphs: Extension = Prec.high(keymap.of([
  { key: "Enter", run: begin, shift: endLine },
  { key: "Backspace", run: join(true) },
  { key: "Delete", run: join(false) },
]));
