// The live document against a server played by the test: what it sends, and above all what it says.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { library, load } from "./page.mjs";

const Y = await library("yjs");
const encoding = await library("lib0/encoding");
const decoding = await library("lib0/decoding");

class FakeSocket {
  static OPEN = 1;
  static made = [];
  sent = [];
  readyState = 0;

  constructor(url, protocols) {
    Object.assign(this, { url: String(url), protocols });
    FakeSocket.made.push(this);
  }

  send(frame) {
    this.sent.push(read(frame));
  }

  close() {
    this.readyState = 3;
  }

  open() {
    this.readyState = 1;
    this.onopen?.();
  }

  say(...parts) {
    const frame = write(parts);
    this.onmessage?.({ data: frame.buffer.slice(frame.byteOffset, frame.byteOffset + frame.byteLength) });
  }

  end(code, reason = "") {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  /** step2 and update messages that arrived, as the server counts them. */
  get counted() {
    return this.sent.filter((message) => message.type === 0 && message.kind !== 0).length;
  }
}

function write(parts) {
  const encoder = encoding.createEncoder();
  for (const part of parts) typeof part === "number" ? encoding.writeVarUint(encoder, part) : encoding.writeVarUint8Array(encoder, part);
  return encoding.toUint8Array(encoder);
}

function read(frame) {
  const decoder = decoding.createDecoder(frame);
  const type = decoding.readVarUint(decoder);
  return type === 0 ? { type, kind: decoding.readVarUint(decoder), payload: decoding.readVarUint8Array(decoder) } : { type };
}

const posts = [];
let answer = () => Promise.reject(new TypeError("no network"));
Object.assign(globalThis, {
  location: { href: "http://127.0.0.1/" },
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  document: { addEventListener: () => undefined, removeEventListener: () => undefined, visibilityState: "visible" },
  WebSocket: FakeSocket,
  fetch: (path, init) => {
    posts.push({ path, init });
    return answer(path, init);
  },
});
const { Crowd } = await load("lib/live/crowd.ts");
const { Live } = await load("lib/live.ts");
const { exchange } = await load("lib/live/poll.ts");
const { onSignedOut } = await load("lib/api.ts");

/** Timers, and the clock by which waiting is measured, that go on when they are told to. */
function heldTime(t) {
  let now = 0;
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(performance, "now", () => now);
  const pass = (ms) => (now += ms);
  return { pass, tick: (ms) => (pass(ms), t.mock.timers.tick(ms)) };
}

const later = (ms) => new Promise((done) => setTimeout(done, ms));
const lives = [];
afterEach(() => {
  for (const live of lives.splice(0)) live.destroy();
  FakeSocket.made = [];
  posts.length = 0;
  answer = () => Promise.reject(new TypeError("no network"));
});

function start() {
  const live = new Live("d-1", null);
  lives.push(live);
  return live;
}

/** A server that holds `doc` and admits a writer, or a reader. */
function admit(doc, { writer = true } = {}) {
  const socket = FakeSocket.made.at(-1);
  socket.open();
  const step1 = socket.sent.find((message) => message.type === 0 && message.kind === 0);
  socket.say(0, 1, Y.encodeStateAsUpdate(doc, step1.payload));
  if (writer) socket.say(0, 0, Y.encodeStateVector(doc));
  return socket;
}

const docWith = (words) => {
  const doc = new Y.Doc();
  doc.getText("content").insert(0, words);
  return doc;
};

test("asks for the subprotocol, then shows the server's text as saved", () => {
  const live = start();
  assert.equal(live.state.value, "opening");
  const socket = admit(docWith("Bonjour"));
  assert.deepEqual(socket.protocols, ["carnet"]);
  assert.equal(socket.url, "ws://127.0.0.1/live/d-1");
  assert.equal(live.content(), "Bonjour");
  assert.equal(live.state.value, "saved");
});

test("an edit is saved when the server has counted it, not when it left", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const live = start();
  const socket = admit(docWith("Bonjour"));
  socket.say(100, 1);
  live.text.insert(7, " Annie");
  assert.equal(socket.counted, 2);
  assert.equal(live.unsaved.value, true);
  assert.equal(live.state.value, "saving");
  socket.say(100, 1);
  assert.equal(live.unsaved.value, true);
  socket.say(100, 2);
  assert.equal(live.unsaved.value, false);
  t.mock.timers.tick(1_000);
  assert.equal(live.state.value, "saved");
  assert.ok(live.savedAt.value instanceof Date);
});

