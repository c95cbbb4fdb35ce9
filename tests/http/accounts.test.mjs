// Opening, keeping and closing accounts, through the letters that a real mail server receives.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MailServer, mailSettings, until } from "../harness/mail.mjs";
import { RawClient } from "../harness/live.mjs";
import { cohort } from "../harness/sample.mjs";
import { Server, email, password } from "../harness/server.mjs";

const now = "2026-06-12T10:00:00+02:00";
const phrase = "quatre mots sans rapport";
const linkIn = (letter) => new URL(/http:\S+#\S+/.exec(letter.body)[0]);
const tokenIn = (letter) => linkIn(letter).hash.slice(1);
const to = (address, words) => (l) => l.to[0] === address && (!words || words.test(l.headers.subject));
const anybody = (server) => server.nobody({ origin: server.origin });
const signIn = (server, address, secret) => anybody(server).post("/api/session", { email: address, password: secret, device: "mine" });
const cookieOf = (answer) => [answer.headers["set-cookie"]].flat()[0].split(";")[0];

async function withMail(t, config = {}) {
  const post = await MailServer.start(t);
  return { post, server: await Server.start(t, { now, config: mailSettings(post.port, config) }) };
}

test("a list is pasted, shown as it was understood, invited, and each person opens their account from their letter, once", async (t) => {
  const { post, server } = await withMail(t);
  const manager = await server.as("resp-01");
  const text = "Noé Martin <noe@x.invalid>\nzoe.petit@x.invalid\nnoe@x.invalid\nsans adresse\nstg-01@exemple.invalid";
  const preview = (await manager.post("/api/invitations/preview", { cohort: cohort.cohort.id, text })).is(200).json.people;
  assert.deepEqual(preview.map((p) => [p.line, p.state, p.error]), [[1, "new", null], [2, "new", null], [3, "duplicate", null], [4, "error", "address"], [5, "account", null]]);
  assert.deepEqual((await manager.get(`/api/people?cohort=${cohort.cohort.id}`)).is(200).json.people.filter((p) => p.email.endsWith("@x.invalid")), []);
  const people = preview.filter((p) => p.state === "new").map(({ givenName, familyName, email: address }) => ({ givenName, familyName, email: address }));
  const listed = (await manager.post("/api/invitations", { cohort: cohort.cohort.id, role: "trainee", people })).is(201).json.people;
  const noe = listed.find((p) => p.email === "noe@x.invalid");
  assert.deepEqual([noe.state, noe.roles, noe.abilities], ["invited", ["trainee"], { invite: true, correct: true, rename: true, close: true, unlock: false }]);
  const letter = await post.letter(to("noe@x.invalid"));
  assert.match(letter.body, /^Bonjour Noé,/);
  assert.match(letter.headers.to, /Noé Martin/);
  assert.equal(letter.headers["list-unsubscribe"], undefined);
  const opening = linkIn(letter);
  assert.equal(opening.pathname, "/mot-de-passe");
  (await server.nobody().get(opening.pathname)).is(200); // opening it uses nothing
  const page = anybody(server), link = opening.hash.slice(1);
  assert.equal((await page.put("/api/password", { link, password: "court" })).is(400).json.code, "password.too_short");
  assert.equal((await page.put("/api/password", { link, password: "Motdepasse2026" })).is(400).json.code, "password.too_common");
  assert.equal((await page.put("/api/password", { link, password: "Noé Martin 2026" })).is(400).json.code, "password.too_common");
  (await page.put("/api/password", { link, password: phrase })).is(204);
  (await page.put("/api/password", { link, password: phrase })).is(404);
  const cookie = cookieOf((await signIn(server, "noe@x.invalid", phrase)).is(200));
  const person = server.nobody({ cookie, origin: server.origin });
  assert.equal((await person.get("/api/me")).is(200).json.abilities.writeJournal, true);
  (await person.post("/api/journal/entries", { title: "Mon premier jour" })).is(201);
  assert.equal((await manager.get(`/api/people?cohort=${cohort.cohort.id}`)).json.people.find((p) => p.email === "noe@x.invalid").state, "open");
  (await manager.put(`/api/people/${noe.id}/invitation`, {})).is(409);
});

test("a letter that did not reach its person is seen by who runs the cohort, and goes to the corrected address only", async (t) => {
  const { post, server } = await withMail(t);
  const assistant = await server.as("ass-01");
  const people = (await assistant.post("/api/invitations", { cohort: cohort.cohort.id, role: "tutor", people: [{ givenName: "Noé", familyName: "Martin", email: "inconnu@x.invalid" }] })).is(201).json.people;
  const { id } = people.find((p) => p.email === "inconnu@x.invalid");
  const failed = await until("the refusal", async () => (await assistant.get("/api/mail?state=failed")).is(200).json.mail[0]);
  assert.equal(failed.person.id, id);
  assert.match(failed.answer, /^550/);
  assert.equal(failed.abilities.open, false);
  (await assistant.post(`/api/mail/${failed.id}/opening`, {})).is(403);
  (await assistant.put(`/api/people/${id}/address`, { email: "noe@x.invalid" })).is(200);
  const letter = await post.letter(to("noe@x.invalid"));
  (await anybody(server).put("/api/password", { link: tokenIn(letter), password: phrase })).is(204);
  assert.equal(post.letters.filter((l) => l.to.includes("inconnu@x.invalid")).length, 0);
  (await assistant.put(`/api/people/${id}/address`, { email: "autre@x.invalid" })).is(409);
});

test("an invitation that ended is asked for again, by its holder or by staff, and tells nobody whether there is an account", async (t) => {
  const { post, server } = await withMail(t);
  const assistant = await server.as("ass-01");
  (await assistant.post("/api/invitations", { cohort: cohort.cohort.id, role: "trainer", people: [{ givenName: "Noé", familyName: "Martin", email: "noe@x.invalid" }] })).is(201);
  const old = tokenIn(await post.letter(to("noe@x.invalid")));
  await server.stop();
  await server.restart({ now: "2026-06-27T10:00:00+02:00" });
  const page = anybody(server);
  const unknown = old.slice(0, -2) + "AA";
  for (const link of [old, unknown]) assert.equal((await page.put("/api/password", { link, password: phrase })).is(404).json.code, "link.none");
  const answers = [];
  for (const link of [old, unknown, "n’importe quoi"]) answers.push((await page.post("/api/invitations/renewal", { link })).is(202));
  assert.equal(new Set(answers.map((a) => a.text + JSON.stringify(Object.keys(a.headers)))).size, 1);
  const fresh = tokenIn(await until("a new link", () => post.letters.filter(to("noe@x.invalid"))[1]));
  assert.notEqual(fresh, old);
  const again = server.nobody((await server.as("ass-01", { again: true })).headers);
  const { id, state } = (await again.get(`/api/people?cohort=${cohort.cohort.id}`)).is(200).json.people.find((p) => p.email === "noe@x.invalid");
  assert.equal(state, "invited");
  (await again.put(`/api/people/${id}/invitation`, {})).is(200);
  const last = tokenIn(await until("a third link", () => post.letters.filter(to("noe@x.invalid"))[2]));
  (await page.put("/api/password", { link: fresh, password: phrase })).is(404);
  (await page.put("/api/password", { link: last, password: phrase })).is(204);
  (await page.post("/api/invitations/renewal", { link: old })).is(202); // open now: nothing comes
  (await page.post("/api/password/forgotten", { email: "noe@x.invalid" })).is(202);
  await post.letter(to("noe@x.invalid", /nouveau mot de passe/));
  assert.equal(post.letters.filter(to("noe@x.invalid", /invitation/)).length, 3);
});

test("a forgotten password is replaced by a link that lasts 30 minutes, ends the sign-ins and their sockets, and does not sign in", async (t) => {
  const { post, server } = await withMail(t);
  const before = await server.as("stg-01");
  const entry = (await before.get("/api/documents")).is(200).json.find((d) => d.kind === "journal_entry" && d.owner === "stg-01");
  const socket = await RawClient.open(before, entry.id);
  (await anybody(server).post("/api/password/forgotten", { email: "STG-01@Exemple.invalid" })).is(202);
  const first = tokenIn(await post.letter(to(email("stg-01"), /mot de passe/)));
  const answer = (await anybody(server).put("/api/password", { link: first, password: phrase })).is(204);
  assert.equal(answer.headers["set-cookie"], undefined);
  assert.equal(await socket.code(), 4401);
  (await before.get("/api/me")).is(401);
  (await signIn(server, email("stg-01"), password)).is(401);
  (await signIn(server, email("stg-01"), phrase)).is(200);
  await post.letter((l) => to(email("stg-01"), /votre compte/)(l) && /mot de passe vient d’être choisi/.test(l.body), "the notice");
  (await anybody(server).post("/api/password/forgotten", { email: email("stg-01") })).is(202);
  const second = tokenIn(await until("another link", () => post.letters.filter(to(email("stg-01"), /choisir un nouveau/))[1]));
  await server.stop();
  await server.restart({ now: "2026-06-12T10:31:00+02:00" });
  (await anybody(server).put("/api/password", { link: second, password: "encore une autre phrase" })).is(404);
});

test("known or not, an address gets the same answer, and a machine is slowed down", async (t) => {
  const { post, server } = await withMail(t);
  const page = anybody(server);
  const bytes = new Set();
  for (let i = 0; i < 9; i++)
    for (const address of [email(`stg-0${i + 1}`), `personne${i}@exemple.invalid`]) { // looked up after the answer: account_test.c
      const answer = (await page.post("/api/password/forgotten", { email: address })).is(202);
      bytes.add(answer.text + JSON.stringify(Object.entries(answer.headers).filter(([k]) => k !== "date")));
    }
  assert.equal(bytes.size, 1);
  for (let i = 0; i < 2; i++) (await page.post("/api/password/forgotten", { email: "x@y.invalid" })).is(202);
  assert.equal((await page.post("/api/password/forgotten", { email: email("stg-01") })).is(429).json.code, "link.too_many");
  await until("the letters", () => post.letters.filter((l) => /choisir un nouveau/.test(l.headers.subject)).length === 9);
});

test("one changes one's password with the present one; the other devices are signed out, this one stays", async (t) => {
  const server = await Server.start(t, { now });
  const here = await server.as("stg-02"), there = await server.as("stg-02", { again: true });
  assert.notEqual(here.headers.cookie, there.headers.cookie, "a new token at each sign-in");
  const change = (who, current, next) => who.put("/api/account/password", { current, password: next });
  assert.equal((await change(here, "faux", phrase)).is(403).json.code, "account.password_wrong");
  assert.equal((await change(here, password, "azertyuiop1234")).is(400).json.code, "password.too_common");
  (await server.nobody({ origin: server.origin }).put("/api/account/password", { current: password, password: phrase })).is(401);
  (await change(here, password, phrase)).is(204);
  (await here.get("/api/me")).is(200);
  (await there.get("/api/me")).is(401);
  (await signIn(server, email("stg-02"), phrase)).is(200);
  assert.equal((await here.get("/api/events")).json[0].kind, "account.password_chosen");
});

test("the password asked once more is guessed ten times and not more", async (t) => {
  const server = await Server.start(t, { now });
  const person = await server.as("stg-02");
  for (let i = 0; i < 10; i++) (await person.put("/api/account/password", { current: `faux ${i}`, password: phrase })).is(403);
  const refused = (await person.put("/api/account/password", { current: password, password: phrase })).is(429);
  assert.ok(Number(refused.headers["retry-after"]) > 0);
  (await signIn(server, email("stg-02"), password)).is(429);
});

test("an address changes when somebody who reads the new one says so; the old one is told, and what waits goes to the new one", async (t) => {
  const { post, server } = await withMail(t);
  const person = await server.as("stg-02");
  (await person.put("/api/account/address", { email: "neuf@x.invalid", password: "faux" })).is(403);
  (await person.put("/api/account/address", { email: "neuf@x.invalid\r\nBcc: a@b.fr", password })).is(400);
  (await person.put("/api/account/address", { email: "neuf@x.invalid", password })).is(202);
  await post.letter(to(email("stg-02"), /changement d’adresse/));
  const link = tokenIn(await post.letter(to("neuf@x.invalid", /est-ce bien/)));
  assert.equal((await person.get("/api/me")).json.person.email, email("stg-02"));
  (await anybody(server).put("/api/address", { link })).is(204);
  (await anybody(server).put("/api/address", { link })).is(404);
  assert.equal((await person.get("/api/me")).json.person.email, "neuf@x.invalid");
  await post.letter(to(email("stg-02"), /a changé/));
  (await signIn(server, email("stg-02"), password)).is(401);
  (await signIn(server, "neuf@x.invalid", password)).is(200);
  // Somebody else's address: the same answer, and no letter to them.
  const count = post.letters.length;
  (await person.put("/api/account/address", { email: email("stg-03"), password })).is(202);
  await until("the letter to the asking person", () => post.letters.length > count);
  assert.ok(!post.letters.slice(count).some((l) => l.to.includes(email("stg-03"))));
});

test("one sees one's open sign-ins and closes them, with their sockets", async (t) => {
  const server = await Server.start(t, { now });
  const here = await server.as("stg-02"), there = await server.as("stg-02", { again: true }), third = await server.as("stg-02", { again: true });
  const list = (await here.get("/api/account/sign-ins")).is(200).json;
  assert.equal(list.length, 3);
  assert.equal(list.filter((s) => s.current).length, 1);
  assert.ok(list.every((s) => s.device === "mine" && s.createdAt && !JSON.stringify(s).includes("token")));
  const page = (await here.get("/api/documents")).json.find((d) => d.kind === "group_page");
  const socket = await RawClient.open(there, page.id);
  const other = (await there.get("/api/account/sign-ins")).json.find((s) => s.current);
  (await (await server.as("stg-03")).delete(`/api/account/sign-ins/${other.id}`)).is(404);
  (await here.delete(`/api/account/sign-ins/${other.id}`)).is(204);
  assert.equal(await socket.code(), 4401);
  (await there.get("/api/me")).is(401);
  (await third.get("/api/me")).is(200);
  (await here.delete("/api/account/sign-ins")).is(204);
  (await third.get("/api/me")).is(401);
  (await here.get("/api/me")).is(200);
  for (const id of ["0", "x", "9999999999999999999999"]) (await here.delete(`/api/account/sign-ins/${id}`)).is(404);
});

test("a closed account opens nothing any more: cookies, tokens, sockets and links die, and its words stay signed", async (t) => {
  const { post, server } = await withMail(t);
  const assistant = await server.as("ass-01"), leaving = await server.as("stg-02"), token = await server.asToken("stg-02"), mate = await server.as("stg-06");
  const page = await leaving.newPage("Ce que j’ai écrit", "grp-b");
  (await anybody(server).post("/api/password/forgotten", { email: email("stg-02") })).is(202);
  const link = tokenIn(await post.letter(to(email("stg-02"), /mot de passe/)));
  const sockets = [await RawClient.open(leaving, page), await RawClient.open(token, page)];
  const closed = (await assistant.put("/api/people/stg-02/closing", {})).is(200).json;
  assert.deepEqual([closed.state, closed.abilities], ["closed", { invite: false, correct: false, rename: false, close: false, unlock: false }]);
  for (const s of sockets) assert.equal(await s.code(), 4401);
  for (const who of [leaving, token]) (await who.get("/api/me")).is(401);
  (await anybody(server).put("/api/password", { link, password: phrase })).is(404);
  (await signIn(server, email("stg-02"), password)).is(401);
  await post.letter(to(email("stg-02"), /est fermé/));
  const news = (await mate.get("/api/notices")).is(200).json.notices.find((n) => n.document?.id === page);
  assert.equal(news.actor.id, "stg-02");
  (await anybody(server).post("/api/password/forgotten", { email: email("stg-02") })).is(202);
  (await assistant.put("/api/people/stg-02/closing", {})).is(409);
});

test("ADM-5: when somebody leaves their tokens die, on every road in; who they accompanied is told and can be given to another; authorship stays", async (t) => {
  const server = await Server.start(t, { now });
  const [manager, tutor, trainee] = await Promise.all(["resp-01", "tut-01", "stg-05"].map((id) => server.as(id)));
  const token = await server.asToken("tut-01"), feed = (await tutor.post("/api/calendar/feed", {})).is(201).json.path;
  const writer = await server.as("stg-06"), mate = await server.as("stg-02"), page = await writer.newPage("Ce que j’ai vu", "grp-b");
  const words = await (await RawClient.open(writer, page, { protocol: "carnet" })).sync();
  words.type("Écrit avant de partir.");
  await words.settled();
  await words.end();

  const before = (await manager.get("/api/people/tut-01/departure")).is(200).json;
  assert.ok(before.accompanies.some((a) => a.trainee.id === "stg-05" && a.as === "tutor" && a.cohort.id === cohort.cohort.id) && !before.closed && before.abilities.close);
  (await trainee.get("/api/people/tut-01/departure")).is(404);
  assert.equal(before.enrolled, null);
  assert.equal((await manager.get("/api/people/stg-06/departure")).is(200).json.enrolled.id, cohort.cohort.id);
  const theirs = (await tutor.get("/api/documents")).is(200).json[0].id, socket = await RawClient.open(token, theirs);
  (await manager.put("/api/people/tut-01/closing", {})).is(200);
  assert.equal(await socket.code(), 4401);
  for (const who of [tutor, token]) (await who.get("/api/me")).is(401);
  (await server.nobody().get(feed)).is(404);
  (await signIn(server, email("tut-01"), password)).is(401);

  const left = (await manager.get("/api/people/tut-01/departure")).is(200).json;
  assert.deepEqual([left.closed, left.accompanies, left.abilities], [true, [], { close: false }]);
  const place = async () => (await manager.get(`/api/cohorts/${cohort.cohort.id}/trainees/stg-05`)).is(200).json;
  assert.equal((await place()).tutor, null);
  const told = (await trainee.get("/api/events")).is(200).json.find((e) => e.kind === "accompaniment.tutor");
  assert.deepEqual([told.detail.from, told.detail.to], ["tut-01", null]);
  (await manager.put(`/api/cohorts/${cohort.cohort.id}/trainees/stg-05/tutor`, { person: "tut-03", from: "2026-06-12" })).is(200);
  assert.equal((await place()).tutor.id, "tut-03");

  (await manager.put("/api/people/stg-06/closing", {})).is(200);
  assert.equal((await mate.get(`/api/documents/${page}/text`)).is(200).text, "Écrit avant de partir.");
  const { pages } = (await mate.get("/api/groups/grp-b")).is(200).json;
  assert.deepEqual(pages.find((p) => p.document === page).authors.map((a) => a.id), ["stg-06"]);
});

test("what comes from elsewhere changes nothing: foreign origins, forms, GET, unknown keys, cookies chosen by others", async (t) => {
  const server = await Server.start(t, { now });
  const person = await server.as("stg-02");
  const evil = { ...person.headers, origin: "https://ailleurs.example" };
  const writes = [["PUT", "/api/account/password", { current: password, password: phrase }], ["PUT", "/api/account/address", { email: "a@b.invalid", password }],
    ["DELETE", "/api/account/sign-ins"], ["PUT", "/api/notices/settings", { hour: 9, excludedDays: [], stopped: [] }], ["POST", "/api/password/forgotten", { email: email("stg-02") }],
    ["PUT", "/api/password", { link: "x", password: phrase }], ["POST", "/api/invitations/renewal", { link: "x" }], ["PUT", "/api/address", { link: "x" }]];
  for (const [method, path, json] of writes) {
    const foreign = await server.nobody(evil).send(method, path, { json });
    assert.equal(foreign.status, 403, `${method} ${path} from elsewhere`);
    if (!json) continue;
    const form = await person.send(method, path, { body: new URLSearchParams(json).toString(), headers: { "content-type": "application/x-www-form-urlencoded" } });
    assert.equal(form.status, 415, `${method} ${path} as a form`);
    const more = await person.send(method, path, { json: { ...json, next: "https://ailleurs.example" } });
    assert.equal(more.status, 400, `${method} ${path} with one more key`);
    const got = await person.get(path);
    assert.ok([404, 405].includes(got.status) || path === "/api/notices/settings", `GET ${path} answered ${got.status}`);
  }
  // A cookie that somebody planted before the sign-in is not the one that is signed in.
  const planted = "carnet_session=" + "A".repeat(43);
  const answer = await server.nobody({ origin: server.origin, cookie: planted }).post("/api/session", { email: email("stg-03"), password, device: "mine" });
  assert.notEqual(cookieOf(answer.is(200)), planted);
  (await server.nobody({ cookie: planted }).get("/api/me")).is(401);
});

test("no password, token or address of a letter is in the log", async (t) => {
  const { post, server } = await withMail(t);
  (await anybody(server).post("/api/password/forgotten", { email: email("stg-01") })).is(202);
  const link = tokenIn(await post.letter(to(email("stg-01"), /mot de passe/)));
  (await anybody(server).put("/api/password", { link, password: phrase })).is(204);
  await server.stop();
  for (const secret of [link, phrase, email("stg-01")]) assert.ok(!server.log.includes(secret), "a secret is in the log");
  await server.restart();
});

test("one's sign-ins say when each was last used, so that they can be told apart", async (t) => {
  const server = await Server.start(t, { now });
  const [here, there] = [await server.as("stg-02"), await server.as("stg-02", { again: true })];
  await server.stop();
  await server.restart({ now: "2026-06-12T15:00:00+02:00" });
  (await here.get("/api/me")).is(200);
  const open = (await here.get("/api/account/sign-ins")).is(200).json.map((s) => [s.current, s.createdAt.slice(0, 13), s.seenAt.slice(0, 13)]);
  const utc = (hour) => `2026-06-12T${hour}`;
  assert.deepEqual(open, [[false, utc("08"), utc("08")], [true, utc("08"), utc("13")]]);
  (await there.get("/api/me")).is(200);
  assert.deepEqual((await here.get("/api/account/sign-ins")).json.map((s) => s.seenAt.slice(0, 13)), [utc("13"), utc("13")]);
});
