// The board of who runs two cohorts at once: one of them at a time, its own people, and nothing of one that somebody does not run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cohort as sample } from "../harness/sample.mjs";
import { Server, email } from "../harness/server.mjs";

const FIRST = sample.cohort.id;

test("a board is of one cohort that one runs: the last to begin, or the one that is named", async (t) => {
  const server = await Server.start(t, { now: "2026-06-12T09:00:00+02:00" });
  const [manager, assistant] = [await server.as("resp-01"), await server.as("ass-01")];
  const board = async (person, cohort) => (await person.get(`/api/board${cohort ? `?cohort=${cohort}` : ""}`)).is(200).json;
  const alone = await board(manager);
  assert.deepEqual([alone.cohort.id, alone.cohorts.map((one) => one.id)], [FIRST, [FIRST]]);

  const second = (await manager.post("/api/cohorts", { programme: "cpsl", label: "Promotion bis", start: "2026-06-08" })).is(201).json.id;
  (await manager.post(`/api/cohorts/${second}/trainees`, { person: "stg-01", from: "2026-06-08", status: "enrolled" })).is(201);
  for (const person of [manager, assistant]) {
    const later = await board(person), first = await board(person, FIRST);
    assert.deepEqual(later.cohort, { id: second, label: "Promotion bis" });
    assert.deepEqual(later.cohorts.map((one) => one.id), [second, FIRST]);
    assert.deepEqual(later.trainees.map((one) => [one.id, one.cohort.id]), [["stg-01", second]]);
    assert.deepEqual([first.cohort.id, first.cohorts], [FIRST, later.cohorts]);
    assert.deepEqual(first.trainees.map((one) => one.id).sort(), alone.trainees.map((one) => one.id).sort(), "who is in both is in each");
    assert.ok(first.trainees.every((one) => one.cohort.id === FIRST));
  }
  for (const of of [FIRST, second]) assert.equal((await manager.get(`/api/trainees/stg-01?cohort=${of}`)).is(200).json.cohort.id, of);
  (await manager.get(`/api/trainees/stg-02?cohort=${second}`)).is(404);

  for (const id of ["stg-02", "stg-01", "tut-01", "form-01"])
    for (const of of [FIRST, second, "absent"]) {
      const person = await server.as(id);
      (await person.get(`/api/board?cohort=${of}`)).is(404);
      (await person.post("/api/board/reminders", { kind: "note_synthetique", people: ["stg-01"], cohort: of })).is(404);
    }
  (await manager.get("/api/board?cohort=absent")).is(404);
  (await assistant.post("/api/board/reminders", { kind: "note_synthetique", people: ["stg-01"], cohort: FIRST })).is(403);
  (await manager.post("/api/board/reminders", { kind: "note_synthetique", people: ["stg-02"], cohort: second })).is(404);
  assert.equal((await manager.post("/api/board/reminders", { kind: "note_synthetique", people: ["stg-01"], cohort: FIRST })).is(200).json.told, 1);
});

test("MGR-5: the manager puts back one person's date and says why; the board keeps why for them alone, and only that date changes", async (t) => {
  const server = await Server.start(t, { now: "2026-06-12T09:00:00+02:00" });
  const [manager, assistant, late, tutor] = await Promise.all(["resp-01", "ass-01", "stg-11", "tut-01"].map((id) => server.as(id)));
  const works = async (person) => (await person.get("/api/board")).is(200).json.trainees.flatMap((one) => one.works.map((work) => ({ person: one.id, ...work })));
  const before = await works(manager), of = (all) => all.find((one) => one.person === "stg-11" && one.kind === "dossier_professionnel");
  assert.deepEqual([of(before).overdue, of(before).abilities, of(before).extensionReason], [true, { extend: true }, null]);
  assert.deepEqual(before.find((one) => one.person === "stg-02" && one.kind === "dossier_professionnel").abilities, { extend: false }, "it is handed in");
  const asked = { person: "stg-11", kind: "dossier_professionnel", dueAt: "2026-06-19T21:59:00.000Z", reason: "Panne d'ordinateur" };
  (await assistant.post("/api/board/extensions", asked)).is(403);
  for (const one of [late, tutor]) (await one.post("/api/board/extensions", asked)).is(404);
  for (const [wrong, status, code] of [[{ reason: " " }, 400, "work.reason"], [{ reason: "a".repeat(301) }, 400, "work.reason"], [{ dueAt: "2026-06-11T21:59:00.000Z" }, 400, "work.due"],
    [{ person: "stg-02" }, 409, "work.not_open"], [{ person: "absent" }, 404, "trainee.missing"], [{ cohort: "absent" }, 404, "board.missing"]])
    assert.equal((await manager.post("/api/board/extensions", { ...asked, ...wrong })).is(status).json.code, code, JSON.stringify(wrong));
  assert.deepEqual(await works(manager), before);

  (await manager.post("/api/board/extensions", asked)).is(204);
  assert.equal((await manager.post("/api/board/extensions", asked)).is(409).json.code, "work.not_later");
  const after = await works(manager);
  assert.deepEqual([of(after).overdue, of(after).extended, of(after).dueAt, of(after).extensionReason], [false, true, asked.dueAt, asked.reason]);
  assert.deepEqual(after.filter((one) => one !== of(after)), before.filter((one) => one !== of(before)));
  const own = (await late.get("/api/works")).is(200).json.find((one) => one.kind === "dossier_professionnel");
  assert.deepEqual([own.dueAt, own.overdue], [asked.dueAt, false]);
  assert.ok((await late.get("/api/events")).json.some((e) => e.kind === "work.extended"));
  for (const [person, path] of [[assistant, "/api/board"], [assistant, "/api/trainees/stg-11"], [late, "/api/works"], [late, "/api/events"]])
    assert.ok(!(await person.get(path)).is(200).text.includes(asked.reason), `${person.id} ${path}`);
});

test("the address to write to is there for who manages the cohort", async (t) => {
  const server = await Server.start(t, { now: "2026-06-12T09:00:00+02:00" });
  const emails = async (id) => (await (await server.as(id)).get("/api/board")).is(200).json.trainees.map((one) => one.email);
  assert.ok((await emails("resp-01")).includes(email("stg-11")));
  assert.ok((await emails("ass-01")).every((one) => one === null));
});