test("while one types the word does not flicker: saved is said when nothing has waited for a moment, and never sooner", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const live = start();
  const socket = admit(docWith("Bonjour"));
  socket.say(100, 1);
  const said = [];
  const stop = live.state.subscribe((state) => {
    said.push(state);
    assert.ok(state !== "saved" || !live.unsaved.value, "called saved while it is not");
  });
  for (let key = 0; key < 8; key++) {
    live.text.insert(0, "a");
    t.mock.timers.tick(1_500);
    socket.say(100, socket.counted);
    assert.equal(live.unsaved.value, false);
    t.mock.timers.tick(150);
  }
  t.mock.timers.tick(1_000);
  stop();
  assert.deepEqual(said, ["saved", "saving", "saved"]);
});

test("an edit made before the server asked travels in step2, and nothing is sent before", () => {
  const live = start();
  const server = docWith("Bonjour");
  const socket = FakeSocket.made.at(-1);
  socket.open();
  live.text.insert(0, "Ah ");
  assert.equal(socket.counted, 0);
  socket.say(0, 1, Y.encodeStateAsUpdate(server));
  socket.say(0, 0, Y.encodeStateVector(server));
  assert.equal(socket.counted, 1);
  Y.applyUpdate(server, socket.sent.at(-1).payload);
  assert.equal(server.getText("content").toString(), live.content());
  socket.say(100, 1);
  assert.equal(live.unsaved.value, false);
});

test("a cut with words on their way says kept, without words offline, and comes back by itself", async () => {
  const live = start();
  const server = docWith("Bonjour");
  let socket = admit(server);
  socket.say(100, 1);
  live.text.insert(7, " Annie");
  socket.end(1006);
  await later(1_050);
  assert.equal(live.state.value, "kept");
  await later(400);                               // the first retry is due after at most 0.75 s
  assert.ok(FakeSocket.made.length >= 2);
  socket = admit(server);
  assert.equal(live.unsaved.value, true);
  socket.say(100, 1);
  assert.equal(live.unsaved.value, false);
  await later(500);
  assert.equal(live.state.value, "saved");
  Y.applyUpdate(server, socket.sent.filter((m) => m.kind === 1).at(-1).payload);
  assert.equal(server.getText("content").toString(), "Bonjour Annie");
  socket.end(1012);
  await later(1_050);
  assert.equal(live.state.value, "offline");
});

/** Without the line for `ms`, both changed the same sentence. */
async function comeBack(ms, change = (text) => text.insert(0, "Oui. ")) {
  const live = start();
  const server = docWith("Le marché ouvre lundi. Il y a du pain.");
  let socket = admit(server);
  socket.say(100, 1);
  socket.end(1012);
  live.text.delete(16, 5);
  live.text.insert(16, "mardi");
  server.getText("content").delete(10, 5);
  server.getText("content").insert(10, "ferme");
  await later(ms);
  socket = admit(server);
  live.text.delete(live.text.length - 5, 4);      // with the others' words in view: it is of no account
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(server));
  change(other.getText("content"));
  socket.say(0, 2, Y.encodeStateAsUpdate(other, Y.encodeStateVector(server)));
  assert.equal(posts.length, 0, "not before the server has the words");
  answer = () => Promise.resolve(new Response("{}", { status: 201 }));
  socket.say(100, 1);
  return { live, server, told: posts.map(({ path, init }) => ({ path, ...JSON.parse(init.body) })) };
}

