// Finding words and putting others in their place: where readers see them, painted in what is in view, and the commands of
// the panel. What is put there are words for readers too. While one types, the places move along; they are sought again a
// moment later.
import { syntaxTree } from "@codemirror/language";
import { EditorSelection, StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, keymap, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";

import { captionLetters, descriptionLetters } from "../../lib/images/written";
import { wholeTree } from "../markable";
import { letters, lineLetters } from "../paste/runs";
import { instead, seek, type Hidden, type Query, type Span } from "../seek";
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

const MARK = /^(?:Emphasis|Strikethrough|Code)Mark$/;
const AS_WRITTEN = /^(?:InlineCode|FencedCode|CodeBlock|Autolink|URL|HTML.*)$/;         // a backslash would be seen in it
const LINE_START = /^[\s>]*(?:(?:[-+*]|\d+[.)])\s+(?:\[[ xX]\]\s+)?)?$/;

const around = (node: SyntaxNode | null, name: RegExp): SyntaxNode | null => {
  for (; node; node = node.parent) if (name.test(node.name)) return node;
  return null;
};

/** What of this node itself no reader sees. */
function hiddenOf(state: EditorState, node: SyntaxNode): Hidden[] {
  const { name, from, to, parent } = node;
  const gap = [{ from, to, kind: "gap" as const }], inLink = parent?.name === "Link" || parent?.name === "Image";
  const backslashes = (shape: RegExp) => Array.from(state.sliceDoc(from, to).matchAll(shape), ({ index }) => ({ from: from + index, to: from + index + 1, kind: "backslash" as const }));
  if (UNSEEN.has(name) || (name === "CodeMark" && parent?.name === "FencedCode")) return gap;
  if (MARK.test(name)) return [{ from, to, kind: "mark", other: (from === parent?.from ? parent.lastChild : parent?.firstChild) ?? node }];
  if (name === "Escape") return [{ from, to: from + 1, kind: "backslash" }];
  if (name === "InlineCode" && around(node, /^TableCell$/)) return backslashes(/\\(?=\|)/g);
  if (name === "LinkTitle" && parent?.name === "Image") return backslashes(/\\(?=[!-/:-@[-`{-~])/g);                // its caption
  if (name === "URL" || name === "LinkTitle") return inLink ? gap : [];
  const onlyBrackets = parent?.name === "Link" && !parent.getChild("LinkLabel") && state.sliceDoc(parent.to - 1, parent.to) !== ")";
  return name === "LinkMark" && !onlyBrackets ? gap : [];
}

function hidden(state: EditorState): Hidden[] {
  const parts: Hidden[] = [];
  wholeTree(state, state.doc.length).iterate({
    enter: ({ node }) => {
      const own = hiddenOf(state, node);
      parts.push(...own);
      return own[0]?.kind !== "gap";
    },
  });
  return parts.sort((a, b) => a.from - b.from);
}

/** The words that readers see in a part of the text. */
export function seenIn(state: EditorState, from: number, to: number): string {
  let words = "", at = from;
  for (const part of hidden(state)) {
    if (part.to <= from || part.from >= to) continue;
    words += state.sliceDoc(at, Math.max(at, part.from));
    at = Math.max(at, part.to);
  }
  return words + state.sliceDoc(Math.min(at, to), to);
}

const seekIn = (state: EditorState, query: Query): Span[] => seek(state.doc.toString(), query, hidden(state));

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

/** Words as they are to be written where they come to stand: none of their signs is a mark, and words in a cell, or of an
 * image, end neither. */
function fitting(state: EditorState, { from }: Span, words: string): string {
  const node = syntaxTree(state).resolveInner(from, 1);
  if (around(node, /^Image$/)) return node.name === "LinkTitle" ? captionLetters(words) : descriptionLetters(words);
  const line = state.doc.lineAt(from), begins = LINE_START.test(state.sliceDoc(line.from, from));
  const plain = around(node, AS_WRITTEN) ? words : begins ? lineLetters(letters(words)) : letters(words);
  return tableAt(state, from) ? barsAsLetters(plain) : plain;
}

/** Replaces what is found at the cursor, and goes to the next. */
export function replaceHere(view: EditorView, words: string): boolean {
  const here = current(view.state);
  if (here && !view.state.readOnly) {
    const one = instead(view.state.doc.toString(), here, fitting(view.state, here, words), hidden(view.state));
    view.dispatch({ changes: one, selection: { anchor: one.from + one.insert.length }, userEvent: "input.replace" });
  }
  return next(view);
}

export function replaceAll(view: EditorView, words: string): number {
  const { state } = view;
  const { spans } = state.field(found);
  if (state.readOnly || spans.length === 0) return 0;
  const source = state.doc.toString(), parts = hidden(state);
  view.dispatch({ changes: spans.map((span) => instead(source, span, fitting(state, span, words), parts)), userEvent: "input.replace.all" });
  view.dispatch({ effects: ask.of(view.state.field(found).query) });
  return spans.length;
}

const keys = keymap.of(["F3", "Mod-g"].map((key) => ({ key, run: next, shift: previous, preventDefault: true })));

export const find: Extension = [found, ViewPlugin.fromClass(Painted, { decorations: (painted) => painted.decorations }), keys];
