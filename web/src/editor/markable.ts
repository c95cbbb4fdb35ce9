// The words that marks of bold and the like can go around, line by line and cell by cell: a mark holds inside a line, and only
// behind what makes it a title, an item or a quotation.
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode, Tree } from "@lezer/common";

import type { Span } from "./seek";

const WORDS = /^(?:Paragraph|Task|TableCell|(?:ATX|Setext)Heading\d)$/;
const AROUND_WORDS = /^(?:HeaderMark|QuoteMark|TaskMarker|HardBreak)$/;
const INLINE = /^(?:Emphasis|StrongEmphasis|Strikethrough|Link|Image|InlineCode|Autolink|URL|FootnoteCall|Escape|Entity|HTMLTag)$/;
export const WHOLE = /^(?:InlineCode|Image|Autolink|URL|FootnoteCall|Escape|Entity|HTMLTag)$/;
const PARSE_MS = 500;

/** Also of a long text whose end was not on the screen yet. */
export const wholeTree = (state: EditorState, to: number): Tree => ensureSyntaxTree(state, to, PARSE_MS) ?? syntaxTree(state);

/** The words between two places. Blank lines, code and images that stand alone have none. */
export function markable(state: EditorState, tree: Tree, from: number, to: number): Span[] {
  const found: Span[] = [];
  tree.iterate({
    from,
    to,
    enter: ({ name, node }) => {
      if (!WORDS.test(name)) return true;
      for (let at = Math.max(from, node.from); at <= Math.min(to, node.to);) {
        const line = state.doc.lineAt(at), end = Math.min(to, node.to, line.to);
        const bare = bareWords(state, node, at, end), words = bare.trim();
        const start = at + bare.length - bare.trimStart().length;
        if (words !== "" && !isImage(node, start, start + words.length)) found.push(grown(tree, { from: start, to: start + words.length }));
        at = line.to + 1;
      }
      return false;
    },
  });
  return found.reduce<Span[]>((all, one) => {       // marks that go over a line's end hold the words of two
    const last = all.at(-1);
    if (last && one.from < last.to) last.to = Math.max(last.to, one.to);
    else all.push(one);
    return all;
  }, []);
}

/** The text of a line with blanks in the place of what is no word of it. */
function bareWords(state: EditorState, block: SyntaxNode, from: number, to: number): string {
  let text = state.sliceDoc(from, to);
  for (let node = block.firstChild; node; node = node.nextSibling) {
    const start = Math.max(from, node.from) - from, end = Math.min(to, node.to) - from;
    if (AROUND_WORDS.test(node.name) && end > start) text = text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
  }
  return text;
}

const isImage = (block: SyntaxNode, from: number, to: number) => block.getChildren("Image").some((one) => one.from === from && one.to === to);

/** Marks do not cross: what holds only an end of these words is taken in whole, and so is what has no words to mark. */
function grown(tree: Tree, { from, to }: Span): Span {
  let [start, end] = [from, to];
  tree.iterate({
    from,
    to,
    enter: ({ name, node }) => {
      if (!INLINE.test(name) || node.from >= to || node.to <= from) return;
      const [opens, closes] = WHOLE.test(name) ? [] : marksIn(node);
      if (opens && closes && from >= opens.to && to <= closes.from) return;
      [start, end] = [Math.min(start, node.from), Math.max(end, node.to)];
    },
  });
  return start === from && end === to ? { from, to } : grown(tree, { from: start, to: end });
}

export function marksIn(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (child.name.endsWith("Mark")) found.push(child);
  return found;
}

/** What is marked so and holds all of these words, other marks at their ends apart; null when nothing does. */
export function markedBy(state: EditorState, tree: Tree, name: string, { from, to }: Span): Span | null {
  const text = state.sliceDoc(from, to);
  const start = from + (/^[*_~]+/.exec(text)?.[0].length ?? 0), end = to - (/[*_~]+$/.exec(text)?.[0].length ?? 0);
  for (let node: SyntaxNode | null = tree.resolveInner(start, 1); node; node = node.parent) {
    if (node.name === name && node.to >= end) return { from: node.from, to: node.to };
  }
  return null;
}

/** What is marked so among these words. */
export function markedIn(tree: Tree, name: string, { from, to }: Span): Span[] {
  const found: Span[] = [];
  tree.iterate({
    from,
    to,
    enter: (node) => {
      if (node.name === name) found.push({ from: node.from, to: node.to });
    },
  });
  return found;
}
