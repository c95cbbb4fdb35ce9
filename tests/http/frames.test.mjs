// Websocket frames that no library sends, and updates that no editor makes: the right refusal, memory flat, nobody else disturbed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RawClient, Y, message, random, updateOf } from "../harness/live.mjs";
import { RawWebSocket, frame, opcode } from "../harness/raw.mjs";
import { Server, patience } from "../harness/server.mjs";

let server, attacker, person, witness, calm;
before(async () => {
  // A small quarantine, so that what the sanitizer keeps back is not taken for growth.
  server = await Server.start(null, { env: { ASAN_OPTIONS: "detect_leaks=1:abort_on_error=1:quarantine_size_mb=4" }, config: { "live-rate": 0 } });
  attacker = await server.asToken("stg-02");
  person = await server.asToken("stg-08");
  calm = await person.newPage();
  witness = await (await RawClient.open(person, calm, { protocol: "carnet" })).sync();
});
after(async () => {
  await witness.end();
  await server.end();
});

/** Somebody else, in another room of the same server, still writes and is acknowledged. */
async function undisturbed() {
  witness.type("·");
  await witness.settled();
  assert.equal(witness.close, undefined);
}
async function flat(limit, work) {
  await undisturbed();
  const before = server.memory();
  await work();
  await undisturbed();
  const grown = server.memory() - before;
  assert.ok(grown < limit, `memory grew by ${Math.round(grown / 1024)} kB`);
}
const MB = 1024 * 1024;
const open = async (page) => RawWebSocket.open(attacker, page ?? (await attacker.newPage()));

test("an update in many fragments with pings between them is one message", async () => {
  const page = await attacker.newPage();
  const ws = await open(page);
  const whole = Buffer.from(message.update(updateOf("morceau par morceau", 321)));
  const third = Math.ceil(whole.length / 3);
  ws.write(frame(whole.subarray(0, third), { fin: false }));
  ws.write(frame("un", { op: opcode.ping }));
  ws.write(frame(whole.subarray(third, 2 * third), { op: opcode.more, fin: false }));
  ws.write(frame("", { op: opcode.more, fin: false }));
  const pong = async () => {
    for (let f; (f = await ws.frame()); ) if (f.op === opcode.pong) return f.payload.toString();
  };
  assert.equal(await pong(), "un");
  ws.write(frame("deux", { op: opcode.ping }));
  ws.write(frame(whole.subarray(2 * third), { op: opcode.more }));
  assert.equal(await pong(), "deux");
  const reader = await (await RawClient.open(attacker, page)).sync();
  await reader.when(() => reader.text === "morceau par morceau", "the text");
  await reader.end();
  ws.end();
});

test("a message cut into single bytes on the wire arrives", async () => {
  const page = await attacker.newPage();
  const ws = await open(page);
  ws.raw.socket.setNoDelay(true);
  for (const byte of frame(Buffer.from(message.update(updateOf("goutte", 322))))) {
    ws.write(Buffer.of(byte));
    await new Promise(setImmediate);
  }
  const reader = await (await RawClient.open(attacker, page)).sync();
  await reader.when(() => reader.text === "goutte", "the text");
  await reader.end();
  ws.end();
});

test("server frames are not masked", async () => {
  const ws = await open();
  ws.write(frame(Buffer.from(message.step1())));
  const f = await ws.frame();
  assert.equal(f.masked, false);
  assert.equal(f.op, opcode.binary);
  ws.end();
});

