// The year of a cohort over HTTP: proposed, set up, moved, read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

let server, manager, assistant, trainee;
const cohort = "/api/cohorts/coh-2025-2026";
before(async () => {
  server = await Server.start(undefined, { now: sample.snapshotAt });
  [manager, assistant, trainee] = await Promise.all(["resp-01", "ass-01", "stg-01"].map((id) => server.as(id)));
});
after(() => server.end());
const read = async (person = trainee) => (await person.get(`${cohort}/calendar`)).is(200).json;

test("the proposal for the sample's first Monday is the sample's year", async () => {
  const year = (await manager.get("/api/programmes/cpsl/calendar?start=2025-12-08")).is(200).json;
  assert.deepEqual(year.sessions.map((s) => [s.from, s.to, s.weeksSincePrevious]), sample.sessions.map((s) => [s.from, s.to, s.weeksSincePrevious]));
  const due = Object.fromEntries(year.milestones.filter((m) => m.dueAt).map((m) => [m.key, Date.parse(m.dueAt)]));
  assert.deepEqual(due, Object.fromEntries(sample.milestones.filter((m) => m.dueAt).map((m) => [m.id, Date.parse(m.dueAt)])));
  assert.equal(year.warnings.filter((w) => w.code !== "past").length, 0);
});

test("a first day that is no Monday, or no day, is refused with a plain key", async () => {
  const ask = async (start) => (await manager.get(`/api/programmes/cpsl/calendar?start=${start}`)).is(400).json.code;
  assert.equal(await ask("2025-12-09"), "calendar.not_monday");
  assert.equal(await ask("2025-02-30"), "calendar.day");
  assert.equal(await ask("x"), "calendar.day");
  (await manager.get("/api/programmes/cpsl/calendar")).is(400);
});

test("everybody in the cohort reads the calendar; warnings and buttons are for those who plan", async () => {
  const seen = await read();
  assert.equal(seen.sessions.length, 6);
  assert.equal(seen.sessions.flatMap((s) => s.halfDays).length, 60);
  assert.equal(seen.milestones.find((m) => m.id === "final-jury").halfDays.length, 2);
  assert.deepEqual(seen.abilities, { move: false, plan: false });
  assert.equal(seen.warnings, undefined);
  assert.deepEqual((await read(assistant)).abilities, { move: false, plan: true });
  assert.deepEqual((await read(manager)).abilities, { move: true, plan: true });
  assert.ok(Array.isArray((await read(manager)).warnings));
  for (const id of ["stg-10", "tut-02"]) assert.equal((await (await server.as(id)).get(`${cohort}/calendar`)).is(404).json.code, "cohort.missing");
});

test("a session moves with its half-days, after a look at the warnings, and the cohort is told", async () => {
  const look = (await manager.get(`${cohort}/sessions/ses-6/move?from=2026-07-13`)).is(200).json;
  const codes = look.warnings.filter((w) => w.about === "ses-6").map((w) => w.code);
  assert.deepEqual(codes.sort(), ["gap_long", "holiday", "late_in_year"]);
  assert.equal((await read()).sessions[5].from, "2026-06-22", "a look changes nothing");
  const moved = (await manager.put(`${cohort}/sessions/ses-6`, { from: "2026-06-29", theme: "Oraux et bilan" })).is(200).json;
  assert.equal(moved.sessions[5].to, "2026-07-03");
  const seen = await read();
  assert.equal(seen.sessions[5].theme, "Oraux et bilan");
  assert.deepEqual([...new Set(seen.sessions[5].halfDays.map((h) => h.day))], ["2026-06-29", "2026-06-30", "2026-07-01", "2026-07-02", "2026-07-03"]);
  assert.equal(seen.milestones.find((m) => m.key === "orals").from, "2026-07-02");
  const told = (await trainee.get("/api/events")).json.find((e) => e.kind === "calendar.session_moved");
  assert.deepEqual(told.detail, { session: "ses-6", from: "2026-06-22", to: "2026-06-29" });
});

test("a deadline is looked at before it moves, with what it would be in the way of", async () => {
  const due = async () => (await read()).milestones.find((m) => m.id === "dossier-professionnel-due").dueAt;
  const was = await due(), path = `${cohort}/milestones/dossier-professionnel-due`;
  const look = (await manager.get(`${path}/move?dueAt=2026-05-21T21:59:00Z`)).is(200).json;
  assert.equal(look.milestones.find((m) => m.id === "dossier-professionnel-due").dueAt, "2026-05-21T21:59:00.000Z");
  assert.deepEqual(look.warnings.filter((w) => w.about === "dossier_professionnel_due").map((w) => w.code), ["before_session"]);
  assert.equal(await due(), was, "a look changes nothing");
  const jury = (await manager.get(`${cohort}/milestones/final-jury/move?from=2026-07-14&to=2026-07-14`)).is(200).json;
  assert.ok(jury.warnings.some((w) => w.about === "final_jury" && w.code === "holiday"));
  assert.deepEqual([...new Set(jury.milestones.find((m) => m.id === "final-jury").halfDays.map((h) => h.day))], ["2026-07-14"]);
  for (const query of ["", "?to=2026-07-14", "?from=2026-07-14&dueAt=2026-05-21T21:59:00Z"]) assert.equal((await manager.get(`${path}/move${query}`)).is(400).json.code, "request.json");
  assert.equal((await manager.get(`${path}/move?from=2026-07-14`)).is(409).json.code, "calendar.milestone_kind");
});

