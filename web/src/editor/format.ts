// What the cursor stands in, and the commands that change it. Each is one CodeMirror command, so that a key and a
// button do the same.
import { syntaxTree } from "@codemirror/language";
import { EditorSelection, type ChangeSpec, type EditorState, type Line } from "@codemirror/state";
import type { Command, EditorView } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";

import { t } from "../i18n/t";

export type LineKind = "list" | "numbered" | "task" | "quote";

export interface Format {
  heading: number;                  // 0 is a paragraph
  strong: boolean;
  em: boolean;
  line: LineKind | null;
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
  const { prefix } = prefixOf(state.doc.lineAt(state.selection.main.head));
  return {
    heading: prefix.startsWith("#") ? Math.min(prefix.length - 1, 3) : 0,
    strong: enclosing(state, "StrongEmphasis") !== null,
    em: enclosing(state, "Emphasis") !== null,
    line: kindOf(prefix),
  };
}

function selectedLines(state: EditorState): Line[] {
  const lines: Line[] = [];
  for (const { from, to } of state.selection.ranges) {
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      if (lines.at(-1)?.number !== line.number) lines.push(line);
      at = line.to + 1;
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

/** The selection, or the word under the cursor, without the spaces around it. */
function span(state: EditorState): { from: number; to: number } {
  const { main } = state.selection;
  const { from, to } = main.empty ? (state.wordAt(main.head) ?? main) : main;
  const text = state.sliceDoc(from, to);
  const start = text.length - text.trimStart().length;
  return text.trim() === "" ? { from, to } : { from: from + start, to: from + text.trimEnd().length };
}

const toggleInline = (name: string, mark: string): Command => (view) => {
  const { state } = view;
  if (state.readOnly) return false;
  const around = enclosing(state, name);
  if (around) {
    view.dispatch({ changes: [{ from: around.from, to: around.from + mark.length }, { from: around.to - mark.length, to: around.to }], userEvent: "delete.format" });
    return true;
  }
  const { from, to } = span(state);
  const { main } = state.selection;
  const changes = state.changes([{ from, insert: mark }, { from: to, insert: mark }]);
  const selection = from === to
    ? EditorSelection.single(from + mark.length)
    : main.empty
      ? EditorSelection.single(main.head + mark.length)
      : EditorSelection.single(from + mark.length, to + mark.length);
  view.dispatch({ changes, selection, scrollIntoView: true, userEvent: "input.format" });
  return true;
};

export const toggleStrong = toggleInline("StrongEmphasis", "**");
export const toggleEm = toggleInline("Emphasis", "*");

/** An address becomes the target, other words the label; the cursor lands on what is missing. */
export const insertLink: Command = (view) => {
  const { state } = view;
  if (state.readOnly) return false;
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
