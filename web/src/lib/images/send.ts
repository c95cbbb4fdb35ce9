// The queue of images: one after the other to the server, in the order in which they were given, each named in its text as
// soon as it is there. On a kept device they outlive the page, and go on at the next visit.
import { effect, signal } from "@preact/signals";
import * as Y from "yjs";

import { isCut, isRefusal, Problem } from "../api";
import type { Live } from "../live";
import { dropImage, keepImage, keptImages, keepWords, takeImage, type ImageRow } from "../keep/images";
import { isMade } from "../keep/wishes";
import { leaveLive, openLive } from "../live/open";
import { halted, resumed, setWaiting } from "../waiting";
import { when } from "../when";
import { arrivals, hands, isRefused, type Arrival, type Pictures, type Refusal, type Step } from "./list";
import { upload } from "./upload";
import { spotAt, UNDESCRIBED, writeImage } from "./written";

const RETRY_MS = 15_000;

let sending: Promise<void> | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const aborts = new WeakMap<Arrival, AbortController>();

/** Where an image shall stand, as the text knows it. */
export function placeAt(text: Y.Text, index: number): Uint8Array {
  return Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index, -1));
}

/** The end of the text, when what stood there is not known here. */
export function indexOf(live: Live, place: Uint8Array): number {
  const found = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(place), live.doc);
  return found?.type === live.text ? found.index : live.text.length;
}

export function newArrival(given: Pick<Arrival, "id" | "document" | "name" | "since" | "place">): Arrival {
  return {
    ...given, kept: signal(false), step: signal<Step>("preparing"), progress: signal(0), description: signal(UNDESCRIBED), caption: signal(""),
    pictures: signal(null),
  };
}

export function add(arrival: Arrival): void {
  arrivals.value = [...arrivals.peek(), arrival];
  setWaiting(arrival, true);
}

/** Made ready: from now on this device keeps it, if it keeps anything, and it leaves when it can. */
export async function depart(arrival: Arrival, pictures: Omit<Pictures, "url">): Promise<void> {
  arrival.pictures.value = { ...pictures, url: URL.createObjectURL(pictures.picture) };
  arrival.kept.value = await keepImage(rowOf(arrival), pictures);
  if (!isHere(arrival)) return forget(arrival);             // given up meanwhile
  setStep(arrival, "sending");
  void sendImages();
}

/** What its author says of it before the text can. */
export function say(arrival: Arrival, { description, caption }: { description?: string; caption?: string }): void {
  if (description !== undefined) arrival.description.value = description;
  if (caption !== undefined) arrival.caption.value = caption;
  remember(arrival);
}

export function setStep(arrival: Arrival, step: Step): void {
  arrival.step.value = step;
  if (isRefused(step)) remember(arrival);
  setWaiting(arrival, isHere(arrival) && !isRefused(step), arrival.kept.peek());
}

/** Its author gave it up, or the text has it. */
export function forget(arrival: Arrival): void {
  leave(arrival);
  aborts.get(arrival)?.abort();
  if (arrival.kept.peek()) void dropImage(arrival.id);
}

/** This page has no more to do with it. */
function leave(arrival: Arrival): void {
  arrivals.value = arrivals.peek().filter((one) => one !== arrival);
  setWaiting(arrival, false);
}

function remember(arrival: Arrival): void {
  if (arrival.kept.peek() && isHere(arrival)) void keepWords(rowOf(arrival));
}

function rowOf({ id, document, name, since, place, description, caption, step }: Arrival): Omit<ImageRow, "person"> {
  const now = step.peek();
  return { id, document, name, since, place, description: description.peek(), caption: caption.peek(), refused: isRefused(now) ? now.refused : undefined };
}

/** What was left from an earlier visit. */
export async function takeUpImages(person: string): Promise<void> {
  for (const [row, { picture, thumbnail }] of await keptImages(person)) {
    if (arrivals.peek().some((one) => one.id === row.id)) continue;
    const arrival = newArrival(row);
    arrival.kept.value = true;
    arrival.description.value = row.description;
    arrival.caption.value = row.caption;
    arrival.pictures.value = { picture, thumbnail, url: URL.createObjectURL(picture) };
    add(arrival);
    setStep(arrival, row.refused ? { refused: row.refused } : "waiting");
  }
  void sendImages();
}

