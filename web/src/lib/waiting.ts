// What still has to reach the server, counted in one place: documents with words on their way, titles being saved.
// Light on purpose: the home page asks it without loading the editor.
import { computed, signal } from "@preact/signals";

const holders = signal<ReadonlyMap<object, boolean>>(new Map());      // and whether this device keeps it

export const unsavedThings = computed(() => holders.value.size);

/** Those that would go with the page. */
export const perishableThings = computed(() => [...holders.value.values()].filter((kept) => !kept).length);

/** Says whether `holder` has something on its way; `kept`: it outlives this page, on this device. */
export function setWaiting(holder: object, waiting: boolean, kept = false): void {
  if (holders.peek().get(holder) === (waiting ? kept : undefined)) return;
  const next = new Map(holders.peek());
  if (waiting) next.set(holder, kept);
  else next.delete(holder);
  holders.value = next;
}

/** Grows each time somebody signs in again: whoever was stopped by the end of a session goes on. */
export const resumed = signal(0);

/** Somebody else is signed in: what waits here stays here until whose it is signs in again. */
export const halted = signal(false);

/** Closing the tab would lose words only then; not `unless` one was asked already. */
export function warnBeforeUnload(unless: () => boolean): void {
  addEventListener("beforeunload", (event) => {
    if (perishableThings.peek() > 0 && !unless()) event.preventDefault();
  });
}
