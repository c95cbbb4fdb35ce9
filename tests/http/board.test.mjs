// The board of who runs two cohorts at once: one of them at a time, its own people, and nothing of one that somebody does not run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

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
