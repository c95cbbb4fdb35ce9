// What a kept device does once its owner is there: sends what was left, and fetches what they may want without network.
import { effect } from "@preact/signals";
import * as Y from "yjs";

import { api, isCut, request } from "../api";
import { takeUpImages } from "../images/send";
import { namedIn } from "../images/written";
import { leaveLive, openLive } from "../live/open";
import { exchange, lacks } from "../live/poll";
import { passagesAsText } from "../live/unsent";
import { when } from "../when";
import { keepAnswer, keptAnswer, reachable, tidyAnswers } from "./answers";
import { Copy } from "./copy";
import { keepFields } from "./fields";
import { keeping } from "./keep";
import { keepOnly, shelveLost } from "./lost";
import { isSeen, seenImage, tidySeen } from "./seen";
import { unsentDocuments } from "./unsent";
import { shelveWords, takeUpWishes } from "./wishes";

interface Line {
  id: string;
  kind: string;
  owner: string;
  updatedAt: string;
}

const PAUSE_MS = 150;               // between two documents fetched ahead: nobody waits for them
const START_MS = 3_000;

const FETCHED = "/api/documents/own";             // a name among the kept answers: when each was fetched
const READABLE = "/api/documents/readable";       // another: what one could open when this was last asked

let started: string | null = null;

/** Fields that hold again what was being typed into them are `said` in these words. */
export async function takeUp(person: string, words: string, said: (words: string) => void): Promise<void> {
  if (started === person || keeping.peek() !== person) return;
  started = person;
  await keepFields(person, words, said);
  await takeUpWishes(person);
  await takeUpImages(person);
  for (const document of await unsentDocuments(person)) void sendWords(person, document).catch(() => undefined);
  effect(() => {                                  // again once they have signed in again
    if (reachable.value && keeping.value === person) setTimeout(() => void fetchAhead(person).catch(() => undefined), START_MS);
  });
}

/** Words that wait in a text leave; of a text that one may no longer open they are shown to their author instead. */
async function sendWords(person: string, document: string): Promise<void> {
  const live = openLive(document, null);
  await live.looked;
  await when(() => !live.unsaved.value || (live.refusal.value !== null && live.refusal.value !== "signed_out"));
  const refusal = live.refusal.peek();
  if (live.unsaved.peek() && (refusal === "forbidden" || refusal === "missing") && keeping.peek() === person) {
    const passages = live.unsent();
    const lost = await shelveLost(document);
    const shelved = lost || passages.length === 0 || (await shelveWords(person, document, passagesAsText(passages).trim()));
    if (shelved) await Copy.of(document)?.forget();
  }
  leaveLive(live);
}

/** One's own texts, those that changed since they were last fetched; copies of what one may no longer open go. */
async function fetchAhead(person: string): Promise<void> {
  if (!reachable.peek() || keeping.peek() !== person) return;
  const all = await api.get<Line[]>("/api/documents");
  if (!reachable.peek()) return;                  // that was the kept answer
  const readable = all.map((line) => line.id);
  if (await keepOnly(person, new Set(readable), (await keptAnswer<string[]>(READABLE)) ?? [])) await keepAnswer(READABLE, readable);
  const fetched = (await keptAnswer<Record<string, string>>(FETCHED)) ?? {};
  for (const line of all.filter((one) => one.owner === person && fetched[one.id] !== one.updatedAt)) {
    if (!reachable.peek() || keeping.peek() !== person) return;
    try {
      await fetchOne(line);
      fetched[line.id] = line.updatedAt;
      await keepAnswer(FETCHED, fetched);
    } catch (error) {
      if (isCut(error)) return;                   // else it is this text that cannot be given now
    }
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
  await tidyAnswers();
  await tidySeen(person);
}

async function fetchOne(line: Line): Promise<void> {
  const copy = Copy.of(line.id);
  if (!copy) return;
  const about = line.kind === "journal_entry" ? `/api/journal/entries/${line.id}` : `/api/works/${line.id}`;
  await keepAnswer(about, await (await request(about)).json());
  const doc = new Y.Doc();
  const kept = await copy.load();
  if (kept) Y.applyUpdate(doc, kept.update);
  doc.on("update", (update: Uint8Array) => copy.add(update, null));
  const receive = (update: Uint8Array) => Y.applyUpdate(doc, update, "server");
  const held = await exchange(line.id, doc, null, receive);
  if (kept?.unsent !== true && held && lacks(held, Y.encodeStateVector(doc))) await exchange(line.id, doc, held, receive);      // it was restored from a backup
  for (const id of namedIn(doc.getText("content").toJSON())) {
    if (!(await isSeen(line.id, id))) await seenImage(line.id, id, true).catch(() => undefined);
  }
  if (kept?.unsent !== true) await copy.secure(doc);
  else await copy.flush();
  doc.destroy();
}
