// Small requests that wait for the network on a kept device: a new entry, a title, a remark. Each has a name: asking again
// under the same name replaces what was wanted before. They are sent in the order in which they were first wanted; one that
// cannot be taken now holds up those of its own document alone. One that the server refuses is forgotten, unless it carries
// words that stand nowhere else: those are shown until their author has them (`refused`).
import { computed, signal } from "@preact/signals";

import { base64url } from "../bytes";
import { isCut, isRefusal, json, Problem, reportKept, request } from "../api";
import { setWaiting } from "../waiting";
import { outdated } from "./answers";
import { get, put, remove, rowsOf, transaction } from "./database";
import { keeping, keepingFailed, sender } from "./keep";
import { unsentDocuments } from "./unsent";

export interface Wish {
  name: string;                     // "entry <document>", "title <document>", "remark <key>"
  method: "POST" | "PUT";
  path: string;
  body: unknown;
  document?: string;                // beside which the words will stand
  words?: string;                   // what its author wrote, when it stands nowhere else
  parts?: Wish[];                   // each is wanted by itself if they cannot be had together
}
interface Row extends Wish {
  person: string;
  since: number;
  refused?: true;
  why?: "passage" | "other";        // none: the text is gone, or closed to them
  lost?: boolean;                   // the words are all that is left of a text
}

const RETRY_MS = 20_000;
const SILENT_MS = 20_000;           // a line that is neither up nor down must not hold up the others

const pending = new Map<string, Row>();
const changes = signal(0);          // of `pending`
const rows = computed(() => (changes.value, [...pending.values()].sort((a, b) => a.since - b.since)));

/** Words that wait, in the order in which they were written; and those that nobody wanted. */
export const waitingWords = computed(() => rows.value.filter((row) => row.words !== undefined && !row.refused));
export const refusedWords = computed(() => rows.value.filter((row) => row.words !== undefined && row.refused));

let sending: Promise<void> | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** True when it is kept here and will be sent; false when this device keeps nothing. */
export async function wish(wanted: Wish): Promise<boolean> {
  const person = keeping.peek();
  if (person === null) return false;
  if (!await keepRow({ ...wanted, person, since: pending.get(wanted.name)?.since ?? afterAll() })) return false;
  reportKept();
  plan();
  return true;
}

async function keepRow(row: Row): Promise<boolean> {
  try {
    await put("wishes", row);
  } catch {
    keepingFailed();
    return false;
  }
  pending.set(row.name, row);
  changed();
  return true;
}

/** Later than what waits, even if the clock was set back since. */
const afterAll = () => Math.max(Date.now(), 1 + (rows.peek().at(-1)?.since ?? 0));

export function isWished(name: string): boolean {
  return pending.has(name);
}

/** What was begun here and is not made yet, in this tab or another. */
export async function wishedEntries(): Promise<string[]> {
  const person = keeping.peek();
  const lying = person === null ? [] : await rowsOf<Row>("wishes", person).catch(() => []);
  return lying.filter(({ name }) => name.startsWith("entry ")).map(documentOf);
}

/** An entry begun here is made on the server before anything is sent to it. */
export async function isMade(document: string): Promise<boolean> {
  const name = `entry ${document}`;
  await hearOf(name);
  if (isWished(name)) await sendWishes();
  return !isWished(name);
}

/** Another tab may have begun it since this one looked. */
async function hearOf(name: string): Promise<void> {
  const person = keeping.peek();
  if (person === null || isWished(name)) return;
  const row = await get<Row>("wishes", [person, name]).catch(() => undefined);
  if (!row || isWished(name)) return;
  pending.set(name, row);
  changed();
}

/** Nobody wants it any more, or it was done otherwise. */
export async function drop(name: string): Promise<void> {
  const person = pending.get(name)?.person ?? keeping.peek();
  if (person === null) return;
  if (pending.delete(name)) changed();
  await remove("wishes", [person, name]).catch(() => undefined);
}

const isSame = (a: Row, b: Row) => JSON.stringify(a) === JSON.stringify(b);

/** As it lies on the device now: another tab may have sent it, or want it otherwise. */
async function asItLies(row: Row): Promise<Row | null> {
  const lies = await get<Row>("wishes", [row.person, row.name]).catch(() => row);
  if (lies && isSame(lies, row)) return row;
  if (lies) pending.set(row.name, lies);
  else pending.delete(row.name);
  changed();
  return lies ?? null;
}

