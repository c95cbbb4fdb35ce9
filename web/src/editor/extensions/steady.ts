// What others write moves nothing under the eyes of whoever writes: the line of the caret (or, without one, the first line
// on the screen) stays at its height, and the page scrolls by what was put in or taken out above it.
import { ViewPlugin, type EditorView, type ViewUpdate } from "@codemirror/view";
import type { Extension } from "@codemirror/state";
import type * as Y from "yjs";

const UNDER_TOOLS_PX = 160;
const NOTICED_PX = 1;

interface Held {
  pos: number;
  top: number;                      // on the screen, before
}

class Steady {
  private held: Held | null = null;
  private frame = 0;

  constructor(private readonly view: EditorView, private readonly doc: Y.Doc) {
    doc.on("beforeObserverCalls", this.before);
  }

  update(update: ViewUpdate): void {
    if (update.transactions.some((one) => one.isUserEvent("input") || one.isUserEvent("delete") || one.isUserEvent("select"))) this.held = null;
    if (this.held) this.held.pos = update.changes.mapPos(this.held.pos, 1);
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    this.doc.off("beforeObserverCalls", this.before);
  }

  /** Registered before the extension that puts the words in: nothing has moved yet. */
  private readonly before = (transaction: Y.Transaction): void => {
    if (transaction.local || this.held) return;
    this.held = this.lineToHold();
    cancelAnimationFrame(this.frame);
    this.doc.once("afterTransaction", () => {     // asked for after the editor asked for its own measuring, so it comes after it
      this.frame = requestAnimationFrame(this.restore);
    });
  };

  private lineToHold(): Held | null {
    const { view } = this;
    if (view.hasFocus) {
      const pos = view.state.selection.main.head;
      const at = view.coordsAtPos(pos);
      if (at && at.bottom > 0 && at.top < innerHeight) return { pos, top: at.top };
    }
    const { left, top } = view.contentDOM.getBoundingClientRect();
    if (top >= UNDER_TOOLS_PX) return null;       // the beginning is on the screen, and stays where it is
    const pos = view.posAtCoords({ x: left + 1, y: UNDER_TOOLS_PX }, false);
    const at = view.coordsAtPos(pos);
    return at && { pos, top: at.top };
  }

  private readonly restore = (): void => {
    const held = this.held;
    this.held = null;
    const at = held && this.view.coordsAtPos(Math.min(held.pos, this.view.state.doc.length));
    if (held && at && Math.abs(at.top - held.top) > NOTICED_PX) scrollBy({ top: at.top - held.top, behavior: "instant" });
  };
}

export function steady(text: Y.Text): Extension {
  return ViewPlugin.define((view) => new Steady(view, text.doc as Y.Doc));
}
