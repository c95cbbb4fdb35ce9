// Versions over HTTP: moments, comparisons in words, names, coming back, and what changed since a reader was there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contentsOf } from "../harness/folder.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { Server } from "../harness/server.mjs";

const write = async (person, document, words) => {
  const client = await RawClient.open(person, document, { protocol: "carnet" });
  await client.sync();
  await client.settled(client.edit((content) => { content.delete(0, content.length); content.insert(0, words); }));
  client.drop();
};
const keep = async (person, document, words, name) => {
  await write(person, document, words);
  return (await person.post(`/api/documents/${document}/revisions`, { name })).is(201).json;
};
const moments = async (person, document) => (await person.get(`/api/documents/${document}/moments`)).is(200).json;
const told = (parts) => parts.map((p) => (p.passage ? "|" : "") + p.runs.map((r) => ({ same: r.text, removed: `[-${r.text}-]`, added: `{+${r.text}+}` })[r.kind]).join("") + (p.passage ? "|" : "")).join("");

test("two versions are compared in words, one passage comes back, and the writers who are there see it at once", async (t) => {
  const server = await Server.start(t);
  const [idriss, maelle] = await Promise.all(["stg-02", "stg-06"].map((id) => server.as(id)));
  const page = await idriss.newPage("Le marché", "grp-b");
  const path = `/api/documents/${page}`;
  const first = await keep(idriss, page, "# Le marché\n\nLe pain est bon.\n\nLundi, tout ferme.\n", "Premier jet");
  assert.deepEqual([first.name, first.namedBy.id, first.authors.map((a) => a.id), first.restored], ["Premier jet", "stg-02", ["stg-02"], null]);
  await write(maelle, page, "# Le marché\n\nLe pain est très bon.\n\nMardi, tout ferme.\n");

  const changes = (await idriss.get(`${path}/revisions/${first.id}/compare/now`)).is(200).json;
  assert.equal(told(changes.parts), "# Le marché\n\n|Le pain est {+très +}bon.\n|\n|[-Lundi-]{+Mardi+}, tout ferme.\n|");
  assert.deepEqual([changes.wordsAdded, changes.wordsRemoved, changes.passages, changes.to.id], [2, 1, 2, "now"]);
  assert.match((await idriss.get(`${path}/revisions/${first.id}/html`)).is(200).text, /<p[^>]*>Lundi, tout ferme\.<\/p>/);

  const live = await RawClient.open(maelle, page, { protocol: "carnet" });
  await live.sync();
  const back = (await idriss.post(`${path}/restorations`, { revision: first.id, passage: changes.parts.at(-1).passage })).is(201).json;
  await live.when(() => String(live.doc.getText("content")) === "# Le marché\n\nLe pain est très bon.\n\nLundi, tout ferme.\n", "the passage of before");
  assert.equal(back.after.restored.id, first.id);
  assert.equal((await idriss.post(`${path}/restorations`, { revision: first.id, passage: changes.parts.at(-1).passage })).is(409).json.code, "revision.passage_changed");
  (await idriss.post(`${path}/restorations`, { revision: first.id })).is(201);
  assert.equal((await idriss.post(`${path}/restorations`, { revision: first.id })).is(409).json.code, "revision.same");
  (await idriss.post(`${path}/restorations`, { revision: back.before.id })).is(201);
  await live.when(() => String(live.doc.getText("content")) === "# Le marché\n\nLe pain est très bon.\n\nMardi, tout ferme.\n", "what there was before coming back");
  live.drop();

  const list = await moments(maelle, page);
  assert.deepEqual(list.map((m) => m.steps.map((s) => s.name ?? (s.restored ? "back" : "-")).join()), ["back", "back", "back", "-", "Premier jet"]);
  assert.ok(list.every((m) => m.wordsAdded !== null));
});

test("names are one line, for those who write, and every list shows them", async (t) => {
  const server = await Server.start(t);
  const [idriss, tutor] = await Promise.all(["stg-02", "tut-03"].map((id) => server.as(id)));
  const page = await idriss.newPage("Noms", "grp-b"), path = `/api/documents/${page}`;
  assert.equal((await idriss.post(`${path}/revisions`, { name: "Rien" })).is(409).json.code, "revision.empty");
  const { id } = await keep(idriss, page, "Un.\n", "Avant");
  for (const name of ["x".repeat(81)]) assert.equal((await idriss.put(`${path}/revisions/${id}/name`, { name })).is(400).json.code, "revision.name");
  (await idriss.put(`${path}/revisions/${id}/name`, { name: "Après\nla pause" })).is(200);
  assert.deepEqual((await tutor.get(`${path}/revisions`)).is(200).json.map((r) => r.name), ["Après la pause"]);
  (await tutor.put(`${path}/revisions/${id}/name`, { name: "Non" })).is(403);
  (await idriss.put(`${path}/revisions/${id}/name`, { name: "" })).is(200);
  assert.deepEqual((await tutor.get(`${path}/revisions`)).json.map((r) => r.name), [null]);
});

