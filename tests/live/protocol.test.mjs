// DESIGN §5, clause by clause, seen by a client that looks at every message. Sync, what counts as new, who may send it.
import assert from "node:assert/strict";
import { before, after, test } from "node:test";
import { RawClient, Y, message, updateOf } from "../harness/live.mjs";
import { Server, sleep } from "../harness/server.mjs";

let server, idriss, yann, helene;
const open = (person, document, options) => RawClient.open(person, document, options);

before(async () => {
  server = await Server.start();
  [idriss, yann, helene] = await Promise.all(["stg-02", "stg-06", "tut-01"].map((id) => server.as(id)));
});
after(() => server.end());

/** An entry of stg-01 that tut-01 reads and does not write, and its author. */
async function readOnly() {
  const maelle = await server.as("stg-01");
  const document = await maelle.newEntry("Pour ma tutrice");
  (await maelle.put(`/api/journal/entries/${document}/visibility`, { visibility: "tutor" })).is(200);
  return { maelle, document };
}

test("step1 is answered by step2, then the writer gets the server's own step1", async () => {
  const c = await open(idriss, await idriss.newPage());
  c.send(message.step1());
  await c.wait("step1");
  assert.deepEqual(c.messages.filter((m) => m.kind.startsWith("step")).map((m) => m.kind), ["step2", "step1"]);
  await c.end();
});

test("a reader gets step2 and no step1", async () => {
  const { document } = await readOnly();
  const c = await open(helene, document);
  c.send(message.step1());
  await c.wait("step2");
  await sleep(150);
  assert.ok(!c.messages.some((m) => m.kind === "step1"), "the server does not ask a reader for anything");
  assert.equal(c.close, undefined);
  await c.end();
});

test("step2 holds what the state vector lacks and nothing else", async () => {
  const document = await idriss.newPage();
  const a = await (await open(idriss, document, { protocol: "carnet" })).sync();
  a.type("un ");
  await a.settled();
  const vector = Y.encodeStateVector(a.doc);
  a.type("deux");
  await a.settled();
  const b = await open(yann, document);
  b.send(message.step1(vector));
  const { bytes } = await b.wait("step2");
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes);
  assert.equal(doc.getText("content").toString(), "", "the difference alone cannot be placed without the first part");
  Y.applyUpdate(doc, updateFrom(a.doc));
  assert.equal(doc.getText("content").toString(), "un deux");
  assert.deepEqual([...Y.decodeUpdate(bytes).structs].map((s) => s.length), [4]);
  await Promise.all([a.end(), b.end()]);
});
const updateFrom = (doc) => Y.encodeStateAsUpdate(doc);

test("an update goes to the other members as one sync update message", async () => {
  const document = await idriss.newPage();
  const a = await (await open(idriss, document)).sync();
  const b = await (await open(yann, document)).sync();
  a.type("bonjour");
  await b.when(() => b.text === "bonjour", "the word");
  await sleep(150);
  assert.ok(!a.messages.some((m) => m.kind === "update"), "a batch by one connection does not come back to it");
  await Promise.all([a.end(), b.end()]);
});

test("order per sender is kept for a thousand small edits", async () => {
  const document = await idriss.newPage();
  const a = await (await open(idriss, document, { protocol: "carnet" })).sync();
  const b = await (await open(yann, document)).sync();
  const seen = [];
  b.doc.getText("content").observe(() => seen.push(b.text.length));
  for (let i = 0; i < 1000; i++) a.type(String(i % 10));
  await b.when(() => b.text.length === 1000, "all edits");
  assert.equal(b.text, a.text);
  assert.deepEqual(seen, [...seen].sort((x, y) => x - y), "never a step back");
  await a.settled(1000);
  await Promise.all([a.end(), b.end()]);
});

test("step2 or update with nothing new is accepted from a reader", async () => {
  const { maelle, document } = await readOnly();
  const author = await (await open(maelle, document, { protocol: "carnet" })).sync();
  author.type("Chère Hélène");
  await author.settled();
  const reader = await (await open(helene, document)).sync();
  const all = Y.encodeStateAsUpdate(reader.doc);
  reader.send(message.step2(all));
  reader.send(message.update(all));
  reader.send(message.update(Uint8Array.of(0, 0)));
  await reader.sync();
  assert.equal(reader.close, undefined);
  await Promise.all([author.end(), reader.end()]);
});

for (const [what, change] of [
  ["a struct", (doc) => doc.getText("content").insert(0, "intrus")],
  ["a deleted range", (doc) => doc.getText("content").delete(0, 2)],
]) {
  test(`a reader that sends ${what} the document does not have is closed with 4403 and nothing changes`, async () => {
    const { maelle, document } = await readOnly();
    const author = await (await open(maelle, document, { protocol: "carnet" })).sync();
    author.type("Chère Hélène");
    await author.settled();
    const reader = await (await open(helene, document)).sync();
    reader.edit((_, doc) => change(doc));
    assert.equal(await reader.code(), 4403);
    assert.equal(await maelle.text(document), "Chère Hélène");
    assert.equal(author.text, "Chère Hélène");
    await author.end();
  });
}

test("a reader's step2 with something new is closed with 4403 too", async () => {
  const { document } = await readOnly();
  const reader = await (await open(helene, document)).sync();
  reader.send(message.step2(updateOf("intrus")));
  assert.equal(await reader.code(), 4403);
});

