// Two kinds of live client: the y-websocket provider exactly as npm ships it, and one of ours that shows every message
// as it came, sends whatever it is told, and so can misbehave.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { patience, sleep } from "./server.mjs";

export { Y };
process.setMaxListeners(0); // every provider listens for the exit of the process

/** A WebSocket class that sends this person's cookie and Origin, or token, as their browser would. */
export function socketClass(person, seen = {}) {
  return class extends WebSocket {
    constructor(url, protocols) {
      const { origin, ...headers } = person.headers;
      super(url, protocols, { headers, ...(origin ? { origin } : {}), perMessageDeflate: false });
      seen.opened = (seen.opened ?? 0) + 1;
      this.on("close", (code, reason) => (seen.closes ??= []).push({ code, reason: String(reason) }));
    }
  };
}

/** An unmodified provider on a document of its own. `seen` counts the sockets it opened and how they closed. */
export function provider(person, document, { doc = new Y.Doc(), connect = true } = {}) {
  const seen = { opened: 0, closes: [] };
  const made = new WebsocketProvider(person.server.live, document, doc, {
    WebSocketPolyfill: socketClass(person, seen), disableBc: true, connect, maxBackoffTime: 400,
  });
  made.seen = seen;
  made.text = doc.getText("content");
  made.end = () => {
    made.gone = true;
    made.destroy();
    doc.destroy();
  };
  return made;
}

export async function until(condition, what = "the condition", timeout = patience(15_000)) {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`${typeof what === "function" ? await what() : what} did not come within ${timeout} ms`);
    await sleep(15);
  }
}

/** A text in which the labels of notes are their numbers alone, without the letters of whoever made them. */
export const withoutMakers = (text) => text.replace(/\[\^(\d+)-[a-z]{3}\]/g, "[^$1]");

export const message = {
  step1: (vector = new Uint8Array([0])) => sync(0, vector),
  step2: (update) => sync(1, update),
  update: (update) => sync(2, update),
  awareness(entries) {
    const inner = encoding.createEncoder();
    encoding.writeVarUint(inner, entries.length);
    for (const { id, clock = 1, state } of entries) {
      encoding.writeVarUint(inner, id);
      encoding.writeVarUint(inner, clock);
      encoding.writeVarString(inner, typeof state === "string" ? state : JSON.stringify(state));
    }
    return awareness(encoding.toUint8Array(inner));
  },
  rawAwareness: (bytes) => awareness(bytes),
  queryAwareness: () => Uint8Array.of(3),
};
function sync(kind, payload) {
  const e = encoding.createEncoder();
  encoding.writeVarUint(e, 0);
  encoding.writeVarUint(e, kind);
  encoding.writeVarUint8Array(e, Uint8Array.from(payload));
  return encoding.toUint8Array(e);
}
function awareness(payload) {
  const e = encoding.createEncoder();
  encoding.writeVarUint(e, 1);
  encoding.writeVarUint8Array(e, Uint8Array.from(payload));
  return encoding.toUint8Array(e);
}

function decode(data) {
  const d = decoding.createDecoder(data);
  const type = decoding.readVarUint(d);
  if (type === 0) {
    const kind = decoding.readVarUint(d);
    return { kind: ["step1", "step2", "update"][kind], bytes: decoding.readVarUint8Array(d) };
  }
  if (type === 1) {
    const inner = decoding.createDecoder(decoding.readVarUint8Array(d));
    const entries = [];
    for (let n = decoding.readVarUint(inner); n > 0; n--)
      entries.push({ id: decoding.readVarUint(inner), clock: decoding.readVarUint(inner), state: JSON.parse(decoding.readVarString(inner)) });
    return { kind: "awareness", entries };
  }
  if (type === 100) return { kind: "saved", count: decoding.readVarUint(d) };
  return { kind: `type ${type}`, bytes: data };
}

export class RawClient {
  /** `protocol: "carnet"` asks for message 100. Resolves when the socket is open, also if it is closed right after. */
  static async open(person, document, { protocol, headers, path, doc } = {}) {
    const client = new RawClient();
    const { origin, ...own } = { ...person.headers, ...headers };
    client.doc = doc ?? new Y.Doc();
    client.messages = [];
    client.saved = -1;
    client.sent = 0;
    client.waiting = new Set();
    client.socket = new WebSocket(`ws://127.0.0.1:${person.server.port}${path ?? `/live/${document}`}`, protocol ? [protocol] : [], {
      headers: own, ...(origin ? { origin } : {}), perMessageDeflate: false, maxPayload: 1 << 28,
    });
    client.closed = new Promise((done) => client.socket.on("close", (code, reason) => {
      client.close = { code, reason: String(reason) };
      done(client.close);
      client.wake();
    }));
    client.socket.on("message", (data) => client.receive(new Uint8Array(data)));
    client.refused = null;
    await new Promise((done, fail) => {
      client.socket.on("open", done);
      client.socket.on("unexpected-response", (_req, res) => {
        client.refused = res.statusCode;
        res.resume();
        client.socket.terminate();
        fail(Object.assign(new Error(`upgrade refused with ${res.statusCode}`), { status: res.statusCode }));
      });
      client.socket.on("error", fail);
    });
    client.socket.on("error", () => {});
    return client;
  }