test("the name that the present text has is not taken away unseen", async (t) => {
  const server = await Server.start(t);
  const [idriss, maelle] = await Promise.all(["stg-02", "stg-06"].map((id) => server.as(id)));
  const page = await idriss.newPage("Noms", "grp-b"), path = `/api/documents/${page}`;
  const { id } = await keep(idriss, page, "Un.\n", "Avant la relecture");
  assert.equal((await maelle.post(`${path}/revisions`, { name: "Le mien" })).is(409).json.code, "revision.named");
  const named = async () => (await idriss.get(`${path}/revisions`)).is(200).json.map((r) => [r.name, r.namedBy.id]);
  assert.deepEqual(await named(), [["Avant la relecture", "stg-02"]]);
  assert.equal((await maelle.post(`${path}/revisions`, { name: "Avant la relecture" })).is(201).json.id, id);
  assert.deepEqual(await named(), [["Avant la relecture", "stg-02"]], "still by whom it was");
  (await maelle.put(`${path}/revisions/${id}/name`, { name: "Le mien" })).is(200);
  assert.deepEqual(await named(), [["Le mien", "stg-06"]]);
  await write(idriss, page, "Deux.\n");
  (await idriss.post(`${path}/revisions`, { name: "Avant la relecture" })).is(201);
  assert.deepEqual((await named()).map(([name]) => name), ["Avant la relecture", "Le mien"]);
});

test("whoever a journal entry was opened to later finds no earlier version, by any way", async (t) => {
  const server = await Server.start(t);
  const [author, tutor] = await Promise.all(["stg-01", "tut-01"].map((id) => server.as(id)));
  const entry = await author.newEntry("Brouillon"), path = `/api/documents/${entry}`;
  const old = await keep(author, entry, "Ce que j’ai retiré.\n", "Avant de partager, perruche");
  await write(author, entry, "Ce que je montre.\n");
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  (await author.post(`${path}/restorations`, { revision: old.id })).is(201);
  await write(author, entry, "Ce que je montre encore.\n");
  const seen = await moments(tutor, entry);
  assert.ok(!JSON.stringify(seen).includes("perruche") && !JSON.stringify(seen).includes(old.id));
  for (const tail of [`${old.id}`, `${old.id}/html`, `${old.id}/compare/now`, `${seen[0].steps[0].id}/compare/${old.id}`])
    assert.equal((await tutor.get(`${path}/revisions/${tail}`)).is(404).json.code, "revision.missing");
  (await tutor.get(`${path}/revisions/${seen[0].steps[0].id}/compare/now`)).is(200);
  await server.stop();
  for (const [file, content] of contentsOf(server.data)) assert.ok(!content.includes("perruche"), `${file} has the name of a journal's version`);
});

test("a reader who comes back is told from where, for themselves alone; the queue says it too", async (t) => {
  const server = await Server.start(t);
  const [idriss, tutor] = await Promise.all(["stg-02", "tut-03"].map((id) => server.as(id)));
  const page = await idriss.newPage("Lu", "grp-b"), path = `/api/documents/${page}`;
  const { id } = await keep(idriss, page, "Un.\n", "Lue");
  const visit = async (person) => (await person.put(`${path}/visit`, {})).is(200).json.since;
  assert.equal(await visit(tutor), null);
  (await tutor.post(`${path}/readings`, {})).is(200);
  assert.equal(await visit(tutor), null);
  await write(idriss, page, "Un, deux.\n");
  assert.equal((await visit(tutor)).revision, id);
  assert.equal(await visit(idriss), null);
  const waits = (await tutor.get("/api/queue")).is(200).json.items.find((i) => i.document.id === page);
  assert.deepEqual([waits.reason, waits.readRevision], ["changed", id]);
  await until(async () => (await tutor.get(`${path}/revisions/${waits.readRevision}/compare/now`)).is(200).json.passages === 1, "one passage");
});

test("texts too long to compare are refused in a word, and everything else of them still works", async (t) => {
  const server = await Server.start(t);
  const idriss = await server.as("stg-02");
  const page = await idriss.newPage("Long", "grp-b"), path = `/api/documents/${page}`;
  const { id } = await keep(idriss, page, "Un.\n", "Court");
  await write(idriss, page, "mot ".repeat(300_000));
  assert.equal((await idriss.get(`${path}/revisions/${id}/compare/now`)).is(413).json.code, "text.too_long");
  (await idriss.post(`${path}/restorations`, { revision: id })).is(201);
  assert.equal((await moments(idriss, page))[1].wordsAdded, null);
});
