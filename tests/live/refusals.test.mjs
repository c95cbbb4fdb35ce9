// How the server says no: the close codes of DESIGN §5, which y-websocket gives up on from 4400 to 4499 and retries otherwise.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { administrators } from "../harness/administrators.mjs";
import { RawClient, Y, message, provider, until, updateOf } from "../harness/live.mjs";
import { Person } from "../harness/person.mjs";
import { Server, patience, sleep } from "../harness/server.mjs";

let server, idriss, yann;
before(async () => {
  server = await Server.start();
  [idriss, yann] = await Promise.all(["stg-02", "stg-06"].map((id) => server.as(id)));
});
after(() => server.end());

test("without a sign-in the socket is accepted and closed with 4401", async () => {
  const c = await RawClient.open(server.nobody({ origin: server.origin }), await idriss.newPage());
  assert.equal(await c.code(), 4401);
});

test("a cookie or a token that is not one is closed with 4401", async () => {
  const document = await idriss.newPage();
  for (const headers of [{ cookie: "carnet_session=AAAA", origin: server.origin }, { authorization: "Bearer nothing" }, { cookie: "carnet_session=", origin: server.origin }])
    assert.equal(await (await RawClient.open(new Person(server, null, headers), document)).code(), 4401, JSON.stringify(headers));
});

test("a document that does not exist is closed with 4404, whatever its name looks like", async () => {
  for (const id of ["00000000-0000-4000-8000-000000000000", "x", "a".repeat(300), "UPPER", "..%2f..", "%00"])
    try {
      const c = await RawClient.open(idriss, id);
      assert.ok([4404].includes(await c.code()), `${id}: closed with ${c.close.code}`);
    } catch (error) {
      assert.equal(error.status, 400, `${id}: ${error.message}`); // a path that is no path at all may be refused as HTTP
    }
});

test("somebody else's private entry is closed with 4404, like one that does not exist", async () => {
  const entry = await idriss.newEntry("À moi");
  const [hidden, absent] = [await RawClient.open(yann, entry), await RawClient.open(yann, "00000000-0000-4000-8000-000000000000")];
  assert.equal(await hidden.code(), 4404);
  assert.equal(await absent.code(), 4404);
  assert.deepEqual(hidden.close, absent.close);
  assert.deepEqual(hidden.messages, absent.messages);
});

for (const [what, origin] of [
  ["a foreign Origin", "http://mechant.invalid"], ["Origin null", "null"], ["the right host on another port", "http://127.0.0.1:1"],
  ["a look-alike host", null], ["https instead of http", "https"], ["no Origin", undefined],
]) {
  test(`an upgrade with a cookie and ${what} is refused with HTTP 403`, async () => {
    const value = origin === null ? `${server.origin}.mechant.invalid` : origin === "https" ? server.origin.replace("http:", "https:") : origin;
    const document = await idriss.newPage();
    const { origin: _, ...headers } = idriss.headers;
    await assert.rejects(RawClient.open(new Person(server, null, { ...headers, ...(value ? { origin: value } : {}) }), document), (e) => e.status === 403);
  });
}

test("a token needs no Origin and refuses a foreign one", async () => {
  const token = await server.asToken("stg-02");
  const document = await idriss.newPage();
  const c = await (await RawClient.open(token, document)).sync();
  await c.end();
  await assert.rejects(RawClient.open(token, document, { headers: { origin: "http://mechant.invalid" } }), (e) => e.status === 403);
});

test("an ordinary provider gives up after a final code and is not disturbed again", async (t) => {
  const p = provider(yann, await idriss.newEntry("À moi"));
  t.after(() => p.end());
  await until(() => p.seen.closes.length > 0, "the close");
  await sleep(1500);
  assert.equal(p.seen.opened, 1);
  assert.equal(p.shouldConnect, false);
});

test("signing out closes that session's sockets with 4401", async () => {
  const gone = await server.as("stg-14", { again: true });
  const document = await gone.newPage();
  const [theirs, other] = [await (await RawClient.open(gone, document)).sync(), await (await RawClient.open(idriss, document)).sync()];
  (await gone.delete("/api/session")).is(204);
  assert.equal(await theirs.code(), 4401);
  assert.equal(other.close, undefined);
  await other.end();
});

test("a message above 8 MB is closed with 4413 or 1009 and nothing of it stays", async () => {
  const document = await idriss.newPage();
  const c = await (await RawClient.open(idriss, document)).sync();
  c.sendUpdate(updateOf("x".repeat(8 * 1024 * 1024 + 1)));
  assert.ok([4413, 1009].includes(await c.code(patience(20_000))), `closed with ${c.close.code}`);
  assert.equal(await idriss.text(document), "");
});

