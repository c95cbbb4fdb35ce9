// The server, seen from the page: JSON in, JSON out, and three kinds of failure that a component can tell apart.
// A path is always ours; the cookie travels by itself.
import { takeAhead } from "./ahead";

/** The server answered no. `code` is its stable key ("session.wrong"). */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, readonly retryAfter: number | null, readonly body: unknown = null) {
    super(`${status} ${code}`);
  }
}

/** The server did not answer at all. */
export class Unreachable extends Error {}

/** Nor here, but somebody on the way did: a proxy, a filter, a page that says it is being looked after. */
export class Intercepted extends Unreachable {}

/** The server's last word: the same again would be answered in the same way. */
export const isRefusal = (error: unknown): boolean => error instanceof Problem && error.status < 500 && error.status !== 401 && error.status !== 429;

/** It cannot say: what this device has stands in. */
export const isSilence = (error: unknown): boolean => error instanceof Unreachable || (error instanceof Problem && error.status >= 500);

/** Nothing else would come through now either: the line is away, or the session has ended. */
export const isCut = (error: unknown): boolean => (error instanceof Unreachable && !(error instanceof Intercepted)) || (error instanceof Problem && error.status === 401);

let signedOut: (code: string) => void = () => undefined;

/** What to do when an answer says that nobody is signed in ("session.none"), or somebody else ("session.other"); set once by the session area. */
export function onSignedOut(handler: (code: string) => void): void {
  signedOut = handler;
}

/** The live line, or an upload, learnt it before any request did. */
export function reportSignedOut(code = "session.none"): void {
  if (code === "session.none" || code === "session.other") signedOut(code);
}

let person: string | null = null;

/** For whom this page is. It says so with whatever it sends, so that nothing is taken from it once somebody else is signed in. */
export function speakFor(id: string): void {
  person = id;
}

export const speaksFor = (): string | null => person;

export const inNameOf = (id: string) => ({ "Carnet-Person": id });

/** The headers that say for whom a request is. Who signs in may be somebody else. */
export const ownName = (path: string, method = "GET"): Record<string, string> =>
  person === null || (path.startsWith("/api/session") && method !== "DELETE") ? {} : inNameOf(person);

/** taken: by the server · refused: by it, or by its silence. */
export type Sent = "taken" | "refused";

let begins: () => (what: Sent) => void = () => () => undefined;
let keeps: () => void = () => undefined;

/** Set once by what keeps typed words on this device. `begin`: something is sent now, and what becomes of it is told to what that
 * returns. `keep`: what could not be sent lies on this device, to be sent later. */
export function onSending(begin: () => (what: Sent) => void, keep: () => void): void {
  begins = begin;
  keeps = keep;
}

/** A wish stands for what could not be sent. */
export function reportKept(): void {
  keeps();
}

export const isPage = (type: string | null): boolean => type?.startsWith("text/html") === true;

const sends = (init: RequestInit) => init.method !== undefined && init.method !== "GET";

/** `page`: HTML is wanted. Nothing else that the server answers is, so a page that comes unasked is not its own.
 * `takes`: the server keeps what is sent; what was typed for it is then no longer being typed. */
export async function request(path: string, init: RequestInit = {}, page = false, takes = sends(init)): Promise<Response> {
  let response: Response;
  const told = takes ? begins() : null;
  try {
    response = await ((!sends(init) && takeAhead(path)) || fetch(path, { ...init, headers: { ...ownName(path, init.method), ...(init.headers as Record<string, string> | undefined) }, credentials: "same-origin" }));
  } catch (cause) {
    told?.("refused");
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new Unreachable("no answer", { cause });
  }
  if (response.ok && (page || !isPage(response.headers.get("Content-Type")))) {
    told?.("taken");
    return response;
  }
  told?.("refused");
  const problem = await readProblem(response);
  reportSignedOut(problem.code);
  throw problem;
}

/** Whatever the server refuses it refuses with a code; without one it was not the server. */
async function readProblem(response: Response): Promise<Problem> {
  const retry = Number(response.headers.get("Retry-After"));
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== "object" || body === null || !("code" in body) || typeof body.code !== "string") throw new Intercepted("answered by somebody else");
  return new Problem(response.status, body.code, Number.isFinite(retry) && retry > 0 ? retry : null, body);
}

export function json(method: string, body: unknown, signal?: AbortSignal): RequestInit {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), ...(signal ? { signal } : {}) };
}

type Keeper = <T>(path: string, asked: Promise<T>, signal?: AbortSignal) => Promise<T>;
let keeper: Keeper = (_path, asked) => asked;

/** Who answers from this device when the server does not (lib/keep/answers.ts). */
export function answerFrom(found: Keeper): void {
  keeper = found;
}

export const api = {
  get: async <T>(path: string, signal?: AbortSignal): Promise<T> =>
    keeper(path, request(path, signal ? { signal } : {}).then(async (response) => (await response.json()) as T), signal),
  text: async (path: string, signal?: AbortSignal): Promise<string> =>
    keeper(path, request(path, signal ? { signal } : {}, true).then((response) => response.text()), signal),
  post: async <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> => (await (await request(path, json("POST", body, signal))).json()) as T,
  /** A question too long for an address: nothing is kept of it. */
  ask: async <T>(path: string, body: unknown): Promise<T> => (await (await request(path, json("POST", body), false, false)).json()) as T,
  put: async <T>(path: string, body: unknown): Promise<T> => (await (await request(path, json("PUT", body))).json()) as T,
  /** For answers without a body. */
  postOnly: async (path: string, body: unknown): Promise<void> => {
    await request(path, json("POST", body));
  },
  putOnly: async (path: string, body: unknown): Promise<void> => {
    await request(path, json("PUT", body));
  },
  /** A removal that answers with what is left. */
  take: async <T>(path: string): Promise<T> => (await (await request(path, { method: "DELETE" })).json()) as T,
  remove: async (path: string): Promise<void> => {
    await request(path, { method: "DELETE" });
  },
};
