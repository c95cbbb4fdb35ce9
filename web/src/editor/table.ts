// A table as rows of cells, and what can be done to it. Works on lines alone, so that it costs what the table is long
// and can be tested without an editor.
import type { ChangeSpec, EditorState, Text } from "@codemirror/state";
import { syntaxTree } from "@codemirror/language";
import type { SyntaxNode } from "@lezer/common";

import { difference } from "../lib/difference";

export interface Cell {
  start: number;                    // the bar before it, or the beginning of the line
  from: number;                     // its words
  to: number;
  end: number;                      // the bar after it, or the end of the line
}

export interface Row {
  from: number;
  to: number;
  cells: Cell[];
}

export type Side = "" | "align-start" | "align-center" | "align-end";

export interface Table {
  from: number;
  to: number;
  rows: Row[];                      // the first is the head; the line of dashes is apart
  rule: { from: number; to: number };
  sides: Side[];
}

const SIDES: readonly [RegExp, Side][] = [[/^:-+:$/, "align-center"], [/^-+:$/, "align-end"], [/^:-+$/, "align-start"]];

/** The places of the bars that part cells. Behind a backslash a bar is a letter, for the server whatever stands before the two. */
const bars = (line: string): number[] => Array.from(line.matchAll(/(?<!\\)\|/g), (bar) => bar.index);

export function cellsOf(line: string, offset: number): Cell[] {
  const edges = bars(line);
  const cells: Cell[] = [];
  const add = (start: number, end: number, barred: boolean) => {
    const words = start + (barred ? 1 : 0);
    const text = line.slice(words, end);
    const lead = text.length - text.trimStart().length;
    const from = words + (text.trim() === "" ? Math.min(1, text.length) : lead);
    cells.push({ start: offset + start, from: offset + from, to: offset + from + text.trim().length, end: offset + end });
  };
  const first = edges[0] ?? line.length;
  if (line.slice(0, first).trim() !== "") add(0, first, false);
  edges.forEach((edge, n) => {
    const next = edges[n + 1];
    if (next !== undefined || line.slice(edge + 1).trim() !== "") add(edge, next ?? line.length, true);
  });
  return cells;
}

export function tableBetween(doc: Text, from: number, to: number): Table {
  const lines: { from: number; to: number; text: string }[] = [];
  for (let at = from; at <= to;) {
    const line = doc.lineAt(at);
    lines.push(line);
    at = line.to + 1;
  }
  const [head, rule, ...body] = lines;
  return {
    from: head?.from ?? from,
    to: lines.at(-1)?.to ?? to,
    rows: (head ? [head, ...body] : []).map((line) => ({ from: line.from, to: line.to, cells: cellsOf(line.text, line.from) })),
    rule: { from: rule?.from ?? to, to: rule?.to ?? to },
    sides: rule ? cellsOf(rule.text, rule.from).map((cell) => sideOf(doc.sliceString(cell.from, cell.to))) : [],
  };
}

const sideOf = (dashes: string): Side => SIDES.find(([shape]) => shape.test(dashes))?.[1] ?? "";

/** The table, of the text itself and not of a quotation, that holds this place. */
export function tableAt(state: EditorState, at: number): Table | null {
  for (const side of [1, -1] as const) {
    for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(at, side); node; node = node.parent) {
      if (node.name === "Table" && node.parent?.name === "Document") return tableBetween(state.doc, node.from, node.to);
    }
  }
  return null;
}

const NEAR = 200;                   // letters
const spacesBefore = (state: EditorState, at: number): string => /\s*$/.exec(state.sliceDoc(Math.max(0, at - NEAR), at))?.[0] ?? "";
const spacesAfter = (state: EditorState, at: number): string => /^\s*/.exec(state.sliceDoc(at, at + NEAR))?.[0] ?? "";

/** The table that ends above this place, with nothing but spaces and ends of lines between. */
export function tableAbove(state: EditorState, at: number): Table | null {
  const start = at - spacesBefore(state, at).length, table = tableAt(state, start);
  return table && start <= table.to && table.to <= at ? table : null;
}

/** The ends of lines that words put between two places need, so that a table beside them is not taken for their line, nor they for its row. */
export function gapsAround(state: EditorState, from: number, to: number): [before: string, after: string] {
  const before = spacesBefore(state, from), after = spacesAfter(state, to), below = tableAt(state, to + after.length);
  const missing = (spaces: string) => "\n".repeat(Math.max(0, 3 - spaces.split("\n").length));
  return [tableAbove(state, from) ? missing(before) : "", below && below.from >= to ? missing(after) : ""];
}

/** The ends of lines that must stay when what is between two places goes: without them words would become a row of the table beside them. */
export function gapBetween(state: EditorState, from: number, to: number): string {
  const before = spacesBefore(state, from), after = spacesAfter(state, to), next = to + after.length;
  if (before.length === from || next === state.doc.length) return "";
  const below = tableAt(state, next);
  if (!tableAbove(state, from) && !(below && below.from >= to)) return "";
  return "\n".repeat(Math.max(0, 3 - (before + after).split("\n").length));
}

