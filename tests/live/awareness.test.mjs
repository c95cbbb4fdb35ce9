// Who is here: awareness is relayed to everyone in the room, the sender included, and each client id has one owner.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RawClient, message, provider, until, updateOf } from "../harness/live.mjs";
import { Server, sleep } from "../harness/server.mjs";

let server, idriss, yann, soizic;
before(async () => {
  server = await Server.start();
  [idriss, yann, soizic] = await Promise.all(["stg-02", "stg-06", "stg-14"].map((id) => server.as(id)));
});
after(() => server.end());
const open = async (person, document) => (await RawClient.open(person, document)).sync();
const entries = (c) => c.messages.filter((m) => m.kind === "awareness").flatMap((m) => m.entries);
const sees = (c, id, fits = () => true) => c.when(() => entries(c).find((e) => e.id === id && fits(e)), `a state of ${id}`);

test("a state goes to everyone in the room and back to its sender", async () => {
  const document = await idriss.newPage();
  const a = await open(idriss, document), b = await open(yann, document);
  a.send(message.awareness([{ id: 11, state: { user: { name: "Idriss" } } }]));
  assert.deepEqual((await sees(b, 11)).state, { user: { name: "Idriss" } });
  await sees(a, 11);
  await Promise.all([a.end(), b.end()]);
});

test("someone who joins gets every present state without asking", async () => {
  const document = await idriss.newPage();
  const a = await open(idriss, document), b = await open(yann, document);
  a.send(message.awareness([{ id: 21, state: { n: 1 } }]));
  b.send(message.awareness([{ id: 22, state: { n: 2 } }]));
  await sees(a, 22);
  await sees(a, 21);
  const c = await RawClient.open(soizic, document);
  await sees(c, 21);
  await sees(c, 22);
  await Promise.all([a.end(), b.end(), c.end()]);
});

test("query awareness is answered with every present state", async () => {
  const document = await idriss.newPage();
  const a = await open(idriss, document), b = await open(yann, document);
  a.send(message.awareness([{ id: 31, state: { n: 1 } }]));
  await sees(b, 31);
  const from = b.messages.length;
  b.send(message.queryAwareness());
  await b.wait((m) => m.kind === "awareness" && m.entries.some((e) => e.id === 31 && e.state?.n === 1), "the answer", { from });
  await Promise.all([a.end(), b.end()]);
});

for (const how of ["closes", "is cut off"]) {
  test(`when an owner ${how}, its ids are removed with clock + 1`, async () => {
    const document = await idriss.newPage();
    const a = await open(idriss, document), b = await open(yann, document);
    a.send(message.awareness([{ id: 41, clock: 7, state: { n: 1 } }, { id: 42, clock: 3, state: { n: 2 } }]));
    await sees(b, 42);
    if (how === "closes") await a.end();
    else a.drop();
    assert.equal((await sees(b, 41, (e) => e.state === null)).clock, 8);
    assert.equal((await sees(b, 42, (e) => e.state === null)).clock, 4);
    await b.end();
  });
}

test("entries for an id that another connection owns are skipped in silence", async () => {
  const document = await idriss.newPage();
  const a = await open(idriss, document), b = await open(yann, document);
  a.send(message.awareness([{ id: 51, clock: 1, state: { name: "vraie" } }]));
  await sees(b, 51);
  b.send(message.awareness([{ id: 51, clock: 99, state: { name: "fausse" } }, { id: 52, clock: 1, state: { name: "à moi" } }]));
  await sees(a, 52);
  b.send(message.awareness([{ id: 51, clock: 100, state: null }]));
  b.send(message.awareness([{ id: 52, clock: 2, state: { name: "encore" } }]));
  await sees(a, 52, (e) => e.clock === 2);
  assert.ok(!entries(a).some((e) => e.id === 51 && e.clock !== 1));
  assert.equal(b.close, undefined, "an echo is no fault");
  await Promise.all([a.end(), b.end()]);
});

test("an id is free again once its owner has left", async () => {
  const document = await idriss.newPage();
  const a = await open(idriss, document), b = await open(yann, document);
  a.send(message.awareness([{ id: 61, clock: 1, state: { by: "a" } }]));
  await sees(b, 61);
  await a.end();
  await sees(b, 61, (e) => e.state === null);
  b.send(message.awareness([{ id: 61, clock: 5, state: { by: "b" } }]));
  await sees(b, 61, (e) => e.state?.by === "b");
  await b.end();
});

