// The calendar that somebody subscribes to, read by a real calendar library.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import ICAL from "ical.js";
import { contentsOf } from "../harness/folder.mjs";
import { cohort as sample, programme } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

const cohort = "/api/cohorts/coh-2025-2026";
let server, manager;
before(async () => {
  server = await Server.start(undefined, { now: sample.snapshotAt });
  manager = await server.as("resp-01");
});
after(() => server.end());

const subscribe = async (id) => (await (await server.as(id)).post("/api/calendar/feed", {})).is(201).json.path;
const anybody = () => server.nobody();
async function events(path) {
  const answer = (await anybody().get(path)).is(200);
  assert.equal(answer.headers["content-type"], "text/calendar; charset=utf-8");
  const calendar = new ICAL.Component(ICAL.parse(answer.text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone({ component: zone, tzid: "Europe/Paris" }));
  const list = calendar.getAllSubcomponents("vevent").map((c) => {
    const e = new ICAL.Event(c);
    return { uid: e.uid, summary: e.summary, location: e.location, start: e.startDate, end: e.endDate, sequence: e.sequence, changed: c.getFirstPropertyValue("last-modified"), stamp: c.getFirstPropertyValue("dtstamp") };
  });
  return Object.assign(list, { text: answer.text, component: calendar, of: (slug) => list.find((e) => e.uid.startsWith(`${slug}.`)) });
}

test("everybody's sessions are there, all day, with their order and theme", async () => {
  const seen = await events(await subscribe("stg-01"));
  for (const s of sample.sessions) {
    const e = seen.of(s.id);
    assert.equal(e.start.isDate, true);
    assert.equal(e.start.toString(), s.from);
    assert.equal(Date.parse(e.end.toString()) - Date.parse(s.to), 86_400_000, "the end is the day after");
    assert.equal(e.summary, `CPSL – S${s.order} – ${s.theme}`);
  }
  assert.equal(seen.of("final_jury").start.toString(), "2026-07-07");
  assert.equal(seen.of("orals").summary, "CPSL – Présentation orale");
});

test("deadlines are moments of Paris, in winter as in summer", async () => {
  const seen = await events(await subscribe("stg-01"));
  for (const m of sample.milestones.filter((x) => x.dueAt)) {
    const e = seen.of(m.id);
    assert.equal(e.start.toJSDate().getTime(), Date.parse(m.dueAt), m.id);
    assert.equal(e.start.timezone ?? e.start.zone.tzid, "Europe/Paris");
  }
  assert.equal(seen.of("dossier_professionnel_due").summary, "CPSL – Remise du dossier professionnel");
});

test("one's own date replaces the cohort's, and what is not due from somebody is not there", async () => {
  const extended = (await events(await subscribe("stg-08"))).of("dossier_professionnel_due");
  const own = sample.deliverables.find((d) => d.trainee === "stg-08" && d.deliverable === "dossier_professionnel");
  assert.equal(extended.start.toJSDate().getTime(), Date.parse(own.dueAt));
  const repeating = await events(await subscribe("stg-13"));
  assert.equal(repeating.of("diagnostic_due"), undefined, "acquired with an earlier cohort");
  assert.equal(repeating.of("peer_draft_due"), undefined);
  assert.ok(repeating.of("note_synthetique_due"));
  assert.ok((await events(await subscribe("tut-01"))).of("diagnostic_due"));
});

test("a trainer has the half-days they teach, with place and hours, and nobody else has them", async () => {
  const plan = { format: "workshop", module: "b2-m3", room: "Salle « Émile » ; 2e étage, à gauche", trainers: ["form-02"] };
  (await manager.put(`${cohort}/halfdays/ses-6-d2-pm`, plan)).is(200);
  const seen = await events(await subscribe("form-02"));
  const half = seen.of("ses-6-d2-pm");
  assert.equal(half.start.toString(), "2026-06-23T13:30:00");
  assert.equal(half.end.toString(), "2026-06-23T17:00:00");
  assert.equal(half.start.toJSDate().toISOString(), "2026-06-23T11:30:00.000Z");
  assert.equal(half.location, plan.room);
  assert.equal(half.summary, `CPSL – ${programme.structure.blocks[1].modules[2].title}`);
  assert.equal(seen.filter((e) => /-d\d-/.test(e.uid)).length, 1);
  for (const id of ["form-01", "stg-01", "resp-01"]) assert.equal((await events(await subscribe(id))).of("ses-6-d2-pm"), undefined);
});

test("what moves keeps its UID and counts its changes", async () => {
  const path = await subscribe("form-02");
  const before = await events(path);
  (await manager.put(`${cohort}/sessions/ses-6`, { from: "2026-06-29" })).is(200);
  const now = await events(path);
  assert.deepEqual(now.map((e) => e.uid).sort(), before.map((e) => e.uid).sort());
  assert.equal(new Set(now.map((e) => e.uid)).size, now.length);
  for (const slug of ["ses-6", "orals", "ses-6-d2-pm"]) {
    assert.equal(now.of(slug).sequence, before.of(slug).sequence + 1, slug);
    assert.ok(now.of(slug).changed.toJSDate() >= before.of(slug).changed.toJSDate(), slug);
  }
  for (const slug of ["ses-5", "note_synthetique_due"]) assert.equal(now.of(slug).sequence, before.of(slug).sequence, slug);
  assert.equal(now.of("ses-6-d2-pm").start.toString(), "2026-06-30T13:30:00");
});

test("the file is what the standard wants: CRLF, lines of 75 octets, whole letters, a zone, one name", async () => {
  const theme = `${"é€🦊".repeat(22)}\\ , ; fin`;
  (await manager.put(`${cohort}/sessions/ses-5`, { theme })).is(200);
  const seen = await events(await subscribe("stg-01"));
  assert.equal(seen.of("ses-5").summary, `CPSL – S5 – ${theme}`);
  assert.ok(seen.text.replaceAll("\r\n ", "").includes(String.raw`\\ \, \; fin`), "escaped, whatever a lenient reader takes");
  const lines = seen.text.split("\r\n");
  assert.equal(lines.pop(), "");
  for (const line of lines) {
    assert.ok(Buffer.byteLength(line) <= 75, `${Buffer.byteLength(line)} octets: ${line}`);
    assert.ok(!/[\n\r\ufffd]/.test(line), line);
  }
  assert.equal(lines[0], "BEGIN:VCALENDAR");
  assert.equal(seen.component.getFirstPropertyValue("version"), "2.0");
  const zone = seen.component.getFirstSubcomponent("vtimezone");
  assert.equal(zone.getFirstPropertyValue("tzid"), "Europe/Paris");
  for (const e of seen) assert.ok(e.stamp && e.changed && e.sequence >= 0 && e.summary, e.uid);
});

test("nothing of texts or results is in it", async () => {
  const seen = await events(await subscribe("stg-01"));
  for (const secret of ["submitted", "graded", "not_started", "stg-", "Maëlle", "journal", "Musette"]) assert.ok(!seen.text.includes(secret), secret);
  assert.equal((seen.text.match(/DESCRIPTION|ATTENDEE|ORGANIZER/g) ?? []).length, 0);
});

test("the address needs no sign-in, tells nobody it, and ends when another is made or it is taken back", async () => {
  const person = await server.as("stg-03");
  assert.deepEqual((await person.get("/api/calendar/feed")).is(200).json, { active: false, createdAt: null, abilities: { create: true, renew: false, end: false } });
  const first = await subscribe("stg-03");
  assert.match(first, /^\/ical\/[a-z2-7]{26}\.ics$/);
  const shown = (await person.get("/api/calendar/feed")).is(200);
  assert.equal(shown.json.active, true);
  assert.ok(!shown.text.includes(first.slice(6, 20)));
  await events(first);
  const second = await subscribe("stg-03");
  (await anybody().get(first)).is(404);
  await events(second);
  (await person.delete("/api/calendar/feed")).is(204);
  const gone = (await anybody().get(second)).is(404);
  assert.equal(gone.json.code, "feed.none");
  assert.deepEqual((await anybody().get(`/ical/${"a".repeat(26)}.ics`)).is(404).body, gone.body);
  for (const path of ["/ical/x.ics", "/ical/", "/ical", `/ical/${"a".repeat(26)}`]) (await anybody().get(path)).is(404);
  (await person.delete("/api/calendar/feed")).is(204);
  (await anybody().delete(second)).is(405);
});

test("somebody else's cookie changes nothing: the address alone says whose calendar it is", async () => {
  const path = await subscribe("stg-08");
  const own = (await anybody().get(path)).is(200).text;
  assert.equal((await (await server.as("stg-01")).get(path)).is(200).text, own);
});

test("the secret itself is in no file", async () => {
  const secret = (await subscribe("stg-04")).slice(6, 32);
  for (const [file, content] of contentsOf(server.data)) assert.ok(!content.includes(secret), file);
});

test("who has no place in a cohort any more has an empty calendar", async () => {
  assert.equal((await events(await subscribe("stg-10"))).length, 0);
  assert.equal((await events(await subscribe("tut-02"))).length, 0);
});
