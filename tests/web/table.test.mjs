// Tables as rows of cells: where the words of a cell are, and what adding and removing rows and columns writes.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerCounter } from "../harness/counting.mjs";
import { library, load } from "./page.mjs";

const { addColumn, addRow, barsAsLetters, cellsOf, emptyTable, placeIn, removeColumn, removeRow, reshape, tableBetween } = await load("editor/table.ts");
const { notesOf } = await load("editor/footnotes.ts");
const { difference } = await load("lib/difference.ts");
const { sharedText } = await load("editor/extensions/shared.ts");
const { ChangeSet, EditorState, Text } = await library("@codemirror/state");
const { shownIn } = await load("editor/signes/shown.ts");
const Y = await library("yjs");
const { tables } = await load("editor/extensions/tables.ts");
const { markdownText } = await load("editor/extensions/markdown.ts");

const text = (source) => Text.of(source.split("\n"));
function after(source, place, what) {
  const doc = text(source);
  const changes = reshape(doc, tableBetween(doc, 0, doc.length), place, what);
  return changes === null ? null : ChangeSet.of(changes, doc.length).apply(doc).toString();
}
const words = (line) => cellsOf(line, 0).map((cell) => line.slice(cell.from, cell.to));

const TABLE = "| Qui | Doubles |\n| --- | ---: |\n| Bureau | 3 |\n| Café | 12 |";

test("the words of each cell are found, with or without outer bars, escaped bars included", () => {
  assert.deepEqual(words("| a | b c |"), ["a", "b c"]);
  assert.deepEqual(words("a | b"), ["a", "b"]);
  assert.deepEqual(words("| a \\| b |  |"), ["a \\| b", ""]);
  assert.deepEqual(words("| a\\\\| b | c\\\\\\| d |"), ["a\\\\| b", "c\\\\\\| d"], "whatever stands before the backslash");
  assert.deepEqual(words("||"), [""]);
  assert.deepEqual(cellsOf("|  |", 10), [{ start: 10, from: 12, to: 12, end: 13 }]);
});

test("a place in the text is a row and a column", () => {
  const doc = text(TABLE);
  const table = tableBetween(doc, 0, doc.length);
  assert.deepEqual(table.sides, ["", "align-end"]);
  assert.deepEqual(placeIn(table, TABLE.indexOf("Doubles")), { row: 0, column: 1 });
  assert.deepEqual(placeIn(table, TABLE.indexOf("Bureau") + 3), { row: 1, column: 0 });
  assert.deepEqual(placeIn(table, TABLE.length - 2), { row: 2, column: 1 });
});

test("rows and columns are added beside the cursor, and what was typed stays as it was", () => {
  assert.equal(after(TABLE, { row: 1, column: 0 }, addRow(1)), "| Qui | Doubles |\n| --- | ---: |\n| Bureau | 3 |\n|   |   |\n| Café | 12 |");
  assert.equal(after(TABLE, { row: 0, column: 0 }, addRow(1)), "| Qui | Doubles |\n| --- | ---: |\n|   |   |\n| Bureau | 3 |\n| Café | 12 |");
  assert.equal(after(TABLE, { row: 1, column: 0 }, addColumn(1)), "| Qui |   | Doubles |\n| --- | --- | ---: |\n| Bureau |   | 3 |\n| Café |   | 12 |");
  assert.equal(after(TABLE, { row: 1, column: 1 }, addColumn(1)), "| Qui | Doubles |   |\n| --- | ---: | --- |\n| Bureau | 3 |   |\n| Café | 12 |   |");
});

test("a table whose rows lack cells or bars is made whole when its shape changes", () => {
  assert.equal(after("a | b\n--- | ---\nc", { row: 1, column: 0 }, addColumn(1)), "| a |   | b |\n| --- | --- | --- |\n| c |   |   |");
});

test("words beyond the last column get one when the shape changes, and stay", () => {
  const table = "| a | b |\n| --- | --- |\n| c | d | e |\n| f | g |  |";
  assert.equal(after(table, { row: 2, column: 1 }, addRow(1)), "| a | b |   |\n| --- | --- | --- |\n| c | d | e |\n| f | g |  |\n|   |   |   |");
  assert.equal(after(table, { row: 1, column: 0 }, removeColumn), "| b |   |\n| --- | --- |\n| d | e |\n| g |  |");
  assert.equal(after("| a |\n| --- |\n| b |  |", { row: 1, column: 0 }, addRow(1)), "| a |\n| --- |\n| b |\n|   |", "a cell without words is nothing");
});

