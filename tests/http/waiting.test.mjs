// What the first pages say of conversations in the margin: who waits for whom, and nothing to those who may not see them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RawClient } from "../harness/live.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

let keys = 0;
const key = () => `key-of-waiting-${String(++keys).padStart(6, "0")}`;
const start = (t) => Server.start(t, { now: sample.snapshotAt });
const people = (server, ...ids) => Promise.all(ids.map((id) => server.as(id)));
const say = async (person, document, exact, body, kind = "question") =>
  (await person.post(`/api/documents/${document}/comments`, { key: key(), kind, body, anchor: { exact, prefix: "", suffix: "" } })).is(201).json.id;
const answer = async (person, comment, body) => (await person.post(`/api/comments/${comment}/replies`, { key: key(), body })).is(201);
const queued = async (person, document) => (await person.get("/api/queue")).is(200).json.items.find((item) => item.document.id === document);
const write = async (person, document, words) => {
  const client = await RawClient.open(person, document, { protocol: "carnet" });
  await client.sync();
  await client.settled(client.edit((content) => { content.delete(0, content.length); content.insert(0, words); }));
  client.drop();
};

/** An entry of stg-01 that her tutor reads, and has read. */
async function sharedEntry(author, tutor) {
  const entry = await author.newEntry("Le camion");
  await write(author, entry, "Le camion passe le mardi devant la gare.\n");
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  (await tutor.post(`/api/documents/${entry}/readings`, {})).is(200);
  return entry;
}

test("an answer in the margin asks for me first, until I answer or say that I have read", async (t) => {
  const server = await start(t), [author, tutor] = await people(server, "stg-01", "tut-01");
  const entry = await sharedEntry(author, tutor);
  const comment = await say(tutor, entry, "le mardi", "Depuis quand ?");
  assert.equal(await queued(tutor, entry), undefined, "my own question asks nothing of me");
  await answer(author, comment, "Depuis le mois de mars.");
  const item = await queued(tutor, entry), all = (await tutor.get("/api/queue")).json.items;
  assert.deepEqual([item.reason, item.answers], ["answered", { by: { id: "stg-01", name: item.answers.by.name }, others: 0, threads: 1 }]);
  assert.ok(!JSON.stringify(all).includes("mois de mars"), "no word of it");
  const asking = all.map((one) => ["asked", "answered"].includes(one.reason));
  assert.deepEqual(asking, [...asking].sort((a, b) => b - a), "who asks comes first");
  (await tutor.post(`/api/documents/${entry}/readings`, {})).is(200);
  assert.equal(await queued(tutor, entry), undefined, "read");
  await answer(author, comment, "Non, depuis avril.");
  assert.equal((await queued(tutor, entry)).reason, "answered");
  await answer(tutor, comment, "Merci.");
  assert.equal(await queued(tutor, entry), undefined, "answered in turn");
});

test("an answer on a text that I may not read any more asks nothing, nor does one in a conversation of others", async (t) => {
  const server = await start(t), [author, tutor, cooperator] = await people(server, "stg-01", "tut-01", "coop-01");
  const entry = await sharedEntry(author, tutor);
  const comment = await say(tutor, entry, "la gare", "Laquelle ?");
  await answer(author, comment, "Celle du bourg.");
  assert.ok(await queued(tutor, entry));
  assert.equal(await queued(cooperator, entry), undefined);
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "private" })).is(200);
  assert.equal(await queued(tutor, entry), undefined);
  assert.equal(await queued(author, entry), undefined, "one's own text is not in the queue");
});

test("in a page that I write with others it ends with my answer or once it is settled", async (t) => {
  const server = await start(t), [soizic, mate, tutor] = await people(server, "stg-02", "stg-06", "tut-03");
  const page = await soizic.newPage("Le marché", "grp-b");
  await write(soizic, page, "Le marché du lundi est fermé.\n");
  const comment = await say(tutor, page, "du lundi", "Depuis quand ?");
  assert.equal(await queued(soizic, page), undefined, "she took no part");
  await answer(soizic, comment, "Depuis mars.");
  await answer(tutor, comment, "Et en été ?");
  assert.equal((await queued(soizic, page)).reason, "answered");
  assert.equal(await queued(mate, page), undefined);
  (await soizic.put(`/api/comments/${comment}/status`, { status: "resolved" })).is(200);
  assert.equal(await queued(soizic, page), undefined);
});