test("a text that would pass 10 MB is closed with 4413 and stays as it was", async () => {
  const document = await idriss.newPage();
  const c = await (await RawClient.open(idriss, document, { protocol: "carnet" })).sync();
  c.type("a".repeat(6_000_000));
  await c.settled();
  c.type("b".repeat(6_000_000));
  assert.equal(await c.code(patience(20_000)), 4413);
  const text = await idriss.text(document);
  assert.equal(text.length, 6_000_000);
  assert.ok(!text.includes("b"));
});

test("more than 1 MB of pending structs is closed with 4413", async () => {
  const document = await idriss.newPage();
  const c = await (await RawClient.open(idriss, document, { protocol: "carnet" })).sync();
  const source = new Y.Doc();
  source.getText("content").insert(0, "jamais envoyé");
  let code = null;
  c.closed.then((close) => (code = close.code));
  for (let i = 0; i < 8 && code === null; i++) {
    const before = Y.encodeStateVector(source);
    source.getText("content").insert(0, "p".repeat(300_000));
    c.sendUpdate(Y.encodeStateAsUpdate(source, before));
    await sleep(30);
  }
  assert.equal(await c.code(), 4413);
});

test("a long text in which something waits is there again after it was folded and the server started again", async (t) => {
  const server = await Server.start(t), idriss = await server.as("stg-02"), [{ person: admin }] = await administrators(server, ["admin-un"]);
  const document = await idriss.newPage();
  const c = await (await RawClient.open(idriss, document, { protocol: "carnet" })).sync();
  c.type("a".repeat(1_100_000));
  await c.settled();
  const source = new Y.Doc();
  Y.applyUpdate(source, Y.encodeStateAsUpdate(c.doc));
  const content = source.getText("content"), vector = Y.encodeStateVector(source);
  content.insert(content.length, " puis");
  const missing = Y.encodeStateAsUpdate(source, vector), between = Y.encodeStateVector(source);
  content.insert(content.length, " la suite");
  c.sendUpdate(Y.encodeStateAsUpdate(source, between)); // what it follows has not come
  await c.settled();
  await c.end();
  await until(async () => (await admin.get("/api/system")).is(200).json.jobs.find((job) => job.name === "compaction").well, "the folding");
  await server.stop();
  await server.restart();
  const back = await (await RawClient.open(idriss, document, { protocol: "carnet" })).sync();
  assert.equal(back.text.length, 1_100_000);
  back.sendUpdate(missing);
  await back.settled();
  assert.ok((await idriss.text(document)).endsWith("a puis la suite"));
  await back.end();
});

test("three thousand messages at once are slowed, all kept, and nobody else waits for them", async () => {
  const document = await idriss.newPage(), quiet = await yann.newPage();
  const fast = await (await RawClient.open(idriss, document, { protocol: "carnet" })).sync();
  const other = await (await RawClient.open(yann, quiet, { protocol: "carnet" })).sync();
  for (let i = 0; i < 2600; i++) fast.type("x");
  other.type("pendant ce temps");
  await other.settled();
  await fast.when(() => fast.saved >= 2600, "all saved", patience(30_000));
  assert.equal((await idriss.text(document)).length, 2600);
  await Promise.all([fast.end(), other.end()]);
});

test("a member that reads nothing is cut off, the others are not held up, and it finds everything when it comes back", async () => {
  const document = await idriss.newPage();
  const writer = await (await RawClient.open(idriss, document, { protocol: "carnet" })).sync();
  const good = await (await RawClient.open(yann, document)).sync();
  const lazy = await (await RawClient.open(yann, document)).sync();
  lazy.socket._socket.pause();
  const piece = "y".repeat(200_000);
  for (let i = 0; i < 160; i++) {
    writer.type(piece, 0);
    writer.edit((content) => content.delete(0, piece.length - 1));
    if (i % 10 === 9) await writer.settled();
  }
  await good.when(() => good.text.length === 160, "the others", patience(20_000));
  lazy.socket._socket.resume();
  const code = await lazy.code(patience(20_000));
  assert.ok(code === 1013 || code === 1006, `closed with ${code}`);
  const back = await (await RawClient.open(yann, document)).sync();
  assert.equal(back.text, good.text);
  await Promise.all([writer.end(), good.end(), back.end()]);
});

test("query awareness, step1 and nonsense before step1 do not disturb the room", async () => {
  const document = await idriss.newPage();
  const c = await RawClient.open(idriss, document, { protocol: "carnet" });
  c.send(message.queryAwareness());
  c.sendUpdate(updateOf("avant step1", 77));
  await c.settled(1);
  await c.sync();
  assert.equal(c.text, "avant step1");
  await c.end();
});
