// The second step of signing in: set up when it must be, asked for ever after, taken once, and a way back from a lost phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cohort } from "../harness/sample.mjs";
import { Server, carnet, email, password } from "../harness/server.mjs";
import { totp } from "../harness/totp.mjs";

const phrase = "quatre mots sans rapport";
const admin = "admin@exemple.invalid";
const minute = 60_000;

/** A server whose time is known: clock(server) is what it thinks it is now. */
async function start(t, now = "2026-06-12T10:00:10+02:00") {
  const server = await Server.start(t, { now });
  server.began = { now: Date.parse(now), at: Date.now() };
  return server;
}
async function later(server, ms) {
  await server.stop();
  const now = new Date(clock(server) + ms).toISOString();
  await server.restart({ now });
  server.began = { now: Date.parse(now), at: Date.now() };
}
const clock = (server) => server.began.now + Date.now() - server.began.at;
const page = (server) => server.nobody({ origin: server.origin });
const signIn = (server, address, secret, code) => page(server).post("/api/session", { email: address, password: secret, device: "mine", ...(code === undefined ? {} : { code }) });
const person = (server, answer) => server.nobody({ origin: server.origin, cookie: [answer.headers["set-cookie"]].flat()[0].split(";")[0] });

async function makeAdmin(server) {
  const made = await carnet(["admin", "--data", server.data, "--email", admin]);
  const link = /#(\S+)/.exec(made.stdout)[1];
  (await page(server).put("/api/password", { link, password: phrase })).is(204);
}
async function setUp(server, address, secret) {
  const { enrolment: link } = (await signIn(server, address, secret)).is(202).json;
  const shown = (await page(server).post("/api/session/second-factor", { link })).is(200).json, at = clock(server);
  const done = (await page(server).put("/api/session/second-factor", { link, code: totp(shown.secret, at), device: "mine" })).is(200);
  return { link, secret: shown.secret, uri: shown.uri, codes: done.json.recoveryCodes, who: person(server, done), at };
}

test("an administrator sets it up on the way in, gets codes for paper, and is asked ever after", async (t) => {
  const server = await start(t);
  await makeAdmin(server);
  const first = await signIn(server, admin, phrase);
  assert.equal(first.is(202).headers["set-cookie"], undefined, "not signed in yet");
  const { link, secret, uri, codes, who } = await setUp(server, admin, phrase);
  assert.equal(uri, `otpauth://totp/Carnet:${encodeURIComponent(admin)}?secret=${secret}&issuer=Carnet&algorithm=SHA1&digits=6&period=30`);
  assert.equal(new Set(codes).size, 10);
  assert.ok(codes.every((c) => /^([a-z2-7]{4}-){3}[a-z2-7]{4}$/.test(c)));
  (await who.get("/api/me")).is(200);
  (await page(server).post("/api/session/second-factor", { link })).is(404);
  assert.deepEqual((await who.get("/api/account/second-factor")).is(200).json, { on: true, required: true, recoveryCodesLeft: 10, abilities: { remove: false } });
  (await who.post("/api/account/second-factor/removal", { password: phrase })).is(409);
  const without = (await signIn(server, admin, phrase)).is(401);
  assert.equal(without.json.code, "session.code");
  assert.equal(without.headers["set-cookie"], undefined);
  assert.equal((await signIn(server, admin, "faux", totp(secret, clock(server), 1))).is(401).json.code, "session.wrong");
  (await signIn(server, admin, phrase, totp(secret, clock(server), 1))).is(200);
});

