// Headings, quotations, lists, notes and blank lines get a class on their lines, so that the text looks like a page.
import { syntaxTree } from "@codemirror/language";
import { RangeSetBuilder, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";

const BLOCKS: Record<string, string> = {
  ATXHeading1: "md-h1", ATXHeading2: "md-h2", ATXHeading3: "md-h3", ATXHeading4: "md-h3", ATXHeading5: "md-h3", ATXHeading6: "md-h3",
  SetextHeading1: "md-h1", SetextHeading2: "md-h2",
  Blockquote: "md-quote", FencedCode: "md-pre", CodeBlock: "md-pre", HorizontalRule: "md-rule", FootnoteDefinition: "md-note-text",
};

const DEEPEST = 5;

/** An item's first line carries its mark, the others stand under its words; each level a step further in. */
function visitItem(state: EditorState, item: SyntaxNode, to: number, lines: Map<number, Set<string>>): void {
  let depth = 0;
  for (let node = item.parent; node; node = node.parent) depth += node.name === "ListItem" ? 1 : 0;
  const first = state.doc.lineAt(item.from).from;
  for (let at = first; at <= Math.min(item.to, to);) {
    const line = state.doc.lineAt(at);
    const kept = [...(lines.get(line.from) ?? [])].filter((name) => !/^md-(item|more|deep)/.test(name));
    lines.set(line.from, new Set([...kept, line.from === first ? "md-item" : "md-more", `md-deep-${Math.min(depth, DEEPEST)}`]));
    at = line.to + 1;
  }
}

const AIR = new Set(["md-air"]);

function visit(state: EditorState, from: number, to: number, lines: Map<number, Set<string>>): void {
  syntaxTree(state).iterate({
    from,
    to,
    enter: (node) => {
      if (node.name === "ListItem") visitItem(state, node.node, to, lines);
      const name = node.name === "Table" && node.node.parent?.name !== "Document" ? "md-table" : BLOCKS[node.name];
      if (name === undefined) return;
      const last = Math.min(node.to, to);
      for (let at = Math.max(node.from, from); at <= last;) {
        const line = state.doc.lineAt(at);
        const set = lines.get(line.from) ?? new Set();
        set.add(name);
        lines.set(line.from, set);
        at = line.to + 1;
      }
    },
  });
}

/** A blank line between two paragraphs is air, not a line, unless one is writing on it. */
function findAir(state: EditorState, from: number, to: number, lines: Map<number, Set<string>>): void {
  const text = `\n${state.sliceDoc(Math.max(0, from - 2), Math.min(state.doc.length, to + 2))}`;
  const start = Math.max(0, from - 2) - 1;
  for (let at = text.indexOf("\n\n"); at !== -1; at = text.indexOf("\n\n", at + 1)) {
    const blank = start + at + 1;                 // where the empty line is
    if (at === 0 || text[at - 1] === "\n" || text[at + 2] === "\n" || at + 2 >= text.length) continue;
    if (!state.selection.ranges.some((range) => range.from <= blank && range.to >= blank)) lines.set(blank, AIR);
  }
}

function build(view: EditorView): DecorationSet {
  const lines = new Map<number, Set<string>>();
  const state = view.state;
  for (const { from, to } of view.visibleRanges) {
    visit(state, from, to, lines);
    findAir(state, from, to, lines);
  }
  const builder = new RangeSetBuilder<Decoration>();
  for (const [at, names] of [...lines].sort(([a], [b]) => a - b)) {
    builder.add(at, at, Decoration.line({ class: [...names].join(" ") }));
  }
  return builder.finish();
}

export const blocks: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = build(view);
    }

    update(update: ViewUpdate): void {
      const parsed = syntaxTree(update.state) !== syntaxTree(update.startState);
      if (update.docChanged || update.viewportChanged || update.selectionSet || parsed) this.decorations = build(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
