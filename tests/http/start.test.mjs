// Beginning: what an administrator says first, and what a cohort still needs, counted from what is there.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { programme } from "../harness/sample.mjs";
import { Server, carnet, temporaryFolder } from "../harness/server.mjs";

const email = "admin@exemple.invalid";
let empty, admin;
before(async () => {
  const data = temporaryFolder();
  empty = await Server.start(null, { data, now: "2026-06-12T12:00:00+02:00" });
  admin = await asAdmin(empty);
});
after(() => empty.end());

async function asAdmin(server) {
  assert.equal((await carnet(["admin", "--data", server.data, "--email", email])).code, 0);
  const token = (await carnet(["token", "--data", server.data, "--email", email])).stdout.trim();
  return server.nobody({ authorization: `Bearer ${token}` });
}

test("an empty folder has no name and nobody but who administers it; a name is kept as one clean line", async () => {
  const before = (await admin.get("/api/start")).is(200).json;
  assert.deepEqual([before.name, before.sample, before.programmes, before.cohorts, before.people], [null, false, 0, 0, 1]);
  assert.deepEqual(before.mail.leaves, false);
  for (const name of ["", "   ", "x".repeat(121)]) (await admin.put("/api/start", { name })).is(400);
  assert.equal((await admin.put("/api/start", { name: "  Centre des Deux Rives " })).is(200).json.name, "Centre des Deux Rives");
  assert.equal((await admin.put("/api/start", { name: "Les Deux Rives" })).is(200).json.name, "Les Deux Rives");
  assert.equal((await admin.get("/api/start")).json.name, "Les Deux Rives");
});

test("an administrator looks at a programme before it is kept, and the first manager is invited into the whole centre", async () => {
  const look = (await admin.post("/api/programmes/preview", programme)).is(200).json;
  assert.deepEqual([look.id, look.kept, look.version, look.modalities.length], ["cpsl", null, 1, 3]);
  assert.deepEqual((await admin.get("/api/programmes")).json.programmes, [], "a look keeps nothing");
  (await admin.post("/api/programmes", programme)).is(201);
  const again = (await admin.post("/api/programmes/preview", programme)).is(200).json;
  assert.deepEqual([again.kept, again.version], [1, null]);
  const people = [{ givenName: "Solenn", familyName: "Kermarec", email: "solenn@exemple.invalid" }];
  (await admin.post("/api/invitations", { cohort: null, role: "trainee", people })).is(403);
  (await admin.post("/api/invitations", { cohort: null, role: "programme_manager", people })).is(201);
  const { managers } = (await admin.get("/api/start")).json;
  assert.deepEqual(managers.map((one) => [one.name, one.email, one.opened]), [["Solenn Kermarec", "solenn@exemple.invalid", false]]);
});

test("a manager of the whole centre sets up its first cohort and is told what it still needs", async () => {
  const token = (await carnet(["token", "--data", empty.data, "--email", "solenn@exemple.invalid"])).stdout.trim();
  const manager = empty.nobody({ authorization: `Bearer ${token}` });
  (await manager.get("/api/start")).is(404);
  const made = (await manager.post("/api/cohorts", { programme: "cpsl", label: "2026-2027", start: "2026-11-30" })).is(201).json;
  const needs = async () => (await manager.get(`/api/cohorts/${made.id}/preparation`)).is(200).json;
  const first = await needs();
  assert.equal(first.sessions, 6);
  assert.deepEqual(first.abilities, { manage: true });
  assert.equal(first.halfDays, first.halfDaysWithoutFormat);
  assert.ok(first.halfDays >= 60, `${first.halfDays} half-days`);
  assert.deepEqual([first.trainees, first.teams, first.newestVersion, first.programme.version], [0, 0, 1, 1]);
  const half = made.sessions[0].halfDays[0].id;
  (await manager.put(`/api/cohorts/${made.id}/halfdays/${half}`, { format: "seminar", module: null, room: null, trainers: [] })).is(200);
  const people = [{ givenName: "Nolwenn", familyName: "Abgrall", email: "nolwenn@exemple.invalid" }];
  (await manager.post("/api/invitations", { cohort: made.id, role: "trainee", people })).is(201);
  const then = await needs();
  assert.equal(then.halfDaysWithoutFormat, first.halfDaysWithoutFormat - 1);
  assert.deepEqual([then.trainees, then.inTeam, then.roles.trainee], [1, 0, { people: 1, opened: 0 }]);
});

test("who installs Carnet may be its first manager and set up its first cohort, and teach in it; nothing more is theirs to give themselves", async (t) => {
  const server = await Server.start(t, { data: temporaryFolder() }), alone = await asAdmin(server);
  const { person } = (await alone.get("/api/me")).is(200).json;
  const people = [{ givenName: person.givenName, familyName: person.familyName, email }];
  (await alone.post("/api/programmes", programme)).is(201);
  (await alone.post("/api/invitations", { cohort: null, role: "programme_manager", people })).is(201);
  const { id } = (await alone.post("/api/cohorts", { programme: "cpsl", label: "2026-2027", start: "2026-11-30" })).is(201).json;
  (await alone.post("/api/invitations", { cohort: id, role: "trainer", people })).is(201);
  for (const role of ["disability_officer", "trainee"]) assert.equal((await alone.post("/api/invitations", { cohort: id, role, people })).is(403).json.code, "role.own");
  const second = [{ givenName: "Solenn", familyName: "Kermarec", email: "solenn@exemple.invalid" }];
  (await alone.post("/api/invitations", { cohort: null, role: "platform_admin", people: second })).is(201);
  const token = (await carnet(["token", "--data", server.data, "--email", second[0].email])).stdout.trim();
  const later = server.nobody({ authorization: `Bearer ${token}` });
  assert.equal((await later.post("/api/invitations", { cohort: id, role: "programme_manager", people: second })).is(403).json.code, "role.own");
  assert.equal((await later.post("/api/invitations", { cohort: null, role: "programme_manager", people: second })).is(403).json.code, "role.own");
});

test("the sample cohort says that it is one", async (t) => {
  const server = await Server.start(t);
  assert.equal((await (await asAdmin(server)).get("/api/start")).is(200).json.sample, true);
});
