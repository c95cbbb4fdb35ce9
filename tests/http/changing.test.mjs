// Rights that change: by a decision, by the calendar. What is open closes with the answer, and after it nothing more comes. By the answer,
// and not by the sweep: that is in the log, where every server under test is looked at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RawClient, message } from "../harness/live.mjs";
import { Server, patience, sleep } from "../harness/server.mjs";

const lost = [4403, 4404];
const share = (author, entry, visibility) => author.put(`/api/journal/entries/${entry}/visibility`, { visibility }).then((a) => a.is(200).json);
const reads = async (person, document) => (await person.get(`/api/documents/${document}`)).status === 200;

test("narrowing closes the readers' sockets, and nothing is sent to them after the answer", async (t) => {
  const server = await Server.start(t);
  const [idriss, yann, soizic] = await Promise.all(["stg-02", "stg-06", "stg-14"].map((id) => server.as(id)));
  for (let round = 0; round < 12; round++) {
    const entry = await idriss.newEntry(`Ouverte puis refermée ${round}`);
    await share(idriss, entry, "group");
    const author = await (await RawClient.open(idriss, entry, { protocol: "carnet" })).sync();
    const readers = await Promise.all([yann, soizic, yann].map(async (p) => (await RawClient.open(p, entry)).sync()));
    author.type("Avant. ");
    await readers[0].when(() => readers[0].text === "Avant. ", "the words");
    // Words and presence in full flow while the right is taken away.
    let n = 0, flowing = true;
    const flow = (async () => {
      while (flowing) {
        author.type(`m${n++} `);
        author.send(message.awareness([{ id: author.doc.clientID, clock: n, state: { n } }]));
        await sleep(round % 3);
      }
    })();
    await sleep(30);
    await share(idriss, entry, "private");
    flowing = false;
    await flow;
    // What was on its way under the old rights is kept, or refused with "try again"; the author is then let in anew.
    await author.settled().catch(() => null);
    const writer = author.close ? await (await RawClient.open(idriss, entry, { protocol: "carnet", doc: author.doc })).sync() : author;
    if (author.close) assert.equal(author.close.code, 4503);
    writer.type("APRÈS");
    writer.send(message.awareness([{ id: writer.doc.clientID, clock: n + 5, state: { n: "APRÈS" } }]));
    await writer.settled();
    for (const r of readers) {
      // 4503 where words under the old rights were under way: the room is dropped, and who comes back finds nothing.
      assert.ok([...lost, 4503].includes(await r.code()), `closed with ${r.close.code}`);
      assert.ok(!r.text.includes("APRÈS"), "words from after the answer");
      assert.ok(!r.messages.some((m) => m.kind === "awareness" && m.entries.some((e) => e.state?.n === "APRÈS")), "presence from after the answer");
    }
    assert.equal(writer.close, undefined, "the author stays");
    assert.equal(await reads(yann, entry), false);
    assert.equal(await (await RawClient.open(yann, entry)).code(), 4404);
    await writer.end();
  }
});

test("a changed visibility closes those who lose and keeps those who still may", async (t) => {
  const server = await Server.start(t);
  const [author, mate, tutor, stranger] = await Promise.all(["stg-05", "stg-01", "tut-01", "stg-02"].map((id) => server.as(id)));
  const entry = await author.newEntry("Tour à tour");
  await share(author, entry, "cohort");
  const open = async (p) => (await RawClient.open(p, entry)).sync();
  const [m, u, s] = await Promise.all([mate, tutor, stranger].map(open));
  await share(author, entry, "group");
  assert.ok(lost.includes(await u.code()));
  assert.ok(lost.includes(await s.code()));
  await m.sync();
  await share(author, entry, "tutor");
  assert.ok(lost.includes(await m.code()));
  const again = await open(tutor);
  await share(author, entry, "private");
  assert.ok(lost.includes(await again.code()));
  for (const p of [mate, tutor, stranger]) assert.equal(await (await RawClient.open(p, entry)).code(), 4404);
});