test("a bar is a letter, and readers see it so, whatever backslashes stand before it", async () => {
  assert.equal(barsAsLetters("a | b"), "a \\| b");
  assert.equal(barsAsLetters("a \\| b"), "a \\| b");
  assert.equal(barsAsLetters("a \\\\| b"), "a \\\\\\| b");
  assert.equal(barsAsLetters("|", "a\\"), "|");
  assert.equal(barsAsLetters("|", "a\\\\"), "\\|");
  const server = new ServerCounter();
  try {
    for (let n = 0; n < 7; n++) {
      const row = `| a${"\\".repeat(n)}${barsAsLetters("|", "a" + "\\".repeat(n))}b | c |`;
      assert.equal(words(row).length, 2, row);
      assert.equal((await server.count(`| d | e |\n| --- | --- |\n${row}`)).signes, "deabc|".length + Math.floor(n / 2), row);
    }
  } finally {
    server.end();
  }
});

test("rows and columns are removed; without a head the next row is the head, and at last the table goes", () => {
  assert.equal(after(TABLE, { row: 1, column: 0 }, removeRow), "| Qui | Doubles |\n| --- | ---: |\n| Café | 12 |");
  assert.equal(after(TABLE, { row: 0, column: 0 }, removeRow), "| Bureau | 3 |\n| --- | ---: |\n| Café | 12 |");
  assert.equal(after(TABLE, { row: 1, column: 0 }, removeColumn), "| Doubles |\n| ---: |\n| 3 |\n| 12 |");
  assert.equal(after("| a |\n| --- |", { row: 0, column: 0 }, removeRow), null);
  assert.equal(after("| a |\n| --- |", { row: 0, column: 0 }, removeColumn), null);
});

test("what somebody else types in a cell while a column is added is not written over", () => {
  const doc = text(TABLE);
  const changes = ChangeSet.of(reshape(doc, tableBetween(doc, 0, doc.length), { row: 1, column: 0 }, addColumn(1)), doc.length);
  const theirs = ChangeSet.of({ from: TABLE.indexOf("Bureau"), insert: "Le " }, doc.length);
  assert.match(changes.compose(theirs.map(changes)).apply(doc).toString(), /\| Le Bureau \|   \| 3 \|/);
});

/** What the document and the shared text are after these changes, each told to the shared text as the editor tells it. */
function both(source, spec) {
  const shared = new Y.Doc().getText("content");
  shared.insert(0, source);
  const { changes, newDoc } = EditorState.create({ doc: source, extensions: sharedText(shared, false) }).update(spec);
  let moved = 0;
  changes.iterChanges((from, to, _fromB, _toB, insert) => {
    shared.delete(from + moved, to - from);
    shared.insert(from + moved, insert.toString());
    moved += insert.length - (to - from);
  });
  return [newDoc.toString(), shared.toString()];
}
const FACES = ["🟢", "🔴", "🟢🔴", "🔴🟢", "a🟢", "🟢a", "🙂", "", "a"];       // some begin alike, some end alike

test("rows that begin with other emoji are removed whole, in the document and in the shared text", () => {
  const table = "| Avis | b |\n| --- | --- |\n| 🟢 | b |\n| 🔴 | b |";
  const doc = text(table);
  const changes = reshape(doc, tableBetween(doc, 0, doc.length), { row: 1, column: 0 }, removeRow);
  const wanted = "| Avis | b |\n| --- | --- |\n| 🔴 | b |";
  assert.deepEqual(both(table, { changes }), [wanted, wanted]);
});

test("what differs never ends in the middle of an emoji", () => {
  for (const before of FACES)
    for (const after of FACES) {
      const { from, to, insert } = difference(before, after);
      const shared = new Y.Doc().getText("content");
      shared.insert(0, before);
      shared.delete(from, to - from);
      shared.insert(from, insert);
      assert.equal(shared.toString(), after, `${before} → ${after}`);
    }
});

test("a change that the browser made of half an emoji reaches the shared text whole", () => {
  const halves = [
    ["🟢 fin", { from: 1, to: 2, insert: "🔴".charAt(1) }, "🔴 fin", 2],
    ["🟢 fin", { from: 1, insert: "🔴".charAt(1) + "🟢".charAt(0) }, "🔴🟢 fin", 2],
    ["🔴🟢 fin", { from: 1, to: 3 }, "🟢 fin", 0],
    ["\u{1f7e2}", { from: 0, to: 1, insert: "\u{1fbe2}".charAt(0) }, "\u{1fbe2}", 2],
  ];
  for (const [before, changes, after, anchor] of halves) assert.deepEqual(both(before, { changes, selection: { anchor } }), [after, after], after);
});