test("a sentence that others changed while the line was cut is told, once the words are saved, with where it stands", async () => {
  const { live, server, told: [one, ...more] } = await comeBack(1_100);
  assert.equal(more.length, 0);
  assert.deepEqual([one.path, one.mine, one.theirs, one.clients], ["/api/documents/d-1/apart", "Le marché ouvre mardi.", "Le marché ferme lundi.", [server.clientID]]);
  const position = (name) => Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(Buffer.from(one[name], "base64url")), live.doc).index;
  assert.equal(live.content().slice(position("start"), position("end")), one.merged);
  assert.equal(one.merged, "Le marché ferme mardi.");
});

test("after a cut that nobody noticed nothing is told", async () => {
  assert.deepEqual((await comeBack(600)).told, []);
});

test("what was taken out is kept no longer than it is needed", async () => {
  const { live } = await comeBack(1_100);
  for (let item = live.text._start; item !== null; item = item.right) assert.ok(!item.deleted || !(item.content instanceof Y.ContentString), item.content.str);
  const socket = FakeSocket.made.at(-1);
  live.text.delete(0, 3);
  for (let item = live.text._start; item !== null; item = item.right) assert.ok(!item.deleted || !(item.content instanceof Y.ContentString), item.content.str);
  socket.end(1012);
});

for (const [code, reason, refusal] of [[4400, "", "bad"], [4401, "", "signed_out"], [4403, "", "forbidden"], [4403, "author", "author"], [4404, "", "missing"], [4413, "", "too_big"]]) {
  test(`${code} ${reason} is final and keeps the words`, async () => {
    let told = 0;
    onSignedOut(() => told++);
    const live = start();
    const socket = admit(docWith("Bonjour"));
    socket.say(100, 1);
    live.text.insert(7, " Annie");
    socket.end(code, reason);
    assert.equal(live.state.value, "refused");
    assert.equal(live.refusal.value, refusal);
    assert.deepEqual(live.unsent().map((passage) => passage.words), [" Annie"]);
    assert.equal(told, refusal === "signed_out" ? 1 : 0);
    await later(900);
    assert.equal(FakeSocket.made.length, 1);
  });
}

test("after signing in again the words leave", async () => {
  const live = start();
  const server = docWith("Bonjour");
  admit(server).say(100, 1);
  live.text.insert(7, " Annie");
  FakeSocket.made.at(-1).end(4401);
  live.retryNow();
  assert.equal(live.refusal.value, "signed_out", "the network alone brings nobody back");
  live.resume();
  const socket = admit(server);
  socket.say(100, 1);
  assert.equal(live.unsaved.value, false);
});

for (const code of [1006, 1012, 1013, 4503]) {
  test(`${code} is tried again`, async () => {
    const live = start();
    admit(docWith("Bonjour"));
    FakeSocket.made.at(-1).end(code);
    if (code === 4503) assert.notEqual(live.state.value, "refused");
    await later(800);
    assert.equal(FakeSocket.made.length, 2);
  });
}

test("whoever is sent away each time with the same words comes back ever more slowly, until something is saved", async () => {
  const live = start(), server = docWith("Bonjour");
  admit(server).say(100, 1);
  live.text.insert(7, " Annie");
  const waits = [];
  const real = globalThis.setTimeout;
  globalThis.setTimeout = (fn, ms, ...rest) => {
    if (FakeSocket.made.at(-1).readyState === 3 && ms >= 250) waits.push(ms);
    return real(fn, ms >= 250 ? 0 : ms, ...rest);
  };
  try {
    for (let i = 0; i < 6; i++) {
      const made = FakeSocket.made.length;
      FakeSocket.made.at(-1).end(4503);
      while (FakeSocket.made.length === made) await new Promise((done) => setImmediate(done));
      admit(server);
    }
    assert.ok(Math.max(...waits) >= 8_000, `waited ${waits}`);
    FakeSocket.made.at(-1).say(100, 1);
    waits.length = 0;
    FakeSocket.made.at(-1).end(4503);
    assert.ok(Math.min(...waits) <= 750, `waited ${waits}`);
  } finally {
    globalThis.setTimeout = real;
  }
});

