// Moving in a table and changing it, as commands: a key and a button do the same.
import { EditorSelection, type EditorState } from "@codemirror/state";
import type { Command, EditorView } from "@codemirror/view";

import { t } from "../i18n/t";
import { announce } from "../ui/Announcer";
import { addColumn, addRow, emptyTable, gapBetween, placeIn, removeColumn, removeRow, reshape, tableAbove, tableAt, type Cell, type Place, type Reshape, type Table } from "./table";

interface Here {
  table: Table;
  place: Place;
  cell: Cell;
}

export function hereIn(state: EditorState): Here | null {
  const { head } = state.selection.main;
  const table = tableAt(state, head);
  if (!table || (head >= table.rule.from && head <= table.rule.to)) return null;
  const place = placeIn(table, head);
  const cell = table.rows[place.row]?.cells[place.column];
  return cell ? { table, place, cell } : null;
}

function goTo(view: EditorView, at: number, extend = false): true {
  const selection = extend ? EditorSelection.single(view.state.selection.main.anchor, at) : EditorSelection.single(at);
  view.dispatch({ selection, scrollIntoView: true, userEvent: "select" });
  return true;
}

const inTable = (act: (view: EditorView, here: Here) => boolean): Command => (view) => {
  const here = view.state.readOnly ? null : hereIn(view.state);
  return here ? act(view, here) : false;
};

/** The same change of shape, then the cursor in the cell of `place`. */
function change(view: EditorView, { table, place }: Here, what: Reshape, to: Place): true {
  const changes = reshape(view.state.doc, table, place, what);
  view.dispatch({ changes: changes ?? { from: table.from, to: table.to }, userEvent: "input.table" });
  const now = changes && tableAt(view.state, Math.min(table.from, view.state.doc.length));
  if (!now) return goTo(view, Math.min(table.from, view.state.doc.length));
  const row = now.rows[Math.max(0, Math.min(to.row, now.rows.length - 1))];
  const cell = row?.cells[Math.max(0, Math.min(to.column, row.cells.length - 1))];
  return goTo(view, cell?.from ?? now.from);
}

export const nextCell = inTable((view, here) => {
  const { table, place } = here;
  const cell = table.rows[place.row]?.cells[place.column + 1] ?? table.rows[place.row + 1]?.cells[0];
  if (cell) return goTo(view, cell.to);
  return change(view, here, addRow(1), { row: place.row + 1, column: 0 });
});

export const previousCell = inTable((view, { table, place }) => {
  const cell = table.rows[place.row]?.cells[place.column - 1] ?? table.rows[place.row - 1]?.cells.at(-1);
  return goTo(view, cell?.to ?? table.rows[0]?.cells[0]?.from ?? table.from);
});

function leaveDown(view: EditorView, table: Table): true {
  const { doc } = view.state;
  const after = table.to < doc.length ? doc.lineAt(table.to + 1) : null;
  if (after) return goTo(view, after.length === 0 && after.to < doc.length ? after.to + 1 : after.from);
  view.dispatch({ changes: { from: table.to, insert: "\n\n" }, selection: { anchor: table.to + 2 }, scrollIntoView: true, userEvent: "input.table" });
  return true;
}

/** Enter goes down, makes a row at the end, and leaves a last row that is empty, as lists do. */
export const cellBelow = inTable((view, here) => {
  const { table, place } = here;
  const below = table.rows[place.row + 1]?.cells[place.column];
  if (below) return goTo(view, below.to);
  const empty = place.row > 0 && table.rows[place.row]?.cells.every((cell) => cell.from === cell.to);
  if (!empty) return change(view, here, addRow(1), { row: place.row + 1, column: place.column });
  const changes = reshape(view.state.doc, table, place, removeRow);
  if (!changes) return false;
  view.dispatch({ changes, userEvent: "delete.table" });
  const left = tableAt(view.state, table.from);
  return left ? leaveDown(view, left) : true;
});

/** Up and down stay in the column; a cell of several lines is first crossed line by line. */
const vertically = (down: boolean): Command => inTable((view, here) => {
  const { main } = view.state.selection;
  const { table, place, cell } = here;
  if (!main.empty) return false;
  const moved = view.moveVertically(main, down).head;
  if (moved !== main.head && moved >= cell.from && moved <= cell.to) return goTo(view, moved);
  const row = table.rows[place.row + (down ? 1 : -1)];
  const target = row?.cells[Math.min(place.column, row.cells.length - 1)];
  if (target) return goTo(view, Math.min(target.from + (main.head - cell.from), target.to));
  return down ? leaveDown(view, table) : goTo(view, Math.max(0, table.from - 1));
});

export const cellUp = vertically(false);
export const cellDown = vertically(true);

export const cellStart = (extend: boolean): Command => inTable((view, { cell }) => goTo(view, cell.from, extend));
export const cellEnd = (extend: boolean): Command => inTable((view, { cell }) => goTo(view, cell.to, extend));

/** Deleting stops at the edge of a cell. */
export const stopBefore = inTable((view, { cell }) => view.state.selection.main.empty && view.state.selection.main.head <= cell.from);
export const stopAfter = inTable((view, { cell }) => view.state.selection.main.empty && view.state.selection.main.head >= cell.to);

/** At the beginning of a line under a table one goes into its last cell; an empty line goes away, if the others stay out of the table without it. */
export const backIntoTable: Command = (view) => {
  const { state } = view, { head, empty } = state.selection.main, line = state.doc.lineAt(head);
  const table = empty && head === line.from && !state.readOnly ? tableAbove(state, head) : null, cell = table?.rows.at(-1)?.cells.at(-1);
  if (!table || !cell || line.number - state.doc.lineAt(table.to).number > 2) return false;
  if (line.length === 0 && gapBetween(state, table.to, head) === "") view.dispatch({ changes: { from: table.to, to: head }, userEvent: "delete.backward" });
  return goTo(view, cell.to);
};

export type TableAct = "row" | "column" | "removeRow" | "removeColumn" | "remove";

export const TABLE_ACTS: Record<TableAct, Command> = {
  row: inTable((view, here) => change(view, here, addRow(1), { row: here.place.row + 1, column: 0 })),
  column: inTable((view, here) => change(view, here, addColumn(1), { row: here.place.row, column: here.place.column + 1 })),
  removeRow: inTable((view, here) => (announce(t("table.row.removed")), change(view, here, removeRow, here.place))),
  removeColumn: inTable((view, here) => (announce(t("table.column.removed")), change(view, here, removeColumn, here.place))),
  remove: inTable((view, here) => (announce(t("table.removed")), change(view, here, (lines) => void (lines.length = 0), here.place))),
};

/** A small table under the paragraph of the cursor, which goes into its first cell. */
export const insertTable: Command = (view) => {
  const { state } = view;
  if (state.readOnly || hereIn(state)) return false;
  const line = state.doc.lineAt(state.selection.main.head);
  const before = line.text.trim() === "" ? "" : "\n\n";
  const insert = `${before}${emptyTable([t("table.head", { n: 1 }), t("table.head", { n: 2 })], 2)}`;
  const follows = line.to < state.doc.length && state.doc.lineAt(line.to + 1).text.trim() !== "";
  const above = before === "" && line.from > 0 && state.doc.lineAt(line.from - 1).text.trim() !== "" ? "\n" : "";
  const from = line.to + above.length + before.length + 2;
  view.dispatch({
    changes: { from: line.to, insert: `${above}${insert}${follows ? "\n" : ""}` },
    selection: EditorSelection.range(from, from + t("table.head", { n: 1 }).length),
    scrollIntoView: true,
    userEvent: "input.table",
  });
  return true;
};
