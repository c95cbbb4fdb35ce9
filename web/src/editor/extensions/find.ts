// Finding words and putting others in their place: where readers see them, painted in what is in view, and the commands of
// the panel. While one types, the places move along; they are sought again a moment later.
import { syntaxTree } from "@codemirror/language";
import { EditorSelection, StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, keymap, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";

import { captionLetters, descriptionLetters } from "../../lib/images/written";
import { wholeTree } from "../markable";
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

/** Labels, and signs that make a line or a link what it is. */
const UNSEEN = new Set([
  "LinkLabel", "LinkReference", "FootnoteCall", "FootnoteLabel", "HeaderMark", "QuoteMark", "ListMark", "TaskMarker", "TableDelimiter", "HorizontalRule", "CodeInfo",
]);

/** What of this node no reader sees. */
function unseenOf(state: EditorState, { name, from, to, parent }: SyntaxNode): Span | null {
  if (UNSEEN.has(name)) return { from, to };
  const inLink = parent?.name === "Link" || parent?.name === "Image";
  if (name === "CodeMark") return parent?.name === "FencedCode" ? { from, to } : null;
  if (name === "LinkTitle" && parent?.name === "Image") return null;                // its caption
  if (name === "URL" || name === "LinkTitle") return inLink ? { from, to } : null;
  const onlyBrackets = parent?.name === "Link" && !parent.getChild("LinkLabel") && state.sliceDoc(parent.to - 1, parent.to) !== ")";
  return name === "LinkMark" && !onlyBrackets ? { from, to } : null;
}

function unseen(state: EditorState): Span[] {
  const spans: Span[] = [];
  wholeTree(state, state.doc.length).iterate({
    enter: ({ node }) => {
      const span = unseenOf(state, node);
      if (span) spans.push(span);
      return span === null;
    },
  });
  return spans;
}

const seekIn = (state: EditorState, query: Query): Span[] => seek(state.doc.toString(), query, unseen(state));

const found = StateField.define<Found>({
  create: () => ({ query: null, spans: [] }),
  update(before, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(ask)) return { query: effect.value, spans: effect.value ? seekIn(transaction.state, effect.value) : [] };
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

/** Words in a cell, or of an image, end neither. */
function fitting(state: EditorState, { from }: Span, words: string): string {
  let node = syntaxTree(state).resolveInner(from, 1);
  const caption = node.name === "LinkTitle";
  while (node.parent && node.name !== "Image") node = node.parent;
  if (node.name === "Image") return caption ? captionLetters(words) : descriptionLetters(words);
  return tableAt(state, from) ? barsAsLetters(words) : words;
}

function change(state: EditorState, span: Span, words: string) {
  const fits = fitting(state, span, words);
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
