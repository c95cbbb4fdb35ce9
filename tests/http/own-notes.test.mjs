// One's own notes on trainees (DOMAIN §7.1): their writer's alone, also when they accompany somebody no more (TUT-7, TUT-8).
import assert from "node:assert/strict";
import { test } from "node:test";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

const cohort = sample.cohort.id, place = `/api/cohorts/${cohort}/trainees/stg-01`, own = "/api/me/notes";

test("a tutor who was replaced keeps their note, goes on with it or erases it, and is told nothing else of anybody", async (t) => {
  const server = await Server.start(t, { now: sample.snapshotAt });
  const [tutor, manager, next, trainee] = await Promise.all(["tut-01", "resp-01", "tut-03", "stg-01"].map((id) => server.as(id)));
  const write = (person, about, text, of = cohort) => person.put(`/api/trainees/${about}/note`, { cohort: of, text });
  (await write(tutor, "stg-01", "Lui demander comment va Annie.")).is(200);
  (await manager.put(`${place}/tutor`, { person: "tut-03", from: sample.snapshotAt.slice(0, 10), reason: "Congé" })).is(200);

  const gone = (await tutor.get("/api/trainees/stg-01")).is(404);
  const [note, ...others] = (await tutor.get(own)).is(200).json;
  assert.deepEqual(others, []);
  assert.deepEqual(note, { person: { id: "stg-01", name: note.person.name }, cohort: { id: cohort, label: sample.cohort.label }, text: "Lui demander comment va Annie.", updatedAt: note.updatedAt, accompanied: false });
  for (const other of [next, manager, trainee]) assert.deepEqual((await other.get(own)).is(200).json, []);

  assert.equal((await write(tutor, "stg-01", "Annie va mieux.")).is(200).json.text, "Annie va mieux.");
  const refusals = [await write(tutor, "stg-02", "x"), await write(tutor, "nobody", "x"), await write(tutor, "stg-01", "x", "nowhere"), await write(trainee, "stg-01", "x"), await write(manager, "stg-01", "x")];
  for (const refused of refusals) assert.equal(refused.is(404).text, gone.text);
  (await write(tutor, "stg-01", "")).is(200);
  assert.deepEqual((await tutor.get(own)).is(200).json, []);
  assert.equal((await write(tutor, "stg-01", "x")).is(404).text, gone.text);
  assert.equal((await write(next, "stg-01", "La mienne.")).is(200).json.accompanied, true);
});
