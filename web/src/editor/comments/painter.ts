// Painting the passages of the threads where they are, in a text that is read or written, and going there.
import type { EditorView } from "@codemirror/view";

import type { Live } from "../../lib/live";
import type { Thread } from "./comments";
import { editorOf, isWritten, somethingChosen, surface } from "./page";
import { placeOf } from "./place";
import { plain } from "./plain";
import { shownRanges } from "./reading";

const PAINT_MS = 250;
/** A browser that cannot paint a passage shows it in the margin alone. */
const PAINTS = "highlights" in CSS && typeof Highlight === "function";

/** A proposal that nobody answered yet, and that can be accepted as it is. */
const isOffered = ({ edit, anchor }: Thread) => edit !== null && edit.decision === null && anchor.state === "placed";

function isSame(a: Range, b: Range | undefined): boolean {
  return b !== undefined && a.startContainer === b.startContainer && a.startOffset === b.startOffset && a.endContainer === b.endContainer && a.endOffset === b.endOffset;
}

/** Keeps the passages painted while the text changes and moves. */
export class Painter {
  private ranges = new Map<string, readonly Range[]>();
  private threads: readonly Thread[] = [];
  private current: string | null = null;
  private told: EditorView | null = null;           // the editor that knows where the threads are
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;
  private readonly observer = new MutationObserver(() => this.plan());

  /** `chose` says which passage was clicked, and whether its text is being written. */
  constructor(private readonly live: Live, private readonly chose: (thread: string, writes: boolean) => void) {
    const sheet = document.querySelector(".sheet");
    if (sheet) this.observer.observe(sheet, { childList: true, subtree: true, characterData: true });
    document.addEventListener("click", this.clicked);
  }

  show(threads: readonly Thread[], current: string | null): void {
    this.threads = threads;
    this.current = current;
    this.told = null;
    void this.paint();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.observer.disconnect();
    document.removeEventListener("click", this.clicked);
    if (PAINTS) for (const name of ["comment", "comment-edit", "comment-current"]) CSS.highlights.delete(name);
  }

  /** The thread whose passage holds the caret or the beginning of what is chosen; else the first one in what has the focus. */
  atCaret(): string | null {
    const text = surface(), chosen = document.getSelection(), at = chosen?.anchorNode, focused = document.activeElement;
    const first = (goes: (range: Range) => boolean) => [...this.ranges].find(([, ranges]) => ranges.some(goes))?.[0] ?? null;
    const there = chosen && at ? first((range) => range.isPointInRange(at, chosen.anchorOffset)) : null;
    return there ?? (focused && focused !== text && text?.contains(focused) ? first((range) => range.intersectsNode(focused)) : null);
  }

