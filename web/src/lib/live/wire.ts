// The messages of /live/<document>, y-protocols and ours: how they are written and read. No state.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

export type Message =
  | { kind: "step1"; vector: Uint8Array }
  | { kind: "step2"; update: Uint8Array }
  | { kind: "update"; update: Uint8Array }
  | { kind: "awareness"; update: Uint8Array }
  | { kind: "queryAwareness" }
  | { kind: "saved"; count: number }
  | { kind: "comments" }
  | { kind: "apart" }
  | { kind: "unknown" };

const SYNC = 0;
const AWARENESS = 1;
const QUERY_AWARENESS = 3;
const SAVED = 100;
const COMMENTS = 101;
const APART = 102;

const SYNC_KINDS = ["step1", "step2", "update"] as const;

function write(fill: (to: encoding.Encoder) => void): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  fill(encoder);
  return encoding.toUint8Array(encoder);
}

export function encodeSync(kind: "step1" | "step2" | "update", payload: Uint8Array): Uint8Array<ArrayBuffer> {
  return write((to) => {
    encoding.writeVarUint(to, SYNC);
    encoding.writeVarUint(to, SYNC_KINDS.indexOf(kind));
    encoding.writeVarUint8Array(to, payload);
  });
}

export function encodeAwareness(update: Uint8Array): Uint8Array<ArrayBuffer> {
  return write((to) => {
    encoding.writeVarUint(to, AWARENESS);
    encoding.writeVarUint8Array(to, update);
  });
}

/** Throws on a message cut short; whoever reads drops the connection then. */
export function decode(frame: ArrayBuffer): Message {
  const from = decoding.createDecoder(new Uint8Array(frame));
  switch (decoding.readVarUint(from)) {
    case SYNC: {
      const kind = SYNC_KINDS[decoding.readVarUint(from)];
      if (kind === undefined) return { kind: "unknown" };
      const payload = decoding.readVarUint8Array(from);
      return kind === "step1" ? { kind, vector: payload } : { kind, update: payload };
    }
    case AWARENESS: return { kind: "awareness", update: decoding.readVarUint8Array(from) };
    case QUERY_AWARENESS: return { kind: "queryAwareness" };
    case SAVED: return { kind: "saved", count: decoding.readVarUint(from) };
    case COMMENTS: return { kind: "comments" };
    case APART: return { kind: "apart" };
    default: return { kind: "unknown" };
  }
}
