// A table looks like a table also while one writes in it: its lines are rows of a grid, its bars are hidden and cannot
// be entered, and a cell is a place to type in. Where its words have no room the table scrolls by itself. Only what is in view is drawn.
import { syntaxTree } from "@codemirror/language";
import { EditorState, Prec, RangeSet, Transaction, type ChangeSpec, type Extension, type Range, type Text, type TransactionSpec } from "@codemirror/state";
import { BlockWrapper, Decoration, EditorView, keymap, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";

import { difference } from "../../lib/difference";
import { barsAsLetters, gapBetween, gapsAround, tableAbove, tableAt, tableBetween, type Cell, type Row, type Table } from "../table";
import { backIntoTable, cellBelow, cellDown, cellEnd, cellStart, cellUp, nextCell, previousCell, stopAfter, stopBefore } from "../tableKeys";

const HIDDEN = Decoration.replace({});
const RULE = Decoration.line({ class: "md-table-rule" });
/** The caret scrolls a table one writes in, and the keys scroll one that is only read: the box says which, or it would seem out of their reach. */
const BOX = BlockWrapper.create({ tagName: "div", attributes: { class: "md-table-box", contenteditable: "true" } });
const BOX_READ = BlockWrapper.create({ tagName: "div", attributes: { class: "md-table-box", tabindex: "0" } });
const NARROWEST = 4;                // letters
const AIR = 2;                      // a word alone in its column is not cut
const WIDEST = 30;                  // a longer cell breaks its lines
const WORD = 12;                    // what is longer than a word can share its lines more readily
const LONGEST = 22;                 // a longer word is an address, and may be broken

interface Drawn {
  decorations: DecorationSet;
  atoms: DecorationSet;
  boxes: RangeSet<BlockWrapper>;
}

/** Columns share the width by what they hold, and none is narrower than its longest word. */
function columnsOf(table: Table, doc: Text): string {
  const widths: number[] = [], words: number[] = [];
  for (const row of table.rows) {
    row.cells.forEach((cell, n) => {
      widths[n] = Math.min(WIDEST, Math.max(widths[n] ?? NARROWEST, cell.to - cell.from));
      words[n] = Math.max(words[n] ?? 1, longestWord(doc.sliceString(cell.from, cell.to)));
    });
  }
  return widths.map((width, n) => `minmax(${(words[n] ?? 0) + 1}ch, ${AIR + Math.round(Math.min(width, WORD) + Math.max(0, width - WORD) / 3)}fr)`).join(" ");
}

function longestWord(cell: string): number {
  const shown = cell.replace(/\]\([^)]*\)/g, "").replace(/[*_~`[\]]/g, "");
  return Math.min(LONGEST, Math.max(...shown.split(/[\s-]+/).map((word) => word.length)));
}

function drawRow(row: Row, n: number, table: Table, columns: string, head: number, add: (...ranges: Range<Decoration>[]) => void): void {
  const last = n === table.rows.length - 1 ? " md-row-last" : "";
  add(Decoration.line({ class: `md-row${n === 0 ? " md-row-head" : ""}${last}`, attributes: { style: `grid-template-columns:${columns}` } }).range(row.from));
  row.cells.forEach((cell, column) => {
    const start = column === 0 ? row.from : cell.start;
    const end = column === row.cells.length - 1 ? row.to : cell.end;
    if (end > start) add(Decoration.mark({ class: `md-cell ${table.sides[column] ?? ""}`, inclusive: true }).range(start, end));
    if (cell.from > start) add(HIDDEN.range(start, cell.from));
    const close = Math.min(Math.max(cell.to + 1, head), cell.end);
    if (end > close && column === row.cells.length - 1) add(HIDDEN.range(close, end));
  });
}

/** From the end of a cell's words to the beginning of the next one's there is nowhere to be. */
function atomsOf(table: Table, head: number): Range<Decoration>[] {
  const cells = table.rows.flatMap((row) => row.cells);
  const edges = cells.map((cell) => (head > cell.to && head < cell.end ? head : cell.to));      // a space just typed
  return [...cells, null].flatMap((next, n) => {
    const [from, to] = [n === 0 ? table.from : (edges[n - 1] ?? table.from), next?.from ?? table.to];
    return to > from ? [HIDDEN.range(from, to)] : [];
  });
}

function tablesIn(view: EditorView): Table[] {
  const found = new Map<number, Table>();
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        if (node.name === "Table" && node.node.parent?.name === "Document" && !found.has(node.from)) {
          found.set(node.from, tableBetween(view.state.doc, node.from, node.to));
        }
        return node.name === "Document";
      },
    });
  }
  return [...found.values()];
}

function draw(view: EditorView): Drawn {
  const ranges: Range<Decoration>[] = [];
  const atoms: Range<Decoration>[] = [];
  const boxes: Range<BlockWrapper>[] = [];
  const { head } = view.state.selection.main;
  for (const table of tablesIn(view)) {
    const columns = columnsOf(table, view.state.doc);
    boxes.push((view.state.facet(EditorView.editable) ? BOX : BOX_READ).range(table.from, table.to));
    table.rows.forEach((row, n) => drawRow(row, n, table, columns, head, (...more) => ranges.push(...more)));
    if (head > table.rule.from && head <= table.rule.to) continue;           // the dashes are being typed
    if (table.rule.to > table.rule.from) ranges.push(RULE.range(table.rule.from), HIDDEN.range(table.rule.from, table.rule.to));
    atoms.push(...atomsOf(table, head));
  }
  return { decorations: Decoration.set(ranges, true), atoms: RangeSet.of(atoms, true), boxes: BlockWrapper.set(boxes, true) };
}

const drawn = ViewPlugin.fromClass(
  class implements Drawn {
    decorations!: DecorationSet;
    atoms!: DecorationSet;
    boxes!: RangeSet<BlockWrapper>;

    constructor(view: EditorView) {
      Object.assign(this, draw(view));
    }

    update(update: ViewUpdate): void {
      const parsed = syntaxTree(update.state) !== syntaxTree(update.startState);
      const editable = update.state.facet(EditorView.editable) !== update.startState.facet(EditorView.editable);
      if (update.docChanged || update.viewportChanged || update.selectionSet || parsed || editable) Object.assign(this, draw(update.view));
    }
  },
  {
    decorations: (plugin) => plugin.decorations,
    provide: (plugin) => [
      EditorView.atomicRanges.of((view) => view.plugin(plugin)?.atoms ?? Decoration.none),
      EditorView.blockWrappers.of((view) => view.plugin(plugin)?.boxes ?? RangeSet.empty),
    ],
  },
);

/** A cell one goes to comes into sight in the box of its table; the page around does the rest. Asked in the middle of an
 * update, when only the page itself can say where things are. */
const inSight = EditorView.scrollHandler.of((view, range) => {
  const { node, offset } = view.domAtPos(range.head);
  const element = node instanceof Element ? node : node.parentElement, box = element?.closest(".md-table-box");
  if (!element || !box) return false;
  const caret = document.createRange();
  caret.setStart(node, offset);
  const { left, right } = box.getBoundingClientRect(), room = Math.min(48, box.clientWidth / 4);
  const cell = element.closest(".md-cell")?.getBoundingClientRect();
  const [at = element.getBoundingClientRect()] = cell && cell.width < box.clientWidth - 2 * room ? [cell] : caret.getClientRects();
  if (at.left < left + room) box.scrollLeft -= left + room - at.left;
  else if (at.right > right - room) box.scrollLeft += at.right - right + room;
  return false;
});

/** A deletion across cells empties them; the table keeps its shape. */
function emptied(table: Table, from: number, to: number): { from: number; to: number }[] {
  return table.rows.flatMap((row) => row.cells).flatMap((cell) => {
    const part = { from: Math.max(from, cell.from), to: Math.min(to, cell.to) };
    return part.to > part.from ? [part] : [];
  });
}

const cellAt = ({ rows }: Table, at: number): Cell | undefined => {
  const cells = rows.flatMap((row) => row.cells);
  return cells.findLast((one) => one.from <= at) ?? cells[0];
};

/** What is chosen in a table and beside it: of the table only cells are emptied, and an empty line parts it from the words that are left.
 * What is typed instead stands where the choice begins. */
function across(state: EditorState, from: number, to: number, insert: string): { changes: ChangeSpec[]; cursor: number } | null {
  const above = tableAt(state, from), below = tableAt(state, to);
  const first = above && from > above.from && to > above.to ? above : null, last = below && from < below.from && to < below.to ? below : null;
  const cell = first && from < first.to ? cellAt(first, from) : undefined, at = cell ? Math.min(Math.max(from, cell.from), cell.end) : from;
  const start = cell && first ? first.to : from, end = last ? last.from : to;
  const letters = cell ? barsAsLetters(insert, state.sliceDoc(cell.from, at)) : insert, words = cell ? "" : insert;
  const [before, after] = words === "" ? [gapBetween(state, start, end), ""] : gapsAround(state, start, end);
  if (!first && !last && before === "" && after === "") return null;
  return {
    changes: [
      ...(first ? emptied(first, from, first.to) : []), ...(cell ? [{ from: at, insert: letters }] : []),
      difference(state.sliceDoc(start, end), before + words + after, start),
      ...(last ? emptied(last, last.from, to) : []),
    ],
    cursor: cell ? at + letters.length : words !== "" || tableAbove(state, from) ? start + before.length + words.length : start,
  };
}

/** What one's own hand may do inside a table: words of one line, in cells; a bar is a letter. */
const KINDS = ["input.type", "input.paste", "input.drop", "input.describe", "delete"];

/** The end of a line is plain "input". */
const byHand = (transaction: Transaction) =>
  transaction.annotation(Transaction.userEvent) === "input" || (KINDS.some((kind) => transaction.isUserEvent(kind)) && !transaction.isUserEvent("delete.table"));

function keepShape(transaction: Transaction): TransactionSpec | readonly TransactionSpec[] {
  if (!transaction.docChanged || !byHand(transaction)) return transaction;
  const { startState } = transaction;
  const changes: ChangeSpec[] = [];
  let cursor = -1;                  // where it ends up, if something had to be changed
  transaction.changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    const table = tableAt(startState, from);
    const insert = inserted.toString();
    const inside = table && from >= table.from && to <= table.to && !(from <= table.from && to >= table.to) && !(from >= table.rule.from && to <= table.rule.to);
    const beside = !inside && from < to ? across(startState, from, to, insert) : null;
    if (beside) {
      changes.push(...beside.changes);
      cursor = beside.cursor;
      return;
    }
    const cell = inside && (from < to || from > table.from) ? cellAt(table, from) : undefined;
    const whole = cell && from >= cell.from && to <= cell.end, at = cell ? Math.min(Math.max(from, cell.from), cell.end) : from;
    const letters = cell ? barsAsLetters(insert, startState.sliceDoc(cell.from, at)) : insert;
    if (!inside || !cell || (whole && letters === insert)) {
      changes.push({ from, to, insert });
      return;
    }
    cursor = at + letters.length;
    changes.push(...emptied(table, from, to), { from: at, insert: letters });
  });
  return cursor < 0 ? transaction : { changes, selection: { anchor: cursor }, scrollIntoView: true, userEvent: "input" };
}

const keys = Prec.highest(keymap.of([
  { key: "Tab", run: nextCell, shift: previousCell },
  { key: "Enter", run: cellBelow, shift: cellBelow },
  { key: "ArrowUp", run: cellUp },
  { key: "ArrowDown", run: cellDown },
  { key: "Home", run: cellStart(false), shift: cellStart(true) },
  { key: "End", run: cellEnd(false), shift: cellEnd(true) },
  { key: "Backspace", run: stopBefore },
  { key: "Backspace", run: backIntoTable },
  { key: "Delete", run: stopAfter },
]));

/** The grid is the outermost mark, so that a row's children are its cells and nothing else. */
export const tables: Extension = [Prec.lowest(drawn), inSight, EditorState.transactionFilter.of(keepShape), keys];
