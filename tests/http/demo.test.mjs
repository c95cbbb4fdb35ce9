// The sample cohort as `carnet demo` loads it: whole, its dates moved by whole weeks so that its snapshot is this week, or as they are.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { cohort, ids } from "../harness/sample.mjs";
import { Server, carnet, temporaryFolder } from "../harness/server.mjs";

const day = 86_400_000;
const at = (iso) => Date.parse(`${iso.slice(0, 10)}T12:00:00Z`);

/** Easter Sunday (Meeus, Jones, Butcher), and the French public holidays of that year. */
function holidays(year) {
  const a = year % 19, b = Math.floor(year / 100), c = year % 100, d = b >> 2, e = b % 4, g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30, i = c >> 2, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25), date = (h + l - 7 * m + 33 * month + 19) % 32;
  const easter = at(`${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`);
  return new Set([...["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"].map((d2) => at(`${year}-${d2}`)), easter + day, easter + 39 * day, easter + 50 * day]);
}

for (const now of ["2026-06-12T09:00:00+02:00", "2026-11-23T18:00:00+01:00", "2027-01-04T07:00:00+01:00", "2027-05-13T12:00:00+02:00"]) {
  test(`loaded on ${now.slice(0, 10)}: dates move by whole weeks to this week and no session day is a public holiday`, async (t) => {
    const data = temporaryFolder();
    t.after(() => rmSync(data, { recursive: true, force: true }));
    const loaded = await carnet(["demo", "--data", data], { env: { CARNET_NOW: now } });
    assert.equal(loaded.code, 0, loaded.stderr);
    const server = await Server.start(t, { data, now });
    const person = await server.as("stg-01");
    const { sessions, milestones } = (await person.get("/api/cohort")).is(200).json;
    assert.equal(sessions.length, 6);
    const shifts = sessions.map((s, i) => (at(s.from) - at(cohort.sessions[i].from)) / day);
    for (const [i, s] of sessions.entries()) {
      assert.equal(shifts[i] % 7, 0, `session ${i + 1} moved by ${shifts[i]} days`);
      assert.equal(at(s.to) - at(s.from), 4 * day);
      for (let d = at(s.from); d <= at(s.to); d += day) assert.ok(!holidays(new Date(d).getUTCFullYear()).has(d), `session ${i + 1}: ${new Date(d).toISOString().slice(0, 10)} is a public holiday`);
      if (i) assert.ok(at(s.from) > at(sessions[i - 1].to), "sessions keep their order");
    }
    const snapshot = at(cohort.snapshotAt);
    assert.ok(shifts.some((s) => Math.abs(snapshot + s * day - at(now)) < 7 * day), `the snapshot is not this week: moved by ${shifts}`);
    const coming = sessions.at(-1);
    assert.ok(at(coming.from) > at(now) - 7 * day, "a session is coming");
    assert.ok(milestones.some((m) => at(m.dueAt ?? m.from ?? m.date) >= at(now)), "something is due");
  });
}

test("with --as-is the dates are the sample's", async (t) => {
  const server = await Server.start(t, { now: cohort.snapshotAt });
  const { sessions } = (await (await server.as("stg-01")).get("/api/cohort")).is(200).json;
  assert.deepEqual(sessions.map((s) => [s.from, s.to]), cohort.sessions.map((s) => [s.from, s.to]));
});

test("everybody of the sample can sign in, has their name and roles, and nobody else is there", async (t) => {
  const server = await Server.start(t);
  for (const id of ids) {
    const { person } = (await (await server.as(id)).get("/api/me")).is(200).json;
    const sample = [...cohort.people, ...cohort.trainees].find((p) => p.id === id);
    assert.deepEqual([person.id, person.givenName, person.familyName, person.email], [id, sample.givenName, sample.familyName, sample.email]);
    assert.deepEqual(person.roles, sample.roles);
  }
  for (const guest of ["ext-01", "ext-02"]) {
    const answer = await server.nobody({ origin: server.origin }).post("/api/session", { email: `${guest}@exemple.invalid`, password: "passerelles-2026", device: "mine" });
    answer.is(401); // commissioners and workplace referents have no account
  }
});

test("CARNET_DEMO_PASSWORD replaces the sample's password", async (t) => {
  const data = temporaryFolder();
  t.after(() => rmSync(data, { recursive: true, force: true }));
  assert.equal((await carnet(["demo", "--data", data], { env: { CARNET_DEMO_PASSWORD: "une autre phrase 42" } })).code, 0);
  const server = await Server.start(t, { data });
  const attempt = (password) => server.nobody({ origin: server.origin }).post("/api/session", { email: "stg-01@exemple.invalid", password, device: "mine" });
  (await attempt("passerelles-2026")).is(401);
  (await attempt("une autre phrase 42")).is(200);
});
