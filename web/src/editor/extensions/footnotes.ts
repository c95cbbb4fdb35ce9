// The call of a note is a small number, its words begin with the same; the number leads from one to the other. Where
// the cursor touches them they are the signs one can change.
import { syntaxTree } from "@codemirror/language";
import { StateField, type Extension, type Range, type Text, type Transaction } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType, type DecorationSet, type ViewUpdate } from "@codemirror/view";

import { labelIn, notesOf, otherEnd, type Notes } from "../footnotes";
import { t } from "../../i18n/t";

class Num extends WidgetType {
  constructor(private readonly n: number, private readonly name: string, private readonly length: number) {
    super();
  }

  override eq(other: Num): boolean {
    return other.n === this.n && other.name === this.name && other.length === this.length;
  }

  override toDOM(view: EditorView): HTMLElement {
    const sign = document.createElement(this.name === "FootnoteCall" ? "sup" : "span");
    sign.className = this.name === "FootnoteCall" ? "md-note" : "md-note-number";
    sign.textContent = this.name === "FootnoteCall" ? String(this.n) : `${this.n}.`;
    sign.title = t(this.name === "FootnoteCall" ? "note.words" : "note.call");
    sign.onmousedown = (event) => {
      event.preventDefault();
      const from = view.posAtDOM(sign);
      const at = otherEnd(view.state, this.name, from, from + this.length);
      if (at === null) return;
      view.dispatch({ selection: { anchor: at }, scrollIntoView: true, userEvent: "select" });
      view.focus();
    };
    return sign;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

class Twice extends WidgetType {
  override eq(): boolean {
    return true;
  }

  override toDOM(): HTMLElement {
    const words = document.createElement("span");
    words.className = "md-note-twice";
    words.textContent = t("note.twice");
    return words;
  }
}

const TWICE = Decoration.widget({ widget: new Twice(), side: 1 });

/** Numbered again only when an edit touches a bracket. */
const notes = StateField.define<Notes>({
  create: (state) => notesOf(state.doc.toString()),
  update(before, transaction) {
    return transaction.docChanged && touchesNote(transaction) ? notesOf(transaction.state.doc.toString()) : before;
  },
});

function touchesNote({ changes, startState, state }: Transaction): boolean {
  let touched = false;
  const holds = (doc: Text, from: number, to: number) => doc.sliceString(doc.lineAt(from).from, doc.lineAt(to).to).includes("[^");
  changes.iterChangedRanges((fromA, toA, fromB, toB) => {
    touched ||= holds(startState.doc, fromA, toA) || holds(state.doc, fromB, toB);
  });
  return touched;
}

function build(view: EditorView): DecorationSet {
  const { state } = view;
  const { numbers, twice } = state.field(notes);
  const found: Range<Decoration>[] = [];
  const near = (from: number, to: number) => view.hasFocus && !state.readOnly && state.selection.ranges.some((range) => range.from <= to && range.to >= from);
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(state).iterate({
      from,
      to,
      enter: ({ name, from: start, to: end }) => {
        if (name !== "FootnoteCall" && name !== "FootnoteLabel") return;
        const label = labelIn(state.doc, start, end), line = state.doc.lineAt(start);
        if (name === "FootnoteLabel" && !state.readOnly && twice.has(label) && otherEnd(state, "FootnoteCall", start, end) !== line.to) found.push(TWICE.range(line.to));
        const n = near(start, end) ? undefined : numbers.get(label);
        if (n !== undefined) found.push(Decoration.replace({ widget: new Num(n, name, end - start) }).range(start, end));
      },
    });
  }
  return Decoration.set(found, true);
}

const shown = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = build(view);
    }

    update(update: ViewUpdate): void {
      const parsed = syntaxTree(update.state) !== syntaxTree(update.startState);
      if (update.docChanged || update.viewportChanged || update.selectionSet || update.focusChanged || parsed) this.decorations = build(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

export const footnotes: Extension = [notes, shown];
