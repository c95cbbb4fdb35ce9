// Correcting a name: by oneself, and by who keeps the account, who is then named for it; it is the right one everywhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cohort } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

test("a name is corrected by oneself and by who keeps the account, and shows everywhere, under older words too", async (t) => {
  const server = await Server.start(t, { now: "2026-06-12T10:00:00+02:00" });
  const [manager, assistant, trainee, mate, tutor] = await Promise.all(["resp-01", "ass-01", "stg-02", "stg-06", "tut-01"].map((id) => server.as(id)));
  await trainee.newPage("Écrit sous mon ancien nom", "grp-b");
  const own = (await trainee.put("/api/account/name", { givenName: "  Idrissa ", familyName: "Ben\u00a0Haddou" })).is(200).json;
  assert.deepEqual([own.name, own.givenName, own.familyName], ["Idrissa Ben\u00a0Haddou", "Idrissa", "Ben\u00a0Haddou"]);
  assert.equal((await trainee.get("/api/me")).json.person.name, own.name);
  assert.ok(!(await trainee.get("/api/me/log")).json.acts.some((a) => a.kind === "account.name_corrected"), "one's own correction is nobody's act");

  const corrected = (await assistant.put("/api/people/stg-02/name", { givenName: "Idriss", familyName: "D’Haddou" })).is(200).json;
  assert.deepEqual([corrected.id, corrected.name, corrected.abilities.rename], ["stg-02", "Idriss D’Haddou", true]);
  const [act] = (await trainee.get("/api/me/log")).json.acts;
  assert.deepEqual([act.kind, act.actor.id], ["account.name_corrected", "ass-01"]);
  assert.equal((await manager.get("/api/log")).json.acts[0].kind, "account.name_corrected");
  const seen = [
    (await mate.get("/api/notices")).text, (await mate.get("/api/groups/grp-b")).text,
    (await manager.get(`/api/people?cohort=${cohort.cohort.id}`)).text, (await manager.get("/api/board")).text,
  ];
  for (const text of seen) assert.ok(text.includes("D’Haddou") && !text.includes("Benhaddou"), text.slice(0, 200));
  assert.equal((await mate.get("/api/notices")).json.notices.some((n) => n.kind === "account.name_corrected"), false);

  const refused = async (who, path, givenName, familyName) => (await who.put(path, { givenName, familyName })).is(400).json.code;
  for (const [who, path] of [[trainee, "/api/account/name"], [manager, "/api/people/stg-02/name"]]) {
    assert.equal(await refused(who, path, "", "Haddou"), "people.name_missing");
    assert.equal(await refused(who, path, "Idriss", "   "), "people.name_missing");
    assert.equal(await refused(who, path, "I".repeat(81), "Haddou"), "people.name_long");
    assert.equal(await refused(who, path, "Idriss", "H".repeat(81)), "people.name_long");
    assert.equal(await refused(who, path, "<b>", "Haddou"), "people.name");
  }
  const unseen = (await trainee.put("/api/account/name", { givenName: "\u202eIdriss\u200b", familyName: "D’Had\u00addou\u202c" })).is(200).json;
  assert.equal(unseen.name, "Idriss D’Haddou", "nobody would see those");
  assert.equal(await refused(trainee, "/api/account/name", "\u200b\u2066", "Haddou"), "people.name_missing");
  const group = (await trainee.post("/api/groups", { name: "\u202eLes\u200b voisins", open: true })).is(201).json;
  assert.equal(group.name, "Les voisins", "nor those");
  for (const who of [mate, tutor]) (await who.put("/api/people/stg-02/name", { givenName: "X", familyName: "Y" })).is(404);
  (await assistant.put("/api/people/resp-01/name", { givenName: "X", familyName: "Y" })).is(404); // keeps no manager's
  assert.equal((await trainee.get("/api/me")).json.person.name, "Idriss D’Haddou");
  (await manager.put("/api/people/stg-02/closing", {})).is(200);
  (await manager.put("/api/people/stg-02/name", { givenName: "X", familyName: "Y" })).is(409);
});