test("a reader who gains access later sees no earlier revision", async (t) => {
  const server = await Server.start(t);
  const [author, tutor] = await Promise.all(["stg-01", "tut-01"].map((id) => server.as(id)));
  const entry = await author.newEntry("Brouillon");
  const leave = async (text) => {
    const before = (await author.get(`/api/documents/${entry}/revisions`)).is(200).json.length;
    const c = await (await RawClient.open(author, entry, { protocol: "carnet" })).sync();
    c.edit((content) => (content.delete(0, content.length), content.insert(0, text)));
    await c.settled();
    await c.end();
    const end = Date.now() + patience(20_000);
    while ((await author.get(`/api/documents/${entry}/revisions`)).json.length === before && Date.now() < end) await sleep(50);
  };
  await leave("Ce que j’ai d’abord écrit et retiré.");
  await leave("Ce que je veux bien montrer.");
  const old = (await author.get(`/api/documents/${entry}/revisions`)).json;
  assert.ok(old.length >= 2);
  await share(author, entry, "tutor");
  const seen = (await tutor.get(`/api/documents/${entry}/revisions`)).is(200).json;
  const retired = old.at(-1);
  for (const r of [...seen, retired]) {
    const a = await tutor.get(`/api/documents/${entry}/revisions/${r.id}`);
    if (a.status === 200) assert.ok(!a.json.text.includes("retiré"), "an earlier revision is open");
  }
  (await tutor.get(`/api/documents/${entry}/revisions/${retired.id}`)).is(404);
  assert.equal(await tutor.text(entry), "Ce que je veux bien montrer.");
});

test("`tutor` is the tutor assigned when reading, for what was shared during their assignment; the next one inherits nothing", async (t) => {
  const server = await Server.start(t, { now: "2026-03-10T09:00:00+01:00" });
  const at = async (now) => {
    await server.stop();
    await server.restart({ now });
    server.people.clear();
    return Promise.all(["stg-05", "tut-01", "tut-02", "tut-03"].map((id) => server.as(id)));
  };
  let [author, first, second, third] = await Promise.all(["stg-05", "tut-01", "tut-02", "tut-03"].map((id) => server.as(id)));
  const entry = await author.newEntry("Pour Bastien");
  await share(author, entry, "tutor");
  assert.deepEqual(await Promise.all([first, second, third].map((p) => reads(p, entry))), [false, true, false]);

  [author, first, second, third] = await at("2026-03-15T23:30:00+01:00");
  assert.equal(await reads(second, entry), true, "the last day counts whole, Paris time");
  [author, first, second, third] = await at("2026-03-16T00:30:00+01:00");
  assert.deepEqual(await Promise.all([first, second, third].map((p) => reads(p, entry))), [false, false, false]);
  assert.equal(await (await RawClient.open(first, entry)).code(), 4404);

  await share(author, entry, "private");
  await share(author, entry, "tutor");
  assert.deepEqual(await Promise.all([first, second, third].map((p) => reads(p, entry))), [true, false, false], "shared again, it is the new tutor's");
});

test("a membership that ends at midnight closes what was open on the group, by itself", async (t) => {
  const server = await Server.start(t, { now: "2026-03-20T23:00:00+01:00" });
  const [perrine, yann] = await Promise.all(["stg-10", "stg-06"].map((id) => server.as(id)));
  const shared = (await perrine.get("/api/journal/shared")).is(200).json.entries.find((e) => e.title === "La réunion où personne n'a dit non");
  assert.ok(shared, "on her last evening she reads her team's entry");
  const page = (await perrine.get("/api/documents")).json.find((d) => d.kind === "group_page" && d.owner === "grp-b");
  assert.equal(page?.abilities.write, true);
  await server.stop();
  await server.restart({ now: "2026-03-20T23:59:45+01:00" }); // whoever opens then is signed in already
  const mine = await Promise.all([shared.document, page.id].map(async (id) => (await RawClient.open(perrine, id)).sync()));
  const theirs = await (await RawClient.open(yann, page.id)).sync();
  for (const c of mine) assert.ok(lost.includes(await c.code(patience(40_000))), `closed with ${c.close.code}`);
  assert.equal(theirs.close, undefined);
  assert.equal(await reads(perrine, page.id), false);
  assert.equal(await reads(perrine, shared.document), false);
  await theirs.end();
});