/** The text once what stands between « and » in it has given way to these signs. */
function changed(marked, insert, userEvent) {
  const [before, chosen = "", end = ""] = marked.split(/[«»]/), to = before.length + chosen.length;
  const state = EditorState.create({ doc: before + chosen + end, selection: { anchor: to }, extensions: [markdownText, tables] });
  return state.update({ changes: { from: before.length, to, insert }, userEvent }).state.doc.toString();
}
const IN = "Avant.\n\n| a | b |\n| --- | --- |\n| c | d |\n\nAprès.";

test("the end of a line put into a cell cuts no row, whatever key it came by", () => {
  assert.equal(changed(IN.replace("| c", "| «c»"), "\n", "input"), IN.replace("| c", "|  "));
  assert.equal(changed(IN.replace("a |", "a«» |"), "\n\n", "input"), IN.replace("a |", "a  |"));
  assert.equal(changed(IN.replace("Avant.", "Av«»ant."), "\n\n", "input"), IN.replace("Avant.", "Av\n\nant."));
});

test("what goes beside a table leaves the words around apart from it", () => {
  for (const [marked, left] of [
    [IN.replace("\n\nAprès", "\n«\n»Après"), IN],
    [IN.replace("\n\nAprès", "«\n\nAp»rès"), IN.replace("Après", "rès")],
    [IN.replace("|\n\nAprès", "|«\n»\nAprès"), IN],
    [IN.replace("Avant.\n", "Avant.«\n»"), IN],
    [IN.replace("Avant.\n\n", "Av«ant.\n\n»"), IN.replace("Avant", "Av").replace("Av.", "Av")],
    [IN.replace("\n\nAprès", "\n«# »Après"), IN],
    [IN.replace("\n\nAprès", "\n\n«\n\n»Après"), IN],
    [IN.replace("\n\nAprès.", "«\n\nAprès.»"), IN.replace("\n\nAprès.", "")],
    [IN.replace("Avant.\n\n", "«Avant.\n\n»"), IN.replace("Avant.\n\n", "")],
    [IN.replace("\n\nAprès", "\n\nA«p»rès"), IN.replace("Après", "Arès")],
  ]) assert.equal(changed(marked, "", "delete.selection"), left, marked);
});

test("a new table has a head and empty rows", () => {
  assert.equal(emptyTable(["A", "B"], 1), "| A | B |\n| --- | --- |\n|   |   |");
});

test("notes are numbered in the order of their calls, and only when they have words", () => {
  const { numbers } = notesOf("Un[^b], deux[^a], rien[^zz], encore[^B].\n\n[^a]: A\n[^b]: B\n[^seule]: jamais appelée");
  assert.deepEqual([...numbers], [["b", 1], ["a", 2]]);
});

test("whatever is chosen in a table and beside it, what is typed there leaves its rows, its columns and the words around it", () => {
  const source = "Un mot.\n\n| A | B |\n| --- | --- |\n| c | d |\n\nFin.";
  const doc = text(source), { from: start, to: end, rule } = tableBetween(doc, source.indexOf("|"), source.lastIndexOf("|"));
  const inRule = (at) => at > rule.from - 1 && at <= rule.to;
  for (const insert of ["", "x", "x | y", "\n\n"]) {
    for (let from = 0; from < source.length; from++) {
      for (let to = from + 1; to <= source.length; to++) {
        if ((from <= start && to >= end) || inRule(from) || inRule(to)) continue;
        const now = changed(`${source.slice(0, from)}«${source.slice(from, to)}»${source.slice(to)}`, insert, insert === "" ? "delete.selection" : insert === "\n\n" ? "input" : "input.type");
        const said = `${JSON.stringify(source.slice(from, to))} → ${JSON.stringify(insert)} made ${JSON.stringify(now)}`;
        const blocks = shownIn(now), cells = blocks.filter(({ cell }) => cell), others = blocks.filter(({ cell }) => !cell).map(({ all }) => all.text);
        assert.equal(cells.length, 4, said);
        assert.ok(others.every((words) => !words.includes("|") || insert.includes("|")) && !/\| -/.test(others.join()), said);
        const left = source.slice(0, from) + source.slice(to), letters = (all) => all.replace(/[^\p{L}.]/gu, "");
        assert.equal([...letters(now)].sort().join(""), [...letters(left + insert)].sort().join(""), said);
        assert.ok(!cells.some(({ all }) => /[UmotFi.]/.test(all.text)), said);
      }
    }
  }
});
