// The journal as the page knows it: entries, who reads them, and writing a new one in one tap.
import { signal } from "@preact/signals";

import { t, tn } from "../../i18n/t";
import { api, isSilence, Problem } from "../../lib/api";
import { enumerate, type Named } from "../../lib/people";
import { base64url } from "../../lib/bytes";
import { catchTyping } from "../../lib/catcher";
import type { Keep } from "../../lib/autosave";
import { keeping } from "../../lib/keep/keep";
import { drop, wishedEntries } from "../../lib/keep/wishes";
import { navigate } from "../../lib/router";
import { setWaiting } from "../../lib/waiting";

export type Visibility = "private" | "tutor" | "group" | "cohort";

export interface Reader extends Named {
  relation: string;
  can?: ("read" | "comment" | "write")[];
}

export interface Entry {
  id: string;
  document: string;
  title: string;
  author: Named;
  writtenOn: string;
  createdAt: string;
  updatedAt: string;
  visibility: Visibility;
  group: Named | null;
  tags: string[];
  erasesAt?: string | null;           // for the author: when it is erased, if they asked
  readers?: Reader[];
  reminder?: string | null;           // for the author: the template whose reminder they have not put away
  abilities: { read: boolean; write: boolean; comment: boolean; share: boolean; rename: boolean };
}

export interface Choice {
  visibility: Visibility;
  group: Named | null;
  readers: Reader[];
}

export interface Journal {
  entries: Entry[];
  erasesAt: string | null;            // all of it
  abilities: { create: boolean; export: boolean };
}

export interface Ending {
  journal: boolean;
  erasesAt: string | null;
}

/** With the entries that were begun on this device and that the server could not make yet. */
export async function loadJournal(signal?: AbortSignal): Promise<Journal> {
  const journal = await api.get<Journal>("/api/journal", signal);
  const begun = (await wishedEntries()).filter((id) => !journal.entries.some((one) => one.document === id));
  return begun.length === 0 ? journal : (await import("./here")).withBegun(journal, begun);
}
export const loadShared = async (signal?: AbortSignal) => (await api.get<{ entries: Entry[] }>("/api/journal/shared", signal)).entries;
export const loadEntry = (id: string, signal?: AbortSignal) => api.get<Entry>(`/api/journal/entries/${id}`, signal);
export const loadChoices = async (id: string) =>
  (await api.get<{ choices: Choice[] }>(`/api/journal/entries/${id}/visibility`)).choices;
export const renameEntry = (id: string, title: string) => api.put<Entry>(`/api/journal/entries/${id}/title`, { title });

export const putReminderAway = (template: string) => api.putOnly(`/api/journal/reminders/${template}`, {});

export const endEntry = (id: string) => api.put<Entry>(`/api/journal/entries/${id}/erasure`, {});
export const keepEntry = (id: string) => api.take<Entry>(`/api/journal/entries/${id}/erasure`);
export const loadEnding = (signal?: AbortSignal) => api.get<Ending>("/api/journal/erasure", signal);
export const endJournal = () => api.put<Ending>("/api/journal/erasure", {});
export const keepJournal = () => api.take<Ending>("/api/journal/erasure");

/** What one's next entries begin as, and who would read one begun now. */
export interface EntryDefault {
  visibility: Visibility;
  choices: Choice[];
}
export const loadDefault = (signal?: AbortSignal) => api.get<EntryDefault>("/api/journal/default", signal);
export const keepDefault = (visibility: Visibility) => api.put<EntryDefault>("/api/journal/default", { visibility });
export const nextOf = ({ visibility, choices }: EntryDefault): Choice | null =>
  visibility === "private" ? null : choices.find((one) => one.visibility === visibility) ?? null;

export function shareEntry(id: string, choice: Choice): Promise<Entry> {
  const body = choice.group && choice.visibility === "group"
    ? { visibility: choice.visibility, group: choice.group.id }
    : { visibility: choice.visibility };
  return api.put<Entry>(`/api/journal/entries/${id}/visibility`, body);
}

export interface Earlier { tutor: Named | null; entries: { id: string; title: string; writtenOn: string }[] }
export const loadEarlier = (signal?: AbortSignal) => api.get<Earlier>("/api/journal/earlier", signal);
export const answerEarlier = (share: readonly string[]) => api.put<Earlier>("/api/journal/earlier", { share });

