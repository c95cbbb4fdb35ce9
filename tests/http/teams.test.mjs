// Teams as the manager forms them, through the routes and with sockets open.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RawClient } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

const now = "2026-06-12T09:00:00+02:00";
const lost = [4403, 4404];
const groupsOf = async (person) => (await person.get("/api/groups")).is(200).json;

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
  const answered = performance.now();
  assert.ok(lost.includes(await mine.code()), `closed with ${mine.close.code}`);
  assert.ok(performance.now() - answered < patience(1000), "it took more than a second");
  await mate.sync();
  assert.equal(mate.close, undefined, "who stays in the team stays on the page");
  const team = (await groupsOf(idriss)).find((g) => g.name === "Le Fournil");
  assert.equal(team.mine, true);
  assert.deepEqual((await idriss.get(`/api/groups/${team.id}`)).is(200).json.members.map((m) => m.id), ["stg-02"]);
  (await idriss.get(`/api/documents/${page}`)).is(404);
  assert.equal((await idriss.get("/api/cohort")).json.team.name, "Le Fournil");
  await mate.end();
});

test("a team published for a later day appears at that midnight, by itself", async (t) => {
  const server = await Server.start(t, { now: "2026-06-12T23:59:48+02:00" });
  const [manager, idriss] = await Promise.all(["resp-01", "stg-02"].map((id) => server.as(id)));
  const page = (await idriss.get("/api/documents")).json.find((d) => d.kind === "group_page").id;
  await drafted(manager, "Le Fournil", ["stg-02"]);
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

test("what cannot be is refused with its own word", async (t) => {
  const server = await Server.start(t, { now });
  const manager = await server.as("resp-01");
  const refused = async (method, path, json, status, code) => {
    const a = await manager.send(method, path, { json });
    assert.deepEqual([a.status, a.json.code], [status, code], `${method} ${path}`);
  };
  await refused("POST", "/api/teams/publication", { from: "2026-06-12" }, 409, "team.nothing_drafted");
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
