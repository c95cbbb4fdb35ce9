// Images on their way into a text, from the moment somebody gives one until the server has it and the text names it. Until
// then the text says nothing of it, so that nobody else meets an image that is not there.
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";

/** pasted: only the words around it came · type: no image that we show · points, large: too much of it · quota: of all in this text · closed: nobody may add to this text now. */
export type Refusal = "pasted" | "type" | "points" | "large" | "quota" | "closed" | "other";
export type Step = "preparing" | "sending" | "waiting" | { refused: Refusal };

export interface Arrival {
  readonly id: string;              // what the text will call it
  readonly document: string;
  readonly name: string;            // of the file
  readonly since: number;
  readonly kept: Signal<boolean>;   // on this device, until it has left
  readonly step: Signal<Step>;
  readonly progress: Signal<number>;
  readonly description: Signal<string>;
  readonly caption: Signal<string>;
  readonly pictures: Signal<Pictures | null>;    // null: still being prepared, or no image
  place: Uint8Array;                // where in the text: a Yjs relative position
}
export interface Pictures {
  picture: Blob;
  thumbnail: Blob | null;
  url: string;                      // of the one to show
}

/** In the order in which they were given. */
export const arrivals = signal<readonly Arrival[]>([]);

/** Puts an image into a text that is open, whose editor knows where the caret is. */
export type Hand = (arrival: Arrival, change: { from: number; insert: string; above: boolean }) => void;
export const hands = signal<ReadonlyMap<string, Hand>>(new Map());

export function setHand(document: string, hand: Hand | null): void {
  const next = new Map(hands.peek());
  if (hand) next.set(document, hand);
  else next.delete(document);
  hands.value = next;
}

export function isRefused(step: Step): step is { refused: Refusal } {
  return typeof step === "object";
}

/** Pictures among pasted words never came at all: of those there is nothing that could be lost. */
const isHeld = (step: Step) => isRefused(step) && step.refused !== "pasted";
export const someRefused = computed(() => arrivals.value.some((one) => isHeld(one.step.value)));

/** How many images of a text stay on this device until the network is back. */
export function waitingOf(document: string): ReadonlySignal<number> {
  return computed(() => arrivals.value.filter((one) => one.document === document && one.kept.value && one.step.value === "waiting").length);
}
