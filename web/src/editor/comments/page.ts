// The text on the page, read or written, and what is chosen in it.
import type { Live } from "../../lib/live";
import type { Span } from "./reading";

export const surface = () => document.querySelector<HTMLElement>(".sheet .reading-text, .sheet .editor .cm-content");

export const isWritten = (text: Element) => text.classList.contains("cm-content");

/** The editor of a surface, if it is one: its code is there then. */
export async function editorOf(text: HTMLElement) {
  if (!isWritten(text)) return null;
  const { EditorView } = await import("@codemirror/view");
  return EditorView.findFromDOM(text);
}

export function somethingChosen(): boolean {
  const chosen = document.getSelection(), text = surface();
  return !!chosen && !!text && !chosen.isCollapsed && chosen.rangeCount > 0 && text.contains(chosen.getRangeAt(0).commonAncestorContainer);
}

/** Where what is chosen on the page is written; null when it cannot be told. */
export async function chosenSpan(live: Live): Promise<Span | null> {
  const text = surface(), chosen = document.getSelection();
  if (!text || !chosen || !somethingChosen()) return null;
  const range = chosen.getRangeAt(0).cloneRange();
  const view = await editorOf(text);
  if (view) return { from: view.state.selection.main.from, to: view.state.selection.main.to };
  const { writtenIn } = await import("./reading");
  return writtenIn(text, live.content(), range);
}