test("on my own texts, what is open and was not answered by me waits for me, one line for each text", async (t) => {
  const server = await start(t), [author, tutor, cooperator] = await people(server, "stg-01", "tut-01", "coop-01");
  const own = async (person = author) => (await person.get("/api/queue")).is(200).json.own;
  const before = (await own()).length, entry = await sharedEntry(author, tutor);
  const first = await say(tutor, entry, "le mardi", "Depuis quand ?"), second = await say(tutor, entry, "la gare", "Laquelle ?");
  await say(tutor, entry, "Le camion", "Belle image.", "encouragement");
  const line = async () => (await own()).find((text) => text.document.id === entry);
  assert.deepEqual([(await line()).waiting.by.id, (await line()).waiting.others, (await line()).waiting.threads], ["tut-01", 0, 2], "an encouragement asks for nothing");
  assert.ok(!JSON.stringify(await own()).includes("Depuis quand"));
  await answer(author, first, "Depuis mars.");
  assert.equal((await line()).waiting.threads, 1);
  (await author.put(`/api/comments/${second}/status`, { status: "resolved" })).is(200);
  assert.equal(await line(), undefined);
  await answer(tutor, first, "De cette année ?");
  assert.equal((await line()).waiting.threads, 1);
  assert.equal((await own()).length, before + 1);
  for (const other of [tutor, cooperator]) assert.deepEqual(await own(other), []);
});

test("two who commented one of my works are one line", async (t) => {
  const server = await start(t), [author, tutor] = await people(server, "stg-01", "tut-01");
  const work = (await author.get("/api/works")).is(200).json.find((one) => one.kind === "note_synthetique" && one.owner === "stg-01").id;
  const cooperator = (await (await server.as("tut-01")).get("/api/trainees/stg-01")).is(200).json.cooperator;
  await write(author, work, "Le camion passe le mardi.\n");
  await say(tutor, work, "le mardi", "Toujours ?");
  await say(await server.as(cooperator.id), work, "Le camion", "Lequel ?");
  const line = (await author.get("/api/queue")).json.own.find((text) => text.document.id === work);
  assert.deepEqual(line.waiting, { by: cooperator, others: 1, threads: 2 });
});

test("the page of a trainee holds the open conversations of the texts whose comments its reader may see", async (t) => {
  const server = await start(t), [author, tutor, manager, cooperator] = await people(server, "stg-01", "tut-01", "resp-01", "coop-01");
  const threads = async (person) => (await person.get("/api/trainees/stg-01")).is(200).json.threads;
  const entry = await sharedEntry(author, tutor);
  const first = await say(tutor, entry, "le mardi", "Depuis quand ?"), second = await say(tutor, entry, "la gare", "Laquelle ?");
  const of = async (person) => (await threads(person)).filter((one) => one.document.id === entry);
  const [one, two] = await of(tutor);
  assert.deepEqual([one.quote, one.kind, one.openedBy.id, one.lastBy.id, one.replies, one.answered], ["le mardi", "question", "tut-01", "tut-01", 0, false]);
  assert.equal(two.quote, "la gare");
  await answer(author, first, "Depuis mars.");
  (await author.put(`/api/comments/${second}/status`, { status: "resolved" })).is(200);
  const left = await of(tutor);
  assert.deepEqual(left.map((l) => [l.quote, l.lastBy.id, l.replies, l.answered]), [["le mardi", "stg-01", 1, true]]);
  assert.ok(!JSON.stringify(left).includes("Depuis"), "the passage, nothing of what was said");
  for (const other of [manager, cooperator]) assert.deepEqual(await of(other), [], "not their entry to read");
  (await tutor.send("DELETE", `/api/comments/${first}`)).is(204);
  assert.equal((await of(tutor))[0].openedBy, null);
  for (const { document } of await threads(manager)) (await manager.get(`/api/documents/${document.id}/comments`)).is(200);
  const readable = await Promise.all((await manager.get("/api/trainees/stg-01")).json.documents.map(async ({ id }) => [id, (await manager.get(`/api/documents/${id}/comments`)).json.comments.filter((c) => c.status === "open").length]));
  assert.equal((await threads(manager)).length, readable.reduce((sum, [, n]) => sum + n, 0), "as many as the margins show");
});
