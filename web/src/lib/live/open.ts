// The documents that are live in this page, one Live each. A page that leaves a document with words on their way
// keeps it alive behind the scenes until they have arrived.
import { effect, untracked } from "@preact/signals";

import { Copy } from "../keep/copy";
import { isMade, wordsLeft } from "../keep/wishes";
import { Live } from "../live";
import { halted, resumed, setWaiting } from "../waiting";

interface Entry {
  live: Live;
  pages: number;
  stop: () => void;
}

const entries = new Map<string, Entry>();

/** One person's words must not leave under another's name: after a change of person nothing is taken up again. */
export function openLive(id: string, updatedAt: Date | null): Live {
  const known = entries.get(id);
  if (known && known.live.refusal.peek() === null) {
    known.pages++;
    return known.live;
  }
  if (known) forget(known);
  const live = new Live(id, updatedAt, Copy.of(id), () => isMade(id));
  const entry: Entry = { live, pages: 1, stop: () => undefined };
  let waited = false;
  entry.stop = effect(() => {
    const waiting = live.unsaved.value;
    const refused = live.refusal.value;
    const keeps = live.keeps.value;
    untracked(() => setWaiting(live, waiting, keeps));
    if (waited && !waiting) wordsLeft(id);
    waited = waiting;
    if (!waiting || (refused !== null && refused !== "signed_out")) queueMicrotask(() => leaveIfDone(entry));
  });
  entries.set(id, entry);
  return live;
}

export function leaveLive(live: Live): void {
  const entry = entries.get(live.id);
  if (entry?.live !== live) return;
  entry.pages--;
  if (entry.pages > 0) return;
  live.hide();
  leaveIfDone(entry);
}

function leaveIfDone(entry: Entry): void {
  const refusal = entry.live.refusal.peek();
  const hopeless = refusal !== null && refusal !== "signed_out";
  if (entry.pages === 0 && (hopeless || !entry.live.unsaved.peek())) forget(entry);
}

function forget(entry: Entry): void {
  if (entries.get(entry.live.id) !== entry) return;
  entries.delete(entry.live.id);
  entry.stop();
  setWaiting(entry.live, false);
  entry.live.destroy();
}

effect(() => {
  if (halted.value) for (const { live } of entries.values()) live.halt();
});
effect(() => {
  if (resumed.value > 0) for (const { live } of entries.values()) live.resume();
});
