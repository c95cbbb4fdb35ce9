// Pasting from other programs: their headings, lists, tables and notes become ours. With Ctrl+Shift+V, in a cell of a
// table and from other places of a text, words come as they are (lines.ts).
import type { ChangeSpec, EditorState, Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

import type { Live } from "../../lib/live";
import { afterNotes, freeNumber } from "../footnotes";
import { missImages } from "../images/insert";
import { fromHtml, type Pasted } from "../paste/html";
import { takesForm } from "../paste/plain";

const LONGEST = 8_000_000;
const PARAGRAPH = /^(?!#{1,6} |[-+*] |\d+[.)] |> ?|\||```|---$)/;

/** A first and a last paragraph join the words around them; other blocks stand by themselves. */
function placed(state: EditorState, { blocks }: Pasted): string {
  const { from, to } = state.selection.main;
  const [start, end] = [state.doc.lineAt(from), state.doc.lineAt(to)];
  const before = state.sliceDoc(start.from, from), after = state.sliceDoc(to, end.to);
  const [first = "", last = ""] = [blocks[0], blocks.at(-1)];
  const opens = before.trim() === "" || PARAGRAPH.test(first) ? "" : "\n\n";
  const joins = PARAGRAPH.test(last) && (blocks.length > 1 || opens !== "\n\n");
  const closes = after.trim() === "" || joins ? "" : "\n\n";
  return `${opens}${blocks.join("\n\n")}${closes}`;
}

function insert(view: EditorView, pasted: Pasted): void {
  const { state } = view;
  const { from, to } = state.selection.main;
  const words = placed(state, pasted);
  const changes: ChangeSpec[] = [{ from, to, insert: words }];
  if (pasted.notes.length > 0) {
    const { at, gap } = afterNotes(state.doc, to);
    changes.push({ from: at, to: state.doc.length, insert: `${gap}${pasted.notes.join("\n")}` });
  }
  view.dispatch({ changes, selection: { anchor: from + words.length }, scrollIntoView: true, userEvent: "input.paste" });
}

export const paste = (live: Live): Extension => EditorView.domEventHandlers({
  paste(event, view) {
    const html = event.clipboardData?.getData("text/html") ?? "";
    if (html === "" || html.length > LONGEST || view.state.readOnly) return false;
    const pasted = fromHtml(html, freeNumber(view.state.doc.toString()));
    const formed = pasted.rich && pasted.blocks.length > 0 && takesForm(view.state);
    if (formed) {
      event.preventDefault();
      insert(view, pasted);
    }
    if (pasted.images) missImages(live, view.state.selection.main.head);
    return formed;
  },
});