  receive(data) {
    const m = { ...decode(data), data };
    this.messages.push(m);
    if (m.kind === "step2" || m.kind === "update") Y.applyUpdate(this.doc, m.bytes, "server");
    if (m.kind === "saved") this.saved = m.count;
    this.wake();
  }

  wake() {
    for (const w of this.waiting) w();
  }

  /** The first message, from `from` on, that fits: already here or still to come. */
  async wait(fits, what = "a message", { from = 0, timeout = patience(10_000) } = {}) {
    const test = typeof fits === "string" ? (m) => m.kind === fits : fits;
    return this.when(() => this.messages.slice(from).find(test), typeof fits === "string" ? `a ${fits} message` : what, timeout);
  }

  async when(condition, what, timeout = patience(10_000)) {
    const end = Date.now() + timeout;
    for (;;) {
      const value = condition();
      if (value) return value;
      if (this.close) throw new Error(`closed with ${this.close.code} "${this.close.reason}" while waiting for ${what}`);
      const left = end - Date.now();
      if (left <= 0) throw new Error(`${what} did not come; came: ${this.messages.map((m) => m.kind).join(" ")}`);
      let wake;
      const woken = new Promise((done) => this.waiting.add((wake = done)));
      const timer = sleepCancelable(left);
      await Promise.race([woken, timer.promise]);
      timer.cancel();
      this.waiting.delete(wake);
    }
  }

  /** The close code, or an error if the socket stays open. */
  async code(timeout = patience(8000)) {
    const timer = sleepCancelable(timeout);
    const closed = await Promise.race([this.closed, timer.promise]);
    timer.cancel();
    if (!closed) throw new Error(`the socket stayed open; came: ${this.messages.map((m) => m.kind).join(" ")}`);
    return closed.code;
  }

  send(bytes) {
    if (bytes[0] === 0 && bytes[1] !== 0) this.sent++;
    this.socket.send(bytes);
    return this.sent;
  }

  sendUpdate(update) {
    return this.send(message.update(update));
  }

  /** Edits this client's own copy; one update leaves for each transaction. Returns the last message's number. */
  edit(change) {
    const updates = [];
    const collect = (update, origin) => origin === "edit" && updates.push(update);
    this.doc.on("update", collect);
    this.doc.transact(() => change(this.doc.getText("content"), this.doc), "edit");
    this.doc.off("update", collect);
    for (const update of updates) this.sendUpdate(update);
    return this.sent;
  }

  type(text, at) {
    return this.edit((content) => content.insert(Math.min(at ?? content.length, content.length), text));
  }

  /** Asks for the state and waits for it; the server's answer is then in `doc`. */
  async sync() {
    const from = this.messages.length;
    this.send(message.step1(Y.encodeStateVector(this.doc)));
    await this.wait("step2", "step2", { from });
    return this;
  }

  async settled(count = this.sent) {
    await this.when(() => this.saved >= count, `saved ${count}`, patience(20_000));
  }

  get text() {
    return this.doc.getText("content").toString();
  }

  end() {
    this.socket.close(1000);
    return this.closed;
  }

  drop() {
    this.socket.terminate();
  }
}

function sleepCancelable(ms) {
  let timer, finish;
  const promise = new Promise((done) => {
    finish = done;
    timer = setTimeout(done, ms, null);
  });
  return { promise, cancel: () => (clearTimeout(timer), finish(null)) };
}

/** The update of a document that says `text`, typed by client `id`. */
export function updateOf(text, id, base) {
  const doc = new Y.Doc();
  if (base) Y.applyUpdate(doc, base);
  const before = Y.encodeStateVector(doc);
  if (id !== undefined) doc.clientID = id;
  const content = doc.getText("content");
  content.insert(content.length, text);
  return Y.encodeStateAsUpdate(doc, before);
}

/** A random number generator that repeats itself for the same seed (mulberry32). */
export function random(seed) {
  let a = seed >>> 0;
  const next = () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { next, below, pick: (list) => list[below(list.length)], chance: (p) => next() < p };
}