test("unknown message types are ignored", async () => {
  const document = await idriss.newPage();
  const c = await (await open(idriss, document, { protocol: "carnet" })).sync();
  for (const type of [2, 4, 99, 100, 101, 127]) c.send(Uint8Array.of(type, 3, 1, 2, 3));
  c.send(Uint8Array.of(0xff, 0xff, 0x03, 1, 2));
  c.type("toujours là");
  await c.settled(1);
  assert.equal(await idriss.text(document), "toujours là");
  await c.end();
});

for (const [what, bytes] of [
  ["an empty message", []],
  ["a sync message without a kind", [0]],
  ["a sync message of an unknown kind", [0, 9, 0]],
  ["an update cut short", [0, 2, 10, 1, 1, 5]],
  ["an update that is not one", [0, 2, 3, 255, 255, 255]],
  ["a state vector cut short", [0, 0, 2, 5, 1]],
  ["an awareness message cut short", [1, 5, 1, 1]],
  ["a type number that never ends", [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]],
]) {
  test(`${what} is closed with 4400`, async () => {
    const c = await (await open(idriss, await idriss.newPage())).sync();
    c.socket.send(Uint8Array.from(bytes));
    assert.equal(await c.code(), 4400);
  });
}

test("a text frame is a bad message: 4400", async () => {
  const c = await (await open(idriss, await idriss.newPage())).sync();
  c.socket.send("bonjour");
  assert.equal(await c.code(), 4400);
});

test("a bad message after good ones in the same breath leaves the good ones in place and nothing of its own", async () => {
  const document = await idriss.newPage();
  const c = await (await open(idriss, document, { protocol: "carnet" })).sync();
  c.type("gardé");
  const whole = message.update(updateOf("perdu"));
  c.socket.send(whole.subarray(0, whole.length - 2));
  assert.equal(await c.code(), 4400);
  const again = await (await open(idriss, document)).sync();
  assert.equal(again.text, "gardé");
  await again.end();
});

test("an update that another client still lacks the ground for waits and shows once the ground comes", async () => {
  const document = await idriss.newPage();
  const source = new Y.Doc();
  const parts = [];
  source.on("update", (u) => parts.push(u));
  source.getText("content").insert(0, "premier ");
  source.getText("content").insert(8, "second");
  const c = await (await open(idriss, document, { protocol: "carnet" })).sync();
  c.sendUpdate(parts[1]);
  await c.settled(1);
  assert.equal(await idriss.text(document), "", "pending");
  c.sendUpdate(parts[0]);
  await c.settled(2);
  assert.equal(await idriss.text(document), "premier second");
  await c.end();
});

test("what is pending survives in the answer to a new member", async () => {
  const document = await idriss.newPage();
  const source = new Y.Doc();
  const parts = [];
  source.on("update", (u) => parts.push(u));
  source.getText("content").insert(0, "premier ");
  source.getText("content").insert(8, "second");
  const a = await (await open(idriss, document, { protocol: "carnet" })).sync();
  a.sendUpdate(parts[1]);
  await a.settled(1);
  const b = await (await open(yann, document)).sync();
  Y.applyUpdate(b.doc, parts[0]);
  assert.equal(b.text, "premier second");
  await Promise.all([a.end(), b.end()]);
});

test("other root types of a document are kept faithfully", async () => {
  const document = await idriss.newPage();
  const a = await (await open(idriss, document, { protocol: "carnet" })).sync();
  a.edit((_, doc) => {
    doc.getMap("réglages").set("police", { nom: "Serif", taille: [11, 12.5, null, true] });
    doc.getArray("liste").push([1, "deux", new Uint8Array([3])]);
    doc.getXmlFragment("x").insert(0, [new Y.XmlElement("p")]);
    doc.getText("content").insert(0, "gras");
    doc.getText("content").format(0, 2, { bold: true });
  });
  await a.settled();
  const b = await (await open(yann, document)).sync();
  assert.deepEqual(b.doc.getMap("réglages").toJSON(), a.doc.getMap("réglages").toJSON());
  assert.deepEqual(b.doc.getArray("liste").toJSON(), a.doc.getArray("liste").toJSON());
  assert.equal(b.doc.getXmlFragment("x").toString(), "<p></p>");
  assert.deepEqual(b.doc.getText("content").toDelta(), a.doc.getText("content").toDelta());
  assert.equal(await idriss.text(document), "gras");
  await Promise.all([a.end(), b.end()]);
});

test("deleted text is in no answer afterwards", async () => {
  const document = await idriss.newPage();
  const a = await (await open(idriss, document, { protocol: "carnet" })).sync();
  a.type("secret-oublié reste");
  await a.settled();
  a.edit((content) => content.delete(0, 14));
  await a.settled();
  const b = await open(yann, document);
  b.send(message.step1());
  const { data } = await b.wait("step2");
  assert.ok(!Buffer.from(data).includes("secret"), "a deleted word came in step2");
  await b.when(() => b.text === "reste", "the rest");
  await Promise.all([a.end(), b.end()]);
});

test("a document of fifteen hundred edits opens with one step2 that equals the text", async () => {
  const document = await idriss.newPage();
  const a = await (await open(idriss, document, { protocol: "carnet" })).sync();
  for (let i = 0; i < 1500; i++) {
    if (i % 5 === 4) a.edit((c) => c.delete(Math.floor(c.length / 2), 1));
    else a.type("ab", (i * 7) % (a.text.length + 1));
  }
  await a.settled();
  await a.end();
  const b = await (await open(yann, document)).sync();
  assert.equal(b.text, a.text);
  assert.equal(await idriss.text(document), a.text);
  await b.end();
});
