// What others changed in a group since one's last visit: for oneself alone, by the readers' rights, and it does not go away with a second look.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RawClient } from "../harness/live.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

const minutes = (n) => new Date(Date.parse(sample.snapshotAt) + n * 60_000).toISOString();
const look = async (person) => (await person.put("/api/groups/grp-b/visit", {})).is(200).json;
const titles = (visit) => visit.pages.map((p) => p.title);
const about = (visit, title) => visit.pages.find((p) => p.title === title);
async function write(person, page, text) {
  const client = await (await RawClient.open(person, page, { protocol: "carnet" })).sync();
  client.type(text);
  await client.settled();
  await client.end();
}

test("a group's page says what others changed since the visit before, to each by what they may read", async (t) => {
  const server = await Server.start(t, { now: minutes(0) });
  let idriss, yann, tutor;
  const signIn = async () => ([idriss, yann, tutor] = await Promise.all(["stg-02", "stg-06", "tut-03"].map((id) => server.as(id, { again: true }))));
  const at = async (n) => {
    await server.stop();
    await server.restart({ now: minutes(n) });
    await signIn();
  };
  await signIn();
  for (const person of [idriss, yann, tutor]) assert.deepEqual(await look(person), { since: null, pages: [], files: [] }, "nobody is told of the time before they came");
  const old = (await idriss.get("/api/groups/grp-b")).is(200).json.pages[0].document;
  const page = async (title, more = {}) => (await idriss.post("/api/groups/grp-b/pages", { title, ...more })).is(201).json.id;
  await write(idriss, old, "Une ligne. ");
  await write(idriss, await page("Enquête"), "Des réponses.");
  await write(idriss, await page("Ce qui coince", { inner: true }), "Entre nous.");
  const thrown = await page("À jeter");
  await write(idriss, thrown, "Rien.");
  await write(yann, old, "La mienne. ");
  await page("Encore vide");
  (await idriss.send("POST", "/api/groups/grp-b/files?name=Affiche.pdf", { body: Buffer.from("%PDF-1.4\n%%EOF\n"), headers: { "content-type": "application/octet-stream" } })).is(201);
  (await idriss.delete(`/api/documents/${thrown}`)).is(204);

  await at(45);
  const seen = await look(yann);
  assert.equal(Date.parse(seen.since) - Date.parse(sample.snapshotAt) < 120_000, true, seen.since);
  assert.deepEqual(titles(seen).sort(), ["Ce qui coince", "Enquête", "Les Rallongeurs — page du groupe"]);
  assert.deepEqual([about(seen, "Enquête").made, about(seen, "Les Rallongeurs — page du groupe").made, about(seen, "Ce qui coince").inner], [true, false, true]);
  for (const one of seen.pages) assert.deepEqual(one.authors.map((a) => a.id), ["stg-02"], "not oneself");
  for (const one of seen.pages) assert.ok(Date.parse(one.at) >= Date.parse(sample.snapshotAt) && Date.parse(one.at) < Date.parse(minutes(45)), one.at);
  assert.deepEqual(seen.files.map((f) => [f.name, f.by.id]), [["Affiche.pdf", "stg-02"]]);
  assert.deepEqual(await look(yann), seen, "a second look takes nothing away");
  assert.deepEqual(titles(await look(tutor)).sort(), ["Enquête", "Les Rallongeurs — page du groupe"], "nothing of the inner folder");
  assert.deepEqual(about(await look(tutor), "Les Rallongeurs — page du groupe").authors.map((a) => a.id), ["stg-06", "stg-02"], "the last to write first");
  const own = await look(idriss);
  assert.deepEqual([titles(own), own.files, own.pages[0].authors.map((a) => a.id)], [["Les Rallongeurs — page du groupe"], [], ["stg-06"]]);

  await at(60);
  assert.deepEqual(await look(yann), seen, "still the same visit");
  await at(95);
  const later = await look(yann);
  assert.ok(Date.parse(later.since) > Date.parse(seen.since));
  assert.deepEqual([later.pages, later.files], [[], []]);

  const stranger = await server.as("stg-01", { again: true });
  assert.equal((await stranger.put("/api/groups/grp-b/visit", {})).status, 403);
  assert.equal((await (await server.as("jur-01", { again: true })).put("/api/groups/grp-b/visit", {})).status, 404);
  assert.equal((await yann.put("/api/groups/grp-b/visit", { since: 0 })).status, 400);
});
