// People's places through time, with live sockets: what is taken away closes, by itself or with the answer that takes it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RawClient, until } from "../harness/live.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server, patience, sleep } from "../harness/server.mjs";

const lost = [4403, 4404, 4503];
const start = (t) => Server.start(t, { now: sample.snapshotAt });
const today = sample.snapshotAt.slice(0, 10);
const of = (trainee) => `/api/cohorts/coh-2025-2026/trainees/${trainee}`;
const status = async (person, document) => (await person.get(`/api/documents/${document}`)).status;
const open = async (person, document, options) => (await RawClient.open(person, document, options)).sync();
const people = (server, ...ids) => Promise.all(ids.map((id) => server.as(id)));
const documentOf = async (person, test) => (await person.get("/api/documents")).is(200).json.find(test).id;

async function closes(socket) {
  assert.ok(lost.includes(await socket.code()), `closed with ${socket.close.code}`);
}

test("a tutor replaced from today loses open sockets at once; the next sees works, and entries only when they are shared again", async (t) => {
  const server = await start(t);
  const [manager, trainee, before, next] = await people(server, "resp-01", "stg-05", "tut-01", "tut-03");
  const entry = await trainee.newEntry("Pour Hélène");
  (await trainee.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  const work = await documentOf(trainee, (d) => d.kind === "note_synthetique");
  const sockets = await Promise.all([entry, work].map((d) => open(before, d)));
  const author = await open(trainee, work, { protocol: "carnet" });
  let flowing = true;
  const flow = (async () => { while (flowing) author.close ? (flowing = false) : author.type("mot "), await sleep(3); })();
  await sleep(50);
  const answer = (await manager.put(`${of("stg-05")}/tutor`, { person: "tut-03", from: today, reason: "Congé parental", handover: "Note à rendre bientôt." })).is(200).json;
  flowing = false;
  await flow;
  assert.equal(answer.tutor.id, "tut-03");
  for (const s of sockets) await closes(s);
  assert.deepEqual(await Promise.all([status(before, entry), status(before, work), status(next, entry), status(next, work)]), [404, 404, 404, 200]);
  assert.equal(await (await RawClient.open(before, work)).code(), 4404);
  (await trainee.put(`/api/journal/entries/${entry}/visibility`, { visibility: "private" })).is(200);
  (await trainee.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  assert.deepEqual([await status(before, entry), await status(next, entry)], [404, 200]);

  const mine = (await next.get("/api/accompaniment")).is(200).json.find((a) => a.trainee.id === "stg-05");
  assert.deepEqual([mine.as, mine.from, mine.handover], ["tutor", today, "Note à rendre bientôt."]);
  for (const [person, who] of [[trainee, "stg-05"], [before, "tut-01"], [next, "tut-03"]]) {
    const told = (await person.get("/api/events")).is(200).json.find((e) => e.kind === "accompaniment.tutor");
    assert.deepEqual(told.detail, { from: "tut-01", to: "tut-03", day: today, reason: "Congé parental" }, who);
    assert.equal(told.actor.id, "resp-01");
  }
  const own = (await trainee.get(of("stg-05"))).is(200);
  assert.ok(!own.text.includes("Note à rendre"), "the note is for who takes over");
  assert.equal(own.json.assignments.filter((a) => a.as === "tutor").length, 3);
});

test("a research cooperator is replaced alike, and one may be left without", async (t) => {
  const server = await start(t);
  const [manager, before, next] = await people(server, "resp-01", "coop-03", "coop-01");
  const work = await documentOf(before, (d) => d.kind === "dossier_professionnel" && d.owner === "stg-11");
  const socket = await open(before, work);
  (await manager.put(`${of("stg-11")}/cooperator`, { person: "coop-01", from: today })).is(200);
  await closes(socket);
  assert.deepEqual([await status(before, work), await status(next, work)], [404, 200]);
  assert.equal((await manager.put(`${of("stg-11")}/cooperator`, { person: null, from: today })).is(200).json.cooperator, null);
  assert.equal(await status(next, work), 404);
});

test("a replacement at midnight closes what is open by itself", async (t) => {
  const server = await Server.start(t, { now: "2026-06-12T23:00:00+02:00" });
  const [manager, before, next] = await people(server, "resp-01", "tut-03", "tut-01");
  const work = await documentOf(before, (d) => d.kind === "dossier_professionnel" && d.owner === "stg-11");
  await server.stop();
  await server.restart({ now: "2026-06-12T23:59:40+02:00" }); // signing in took its time
  const socket = await open(before, work);
  (await manager.put(`${of("stg-11")}/tutor`, { person: "tut-01", from: "2026-06-13" })).is(200);
  await socket.sync(); // until midnight it stays open
  assert.ok([4403, 4404].includes(await socket.code(patience(40_000))), `closed with ${socket.close.code}`);
  assert.deepEqual([await status(before, work), await status(next, work)], [404, 200]);
});

test("a trainee who moves to another team loses the old space at once and writes in the new one", async (t) => {
  const server = await start(t);
  const [manager, trainee, mate, tutor] = await people(server, "resp-01", "stg-14", "stg-02", "tut-01");
  const page = await documentOf(trainee, (d) => d.kind === "group_page" && d.owner === "grp-b");
  const [mine, theirs, tutors] = await Promise.all([trainee, mate, tutor].map((p) => open(p, page)));
  (await manager.put(`${of("stg-14")}/team`, { group: "grp-a", from: today, reason: "Désaccord" })).is(200);
  await closes(mine);
  await closes(tutors); // read it through her alone
  if (!theirs.close) await theirs.sync();
  assert.deepEqual([await status(trainee, page), await status(mate, page), await status(tutor, page)], [404, 200, 404]);
  assert.equal((await trainee.get("/api/groups/grp-a")).is(200).json.abilities.write, true);
  assert.equal((await trainee.get("/api/groups/grp-b")).is(200).json.pages.length, 0);
  assert.ok((await mate.get(`/api/documents/${page}/revisions`)).is(200).json.some((r) => r.authors.some((a) => a.id === "stg-14")), "her words stay hers");
  const told = async (person) => (await person.get("/api/events")).json.find((e) => e.kind === "team.moved").detail;
  assert.equal((await told(trainee)).reason, "Désaccord");
  assert.equal((await told(mate)).reason, undefined);
});

for (const leaving of ["dropped_out", "excluded", "deferred"])
  test(`${leaving}: the team's space closes at once, drafts are withdrawn, one's own stays readable for twelve months`, async (t) => {
    const server = await start(t);
    const [manager, trainee, tutor] = await people(server, "resp-01", "stg-14", "tut-01");
    const page = await documentOf(trainee, (d) => d.kind === "group_page");
    const draft = await documentOf(trainee, (d) => d.kind === "note_synthetique");
    const entry = await trainee.newEntry("La dernière");
    const [team, work, journal, tutors] = await Promise.all([open(trainee, page), open(trainee, draft), open(trainee, entry), open(tutor, draft)]);
    assert.equal((await trainee.get("/api/cohort")).is(200).json.left, false);
    const done = (await manager.put(`${of("stg-14")}/enrolment`, { status: leaving, day: "2026-06-11", reason: "Emploi trouvé" })).is(200).json;
    assert.deepEqual([done.status, done.to, done.team, done.tutor, done.cooperator], [leaving, "2026-06-11", null, null, null]);
    await closes(team);
    await closes(tutors);
    assert.equal((await trainee.get("/api/cohort")).is(200).json.left, true);
    // What is one's own may still be read; a word more is refused.
    for (const [socket, document] of [[work, draft], [journal, entry]]) {
      const mine = socket.close ? await open(trainee, document) : socket;
      mine.type("encore un mot");
      assert.equal(await mine.code(), 4403);
      assert.equal((await trainee.get(`/api/documents/${document}`)).is(200).json.abilities.write, false);
    }
    (await trainee.post("/api/journal/entries", {})).is(403);
    const own = (await trainee.get(of("stg-14"))).is(200).json;
    assert.deepEqual(own.history.map(({ from, to, day, reason, actor }) => [from, to, day, reason, actor.id]), [["enrolled", leaving, "2026-06-11", "Emploi trouvé", "resp-01"]]);
    const told = async (person) => (await person.get("/api/events")).json.find((e) => e.kind === "enrolment.changed").detail;
    assert.deepEqual(await told(trainee), { from: "enrolled", to: leaving, day: "2026-06-11", reason: "Emploi trouvé" });
    assert.equal((await told(tutor)).reason, null);

    for (const [now, want] of [["2027-06-11T23:00:00+02:00", 200], ["2027-06-12T00:30:00+02:00", 404]]) {
      await server.stop();
      await server.restart({ now });
      server.people.clear();
      assert.equal(await status(await server.as("stg-14"), entry), want, now);
    }
  });

test("a suspension takes nothing, lasts sixty days, and who comes back goes on", async (t) => {
  const server = await start(t);
  const [manager, trainee] = await people(server, "resp-01", "stg-14");
  const page = await documentOf(trainee, (d) => d.kind === "group_page");
  const socket = await open(trainee, page);
  const step = (json) => manager.put(`${of("stg-14")}/enrolment`, json);
  assert.equal((await step({ status: "suspended", day: today, until: "2026-09-01", reason: "Santé" })).is(400).json.code, "enrolment.suspension");
  assert.equal((await step({ status: "suspended", day: today })).is(400).json.code, "enrolment.reason");
  assert.equal((await step({ status: "suspended", day: today, reason: "Santé" })).is(200).json.suspendedUntil, "2026-08-11");
  await socket.sync();
  assert.equal((await step({ status: "suspended", day: today, reason: "x" })).is(409).json.code, "enrolment.step");
  assert.equal((await step({ status: "enrolled", day: today })).is(200).json.suspendedUntil, null);
  await socket.sync();
  assert.equal((await step({ status: "completed", day: "2026-06-13" })).is(400).json.code, "enrolment.day");
});

test("the office sees everybody with their place; a suspension that is over says so", async (t) => {
  const server = await start(t);
  const [manager, assistant] = await people(server, "resp-01", "ass-01");
  const list = (await assistant.get("/api/cohorts/coh-2025-2026/trainees")).is(200).json;
  assert.equal(list.trainees.length, 14);
  const soizic = list.trainees.find((x) => x.person.id === "stg-14");
  assert.deepEqual([soizic.team.id, soizic.tutor.id, soizic.cooperator.id, soizic.status], ["grp-b", "tut-01", "coop-02", "enrolled"]);
  assert.deepEqual(list.trainees.find((x) => x.person.id === "stg-13").repeat, { previousCohort: "2024-2025", acquiredBlocks: ["b1"] });
  assert.deepEqual(list.tutors.map((p) => p.id).sort(), ["tut-01", "tut-02", "tut-03"]);
  assert.deepEqual([list.abilities, list.teams.length, list.cooperators.length], [{ manage: false, enrol: true }, 4, 3]);
  (await manager.put(`${of("stg-14")}/enrolment`, { status: "suspended", day: today, until: "2026-06-14", reason: "x" })).is(200);
  await server.stop();
  await server.restart({ now: "2026-06-15T09:00:00+02:00" });
  server.people.clear();
  const later = (await (await server.as("ass-01")).get(of("stg-14"))).is(200).json;
  assert.deepEqual([later.status, later.suspensionOver], ["suspended", true]);
  const responsible = await server.as("resp-01");
  const board = (await responsible.get("/api/board")).is(200).json.trainees;
  assert.deepEqual(board.filter((row) => row.pauseOver !== null).map((row) => [row.id, row.pauseOver]), [["stg-14", "2026-06-14"]]);
  const told = await until(async () => (await responsible.get("/api/notices")).is(200).json.notices.find((one) => one.kind === "enrolment.pause_over"), "the pause that is over");
  assert.deepEqual([told.about.name, told.about.to, told.about.path], [soizic.person.name, "2026-06-14", "/stagiaires/stg-14"]);
});

test("why a trainee asks for another team is read by who manages the cohort and by themselves, not by who assists", async (t) => {
  const server = await start(t);
  const [manager, assistant, trainee] = await people(server, "resp-01", "ass-01", "stg-14");
  const words = "Un désaccord sur le projet";
  assert.equal((await trainee.post(`${of("stg-14")}/team-request`, { words })).is(201).json.teamRequest.words, words);
  for (const person of [manager, trainee]) assert.equal((await person.get(of("stg-14"))).is(200).json.teamRequest.words, words);
  for (const path of [of("stg-14"), "/api/cohorts/coh-2025-2026/trainees", "/api/events", "/api/notices"])
    assert.ok(!(await assistant.get(path)).is(200).text.includes(words), path);
  const inList = async (person) => (await person.get("/api/cohorts/coh-2025-2026/trainees")).is(200).json.trainees.find((one) => one.person.id === "stg-14").teamRequest;
  assert.deepEqual([(await inList(manager)).words, await inList(assistant)], [words, null]);
});

test("somebody who repeats has what was acquired carried over, and bodies are strict", async (t) => {
  const server = await start(t);
  const [assistant] = await people(server, "ass-01");
  const add = (json) => assistant.post("/api/cohorts/coh-2025-2026/trainees", json);
  const base = { person: "ext-02", from: today, status: "enrolled" };
  assert.equal((await add({ ...base, person: "nobody" })).is(400).json.code, "enrolment.person");
  assert.equal((await add({ ...base, status: "completed" })).is(400).json.code, "enrolment.status");
  assert.equal((await add({ ...base, previousCohort: "2024-2025", acquiredBlocks: ["b7"] })).is(400).json.code, "enrolment.block");
  assert.equal((await add({ ...base, acquiredBlocks: ["b1"] })).is(400).json.code, "enrolment.repeat");
  assert.equal((await add({ ...base, acquiredBlocks: "b1" })).is(400).json.code, "request.json");
  assert.equal((await add({ ...base, more: 1 })).is(400).json.code, "request.json");
  const made = (await add({ ...base, previousCohort: "2024-2025", acquiredBlocks: ["b1"] })).is(201).json;
  assert.deepEqual(made.repeat, { previousCohort: "2024-2025", acquiredBlocks: ["b1"] });
  assert.equal((await add(base)).is(409).json.code, "enrolment.exists");
});

test("a trainee says what their project is, where and in which setting; so does who manages the cohort, and nobody else", async (t) => {
  const server = await start(t);
  const [trainee, manager, assistant, tutor, mate, gone] = await people(server, "stg-05", "resp-01", "ass-01", "tut-01", "stg-01", "stg-10");
  const project = async (person) => (await person.get(of("stg-05"))).is(200).json.project;
  const said = { title: "Un jardin derrière l'école", place: "Trévanec", setting: "internship" };
  assert.deepEqual((await trainee.put(`${of("stg-05")}/project`, { ...said, title: "  Un jardin\n derrière l'école " })).is(200).json.project, said);
  assert.deepEqual([await project(manager), await project(assistant)], [said, said]);
  const board = (await manager.get("/api/teams")).is(200).json;
  assert.deepEqual(board.trainees.find((one) => one.id === "stg-05").project, said, "teams are formed knowing it");
  const seen = (await tutor.get("/api/trainees/stg-05")).is(200).json;
  assert.deepEqual({ title: seen.project, place: seen.place, setting: seen.setting }, said, "it goes to the accompaniment");
  const changed = { title: said.title, place: null, setting: "work_situation" };
  assert.deepEqual((await manager.put(`${of("stg-05")}/project`, { title: said.title, place: "", setting: "work_situation" })).is(200).json.project, changed);
  (await manager.put(`${of("stg-05")}/project`, { ...changed, place: "" })).is(200);
  const told = async (person) => (await person.get("/api/events")).is(200).json.filter((e) => e.kind === "enrolment.project").length;
  assert.deepEqual([await told(trainee), await told(manager), await told(tutor)], [1, 0, 0], "what somebody else wrote in their place is told to them, once");

  assert.equal((await assistant.put(`${of("stg-05")}/project`, said)).is(403).json.code, "project.not_yours");
  for (const person of [tutor, mate, gone]) (await person.put(`${of("stg-05")}/project`, said)).is(404);
  (await gone.put(`${of("stg-10")}/project`, said)).is(403);
  (await trainee.put(`${of("stg-01")}/project`, said)).is(404);
  (await trainee.put(`${of("absent")}/project`, said)).is(404);
  for (const [field, value] of [["title", "é".repeat(201)], ["place", "é".repeat(121)], ["setting", "holiday"]])
    assert.equal((await trainee.put(`${of("stg-05")}/project`, { [field]: value })).is(400).json.code, `project.${field}`);
  assert.deepEqual(await project(trainee), changed, "nothing that was refused changed it");
  const may = async (person, who) => (await person.get(of(who))).is(200).json.abilities.project;
  assert.deepEqual([await may(trainee, "stg-05"), await may(manager, "stg-10"), await may(assistant, "stg-05"), await may(gone, "stg-10")], [true, true, false, false]);
  (await trainee.put(`${of("stg-05")}/project`, {})).is(200);
  assert.deepEqual(await project(manager), { title: null, place: null, setting: null }, "it can be taken back");
});
