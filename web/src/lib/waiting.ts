// What still has to reach the server, counted in one place: documents with words on their way, titles being saved.
// Light on purpose: the home page asks it without loading the editor.
import { computed, signal } from "@preact/signals";

const holders = signal<ReadonlySet<object>>(new Set());

export const unsavedThings = computed(() => holders.value.size);

/** Says whether `holder` has something on its way. */
export function setWaiting(holder: object, waiting: boolean): void {
  if (holders.peek().has(holder) === waiting) return;
  const next = new Set(holders.peek());
  if (waiting) next.add(holder);
  else next.delete(holder);
  holders.value = next;
}

/** Grows each time somebody signs in again: whoever was stopped by the end of a session goes on. */
export const resumed = signal(0);

/** Closing the tab would lose words only then. */
export function warnBeforeUnload(): void {
  addEventListener("beforeunload", (event) => {
    if (unsavedThings.peek() > 0) event.preventDefault();
  });
}
