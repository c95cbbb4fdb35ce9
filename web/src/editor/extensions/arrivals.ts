// Images that are pasted or dropped, and the place that they hold in the text until they are there. What stands in that
// place is seen by whoever gives the image, and by nobody else.
import { Prec, StateEffect, StateField, type Extension, type Range, type Text } from "@codemirror/state";
import { Decoration, dropCursor, EditorView, ViewPlugin, WidgetType, type DecorationSet } from "@codemirror/view";
import { effect } from "@preact/signals";
import { h, render } from "preact";

import { t } from "../../i18n/t";
import { arrivals as all, isRefused, setHand, type Arrival, type Hand } from "../../lib/images/list";
import { forget, indexOf, sendImages } from "../../lib/images/send";
import { spotAt } from "../../lib/images/written";
import type { Live } from "../../lib/live";
import { announce } from "../../ui/Announcer";
import { Card } from "../images/Card";
import { ask } from "../images/Figure";
import { insertImages } from "../images/insert";
import { holdPicture } from "../images/pictures";

class Place extends WidgetType {
  constructor(readonly arrival: Arrival) {
    super();
  }

  override eq(other: Place): boolean {
    return other.arrival === this.arrival;
  }

  override toDOM(view: EditorView): HTMLElement {
    const place = document.createElement("div");
    place.className = "image-place";
    place.dataset["image"] = this.arrival.id;
    render(h(Card, { arrival: this.arrival, leave: () => view.focus(), sized: () => view.requestMeasure() }), place);
    return place;
  }

  override destroy(place: HTMLElement): void {
    render(null, place);
  }
}

interface Held {
  arrival: Arrival;
  index: number;
}

const setHeld = StateEffect.define<readonly Held[]>();

const held = StateField.define<{ of: readonly Held[]; decorations: DecorationSet }>({
  create: () => ({ of: [], decorations: Decoration.none }),
  update(before, transaction) {
    const told = transaction.effects.find((one) => one.is(setHeld))?.value;
    if (!told && (!transaction.docChanged || before.of.length === 0)) return before;
    const of = told ?? before.of.map(({ arrival, index }) => ({ arrival, index: transaction.changes.mapPos(index, -1) }));
    return { of, decorations: draw(transaction.newDoc, of) };
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.decorations),
});

function draw(doc: Text, of: readonly Held[]): DecorationSet {
  if (of.length === 0) return Decoration.none;
  const text = doc.toString();
  const ranges: Range<Decoration>[] = of.map(({ arrival, index }) => {
    const { at, above } = spotAt(text, index);
    return Decoration.widget({ widget: new Place(arrival), block: true, side: above ? -1 : 1 }).range(at);
  });
  return Decoration.set(ranges, true);
}

/** The drawn places follow the list; an image that has come goes in where the caret stays where it is. */
const follow = (live: Live) => ViewPlugin.define((view) => {
  const mine = () => all.value.filter((one) => one.document === live.id);
  const hand: Hand = (arrival, change) => enter(view, arrival, change);
  setHand(live.id, hand);
  const stopList = effect(() => {
    const now = mine();
    queueMicrotask(() => {
      if (view.dom.isConnected) view.dispatch({ effects: setHeld.of(now.map((arrival) => ({ arrival, index: indexOf(live, arrival.place) }))) });
    });
  });
  const stopLine = effect(() => {
    if (live.state.value === "saved") void sendImages();          // the network is back
  });
  const stopDrops = besideText(live, view);
  return {
    destroy: () => {
      setHand(live.id, null);
      for (const one of mine()) if (isRefused(one.step.peek()) && !one.pictures.peek()) forget(one);          // said, and nothing of it is here
      stopList();
      stopLine();
      stopDrops();
    },
  };
});

function enter(view: EditorView, { id, document, pictures }: Arrival, { from, insert, above }: { from: number; insert: string; above: boolean }): void {
  const field = view.dom.querySelector<HTMLInputElement>(`.image-place[data-image="${id}"] input:focus`);
  const [name, start, end] = [field?.name, field?.selectionStart, field?.selectionEnd];
  const changes = view.state.changes({ from, insert });
  if (pictures.value) holdPicture(document, id, pictures.value.picture);
  ask(id, false);
  view.dispatch({ changes, selection: view.state.selection.map(changes, above ? 1 : -1), userEvent: "input.image" });
  announce(t("image.added"));
  if (name === undefined) return;
  const next = view.dom.querySelector<HTMLInputElement>(`.md-image[data-image="${id}"] input[name="${name}"]`);
  next?.focus();
  if (typeof start === "number") next?.setSelectionRange(start, end ?? start);
}

function filesOf(data: DataTransfer | null): File[] {
  return data ? [...data.files] : [];
}

/** Office programs put a picture of the words beside the words; only what has no words is meant as an image. */
function pasted(data: DataTransfer | null): File[] {
  const files = filesOf(data), words = data?.getData("text/plain").trim() ?? "";
  return words === "" || files.some((file) => words.includes(file.name)) ? files : [];
}

function takeDrop(live: Live, view: EditorView, event: DragEvent): boolean {
  const files = filesOf(event.dataTransfer);
  if (files.length === 0 || event.defaultPrevented) return false;
  event.preventDefault();
  void insertImages(live, files, view.posAtCoords({ x: event.clientX, y: event.clientY }, false));
  return true;
}

/** On an image, and beside the text, where the browser would open the file in place of the page. */
function besideText(live: Live, view: EditorView): () => void {
  const sheet = view.dom.closest<HTMLElement>(".sheet") ?? view.dom;
  const over = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  };
  const drop = (event: DragEvent) => void takeDrop(live, view, event);
  sheet.addEventListener("dragover", over);
  sheet.addEventListener("drop", drop);
  return () => {
    sheet.removeEventListener("dragover", over);
    sheet.removeEventListener("drop", drop);
  };
}

const taken = (live: Live) => Prec.high(EditorView.domEventHandlers({
  drop: (event, view) => takeDrop(live, view, event),
  paste(event, view) {
    const files = pasted(event.clipboardData);
    if (files.length === 0 || view.state.readOnly) return false;
    event.preventDefault();
    void insertImages(live, files, view.state.selection.main.head);
    return true;
  },
}));

export const arrivals = (live: Live): Extension => [held, follow(live), taken(live), dropCursor()];
