// Work groups and commons, through the routes and with sockets open.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RawClient } from "../harness/live.mjs";
import { Server, email } from "../harness/server.mjs";

const lost = [4403, 4404];
const open = async (by, settings = {}) => (await by.post("/api/groups", { name: "Nos comptes", open: true, ...settings })).is(201).json;
const join = async (person, group) => (await person.put(`/api/groups/${group}/membership`, {})).is(200).json;
const line = async (person, group) => (await person.get("/api/groups")).is(200).json.find((g) => g.id === group);

async function closes(client, change, what) {
  await change;
  assert.ok(lost.includes(await client.code()), `${what}: closed with ${client.close.code}`);
}

test("one opens a group and is in it; others join, leave, are taken out, and what they had open closes", async (t) => {
  const server = await Server.start(t);
  const [maelle, idriss, malo] = await Promise.all(["stg-01", "stg-02", "stg-03"].map((id) => server.as(id)));
  const { id, abilities, members } = await open(maelle, { theme: "  Le   budget " });
  assert.deepEqual([abilities.write, abilities.invite, abilities.archive, abilities.join], [true, true, true, false]);
  assert.deepEqual(members.map((m) => [m.id, m.role, m.writes]), [["stg-01", "trainee", true]]);
  const page = await maelle.newPage("Dépenses", id);
  assert.deepEqual((({ theme, mine, open: o, abilities: a }) => [theme, mine, o, a.join])(await line(idriss, id)), ["Le budget", false, true, true]);
  (await idriss.get(`/api/documents/${page}`)).is(404);

  await join(idriss, id);
  await join(malo, id);
  const [a, b, mine] = await Promise.all([idriss, malo, maelle].map(async (p) => (await RawClient.open(p, page)).sync()));
  await closes(a, idriss.delete(`/api/groups/${id}/membership`).then((r) => r.is(204)), "who leaves");
  await closes(b, maelle.delete(`/api/groups/${id}/members/stg-03`).then((r) => r.is(204)), "who is taken out");
  await mine.sync();
  assert.equal(mine.close, undefined);
  (await idriss.get(`/api/documents/${page}`)).is(404);
  await mine.end();
});

test("an archived group is read by its members and written by nobody, open sockets included", async (t) => {
  const server = await Server.start(t);
  const [maelle, idriss] = await Promise.all(["stg-01", "stg-02"].map((id) => server.as(id)));
  const { id } = await open(maelle);
  const page = await maelle.newPage("Dépenses", id);
  await join(idriss, id);
  const client = await (await RawClient.open(idriss, page)).sync();
  client.type("Avant. ");
  (await maelle.put(`/api/groups/${id}/archived`, { archived: true })).is(200);
  const after = await (await RawClient.open(idriss, page)).sync();
  after.type("Après. ");
  assert.equal(await after.code(), 4403);
  assert.ok(!(await idriss.text(page)).includes("Après"));
  const group = (await idriss.get(`/api/groups/${id}`)).is(200).json;
  assert.deepEqual([group.archived, group.abilities.read, group.abilities.write, group.abilities.createPage], [true, true, false, false]);
  await client.end();
});

test("who is invited finds it, may say no, and joins with what their role gives", async (t) => {
  const server = await Server.start(t);
  const [maelle, tutor, cooperator] = await Promise.all(["stg-01", "tut-01", "coop-01"].map((id) => server.as(id)));
  const { id } = await open(maelle, { open: false });
  const invitees = (await maelle.get(`/api/groups/${id}/invitees`)).is(200).json;
  assert.ok(invitees.some((p) => p.id === "tut-01" && p.role === "tutor"));
  assert.ok(!invitees.some((p) => ["stg-01", "stg-10", "resp-01", "ass-01", "jur-01"].includes(p.id)));
  for (const who of ["tut-01", "coop-01"]) (await maelle.put(`/api/groups/${id}/invitations/${who}`, {})).is(200);
  assert.equal((await line(tutor, id)).invited, true);
  (await cooperator.delete(`/api/groups/${id}/invitations/coop-01`)).is(204);
  (await cooperator.put(`/api/groups/${id}/membership`, {})).is(403);
  const joined = await join(tutor, id);
  assert.deepEqual([joined.abilities.read, joined.abilities.write, joined.abilities.invite, joined.abilities.leave], [true, false, false, true]);
  assert.deepEqual(joined.invitations, [], "who was invited is not for readers");
  assert.ok((await tutor.get("/api/events")).json.some((e) => e.kind === "group.invited" && e.subject === id));
});

