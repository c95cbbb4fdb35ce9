// A journal belongs to its author: an entry, or all of it, is erased 30 days after they ask, and can be taken back until then. Meanwhile nobody else
// reads it; afterwards not an octet of it is in the folder, and no backup brings it back.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { backup, bench, must, restore, sql } from "../harness/backups.mjs";
import { contentsOf } from "../harness/folder.mjs";
import { until, updateOf } from "../harness/live.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

const days = (n) => new Date(Date.parse(sample.snapshotAt) + n * 86_400_000).toISOString();
const erasure = (id) => `/api/journal/entries/${id}/erasure`;
const entries = async (person) => (await person.get("/api/journal")).is(200).json.entries;

/** Which of these are in a file of the folder. */
function found(folder, needles) {
  const where = [];
  for (const [name, content] of contentsOf(folder)) needles.forEach((n) => content.includes(n) && where.push(`${name}: ${n.toString("hex").slice(0, 32)}`));
  return where;
}

async function later(server, n) {
  await server.stop();
  await server.restart({ now: days(n) });
}

async function written(person, words, title) {
  const entry = (await person.post("/api/journal/entries", { title })).is(201).json;
  const body = Buffer.from(updateOf(words, 4_000_000_000 + Math.floor(words.length)));
  (await person.post(`/api/documents/${entry.document}/updates`, undefined, { body, headers: { "content-type": "application/octet-stream", "carnet-state-vector": "AA" } })).is(200);
  return entry;
}

test("an entry whose erasure is asked closes to everybody else at once, can be taken back, and its author still reads it", async (t) => {
  const server = await Server.start(t, { now: sample.snapshotAt });
  const [author, mate] = await Promise.all(["stg-01", "stg-08"].map((id) => server.as(id)));
  const entry = (await author.post("/api/journal/entries", { title: "À reprendre" })).is(201).json;
  (await author.put(`/api/journal/entries/${entry.id}/visibility`, { visibility: "cohort" })).is(200);
  (await mate.get(`/api/journal/entries/${entry.id}`)).is(200);
  assert.equal((await mate.put(erasure(entry.id), {})).status, 403, "a reader erases nothing");
  const asked = (await author.put(erasure(entry.id), {})).is(200).json;
  assert.equal((await author.put(erasure(entry.id), {})).is(200).json.erasesAt, asked.erasesAt, "asked again, the date stays");
  assert.ok(Math.abs(Date.parse(asked.erasesAt) - Date.parse(days(30))) < 3_600_000, asked.erasesAt);
  const { read, write, comment, share, rename } = asked.abilities;
  assert.deepEqual([asked.readers, { read, write, comment, share, rename }], [[], { read: true, write: false, comment: false, share: false, rename: false }]);
  (await mate.get(`/api/journal/entries/${entry.id}`)).is(404);
  (await mate.get(`/api/documents/${entry.id}/text`)).is(404);
  assert.equal((await author.put(`/api/journal/entries/${entry.id}/title`, { title: "non" })).status, 403);
  assert.equal((await author.put(`/api/journal/entries/${entry.id}/visibility`, { visibility: "private" })).status, 403);
  (await author.get(`/api/documents/${entry.id}/text`)).is(200);
  const back = (await author.delete(erasure(entry.id))).is(200).json;
  assert.deepEqual([back.erasesAt, back.abilities.write, back.visibility], [null, true, "cohort"]);
  (await mate.get(`/api/journal/entries/${entry.id}`)).is(200);
  const acts = (await author.get("/api/me/log")).is(200).json.acts.map((a) => a.kind);
  assert.deepEqual(acts.slice(0, 2), ["journal.entry_erasure_withdrawn", "journal.entry_erasure_asked"]);
});

