// A real cohort begins where the sample is: the sample is kept whole beside, nothing of it is in the new folder, and a kill at any step leaves
// the one or the other.
import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { atRest, bench, contents, killingMoves, must } from "../harness/backups.mjs";
import { fill, mayMount, smallDisk } from "../harness/disk.mjs";
import { contentsOf } from "../harness/folder.mjs";
import { until } from "../harness/live.mjs";
import { cohort, everybody, programme, titles } from "../harness/sample.mjs";
import { Server, carnet, email, patience, root, sampleFolder } from "../harness/server.mjs";
import { totp } from "../harness/totp.mjs";

const ADMIN = "machine@deux-rives.test", phrase = "quatre mots sans rapport";
const SURE = { sure: true };

async function tokenOf(data, address = ADMIN) {
  assert.equal((await carnet(["admin", "--data", data, "--email", address])).code, 0);
  const made = await carnet(["token", "--data", data, "--email", address]);
  assert.equal(made.code, 0, made.stderr);
  return { authorization: `Bearer ${made.stdout.trim()}` };
}

/** An account of one's own, as its owner opens it: a passphrase, a second step, a cookie. */
async function openAccount(server) {
  const page = server.nobody({ origin: server.origin });
  const link = /#(\S+)/.exec((await carnet(["admin", "--data", server.data, "--email", ADMIN])).stdout)[1];
  (await page.put("/api/password", { link, password: phrase })).is(204);
  const signIn = (code) => page.post("/api/session", { email: ADMIN, password: phrase, device: "mine", ...(code ? { code } : {}) });
  const { enrolment } = (await signIn()).is(202).json;
  const { secret } = (await page.post("/api/session/second-factor", { link: enrolment })).is(200).json;
  const done = (await page.put("/api/session/second-factor", { link: enrolment, code: totp(secret, Date.now()), device: "mine" })).is(200);
  const cookie = [done.headers["set-cookie"]].flat()[0].split(";")[0];
  return { signIn, codes: done.json.recoveryCodes, own: server.nobody({ origin: server.origin, cookie }) };
}

const asked = async (person) => {
  try {
    return (await person.get("/api/system")).json.startedAt ?? null;
  } catch {
    return null; // it is away
  }
};

/** Asks, and waits until the program has started again; its process is the same. */
async function begin(server, person) {
  const before = await asked(person), pid = server.pid;
  let answer;
  await until(async () => (answer = await person.post("/api/start/afresh", SURE)).status !== 503, "room for the request");     // a disk that was full is tried every second
  answer.is(202);
  await until(async () => ![null, before].includes(await asked(person)), "the server again", patience(20_000));
  assert.ok(server.alive && server.pid === pid, server.log.slice(-2000));
}

const kept = (data) => readdirSync(data).filter((n) => n.startsWith("sample-"));
const bytesOf = (data) => Buffer.concat([...contentsOf(data)].filter(([file]) => !file.includes("/sample-")).map(([, content]) => content));

/** Names, addresses, titles: what somebody would recognise. */
const TRACES = [cohort.organisation.name, cohort.cohort.label, cohort.cohort.id, "exemple.invalid", ...Object.values(titles),
  ...everybody.flatMap((p) => [p.familyName, p.id]), ...cohort.groups.map((g) => g.name)];

