// A table looks like a table until the cursor comes to it; then it is the text one can change. A click goes into the
// cell, the left and right arrows enter from either end.
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import { StateEffect, StateField, type EditorState, type Extension, type Range, type Transaction } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType, type DecorationSet } from "@codemirror/view";
import type { SyntaxNode, Tree } from "@lezer/common";

interface Cell {
  text: string;
  at: number;                       // where it begins, from the start of the table
}

interface Grid {
  head: Cell[];
  rows: Cell[][];
  sides: string[];                  // a class for each column
}

const SIDES: readonly [RegExp, string][] = [[/^:-+:$/, "align-center"], [/^-+:$/, "align-end"]];

function cellsOf(row: SyntaxNode, state: EditorState, from: number): Cell[] {
  return row.getChildren("TableCell").map((cell) => ({ text: state.sliceDoc(cell.from, cell.to).trim(), at: cell.from - from }));
}

function gridOf(table: SyntaxNode, state: EditorState): Grid {
  const head = table.getChild("TableHeader");
  const rule = table.getChild("TableDelimiter");
  const columns = rule ? state.sliceDoc(rule.from, rule.to).replace(/^\s*\||\|\s*$/g, "").split("|") : [];
  return {
    head: head ? cellsOf(head, state, table.from) : [],
    rows: table.getChildren("TableRow").map((row) => cellsOf(row, state, table.from)),
    sides: columns.map((column) => SIDES.find(([shape]) => shape.test(column.trim()))?.[1] ?? ""),
  };
}

class TableWidget extends WidgetType {
  private readonly key: string;

  constructor(private readonly grid: Grid) {
    super();
    this.key = JSON.stringify(grid);
  }

  override eq(other: TableWidget): boolean {
    return other.key === this.key;
  }

  override toDOM(view: EditorView): HTMLElement {
    const box = document.createElement("div");
    box.className = "prose wide md-grid";
    const table = box.appendChild(document.createElement("table"));
    const body = document.createElement("tbody");
    table.createTHead().append(this.line("th", this.grid.head));
    body.append(...this.grid.rows.map((row) => this.line("td", row)));
    table.append(body);
    box.onmousedown = (event) => {
      if (view.state.readOnly || !(event.target instanceof HTMLElement)) return;
      event.preventDefault();
      const at = Number(event.target.closest<HTMLElement>("[data-at]")?.dataset["at"] ?? 0);
      view.dispatch({ selection: { anchor: view.posAtDOM(box) + at } });
      view.focus();
    };
    return box;
  }

  private line(kind: "th" | "td", cells: readonly Cell[]): HTMLTableRowElement {
    const row = document.createElement("tr");
    cells.forEach((cell, column) => {
      const box = document.createElement(kind);
      if (kind === "th") box.scope = "col";
      box.className = this.grid.sides[column] ?? "";
      box.dataset["at"] = String(cell.at);
      const strong = /^\*\*(.+)\*\*$/.exec(cell.text)?.[1];
      const words = (strong ?? cell.text).replace(/\*\*|__|`|(?<!\w)[*_]|[*_](?!\w)/g, "");
      if (strong === undefined) box.textContent = words;
      else box.appendChild(document.createElement("strong")).textContent = words;
      row.append(box);
    });
    return row;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

const OPENING_MS = 50;               // parsing the whole text once, so that nothing moves afterwards

const focused = StateEffect.define<boolean>();

interface Tables {
  tree: Tree;
  whole: boolean;                   // the tree reaches the end of the text
  focus: boolean;
  open: boolean;                    // the cursor is in a table, which shows as text
  shown: DecorationSet;
}

function nearTable(shown: DecorationSet, state: EditorState): boolean {
  let near = false;
  const { from, to } = state.selection.main;
  shown.between(from, to, () => {
    near = true;
    return false;
  });
  return near;
}

const BAR_OR_FENCE = /\||```|~~~/;

/** Most edits are far from any table: only a bar, a fence, or a neighbour with a bar can matter. */
function mayHoldTable({ changes, state, startState }: Transaction): boolean {
  let may = false;
  changes.iterChangedRanges((fromA, toA, fromB, toB) => {
    const before = startState.sliceDoc(startState.doc.lineAt(fromA).from, startState.doc.lineAt(toA).to);
    const after = state.sliceDoc(Math.max(0, state.doc.lineAt(fromB).from - 1), Math.min(state.doc.length, state.doc.lineAt(toB).to + 1));
    const neighbours = [state.doc.lineAt(Math.max(0, state.doc.lineAt(fromB).from - 1)), state.doc.lineAt(Math.min(state.doc.length, state.doc.lineAt(toB).to + 1))];
    may ||= BAR_OR_FENCE.test(before) || BAR_OR_FENCE.test(after) || neighbours.some((line) => line.text.includes("|"));
  });
  return may;
}

/** `kept` are the tables of before, for the end of a long text that is not parsed again yet. */
function build(state: EditorState, focus: boolean, kept: DecorationSet): Tables {
  const tree = syntaxTree(state);
  const partial = tree.length < state.doc.length;
  let open = false;
  const found: Range<Decoration>[] = [];
  for (let node = tree.topNode.firstChild; node; node = node.nextSibling) {
    if (node.name !== "Table" || (partial && node.to >= tree.length)) continue;
    const { from, to } = node;
    if (focus && state.selection.ranges.some((range) => range.from <= to && range.to >= from)) {
      open = true;
      continue;
    }
    found.push(Decoration.replace({ widget: new TableWidget(gridOf(node, state)), block: true }).range(from, to));
  }
  return { tree, whole: !partial, focus, open, shown: kept.update({ filter: (from) => partial && from >= tree.length, add: found, sort: true }) };
}

const field = StateField.define<Tables>({
  create(state) {
    ensureSyntaxTree(state, state.doc.length, OPENING_MS);
    return build(state, false, Decoration.none);
  },
  update(before, transaction) {
    const focus = transaction.effects.find((effect) => effect.is(focused))?.value ?? before.focus;
    const tree = syntaxTree(transaction.state);
    const shown = before.shown.map(transaction.changes);
    const moved = focus !== before.focus || (focus && transaction.selection !== undefined && (before.open || nearTable(shown, transaction.state)));
    if (!moved && (transaction.docChanged ? !before.open && !mayHoldTable(transaction) : tree === before.tree || before.whole)) {
      return { ...before, tree, shown, whole: tree.length >= transaction.state.doc.length };
    }
    return build(transaction.state, focus, shown);
  },
  provide: (of) => EditorView.decorations.from(of, (tables) => tables.shown),
});

/** Tables open only for a cursor that is really there. */
const follow = ViewPlugin.define((view) => {
  const tell = () => view.dispatch({ effects: focused.of(view.hasFocus) });
  view.contentDOM.addEventListener("focus", tell);
  view.contentDOM.addEventListener("blur", tell);
  return {
    destroy() {
      view.contentDOM.removeEventListener("focus", tell);
      view.contentDOM.removeEventListener("blur", tell);
    },
  };
});

export const tables: Extension = [field, follow];
