// Sentences that two people changed apart: kept for those two, by whose words they were, until one of them has chosen.
import assert from "node:assert/strict";
import { join as inside } from "node:path";
import { test } from "node:test";
import { must, sql } from "../harness/backups.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { cohort, ids, memberOf } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

const days = (n) => new Date(Date.parse(cohort.snapshotAt) + n * 86_400_000).toISOString();
const list = async (person, page) => (await person.get(`/api/documents/${page}/apart`)).is(200).json.apart;
const words = { mine: "Le marché ouvre mardi.", theirs: "Le marché ferme lundi.", merged: "Le marché ferme mardi.", start: "AAEC", end: "AAED" };

/** Idriss, Yann and a third of their team on one page; Yann has written. */
async function team(t, options) {
  const server = await Server.start(t, options);
  const third = ids.find((id) => memberOf(id) === "grp-b" && !["stg-02", "stg-06"].includes(id));
  const [idriss, yann, other] = await Promise.all(["stg-02", "stg-06", third].map((id) => server.as(id)));
  const page = await idriss.newPage("Le marché", "grp-b");
  const join = async (person) => (await RawClient.open(person, page, { protocol: "carnet" })).sync();
  const client = await join(yann);
  client.type(words.theirs);
  await client.settled();
  const tell = (person, more = {}) => person.post(`/api/documents/${page}/apart`, { ...words, clients: [client.doc.clientID], ...more });
  return { server, idriss, yann, other, page, client, join, tell };
}

test("both see both versions, by name, and nobody else; whoever chooses ends it for both", async (t) => {
  const { idriss, yann, other, page, tell } = await team(t);
  const { id } = (await tell(idriss)).is(201).json;
  for (const person of [idriss, yann]) {
    const [one, ...more] = await list(person, page);
    assert.equal(more.length, 0);
    assert.deepEqual([one.id, one.merged, one.positions], [id, words.merged, [words.start, words.end]]);
    assert.deepEqual(one.versions.map((version) => [version.words, version.people.map((who) => who.id)]), [[words.theirs, ["stg-06"]], [words.mine, ["stg-02"]]]);
  }
  assert.deepEqual(await list(other, page), []);
  (await other.delete(`/api/apart/${id}`)).is(404);
  assert.equal((await list(idriss, page)).length, 1);
  (await yann.delete(`/api/apart/${id}`)).is(204);
  (await idriss.delete(`/api/apart/${id}`)).is(404);
  for (const person of [idriss, yann]) assert.deepEqual(await list(person, page), []);
});

test("the pages of those two are told at once, and no other", async (t) => {
  const { idriss, other, tell, client, join } = await team(t);
  const [mine, third] = [await join(idriss), await join(other)];
  const { id } = (await tell(idriss)).is(201).json;
  for (const one of [mine, client]) await one.wait("type 102");
  const from = mine.messages.length;
  (await idriss.delete(`/api/apart/${id}`)).is(204);
  await mine.wait("type 102", undefined, { from });
  third.type("Un mot.");
  await third.settled();                           // whatever was sent before has come
  assert.ok(!third.messages.some((m) => m.kind === "type 102"));
});

test("whose the others' words are is what the log knows, not what a page says", async (t) => {
  const { server, idriss, yann, other, page, tell, join } = await team(t);
  (await tell(idriss, { clients: [4_000_000] })).is(204);
  const own = await join(idriss);
  own.type("Le mien.");
  await own.settled();
  (await tell(idriss, { clients: [own.doc.clientID] })).is(204);
  assert.deepEqual(await list(idriss, page), []);
  // Words only taken out: the last of the others who took part.
  (await tell(idriss, { clients: [] })).is(201);
  assert.equal((await list(yann, page)).length, 1);
  assert.deepEqual(await list(other, page), []);
  // Both pages came back at once: the other side of the same.
  (await yann.post(`/api/documents/${page}/apart`, { ...words, mine: words.theirs, theirs: words.mine, clients: [own.doc.clientID] })).is(200);
  assert.equal((await list(yann, page)).length, 1);
  const reader = await server.as("tut-03");
  assert.deepEqual(await list(reader, page), []);
  (await tell(reader)).is(403);
});

test("what makes no sense is refused, too much as well, and changes nothing", async (t) => {
  const { idriss, page, tell, client } = await team(t);
  const refused = async (more, code, status = 400) => {
    const a = await tell(idriss, more);
    assert.deepEqual([a.status, a.json.code], [status, code], JSON.stringify(more).slice(0, 80));
  };
  await refused({ mine: "x".repeat(10_001) }, "apart.words");
  await refused({ merged: "é".repeat(10_001) }, "apart.words");
  await refused({ mine: "a", theirs: "a", merged: "a" }, "apart.words");
  for (const start of ["", "é", "a b", "A".repeat(257), "../x"]) await refused({ start }, "apart.position");
  await refused({ end: "" }, "apart.position");
  for (const clients of [3, "x", {}, [1.5], ["1"], [-1], Array.from({ length: 17 }, (_, i) => i)]) await refused({ clients }, "apart.clients");
  for (const json of [[], {}, { ...words }, { ...words, clients: [], more: 1 }, { ...words, mine: 1, clients: [] }])
    assert.equal((await idriss.post(`/api/documents/${page}/apart`, json)).is(400).json.code, "request.json");
  assert.deepEqual(await list(idriss, page), []);
  for (let n = 0; n < 50; n++) (await tell(idriss, { start: `AA${String.fromCharCode(65 + n % 26)}${n}` })).is(201);
  await refused({ start: "encore" }, "apart.full", 413);
  (await tell(idriss, { start: "AAA0" })).is(200);
  assert.equal((await list(idriss, page)).length, 50);
  await client.end();
});

test("after 30 days it is forgotten, and the folder is sound", async (t) => {
  const { server, idriss, page, tell, client } = await team(t, { now: days(0) });
  (await tell(idriss)).is(201);
  await client.end();
  await server.stop();
  await server.restart({ now: days(29) });
  let again = await server.as("stg-02", { again: true });
  assert.equal((await list(again, page)).length, 1);
  await server.stop();
  await server.restart({ now: days(31) });
  again = await server.as("stg-02", { again: true });
  await until(async () => (await list(again, page)).length === 0, "it to be forgotten");
  await server.stop();
  await must(0, "check", "--data", server.data);
  assert.equal(await sql(inside(server.data, "carnet.db"), "SELECT (SELECT count(*) FROM apart) + (SELECT count(*) FROM apart_other)"), "0");
});