/** What makes an entry the same however often it is asked for. */
export interface Begun {
  key: string;
  writtenAt: string;
}
export const beginEntry = (): Begun => ({ key: base64url(crypto.getRandomValues(new Uint8Array(18))), writtenAt: new Date().toISOString() });

const PATIENCE_MS = 4_000;
export const creating = signal(false);
const fresh = new Map<string, { words: string }>();      // entries made in this tab and not opened yet, with their first words

/** A new entry without a title, opened ready to type; private, unless who would read it was `shown` before. Taps that follow at once are
 * the same wish, and what is typed meanwhile is not lost (if the server does not answer it waits for the next try). */
export async function writeEntry(words = "", shown: Choice | null = null): Promise<void> {
  if (creating.peek()) return;
  creating.value = true;
  catchTyping(t("journal.write.busy"));
  const begun = beginEntry();
  try {
    const document = await make(begun, shown);
    const first = { words };
    fresh.set(document, first);
    setWaiting(first, words !== "");
    navigate(`/journal/${document}`);
  } finally {
    creating.value = false;
  }
}

/** On the server, or on this device until the server answers. */
async function make(begun: Begun, shown: Choice | null): Promise<string> {
  const wanted = shown ? { ...begun, visibility: shown.visibility, readers: shown.readers.map((one) => one.id) } : begun;
  try {
    const signal = keeping.peek() === null ? undefined : AbortSignal.timeout(PATIENCE_MS);
    return (await api.post<Entry>("/api/journal/entries", wanted, signal)).document;
  } catch (error) {
    if (!isSilence(error) && !(error instanceof Problem && error.status === 429)) throw error;
    const here = await (await import("./here")).beginHere(wanted, shown);
    if (here === null) throw error;
    return here;
  }
}

/** A title that cannot be sent stays on this device. */
export const titleHere = (document: string): Keep => ({
  hold: async (title) => (await import("./here")).holdTitle(document, title),
  release: () => drop(`title ${document}`),
});

/** Just made, and not opened yet. */
export const isFresh = (document: string) => fresh.has(document);

/** The first words for an entry that was just made, once: they stand in its text from now on. */
export function takeFresh(document: string): string {
  const first = fresh.get(document);
  if (!first) return "";
  fresh.delete(document);
  setWaiting(first, false);
  return first.words;
}

export function titleOf(entry: { title: string }): string {
  return entry.title.trim() === "" ? t("journal.untitled") : entry.title;
}

const NAMED = 3;                    // up to that many readers are named in a sentence, then counted

export function readerNames(readers: readonly Reader[]): string {
  return readers.length <= NAMED ? enumerate(readers.map((r) => r.name)) : tn("readers.people", readers.length);
}

export function canComment(readers: readonly Reader[]): boolean {
  return readers.every((reader) => reader.can === undefined || reader.can.includes("comment") || reader.can.includes("write"));
}

/** What a change of readers means, in sentences: who will read, who will not any more. */
export function changeWords(before: readonly Reader[], after: readonly Reader[]): string[] {
  const without = (from: readonly Reader[], those: readonly Reader[]) => from.filter((r) => !those.some((o) => o.id === r.id));
  const joining = without(after, before);
  const leaving = without(before, after);
  const words: string[] = [];
  if (joining.length > 0) words.push(tn(canComment(joining) ? "share.widen" : "share.widen.read", joining.length, { names: readerNames(joining) }));
  if (leaving.length > 0) words.push(tn("share.narrow", leaving.length, { names: readerNames(leaving) }));
  if (after.length === 0) words.push(t("readers.nobody"));
  return words.length > 0 ? words : [t("share.same")];
}

/** Who reads an entry now, as a sentence without mark-up. */
export function readersSentence(entry: { visibility: Visibility }, readers: readonly Reader[]): string {
  if (readers.length === 0) return t(entry.visibility === "private" ? "readers.nobody" : "readers.nobody.yet");
  return tn(canComment(readers) ? "readers.comment" : "readers.read", readers.length, { names: readerNames(readers) });
}
