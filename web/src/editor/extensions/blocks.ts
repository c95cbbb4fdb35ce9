// Headings, quotations, lists, tables and blank lines get a class on their lines, so that the text looks like a page.
import { syntaxTree } from "@codemirror/language";
import { RangeSetBuilder, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from "@codemirror/view";

const BLOCKS: Record<string, string> = {
  ATXHeading1: "md-h1", ATXHeading2: "md-h2", ATXHeading3: "md-h3", ATXHeading4: "md-h3", ATXHeading5: "md-h3", ATXHeading6: "md-h3",
  SetextHeading1: "md-h1", SetextHeading2: "md-h2",
  Blockquote: "md-quote", FencedCode: "md-pre", CodeBlock: "md-pre", Table: "md-table", HorizontalRule: "md-rule", ListItem: "md-item",
};

const AIR = new Set(["md-air"]);

function visit(state: EditorState, from: number, to: number, lines: Map<number, Set<string>>): void {
  syntaxTree(state).iterate({
    from,
    to,
    enter: (node) => {
      const name = BLOCKS[node.name];
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