/** Another writer of the same document, and the frames that bring their letters. */
function writer(doc) {
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  const frames = [];
  other.on("update", (update) => frames.push([0, 2, update]));
  return { type: (words) => other.getText("content").insert(other.getText("content").length, words), frames };
}

test("a letter that comes alone is there at once; those of a crowd come together, in one change, and nothing of them is lost", (t) => {
  const time = heldTime(t);
  const live = start(), doc = docWith("Bonjour");
  const socket = admit(doc);
  let changes = 0;
  live.text.observe(({ transaction }) => {
    assert.equal(transaction.local, false);
    assert.equal(transaction.origin, live);
    changes++;
  });
  const ten = Array.from({ length: 10 }, () => writer(doc));
  ten.forEach(({ type }, i) => type(String(i)));
  ten.forEach(({ type }, i) => type(String(i)));
  const [first, ...rest] = [0, 1].flatMap((n) => ten.map(({ frames }) => frames[n]));
  socket.say(...first);
  assert.equal(live.content(), "Bonjour0");
  for (const frame of rest) socket.say(...frame);
  assert.equal(changes, 1);
  time.tick(500);
  assert.equal(changes, 2);
  const all = new Y.Doc();
  Y.applyUpdate(all, Y.encodeStateAsUpdate(doc));
  for (const frame of [first, ...rest]) Y.applyUpdate(all, frame[2]);
  assert.equal(live.content(), all.getText("content").toString());
});

test("what takes long to be taken in comes less often", (t) => {
  const time = heldTime(t);
  const taken = [];
  const crowd = new Crowd(100, (all) => {
    taken.push(...all);
    time.pass(60);
  });
  crowd.add("a");
  crowd.add("b");
  time.tick(200);
  assert.deepEqual(taken, ["a"]);
  time.tick(300);
  assert.deepEqual(taken, ["a", "b"]);
});

test("while a word is composed others' letters wait, but not for long, and no longer once it is there", (t) => {
  const time = heldTime(t);
  const live = start(), doc = docWith("Bonjour"), { type, frames } = writer(doc), socket = admit(doc);
  const comes = (words) => {
    type(words);
    socket.say(...frames.at(-1));
  };
  live.composes(true);
  comes(" à");
  time.tick(2_000);
  live.composes(true);                            // the next word, and one goes on writing
  comes(" tous");
  assert.equal(live.content(), "Bonjour");
  time.tick(500);
  assert.equal(live.content(), "Bonjour à tous");
  comes(" et");
  time.tick(1_000);
  assert.equal(live.content(), "Bonjour à tous");
  live.composes(false);
  time.tick(500);
  assert.equal(live.content(), "Bonjour à tous et");
  live.destroy();
});

test("what waits of a crowd is taken in before the line ends, and before anything that rests on it", (t) => {
  const time = heldTime(t);
  const live = start(), doc = docWith("Bonjour"), { type, frames } = writer(doc);
  let socket = admit(doc);
  type(" à");
  type(" tous");
  for (const frame of frames) socket.say(...frame);
  assert.equal(live.content(), "Bonjour à");
  socket.end(1006);
  assert.equal(live.content(), "Bonjour à tous");
  time.tick(2_000);
  socket = admit(docWith(""), { writer: false });
  type(" et");
  type(" toutes");
  for (const frame of frames.slice(2)) socket.say(...frame);
  socket.say(0, 0, new Uint8Array([0]));
  const answer = socket.sent.findLast((message) => message.type === 0 && message.kind === 1);
  const carried = new Y.Doc();
  Y.applyUpdate(carried, answer.payload);
  assert.equal(carried.getText("content").toString(), "Bonjour à tous et toutes");
});

