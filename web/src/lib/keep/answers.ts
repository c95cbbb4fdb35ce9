// What the server answered last, for the times when it does not: pages visited on a kept device open without network.
import { signal } from "@preact/signals";

import { answerFrom, isSilence, Problem, request } from "../api";
import { get, put, remove, rowsOf } from "./database";
import { keeping, keepingFailed } from "./keep";

/** False while what one sees comes from this device because the server does not answer. */
export const reachable = signal(true);

/** Grows when what was answered before may be old: the server is back, or what waited on this device has left. */
export const outdated = signal(0);

let failing: string | null = null;     // the question whose answer failed while others may come; null: no answer comes

function speaks(path: string): void {
  if (reachable.peek() || (failing !== null && failing !== path)) return;
  failing = null;
  reachable.value = true;
  outdated.value++;
}

const KEPT = /^\/api\/(me|cohort|cohorts|journal|documents|groups|works|queue|notices|trainees|board)(\/|\?|$)/;
const ME = "/api/me";               // kept by whoever signs in, who alone knows for whom
const PATIENCE_MS = 2_500;          // a line that is neither up nor down
const KNOWN_SILENT_MS = 250;        // and was found so: an answer that comes after all is shown when it comes
const MOST = 1_000;                 // answers of one person

interface Answer {
  person: string;
  path: string;
  at: number;
  value: unknown;
}

/** The answer of `asked`, or the last one to the same question if none comes. */
export async function answered<T>(path: string, asked: Promise<T>, signal?: AbortSignal): Promise<T> {
  const person = keeping.peek();
  if (person === null || !KEPT.test(path)) return asked;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((done) => (timer = setTimeout(done, reachable.peek() ? PATIENCE_MS : KNOWN_SILENT_MS))).then(() => orKept(person, path, asked, null, signal));
  const prompt = asked.then(
    (value) => {
      speaks(path);
      if (path !== ME) void keepAnswer(path, value);
      return value;
    },
    async (error: unknown) => {
      const begun = error instanceof Problem && error.status === 404 ? await begunHere<T>(path, person) : undefined;
      if (begun !== undefined) return fromDevice(begun, signal);
      if (error instanceof Problem && error.status >= 403 && error.status <= 410 && !(await isOwn(path, person))) await forgetAnswer(path, person);
      if (!isSilence(error)) throw error;
      return orKept(person, path, asked, error instanceof Problem ? path : null, signal);
    },
  );
  return Promise.race([prompt, late]).finally(() => clearTimeout(timer));
}

/** What says that a text is one's own goes with its copy (lib/keep/lost.ts), which must know it. */
async function isOwn(path: string, person: string): Promise<boolean> {
  if (!/^\/api\/(journal\/entries|works)\//.test(path)) return false;
  const about = await keptAnswer<{ author?: { id: string }; owner?: string } | null>(path, person);
  return (about?.author?.id ?? about?.owner) === person;
}

const fromHere = new WeakSet();

/** Whether an answer, or one of those that were asked for under a signal, is one that this device kept: it says how things were. */
export const isKeptAnswer = (value: unknown): boolean => typeof value === "object" && value !== null && fromHere.has(value);

/** The kept answer, or what comes of asking when there is none. */
async function orKept<T>(person: string, path: string, asked: Promise<T>, fails: string | null, signal?: AbortSignal): Promise<T> {
  const kept = await keptAnswer<T>(path, person);
  if (kept === undefined) return asked;
  silent(fails);
  return fromDevice(kept, signal);
}

function fromDevice<T>(kept: T, signal?: AbortSignal): T {
  if (typeof kept === "object" && kept !== null) fromHere.add(kept);
  if (signal) fromHere.add(signal);
  return kept;
}

/** Of an entry begun here, which the server could not make yet and does not know. */
async function begunHere<T>(path: string, person: string): Promise<T | undefined> {
  const document = /^\/api\/journal\/entries\/([^/]+)$/.exec(path)?.[1];
  const wished = document !== undefined && (await get("wishes", [person, `entry ${document}`]).catch(() => undefined));
  return wished ? keptAnswer<T>(path, person) : undefined;
}

export async function keptAnswer<T>(path: string, person = keeping.peek()): Promise<T | undefined> {
  if (person === null) return undefined;
  try {
    return (await get<Answer>("answers", [person, path]))?.value as T | undefined;
  } catch {
    return undefined;
  }
}

export async function keepAnswer(path: string, value: unknown): Promise<void> {
  const person = keeping.peek();
  if (person === null) return;
  const row: Answer = { person, path, at: Date.now(), value };
  await put("answers", row).catch(keepingFailed);
}

export async function forgetAnswer(path: string, person: string): Promise<void> {
  await remove("answers", [person, path]).catch(() => undefined);
}

/** The oldest go when there are too many, but for what is said of the texts that lie here. */
export async function tidyAnswers(): Promise<void> {
  const person = keeping.peek();
  if (person === null) return;
  const rows = await rowsOf<Answer>("answers", person);
  const texts = new Set((await rowsOf<{ document: string }>("secured", person)).map(({ document }) => document));
  const old = rows.sort((a, b) => b.at - a.at).slice(MOST).filter(({ path }) => !path.split(/[/?]/).some((part) => texts.has(part)));
  for (const { path } of old) await remove("answers", [person, path]);
}

const PING_MS = 15_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The server does not answer: ask now and then until it does. */
function silent(fails: string | null): void {
  reachable.value = false;
  failing = fails;
  clearTimeout(timer);
  timer = setTimeout(() => void ping(), PING_MS);
}

async function ping(): Promise<void> {
  if (reachable.peek()) return;
  const path = failing ?? ME;
  try {
    await request(path);
    speaks(path);
  } catch (error) {
    if (isSilence(error)) silent(failing);
    else speaks(path);              // it answers, if only to say no
  }
}

addEventListener("online", () => void ping());
answerFrom(answered);
