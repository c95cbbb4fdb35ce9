// Where a proxy refuses websockets: one POST carries our update there and brings back what we miss.
import * as Y from "yjs";

import { request } from "../api";
import { base64url } from "../bytes";

const SILENT_MS = 60_000;           // a line that is neither up nor down; a long text takes its time
const NOTHING = new Uint8Array([0, 0]);           // a Yjs update without structs nor deletions

/** Sends what was added since `known` (a state vector; null sends nothing) and hands over the answer. */
export async function exchange(document: string, doc: Y.Doc, known: Uint8Array | null, apply: (update: Uint8Array) => void): Promise<void> {
  const update = known === null ? NOTHING : Y.encodeStateAsUpdate(doc, known);
  const response = await request(`/api/documents/${document}/updates`, {
    method: "POST",
    headers: {
      "Content-Type": "application/octet-stream",
      "Carnet-State-Vector": base64url(Y.encodeStateVector(doc)),
    },
    signal: AbortSignal.timeout(SILENT_MS),
    body: update as Uint8Array<ArrayBuffer>,
  });
  const answer = new Uint8Array(await response.arrayBuffer());
  if (answer.length > 0) apply(answer);
}
