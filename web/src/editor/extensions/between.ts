// What one writes on the empty line between two blocks is a block of its own, as it looks: an empty line is put before and
// behind it where readers would see it go on from the words above, or these would be a row of the table there. One undo
// takes all of it back.
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { ChangeSpec, EditorState, Extension } from "@codemirror/state";
import { ViewPlugin, type EditorView, type ViewUpdate } from "@codemirror/view";

interface Span {
  from: number;
  to: number;
}

const WORDS = /^(?:Paragraph|Task|Table|SetextHeading\d)$/;
const LINE_ENDED = /(?: {2}|\\)$/;
const PARSE_MS = 100;

/** Where the words begin that a line belongs to; null: it has none, or is in a note, whose lines one writes like that. */
function beginning(state: EditorState, at: number): number | null {
  let node = (ensureSyntaxTree(state, at + 1, PARSE_MS) ?? syntaxTree(state)).resolveInner(at, 1);
  while (node.parent && !WORDS.test(node.name)) node = node.parent;
  return node.parent && node.parent.name !== "FootnoteDefinition" ? node.from : null;
}

/** The empty lines that are missing around what was put on one. */
export function missing(state: EditorState, { from, to }: Span): ChangeSpec[] {
  const first = state.doc.lineAt(from), last = state.doc.lineAt(to), changes: ChangeSpec[] = [];
  if (first.text.trim() === "" || last.text.trim() === "") return changes;
  const above = state.doc.lineAt(Math.max(0, first.from - 1)), start = beginning(state, first.from);
  const touches = (start !== null && start < first.from) || (above.length > 0 && above.from < first.from && beginning(state, above.from) !== null);
  if (touches && !LINE_ENDED.test(above.text)) changes.push({ from: first.from, insert: "\n" });
  if (last.to < state.doc.length && state.doc.lineAt(last.to + 1).length > 0 && beginning(state, last.to + 1) !== null) changes.push({ from: last.to, insert: "\n" });
  return changes;
}

class Watch {
  private spans: Span[] = [];

  constructor(private readonly view: EditorView) {}

  update({ transactions }: ViewUpdate): void {
    for (const one of transactions) {
      this.spans = this.spans.map(({ from, to }) => ({ from: one.changes.mapPos(from, -1), to: one.changes.mapPos(to, 1) }));
      if (!one.isUserEvent("input")) continue;
      one.changes.iterChanges((fromA, toA, from, to, words) => {
        if (fromA === toA && one.startState.doc.lineAt(fromA).length === 0 && words.line(1).length > 0) this.spans.push({ from, to });
      });
    }
    if (this.spans.length > 0) queueMicrotask(this.come);
  }

  /** When a composition has ended the view is told of its last letters a moment later. */
  ended(): void {
    setTimeout(this.come);
  }

  private readonly come = (): void => {
    if (this.view.composing || this.view.compositionStarted) return;
    for (let span; (span = this.spans.pop());) {
      const { state } = this.view, changes = state.changes(missing(state, span));
      if (!changes.empty) this.view.dispatch({ changes, selection: state.selection.map(changes, -1), scrollIntoView: true, userEvent: "help.between" });
    }
  };
}

export const between: Extension = ViewPlugin.fromClass(Watch, {
  eventHandlers: {
    compositionend() {
      this.ended();
    },
  },
});
