// Taking a role back: who may, what closes at once, what never may be left without anybody, and who reads that it was done.
import assert from "node:assert/strict";
import { test } from "node:test";
import { administrators } from "../harness/administrators.mjs";
import { RawClient } from "../harness/live.mjs";
import { cohort } from "../harness/sample.mjs";
import { Server, carnet, email } from "../harness/server.mjs";

const here = cohort.cohort.id, now = "2026-06-12T10:00:00+02:00";
const lost = [4403, 4404];
const takes = (who, person, role, place = here) => who.put(`/api/people/${person}/role-removal`, { cohort: place, role });
const account = async (who, id, place = `?cohort=${here}`) => (await who.get(`/api/people${place}`)).is(200).json.people.find((p) => p.id === id);
const everyAct = async (who, path) => (await who.get(path)).is(200).json.acts;

test("a role taken back opens nothing any more, open pages included; the person and the register know who did it", async (t) => {
  const server = await Server.start(t, { now });
  const [manager, trainer, trainee, assistant] = await Promise.all(["resp-01", "form-01", "stg-01", "ass-01"].map((id) => server.as(id)));
  const commons = (await trainer.get("/api/groups")).is(200).json.find((g) => g.kind === "commons").id, page = await trainer.newPage("Vu ensemble", commons);
  const theirs = await RawClient.open(trainer, page), other = await RawClient.open(trainee, page);
  const before = await account(manager, "form-01");
  assert.deepEqual(before.held, [{ role: "trainer", cohort: { id: here, label: cohort.cohort.label } }]);
  for (const [who, role] of [[trainee, "trainer"], [trainer, "trainer"], [assistant, "programme_manager"]]) (await takes(who, role === "trainer" ? "form-01" : "resp-01", role)).is(404);
  (await takes(manager, "form-01", "tutor")).is(404);
  (await takes(manager, "stg-01", "trainee")).is(404); // goes with the enrolment
  (await takes(manager, "form-01", "trainer", null)).is(404);
  (await takes(manager, "form-01", "nothing")).is(400);
  (await takes(assistant, "form-01", "trainer")).is(204);
  assert.ok(lost.includes(await theirs.code()), `closed with ${theirs.close.code}`);
  (await trainer.get(`/api/documents/${page}`)).is(404);
  assert.equal((await trainer.get("/api/me")).is(200).json.cohort, null);
  assert.deepEqual((await trainer.get("/api/documents")).is(200).json, []);
  (await trainee.get(`/api/documents/${page}`)).is(200);
  await other.end();
  assert.equal(await account(manager, "form-01"), undefined);
  (await takes(manager, "form-01", "trainer")).is(404);

  const [act] = await everyAct(trainer, "/api/me/log");
  assert.deepEqual([act.kind, act.actor.id, act.detail], ["account.role_taken_back", "ass-01", { role: "trainer", cohort: here, label: cohort.cohort.label }]);
  const listed = (await everyAct(manager, "/api/log"))[0];
  assert.deepEqual([listed.kind, listed.actor.id, listed.person.id], ["account.role_taken_back", "ass-01", "form-01"]);

  const { givenName, familyName } = before;
  (await manager.post("/api/invitations", { cohort: here, role: "trainer", people: [{ givenName, familyName, email: email("form-01") }] })).is(201);
  (await trainer.get(`/api/documents/${page}`)).is(200);
  assert.equal((await everyAct(trainer, "/api/me/log"))[0].detail.role, "trainer");
});

test("who accompanies trainees hands them over first, and keeps reading until then", async (t) => {
  const server = await Server.start(t, { now });
  const [manager, tutor] = await Promise.all(["resp-01", "tut-01"].map((id) => server.as(id)));
  assert.equal((await takes(manager, "tut-01", "tutor")).is(409).json.code, "role.accompanies");
  const held = (await manager.get("/api/people/tut-01/departure")).is(200).json.accompanies, page = (await tutor.get("/api/documents")).json[0].id;
  assert.ok(held.length > 0);
  for (const { trainee } of held) (await manager.put(`/api/cohorts/${here}/trainees/${trainee.id}/tutor`, { person: "tut-03", from: "2026-06-12" })).is(200);
  (await takes(manager, "tut-01", "tutor")).is(204);
  (await tutor.get(`/api/documents/${page}`)).is(404);
  assert.equal(await account(manager, "tut-01"), undefined);
});

test("a cohort always keeps a manager who can sign in, and Carnet an administrator", async (t) => {
  const server = await Server.start(t, { now });
  const manager = await server.as("resp-01");
  const [one, two] = await administrators(server);
  for (const who of [manager, one.person]) assert.equal((await takes(who, "resp-01", "programme_manager")).is(409).json.code, "role.last_manager");
  const invited = (await manager.post("/api/invitations", { cohort: here, role: "programme_manager", people: [{ givenName: "Noé", familyName: "Martin", email: email("noe") }] })).is(201).json.people;
  assert.equal((await takes(manager, "resp-01", "programme_manager")).is(409).json.code, "role.last_manager"); // nobody has come yet
  (await takes(manager, invited.find((p) => p.email === email("noe")).id, "programme_manager")).is(204); // was invited in error
  (await manager.post("/api/invitations", { cohort: here, role: "programme_manager", people: [{ givenName: "Denis", familyName: "Abgrallon", email: email("ass-01") }] })).is(201);
  (await takes(manager, "resp-01", "programme_manager")).is(204);
  (await manager.get(`/api/people?cohort=${here}`)).is(404);
  const second = await server.as("ass-01");
  assert.equal((await takes(second, "ass-01", "programme_manager")).is(409).json.code, "role.last_manager");
  (await takes(second, "ass-01", "training_assistant")).is(204);

  const everybody = (await one.person.get("/api/people")).is(200).json.people, ids = [one, two].map(({ id }) => everybody.find((p) => p.email === email(id)).id);
  assert.deepEqual(everybody.find((p) => p.id === ids[1]).held, [{ role: "platform_admin", cohort: null }]);
  (await takes(second, ids[0], "platform_admin", null)).is(404);
  (await takes(one.person, ids[1], "platform_admin", null)).is(204);
  (await two.person.get("/api/people")).is(404);
  assert.equal((await takes(one.person, ids[0], "platform_admin", null)).is(409).json.code, "role.last_admin");
  assert.equal((await carnet(["admin", "--data", server.data, "--email", email("admin-trois")])).code, 0); // has not come yet
  assert.equal((await takes(one.person, ids[0], "platform_admin", null)).is(409).json.code, "role.last_admin");
});
