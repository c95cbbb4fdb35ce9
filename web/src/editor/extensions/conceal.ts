// People who write should not see marks: **, #, > and the like are hidden until the cursor comes near, bullets are
// bullets, boxes can be ticked, and in a text one only reads, links are links.
import { syntaxTree } from "@codemirror/language";
import type { EditorState, Extension, Range } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import type { SyntaxNodeRef } from "@lezer/common";

import { t } from "../../i18n/t";

class Bullet extends WidgetType {
  override eq(): boolean {
    return true;
  }

  override toDOM(): HTMLElement {
    const bullet = document.createElement("span");
    bullet.className = "md-bullet";
    bullet.textContent = "•";
    return bullet;
  }
}

class Box extends WidgetType {
  constructor(private readonly done: boolean, private readonly at: number) {
    super();
  }

  override eq(other: Box): boolean {
    return other.done === this.done && other.at === this.at;
  }

  override toDOM(view: EditorView): HTMLElement {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "md-box";
    box.checked = this.done;
    box.disabled = view.state.readOnly;
    box.ariaLabel = t(this.done ? "editor.task.done" : "editor.task.open");
    box.onmousedown = (event) => event.preventDefault();         // the cursor stays where it is
    box.onclick = (event) => {
      event.preventDefault();
      view.dispatch({ changes: { from: this.at + 1, to: this.at + 2, insert: this.done ? " " : "x" } });
    };
    return box;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

const HIDDEN = Decoration.replace({});
const BULLET = Decoration.replace({ widget: new Bullet() });
const SAFE_LINK = /^(https?:|mailto:)/i;

/** Marks of a word or a few: seen when the selection touches what they mark. */
const INLINE = new Set(["EmphasisMark", "StrikethroughMark", "CodeMark", "LinkMark", "URL", "LinkTitle"]);

function touches({ state, hasFocus }: EditorView, from: number, to: number): boolean {
  if (state.readOnly || !hasFocus) return false;
  return state.selection.ranges.some((range) => range.from <= to && range.to >= from);
}

function concealed(node: SyntaxNodeRef, view: EditorView): Range<Decoration> | null {
  const { state } = view;
  const line = state.doc.lineAt(node.from);
  const parent = node.node.parent;
  switch (node.name) {
    case "HeaderMark":
      if (parent?.name.startsWith("Setext") || touches(view, line.from, line.to)) return null;
      return hide(node.from, Math.min(node.to + 1, line.to));
    case "QuoteMark":
      if (touches(view, line.from, line.to)) return null;
      return hide(node.from, state.sliceDoc(node.to, node.to + 1) === " " ? node.to + 1 : node.to);
    case "ListMark": {
      if (!/^[-*+]$/.test(state.sliceDoc(node.from, node.to)) || touches(view, line.from, node.to)) return null;
      return /^ \[[ xX]\] /.test(state.sliceDoc(node.to, node.to + 5)) ? hide(node.from, node.to + 1) : BULLET.range(node.from, node.to);
    }
    case "Escape":
      return touches(view, node.from, node.to) ? null : hide(node.from, node.from + 1);
    case "TaskMarker":
      if (touches(view, node.from, node.to)) return null;
      return Decoration.replace({ widget: new Box(state.sliceDoc(node.from + 1, node.from + 2) !== " ", node.from) }).range(node.from, node.to);
    default:
      if (!INLINE.has(node.name) || !parent || parent.name === "FencedCode" || parent.name === "LinkReference") return null;
      if (node.name === "URL" && parent.name !== "Link") return null;
      if (parent.name === "Link" && state.sliceDoc(parent.to - 1, parent.to) !== ")") return null;    // "[a]" is only brackets
      if (parent.name === "Image" || touches(view, parent.from, parent.to)) return null;
      return node.to <= line.to ? hide(node.from, node.to) : null;            // a title may go over the end of its line
  }
}

/** The spaces before an item and before the other lines of its words: the page sets them in by itself. */
function indents(node: SyntaxNodeRef, state: EditorState): Range<Decoration>[] {
  const found: Range<Decoration>[] = [];
  const add = (at: number, to: number) => {
    const line = state.doc.lineAt(at);
    const spaces = Math.min(line.text.length - line.text.trimStart().length, to - line.from);
    if (spaces > 0) found.push(HIDDEN.range(line.from, line.from + spaces));
  };
  if (node.name === "ListItem") add(node.from, node.from);
  if (node.name === "Paragraph" && node.node.parent?.name === "ListItem") {
    const first = state.doc.lineAt(node.from);
    const start = first.from === state.doc.lineAt(node.node.parent.from).from ? first.to + 1 : first.from;
    for (let at = start; at <= node.to; at = state.doc.lineAt(at).to + 1) add(at, state.doc.lineAt(at).to);
  }
  return found;
}

function hide(from: number, to: number): Range<Decoration> | null {
  return to > from ? HIDDEN.range(from, to) : null;
}

function linkOf(node: SyntaxNodeRef, state: EditorState): Range<Decoration> | null {
  if (!state.readOnly || node.name !== "Link") return null;
  const url = node.node.getChild("URL");
  const href = url ? state.sliceDoc(url.from, url.to) : "";
  if (!SAFE_LINK.test(href)) return null;
  return Decoration.mark({ tagName: "a", attributes: { href, rel: "noreferrer noopener", target: "_blank" } }).range(node.from, node.to);
}

function build(view: EditorView): DecorationSet {
  const found: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const hidden = concealed(node, view) ?? linkOf(node, view.state);
        if (hidden) found.push(hidden);
        found.push(...indents(node, view.state));
      },
    });
  }
  return Decoration.set(found, true);
}

export const conceal: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = build(view);
    }

    update(update: ViewUpdate): void {
      const parsed = syntaxTree(update.state) !== syntaxTree(update.startState);
      if (update.docChanged || update.viewportChanged || update.selectionSet || update.focusChanged || parsed) this.decorations = build(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
