// The others' cursors and selections, from awareness. A name while somebody moves, initials after 3 s; a shape of line
// and a colour. Cursors are drawn in a layer over the text, never inside it: nothing of ours comes
// between two letters, for spelling, screen readers and copies alike. The layer is hidden from screen readers: the
// presence list says who writes.
import { Annotation, EditorSelection, type Extension, type Range } from "@codemirror/state";
import { Decoration, layer, RectangleMarker, ViewPlugin, type DecorationSet, type EditorView, type LayerMarker, type ViewUpdate } from "@codemirror/view";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

import { firstName, initials } from "../../lib/people";
import { cueOf } from "../../ui/Who";
import { readState, type AwarenessState } from "../presence";

const FOLD_MS = 3_000;
const EDGE_PX = 110;                // room that a first name needs on the right of its cursor
const moved = Annotation.define<true>();

interface Cursor {
  state: AwarenessState;
  anchor: number;
  head: number;
  folded: boolean;
}

class Caret implements LayerMarker {
  constructor(private readonly place: RectangleMarker, private readonly cursor: Cursor, private readonly leftward: boolean) {}

  eq(other: Caret): boolean {
    return this.place.eq(other.place) && this.leftward === other.leftward && this.name === other.name && this.author === other.author;
  }

  draw(): HTMLElement {
    const caret = document.createElement("span");
    this.show(caret);
    return caret;
  }

  update(caret: HTMLElement): boolean {
    this.show(caret);
    return true;
  }

  private get author(): number {
    return this.cursor.state.user.author;
  }

  private get name(): string {
    const { name } = this.cursor.state.user;
    return this.cursor.folded ? initials(name) : firstName(name);
  }

  private show(caret: HTMLElement): void {
    caret.className = `caret${this.cursor.folded ? " folded" : ""}${this.leftward ? " leftward" : ""}`;
    Object.assign(caret.dataset, cueData(this.author));
    caret.dataset["name"] = this.name;
    caret.style.left = `${this.place.left}px`;
    caret.style.top = `${this.place.top}px`;
    caret.style.height = `${this.place.height}px`;
  }
}

class RemoteCursors {
  decorations: DecorationSet = Decoration.none;
  cursors: Cursor[] = [];
  private readonly seen = new Map<number, { head: number; at: number }>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private frame = 0;

  constructor(private readonly view: EditorView, private readonly text: Y.Text, private readonly awareness: Awareness) {
    awareness.on("change", this.onChange);
    this.rebuild();
  }

  update(update: ViewUpdate): void {
    if (update.docChanged || asked(update)) this.rebuild();
    if (update.docChanged || update.selectionSet || update.focusChanged) this.publish();
  }

  destroy(): void {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.awareness.off("change", this.onChange);
  }

  private readonly onChange = ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>): void => {
    const others = [...added, ...updated, ...removed].some((id) => id !== this.awareness.clientID);
    if (!others || this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {                  // several may come together
      this.frame = 0;
      this.view.dispatch({ annotations: moved.of(true) });
    });
  };

  /** Where my own cursor is, while I am in the text. */
  private publish(): void {
    const { state, hasFocus } = this.view;
    const own = this.awareness.getLocalState();
    if (own === null) return;
    const { anchor, head } = state.selection.main;
    const cursor = hasFocus && !state.readOnly
      ? { anchor: Y.createRelativePositionFromTypeIndex(this.text, anchor), head: Y.createRelativePositionFromTypeIndex(this.text, head) }
      : null;
    if (JSON.stringify(own["cursor"] ?? null) !== JSON.stringify(cursor)) this.awareness.setLocalStateField("cursor", cursor);
  }

  private rebuild(): void {
    const now = Date.now();
    let foldAt = Infinity;
    this.cursors = [];
    for (const [id, raw] of this.awareness.getStates()) {
      const state = id === this.awareness.clientID ? null : readState(raw);
      const span = state && this.locate(state);
      if (!state || !span) {
        this.seen.delete(id);
        continue;
      }
      const before = this.seen.get(id);
      const at = before?.head === span.head ? before.at : now;
      this.seen.set(id, { head: span.head, at });
      const folded = now - at >= FOLD_MS;
      if (!folded) foldAt = Math.min(foldAt, at + FOLD_MS);
      this.cursors.push({ state, ...span, folded });
    }
    this.decorations = Decoration.set(this.cursors.flatMap(selection), true);
    clearTimeout(this.timer);
    if (foldAt < Infinity) this.timer = setTimeout(() => this.view.dispatch({ annotations: moved.of(true) }), foldAt - now + 20);
  }

  private locate(state: AwarenessState): { anchor: number; head: number } | null {
    const { doc } = this.text;
    if (!doc || !state.cursor) return null;
    try {
      const anchor = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(state.cursor.anchor), doc);
      const head = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(state.cursor.head), doc);
      if (anchor?.type !== this.text || head?.type !== this.text) return null;
      const end = this.view.state.doc.length;
      return { anchor: Math.min(anchor.index, end), head: Math.min(head.index, end) };
    } catch {
      return null;                                // somebody else's client sent something odd
    }
  }
}

function cueData(number: number): { author: string; shape: string } {
  const { colour, shape } = cueOf(number);
  return { author: String(colour), shape: String(shape) };
}

function asked(update: ViewUpdate): boolean {
  return update.transactions.some((transaction) => transaction.annotation(moved));
}

function selection({ anchor, head, state }: Cursor): Range<Decoration>[] {
  if (anchor === head) return [];
  const { author, shape } = cueData(state.user.author);
  const mark = Decoration.mark({ class: "remote", attributes: { "data-author": author, "data-shape": shape } });
  return [mark.range(Math.min(anchor, head), Math.max(anchor, head))];
}

/** A flag that would leave the text on the right hangs to the left. */
function place(view: EditorView, cursor: Cursor): Caret[] {
  const edge = view.contentDOM.offsetWidth - EDGE_PX;
  return RectangleMarker.forRange(view, "", EditorSelection.cursor(cursor.head)).map((at) => new Caret(at, cursor, at.left > edge));
}

export function remoteCursors(text: Y.Text, awareness: Awareness): Extension {
  const plugin = ViewPlugin.define((view) => new RemoteCursors(view, text, awareness), { decorations: (cursors) => cursors.decorations });
  return [
    plugin,
    layer({
      above: true,
      class: "remote-cursors",
      markers: (view) => view.plugin(plugin)?.cursors.flatMap((cursor) => place(view, cursor)) ?? [],
      update: (update) => update.docChanged || update.geometryChanged || update.viewportChanged || asked(update),
    }),
  ];
}