test("the commons are there for everybody of the cohort, with one charter at their head", async (t) => {
  const server = await Server.start(t);
  const [maelle, manager, tutor] = await Promise.all(["stg-01", "resp-01", "tut-01"].map((id) => server.as(id)));
  const commons = (await maelle.get("/api/groups")).json.filter((g) => g.kind === "commons");
  assert.equal(commons.length, 1);
  const { id } = commons[0];
  await maelle.newPage("Ressources", id);
  const charter = (await manager.post(`/api/groups/${id}/pages`, { title: "La charte", charter: true })).is(201).json.id;
  assert.equal((await maelle.post(`/api/groups/${id}/pages`, { title: "Une autre", charter: true })).is(409).json.code, "page.charter");
  const seen = (await tutor.get(`/api/groups/${id}`)).is(200).json;
  assert.deepEqual(seen.pages.map((p) => [p.title, p.charter]), [["La charte", true], ["Ressources", false]]);
  assert.deepEqual([seen.abilities.read, seen.abilities.write], [true, false]);
  (await tutor.get(`/api/documents/${charter}`)).is(200);
});

test("groups are listed of every cohort that runs and in which one has a place, and say which", async (t) => {
  const server = await Server.start(t, { now: "2026-06-12T09:00:00+02:00" });
  const manager = await server.as("resp-01"), mate = await server.as("stg-02");
  const first = (await manager.get("/api/groups")).is(200).json;
  assert.ok(first.every((one) => one.cohort.id === "coh-2025-2026"));
  const coming = (await manager.post("/api/cohorts", { programme: "cpsl", label: "À venir", start: "2026-11-30" })).is(201).json;
  assert.equal((await manager.get("/api/groups")).json.length, first.length, "one that has not begun adds nothing");
  const second = (await manager.post("/api/cohorts", { programme: "cpsl", label: "Promotion bis", start: "2026-06-08" })).is(201).json;
  const all = (await manager.get("/api/groups")).is(200).json, here = all.filter((one) => one.cohort.id === second.id);
  assert.deepEqual(here.map((one) => [one.kind, one.cohort.label, one.abilities.read]), [["commons", "Promotion bis", true]]);
  assert.deepEqual(all.filter((one) => !here.includes(one)), first);
  assert.ok((await mate.get("/api/groups")).json.every((one) => ![second.id, coming.id].includes(one.cohort.id)));
});

test("a group is opened in a cohort where one writes: the first of them, or the one that is named", async (t) => {
  const server = await Server.start(t, { now: "2026-06-12T09:00:00+02:00" });
  const manager = await server.as("resp-01"), first = (await manager.get("/api/me")).is(200).json.cohort.id;
  const second = (await manager.post("/api/cohorts", { programme: "cpsl", label: "Promotion bis", start: "2026-06-08" })).is(201).json.id;
  const invite = async (role, id) => (await manager.post("/api/invitations", { cohort: second, role, people: [{ givenName: "a", familyName: "b", email: email(id) }] })).is(201);
  await invite("trainer", "stg-01");
  await invite("tutor", "stg-02");
  const [both, one, tutor] = await Promise.all(["stg-01", "stg-02", "tut-01"].map((id) => server.as(id)));
  const where = async (person) => {
    const { cohorts, abilities } = (await person.get("/api/me")).is(200).json, open = cohorts.filter((c) => c.abilities.openGroup).map((c) => c.id);
    assert.equal(abilities.openGroup, open.length > 0, person.id);
    return open;
  };
  const opened = async (person, more) => (await line(person, (await open(person, more)).id)).cohort.id;

  assert.deepEqual(await where(both), [first, second]);
  assert.equal(await opened(both), first);
  assert.equal(await opened(both, { cohort: second }), second);
  assert.deepEqual(await where(one), [first], "a trainee of the first who is no more than a tutor in the one that began later");
  assert.equal(await opened(one), first);
  assert.deepEqual(await where(tutor), []);
  for (const [person, cohort, status] of [[tutor, first, 403], [tutor, second, 404], [one, "absent", 404], [manager, first, 403], [tutor, undefined, 403]])
    (await person.post("/api/groups", { name: "Nos comptes", open: true, ...(cohort ? { cohort } : {}) })).is(status);

  const me = (await manager.get("/api/me")).is(200).json;
  assert.deepEqual([me.abilities.formTeams, me.cohorts.map((c) => [c.id, c.abilities.manage, c.abilities.assist])], [true, [[second, true, true], [first, true, true]]]);
  assert.deepEqual((await (await server.as("ass-01")).get("/api/me")).is(200).json.cohorts.map((c) => [c.id, c.abilities.manage, c.abilities.assist]), [[second, false, true], [first, false, true]]);
});