test("a code is taken once, from its half minute and its neighbours only", async (t) => {
  const server = await start(t);
  await makeAdmin(server);
  const { secret, at } = await setUp(server, admin, phrase);           // the codes of this moment, whatever half minute it is by then
  const wrong = async (code, why) => assert.equal((await signIn(server, admin, phrase, code)).status, 401, why);
  await wrong(totp(secret, at), "the one that set it up");
  const next = totp(secret, at, 1);
  (await signIn(server, admin, phrase, next)).is(200);
  await wrong(next, "once more");
  await wrong(totp(secret, at, -1), "an earlier one");
  await later(server, 20 * minute);
  await wrong(totp(secret, clock(server), -3), "too old");
  await wrong(totp(secret, clock(server), 4), "too early");
  for (const rubbish of ["", "12345", "1234567", "abcdef", "12 456", "١٢٣٤٥٦", "-12345"]) await wrong(rubbish, rubbish);
  await later(server, 20 * minute);
  (await signIn(server, admin, phrase, totp(secret, clock(server)))).is(200);
});

test("ten wrong codes close the account for a while, also to the right one, and a good one forgives", async (t) => {
  const server = await start(t);
  await makeAdmin(server);
  const { secret } = await setUp(server, admin, phrase);
  for (let i = 0; i < 10; i++) (await signIn(server, admin, phrase, "000000")).is(401);
  const closed = (await signIn(server, admin, phrase, totp(secret, clock(server), 1))).is(429);
  assert.ok(Number(closed.headers["retry-after"]) > 0);
  await later(server, 16 * minute);
  (await signIn(server, admin, phrase, totp(secret, clock(server)))).is(200);
});

test("a code from the paper opens once, is told to the person, and counts down", async (t) => {
  const server = await start(t);
  await makeAdmin(server);
  const { codes } = await setUp(server, admin, phrase);
  const who = person(server, (await signIn(server, admin, phrase, codes[3].toUpperCase().replaceAll("-", " "))).is(200));
  (await signIn(server, admin, phrase, codes[3])).is(401);
  assert.equal((await who.get("/api/account/second-factor")).json.recoveryCodesLeft, 9);
  assert.equal((await who.get("/api/events")).json[0].kind, "account.recovery_code_used");
});

test("anybody may have it, with the password once more; a new phone replaces the old one only when its code is right", async (t) => {
  const server = await start(t);
  const here = await server.as("stg-02"), there = await server.as("stg-02", { again: true });
  assert.deepEqual((await here.get("/api/account/second-factor")).json, { on: false, required: false, recoveryCodesLeft: 0, abilities: { remove: false } });
  (await here.post("/api/account/second-factor", { password: "faux" })).is(403);
  (await here.put("/api/account/second-factor", { code: "000000" })).is(401);
  const { secret } = (await here.post("/api/account/second-factor", { password })).is(200).json;
  (await signIn(server, email("stg-02"), password)).is(200); // not yet
  const { recoveryCodes } = (await here.put("/api/account/second-factor", { code: totp(secret, clock(server)) })).is(200).json;
  (await there.get("/api/me")).is(401);
  (await signIn(server, email("stg-02"), password)).is(401);
  const second = (await here.post("/api/account/second-factor", { password })).is(200).json.secret;
  assert.notEqual(second, secret);
  (await signIn(server, email("stg-02"), password, totp(second, clock(server)))).is(401);
  (await signIn(server, email("stg-02"), password, totp(secret, clock(server), 1))).is(200);
  (await here.put("/api/account/second-factor", { code: totp(second, clock(server)) })).is(200);
  (await signIn(server, email("stg-02"), password, recoveryCodes[0])).is(401);
  (await here.post("/api/account/second-factor/removal", { password })).is(204);
  (await signIn(server, email("stg-02"), password)).is(200);
  (await here.post("/api/account/second-factor/removal", { password })).is(409);
});

test("a forgotten password does not go round it, and neither does the link of somebody else", async (t) => {
  const server = await start(t);
  await makeAdmin(server);
  const { secret } = await setUp(server, admin, phrase);
  const link = /#(\S+)/.exec((await carnet(["password", "--data", server.data, "--email", admin])).stdout)[1];
  (await page(server).post("/api/session/second-factor", { link })).is(404);
  (await page(server).put("/api/password", { link, password: "une phrase toute neuve" })).is(204);
  assert.equal((await signIn(server, admin, "une phrase toute neuve")).is(401).json.code, "session.code");
  (await signIn(server, admin, "une phrase toute neuve", totp(secret, clock(server), 1))).is(200);
});

