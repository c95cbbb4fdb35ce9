// Accommodations: measures for those who work with the person, time for juries, the cause for the officer and the person alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accompanies, cohort as sample, ids, roleOf } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

let server, officer;
const of = (trainee) => `/api/cohorts/coh-2025-2026/trainees/${trainee}/accommodations`;
const CAUSE = "cause-tres-secrete-7731";
before(async () => {
  server = await Server.start(undefined, { now: sample.snapshotAt });
  officer = await server.as("rh-01");
});
after(() => server.end());

test("the officer enters a measure and its cause; each reads what is theirs to know", async () => {
  (await officer.post(of("stg-12"), { kind: "extra_time", measure: "un tiers temps", cause: CAUSE })).is(201);
  const made = (await officer.post(of("stg-12"), { kind: "other", measure: "place près de la porte", cause: CAUSE })).is(201).json;
  assert.deepEqual(made.accommodations.map((a) => a.cause), [CAUSE, CAUSE]);
  assert.equal(made.abilities.manage, true);
  for (const id of ids.filter((x) => x !== "rh-01")) {
    const answer = await (await server.as(id)).get(of("stg-12"));
    const role = roleOf.get(id);
    const measures = id === "stg-12" || accompanies(id, "stg-12") || ["programme_manager", "training_assistant", "trainer"].includes(role);
    if (!measures && role !== "jury_member") {
      assert.equal(answer.is(404).json.code, "accommodation.missing", id);
      continue;
    }
    const seen = answer.is(200).json;
    assert.deepEqual(seen.accommodations.map((a) => a.measure), measures ? ["un tiers temps", "place près de la porte"] : ["un tiers temps"], id);
    assert.equal(answer.text.includes(CAUSE), id === "stg-12", id);
    assert.equal("cause" in seen.accommodations[0], id === "stg-12", id);
    assert.equal(seen.abilities.manage, false, id);
  }
});

test("for who may not know, somebody with accommodations is like somebody without", async () => {
  for (const id of ["stg-01", "rq-01", "tut-02", "coop-02"]) {
    const person = await server.as(id);
    const [with_, without, absent] = await Promise.all(["stg-12", "stg-09", "nobody"].map((x) => person.get(of(x))));
    if (id === "coop-02") continue; // accompanies stg-09
    assert.deepEqual(with_.is(404).body, without.is(404).body, id);
    assert.deepEqual(with_.body, absent.is(404).body, id);
  }
});

test("nobody but the officer enters or ends them, not even for themselves", async () => {
  const { id: uid } = (await officer.get(of("stg-12"))).json.accommodations[0];
  for (const id of ids.filter((x) => x !== "rh-01")) {
    const person = await server.as(id);
    const [add, end] = [await person.post(of("stg-12"), { kind: "other", measure: "x" }), await person.delete(`${of("stg-12")}/${uid}`)];
    assert.ok([403, 404].includes(add.status) && add.status === end.status, `${id}: ${add.status} ${end.status}`);
  }
  assert.equal((await officer.get(of("stg-12"))).json.accommodations.length, 2);
});

test("a deadline put off becomes the person's own date, and nobody else's", async () => {
  const trainee = await server.as("stg-12"), other = await server.as("stg-11");
  const due = async (p) => (await p.get("/api/works")).is(200).json.find((w) => w.kind === "note_synthetique").dueAt;
  const before = await due(other);
  const add = (json) => officer.post(of("stg-12"), json);
  assert.equal((await add({ kind: "deadline_extension", deliverable: "note_synthetique" })).is(400).json.code, "accommodation.due");
  assert.equal((await add({ kind: "extra_time", measure: "x", dueAt: "2026-07-01T21:59:00Z" })).is(400).json.code, "accommodation.due");
  assert.equal((await add({ kind: "deadline_extension", deliverable: "note_synthetique", dueAt: "2026-06-01T21:59:00Z" })).is(400).json.code, "accommodation.due");
  assert.equal((await add({ kind: "deadline_extension", deliverable: "note_synthetique", dueAt: "2026-06-14T21:59:00Z" })).is(409).json.code, "work.not_later");
  assert.equal((await add({ kind: "deadline_extension", deliverable: "diagnostic", dueAt: "2026-07-01T21:59:00Z" })).is(409).json.code, "work.not_open");
  assert.equal((await add({ kind: "extra_time" })).is(400).json.code, "accommodation.measure");
  assert.equal((await add({ kind: "holiday" })).is(400).json.code, "accommodation.kind");
  (await add({ kind: "deadline_extension", deliverable: "note_synthetique", dueAt: "2026-06-29T21:59:00Z" })).is(201);
  assert.equal(Date.parse(await due(trainee)), Date.parse("2026-06-29T21:59:00Z"));
  assert.equal(await due(other), before);
  const feed = (await trainee.post("/api/calendar/feed", {})).is(201).json.path;
  assert.ok((await server.nobody().get(feed)).is(200).text.includes("DTSTART;TZID=Europe/Paris:20260629T235900"));
});

test("those who act on it are told that something changed, and never what or why", async () => {
  for (const id of ["stg-12", "resp-01", "ass-01", ...ids.filter((x) => accompanies(x, "stg-12"))]) {
    const events = (await (await server.as(id)).get("/api/events")).is(200);
    const told = events.json.find((e) => e.kind === "accommodation.changed");
    assert.deepEqual(told?.detail, {}, id);
    assert.ok(!events.text.includes(CAUSE) && !events.text.includes("tiers temps"), id);
  }
});

test("what ended is in no list, also not in that of the person", async () => {
  const { accommodations } = (await officer.get(of("stg-12"))).json;
  for (const a of accommodations) (await officer.delete(`${of("stg-12")}/${a.id}`)).is(204);
  (await officer.delete(`${of("stg-12")}/${accommodations[0].id}`)).is(404);
  assert.deepEqual((await (await server.as("stg-12")).get(of("stg-12"))).is(200).json.accommodations, []);
});

test("the sample's are there, without a cause", async () => {
  const seen = (await (await server.as("stg-08")).get(of("stg-08"))).is(200).json.accommodations;
  assert.deepEqual(seen.map((a) => [a.kind, a.measure, a.cause]), [["extra_time", "un tiers", null], ["screen_reader_documents", null, null], ["deadline_extension", null, null]]);
  assert.ok(!server.log.includes(CAUSE), "nor in the log");
});