/** Sends what it can; asks again by itself while something waits. */
export function sendImages(): Promise<void> {
  sending ??= send().finally(() => {
    sending = null;
    clearTimeout(timer);
    if (next()) timer = setTimeout(() => void sendImages(), RETRY_MS);
  });
  return sending;
}

const isHere = (arrival: Arrival) => arrivals.peek().includes(arrival);
const isDue = ({ step }: Arrival) => step.peek() === "sending" || step.peek() === "waiting";
const next = (held: ReadonlySet<string> = new Set()) => arrivals.peek().find((one) => isDue(one) && !held.has(one.document));

/** One that cannot be taken now holds up those of its own text, whose order would change. */
async function send(): Promise<void> {
  const held = new Set<string>();
  for (let arrival = next(); arrival && !halted.peek(); arrival = next(held)) {
    try {
      await sendOne(arrival);
    } catch (error) {
      if (!isHere(arrival)) continue;
      const refused = refusalOf(error), { document } = arrival;
      if (refused !== null) {
        setStep(arrival, { refused });
        continue;
      }
      held.add(document);
      const cut = isCut(error);
      for (const one of arrivals.peek()) if (isDue(one) && (cut || one.document === document)) setStep(one, "waiting");
      if (cut) return;
    }
  }
}

async function sendOne(arrival: Arrival): Promise<void> {
  const { id, document } = arrival, pictures = arrival.pictures.peek();
  if (!pictures) return;
  await textIsThere(document);
  const abort = new AbortController();
  aborts.set(arrival, abort);
  arrival.progress.value = 0;
  setStep(arrival, "sending");
  const small = pictures.thumbnail ?? new Blob([]);
  await upload(`/api/documents/${document}/images/${id}?thumbnail=${small.size}`, new Blob([small, pictures.picture]), (part) => (arrival.progress.value = part), abort.signal);
  if (!isHere(arrival)) return;
  if (arrival.kept.peek() && !(await takeImage(id))) leave(arrival);          // another tab has it
  else await enter(arrival);
}

async function textIsThere(document: string): Promise<void> {
  if (!(await isMade(document))) throw new Error("its text is not there yet");
}

/** The server has it: now the text may name it. */
async function enter(arrival: Arrival): Promise<void> {
  const live = openLive(arrival.document, null);
  try {
    await when(() => live.synced.value || live.refusal.value !== null);
    if (live.refusal.peek() !== null) throw new Problem(live.refusal.peek() === "signed_out" ? 401 : 403, "closed", null);
    if (isHere(arrival)) write(live, arrival);
    leave(arrival);
    if (!arrival.kept.peek()) return;
    await when(() => live.keeps.value || !live.unsaved.value || live.refusal.value !== null);          // only now may this device let go of it
    await dropImage(arrival.id);
  } finally {
    leaveLive(live);
  }
}

function write(live: Live, arrival: Arrival): void {
  const text = live.content();
  if (text.includes(`](images/${arrival.id}`)) return;
  const index = indexOf(live, arrival.place);
  const together = arrivals.peek().filter((one) => one !== arrival && one.document === arrival.document && indexOf(live, one.place) === index);
  const { at, before, after, above } = spotAt(text, index);
  const words = writeImage({ id: arrival.id, description: arrival.description.peek(), caption: arrival.caption.peek() });
  const hand = hands.peek().get(arrival.document);
  const change = { from: at, insert: before + words + after, above };
  if (hand) hand(arrival, change);
  else live.text.insert(change.from, change.insert);
  for (const one of together) {                   // given with it: they stand under it
    one.place = placeAt(live.text, at + before.length + words.length);
    remember(one);
  }
}

const CODES: Record<string, Refusal> = { "image.type": "type", "image.large": "large", "image.quota": "quota" };

/** null: it may go later. */
function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof Problem) || !isRefusal(error)) return null;
  const { status, code } = error;
  return CODES[code] ?? (status === 403 || status === 404 || status === 410 ? "closed" : "other");
}

addEventListener("online", () => void sendImages());
effect(() => {
  if (resumed.value > 0) void sendImages();
});