export interface Place {
  row: number;
  column: number;
}

export function placeIn(table: Table, at: number): Place {
  const row = Math.max(0, table.rows.findLastIndex((one) => one.from <= at));
  const cells = table.rows[row]?.cells ?? [];
  return { row, column: Math.max(0, cells.findLastIndex((one) => one.start < at || one.from <= at)) };
}

// ---- changing its shape ----

const EMPTY = "   ";
const DASHES = " --- ";
type Lines = string[][];            // the head, the dashes, then the rows, each as what stands between its bars

/** As wide as its widest row: what nobody sees beyond the head's last column are still somebody's words. */
function linesOf(doc: Text, { rows: [head, ...body], rule }: Table): Lines {
  const width = Math.max(1, head?.cells.length ?? 0, ...body.map((row) => row.cells.findLastIndex((cell) => cell.to > cell.from) + 1));
  const read = (row: Row, blank = EMPTY) => {
    const inner = row.cells.map((cell) => ` ${doc.sliceString(cell.from, cell.to)} `.replace(/^ {2}$/, EMPTY));
    return Array.from({ length: width }, (_, n) => keepPadding(doc, row.cells[n]) ?? inner[n] ?? blank);
  };
  const dashes = { from: rule.from, to: rule.to, cells: cellsOf(doc.sliceString(rule.from, rule.to), rule.from) };
  return head ? [read(head), read(dashes, DASHES), ...body.map((row) => read(row))] : [];
}

/** A cell between two bars stays as it was typed. */
function keepPadding(doc: Text, cell: Cell | undefined): string | null {
  if (!cell || doc.sliceString(cell.start, cell.start + 1) !== "|" || doc.sliceString(cell.end, cell.end + 1) !== "|") return null;
  const raw = doc.sliceString(cell.start + 1, cell.end);
  return raw.trim() === "" && raw.length < 2 ? null : raw;
}

const written = (cells: readonly string[]): string => `|${cells.join("|")}|`;

/** Only what differs is written again. */
function rewritten(doc: Text, { from, to }: { from: number; to: number }, after: string): ChangeSpec[] {
  const before = doc.sliceString(from, to);
  return before === after ? [] : [difference(before, after, from)];
}

export type Reshape = (lines: Lines, place: Place) => void;

const lineOf = (row: number): number => (row === 0 ? 0 : row + 1);
const widthOf = (lines: Lines): number => lines[0]?.length ?? 0;

/** The changes, or null where the table itself goes away. */
export function reshape(doc: Text, table: Table, place: Place, change: Reshape): ChangeSpec[] | null {
  const before = linesOf(doc, table);
  const after = before.map((line) => [...line]);
  change(after, place);
  if (after.length < 2 || widthOf(after) === 0) return null;
  const starts = [table.rows[0], table.rule, ...table.rows.slice(1)];
  if (after.length === before.length) {
    return after.flatMap((line, n) => {
      const at = starts[n];
      return at ? rewritten(doc, at, written(line)) : [];
    });
  }
  return rewritten(doc, table, after.map(written).join("\n"));
}

export const addRow = (below: 0 | 1): Reshape => (lines, { row }) =>
  void lines.splice(Math.max(2, lineOf(row) + below), 0, Array.from({ length: widthOf(lines) }, () => EMPTY));

/** Without its head the next row is the head; without any other row the table goes. */
export const removeRow: Reshape = (lines, { row }) => {
  if (row > 0) lines.splice(lineOf(row), 1);
  else if (lines.length > 2) lines.splice(0, 3, lines[2] ?? [], lines[1] ?? []);
  else lines.length = 0;
};

export const addColumn = (after: 0 | 1): Reshape => (lines, { column }) =>
  lines.forEach((line, n) => line.splice(column + after, 0, n === 1 ? DASHES : EMPTY));

export const removeColumn: Reshape = (lines, { column }) => lines.forEach((line) => line.splice(column, 1));

/** Words of one line, in which a bar is a letter: an odd number of backslashes stands before it. `before`: what the words go on from. */
export function barsAsLetters(words: string, before = ""): string {
  const line = words.replace(/\s*\n\s*/g, " "), led = /\\*$/.exec(before)?.[0].length ?? 0;
  return line.replace(/(\\*)\|/g, (found, slashes: string, at: number) => ((slashes.length + (at === 0 ? led : 0)) % 2 === 0 ? `${slashes}\\|` : found));
}

export function emptyTable(heads: readonly string[], rows: number): string {
  const blank = heads.map(() => EMPTY);
  return [heads.map((head) => ` ${head} `), heads.map(() => DASHES), ...Array.from({ length: rows }, () => blank)].map(written).join("\n");
}
