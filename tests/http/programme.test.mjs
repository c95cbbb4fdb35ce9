// Programme files over HTTP: what is refused and how it is said, what everybody reads, and a cohort that keeps its copy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cohort as sample, programme } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

let server, manager, trainee;
before(async () => {
  server = await Server.start();
  [manager, trainee] = await Promise.all(["resp-01", "stg-01"].map((id) => server.as(id)));
});
after(() => server.end());

const copy = () => structuredClone(programme);
const cohort = "/api/cohorts/coh-2025-2026/programme";

test("a file with several faults is answered with all of them, each with its path, and nothing changes", async () => {
  const file = copy();
  file.assessment.modalities[1].deliverable = "dossier";
  file.jury.seats[2].count = 0;
  file.deliverables[0].limits[0].value = -1;
  delete file.objectives;
  const answer = (await manager.post("/api/programmes", file)).is(400);
  assert.match(answer.headers["content-type"], /^application\/problem\+json/);
  assert.equal(answer.json.code, "programme.refused");
  assert.equal(answer.json.status, 400);
  const said = answer.json.problems.map((p) => `${p.path} ${p.code}`).sort();
  assert.deepEqual(said, ["assessment.modalities[1].deliverable dangling", "deliverables[0].limits[0].value limit", "jury.seats[2].count count", "objectives missing"]);
  assert.equal((await trainee.get("/api/programmes/cpsl")).is(200).json.version, 1);
});

test("hostile files get a clear refusal", async () => {
  const raw = (body) => manager.send("POST", "/api/programmes", { body: Buffer.from(body), headers: { "content-type": "application/json" } });
  (await raw("[]")).is(400);
  (await raw("{".repeat(100_000))).is(400);
  (await raw(`{"structure":${"[".repeat(40)}${"]".repeat(40)}}`)).is(400);
  (await raw(`{"id":"a","id":"b"}`)).is(400);
  (await raw(JSON.stringify({ ...copy(), more: "x".repeat(300_000) }))).is(413);
  (await raw("x".repeat(2_000_000))).is(413);
  const many = copy();
  many.competences = Array.from({ length: 150 }, () => ({ id: "!", label: "" }));
  const { problems } = (await manager.post("/api/programmes", many)).is(400).json;
  assert.ok(problems.length >= 150 && problems.length <= 200, `${problems.length} problems`);
});

test("everybody reads what a programme says, and only what it is known to say", async () => {
  const file = copy();
  file.id = "cpsl-essai";
  file.secret = "interne";
  file.deliverables[0].secret = "interne";
  file.structure.transversal[0].aim = "Relire son chemin";
  (await manager.post("/api/programmes", file)).is(201);
  const seen = (await trainee.get("/api/programmes/cpsl-essai")).is(200);
  assert.ok(!seen.text.includes("interne"));
  const view = seen.json;
  assert.equal(view.objectives.length, 6);
  assert.equal(view.blocks[1].modules[1].title, "Expérimenter en équipe");
  assert.ok(view.blocks[0].modules[0].aim);
  assert.equal(view.transversal[0].aim, "Relire son chemin");
  assert.deepEqual(view.deliverables.map((d) => d.id), ["diagnostic", "dossier_professionnel", "note_synthetique"]);
  assert.equal(view.deliverables[2].limits[0].value, 5000);
  assert.equal(view.modalities.length, 3);
  assert.deepEqual(view.abilities, { upload: false, download: false });
  assert.ok((await trainee.get("/api/programmes")).is(200).json.programmes.some((p) => p.id === "cpsl-essai"));
  assert.equal((await manager.get("/api/programmes/cpsl-essai/file")).is(200).json.secret, "interne");
});

test("a cohort keeps its copy until its manager applies the version they looked at, and its people are told", async () => {
  const file = copy();
  file.deliverables[2].limits[0].value = 6000;
  assert.equal((await manager.post("/api/programmes", file)).is(200).json.version, 2);
  const limit = async () => (await trainee.get(cohort)).is(200).json.deliverables[2].limits[0].value;
  assert.equal(await limit(), 5000);
  const preview = (await manager.get(`${cohort}/changes`)).is(200).json;
  assert.deepEqual(preview.changes, [{ path: "deliverables[note_synthetique].limits[0].value", before: 5000, after: 6000 }]);
  assert.equal(await limit(), 5000, "a look changes nothing");
  (await manager.put(cohort, { version: 1 })).is(409);
  (await manager.put(cohort, { version: preview.newest })).is(200);
  assert.equal(await limit(), 6000);
  const told = (await trainee.get("/api/events")).is(200).json.find((e) => e.kind === "cohort.programme_changed");
  assert.deepEqual(told.detail, { label: sample.cohort.label, from: 1, to: 2, changes: 1 });
  assert.equal(told.actor.id, "resp-01");
  assert.deepEqual((await manager.get(`${cohort}/changes`)).is(200).json.changes, []);
  for (const id of ["resp-01", "rq-01"]) {
    const rows = (await (await server.as(id)).get("/api/log")).is(200).json.acts.filter((a) => a.kind === "cohort.programme_changed");
    assert.deepEqual(rows.map((a) => [a.actor.id, a.person.id, a.detail]), [["resp-01", "resp-01", told.detail]], `${id}: one row, of who did it`);
  }
  (await trainee.get("/api/log")).is(403);
});

test("a deliverable for which nobody would have anything to write is kept with a warning at its place; a dangling one is refused", async () => {
  const file = copy();
  file.id = "cpsl-carnet-de-bord";
  assert.deepEqual((await manager.post("/api/programmes/preview", file)).is(200).json.warnings, [], "the sample's have one each");
  file.deliverables.push({ ...structuredClone(file.deliverables[2]), id: "portfolio", title: "Portfolio" });
  file.deliverables.push({ ...structuredClone(file.deliverables[2]), id: "journal_entry", title: "Une entrée" });
  const warned = [{ path: "deliverables[3].id", code: "unwritten" }, { path: "deliverables[4].id", code: "unwritten" }];
  const preview = (await manager.post("/api/programmes/preview", file)).is(200).json;
  assert.deepEqual([preview.warnings, preview.version, preview.deliverables.length], [warned, 1, 5]);
  assert.deepEqual((await manager.post("/api/programmes", file)).is(201).json.warnings, warned);
  assert.equal((await trainee.get("/api/programmes/cpsl-carnet-de-bord")).is(200).json.deliverables.length, 5);
  assert.deepEqual((await manager.post("/api/programmes", file)).is(200).json.warnings, warned, "also when it says the same");

  // Renamed, and what refers to it forgotten: that is refused, without warnings beside.
  file.deliverables[2].id = "note";
  for (const way of ["/api/programmes", "/api/programmes/preview"]) {
    const refused = (await manager.post(way, file)).is(400).json;
    assert.ok(refused.problems.some((one) => one.path === "assessment.modalities[2].deliverable" && one.code === "dangling"), JSON.stringify(refused.problems));
    assert.equal(refused.warnings, undefined);
  }
  (await trainee.post("/api/programmes", file)).is(403);
});
