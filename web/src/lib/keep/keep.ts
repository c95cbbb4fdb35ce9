// For whom this device keeps things. Only when that person said, when signing in, that the device is theirs; signing out
// clears all of it, but for what somebody else wrote and the server has not yet. A browser that refuses (private window, full
// disk), or an address without HTTPS, keeps nothing, and the words on the screen say so.
import { signal } from "@preact/signals";

import { rowsOf, whenErased } from "./database";

const OWNER = "carnet.owner";       // not in the database, so that a device that keeps nothing has none

/** The person whose things are kept, null when nothing is. */
export const keeping = signal<string | null>(null);

/** The person whose waiting requests may leave from here: still there when this device can keep no more. */
export let sender: string | null = null;

whenErased(keepForNobody);           // by a sign-out in another tab: an answer on its way to this one is not written

export async function startKeeping(person: string): Promise<void> {
  sender = person;
  if (keeping.peek() === person || !isSecureContext) return;
  try {
    await rowsOf("wishes", person);               // a browser that refuses says so now
    localStorage.setItem(OWNER, person);
    keeping.value = person;
    void navigator.storage.persist().catch(() => false);      // asked once by the browser, if at all
  } catch {
    keeping.value = null;
  }
}

/** The owner, who has not signed out, comes back before the server was asked: to what lies here already. */
export function resumeKeeping(): void {
  try {
    keeping.value = isSecureContext ? localStorage.getItem(OWNER) : null;
  } catch {
    keeping.value = null;
  }
}

/** This person says that the device is shared: nothing opens here without the server any more, and all goes but words that wait. */
export async function stopKeeping(person: string): Promise<void> {
  if (!disown()) return;
  await import("./leave").then(({ leaveWords }) => leaveWords(person)).catch(() => undefined);        // signing out tries again
}

/** Nobody is here, as far as this page knows: nothing is written, nothing leaves. */
export function keepForNobody(): void {
  keeping.value = sender = null;
}

/** Nothing is written here any more, nor opens without the server. Says whether something did. */
export function disown(): boolean {
  keepForNobody();
  try {
    const some = localStorage.getItem(OWNER) !== null;
    localStorage.removeItem(OWNER);
    return some;
  } catch {
    return false;                                 // a browser that refuses kept nothing
  }
}

/** Writing here failed: from now on nothing may be called kept. What lies here already still leaves. */
export function keepingFailed(): void {
  keeping.value = null;
}
