// For whom this device keeps things. Only when that person said, when signing in, that the device is theirs; signing out
// clears all of it. A browser that refuses (private window, full disk) keeps nothing, and the words on the screen say so.
import { signal } from "@preact/signals";

import { erase, hasRows, rowsOf } from "./database";

const OWNER = "carnet.owner";       // not in the database, so that a device that keeps nothing has none

/** The person whose things are kept, null when nothing is. */
export const keeping = signal<string | null>(null);

export async function startKeeping(person: string): Promise<void> {
  if (keeping.peek() === person) return;
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
    keeping.value = localStorage.getItem(OWNER);
  } catch {
    keeping.value = null;
  }
}

/** The device is said to be shared: nothing opens here without the server any more, and unless somebody's words still wait, all of it goes. */
export async function stopKeeping(): Promise<void> {
  keeping.value = null;
  try {
    if (localStorage.getItem(OWNER) === null) return;
    localStorage.removeItem(OWNER);
    if (!(await hasRows(["unsent", "wishes", "images"]))) await erase();
  } catch {
    // A browser that refuses kept nothing.
  }
}

export async function forgetEverything(): Promise<void> {
  keeping.value = null;
  localStorage.removeItem(OWNER);
  await erase();
}

/** Writing here failed: from now on nothing may be called kept. */
export function keepingFailed(): void {
  keeping.value = null;
}
