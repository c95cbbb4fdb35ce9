// Message 100, *saved*: how many step2 and update messages of this connection are settled.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RawClient, Y, message, updateOf } from "../harness/live.mjs";
import { RawSocket, http } from "../harness/raw.mjs";
import { Server, sleep } from "../harness/server.mjs";

let server, idriss, yann;
before(async () => {
  server = await Server.start();
  [idriss, yann] = await Promise.all(["stg-02", "stg-06"].map((id) => server.as(id)));
});
after(() => server.end());
const open = async (person, document) => (await RawClient.open(person, document, { protocol: "carnet" })).sync();

test("a client that did not ask for the subprotocol never gets message 100", async () => {
  const c = await (await RawClient.open(idriss, await idriss.newPage())).sync();
  assert.equal(c.socket.protocol, "");
  c.type("x");
  await c.sync();
  await sleep(200);
  assert.ok(!c.messages.some((m) => m.kind === "saved"));
  await c.end();
});

test("a client that asked for carnet gets it, and the count starts at 0", async () => {
  const c = await open(idriss, await idriss.newPage());
  assert.equal(c.socket.protocol, "carnet");
  c.type("x");
  await c.settled(1);
  const counts = c.messages.filter((m) => m.kind === "saved").map((m) => m.count);
  assert.ok(counts.every((n) => n === 0 || n === 1), `counts ${counts}`);
  await c.end();
});

test("each update counts one and the count never goes back or ahead of what was sent", async () => {
  const c = await open(idriss, await idriss.newPage());
  for (let i = 0; i < 300; i++) c.type("abc ");
  await c.settled(300);
  await sleep(100);
  const counts = c.messages.filter((m) => m.kind === "saved").map((m) => m.count);
  assert.deepEqual(counts, [...counts].sort((a, b) => a - b));
  assert.equal(c.saved, 300);
  await c.end();
});

test("a message that brings nothing new counts one", async () => {
  const c = await open(idriss, await idriss.newPage());
  c.type("une fois");
  const same = Y.encodeStateAsUpdate(c.doc);
  c.sendUpdate(same);
  c.send(message.step2(same));
  c.sendUpdate(Uint8Array.of(0, 0));
  await c.settled(4);
  await c.end();
});

test("a message whose structs somebody else sent first is settled once those are committed", async () => {
  const document = await idriss.newPage();
  const a = await open(idriss, document), b = await open(yann, document);
  a.type("d’abord par Idriss");
  const same = Y.encodeStateAsUpdate(a.doc);
  await b.when(() => b.text.length > 0, "the text");
  b.sendUpdate(same);
  await b.settled(1);
  await a.settled(1);
  await Promise.all([a.end(), b.end()]);
});

test("a message with pending structs counts one when it is stored", async () => {
  const document = await idriss.newPage();
  const parts = [];
  const source = new Y.Doc();
  source.on("update", (u) => parts.push(u));
  source.getText("content").insert(0, "un ");
  source.getText("content").insert(3, "deux ");
  source.getText("content").insert(8, "trois");
  const c = await open(idriss, document);
  c.sendUpdate(parts[2]);
  await c.settled(1);
  c.sendUpdate(parts[2]);
  await c.settled(2);
  c.sendUpdate(parts[0]);
  c.sendUpdate(parts[1]);
  await c.settled(4);
  assert.equal(await idriss.text(document), "un deux trois");
  await c.end();
});

test("sync step1 and awareness do not count", async () => {
  const c = await open(idriss, await idriss.newPage());
  for (let i = 0; i < 5; i++) c.send(message.step1(Y.encodeStateVector(c.doc)));
  c.send(message.awareness([{ id: c.doc.clientID, clock: 1, state: { user: {} } }]));
  c.type("x");
  await c.settled(1);
  await c.sync();
  await sleep(100);
  assert.equal(c.saved, 1);
  await c.end();
});

