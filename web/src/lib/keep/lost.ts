// Texts that the server does not have, or not for this person: their copies leave the device. After a restore from a backup
// such a copy may be the last one there is: for as long as the server says so, what one wrote oneself is shown first, whole.
import * as Y from "yjs";

import { request } from "../api";
import { keptAnswer } from "./answers";
import { Copy, keptDocuments } from "./copy";
import { keeping } from "./keep";
import { unsentDocuments } from "./unsent";
import { shelveWords } from "./wishes";

export async function letGo(document: string): Promise<void> {
  await shelveLost(document);
  await Copy.of(document)?.forget();
}

/** True when its words were all lost but for this copy, and are shown now. Throws when the server cannot say, or the device has no
 * room for them. */
export async function shelveLost(document: string): Promise<boolean> {
  const person = keeping.peek(), copy = Copy.of(document);
  if (person === null || !copy) return false;
  const title = await ownTitle(person, document);
  if (title === null || !(await isRestored())) return false;
  const words = await wordsOf(copy);
  if (words === "") return false;
  if (!(await shelveWords(person, document, [title, words].filter(Boolean).join("\n\n"), true))) throw new Error("no room to put words aside");
  return true;
}

/** What one may no longer open goes, its copy and all that names it, unless own words wait in it: those leave, or are offered, when it is
 * opened. `before`: what one could open when this was last asked. False when something had to stay for now. */
export async function keepOnly(person: string, readable: ReadonlySet<string>, before: readonly string[]): Promise<boolean> {
  const waiting = new Set(await unsentDocuments(person));
  let all = true;
  for (const document of new Set([...before, ...(await keptDocuments(person))])) {
    if (keeping.peek() !== person) return false;
    if (!readable.has(document) && !waiting.has(document)) await letGo(document).catch(() => (all = false));
  }
  return all;
}

/** null: not one's own, as far as this device knows. */
async function ownTitle(person: string, document: string): Promise<string | null> {
  for (const path of [`/api/journal/entries/${document}`, `/api/works/${document}`]) {
    const about = await keptAnswer<{ title?: string; author?: { id: string }; owner?: string }>(path, person);
    if (about && (about.author?.id ?? about.owner) === person) return about.title ?? "";
  }
  return null;
}

/** From the server itself: a page that was open meanwhile knows of no restore. */
async function isRestored(): Promise<boolean> {
  const { restoredUntil } = (await (await request("/api/me")).json()) as { restoredUntil: string | null };
  return restoredUntil !== null;
}

async function wordsOf(copy: Copy): Promise<string> {
  const kept = await copy.load(), doc = new Y.Doc();
  if (kept) Y.applyUpdate(doc, kept.update);
  const words = doc.getText("content").toJSON().trim();
  doc.destroy();
  return words;
}