for (const [what, bytes] of [
  ["an unmasked frame", () => frame(Buffer.from(message.step1()), { masked: false })],
  ["an unknown opcode", () => frame("x", { op: 3 })],
  ["an unknown control opcode", () => frame("x", { op: 11 })],
  ["reserved bits", () => frame("x", { rsv: 4 })],
  ["a continuation of nothing", () => frame("x", { op: opcode.more })],
  ["a new message inside another", () => Buffer.concat([frame("x", { fin: false }), frame("y")])],
  ["a ping above 125 bytes", () => frame("p".repeat(126), { op: opcode.ping })],
  ["a ping in fragments", () => frame("p", { op: opcode.ping, fin: false })],
  ["a close with one byte", () => frame(Buffer.of(3), { op: opcode.close })],
  ["a close with code 1005", () => frame(Buffer.of(3, 0xed), { op: opcode.close })],
  ["a close with code 0", () => frame(Buffer.of(0, 0), { op: opcode.close })],
  ["a close with a reason that is not UTF-8", () => frame(Buffer.of(3, 0xe8, 0xff, 0xfe), { op: opcode.close })],
  ["a text frame that is not UTF-8", () => frame(Buffer.of(0xff, 0xfe), { op: opcode.text })],
  ["a length in too many bytes", () => Buffer.of(0x82, 0xfe, 0, 1, 1, 2, 3, 4, 5)],
  ["a length with the top bit set", () => frame("x", { length: (1n << 63n) + 5n })],
  ["HTTP in the middle", () => Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n")],
  ["a frame cut by the end of the connection", () => frame("x".repeat(500)).subarray(0, 100)],
  ["a thousand empty frames", () => Buffer.concat(Array.from({ length: 1000 }, () => frame("", { op: opcode.more, fin: false })))],
  ["five thousand pings at once", () => Buffer.concat(Array.from({ length: 5000 }, () => frame("p", { op: opcode.ping })))],
]) {
  test(`${what} harms nobody else`, async () => {
    const ws = await open();
    ws.write(bytes());
    if (what.includes("end of the connection")) ws.raw.socket.end();
    await ws.code(400);
    ws.end();
    await undisturbed();
    assert.ok(server.alive);
  });
}

for (const [what, length] of [["9 MB", 9 * MB], ["100 MB", 100 * MB], ["2^31", 2 ** 31], ["2^32 + 1", 2 ** 32 + 1], ["2^62", 1n << 62n]]) {
  test(`a frame that announces ${what} is refused without memory for it`, () => flat(16 * MB, async () => {
    const ws = await open();
    ws.write(frame(Buffer.alloc(64 * 1024), { length }));
    for (let i = 0; i < 200 && !ws.raw.ended; i++) {
      ws.write(Buffer.alloc(64 * 1024));
      await new Promise(setImmediate);
    }
    const code = await ws.code(patience(6000));
    assert.ok([1009, 4413, 1002, 1006].includes(code), `closed with ${code}`);
    ws.end();
  }));
}

test("fragments that add up to more than 8 MB are refused", () => flat(24 * MB, async () => {
  const ws = await open();
  ws.write(frame(Buffer.alloc(1 * MB), { fin: false }));
  for (let i = 0; i < 12 && !ws.raw.ended; i++) {
    ws.write(frame(Buffer.alloc(1 * MB), { op: opcode.more, fin: false }));
    await new Promise((done) => setTimeout(done, 5));
  }
  const code = await ws.code();
  assert.ok([1009, 4413, 1006].includes(code), `closed with ${code}`);
  ws.end();
}));

// ---- counts that lie ----

const varint = (n) => {
  const out = [];
  for (n = BigInt(n); n > 127n; n >>= 7n) out.push(Number(n & 127n) | 128);
  return [...out, Number(n)];
};
const lies = { "2^31 - 1": 2n ** 31n - 1n, "2^53 - 1": 2n ** 53n - 1n, "2^64 - 1": 2n ** 64n - 1n, "2^70": 2n ** 70n };
const text = [1, 7, ...Buffer.from("content")]; // parent: the root of that name
const places = {
  "clients of an update": (n) => message.update([...varint(n), 1, 5, 0, 4, ...text, 1, 97, 0]),
  "structs of a client": (n) => message.update([1, ...varint(n), 5, 0, 4, ...text, 1, 97, 0]),
  "client id of an update": (n) => message.update([1, 1, ...varint(n), 0, 4, ...text, 1, 97, 0]),
  "clock of an update": (n) => message.update([1, 1, 5, ...varint(n), 4, ...text, 1, 97, 0]),
  "length of a string": (n) => message.update([1, 1, 5, 0, 4, ...text, ...varint(n), 97, 0]),
  "length of a root name": (n) => message.update([1, 1, 5, 0, 4, 1, ...varint(n), 97, 1, 97, 0]),
  "length of a deleted run": (n) => message.update([1, 1, 5, 0, 1, ...text, ...varint(n), 0]),
  "length of a GC struct": (n) => message.update([1, 1, 5, 0, 0, ...varint(n), 0]),
  "length of a skip": (n) => message.update([1, 1, 5, 0, 10, ...varint(n), 0]),
  "values of an array": (n) => message.update([1, 1, 5, 0, 8, ...text, ...varint(n), 127, 0]),
  "keys of an object": (n) => message.update([1, 1, 5, 0, 8, ...text, 1, 118, ...varint(n), 0]),
  "bytes of a binary": (n) => message.update([1, 1, 5, 0, 3, ...text, ...varint(n), 1, 0]),
  "clients of a delete set": (n) => message.update([0, ...varint(n), 5, 1, 0, 1]),
  "ranges of a delete set": (n) => message.update([0, 1, 5, ...varint(n), 0, 1]),
  "clock of a deleted range": (n) => message.update([0, 1, 5, 1, ...varint(n), 1]),
  "length of a deleted range": (n) => message.update([0, 1, 5, 1, 0, ...varint(n)]),
  "an origin's clock": (n) => message.update([1, 1, 5, 1, 0x84, 5, ...varint(n), 1, 97, 0]),
  "clients of a state vector": (n) => message.step1([...varint(n), 5, 1]),
  "clock of a state vector": (n) => message.step1([1, 5, ...varint(n)]),
  "client id of a state vector": (n) => message.step1([1, ...varint(n), 1]),
  "entries of an awareness message": (n) => message.rawAwareness([...varint(n), 5, 1, 2, 123, 125]),
  "length of an awareness state": (n) => message.rawAwareness([1, 5, 1, ...varint(n), 123, 125]),
  "clock of an awareness state": (n) => message.rawAwareness([1, 5, ...varint(n), 2, 123, 125]),
  "length of the sync payload": (n) => Uint8Array.from([0, 2, ...varint(n), 0, 0]),
  "message type": (n) => Uint8Array.from([...varint(n), 0]),
};
for (const [place, make] of Object.entries(places)) {
  test(`a lie about the ${place.replace(/^an? /, "")} costs no memory and leaves the text alone`, () => flat(16 * MB, async () => {
    for (const [size, n] of Object.entries(lies)) {
      const page = await attacker.newPage();
      const c = await (await RawClient.open(attacker, page)).sync();
      c.socket.send(Uint8Array.from(make(n)));
      c.socket.send(message.step1());
      const from = c.messages.length;
      await Promise.race([c.closed, c.wait((m) => m.kind === "step2", "step2", { from }).catch(() => {})]);
      if (c.close) assert.ok([4400, 4403, 4413].includes(c.close.code), `${size}: closed with ${c.close.code}`);
      assert.ok(["", "a"].includes(await attacker.text(page)), size);
      c.drop();
    }
  }));
}

test("2,000 mutated, cut and swollen messages: the server lives, memory is flat, others write on", async () => {
  const seed = Number(process.env.CARNET_SEED ?? 20260612);
  const rnd = random(seed);
  const source = new Y.Doc();
  const corpus = [message.step1(), message.queryAwareness(), message.awareness([{ id: 5, clock: 1, state: { user: { name: "x" } } }])];
  source.on("update", (u) => corpus.push(message.update(u), message.step2(u)));
  source.clientID = 77;
  const t = source.getText("content");
  t.insert(0, "Bonjour à tous, 👩🏽‍🏫 ");
  t.insert(4, "x");
  t.delete(2, 5);
  t.format(0, 3, { bold: true });
  source.getMap("m").set("k", { a: [1, 2.5, true, null, "é"], b: new Uint8Array([1, 2]) });
  source.getArray("l").insert(0, [1, new Y.Map(), new Y.Text("dans un tableau")]);
  source.getXmlFragment("x").insert(0, [new Y.XmlElement("p"), new Y.XmlText("t")]);
  corpus.push(message.step2(Y.encodeStateAsUpdate(source)), message.step1(Y.encodeStateVector(source)));

  const page = await attacker.newPage();
  const mutate = (bytes) => {
    let out = Buffer.from(bytes);
    for (let n = 1 + rnd.below(4); n > 0; n--) {
      const at = rnd.below(out.length + 1);
      switch (rnd.below(6)) {
        case 0: if (at < out.length) out[at] ^= 1 << rnd.below(8); break;
        case 1: if (at < out.length) out[at] = rnd.pick([0, 1, 127, 128, 255]); break;
        case 2: out = out.subarray(0, at); break;
        case 3: out = Buffer.concat([out.subarray(0, at), Buffer.from(Array.from({ length: 1 + rnd.below(20) }, () => rnd.below(256))), out.subarray(at)]); break;
        case 4: out = Buffer.concat([out.subarray(0, at), out.subarray(Math.min(out.length, at + 1 + rnd.below(8)))]); break;
        case 5: out = Buffer.concat([out.subarray(0, at), Buffer.alloc(9, 255), out.subarray(at)]); break;
      }
    }
    return out;
  };
  let warm = 0, ws = null, sockets = 0;
  for (let i = 0; i < 2000; i++) {
    if (!ws || ws.raw.ended) {
      ws?.end();
      ws = await open(page);
      sockets++;
    }
    ws.write(frame(mutate(rnd.pick(corpus)), rnd.chance(0.03) ? { fin: false } : rnd.chance(0.02) ? { op: rnd.below(16) } : {}));
    if (rnd.chance(0.8)) for (let f; (f = await ws.frame(8)); )
      if (f.op === opcode.close) {
        ws.end();
        ws = null;
        break;
      }
    if (i % 100 === 99) {
      await undisturbed();
      if (i === 499) warm = server.memory();
    }
  }
  ws?.end();
  assert.ok(server.alive);
  const grown = server.memory() - warm;
  assert.ok(grown < 48 * MB, `seed ${seed}: memory grew by ${Math.round(grown / MB)} MB after the first 500`);
  const fresh = await (await RawClient.open(attacker, page)).sync();
  assert.equal(await attacker.text(page), fresh.text, `seed ${seed}: the page and its readers differ`);
  assert.ok(sockets > 100, `only ${sockets} sockets were needed: most mutations should be refused`);
  await fresh.end();
});

test("five hundred connections opened and dropped leave nothing behind", () => flat(24 * MB, async () => {
  const page = await attacker.newPage();
  for (let round = 0; round < 20; round++) {
    const list = await Promise.all(Array.from({ length: 25 }, () => RawClient.open(attacker, page)));
    for (const c of list) c.drop();
    await Promise.all(list.map((c) => c.closed));
  }
}));

test("awareness under ever new ids, states and clocks costs no memory", () => flat(16 * MB, async () => {
  const page = await attacker.newPage();
  const c = await (await RawClient.open(attacker, page)).sync();
  for (let i = 0; i < 20_000 && !c.close; i++) {
    c.socket.send(message.awareness([{ id: i % 3 === 0 ? 7 : i, clock: i, state: { x: "y".repeat(i % 900) } }]));
    if (i % 500 === 499) {
      c.messages.length = 0;
      await new Promise((done) => setTimeout(done, 5));
    }
  }
  if (!c.close) await c.sync();
  c.drop();
}));
