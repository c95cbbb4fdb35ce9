// Notes: a call "[^1]" in the text, its words behind "[^1]:" anywhere else. They are numbered in the order of their
// calls, as the server does, and a call without words is only brackets.
import { tags } from "@lezer/highlight";
import type { MarkdownConfig } from "@lezer/markdown";
import { syntaxTree } from "@codemirror/language";
import type { EditorState, Text } from "@codemirror/state";
import type { Command } from "@codemirror/view";

const DEFINITION = /^\[\^([^\s\]]+)\]:[ \t]*/;
const CALL = /^\[\^([^\s\]]+)\]/;
const INDENT = 4;

/** What cmark-gfm takes for notes, for the parser of the editor. */
export const footnoteSyntax: MarkdownConfig = {
  defineNodes: [
    { name: "FootnoteCall", style: tags.link },
    {
      name: "FootnoteDefinition",
      block: true,
      composite(_cx, line) {
        if (line.next > -1 && line.indent < line.baseIndent + INDENT) return false;
        line.moveBaseColumn(line.baseIndent + INDENT);
        return true;
      },
    },
    { name: "FootnoteLabel", style: tags.processingInstruction },
  ],
  parseBlock: [{
    name: "FootnoteDefinition",
    before: "LinkReference",
    parse(cx, line) {
      const found = DEFINITION.exec(line.text.slice(line.pos));
      if (!found) return false;
      const from = cx.lineStart + line.pos;
      cx.startComposite("FootnoteDefinition", line.pos);
      cx.addElement(cx.elt("FootnoteLabel", from, from + found[0].trimEnd().length));
      line.moveBase(line.pos + found[0].length);
      return null;
    },
    endLeaf: (_cx, line) => DEFINITION.test(line.text.slice(line.pos)),
  }],
  parseInline: [{
    name: "FootnoteCall",
    before: "Link",
    parse(cx, next, pos) {
      if (next !== 91 || cx.char(pos + 1) !== 94) return -1;
      const found = CALL.exec(cx.slice(pos, cx.end));
      return found ? cx.addElement(cx.elt("FootnoteCall", pos, pos + found[0].length)) : -1;
    },
  }],
};

export interface Notes {
  numbers: ReadonlyMap<string, number>;           // of those that are called and have words
  twice: ReadonlySet<string>;                     // have words in several places: readers see the first
}

const labelOf = (label: string): string => label.toLowerCase();

export function notesOf(text: string): Notes {
  const defined = new Set<string>(), twice = new Set<string>();
  for (const found of text.matchAll(/^ {0,3}\[\^([^\s\]]+)\]:/gm)) {
    const label = labelOf(found[1] ?? "");
    (defined.has(label) ? twice : defined).add(label);
  }
  const numbers = new Map<string, number>();
  for (const found of text.matchAll(/\[\^([^\s\]]+)\](?!:)/g)) {
    const label = labelOf(found[1] ?? "");
    if (defined.has(label) && !numbers.has(label)) numbers.set(label, numbers.size + 1);
  }
  return { numbers, twice };
}

export const labelIn = (doc: Text, from: number, to: number): string =>
  labelOf(CALL.exec(doc.sliceString(from, to))?.[1] ?? "");

/** The other end of a note: from a call to the end of its words, from the words to the first call. */
export function otherEnd(state: EditorState, name: string, from: number, to: number): number | null {
  const label = labelIn(state.doc, from, to);
  const text = state.doc.toString();
  const escaped = label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  if (name === "FootnoteCall") {
    const found = new RegExp(`^ {0,3}\\[\\^${escaped}\\]:`, "im").exec(text);
    return found ? state.doc.lineAt(found.index).to : null;
  }
  const found = new RegExp(`\\[\\^${escaped}\\](?!:)`, "i").exec(text);
  return found ? found.index + found[0].length : null;
}

function noteHere(state: EditorState): { name: string; from: number; to: number } | null {
  const { head } = state.selection.main;
  for (const side of [-1, 1] as const) {
    for (let node = syntaxTree(state).resolveInner(head, side); node.parent; node = node.parent) {
      if (node.name === "FootnoteCall") return node;
      const label = node.name === "FootnoteDefinition" ? node.firstChild : null;
      if (label) return { name: "FootnoteLabel", from: label.from, to: label.to };
    }
  }
  return null;
}

/** The first number above those of the notes that are there. */
export function freeNumber(text: string): number {
  return 1 + Math.max(0, ...Array.from(text.matchAll(/\[\^(\d{1,6})(?:-[a-z]{3})?\]/g), (found) => Number(found[1])));
}

const LETTERS = "bcdfghjkmnpqrstvwxz";            // that make no words

/** Nobody else's: of two people who make a note apart both find the same number free. */
export const newLabel = (n: number): string => `${n}-${Array.from({ length: 3 }, () => LETTERS.charAt(Math.random() * LETTERS.length)).join("")}`;

/** Where the words of a new note go, and what parts them from what stands before: other notes, or the text. */
export function afterNotes(doc: Text, cursor: number): { at: number; gap: string } {
  const ended = doc.toString().trimEnd().length;
  const last = doc.lineAt(ended);
  const gap = /^ {0,3}\[\^|^ {4}/.test(last.text) && cursor < last.from ? "\n" : "\n\n";
  return { at: Math.max(ended, cursor), gap };
}

/** A new note: its call at the cursor, its words at the end of the text. In a note, back to where it is called. */
export const noteHereOrNew: Command = (view) => {
  const { state } = view;
  const here = noteHere(state);
  if (here) {
    const at = otherEnd(state, here.name, here.from, here.to);
    if (at !== null) view.dispatch({ selection: { anchor: at }, scrollIntoView: true, userEvent: "select" });
    return true;
  }
  if (state.readOnly) return false;
  const label = newLabel(freeNumber(state.doc.toString()));
  const call = `[^${label}]`;
  const cursor = state.selection.main.to;
  const { at, gap } = afterNotes(state.doc, cursor);
  const words = `${gap}${call}: `;
  view.dispatch({
    changes: [{ from: cursor, insert: call }, { from: at, to: state.doc.length, insert: words }],
    selection: { anchor: at + call.length + words.length },
    scrollIntoView: true,
    userEvent: "input.format",
  });
  return true;
};