test("after three refused upgrades the words leave by POST, and are saved when it is answered", async () => {
  const server = docWith("Bonjour");
  answer = async (_path, init) => {
    Y.applyUpdate(server, init.body);
    return new Response(Y.encodeStateAsUpdate(server, Buffer.from(init.headers["Carnet-State-Vector"], "base64url")));
  };
  const live = start();
  for (let upgrade = 1; upgrade <= 3; upgrade++) {
    assert.equal(posts.length, 0);
    FakeSocket.made.at(-1).end(1006);
    for (let n = 0; n < 40 && FakeSocket.made.length === upgrade && posts.length === 0; n++) await later(50);
  }
  await later(50);
  assert.equal(live.content(), "Bonjour");
  assert.equal(live.state.value, "saved");
  live.text.insert(7, " Annie");
  assert.equal(live.unsaved.value, true);
  await later(1_000);
  assert.equal(live.unsaved.value, false);
  assert.equal(server.getText("content").toString(), "Bonjour Annie");
  assert.equal(posts[0].path, "/api/documents/d-1/updates");
});

for (const [status, type, body, refusal] of [
  [403, "text/html", "<h1>Accès refusé par le filtre</h1>", null], [404, "text/html", "<h1>Maintenance</h1>", null], [413, "text/html", "", null],
  [404, "application/problem+json", '{"status":404,"code":"document.missing"}', "missing"],
]) {
  test(`a POST answered by ${status} ${type} ${refusal ? "is refused" : "decides nothing, and the words go on waiting"}`, async () => {
    answer = async () => new Response(body, { status, headers: { "Content-Type": type } });
    const live = start();
    live.text.insert(0, "Annie");
    for (let upgrade = 1; upgrade <= 3; upgrade++) {
      FakeSocket.made.at(-1).end(1006);
      for (let n = 0; n < 40 && FakeSocket.made.length === upgrade && posts.length === 0; n++) await later(50);
    }
    await later(50);
    assert.equal(posts.length, 1);
    assert.equal(live.refusal.value, refusal);
    assert.equal(live.unsaved.value, true);
  });
}

test("a server restored from a backup gets by POST all that it lacks, and no word is called saved that rests on what it lost", async () => {
  let server = docWith("Bonjour");
  const saved = docWith("");
  Y.applyUpdate(saved, Y.encodeStateAsUpdate(server));
  answer = async (_path, init) => {
    Y.applyUpdate(server, init.body);
    const headers = { "Carnet-State-Vector": Buffer.from(Y.encodeStateVector(server)).toString("base64url") };
    return new Response(Y.encodeStateAsUpdate(server, Buffer.from(init.headers["Carnet-State-Vector"], "base64url")), { headers });
  };
  const live = start();
  for (let upgrade = 1; upgrade <= 3; upgrade++) {
    FakeSocket.made.at(-1).end(1006);
    for (let n = 0; n < 40 && FakeSocket.made.length === upgrade && posts.length === 0; n++) await later(50);
  }
  await later(50);
  live.text.insert(7, " Annie");
  await later(1_000);
  assert.equal(live.unsaved.value, false);
  const told = live.unsaved.subscribe((unsaved) => assert.ok(unsaved || server.getText("content").toString() === live.content(), "called saved while it is not"));
  server = saved;
  live.text.insert(13, " et Zoé");
  for (let n = 0; n < 60 && live.unsaved.value; n++) await later(50);
  told();
  assert.equal(server.getText("content").toString(), "Bonjour Annie et Zoé");
  assert.equal(live.unsaved.value, false);
});