test("saved leaves after the frame that reveals the same commit, also when one batch holds the words of several", async () => {
  const document = await idriss.newPage();
  const a = await open(idriss, document), b = await open(yann, document);
  const ends = [a, b].map(() => [0]); // by message number: the own clock after it
  const ownIn = (c, m) => (m.kind === "update" ? Y.decodeUpdate(m.bytes).structs.filter((x) => x.id.client === c.doc.clientID) : []);
  const isMixed = () => [a, b].some((c) => c.messages.some((m) => ownIn(c, m).length > 0));
  // Both write in the same moment, until some batch held both and came back to its senders.
  for (let round = 0; round < 150 || !isMixed(); round++) {
    assert.ok(round < 3000, "no batch held the words of both");
    for (const [i, c] of [a, b].entries()) {
      ends[i][c.type(`${i}${round} `, 0)] = Y.getState(c.doc.store, c.doc.clientID);
    }
    if (round % 4 === 0) await sleep(2);
  }
  for (const c of [a, b]) await c.settled();
  await a.when(() => a.text === b.text, "the same text");
  for (const [i, c] of [a, b].entries()) {
    let acknowledged = 0;
    for (const m of c.messages) {
      if (m.kind === "saved") acknowledged = ends[i][m.count];
      for (const x of ownIn(c, m)) assert.ok(x.id.clock >= acknowledged, `clock ${x.id.clock} was called saved (up to ${acknowledged}) before the frame that reveals it`);
    }
  }
  await Promise.all([a.end(), b.end()]);
});

test("the text read by HTTP after saved holds what was saved, every time", async () => {
  const document = await idriss.newPage();
  const c = await open(idriss, document);
  for (let i = 0; i < 40; i++) {
    c.type(`[${i}]`);
    await c.settled();
    assert.ok((await yann.text(document)).includes(`[${i}]`), `edit ${i} was acknowledged and is not there`);
  }
  await c.end();
});

test("the HTTP fallback stores an update and answers with what the vector lacks", async () => {
  const document = await idriss.newPage();
  const live = await open(yann, document);
  live.type("par la prise. ");
  await live.settled();
  const send = (body, vector) => idriss.send("POST", `/api/documents/${document}/updates`, {
    body: Buffer.from(body),
    headers: { "content-type": "application/octet-stream", "carnet-state-vector": Buffer.from(vector).toString("base64url") },
  });
  const mine = new Y.Doc();
  mine.getText("content").insert(0, "par HTTP. ");
  const answer = (await send(Y.encodeStateAsUpdate(mine), Y.encodeStateVector(mine))).is(200);
  assert.match(answer.headers["content-type"], /^application\/octet-stream/);
  Y.applyUpdate(mine, answer.body);
  assert.ok(mine.getText("content").toString().includes("par la prise. "));
  const held = Y.decodeStateVector(Buffer.from(answer.headers["carnet-state-vector"], "base64url"));
  assert.deepEqual([...held].sort(), [...Y.decodeStateVector(Y.encodeStateVector(mine))].sort(), "what the document holds by then");
  await live.when(() => live.text.includes("par HTTP. "), "the words of the fallback");
  assert.equal(await idriss.text(document), mine.getText("content").toString());
  await live.end();
});

test("the HTTP fallback without a state vector, which may be too long for a head, stores the words and answers with everything", async () => {
  const document = await idriss.newPage();
  (await idriss.send("POST", `/api/documents/${document}/updates`, {
    body: Buffer.from(updateOf("déjà là. ")), headers: { "content-type": "application/octet-stream" },
  })).is(200);
  const mine = new Y.Doc();
  mine.getText("content").insert(0, "et cela. ");
  const answer = (await idriss.send("POST", `/api/documents/${document}/updates`, {
    body: Buffer.from(Y.encodeStateAsUpdate(mine)), headers: { "content-type": "application/octet-stream" },
  })).is(200);
  const fresh = new Y.Doc();
  Y.applyUpdate(fresh, answer.body);
  const text = fresh.getText("content").toString();
  assert.ok(text.includes("déjà là. ") && text.includes("et cela. "), text);
  assert.equal(await idriss.text(document), text);
});

