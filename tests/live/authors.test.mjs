// Who entered each character is known and cannot be forged by another account (DESIGN §4, attribution).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RawClient, Y, message, updateOf } from "../harness/live.mjs";
import { Server } from "../harness/server.mjs";

let server, idriss, yann;
before(async () => {
  server = await Server.start();
  [idriss, yann] = await Promise.all(["stg-02", "stg-06"].map((id) => server.as(id)));
});
after(() => server.end());
const open = async (person, document) => (await RawClient.open(person, document, { protocol: "carnet" })).sync();

async function boundPage(id = 5005) {
  const document = await idriss.newPage();
  const a = await open(idriss, document);
  a.doc.clientID = id;
  a.type("écrit par Idriss");
  await a.settled();
  return { document, a };
}

test("new structs under another person's client id are refused with 4403 author", async () => {
  const { document, a } = await boundPage();
  const b = await open(yann, document);
  b.doc.clientID = 5005;
  b.type(" et par Yann sous ce nom");
  assert.equal(await b.code(), 4403);
  assert.equal(b.close.reason, "author");
  assert.equal(await idriss.text(document), "écrit par Idriss");
  assert.equal(a.text, "écrit par Idriss");
  await a.end();
});

test("the whole message is refused, also the structs of its sender's own id", async () => {
  const { document, a } = await boundPage();
  const b = await open(yann, document);
  const forged = new Y.Doc();
  Y.applyUpdate(forged, Y.encodeStateAsUpdate(b.doc));
  const before = Y.encodeStateVector(forged);
  forged.clientID = 424242;
  forged.getText("content").insert(0, "à moi ");
  forged.clientID = 5005;
  forged.getText("content").insert(0, "à lui ");
  b.sendUpdate(Y.encodeStateAsUpdate(forged, before));
  assert.equal(await b.code(), 4403);
  assert.equal(await idriss.text(document), "écrit par Idriss");
  await a.end();
});

test("a binding outlives the room, the connection and the server", async (t) => {
  const own = await Server.start(t);
  let [writer, other] = await Promise.all(["stg-02", "stg-06"].map((id) => own.as(id)));
  const document = await writer.newPage();
  const a = await open(writer, document);
  a.doc.clientID = 6006;
  a.type("avant");
  await a.settled();
  await a.end();
  await own.kill();
  await own.restart();
  other = await own.as("stg-06", { again: true });
  const b = await open(other, document);
  b.doc.clientID = 6006;
  b.type(" après");
  assert.equal(await b.code(), 4403);
  const again = await open(await own.as("stg-02", { again: true }), document);
  again.doc.clientID = 6006;
  again.type(" encore");
  await again.settled();
  assert.equal(again.text, "avant encore");
  await again.end();
});

test("a pending struct under another person's id is refused as well", async () => {
  const { document, a } = await boundPage();
  const b = await open(yann, document);
  const far = new Y.Doc();
  far.clientID = 5005;
  far.getText("content").insert(0, "0123456789012345678901234567890123456789");
  const parts = [];
  far.on("update", (u) => parts.push(u));
  far.getText("content").insert(40, "loin devant");
  b.sendUpdate(parts[0]);
  assert.equal(await b.code(), 4403);
  assert.equal(await idriss.text(document), "écrit par Idriss");
  await a.end();
});

test("passing on what the document already has is no forgery", async () => {
  const { document, a } = await boundPage();
  const b = await open(yann, document);
  b.send(message.step2(Y.encodeStateAsUpdate(b.doc)));
  b.type("!");
  await b.settled(2);
  assert.equal(await idriss.text(document), "écrit par Idriss!");
  await Promise.all([a.end(), b.end()]);
});

test("deleting another person's words is an edit like any other", async () => {
  const { document, a } = await boundPage();
  const b = await open(yann, document);
  b.edit((content) => content.delete(0, 6));
  await b.settled();
  assert.equal(await idriss.text(document), "par Idriss");
  await Promise.all([a.end(), b.end()]);
});

test("one person may write with one id from two connections", async () => {
  const { document, a } = await boundPage();
  const second = await open(idriss, document);
  await a.end();
  second.doc.clientID = 5005;
  second.type(" deux fois");
  await second.settled();
  assert.equal(second.text, "écrit par Idriss deux fois");
  await second.end();
});

for (const id of [2 ** 32, 2 ** 32 + 17, 2 ** 53 - 1]) {
  test(`a client id of the server's range that it did not make (${id}) is refused`, async () => {
    const document = await idriss.newPage();
    const c = await open(idriss, document);
    c.sendUpdate(updateOf("forgé", id));
    assert.ok([4400, 4403].includes(await c.code()), `closed with ${c.close.code}`);
    assert.equal(await idriss.text(document), "");
  });
}

test("the largest ordinary client id, 2^32 - 1, writes", async () => {
  const document = await idriss.newPage();
  const c = await open(idriss, document);
  c.sendUpdate(updateOf("limite", 2 ** 32 - 1));
  await c.settled(1);
  assert.equal(await idriss.text(document), "limite");
  await c.end();
});