test("what cannot be is refused with a plain key, and nothing moves", async () => {
  const before = await read();
  const refused = async (path, json, status, code) => assert.equal((await manager.put(`${cohort}/${path}`, json)).is(status).json.code, code);
  await refused("sessions/ses-5", { from: "2026-04-15" }, 409, "calendar.overlap");
  await refused("sessions/ses-5", { from: "2026-07-06" }, 409, "calendar.overlap");
  await refused("sessions/ses-9", { from: "2026-07-06" }, 404, "calendar.session_missing");
  await refused("sessions/ses-5", { from: 7 }, 400, "request.json");
  await refused("sessions/ses-5", { to: "2026-07-06" }, 400, "request.json");
  await refused("milestones/final-jury", { dueAt: "2026-07-08T12:00:00Z" }, 409, "calendar.milestone_kind");
  await refused("milestones/final-jury", {}, 400, "request.json");
  await refused("milestones/final-jury", { from: "2026-07-09", to: "2026-07-08" }, 400, "calendar.ends_before");
  await refused("milestones/final-jury", { dueAt: "2026-07-08T12:00:00Z", from: "2026-07-08" }, 400, "request.json");
  await refused("milestones/nothing", { from: "2026-07-08" }, 404, "calendar.milestone_missing");
  await refused("halfdays/ses-6-d1-am", { format: "lecture", module: null, room: null, trainers: [] }, 400, "calendar.format");
  await refused("halfdays/ses-6-d1-am", { format: null, module: "x", room: null, trainers: [] }, 400, "calendar.module");
  await refused("halfdays/ses-6-d1-am", { format: null, module: null, room: "x".repeat(200), trainers: [] }, 400, "calendar.room");
  await refused("halfdays/ses-6-d1-am", { format: null, module: null, room: null, trainers: ["tut-01"] }, 400, "calendar.trainer");
  await refused("halfdays/ses-6-d1-am", { format: null, module: null, room: null, trainers: [null] }, 400, "request.json");
  await refused("halfdays/ses-6-d1-am", { format: null }, 400, "request.json");
  assert.deepEqual(await read(), before);
});

test("the assistant says what happens in a half-day, and its trainer is told", async () => {
  (await assistant.put(`${cohort}/halfdays/ses-6-d2-pm`, { format: "cooperative_group", module: "b2-m2", room: "Salle 4", trainers: ["form-02", "form-01"] })).is(200);
  const half = (await read()).sessions[5].halfDays.find((h) => h.id === "ses-6-d2-pm");
  assert.deepEqual({ ...half, trainers: half.trainers.map((p) => p.id) }, { id: "ses-6-d2-pm", day: "2026-06-30", part: "pm", starts: "13:30", ends: "17:00", format: "cooperative_group", module: "b2-m2", room: "Salle 4", trainers: ["form-01", "form-02"] });
  const told = (await (await server.as("form-02")).get("/api/events")).is(200).json[0];
  assert.equal(told.kind, "calendar.half_day_planned");
  assert.equal(told.detail.halfDay, "ses-6-d2-pm");
});

test("a cohort is set up from a programme and a Monday; its people are not the other's", async () => {
  const made = (await manager.post("/api/cohorts", { programme: "cpsl", label: "Promotion 2026-2027", start: "2026-12-07" })).is(201).json;
  assert.equal(made.id, "cpsl-2026-2027");
  assert.equal(made.sessions.length, 6);
  assert.equal(made.programme.version, 1);
  assert.equal(made.warnings.filter((w) => w.code === "holiday").length, 0);
  assert.deepEqual((await manager.get("/api/cohorts")).json.cohorts.map((c) => c.id), ["cpsl-2026-2027", "coh-2025-2026"]);
  const { cohorts, abilities } = (await trainee.get("/api/cohorts")).is(200).json;
  assert.deepEqual(cohorts.map((c) => c.id), ["coh-2025-2026"]);
  assert.deepEqual(abilities, { setUp: false });
  (await trainee.get("/api/cohorts/cpsl-2026-2027/calendar")).is(404);
  const named = async (person, id) => (await person.get(`/api/cohort?cohort=${id}`)).is(200).json;
  assert.equal((await named(manager, "cpsl-2026-2027")).start, "2026-12-07");
  const here = await named(manager, "coh-2025-2026");
  assert.equal(here.start, "2025-12-08");
  assert.equal(here.milestones.find((m) => m.id === "final_jury").label, "Jury de formation");
  for (const id of ["cpsl-2026-2027", "absent"]) assert.equal((await trainee.get(`/api/cohort?cohort=${id}`)).is(404).json.code, "cohort.missing");
  assert.equal((await manager.post("/api/cohorts", { programme: "absent", label: "x", start: "2026-12-07" })).is(404).json.code, "programme.missing");
  assert.equal((await manager.post("/api/cohorts", { programme: "cpsl", label: " ", start: "2026-12-07" })).is(400).json.code, "calendar.label");
});