test("only the newest state of an id is kept: an older clock changes nothing", async () => {
  const document = await idriss.newPage();
  const a = await open(idriss, document);
  a.send(message.awareness([{ id: 71, clock: 9, state: { n: "nouveau" } }]));
  a.send(message.awareness([{ id: 71, clock: 4, state: { n: "ancien" } }]));
  await sees(a, 71);
  await sleep(120);
  const b = await RawClient.open(yann, document);
  assert.equal((await sees(b, 71)).state.n, "nouveau");
  await Promise.all([a.end(), b.end()]);
});

test("a state above 4 KB is not relayed", async () => {
  const document = await idriss.newPage();
  const a = await open(idriss, document), b = await open(yann, document);
  a.send(message.awareness([{ id: 81, state: { x: "y".repeat(5000) } }]));
  const c = await open(soizic, document);
  c.send(message.awareness([{ id: 82, state: { x: "y".repeat(3900) } }]));
  await sees(b, 82);
  await sleep(120);
  assert.ok(!entries(b).some((e) => e.id === 81));
  await Promise.all([b.end(), c.end()]);
  a.drop();
});

test("a connection owns at most four ids", async () => {
  const document = await idriss.newPage();
  const a = await open(idriss, document), b = await open(yann, document);
  for (let id = 91; id <= 96; id++) a.send(message.awareness([{ id, state: { id } }]));
  const c = await open(soizic, document);
  c.send(message.awareness([{ id: 99, state: {} }]));
  await sees(b, 99);
  await sleep(120);
  const seen = new Set(entries(b).map((e) => e.id).filter((id) => id < 99));
  assert.ok(seen.size <= 4 && [...seen].every((id) => id <= 94), `relayed ${[...seen]}`);
  assert.ok(seen.size >= 1);
  await Promise.all([b.end(), c.end()]);
  a.drop();
});

test("a state of one person's page names no one to another document's members", async () => {
  const [one, other] = [await idriss.newPage(), await idriss.newPage()];
  const a = await open(idriss, one), b = await open(yann, other);
  a.send(message.awareness([{ id: 101, state: { n: 1 } }]));
  await sees(a, 101);
  await sleep(120);
  assert.deepEqual(entries(b), []);
  await Promise.all([a.end(), b.end()]);
});

test("ordinary providers see each other come and go", async (t) => {
  const document = await idriss.newPage();
  const a = provider(idriss, document), b = provider(yann, document);
  t.after(() => (a.end(), b.end()));
  a.awareness.setLocalStateField("user", { name: "Idriss" });
  b.awareness.setLocalStateField("user", { name: "Yann" });
  const names = (p) => [...p.awareness.getStates().values()].map((s) => s.user?.name).sort().join();
  await until(() => names(a) === "Idriss,Yann" && names(b) === "Idriss,Yann", () => `both: ${names(a)} / ${names(b)}`);
  b.disconnect();
  await until(() => names(a) === "Idriss", () => `Yann gone: ${names(a)}`);
  b.connect();
  await until(() => {
    b.awareness.setLocalStateField("cursor", Math.random()); // Yann moves; his clock passes that of his removal
    return names(a) === "Idriss,Yann";
  }, () => `Yann back: ${names(a)}`);
});

test("an id owned in awareness by somebody else cannot write: 4403 author, and nothing is applied", async () => {
  const document = await idriss.newPage();
  const a = await open(idriss, document), b = await open(yann, document);
  a.send(message.awareness([{ id: 7777, state: { user: {} } }]));
  await sees(b, 7777);
  b.sendUpdate(updateOf("signé d’une autre main", 7777));
  assert.equal(await b.code(), 4403);
  assert.equal(b.close.reason, "author");
  assert.equal(await idriss.text(document), "");
  a.sendUpdate(updateOf("de la bonne main", 7777));
  await (await open(yann, document)).when(() => true, "open");
  assert.equal(await textOnce(document, "de la bonne main"), "de la bonne main");
  await a.end();
});
const textOnce = (document, wanted) => until(async () => (await idriss.text(document)) === wanted && wanted, "the text");
