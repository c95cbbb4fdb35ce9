// Bytes on a TCP socket, for what no proper HTTP or websocket client would send; and just enough parsing to read the answers.
import { createHash, randomBytes } from "node:crypto";
import { connect } from "node:net";
import { patience } from "./server.mjs";

export class RawSocket {
  static async open(server) {
    const raw = new RawSocket();
    raw.buffer = Buffer.alloc(0);
    raw.ended = false;
    raw.waiting = new Set();
    raw.socket = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
    raw.socket.on("data", (d) => ((raw.buffer = Buffer.concat([raw.buffer, d])), raw.wake()));
    const over = () => ((raw.ended = true), raw.wake());
    raw.socket.on("end", over).on("close", over).on("error", over);
    await new Promise((done, fail) => raw.socket.once("connect", done).once("error", fail));
    return raw;
  }

  wake() {
    for (const w of [...this.waiting]) w();
  }

  write(data) {
    if (!this.socket.destroyed) this.socket.write(data);
    return this;
  }

  /** Waits until `take()` gives something, or the peer has closed, or time is up; then what `take()` gives. */
  async until(take, timeout = patience(8000)) {
    const end = Date.now() + timeout;
    for (;;) {
      const value = take();
      if (value || this.ended || Date.now() >= end) return value;
      await new Promise((done) => {
        const timer = setTimeout(finish, end - Date.now());
        const { waiting } = this;
        waiting.add(finish);
        function finish() {
          clearTimeout(timer);
          waiting.delete(finish);
          done();
        }
      });
    }
  }

  /** The next HTTP answer, taken from the stream, or null. `head`: the answer has no body. */
  async answer({ head = false, timeout } = {}) {
    return (await this.until(() => this.takeAnswer(head), timeout)) ?? this.takeAnswer(head) ?? null;
  }

  takeAnswer(head) {
    const at = this.buffer.indexOf("\r\n\r\n");
    if (at < 0) return undefined;
    const [first, ...lines] = this.buffer.subarray(0, at).toString("latin1").split("\r\n");
    const headers = {};
    for (const line of lines) headers[line.slice(0, line.indexOf(":")).toLowerCase()] = line.slice(line.indexOf(":") + 1).trim();
    const status = Number(first.split(" ")[1]);
    let size = Number(headers["content-length"] ?? 0);
    const whole = this.buffer.subarray(at + 4);
    if (headers["content-length"] === undefined && !head && ![101, 204, 304].includes(status)) {
      if (!this.ended) return undefined; // the end of the connection ends the body
      size = whole.length;
    }
    if (head || status === 304 || status === 204 || status === 101) size = 0;
    if (whole.length < size) return undefined;
    this.buffer = whole.subarray(size);
    return { status, first, headers, body: whole.subarray(0, size), text: whole.subarray(0, size).toString("utf8") };
  }

  /** True once the server has closed its side. */
  async closed(timeout = patience(8000)) {
    await this.until(() => this.ended, timeout);
    return this.ended;
  }

  end() {
    this.socket.destroy();
  }
}

/** Sends these bytes on a new connection: {answers, closed}. Waits for `expect` answers or the end of the connection. */
export async function send(server, bytes, { expect = 1, timeout = patience(8000), linger = 0 } = {}) {
  const raw = await RawSocket.open(server);
  raw.write(bytes);
  const answers = [];
  for (let a; answers.length < expect && (a = await raw.answer({ timeout })); ) answers.push(a);
  const closed = await raw.closed(linger || 1);
  for (let a; (a = raw.takeAnswer(false)); ) answers.push(a);
  raw.end();
  return { answers, closed, rest: raw.buffer };
}

/** A request as text: `first` line, headers (an object or lines), body. Host is there unless set to null. */
export function http(first, headers = {}, body = "") {
  const all = { host: "127.0.0.1", ...headers };
  const lines = Object.entries(all).filter(([, v]) => v !== null).flatMap(([k, v]) => [v].flat().map((one) => `${k}: ${one}`));
  return Buffer.concat([Buffer.from(`${[`${first} HTTP/1.1`, ...lines].join("\r\n")}\r\n\r\n`, "latin1"), Buffer.from(body)]);
}

// ---- websocket frames by hand ----

export const opcode = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

/** One frame. `length` claims another size than the payload's; `masked: false` breaks RFC 6455 on purpose. */
export function frame(payload, { op = opcode.binary, fin = true, masked = true, rsv = 0, length } = {}) {
  payload = Buffer.from(payload);
  const size = BigInt(length ?? payload.length);
  const head = [(fin ? 0x80 : 0) | (rsv << 4) | op];
  const m = masked ? 0x80 : 0;
  if (size < 126n) head.push(m | Number(size));
  else if (size < 65536n) head.push(m | 126, Number(size >> 8n), Number(size & 255n));
  else {
    head.push(m | 127);
    for (let shift = 56n; shift >= 0n; shift -= 8n) head.push(Number((size >> shift) & 255n));
  }
  if (!masked) return Buffer.concat([Buffer.from(head), payload]);
  const mask = randomBytes(4);
  const body = Buffer.from(payload);
  for (let i = 0; i < body.length; i++) body[i] ^= mask[i & 3];
  return Buffer.concat([Buffer.from(head), mask, body]);
}

export class RawWebSocket {
  static async open(person, document) {
    const ws = new RawWebSocket();
    ws.raw = await RawSocket.open(person.server);
    const key = randomBytes(16).toString("base64");
    ws.raw.write(http(`GET /live/${document}`, {
      host: `127.0.0.1:${person.server.port}`, upgrade: "websocket", connection: "Upgrade", "sec-websocket-version": "13", "sec-websocket-key": key, ...person.headers,
    }));
    const answer = await ws.raw.answer();
    if (answer?.status !== 101) throw Object.assign(new Error(`no upgrade: ${answer?.first}`), { status: answer?.status });
    const expected = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    if (answer.headers["sec-websocket-accept"] !== expected) throw new Error("wrong sec-websocket-accept");
    return ws;
  }

  write(bytes) {
    this.raw.write(bytes);
    return this;
  }

  /** The next frame {op, payload}, or null when the connection ended or nothing came. */
  async frame(timeout) {
    return (await this.raw.until(() => this.take(), timeout)) ?? this.take() ?? null;
  }

  take() {
    const b = this.raw.buffer;
    if (b.length < 2) return undefined;
    let size = b[1] & 127, at = 2;
    if (size === 126) (size = b.length >= 4 ? b.readUInt16BE(2) : Infinity), (at = 4);
    else if (size === 127) (size = b.length >= 10 ? Number(b.readBigUInt64BE(2)) : Infinity), (at = 10);
    if (b.length < at + size) return undefined;
    this.raw.buffer = b.subarray(at + size);
    return { op: b[0] & 15, fin: b[0] >= 128, masked: b[1] >= 128, payload: b.subarray(at, at + size) };
  }

  /** The close code, 1006 when the connection ended without one, null when it stayed open. */
  async code(timeout = patience(5000)) {
    const end = Date.now() + timeout;
    for (let f; (f = await this.frame(Math.max(1, end - Date.now()))); )
      if (f.op === opcode.close) return f.payload.length >= 2 ? f.payload.readUInt16BE(0) : 1005;
    return this.raw.ended ? 1006 : null;
  }

  end() {
    this.raw.end();
  }
}
