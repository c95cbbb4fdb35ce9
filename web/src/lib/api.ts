// The server, seen from the page: JSON in, JSON out, and three kinds of failure that a component can tell apart.
// A path is always ours; the cookie travels by itself.

/** The server answered no. `code` is its stable key ("session.wrong"). */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, readonly retryAfter: number | null) {
    super(`${status} ${code}`);
  }
}

/** The server did not answer at all. */
export class Unreachable extends Error {}

let signedOut: () => void = () => undefined;

/** What to do when an answer says that nobody is signed in; set once by the session area. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler;
}

/** The live line learnt it before any request did. */
export function reportSignedOut(): void {
  signedOut();
}

export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: "same-origin" });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new Unreachable("no answer", { cause });
  }
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (problem.code === "session.none") signedOut();
  if (problem.status === 502 || problem.status === 504) throw new Unreachable("no answer behind the proxy");
  throw problem;
}

async function readProblem(response: Response): Promise<Problem> {
  const retry = Number(response.headers.get("Retry-After"));
  let code = "unknown";
  try {
    const body: unknown = await response.json();
    if (typeof body === "object" && body !== null && "code" in body && typeof body.code === "string") code = body.code;
  } catch {
    // A proxy's HTML page: the status is all we have.
  }
  return new Problem(response.status, code, Number.isFinite(retry) && retry > 0 ? retry : null);
}

function json(method: string, body: unknown): RequestInit {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

export const api = {
  get: async <T>(path: string, signal?: AbortSignal): Promise<T> =>
    (await (await request(path, signal ? { signal } : {})).json()) as T,
  text: async (path: string, signal?: AbortSignal): Promise<string> =>
    (await request(path, signal ? { signal } : {})).text(),
  post: async <T>(path: string, body: unknown): Promise<T> => (await (await request(path, json("POST", body))).json()) as T,
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
