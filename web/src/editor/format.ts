// What the cursor stands in, and the commands that change it. Each is one CodeMirror command, so that a key and a
// button do the same.
import { syntaxTree } from "@codemirror/language";
import { EditorSelection, EditorState, type ChangeSpec, type Line } from "@codemirror/state";
import type { Command, EditorView } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";

import { t } from "../i18n/t";
import { markedBy, markedIn, markable, wholeTree } from "./markable";
import type { Span } from "./seek";
import { tableAt } from "./table";
import { hereIn } from "./tableKeys";

export type LineKind = "list" | "numbered" | "task" | "quote";

export interface Format {
  heading: number;                  // 0 is a paragraph
  strong: boolean;
  em: boolean;
  strike: boolean;
  line: LineKind | null;
  link: boolean;
  note: boolean;
  table: boolean;
}

const PREFIX = /^(\s*)((?:#{1,6} )|(?:[-*+] \[[ xX]\] )|(?:[-*+] )|(?:\d{1,9}[.)] )|(?:> ?))?/;

function enclosing(state: EditorState, name: string): SyntaxNode | null {
  const { from, to } = state.selection.main;
  for (const side of [-1, 1] as const) {
    for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(from, side); node; node = node.parent) {
      if (node.name === name && node.from <= from && node.to >= to) return node;
    }
  }
  return null;
}

const MARKS = { StrongEmphasis: "**", Emphasis: "*", Strikethrough: "~~" } as const;
type Marked = keyof typeof MARKS;

const run = (mark: string, where: "^" | "$", text: string): number => {
  const signs = `\\${mark.charAt(0)}+`;
  return new RegExp(where === "^" ? `^${signs}` : `${signs}$`).exec(text)?.[0].length ?? 0;
};

/** Both marks are there and nothing came between yet: what one types now will be so. */
function isBetween(state: EditorState, mark: string): boolean {
  const { main: { head, empty } } = state.selection;
  const left = run(mark, "$", state.sliceDoc(Math.max(0, head - 4), head)), right = run(mark, "^", state.sliceDoc(head, head + 4));
  return empty && left === right && (left === mark.length || (mark !== "~~" && left === 3));       // *** is both
}

/** Where the spaces begin that stand between marked words and their closing mark, the cursor after them: « **un mot |** ». Markdown
 * does not take such a mark for one until a word comes. */
function spacesInside(state: EditorState, mark: string): number | null {
  const { main: { head, empty } } = state.selection;
  if (!empty || run(mark, "^", state.sliceDoc(head, head + 4)) !== mark.length) return null;
  const { from, text } = state.doc.lineAt(head), before = text.slice(0, head - from), words = before.trimEnd();
  if (words.length === before.length) return null;
  const runs = [...words.matchAll(new RegExp(`\\${mark.charAt(0)}+`, "g"))].filter(([one]) => one === mark), opening = runs.at(-1);
  if (!opening || runs.length % 2 === 0) return null;
  return /^[^\s*~]/.test(words.slice(opening.index + mark.length)) ? from + words.length : null;
}

/** The mark comes before the spaces, and the cursor after both. */
const spacesOut = (state: EditorState, mark: string, from: number) => {
  const { head } = state.selection.main;
  return { changes: [{ from, to: head }, { from: head + mark.length, insert: state.sliceDoc(from, head) }] };
};

function isMarked(state: EditorState, name: Marked, chosen: readonly Span[]): boolean {
  if (state.selection.main.empty) return enclosing(state, name) !== null || isBetween(state, MARKS[name]) || spacesInside(state, MARKS[name]) !== null;
  return chosen.length > 0 && chosen.every((one) => markedBy(state, syntaxTree(state), name, one));
}

/** Who goes elsewhere after « **un mot |** » meant the word alone. Not so before another space, where signs may be signs: « 3 *4 * 5 ». */
export const spacesStayOutside = EditorState.transactionFilter.of((transaction) => {
  const { startState, newSelection, docChanged } = transaction;
  if (docChanged || !transaction.isUserEvent("select") || startState.readOnly) return transaction;
  for (const mark of Object.values(MARKS)) {
    const from = spacesInside(startState, mark);
    const { head } = startState.selection.main, to = newSelection.main.head;
    if (from === null || startState.sliceDoc(head + mark.length, head + mark.length + 1) === " ") continue;
    if (to >= from && to <= head) return transaction;
    return [transaction, { ...spacesOut(startState, mark, from), sequential: true, userEvent: "input.format" }];
  }
  return transaction;
});

function prefixOf(line: Line): { indent: string; prefix: string } {
  const found = PREFIX.exec(line.text);
  return { indent: found?.[1] ?? "", prefix: found?.[2] ?? "" };
}

function kindOf(prefix: string): LineKind | null {
  if (/^[-*+] \[/.test(prefix)) return "task";
  if (/^[-*+] /.test(prefix)) return "list";
  if (/^\d/.test(prefix)) return "numbered";
  return prefix.startsWith(">") ? "quote" : null;
}

export function formatAt(state: EditorState): Format {
  const { from, to, head, empty } = state.selection.main;
  const { prefix } = prefixOf(state.doc.lineAt(head));
  const chosen = empty ? [] : markable(state, syntaxTree(state), from, to);
  return {
    heading: prefix.startsWith("#") ? Math.min(prefix.length - 1, 3) : 0,
    strong: isMarked(state, "StrongEmphasis", chosen),
    em: isMarked(state, "Emphasis", chosen),
    strike: isMarked(state, "Strikethrough", chosen),
    line: kindOf(prefix),
    link: enclosing(state, "Link") !== null,
    note: enclosing(state, "FootnoteCall") !== null || enclosing(state, "FootnoteDefinition") !== null,
    table: hereIn(state) !== null,
  };
}

/** Lines that can be titles, items and the like: no rows of tables. One of which only the beginning is chosen is not meant. */
function selectedLines(state: EditorState): Line[] {
  const lines: Line[] = [];
  for (const { from, to } of state.selection.ranges) {
    for (let at = from; at < to || at === from;) {
      const line = state.doc.lineAt(at), table = tableAt(state, at);
      if (!table && lines.at(-1)?.number !== line.number) lines.push(line);
      at = (table ?? line).to + 1;
    }
  }
  return lines;
}

function replacePrefixes(view: EditorView, next: (line: Line, prefix: string, n: number) => string): boolean {
  const { state } = view;
  if (state.readOnly) return false;
  const lines = selectedLines(state).filter((line, _i, all) => line.length > 0 || all.length === 1);
  const changes: ChangeSpec[] = [];
  lines.forEach((line, n) => {
    const { indent, prefix } = prefixOf(line);
    const from = line.from + indent.length;
    const insert = next(line, prefix, n);
    if (insert !== prefix) changes.push({ from, to: from + prefix.length, insert });
  });
  if (changes.length === 0) return true;
  const set = state.changes(changes);
  view.dispatch({ changes: set, selection: state.selection.map(set, 1), scrollIntoView: true, userEvent: "input.format" });
  return true;
}

export const setHeading = (level: number): Command => (view) =>
  replacePrefixes(view, (_line, prefix) => (level === 0 ? (prefix.startsWith("#") ? "" : prefix) : `${"#".repeat(level)} `));

const PREFIXES: Record<LineKind, (n: number) => string> = {
  list: () => "- ",
  numbered: (n) => `${n + 1}. `,
  task: () => "- [ ] ",
  quote: () => "> ",
};

/** All the selected lines become that kind, or plain again if they all were. */
export const toggleLines = (kind: LineKind): Command => (view) => {
  const all = selectedLines(view.state).filter((line) => line.length > 0).every((line) => kindOf(prefixOf(line).prefix) === kind);
  const empty = view.state.doc.lineAt(view.state.selection.main.head).length === 0;
  return replacePrefixes(view, (_line, _prefix, n) => (all && !empty ? "" : PREFIXES[kind](n)));
};

/** What is chosen, or the word under the cursor, without the spaces around it; in many lines, the words of the first. */
function span(state: EditorState): Span {
  const { main } = state.selection;
  const { from, to } = main.empty ? (state.wordAt(main.head) ?? main) : main;
  return markable(state, wholeTree(state, to), from, to)[0] ?? { from: main.from, to: main.to };
}

/** Chosen words lose these marks if all have them, and else all get them. */
function toggleChosen(view: EditorView, name: Marked): void {
  const { state } = view, mark = MARKS[name], { from, to } = state.selection.main, tree = wholeTree(state, to);
  const all = markable(state, tree, from, to), [only, another] = all;
  const held = all.map((one) => markedBy(state, tree, name, one)), off = held.every((one) => one !== null);
  const without = ({ from: start, to: end }: Span) => [{ from: start, to: start + mark.length }, { from: end - mark.length, to: end }];
  const one = new Map(held.flatMap((marks) => (marks ? [[marks.from, marks] as const] : [])));
  const changes = state.changes(off ? [...one.values()].flatMap(without) : all.flatMap((passage, n) => (held[n] ? [] : [
    ...markedIn(tree, name, passage).flatMap(without),
    { from: passage.from, insert: mark },
    { from: passage.to, insert: mark },
  ])));
  const selection = only && !another
    ? EditorSelection.single(changes.mapPos(only.from, 1), changes.mapPos(only.to, -1))
    : EditorSelection.single(changes.mapPos(from, -1), changes.mapPos(to, 1));
  view.dispatch({ changes, selection, scrollIntoView: true, userEvent: off ? "delete.format" : "input.format" });
}

const toggleInline = (name: Marked): Command => (view) => {
  const { state } = view, mark = MARKS[name];
  if (state.readOnly) return false;
  const { head, empty } = state.selection.main;
  if (!empty) {
    toggleChosen(view, name);
    return true;
  }
  const spaces = spacesInside(state, mark);
  if (spaces !== null) {                          // after the words and a space: go on without
    view.dispatch({ ...spacesOut(state, mark, spaces), selection: EditorSelection.cursor(head + mark.length), userEvent: "input.format" });
    return true;
  }
  const around = enclosing(state, name);
  if (isBetween(state, mark)) {
    view.dispatch({ changes: { from: head - mark.length, to: head + mark.length }, userEvent: "delete.format" });
    return true;
  }
  if (around && head === around.to - mark.length) {                // at the end of the words: go on without
    view.dispatch({ selection: EditorSelection.cursor(around.to), userEvent: "select" });
    return true;
  }
  if (around) {
    view.dispatch({ changes: [{ from: around.from, to: around.from + mark.length }, { from: around.to - mark.length, to: around.to }], userEvent: "delete.format" });
    return true;
  }
  const { from, to } = span(state);
  if (from === to && state.wordAt(head)) return true;                       // in code, or the number of an item
  view.dispatch({ changes: [{ from, insert: mark }, { from: to, insert: mark }], selection: EditorSelection.cursor(head + mark.length), scrollIntoView: true, userEvent: "input.format" });
  return true;
};

/** Before a line ends: marks that stand before the cursor's end of it stay with their words, and those without words go. */
export const leaveMarks: Command = (view) => {
  for (const [name, mark] of Object.entries(MARKS) as [Marked, string][]) {
    const { state } = view, { head, empty } = state.selection.main, around = enclosing(state, name);
    if (!empty || state.readOnly) break;
    if (isBetween(state, mark) || spacesInside(state, mark) !== null) toggleInline(name)(view);
    else if (around && head === around.to - mark.length) view.dispatch({ selection: EditorSelection.cursor(around.to) });
  }
  return false;                                   // the line is still to be ended
};

export const toggleStrong = toggleInline("StrongEmphasis");
export const toggleEm = toggleInline("Emphasis");
export const toggleStrike = toggleInline("Strikethrough");

// ---- lists inside lists ----

function lineAbove(state: EditorState, line: Line, fits: (indent: number) => boolean): { indent: string; prefix: string } | null {
  for (let n = line.number - 1; n > 0; n--) {
    const above = state.doc.line(n);
    if (above.text.trim() === "") continue;
    const parts = prefixOf(above);
    if (kindOf(parts.prefix) === null && parts.indent === "") return null;
    if (kindOf(parts.prefix) !== null && kindOf(parts.prefix) !== "quote" && fits(parts.indent.length)) return parts;
  }
  return null;
}

/** A box belongs to the words: what stands under "- [ ] " begins two signs in. */
const contentOf = (prefix: string): number => (kindOf(prefix) === "task" ? 2 : prefix.length);

function numberAgain(prefix: string, n: number): string {
  return /^\d/.test(prefix) ? prefix.replace(/^\d+/, String(n)) : prefix;
}

function moveItem(state: EditorState, line: Line, deeper: boolean): ChangeSpec | null {
  const { indent, prefix } = prefixOf(line);
  if (kindOf(prefix) === null || kindOf(prefix) === "quote") return null;
  const near = deeper
    ? lineAbove(state, line, (above) => above <= indent.length)
    : lineAbove(state, line, (above) => above < indent.length);
  if (deeper && (!near || near.indent.length < indent.length)) return null;         // the first of its list has nothing to go under
  if (!deeper && indent === "") return null;
  const to = deeper ? " ".repeat((near?.indent.length ?? 0) + contentOf(near?.prefix ?? "- ")) : (near?.indent ?? "");
  const number = deeper ? 1 : Number(/^\d+/.exec(near?.prefix ?? "")?.[0] ?? 0) + 1;
  return { from: line.from, to: line.from + indent.length + prefix.length, insert: to + numberAgain(prefix, number) };
}

const moveItems = (deeper: boolean): Command => (view) => {
  const { state } = view;
  const changes = state.readOnly ? [] : selectedLines(state).flatMap((line) => moveItem(state, line, deeper) ?? []);
  if (changes.length === 0) return false;
  view.dispatch({ changes, scrollIntoView: true, userEvent: "input.format" });
  return true;
};

export const itemDeeper = moveItems(true);
export const itemHigher = moveItems(false);

/** Only where a word processor would do it too: at the beginning of an item. Elsewhere Tab goes on to the next control. */
export const atItemStart = (run: Command): Command => (view) => {
  const { main } = view.state.selection;
  const line = view.state.doc.lineAt(main.head);
  const { indent, prefix } = prefixOf(line);
  return main.empty && main.head === line.from + indent.length + prefix.length && run(view);
};

/** Ticks the box of the line, from the keyboard. */
export const toggleTask: Command = (view) => {
  const { state } = view;
  const line = state.doc.lineAt(state.selection.main.head);
  const found = /^(\s*[-*+] \[)([ xX])\] /.exec(line.text);
  if (!found || state.readOnly) return false;
  const from = line.from + (found[1] ?? "").length;
  view.dispatch({ changes: { from, to: from + 1, insert: found[2] === " " ? "x" : " " }, userEvent: "input.format" });
  return true;
};

/** An address becomes the target, other words the label; the cursor lands on what is missing. */
export const insertLink: Command = (view) => {
  const { state } = view;
  if (state.readOnly) return false;
  const url = enclosing(state, "Link")?.getChild("URL");
  if (url) {                                      // already a link: its address is what one wants to change
    view.dispatch({ selection: EditorSelection.single(url.from, url.to), scrollIntoView: true, userEvent: "select" });
    return true;
  }
  const { from, to } = span(state);
  const chosen = state.sliceDoc(from, to);
  const isAddress = /^(https?:\/\/|mailto:)\S+$/i.test(chosen);
  const label = isAddress || chosen === "" ? t("editor.link.text") : chosen;
  const target = isAddress ? chosen : "https://";
  const start = from + (isAddress ? 1 : label.length + 3);
  view.dispatch({
    changes: { from, to, insert: `[${label}](${target})` },
    selection: EditorSelection.single(start, start + (isAddress ? label.length : target.length)),
    scrollIntoView: true,
    userEvent: "input.format",
  });
  return true;
};
