// Teams as the manager forms them, through the routes and with sockets open.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RawClient } from "../harness/live.mjs";
import { Server, carnet, patience } from "../harness/server.mjs";

const now = "2026-06-12T09:00:00+02:00";
const lost = [4403, 4404];
const groupsOf = async (person) => (await person.get("/api/groups")).is(200).json;

async function tokenOf(server, email) {
  const token = (await carnet(["token", "--data", server.data, "--email", email])).stdout.trim();
  return server.nobody({ authorization: `Bearer ${token}` });
}

async function drafted(manager, name, people) {
  const board = (await manager.post("/api/teams/drafts", { name, commission: "Un repas de quartier", cooperator: "coop-01" })).is(201).json;
  const draft = board.drafts.find((d) => d.name === name);
  assert.deepEqual([draft.commission, draft.commissioner, draft.cooperator.id], ["Un repas de quartier", null, "coop-01"]);
  for (const id of people) (await manager.put(`/api/teams/places/${id}`, { draft: draft.id })).is(200);
  return draft.id;
}

test("a draft shows in no list but the manager's; published today it moves its members and closes what they had open", async (t) => {
  const server = await Server.start(t, { now });
  const [manager, idriss, yann, trainer] = await Promise.all(["resp-01", "stg-02", "stg-06", "form-01"].map((id) => server.as(id)));
  const page = (await idriss.get("/api/documents")).json.find((d) => d.kind === "group_page").id;
  await drafted(manager, "Le Fournil", ["stg-02"]);
  const board = (await manager.get("/api/teams")).is(200).json;
  assert.equal(board.trainees.find((p) => p.id === "stg-02").draft, board.drafts[0].id);
  assert.ok(["work_situation", "internship", null].includes(board.trainees[0].project.setting));
  for (const person of [idriss, yann, trainer]) assert.ok(!(await groupsOf(person)).some((g) => g.name === "Le Fournil"));

  const mine = await (await RawClient.open(idriss, page)).sync();
  const mate = await (await RawClient.open(yann, page)).sync();
  (await manager.post("/api/teams/publication", { from: "2026-06-12" })).is(200);
  assert.ok(lost.includes(await mine.code()), `closed with ${mine.close.code}`);
  await mate.sync();
  assert.equal(mate.close, undefined, "who stays in the team stays on the page");
  const team = (await groupsOf(idriss)).find((g) => g.name === "Le Fournil");
  assert.equal(team.mine, true);
  assert.deepEqual((await idriss.get(`/api/groups/${team.id}`)).is(200).json.members.map((m) => m.id), ["stg-02"]);
  (await idriss.get(`/api/documents/${page}`)).is(404);
  assert.equal((await idriss.get("/api/cohort")).json.team.name, "Le Fournil");
  await mate.end();
});

test("a published team gets another name, commission and research cooperator: the one before loses what they had open, and the new one reads", async (t) => {
  const server = await Server.start(t, { now });
  const [manager, idriss, before, after] = await Promise.all(["resp-01", "stg-02", "coop-02", "coop-01"].map((id) => server.as(id)));
  const page = (await idriss.get("/api/documents")).json.find((d) => d.kind === "group_page").id;
  (await after.get(`/api/documents/${page}`)).is(404);
  const reads = await (await RawClient.open(before, page)).sync();
  const settings = { name: "Les Rallongeuses", commission: "Un repas de quartier", commissioner: "La mairie", cooperator: "coop-01" };
  const board = (await manager.put("/api/teams/grp-b", settings)).is(200).json;
  const team = board.teams.find((one) => one.id === "grp-b");
  assert.deepEqual({ ...settings, cooperator: team.cooperator.id }, { name: team.name, commission: team.commission, commissioner: team.commissioner, cooperator: "coop-01" });
  assert.ok(lost.includes(await reads.code()), `closed with ${reads.close.code}`);
  (await before.get(`/api/documents/${page}`)).is(404);
  (await after.get(`/api/documents/${page}`)).is(200);
  assert.equal((await groupsOf(idriss)).find((one) => one.id === "grp-b").name, "Les Rallongeuses");
  (await manager.put("/api/teams/grp-b", { ...settings, name: "LES RALLONGEUSES" })).is(200);
});