/** It was sent: it goes, unless another tab wants it otherwise by now. */
async function done(row: Row): Promise<void> {
  pending.delete(row.name);
  changed();
  await transaction(["wishes"], "readwrite", (of) => {
    const request = of("wishes").get([row.person, row.name]) as IDBRequest<Row | undefined>;
    request.onsuccess = () => {
      if (request.result && isSame(request.result, row)) of("wishes").delete([row.person, row.name]);
    };
    return () => undefined;
  }).catch(() => undefined);
}

/** What was left from an earlier visit. */
export async function takeUpWishes(person: string): Promise<void> {
  const rows = await rowsOf<Row>("wishes", person).catch(() => []);
  for (const row of rows) if (!pending.has(row.name)) pending.set(row.name, row);
  changed();
  await sendWishes();
}

/** Sends what it can. Resolves when nothing more can be sent now; asks again by itself. */
export function sendWishes(): Promise<void> {
  sending ??= send().finally(() => {
    sending = null;
    if (sendable()) plan();
  });
  return sending;
}

/** One tab at a time, where the browser can tell: each then looks at what the others have left. */
async function send(): Promise<void> {
  const person = sender;
  if (person === null || !sendable()) return;
  if ("locks" in navigator) await navigator.locks.request(`carnet wishes ${person}`, () => sendAll(person));
  else await sendAll(person);
}

async function sendAll(person: string): Promise<void> {
  let sent = false;
  const queue = [...rows.peek()], unsent = new Set(await unsentDocuments(person));      // in this order: a remark comes after the words that it is about
  const held = new Set<string>();                 // documents of which one wish waits: a title comes after its entry, an answer after its remark
  for (const known of queue) {
    if (sender !== person) break;                 // somebody else may be signed in by now
    if (known.person !== person || known.refused || held.has(documentOf(known))) continue;
    const row = await asItLies(known);
    if (!row || row.refused) continue;
    let refusal: unknown = null;
    try {
      await request(row.path, json(row.method, row.body, AbortSignal.timeout(SILENT_MS)));
      sent = true;
    } catch (error) {
      if (isCut(error)) break;
      if (!isRefusal(error) || (codeOf(error) === MISSING && unsent.has(documentOf(row)))) {
        held.add(documentOf(row));
        continue;
      }
      refusal = error;
    }
    if (pending.get(row.name) !== row) continue;                   // wanted otherwise meanwhile
    const why = refusal === null ? undefined : whyOf(refusal);
    if (why && row.parts) queue.push(...(await split(row, row.parts)));
    else if (refusal !== null && row.words !== undefined) await shelve(row, why);
    else await done(row);
  }
  if (sent) outdated.value++;
}

const MISSING = "comment.passage_missing";
const codeOf = (error: unknown) => (error instanceof Problem ? error.code : "");
const whyOf = (refusal: unknown) => (codeOf(refusal) === MISSING ? "passage" : codeOf(refusal).startsWith("document.") ? undefined : "other");

/** Each by itself; the whole stays as long as one of them is not on the device. */
async function split(row: Row, parts: readonly Wish[]): Promise<Row[]> {
  const made = parts.map((part): Row => ({ ...part, person: row.person, since: row.since }));
  for (const one of made) if (!await keepRow(one)) return [];
  await done(row);
  return made;
}

/** The server has the words of this text: what is said about them can follow. */
export function wordsLeft(document: string): void {
  if ([...pending.values()].some((row) => row.words !== undefined && !row.refused && row.document === document)) void Promise.resolve(sending).then(sendWishes);
}

const documentOf = ({ name, document }: Row) => document ?? name.slice(name.indexOf(" ") + 1);

/** Words that the server will never take are shown to their author until they have them. Says whether they lie on the device, or
 * in this page only. */
export async function shelveWords(person: string, document: string, words: string, lost = false): Promise<boolean> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words)));
  const name = `words ${document} ${base64url(digest)}`;            // the same words once, whichever tab puts them aside
  return shelve({ name, method: "PUT", path: "", body: null, document, words, lost, person, since: pending.get(name)?.since ?? Date.now() });
}

async function shelve(row: Row, why?: Row["why"]): Promise<boolean> {
  const shelved: Row = { ...row, refused: true, ...(why && { why }) };
  pending.set(row.name, shelved);
  changed();
  return put("wishes", shelved).then(() => true, () => false);
}

function changed(): void {
  changes.value++;
  setWaiting(pending, sendable(), true);
}

const sendable = () => [...pending.values()].some((row) => !row.refused);

function plan(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void sendWishes(), RETRY_MS);
}

addEventListener("online", () => void sendWishes());