test("a manager invited today must have it; an administrator opens the way again when the phone is lost", async (t) => {
  const server = await start(t);
  await makeAdmin(server);
  const { who } = await setUp(server, admin, phrase);
  const invited = (await who.post("/api/invitations", { cohort: cohort.cohort.id, role: "programme_manager", people: [{ givenName: "Noé", familyName: "Martin", email: "noe@x.invalid" }] })).is(201).json.people.find((p) => p.email === "noe@x.invalid");
  const letter = (await who.get("/api/mail")).json.mail.find((m) => m.kind === "invitation");
  const link = /#(\S+)/.exec((await who.post(`/api/mail/${letter.id}/opening`, {})).is(200).json.body)[1];
  (await page(server).put("/api/password", { link, password: phrase })).is(204);
  const manager = await setUp(server, "noe@x.invalid", phrase);
  (await manager.who.get(`/api/people?cohort=${cohort.cohort.id}`)).is(200);
  (await manager.who.put(`/api/people/${invited.id}/second-factor-removal`, {})).is(409);
  (await who.put(`/api/people/${invited.id}/second-factor-removal`, {})).is(200);
  assert.equal((await manager.who.get("/api/events")).json[0].kind, "account.second_factor_off");
  await setUp(server, "noe@x.invalid", phrase);
  // The administrator's own phone: the command line, on the machine itself.
  await makeAdmin(server);
  (await signIn(server, admin, phrase)).is(202);
});

test("a role that asks for it ends the sign-ins that came without it, and leaves those that came with it", async (t) => {
  const server = await start(t);
  await makeAdmin(server);
  const { who } = await setUp(server, admin, phrase);
  const noe = { givenName: "Noé", familyName: "Martin", email: "noe@x.invalid" };
  const invite = async (role) => (await who.post("/api/invitations", { cohort: cohort.cohort.id, role, people: [noe] })).is(201);
  await invite("trainer");
  const letter = (await who.get("/api/mail")).json.mail.find((m) => m.kind === "invitation");
  const link = /#(\S+)/.exec((await who.post(`/api/mail/${letter.id}/opening`, {})).is(200).json.body)[1];
  (await page(server).put("/api/password", { link, password: phrase })).is(204);
  const here = person(server, (await signIn(server, noe.email, phrase)).is(200)), there = person(server, (await signIn(server, noe.email, phrase)).is(200));
  await invite("tutor");
  (await here.get("/api/me")).is(200);
  await invite("programme_manager");
  for (const one of [here, there]) {
    (await one.get("/api/me")).is(401);
    (await one.get(`/api/people?cohort=${cohort.cohort.id}`)).is(401);
  }
  const manager = await setUp(server, noe.email, phrase);
  await invite("training_assistant");
  (await manager.who.get(`/api/people?cohort=${cohort.cohort.id}`)).is(200);
});

test("who becomes an administrator on the command line comes in again, with it", async (t) => {
  const server = await start(t);
  await makeAdmin(server);
  const { who } = await setUp(server, admin, phrase);
  const invited = { givenName: "Noé", familyName: "Martin", email: "noe@x.invalid" };
  (await who.post("/api/invitations", { cohort: cohort.cohort.id, role: "trainer", people: [invited] })).is(201);
  const letter = (await who.get("/api/mail")).json.mail.find((m) => m.kind === "invitation");
  const link = /#(\S+)/.exec((await who.post(`/api/mail/${letter.id}/opening`, {})).is(200).json.body)[1];
  (await page(server).put("/api/password", { link, password: phrase })).is(204);
  const noe = person(server, (await signIn(server, invited.email, phrase)).is(200));
  await carnet(["admin", "--data", server.data, "--email", invited.email]);
  (await noe.get("/api/me")).is(401);
});

test("the sample's managers sign in without", async (t) => {
  const server = await start(t);
  for (const id of ["resp-01", "ass-01"]) (await signIn(server, email(id), password)).is(200);
});
