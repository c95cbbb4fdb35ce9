// Where a proxy refuses websockets: one POST carries our update there and brings back what we miss.
import * as Y from "yjs";

import { request } from "../api";
import { base64url, octetsOf } from "../bytes";

const SILENT_MS = 60_000;           // a line that is neither up nor down
const SLOW = 2;                     // octets in a millisecond, of a line that is worth waiting for: how far a text has left is not told
const VECTOR = "Carnet-State-Vector";
const VECTOR_MAX = 3_000;           // octets
const WRITER_MAX = 13;              // of one writer in it at most: a client id and a clock
const NOTHING = new Uint8Array([0, 0]);           // a Yjs update without structs nor deletions

/** Sends what was added since `known` (a state vector; null sends nothing) and hands over the answer. Resolves with the state
 * vector of what the server holds by then; null where it does not say: to readers, and of very many writers. */
export async function exchange(document: string, doc: Y.Doc, known: Uint8Array | null, apply: (update: Uint8Array) => void): Promise<Uint8Array | null> {
  const update = known === null ? NOTHING : Y.encodeStateAsUpdate(doc, known);
  const abort = new AbortController();
  let watch: ReturnType<typeof setTimeout> | undefined;
  const wait = (ms: number) => {
    clearTimeout(watch);
    watch = setTimeout(() => abort.abort(new DOMException("too slow", "TimeoutError")), ms);
  };
  wait(SILENT_MS + update.length / SLOW);
  try {
    const response = await request(`/api/documents/${document}/updates`, {
      method: "POST",
      headers: {
        "Content-Type": "application/octet-stream",
        [VECTOR]: base64url(shortened(Y.encodeStateVector(doc))),
      },
      signal: abort.signal,
      body: update as Uint8Array<ArrayBuffer>,
    });
    const answer = await whole(response, () => wait(SILENT_MS));
    if (answer.length > 0) apply(answer);
    const held = response.headers.get(VECTOR);
    return held === null ? null : octetsOf(held);
  } finally {
    clearTimeout(watch);
  }
}

/** Whether a server that holds this has less than `carried`. */
export function lacks(held: Uint8Array, carried: Uint8Array): boolean {
  const has = Y.decodeStateVector(held);
  return [...Y.decodeStateVector(carried)].some(([client, clock]) => clock > (has.get(client) ?? 0));
}

/** Proxies refuse long headers. What is left out comes again, which changes nothing: those who wrote least. */
function shortened(vector: Uint8Array): Uint8Array {
  if (vector.length <= VECTOR_MAX) return vector;
  const most = [...Y.decodeStateVector(vector)].sort(([, a], [, b]) => b - a);
  return Y.encodeStateVector(new Map(most.slice(0, VECTOR_MAX / WRITER_MAX)));
}

/** A long text comes for as long as it moves. */
async function whole(response: Response, moved: () => void): Promise<Uint8Array> {
  const pieces: Uint8Array<ArrayBuffer>[] = [], reader = response.body?.getReader();
  for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
    moved();
    pieces.push(piece.value);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