  /** Of the passages before one's eyes the current one, else the first; `top`: where it begins, in the window. */
  inSight(): { thread: string; top: number } | null {
    const under = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop);       // the bars
    const seen = [...this.ranges].flatMap(([thread, ranges]) => {
      const box = ranges[0]?.getBoundingClientRect();
      return box && box.bottom > under && box.top < innerHeight ? [{ thread, top: box.top }] : [];
    });
    const first = seen.reduce<typeof seen[0] | null>((a, b) => (a && a.top <= b.top ? a : b), null);
    return seen.find(({ thread }) => thread === this.current) ?? first;
  }

  /** Puts the caret, or the focus, where the passage begins. False when the text that is here does not have it. */
  async goTo(thread: Thread): Promise<boolean> {
    const text = surface(), place = placeOf(thread, this.live);
    if (!text || !place) return false;
    const view = await editorOf(text);
    if (view) {
      view.dispatch({ selection: { anchor: place.from }, scrollIntoView: true, userEvent: "select" });
      view.focus();
      return true;
    }
    const range = shownRanges(text, this.live.content(), place)[0], start = range?.startContainer;
    const block = (start instanceof Element ? start : start?.parentElement)?.closest<HTMLElement>("[id^='p-'], p, li, td, th");
    if (!range || !block) return false;
    block.tabIndex = -1;
    block.focus();
    document.getSelection()?.collapse(range.startContainer, range.startOffset);     // of several in one block, this one
    block.scrollIntoView({ block: "center" });
    return true;
  }

  private plan(): void {
    this.timer ??= setTimeout(() => void this.paint(), PAINT_MS);
  }

  private async paint(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const text = surface();
    const ranges = !text ? new Map<string, readonly Range[]>() : isWritten(text) ? await this.written(text) : this.read(text);
    if (!ranges || this.stopped) return;
    this.ranges = ranges;
    const painted = { comment: [] as Range[], "comment-edit": [] as Range[], "comment-current": [] as Range[] };
    for (const thread of this.threads) {
      const here = ranges.get(thread.id) ?? [];
      const removes = isOffered(thread) && thread.edit?.kind !== "insert";
      painted[removes ? "comment-edit" : "comment"].push(...here);
      if (thread.id === this.current) painted["comment-current"].push(...here);
    }
    if (PAINTS) for (const [name, these] of Object.entries(painted)) this.highlight(name, these);
  }

  private read(text: HTMLElement): Map<string, readonly Range[]> {
    if (this.threads.length === 0) return new Map();
    const source = this.live.content();
    return new Map(this.threads.map((thread) => {
      const place = placeOf(thread, this.live);
      return [thread.id, place ? shownRanges(text, source, place) : []];
    }));
  }

  /** In an editor, what is drawn of each: the lines near the screen. */
  private async written(text: HTMLElement): Promise<Map<string, readonly Range[]> | null> {
    const view = await editorOf(text);
    const { passagesOf, placePassages } = await import("../extensions/passages");
    if (!view || this.stopped) return null;
    if (this.told !== view) {
      this.told = view;
      placePassages(view, this.threads.flatMap((thread) => {
        const place = placeOf(thread, this.live);
        return place ? [{ thread: thread.id, ...place }] : [];
      }));
      await this.propose(view);
    }
    const { viewport } = view;
    return new Map(passagesOf(view).flatMap(({ thread, from, to }) => {
      if (from >= viewport.to || to <= viewport.from) return [];
      const start = view.domAtPos(Math.max(from, viewport.from), 1), end = view.domAtPos(Math.min(to, viewport.to), -1);
      const range = document.createRange();
      range.setStart(start.node, start.offset);
      range.setEnd(end.node, end.offset);
      return [[thread, [range]] as const];
    }));
  }

  /** In a text one writes, the words that readers propose stand where they would come. */
  private async propose(view: EditorView): Promise<void> {
    const [{ passagesOf }, { showProposals }] = await Promise.all([import("../extensions/passages"), import("../extensions/proposals")]);
    const ends = new Map(passagesOf(view).map(({ thread, to }) => [thread, to]));
    showProposals(view, this.threads.flatMap((thread) => {
      const at = ends.get(thread.id), words = isOffered(thread) ? plain(thread.edit?.text ?? "") : "";
      return at === undefined || words === "" ? [] : [{ thread: thread.id, at, words }];
    }));
  }

  /** Painting again what is painted already would cost a frame. */
  private highlight(name: string, ranges: readonly Range[]): void {
    const before = [...(CSS.highlights.get(name) ?? [])];
    if (before.length === ranges.length && before.every((range, i) => range instanceof Range && isSame(range, ranges[i]))) return;
    CSS.highlights.set(name, new Highlight(...ranges));
  }

  private readonly clicked = (event: MouseEvent): void => {
    const text = surface();
    if (!(event.target instanceof Node) || !text?.contains(event.target) || somethingChosen()) return;
    const inside = (box: DOMRect) => event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    for (const [id, ranges] of this.ranges) if (ranges.some((range) => [...range.getClientRects()].some(inside))) return this.chose(id, isWritten(text));
  };
}
