// What one's next entries begin as: private unless their author chose otherwise and was shown who would read; shared by the one way there is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cohort } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

const now = "2026-06-12T10:00:00+02:00", here = cohort.cohort.id;
let keys = 0;
const begun = () => ({ key: `key-of-this-device-${keys++}`, writtenAt: "2026-06-12T09:00:00+02:00" });
const make = async (who, more = {}) => (await who.post("/api/journal/entries", { ...begun(), ...more })).is(201).json;
const next = async (who) => (await who.get("/api/journal/default")).is(200).json;
const shownTo = async (who) => {
  const { visibility, choices } = await next(who);
  return { visibility, readers: choices.find((c) => c.visibility === visibility).readers.map((r) => r.id) };
};

test("entries begin private until their author chooses otherwise, and each is then shared as by hand: same readers, same log, same news", async (t) => {
  const server = await Server.start(t, { now });
  const [author, tutor, mate] = await Promise.all(["stg-05", "tut-01", "stg-01"].map((id) => server.as(id)));
  const first = await next(author);
  assert.deepEqual([first.visibility, first.choices.map((c) => c.visibility), first.choices[1].readers.map((r) => r.id)], ["private", ["private", "tutor", "group", "cohort"], ["tut-01"]]);
  assert.equal((await make(author)).visibility, "private");
  assert.equal((await make(author, { visibility: "tutor", readers: ["tut-01"] })).visibility, "private", "nobody chose that");
  assert.equal((await author.put("/api/journal/default", { visibility: "tutor" })).is(200).json.visibility, "tutor");
  assert.equal((await next(await server.as("stg-05", { again: true }))).visibility, "tutor", "on another device");

  const byHand = (await author.put(`/api/journal/entries/${await author.newEntry("À la main")}/visibility`, { visibility: "tutor" })).is(200).json;
  const entry = await make(author, await shownTo(author));
  for (const field of ["visibility", "group", "readers"]) assert.deepEqual(entry[field], byHand[field], field);
  (await tutor.get(`/api/documents/${entry.id}/text`)).is(200);
  (await mate.get(`/api/documents/${entry.id}`)).is(404);
  const [own, before, chosen] = (await author.get("/api/me/log")).json.acts;
  assert.deepEqual([own.kind, own.detail.visibility, own.document.id], ["journal.visibility", "tutor", entry.id]);
  assert.deepEqual([before.kind, chosen.kind, chosen.detail.visibility], ["journal.visibility", "journal.default", "tutor"]);
  assert.deepEqual((await tutor.get("/api/me/log")).json.acts.slice(0, 2).map((a) => a.kind), ["journal.shared", "journal.shared"]);
  for (const id of ["resp-01", "ass-01", "rq-01", "stg-01", "tut-01"]) assert.ok(!(await (await server.as(id)).get("/api/me/log")).text.includes("journal.default"));
  assert.ok(!(await (await server.as("resp-01")).get("/api/log")).text.includes("journal"));
});

test("nothing is wider than what the page showed: another choice meanwhile, another tutor, words carried over, or no choice at all stay private", async (t) => {
  const server = await Server.start(t, { now });
  const [author, manager] = await Promise.all(["stg-05", "resp-01"].map((id) => server.as(id)));
  (await author.put("/api/journal/default", { visibility: "tutor" })).is(200);
  const shown = await shownTo(author);
  assert.equal((await make(author)).visibility, "private", "a page that showed nothing");
  assert.equal((await make(author, { visibility: "cohort", readers: ["tut-01"] })).visibility, "private");
  assert.equal((await make(author, { visibility: "tutor", readers: [] })).visibility, "private");
  (await author.post("/api/journal/entries", { visibility: "tutor", readers: [] })).is(400);
  (await author.post("/api/journal/entries", { ...begun(), visibility: "tutor" })).is(400);
  (await author.post("/api/journal/entries", { ...begun(), visibility: "all", readers: [] })).is(400);

  const once = { ...begun(), ...shown }, made = (await author.post("/api/journal/entries", once)).is(201).json;
  assert.equal(made.visibility, "tutor");
  (await author.put(`/api/journal/entries/${made.id}/visibility`, { visibility: "private" })).is(200);
  assert.equal((await author.post("/api/journal/entries", once)).is(201).json.visibility, "private", "asked for again");

  const waiting = { ...begun(), ...shown }; // begun without network, under the tutor of then
  (await manager.put(`/api/cohorts/${here}/trainees/stg-05/tutor`, { person: "tut-03", from: "2026-06-12" })).is(200);
  assert.equal((await author.post("/api/journal/entries", waiting)).is(201).json.visibility, "private");
  assert.deepEqual((await make(author, await shownTo(author))).readers.map((r) => r.id), ["tut-03"]);

  (await author.put("/api/journal/default", { visibility: "group" })).is(200);
  const team = await make(author, await shownTo(author));
  assert.ok(team.visibility === "group" && team.group && team.readers.length > 0);
  const late = { ...begun(), ...(await shownTo(author)) };
  (await author.put("/api/journal/default", { visibility: "private" })).is(200);
  assert.equal((await author.post("/api/journal/entries", late)).is(201).json.visibility, "private");
  assert.deepEqual((await shownTo(author)).readers, []);
});

test("only who writes a journal has such a choice", async (t) => {
  const server = await Server.start(t, { now });
  for (const id of ["resp-01", "ass-01", "tut-01", "coop-01", "form-01", "jur-01", "rq-01"]) {
    const person = await server.as(id);
    (await person.get("/api/journal/default")).is(403);
    (await person.put("/api/journal/default", { visibility: "private" })).is(403);
  }
  const author = await server.as("stg-05");
  (await author.put("/api/journal/default", { visibility: "everybody" })).is(400);
  await author.newEntry("Une entrée");
  (await author.put("/api/journal/erasure", {})).is(200);
  (await author.get("/api/journal/default")).is(403);
});
