// The text on the page, read or written: what is chosen in it, where the passages are, and painting them.
import type { Live } from "../../lib/live";
import type { Thread } from "./comments";
import { anchorAt, locate, plain, shownLetters, shownRange } from "./place";

export const surface = () => document.querySelector<HTMLElement>(".sheet .reading-text, .sheet .editor .cm-content");
const PAINT_MS = 250;
/** A browser that cannot paint a passage shows it in the margin alone. */
const PAINTS = "highlights" in CSS && typeof Highlight === "function";

/** The editor of a surface, if it is one: its code is there then. */
export async function editorOf(text: HTMLElement) {
  if (!text.classList.contains("cm-content")) return null;
  const { EditorView } = await import("@codemirror/view");
  return EditorView.findFromDOM(text);
}

function trimmed(source: string, from: number, to: number): { from: number; to: number } {
  while (from < to && /\s/.test(source.charAt(from))) from++;
  while (to > from && /\s/.test(source.charAt(to - 1))) to--;
  return { from, to };
}

export function somethingChosen(): boolean {
  const chosen = document.getSelection(), text = surface();
  return !!chosen && !!text && !chosen.isCollapsed && chosen.rangeCount > 0 && text.contains(chosen.getRangeAt(0).commonAncestorContainer);
}

/** Where what is chosen on the page is written; null when it cannot be told. */
export async function chosenSpan(live: Live): Promise<{ from: number; to: number } | null> {
  const text = surface(), chosen = document.getSelection();
  if (!text || !chosen || !somethingChosen()) return null;
  const range = chosen.getRangeAt(0).cloneRange();
  const view = await editorOf(text);
  if (view) return { from: view.state.selection.main.from, to: view.state.selection.main.to };
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return locate(live.content(), before.toString(), range.toString());
}

/** The passage that is chosen on the page, as it is written; null when it cannot be told. */
export async function chosenPassage(live: Live) {
  const span = await chosenSpan(live);
  if (!span) return null;
  const source = live.content();
  const { from, to } = trimmed(source, span.from, span.to);
  return from < to ? anchorAt(source, from, to) : null;
}

/** A paragraph by the number that the reading page gives it; null when there is none, or when the text is being written. */
export function paragraphPassage(live: Live, number: number) {
  const text = surface(), block = text?.querySelector(`#p-${number}`);
  if (!text || !block) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEndBefore(block);
  const words = block.textContent.trim();
  const source = live.content();
  const span = locate(source, before.toString(), words.slice(0, 600));
  return span && anchorAt(source, span.from, span.to);
}

export const hasParagraphNumbers = () => surface()?.classList.contains("reading-text") ?? false;

function isSame(a: Range, b: Range | undefined): boolean {
  return b !== undefined && a.startContainer === b.startContainer && a.startOffset === b.startOffset && a.endContainer === b.endContainer && a.endOffset === b.endOffset;
}

/** Keeps the passages painted while the text changes and moves. */
export class Painter {
  private readonly ranges = new Map<string, Range>();
  private threads: readonly Thread[] = [];
  private current: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly observer = new MutationObserver(() => this.plan());

  constructor(private readonly chose: (thread: string) => void) {
    const sheet = document.querySelector(".sheet");
    if (sheet) this.observer.observe(sheet, { childList: true, subtree: true, characterData: true });
    document.addEventListener("click", this.clicked);
  }

  show(threads: readonly Thread[], current: string | null): void {
    this.threads = threads;
    this.current = current;
    this.paint();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.observer.disconnect();
    document.removeEventListener("click", this.clicked);
    if (PAINTS) for (const name of ["comment", "comment-edit", "comment-current"]) CSS.highlights.delete(name);
  }

  /** The thread whose passage holds the caret or the beginning of what is chosen. */
  atCaret(): string | null {
    const chosen = document.getSelection();
    if (!chosen?.anchorNode) return null;
    for (const [id, range] of this.ranges) if (range.isPointInRange(chosen.anchorNode, chosen.anchorOffset)) return id;
    return null;
  }

  /** Shows the passage, and puts the focus there. */
  async goTo(thread: Thread, live: Live): Promise<boolean> {
    const text = surface();
    if (!text) return false;
    const view = await editorOf(text);
    if (view) {
      const source = live.content();
      const span = locate(source, thread.anchor.prefix, thread.anchor.exact);
      if (!span) return false;
      view.dispatch({ selection: { anchor: span.from, head: span.to }, scrollIntoView: true });
      view.focus();
      return true;
    }
    const range = this.ranges.get(thread.id);
    const block = range?.startContainer.parentElement?.closest<HTMLElement>("[id^='p-'], p, li, td, th");
    if (!block) return false;
    block.tabIndex = -1;
    block.focus();
    block.scrollIntoView({ block: "center" });
    return true;
  }

  private plan(): void {
    this.timer ??= setTimeout(() => this.paint(), PAINT_MS);
  }

  private paint(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.ranges.clear();
    const text = surface();
    const painted = { comment: [] as Range[], "comment-edit": [] as Range[], "comment-current": [] as Range[] };
    const shown = text ? shownLetters(text) : null;
    for (const thread of shown ? this.threads : []) {
      const range = shown && shownRange(shown, thread.anchor.prefix, thread.anchor.exact);
      if (!range) continue;
      this.ranges.set(thread.id, range);
      const removes = thread.edit && thread.edit.kind !== "insert" && thread.edit.decision === null;
      painted[removes ? "comment-edit" : "comment"].push(range);
      if (thread.id === this.current) painted["comment-current"].push(range);
    }
    if (PAINTS) for (const [name, ranges] of Object.entries(painted)) this.highlight(name, ranges);
    if (text) void this.propose(text);
  }

  /** In a text one writes, the words that readers propose stand where they would come. */
  private async propose(text: HTMLElement): Promise<void> {
    const view = await editorOf(text);
    if (!view) return;
    const { showProposals } = await import("../extensions/proposals");
    const proposed = this.threads.flatMap(({ id, edit }) => {
      const range = edit && edit.decision === null && edit.text !== "" ? this.ranges.get(id) : undefined;
      return range?.endContainer.isConnected ? [{ thread: id, at: view.posAtDOM(range.endContainer, range.endOffset), words: plain(edit?.text ?? "") }] : [];
    });
    showProposals(view, proposed);
  }

  /** Painting again what is painted already would cost a frame. */
  private highlight(name: string, ranges: readonly Range[]): void {
    const before = [...(CSS.highlights.get(name) ?? [])];
    if (before.length === ranges.length && before.every((range, i) => range instanceof Range && isSame(range, ranges[i]))) return;
    CSS.highlights.set(name, new Highlight(...ranges));
  }

  private readonly clicked = (event: MouseEvent): void => {
    if (!(event.target instanceof Node) || !surface()?.contains(event.target) || somethingChosen()) return;
    const inside = (box: DOMRect) => event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    for (const [id, range] of this.ranges) if ([...range.getClientRects()].some(inside)) return this.chose(id);
  };
}