test("30 days later the entry is gone, octet for octet, and the rest of the journal is there; no backup brings it back", async (t) => {
  const server = await Server.start(t, { now: sample.snapshotAt });
  const place = bench(t);
  let author = await server.as("stg-01");
  const kept = await entries(author);
  const entry = await written(author, "des mots que personne ne gardera", "Un titre de trop");
  const stays = await written(author, "des mots qui restent", "Celle qui reste");
  let mate = await server.as("stg-08");
  const aboutIt = async () => (await mate.get("/api/notices")).is(200).json.notices.filter((n) => /^comment\./.test(n.kind)).length;
  const before = await aboutIt();
  (await author.put(`/api/journal/entries/${entry.id}/visibility`, { visibility: "cohort" })).is(200);
  const remark = { key: "une-remarque-de-trop", kind: "question", body: "Lesquels ?", anchor: { exact: "des mots", prefix: "", suffix: "" } };
  const thread = (await mate.post(`/api/documents/${entry.document}/comments`, remark)).is(201).json;
  (await author.post(`/api/comments/${thread.id}/replies`, { key: "une-reponse-de-trop", body: "Ceux-ci." })).is(201);
  assert.ok((await aboutIt()) > before, "told of the answer");
  await server.stop();
  const db = join(server.data, "carnet.db");
  const number = await sql(db, `SELECT id FROM document WHERE uid = '${entry.document}'`);
  const stored = (await sql(db, `SELECT hex(data) FROM document_log WHERE document = ${number} UNION ALL SELECT hex(data) FROM document_snapshot WHERE document = ${number}`
    + ` UNION ALL SELECT hex(text) FROM revision WHERE document = ${number} UNION ALL SELECT hex(title) FROM journal_entry WHERE document = ${number}`)).split("\n").filter(Boolean);
  const needles = stored.map((hex) => Buffer.from(hex, "hex")).filter((b) => b.length > 16);
  assert.ok(needles.length >= 3, `the text, a revision and the title, sealed: ${needles.length}`);
  assert.ok(found(server.data, needles).length > 0, "before, they are found");
  await server.restart();
  await backup(server.data, place.file);
  author = await server.as("stg-01", { again: true });
  (await author.put(erasure(entry.id), {})).is(200);
  await later(server, 29);
  author = await server.as("stg-01", { again: true });
  (await author.get(`/api/documents/${entry.document}/text`)).is(200);
  await later(server, 31);
  author = await server.as("stg-01", { again: true });
  (await author.get(`/api/journal/entries/${entry.id}`)).is(404);
  mate = await server.as("stg-08", { again: true });
  await until(async () => (await aboutIt()) <= before, "no news of what is gone");
  await until(async () => found(server.data, needles).length === 0, "every octet of it to go, while the server runs");
  assert.deepEqual((await entries(author)).map((e) => e.id).sort(), [...kept.map((e) => e.id), stays.id].sort());
  const text = (await author.get(`/api/documents/${stays.document}/text`)).is(200).text;
  assert.equal(text, "des mots qui restent");
  await must(0, "check", "--data", server.data);
  await server.stop();
  assert.equal(await sql(db, `SELECT count(*) FROM document WHERE uid = '${entry.document}'`), "0");
  await must(0, "check", "--data", server.data);

  assert.match(await restore(place.file, place.restored), /journals and entries erased again: 1/);
  assert.deepEqual(found(place.restored, needles), []);
  await must(0, "check", "--data", place.restored);
  const again = await Server.start(t, { data: place.restored, now: days(31) });
  assert.deepEqual((await entries(await again.as("stg-01"))).map((e) => e.id).sort(), [...kept.map((e) => e.id), stays.id].sort());
});

test("all of a journal: nothing new is written, it is taken back whole, and 30 days later its key and its rows are gone", async (t) => {
  const server = await Server.start(t, { now: sample.snapshotAt });
  let [author, other] = await Promise.all(["stg-01", "stg-08"].map((id) => server.as(id)));
  const before = await entries(author), others = (await entries(other)).length;
  assert.ok(before.length > 0 && others > 0);
  const manager = await server.as("resp-01");
  assert.deepEqual((await manager.get("/api/journal/erasure")).is(200).json, { journal: false, erasesAt: null, abilities: { erase: false, keep: false } });
  assert.equal((await manager.put("/api/journal/erasure", {})).status, 404);
  (await author.put("/api/journal/erasure", {})).is(200);
  assert.equal((await author.post("/api/journal/entries", {})).json.code, "journal.ending");
  assert.equal((await author.delete(erasure(before[0].id))).json.code, "journal.ending", "an entry is not taken back out of it alone");
  let journal = (await author.get("/api/journal")).is(200).json;
  assert.ok(journal.erasesAt && !journal.abilities.create && journal.entries.every((e) => e.erasesAt && !e.abilities.write && e.readers.length === 0));
  (await author.delete("/api/journal/erasure")).is(200);
  journal = (await author.get("/api/journal")).is(200).json;
  assert.deepEqual(journal.entries.map((e) => [e.id, e.visibility, e.readers.length]), before.map((e) => [e.id, e.visibility, e.readers.length]), "as it was");
  (await author.put("/api/journal/erasure", {})).is(200);
  await server.stop();
  const of = "SELECT journal.id FROM journal JOIN person ON person.id = person WHERE slug = 'stg-01'";
  const number = await sql(join(server.data, "carnet.db"), of);
  const key = Buffer.from(await sql(join(server.data, "keys.db"), `SELECT hex(octets) FROM key WHERE journal = ${number}`), "hex");
  const titles = (await sql(join(server.data, "carnet.db"), `SELECT hex(title) FROM journal_entry WHERE journal = ${number} AND title IS NOT NULL`)).split("\n").map((h) => Buffer.from(h, "hex"));
  assert.ok(found(server.data, [key]).length > 0);
  await server.restart({ now: days(31) });
  [author, other] = await Promise.all(["stg-01", "stg-08"].map((id) => server.as(id, { again: true })));
  await until(async () => found(server.data, [key, ...titles]).length === 0, "key and rows to go");
  assert.deepEqual(await entries(author), []);
  assert.equal((await entries(other)).length, others);
  assert.deepEqual((await author.get("/api/journal/erasure")).is(200).json, { journal: false, erasesAt: null, abilities: { erase: false, keep: false } });
  await must(0, "check", "--data", server.data);
});