test("who is not in training any more on the day of publication stays out, the others enter, and the answer says so", async (t) => {
  const server = await Server.start(t, { now });
  const manager = await server.as("resp-01");
  const draft = await drafted(manager, "Le Fournil", ["stg-02", "stg-14"]);
  (await manager.put("/api/cohorts/coh-2025-2026/trainees/stg-14/enrolment", { status: "dropped_out", day: "2026-06-12", reason: "Emploi" })).is(200);
  const places = async () => (await manager.get("/api/teams")).is(200).json.trainees.filter((one) => one.draft !== null).map((one) => one.id);
  assert.deepEqual(await places(), ["stg-02"], "leaving takes out of the draft");
  (await manager.put("/api/teams/places/stg-14", { draft })).is(200); // it is still their last day
  const published = (await manager.post("/api/teams/publication", { from: "2026-06-13" })).is(200).json;
  assert.deepEqual(published.leftOut.map((one) => one.id), ["stg-14"]);
  assert.deepEqual(published.trainees.filter((one) => one.next?.name === "Le Fournil").map((one) => one.id), ["stg-02"]);
  (await manager.put("/api/teams/places/stg-10", {})).is(200);
});

test("a team published for a later day appears at that midnight, by itself", async (t) => {
  const server = await Server.start(t, { now: "2026-06-12T23:00:00+02:00" });
  const [manager, idriss] = await Promise.all(["resp-01", "stg-02"].map((id) => server.as(id)));
  const page = (await idriss.get("/api/documents")).json.find((d) => d.kind === "group_page").id;
  await drafted(manager, "Le Fournil", ["stg-02"]);
  await server.stop();
  await server.restart({ now: "2026-06-12T23:59:40+02:00" }); // signing in and drafting took their time
  const mine = await (await RawClient.open(idriss, page)).sync();
  (await manager.post("/api/teams/publication", { from: "2026-06-13" })).is(200);
  const to = (await manager.get("/api/teams")).json.trainees.find((p) => p.id === "stg-02");
  assert.deepEqual([to.next.name, to.nextFrom], ["Le Fournil", "2026-06-13"]);
  assert.ok(!(await groupsOf(idriss)).some((g) => g.name === "Le Fournil"), "seen before its day");
  (await idriss.get(`/api/groups/${to.next.id}`)).is(404);
  (await idriss.get(`/api/documents/${page}`)).is(200);
  assert.ok(lost.includes(await mine.code(patience(40_000))), "the old team's page closes at midnight");
  assert.ok((await groupsOf(idriss)).some((g) => g.name === "Le Fournil" && g.mine));
});

test("before its day a team shows nowhere to its own trainees, nor to who assists", async (t) => {
  const server = await Server.start(t, { now });
  const [manager, idriss, assistant] = await Promise.all(["resp-01", "stg-02", "ass-01"].map((id) => server.as(id)));
  const places = "/api/cohorts/coh-2025-2026/trainees", own = `${places}/stg-02`, groups = "/api/groups";
  await drafted(manager, "Le Fournil", ["stg-02"]);
  (await manager.post("/api/teams/publication", { from: "2026-06-21" })).is(200);
  const { id } = (await manager.get(own)).is(200).json.teams.find((one) => one.name === "Le Fournil");
  for (const [who, path] of [[idriss, "/api/cohort"], [idriss, own], [idriss, groups], [idriss, `${groups}/grp-b`], [idriss, "/api/notices"], [idriss, "/api/events"], [idriss, "/api/search?q=Fournil"],
    [assistant, places], [assistant, own], [assistant, groups], [assistant, "/api/trainees"], [assistant, "/api/trainees/stg-02"], [assistant, "/api/notices"], [assistant, "/api/search?q=Fournil"]]) {
    const { status, text } = await who.get(path);
    assert.deepEqual([status, ["Fournil\"", id, "2026-06-20", "2026-06-21"].filter((word) => text.includes(word))], [200, []], path);
  }
  assert.deepEqual((await idriss.get(own)).json.teams.map((one) => [one.id, one.to]), [["grp-b", null]]);
});

test("what cannot be is refused with its own word", async (t) => {
  const server = await Server.start(t, { now });
  const manager = await server.as("resp-01");
  const refused = async (method, path, json, status, code) => {
    const a = await manager.send(method, path, { json });
    assert.deepEqual([a.status, a.json.code], [status, code], `${method} ${path}`);
  };
  await refused("POST", "/api/teams/publication", { from: "2026-06-12" }, 409, "team.nothing_drafted");
  await refused("PUT", "/api/teams/grp-b", { name: " " }, 400, "team.name");
  await refused("PUT", "/api/teams/absent", { name: "x" }, 404, "team.missing");
  await refused("POST", "/api/teams/drafts", { name: " " }, 400, "team.name");
  await refused("POST", "/api/teams/drafts", { name: "x", size: 4 }, 400, "request.json");
  const draft = await drafted(manager, "Le Fournil", []);
  await refused("POST", "/api/teams/drafts", { name: "le fournil" }, 409, "team.name_taken");
  await refused("POST", "/api/teams/publication", { from: "2026-06-12" }, 409, "team.nobody_in");
  await refused("PUT", "/api/teams/places/stg-10", { draft }, 409, "team.not_enrolled");
  const move = "/api/cohorts/coh-2025-2026/trainees/stg-02/team";
  await refused("PUT", move, { group: "grp-b", from: "2026-06-12", reason: "x" }, 409, "team.already_there");
  await refused("PUT", move, { group: "grp-a", from: "2026-06-11", reason: "x" }, 400, "team.day");
  await refused("PUT", move, { group: "grp-a", from: "2026-06-12", reason: " " }, 400, "enrolment.reason");
  await refused("PUT", move, { group: 3, from: "2026-06-12", reason: "x" }, 400, "request.json");
  (await manager.delete(`/api/teams/drafts/${draft}`)).is(200);
});