test("the administrator keeps their account and nothing else is there; the sample stays whole in a folder that opens", { timeout: 300_000 }, async (t) => {
  const server = await Server.start(t);
  const { signIn, codes, own } = await openAccount(server);
  const tutor = await server.as("tut-01"), writer = await server.as("stg-01");
  await writer.newEntry("Écrit en essayant");
  (await own.put("/api/account/comfort", { face: "sans", spacing: "wide", width: "normal", contrast: "normal", theme: "dark", others: "silent" })).is(200);
  const before = (await own.get("/api/start")).is(200).json;
  assert.deepEqual([before.sample, before.abilities.beginAfresh], [true, true]);
  await server.stop();
  const was = await contents(server.data);
  await server.restart();

  await begin(server, own);
  const start = (await own.get("/api/start")).is(200).json;
  assert.deepEqual([start.name, start.sample, start.programmes, start.cohorts, start.people, start.managers, start.abilities.beginAfresh],
    [null, false, 0, 0, 1, [], false]);
  const me = (await own.get("/api/me")).is(200).json;
  assert.deepEqual([me.person.email, me.person.roles, me.comfort.face, me.comfort.others], [ADMIN, ["platform_admin"], "sans", "silent"]);
  assert.deepEqual((await own.get("/api/account/second-factor")).json, { on: true, required: true, recoveryCodesLeft: 10, abilities: { remove: false } });
  (await signIn()).is(401);
  (await signIn(codes[0])).is(200);
  for (const person of [tutor, writer]) (await person.get("/api/me")).is(401);
  for (const path of ["/api/me/log", "/api/log"]) {
    const acts = (await own.get(path)).is(200).json.acts.filter((a) => a.kind === "organisation.afresh");
    assert.deepEqual(acts.map((a) => a.actor.id), [me.person.id], path);
  }
  assert.equal((await own.post("/api/start/afresh", SURE)).is(409).json.code, "start.no_sample");
  await server.stop();
  await must(0, "check", "--data", server.data);
  const bytes = bytesOf(server.data);
  assert.ok(bytes.includes(ADMIN));
  assert.deepEqual(TRACES.filter((trace) => bytes.includes(trace)), []);
  for (const part of ["groups", "works", "files"]) assert.deepEqual(readdirSync(join(server.data, part)), [], part);

  const sample = join(server.data, kept(server.data)[0]);
  const is = await contents(sample);
  assert.deepEqual([is.keys, is.refs], [was.keys, was.refs]);
  assert.deepEqual(was.rows.filter((l) => !is.rows.includes(l) && !/INTO (event_counter|notice_cursor|sign_in|search)/.test(l)), [], "rows that are gone");
  await must(0, "check", "--data", sample);
  const again = await Server.start(t, { data: sample });
  const entries = (await (await again.as("stg-01")).get("/api/journal")).is(200).json.entries;
  assert.ok(entries.some((e) => e.title === "Écrit en essayant"));
  await again.stop();
  await server.restart();
  assert.equal((await own.get("/api/start")).is(200).json.people, 1);
  (await server.nobody({ origin: server.origin }).post("/api/session", { email: email("tut-01"), password: "passerelles-2026", device: "mine" })).is(401);
});

test("the centre keeps the name it was given and the programmes that were uploaded", async (t) => {
  const server = await Server.start(t);
  const admin = server.nobody(await tokenOf(server.data));
  (await admin.post("/api/programmes", { ...programme, id: "deux-rives", title: "Métiers du lien" })).is(201);
  (await admin.put("/api/start", { name: "Les Deux Rives" })).is(200);
  await begin(server, admin);
  assert.equal((await admin.get("/api/start")).is(200).json.name, "Les Deux Rives");
  assert.deepEqual((await admin.get("/api/programmes")).is(200).json.programmes.map((p) => [p.id, p.title, p.version]), [["deux-rives", "Métiers du lien", 1]]);
  (await admin.post("/api/programmes", programme)).is(201); // the sample's own, chosen this time
});

test("nobody else may ask, nor somebody of the sample, nor without being sure, nor where there is no sample", async (t) => {
  const server = await Server.start(t);
  const admin = server.nobody(await tokenOf(server.data)), invented = server.nobody(await tokenOf(server.data, email("resp-01")));
  const ask = (who, body = SURE) => who.post("/api/start/afresh", body);
  for (const id of ["tut-01", "stg-01", "ass-01"]) (await ask(await server.as(id))).is(404);
  (await ask(server.nobody())).is(401);
  for (const body of [{ sure: false }, {}, { sure: true, more: 1 }, { sure: "true" }]) (await ask(admin, body)).is(400);
  assert.equal((await invented.get("/api/start")).is(200).json.abilities.beginAfresh, false);
  assert.equal((await ask(invented)).is(409).json.code, "start.invented");
  assert.equal((await admin.get("/api/start")).is(200).json.sample, true);
  assert.deepEqual(kept(server.data), []);
  const place = bench(t);
  const empty = await Server.start(t, { data: place.restored });
  assert.equal((await ask(empty.nobody(await tokenOf(empty.data)))).is(409).json.code, "start.no_sample");
});

