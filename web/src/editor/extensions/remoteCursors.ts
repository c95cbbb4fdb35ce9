// The others' cursors and selections, from awareness. A name while somebody moves, initials after 3 s; a shape of line
// and a colour by data-author. Positions are set by classes and the CSSOM only. Hidden from screen readers: the
// presence list says who writes.
import { Annotation, type Extension, type Range } from "@codemirror/state";
import { Decoration, ViewPlugin, WidgetType, type DecorationSet, type EditorView, type ViewUpdate } from "@codemirror/view";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

import { firstName, initials } from "../../lib/people";
import { readState, type AwarenessState } from "../presence";

const FOLD_MS = 3_000;
const EDGE_PX = 110;                // room that a first name needs on the right of its cursor
const moved = Annotation.define<true>();

class Caret extends WidgetType {
  constructor(private readonly name: string, private readonly author: number, private readonly folded: boolean) {
    super();
  }

  override eq(other: Caret): boolean {
    return other.name === this.name && other.author === this.author && other.folded === this.folded;
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement("span");
    caret.ariaHidden = "true";
    const flag = document.createElement("span");
    caret.append(flag);
    this.updateDOM(caret);
    return caret;
  }

  override updateDOM(caret: HTMLElement): boolean {
    const leftward = caret.classList.contains("leftward");
    caret.className = `caret${this.folded ? " folded" : ""}${leftward ? " leftward" : ""}`;
    caret.dataset["author"] = String(this.author);
    const flag = caret.firstElementChild;
    if (flag) flag.textContent = this.folded ? initials(this.name) : firstName(this.name);
    return true;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

interface Seen {
  head: number;
  at: number;
}

class RemoteCursors {
  decorations: DecorationSet = Decoration.none;
  private readonly seen = new Map<number, Seen>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly view: EditorView, private readonly text: Y.Text, private readonly awareness: Awareness) {
    awareness.on("change", this.onChange);
    this.rebuild();
  }

  update(update: ViewUpdate): void {
    const asked = update.transactions.some((transaction) => transaction.annotation(moved));
    if (update.docChanged || asked) this.rebuild();
    if (update.docChanged || update.selectionSet || update.focusChanged) this.publish();
    if (update.docChanged || asked || update.geometryChanged) this.flip();
  }

  destroy(): void {
    clearTimeout(this.timer);
    this.awareness.off("change", this.onChange);
  }

  private readonly onChange = ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>): void => {
    const others = [...added, ...updated, ...removed].some((id) => id !== this.awareness.clientID);
    if (others) this.view.dispatch({ annotations: moved.of(true) });
  };

  /** Where my own cursor is, while I am in the text. */
  private publish(): void {
    const { state, hasFocus } = this.view;
    if (this.awareness.getLocalState() === null) return;
    const { anchor, head } = state.selection.main;
    const cursor = hasFocus && !state.readOnly
      ? { anchor: Y.createRelativePositionFromTypeIndex(this.text, anchor), head: Y.createRelativePositionFromTypeIndex(this.text, head) }
      : null;
    const before = this.awareness.getLocalState()?.["cursor"] as unknown;
    if (JSON.stringify(before ?? null) !== JSON.stringify(cursor)) this.awareness.setLocalStateField("cursor", cursor);
  }

  private rebuild(): void {
    const found: Range<Decoration>[] = [];
    const now = Date.now();
    let foldAt = Infinity;
    for (const [id, raw] of this.awareness.getStates()) {
      const state = id === this.awareness.clientID ? null : readState(raw);
      const span = state && this.locate(state);
      if (!state || !span) {
        this.seen.delete(id);
        continue;
      }
      const before = this.seen.get(id);
      const still = before?.head === span.head ? before.at : now;
      this.seen.set(id, { head: span.head, at: still });
      const folded = now - still >= FOLD_MS;
      if (!folded) foldAt = Math.min(foldAt, still + FOLD_MS);
      found.push(...draw(state, span, folded));
    }
    this.decorations = Decoration.set(found, true);
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

  /** A flag that would leave the page on the right hangs to the left. */
  private flip(): void {
    this.view.requestMeasure({
      key: this,
      read: (view) => {
        const edge = view.contentDOM.getBoundingClientRect().right;
        return [...view.contentDOM.querySelectorAll(".caret")].map((caret) => [caret, caret.getBoundingClientRect().left > edge - EDGE_PX] as const);
      },
      write: (carets) => {
        for (const [caret, leftward] of carets) caret.classList.toggle("leftward", leftward);
      },
    });
  }
}

function draw(state: AwarenessState, { anchor, head }: { anchor: number; head: number }, folded: boolean): Range<Decoration>[] {
  const caret = Decoration.widget({ widget: new Caret(state.user.name, state.user.author, folded), side: head > anchor ? -1 : 1 }).range(head);
  if (anchor === head) return [caret];
  const selection = Decoration.mark({ class: "remote", attributes: { "data-author": String(state.user.author) } });
  return [selection.range(Math.min(anchor, head), Math.max(anchor, head)), caret];
}

export function remoteCursors(text: Y.Text, awareness: Awareness): Extension {
  return ViewPlugin.define((view) => new RemoteCursors(view, text, awareness), { decorations: (plugin) => plugin.decorations });
}