test("a cohort to come is prepared by who manages it: for a manager of another one it is as if it did not exist", async (t) => {
  const server = await Server.start(t, { now });
  const [manager, assistant, tutor] = await Promise.all(["resp-01", "ass-01", "tut-01"].map((id) => server.as(id)));
  const person = (name) => ({ givenName: name, familyName: "Le Goff", email: `${name.toLowerCase()}@exemple.invalid` });
  const invite = async (cohort, role, name) => (await manager.post("/api/invitations", { cohort, role, people: [person(name)] })).is(201).json.people.find((p) => p.email === person(name).email).id;
  const running = "coh-2025-2026", { id: next } = (await manager.post("/api/cohorts", { programme: "cpsl", label: "2026-2027", start: "2026-11-30" })).is(201).json;
  await invite(running, "programme_manager", "Solenn");
  const other = await tokenOf(server, person("Solenn").email);
  const newcomer = await invite(next, "trainee", "Nolwenn");
  const shown = async (cohort) => [(await manager.get(`/api/teams?cohort=${cohort}`)).is(200).json, (await manager.get(`/api/cohorts/${cohort}/trainees`)).is(200).json];
  const before = await shown(running), place = `/api/cohorts/${next}/trainees/${newcomer}`;

  (await other.get("/api/teams")).is(200);
  for (const who of [other, tutor, assistant])
    for (const [method, path, json] of [["GET", "/api/teams"], ["POST", "/api/teams/drafts", { name: "Le Fournil" }], ["PUT", `/api/teams/places/${newcomer}`, {}], ["POST", "/api/teams/publication", { from: "2026-11-30" }]]) {
      const [named, absent] = [await who.send(method, `${path}?cohort=${next}`, { json }), await who.send(method, `${path}?cohort=absent`, { json })];
      assert.deepEqual([named.status, named.json], [404, absent.json], `${method} ${path}`);
    }
  for (const [method, path, json] of [["GET", place], ["GET", `/api/cohorts/${next}/trainees`], ["PUT", `${place}/tutor`, { person: "tut-01", from: "2026-11-30" }], ["PUT", `/api/cohorts/${next}/accompaniment`, { as: "tutor", trainees: [newcomer], person: "tut-01", from: "2026-11-30" }]])
    (await other.send(method, path, { json })).is(404);

  const [draft] = (await manager.post(`/api/teams/drafts?cohort=${next}`, { name: "Le Fournil" })).is(201).json.drafts;
  (await manager.put(`/api/teams/places/${newcomer}?cohort=${next}`, { draft: draft.id })).is(200);
  assert.deepEqual([(await manager.post(`/api/teams/publication?cohort=${next}`, { from: "2026-06-12" })).status], [400]);
  const board = (await manager.post(`/api/teams/publication?cohort=${next}`, { from: "2026-11-30" })).is(200).json;
  assert.deepEqual([board.cohort.id, board.today, board.day, board.trainees.map((p) => p.team.name)], [next, "2026-06-12", "2026-11-30", ["Le Fournil"]]);
  (await manager.put(`/api/cohorts/${next}/accompaniment`, { as: "tutor", trainees: [newcomer], person: "tut-01", from: "2026-11-30" })).is(200);
  const { accompanies } = (await manager.get("/api/people/tut-01/departure")).is(200).json, held = accompanies.filter((one) => one.cohort.id === next);
  assert.deepEqual(held.map((one) => [one.trainee.id, one.abilities.hand]), [[newcomer, true]]);
  assert.ok((await assistant.get("/api/people/tut-01/departure")).is(200).json.accompanies.every((one) => !one.abilities.hand));
  (await manager.get(`/api/groups/${board.teams[0].id}`)).is(200);
  (await other.get(`/api/groups/${board.teams[0].id}`)).is(404);
  const [, places] = await shown(next);
  assert.deepEqual([places.day, places.trainees.map((p) => [p.team.name, p.tutor.id])], ["2026-11-30", [["Le Fournil", "tut-01"]]]);
  assert.deepEqual(await shown(running), before, "the cohort that runs");
  assert.deepEqual((await manager.get("/api/teams")).is(200).json, before[0], "the address that names none");
});
