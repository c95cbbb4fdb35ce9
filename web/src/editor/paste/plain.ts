// Plain words of several lines, as a text has them: what their writer sees as lines are lines for readers too.
import { language, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";

import { tableAt } from "../table";
import { linesTogether } from "./runs";

/** Not in a cell of a table or in code. */
export function takesForm(state: EditorState): boolean {
  const { from } = state.selection.main;
  if (tableAt(state, from)) return false;
  for (let node = syntaxTree(state).resolveInner(from, -1); node.parent; node = node.parent) {
    if (node.name === "FencedCode" || node.name === "CodeBlock") return false;
  }
  return true;
}

/** Only paragraphs change: lists, quotations, tables and code are among plain words what they are in a text. */
export function linesOfPlain(words: string, state: EditorState): string {
  const parser = state.facet(language)?.parser;
  if (!parser || !words.includes("\n") || !takesForm(state)) return words;
  let out = "", at = 0;
  for (let node = parser.parse(words).topNode.firstChild; node; node = node.nextSibling) {
    const lines = node.name === "Paragraph" ? words.slice(node.from, node.to).split("\n") : [];
    if (lines.length < 2 || lines.some((line) => /^\s*\||\\$/.test(line))) continue;         // rows of a table, lines ended in another way
    const bare = lines.map((line, n) => (n === 0 ? line.trimEnd() : n < lines.length - 1 ? line.trim() : line.trimStart()));
    out += words.slice(at, node.from) + (lines.some((line) => line.endsWith("  ")) ? bare.join("  \n") : linesTogether(bare));
    at = node.to;
  }
  return out + words.slice(at);
}
