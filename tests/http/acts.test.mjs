// The log of sensitive acts from outside: one's own whole, the register closed to those whom it is not for and silent about journals.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ids, everybody } from "../harness/sample.mjs";
import { Server, carnet, email, patience, sleep } from "../harness/server.mjs";

async function whole(person, path) {
  const acts = [];
  for (let after = ""; after !== null; ) {
    const page = (await person.get(path + after)).is(200).json;
    acts.push(...page.acts);
    after = page.after === null ? null : `?after=${page.after}`;
  }
  return acts;
}

test("what is done is told to those it concerns, and of a journal nothing to anybody else", async (t) => {
  const server = await Server.start(t);
  const people = new Map(await Promise.all(ids.map(async (id) => [id, await server.as(id)])));
  const author = people.get("stg-05");
  const entry = await author.newEntry("Titre que personne ne lira");
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  (await author.put(`/api/documents/${entry}/named-readers/stg-01`, { until, question: "Une question à voix basse" })).is(200);
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "private" })).is(200);
  assert.equal((await carnet(["token", "--data", server.data, "--email", email("stg-05")])).code, 0);

  const mine = await whole(author, "/api/me/log");
  assert.deepEqual(mine.slice(0, 4).map((a) => [a.kind, a.detail?.visibility ?? null, a.about?.id ?? null]), [
    ["account.token_made", null, null], ["journal.visibility", "private", null], ["reader.chosen", null, "stg-01"],
    ["journal.visibility", "tutor", null],
  ]);
  assert.equal(mine[1].document.id, entry);
  assert.equal(mine[0].actor, null);

  const told = { "tut-01": ["journal.shared"], "stg-01": ["reader.named"] };
  for (const [id, person] of people) {
    if (id === "stg-05") continue;
    const text = (await person.get("/api/me/log")).is(200).text;
    assert.ok(!text.includes(entry) || id === "stg-01", `${id} sees which entry`); // who may open it
    assert.ok(!text.includes("Une question à voix basse") && (!text.includes("Titre que personne") || id === "stg-01"), `${id} sees words`);
    const kinds = JSON.parse(text).acts.filter((a) => a.actor?.id === "stg-05").map((a) => a.kind);
    assert.deepEqual(kinds, told[id] ?? [], id);
    const open = ["programme_manager", "quality_officer"].some((role) => everybody.find((p) => p.id === id).roles.includes(role));
    assert.equal(JSON.parse(text).abilities.register, open, id);
    const register = await person.get("/api/log");
    assert.equal(register.status, open ? 200 : 403, id);
    if (!open) continue;
    const acts = await whole(person, "/api/log");
    assert.ok(acts.some((a) => a.kind === "account.token_made" && a.person.id === "stg-05"), id);
    assert.ok(acts.every((a) => /^account\./.test(a.kind) && a.document === undefined), id);
  }
});

test("an administrator's register has every account and no word of anybody", async (t) => {
  const server = await Server.start(t);
  const author = await server.as("stg-05");
  const entry = await author.newEntry("Titre que personne ne lira");
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "cohort" })).is(200);
  assert.equal((await carnet(["admin", "--data", server.data, "--email", "admin@exemple.invalid"])).code, 0);
  const admin = await server.asToken("admin");
  const acts = await whole(admin, "/api/log"), text = JSON.stringify(acts);
  assert.ok(acts.some((a) => a.kind === "account.administrator_made"));
  assert.ok(acts.every((a) => a.kind.startsWith("account.")));
  assert.ok(!text.includes(entry) && !text.includes("Titre"));
  assert.equal((await admin.get("/api/me/log")).json.abilities.register, true);
  for (const after of ["x", "1", "1.x", "-1.0"]) assert.equal((await admin.get(`/api/log?after=${after}`)).is(400).json.code, "acts.after");
});

test("after a year the old months are gone, the rest stays", async (t) => {
  const server = await Server.start(t, { now: "2026-06-12T09:00:00+02:00" });
  const kinds = async () => (await whole(await server.as("stg-05", { again: true }), "/api/me/log")).map((a) => a.at.slice(0, 7));
  const author = await server.as("stg-05"), entry = await author.newEntry("Une entrée");
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  assert.ok((await kinds()).includes("2026-06"));
  await server.stop();
  await server.restart({ now: "2027-07-02T09:00:00+02:00" });
  assert.equal((await carnet(["token", "--data", server.data, "--email", email("stg-05")])).code, 0); // the first act of that month
  await kinds();
  await server.stop();
  await server.restart({ now: "2027-07-02T10:00:00+02:00" });
  const end = Date.now() + patience(20_000);
  while ((await kinds()).includes("2026-06") && Date.now() < end) await sleep(200);
  const left = await kinds();
  assert.ok(!left.includes("2026-06") && left.includes("2027-07"), left.join(" "));
});