test("of a text with very many writers the header stays short, and what it leaves out changes nothing", async () => {
  const doc = new Y.Doc(), text = doc.getText("content");
  for (let client = 0; client < 1_000; client++) {
    doc.clientID = 4_000_000_000 + client;
    text.insert(0, "a".repeat(1 + (client % 7)));
  }
  const server = new Y.Doc(), before = text.toString();
  Y.applyUpdate(server, Y.encodeStateAsUpdate(doc));
  server.getText("content").insert(0, "Ah ");
  answer = async (_path, init) => {
    const header = init.headers["Carnet-State-Vector"];
    assert.ok(header.length <= 4_096, `${header.length}`);
    return new Response(Y.encodeStateAsUpdate(server, Buffer.from(header, "base64url")));
  };
  await exchange("d-1", doc, null, (update) => Y.applyUpdate(doc, update));
  assert.equal(text.toString(), `Ah ${before}`);
});

test("a reader sends nothing that counts", () => {
  const live = start();
  const socket = admit(docWith("Bonjour"), { writer: false });
  assert.equal(socket.counted, 0);
  assert.equal(live.state.value, "saved");
  const more = docWith("");
  more.getText("content").insert(0, "Suite");
  socket.say(0, 2, Y.encodeStateAsUpdate(more));
  assert.match(live.content(), /Suite/);
  assert.equal(live.unsaved.value, false);
});

test("a slow line is left when it is silent for longer than what is on its way could take", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  const live = start(), server = docWith("Bonjour");
  const socket = FakeSocket.made.at(-1);
  socket.open();
  t.mock.timers.tick(300_000);                    // the text comes in one message
  assert.equal(socket.readyState, 1);
  const step1 = socket.sent.find((message) => message.type === 0 && message.kind === 0);
  socket.say(0, 1, Y.encodeStateAsUpdate(server, step1.payload));
  socket.say(0, 0, Y.encodeStateVector(server));
  assert.equal(live.content(), "Bonjour");
  socket.say(100, 1);
  live.text.insert(7, "a".repeat(400_000));       // more than three minutes at 2 kB/s
  t.mock.timers.tick(230_000);
  assert.equal(socket.readyState, 1);
  socket.say(100, 2);
  t.mock.timers.tick(40_000);
  assert.equal(socket.readyState, 1);
  t.mock.timers.tick(10_000);
  assert.equal(socket.readyState, 3, "nothing is on its way any more: silence means a dead line");
});

test("by POST too a text comes and goes for as long as it takes", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const step = async (ms) => {
    t.mock.timers.tick(ms);
    for (let n = 0; n < 5; n++) await new Promise((done) => setImmediate(done));
  };
  const whole = docWith("a".repeat(1_000));
  let ended = null, piece, refused = false;
  answer = (_path, { signal }) => new Promise((done, fail) => {
    const body = new ReadableStream({ start: (to) => (piece = to) });
    signal.addEventListener("abort", () => {
      refused = true;
      piece.error(signal.reason);
      fail(signal.reason);
    });
    setTimeout(() => done(new Response(body)), 200_000);
  });
  const given = docWith("b".repeat(400_000)), from = new Y.Doc();
  Y.applyUpdate(from, Y.encodeStateAsUpdate(given));
  const begin = () => exchange("d-1", from, new Uint8Array([0]), (update) => Y.applyUpdate(from, update)).then(() => (ended = "done"), (error) => (ended = error));
  void begin();
  await step(200_000);
  assert.equal(ended, null);
  const update = Y.encodeStateAsUpdate(whole);
  for (let at = 0; at < update.length; at += 300) {
    await step(50_000);
    piece.enqueue(update.subarray(at, at + 300));
    await step(0);
  }
  piece.close();
  await step(0);
  assert.equal(ended, "done");
  assert.match(from.getText("content").toString(), /a{1000}/);
  ended = null;
  void begin();
  await step(200_000);
  await step(61_000);
  assert.equal(ended?.name, "TimeoutError");
  assert.ok(refused);
});

test("a frame cut short ends the connection, not the page", async () => {
  const live = start();
  const socket = admit(docWith("Bonjour"));
  socket.onmessage({ data: new Uint8Array([0, 2, 200]).buffer });
  await later(800);
  assert.equal(FakeSocket.made.length, 2);
  assert.equal(live.content(), "Bonjour");
});