test("two who ask at the same moment: one account goes on, the sample is left once", async (t) => {
  const server = await Server.start(t);
  const two = await Promise.all([ADMIN, "autre@deux-rives.test"].map(async (a) => server.nobody(await tokenOf(server.data, a))));
  const before = await asked(two[0]);
  const answers = await Promise.all(two.map((person) => person.post("/api/start/afresh", SURE).catch(() => null)));
  assert.ok(answers.some((a) => a?.status === 202), answers.map((a) => a?.status).join());
  const standing = async () => (await Promise.all(two.map(asked))).filter((since) => since !== null && since !== before);
  await until(async () => (await standing()).length > 0, "the server again", patience(20_000));
  assert.equal((await standing()).length, 1);
  assert.equal(kept(server.data).length, 1);
});

test("kill -9 before any step leaves the sample as it was, or the new centre with the sample beside it", { timeout: 900_000 }, async (t) => {
  const place = bench(t), shim = killingMoves(place.folder), model = join(place.folder, "model");
  await sampleFolder({ into: model });
  const headers = await tokenOf(model);
  const program = join(root, "build/carnet"); // the sanitizers want to be loaded first, so not theirs
  const states = [];
  for (let step = 1; ; step++) {
    const data = join(place.folder, `data-${step}`);
    cpSync(model, data, { recursive: true, filter: (path) => !/\/(lock|control)$/.test(path) });
    const server = await Server.start(null, { data, program, env: { LD_PRELOAD: shim, CARNET_KILL_AT: String(step) } });
    const admin = server.nobody(headers);
    const since = await asked(admin);
    (await admin.post("/api/start/afresh", SURE)).is(202);
    await until(async () => !server.alive || ![null, since].includes(await asked(admin)), `step ${step}`, patience(20_000));
    const killed = !server.alive;
    if (killed) {
      assert.equal((await server.exited).signal, "SIGKILL", server.log.slice(-1000));
      server.options.env = {};
      await server.restart();
    }
    const now = (await admin.get("/api/start")).is(200).json;
    states.push(now.sample ? "sample" : "new");
    assert.equal(now.people, now.sample ? everybody.length + 3 : 1, `step ${step}`);
    assert.equal(kept(data).length, now.sample ? 0 : 1, `step ${step}`);
    await server.stop();
    assert.ok(!existsSync(join(data, "replacing")) && !existsSync(join(data, "tmp/fresh")), `step ${step}: something is left`);
    await must(0, "check", "--data", data);
    if (!now.sample) await must(0, "check", "--data", join(data, kept(data)[0]));
    rmSync(data, { recursive: true });
    if (!killed) break;
  }
  t.diagnostic(`${states.length - 1} kills: ${states.join(" ")}`);
  assert.deepEqual(states, [...states].sort((a, b) => (a === b ? 0 : a === "sample" ? -1 : 1)), "once it is new, it stays new");
  assert.ok(states.filter((s) => s === "sample").length > 5 && states.filter((s) => s === "new").length > 10, states.join(" "));
});

async function noSpace(t) {
  const disk = smallDisk(t, "24m"), data = join(disk, "data"), filler = join(disk, "filler");
  await sampleFolder({ into: data });
  const headers = await tokenOf(data);
  const server = await Server.start(t, { data });
  const admin = server.nobody(headers);
  await atRest(data); // what begins with the server needs room as well
  writeFileSync(join(disk, "room"), Buffer.alloc(200_000)); // for the request, not for a database
  fill(filler);
  rmSync(join(disk, "room"));
  await begin(server, admin);
  assert.match(server.log, /afresh: not done; it goes on as it was/);
  assert.deepEqual([(await admin.get("/api/start")).is(200).json.sample, kept(data).length], [true, 0]);
  assert.ok(!existsSync(join(data, "tmp/fresh")) && !existsSync(join(data, "replacing")));
  rmSync(filler);
  await until(async () => (await admin.post("/api/start/afresh", SURE)).status === 202, "room to write again");
  await until(async () => (await admin.get("/api/start").catch(() => null))?.json?.sample === false, "the new centre", patience(20_000));
}
if (mayMount()) test("on a full disk the sample goes on as it was, and there is a next time", noSpace);