test("words that rest on others which a restore lost are told apart by the answer of the HTTP fallback", async () => {
  const document = await idriss.newPage(), mine = new Y.Doc(), text = mine.getText("content");
  const send = async (body) => {
    const { headers } = (await idriss.send("POST", `/api/documents/${document}/updates`, {
      body: Buffer.from(body), headers: { "content-type": "application/octet-stream", "carnet-state-vector": Buffer.from(Y.encodeStateVector(mine)).toString("base64url") },
    })).is(200);
    return Buffer.from(headers["carnet-state-vector"], "base64url");
  };
  text.insert(0, "avant ");
  const lost = Y.encodeStateVector(mine);
  text.insert(6, "après");
  const held = await send(Y.encodeStateAsUpdate(mine, lost));
  assert.deepEqual([...Y.decodeStateVector(held)], []);
  assert.equal(await idriss.text(document), "");
  await send(Y.encodeStateAsUpdate(mine, held));
  assert.equal(await idriss.text(document), "avant après");
});

test("the HTTP fallback passes the same gate as the socket", async () => {
  const maelle = await server.as("stg-01"), helene = await server.as("tut-01");
  const document = await maelle.newEntry("Lecture");
  (await maelle.put(`/api/journal/entries/${document}/visibility`, { visibility: "tutor" })).is(200);
  const post = (who, body, id = document) => who.send("POST", `/api/documents/${id}/updates`, {
    body: Buffer.from(body), headers: { "content-type": "application/octet-stream", "carnet-state-vector": Buffer.of(0).toString("base64url") },
  });
  (await post(helene, updateOf("intruse"))).is(403);
  assert.equal((await post(helene, Uint8Array.of(0, 0))).is(200).headers["carnet-state-vector"], undefined, "only who may write is asked for words");
  (await post(idriss, updateOf("x"))).is(404);
  (await post(idriss, updateOf("x"), "00000000-0000-4000-8000-000000000000")).is(404);
  (await post(maelle, Uint8Array.of(9, 9, 9))).is(400);
  (await post(maelle, updateOf("x", 2 ** 32 + 5))).is(403);
  assert.equal(await maelle.text(document), "");
});

test("a state vector that is not base64url, or not a state vector, is answered with 400 and nothing is stored", async () => {
  const document = await idriss.newPage();
  for (const vector of ["A!", "é", "=", "AAAAA", "____", "AQ", "A".repeat(3000)]) {
    const answer = await idriss.send("POST", `/api/documents/${document}/updates`, {
      body: Buffer.from(updateOf("x")), headers: { "content-type": "application/octet-stream", "carnet-state-vector": Buffer.from(vector).toString("latin1") },
    });
    assert.equal(answer.status, 400, `${vector.slice(0, 20)}: ${answer.status} ${answer.text.slice(0, 100)}`);
  }
  assert.equal(await idriss.text(document), "");
});

test("an empty body, and a person who goes away before the answer, leave nothing behind", async () => {
  const document = await idriss.newPage();
  const answer = await idriss.send("POST", `/api/documents/${document}/updates`, { body: "", headers: { "content-type": "application/octet-stream", "carnet-state-vector": "AA" } });
  assert.ok([200, 400].includes(answer.status), `status ${answer.status}`);
  for (let i = 0; i < 30; i++) {
    const raw = await RawSocket.open(server);
    raw.write(http(`POST /api/documents/${document}/updates`, { ...idriss.headers, "content-type": "application/octet-stream", "carnet-state-vector": "AA", "content-length": 2 }, Buffer.of(0, 0)));
    await sleep(i % 3);
    raw.socket.resetAndDestroy();
  }
  assert.equal(await idriss.text(document), "");
});
