// Finding words and putting others in their place: where they are, painted in what is in view, and the commands of the
// panel. While one types, the places move along; they are sought again a moment later.
import { EditorSelection, StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, keymap, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";

import { instead, seek, type Query, type Span } from "../seek";
import { barsAsLetters, tableAt } from "../table";

interface Found {
  query: Query | null;
  spans: readonly Span[];
}

const ask = StateEffect.define<Query | null>();
const AGAIN_MS = 200;
const FOUND = Decoration.mark({ class: "md-found" });
const HERE = Decoration.mark({ class: "md-found here" });
const MOST_SHOWN = 2_000;

const found = StateField.define<Found>({
  create: () => ({ query: null, spans: [] }),
  update(before, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(ask)) return { query: effect.value, spans: effect.value ? seek(transaction.state.doc.toString(), effect.value) : [] };
    }
    if (!transaction.docChanged || before.spans.length === 0) return before;
    const { changes } = transaction;
    const spans = before.spans.map((span) => ({ from: changes.mapPos(span.from, 1), to: changes.mapPos(span.to, -1) }));
    return { ...before, spans: spans.filter((span) => span.to > span.from) };
  },
});

class Painted {
  decorations: DecorationSet;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly view: EditorView) {
    this.decorations = paint(view);
  }

  update(update: ViewUpdate): void {
    const asked = update.state.field(found) !== update.startState.field(found);
    if (asked || update.docChanged || update.viewportChanged || update.selectionSet) this.decorations = paint(update.view);
    if (update.docChanged && update.state.field(found).query) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.view.dispatch({ effects: ask.of(this.view.state.field(found).query) });
      }, AGAIN_MS);
    }
  }

  destroy(): void {
    clearTimeout(this.timer);
  }
}

function paint(view: EditorView): DecorationSet {
  const { state } = view;
  const here = current(state);
  const { spans } = state.field(found);
  const seen = spans.filter((span) => view.visibleRanges.some((range) => span.from < range.to && span.to > range.from)).slice(0, MOST_SHOWN);
  return Decoration.set(seen.map((span) => (span === here ? HERE : FOUND).range(span.from, span.to)));
}

function current(state: EditorState): Span | undefined {
  const { from, to } = state.selection.main;
  return state.field(found).spans.find((span) => span.from === from && span.to === to);
}

export interface Count {
  at: number;                       // from 1; 0 when the cursor is at none of them
  all: number;
}

export function countOf(state: EditorState): Count {
  const { spans } = state.field(found);
  const here = current(state);
  return { at: here ? spans.indexOf(here) + 1 : 0, all: spans.length };
}

function show(view: EditorView, span: Span | undefined): boolean {
  if (!span) return false;
  const range = EditorSelection.range(span.from, span.to);
  view.dispatch({ selection: EditorSelection.single(span.from, span.to), effects: EditorView.scrollIntoView(range, { y: "center" }), userEvent: "select.search" });
  return true;
}

/** Looks for these words and goes to the first at the cursor or after it; null stops looking. */
export function look(view: EditorView, query: Query | null): void {
  view.dispatch({ effects: ask.of(query) });
  const { spans } = view.state.field(found);
  const { from } = view.state.selection.main;
  show(view, spans.find((span) => span.from >= from) ?? spans[0]);
}

export function next(view: EditorView): boolean {
  const { spans } = view.state.field(found);
  const { from, to, empty } = view.state.selection.main;
  const after = empty ? from : to;
  return show(view, spans.find((span) => span.from >= after) ?? spans[0]);
}

export function previous(view: EditorView): boolean {
  const { spans } = view.state.field(found);
  const { from } = view.state.selection.main;
  return show(view, spans.findLast((span) => span.to <= from) ?? spans.at(-1));
}

function change(state: EditorState, span: Span, words: string) {
  const fits = tableAt(state, span.from) ? barsAsLetters(words) : words;
  const line = state.doc.lineAt(span.from);
  const inLine = { from: span.from - line.from, to: span.to - line.from };
  return { from: span.from, to: span.to, insert: instead(line.text, inLine, fits) };
}

/** Replaces what is found at the cursor, and goes to the next. */
export function replaceHere(view: EditorView, words: string): boolean {
  const here = current(view.state);
  if (here && !view.state.readOnly) {
    const one = change(view.state, here, words);
    view.dispatch({ changes: one, selection: { anchor: one.from + one.insert.length }, userEvent: "input.replace" });
  }
  return next(view);
}

export function replaceAll(view: EditorView, words: string): number {
  const { state } = view;
  const { spans } = state.field(found);
  if (state.readOnly || spans.length === 0) return 0;
  view.dispatch({ changes: spans.map((span) => change(state, span, words)), userEvent: "input.replace.all" });
  view.dispatch({ effects: ask.of(view.state.field(found).query) });
  return spans.length;
}

const keys = keymap.of(["F3", "Mod-g"].map((key) => ({ key, run: next, shift: previous, preventDefault: true })));

export const find: Extension = [found, ViewPlugin.fromClass(Painted, { decorations: (painted) => painted.decorations }), keys];
