// An entry begun without network, on a kept device: the page for it, its empty text, and the wish that makes it on the server.
import { isoDay } from "../../lib/dates";
import { keepAnswer, keptAnswer } from "../../lib/keep/answers";
import { beginCopy } from "../../lib/keep/copy";
import { keeping } from "../../lib/keep/keep";
import { wish } from "../../lib/keep/wishes";
import { me } from "../session/session";
import type { Begun, Choice, Entry, Journal } from "./journal";

/** The document's id; null when this device keeps nothing. */
export async function beginHere(begun: Begun, shown: Choice | null): Promise<string | null> {
  const who = me.peek()?.person;
  if (!who || keeping.peek() !== who.id) return null;
  const document = await idOf(who.id, begun.key);
  const entry: Entry = {
    id: document, document, title: "", author: { id: who.id, name: who.name }, writtenOn: isoDay(new Date(begun.writtenAt)),
    createdAt: begun.writtenAt, updatedAt: begun.writtenAt, visibility: shown?.visibility ?? "private", group: shown?.group ?? null, tags: [], readers: shown?.readers ?? [],
    abilities: { read: true, write: true, comment: false, share: false, rename: true },
  };
  if (!await wish({ name: `entry ${document}`, method: "POST", path: "/api/journal/entries", body: begun })) return null;
  await beginCopy(who.id, document);
  await keepAnswer(`/api/journal/entries/${document}`, entry);
  const journal = await keptAnswer<Journal>("/api/journal");
  if (journal) await keepAnswer("/api/journal", { ...journal, entries: [entry, ...journal.entries] });
  return document;
}

/** The newest first, as the server tells them. */
export async function withBegun(journal: Journal, begun: readonly string[]): Promise<Journal> {
  const entries = await Promise.all(begun.map((document) => keptAnswer<Entry>(`/api/journal/entries/${document}`)));
  const newest = entries.filter((one) => one !== undefined).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return { ...journal, entries: [...newest, ...journal.entries] };
}

/** As the server derives it: 26 characters, 5 bits of each of the first octets of a SHA-256. */
export async function idOf(author: string, key: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`journal_entry\n${author}\n${key}`)));
  return Array.from(digest.subarray(0, 26), (octet) => "abcdefghijklmnopqrstuvwxyz234567"[octet & 31]).join("");
}

/** The title that waits here is the one to show. */
export async function holdTitle(document: string, title: string): Promise<boolean> {
  const path = `/api/journal/entries/${document}`;
  if (!await wish({ name: `title ${document}`, method: "PUT", path: `${path}/title`, body: { title } })) return false;
  const entry = await keptAnswer<Entry>(path);
  if (entry) await keepAnswer(path, { ...entry, title });
  const journal = await keptAnswer<Journal>("/api/journal");
  if (journal) await keepAnswer("/api/journal", { ...journal, entries: journal.entries.map((one) => (one.document === document ? { ...one, title } : one)) });
  return true;
}
