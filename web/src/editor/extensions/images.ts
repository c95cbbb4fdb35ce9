// An image of ours is drawn under what the text says of it, and that is seen only where the cursor touches it. The drawing
// keeps its place and its fields while the words around it, and its own, change.
import { syntaxTree } from "@codemirror/language";
import { Prec, type EditorState, type Extension, type Range } from "@codemirror/state";
import { Decoration, EditorView, keymap, ViewPlugin, WidgetType, type Command, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { signal, type Signal } from "@preact/signals";
import { h, render } from "preact";

import { difference } from "../../lib/difference";
import { readImage, writeImage, type Written } from "../../lib/images/written";
import { ask, Figure, type Acts, type Shown } from "../images/Figure";
import { releasePictures } from "../images/pictures";

interface Found {
  from: number;
  to: number;
  written: Written;
}

/** What each drawing shows now. */
const drawings = new WeakMap<Element, Signal<Shown>>();

class Drawing extends WidgetType {
  constructor(private readonly found: Found, private readonly document: string) {
    super();
  }

  /** Its words may change under it: `tell` says so to the drawing. */
  override eq(other: Drawing): boolean {
    return other.found.written.id === this.found.written.id;
  }

  override toDOM(view: EditorView): HTMLElement {
    const place = document.createElement("span");
    const shown = signal<Shown>({ written: this.found.written, touched: false });
    place.className = "md-image";
    place.dataset["image"] = this.found.written.id;
    drawings.set(place, shown);
    render(h(Figure, { shown, acts: actsOf(view, place, this.document) }), place);
    return place;
  }

  override destroy(place: HTMLElement): void {
    render(null, place);
  }
}

function actsOf(view: EditorView, place: HTMLElement, document: string): Acts {
  const here = () => endingAt(view.state, view.posAtDOM(place));
  return {
    document,
    canWrite: !view.state.readOnly,
    enter: () => {
      const found = here();
      if (!found || view.state.readOnly) return;
      view.dispatch({ selection: { anchor: found.from + 2 }, scrollIntoView: true, userEvent: "select" });
      view.focus();
    },
    leave: () => view.focus(),
    change: (words) => {
      const found = here();
      if (found) replaceLeast(view, found, writeImage({ ...found.written, ...words }));
    },
    sized: () => view.requestMeasure(),
  };
}

/** Only what differs, so that two people may each say a part. */
function replaceLeast(view: EditorView, { from, to }: Found, next: string): void {
  const before = view.state.sliceDoc(from, to);
  if (before !== next) view.dispatch({ changes: difference(before, next, from), userEvent: "input.describe" });
}

/** Those that are written on one line; others are left as they are written. */
function foundIn(state: EditorState, from: number, to: number): Found[] {
  const found: Found[] = [];
  syntaxTree(state).iterate({
    from,
    to,
    enter: ({ name, from: start, to: end }) => {
      if (name !== "Image" || end > state.doc.lineAt(start).to) return;
      const written = readImage(state.sliceDoc(start, end));
      if (written) found.push({ from: start, to: end, written });
    },
  });
  return found;
}

const endingAt = (state: EditorState, index: number) => foundIn(state, index, index).find((one) => one.to === index);

function touching(state: EditorState): Found | undefined {
  const { from, to } = state.selection.main;
  return foundIn(state, from, to).find((one) => one.from <= to && one.to >= from);
}

const HIDDEN = Decoration.replace({});
const LINE = Decoration.line({ class: "md-image-line" });

function build(view: EditorView, document: string): DecorationSet {
  const { state, hasFocus } = view;
  const ranges: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    for (const found of foundIn(state, from, to)) {
      const touched = hasFocus && !state.readOnly && state.selection.ranges.some((range) => range.from <= found.to && range.to >= found.from);
      ranges.push(LINE.range(state.doc.lineAt(found.from).from), Decoration.widget({ widget: new Drawing(found, document), side: 1 }).range(found.to));
      if (!touched) ranges.push(HIDDEN.range(found.from, found.to));
    }
  }
  return Decoration.set(ranges, true);
}

/** Each drawing hears what the text says of its image now. */
function tell(view: EditorView): void {
  const touched = view.hasFocus ? touching(view.state) : undefined;
  for (const place of view.contentDOM.querySelectorAll(".md-image")) {
    const shown = drawings.get(place), found = shown && endingAt(view.state, view.posAtDOM(place));
    if (!shown || !found) continue;
    const now = { written: found.written, touched: found.to === touched?.to };
    if (JSON.stringify(now) !== JSON.stringify(shown.peek())) shown.value = now;
  }
}

const drawn = (document: string) => ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(private readonly view: EditorView) {
      this.decorations = build(view, document);
    }

    update(update: ViewUpdate): void {
      const parsed = syntaxTree(update.state) !== syntaxTree(update.startState);
      if (!update.docChanged && !update.viewportChanged && !update.selectionSet && !update.focusChanged && !parsed) return;
      this.decorations = build(update.view, document);
      queueMicrotask(() => this.view.dom.isConnected && tell(this.view));
    }

    destroy(): void {
      releasePictures(document);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** From what stands in the text to the fields under it. */
const toFields: Command = (view) => {
  const found = touching(view.state);
  if (!found || view.state.readOnly || !view.state.selection.main.empty) return false;
  const places = [...view.contentDOM.querySelectorAll(".md-image")];
  const field = places.find((place) => view.posAtDOM(place) === found.to)?.querySelector<HTMLElement>("input");
  if (field) field.focus();
  else ask(found.written.id, true);
  return true;
};

/** Words beside an image that stands alone would make it a word among others: they begin a paragraph. */
const apart: Command = (view) => {
  const { state } = view, { main } = state.selection, found = touching(state), line = state.doc.lineAt(main.head);
  if (!found || state.readOnly || !main.empty || found.from !== line.from || found.to !== line.to) return false;
  if (main.head !== found.from && main.head !== found.to) return false;
  view.dispatch({ changes: { from: main.head, insert: "\n\n" }, selection: { anchor: main.head === found.to ? found.to + 2 : found.from }, scrollIntoView: true, userEvent: "input" });
  return true;
};

export const images = (document: string): Extension => [drawn(document), Prec.high(keymap.of([{ key: "Tab", run: toFields }, { key: "Enter", run: apart }]))];
