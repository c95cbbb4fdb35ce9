// Letters, from a rule to a real mail server: retries, refusals, restarts, and who sees the outbox.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { MailServer, badPeer, mailSettings, talkThenEnd, until } from "../harness/mail.mjs";
import { Server, carnet, email, password, sampleFolder, sleep } from "../harness/server.mjs";

const admin = "admin@exemple.invalid";
// A Sunday: no letter about deadlines goes before those of these tests.
const now = "2026-06-14T09:00:00+02:00";

async function asAdmin(server) {
  await carnet(["admin", "--data", server.data, "--email", admin]);
  const token = (await carnet(["token", "--data", server.data, "--email", admin])).stdout.trim();
  return server.nobody({ authorization: `Bearer ${token}` });
}
// Others may leave meanwhile: an account was made.
const list = async (who, query = "") => (await who.get(`/api/mail${query}`)).is(200).json.mail.filter((m) => m.kind === "mail_test");
const test_letter = async (who) => (await who.post("/api/mail", {})).is(202);
const newest = async (who) => (await list(who))[0];
const reaches = (who, state, id) => until(`state ${state}`, async () => {
  const mail = (await list(who)).find((m) => !id || m.id === id);
  return mail?.state === state && mail;
});

test("a letter arrives as it was written, once, and says where it is from", async (t) => {
  const post = await MailServer.start(t);
  const server = await Server.start(t, { now, config: mailSettings(post.port, { "base-url": "https://carnet.exemple.invalid/" }) });
  const who = await asAdmin(server);
  await test_letter(who);
  const letter = await post.letter((l) => /sait écrire/.test(l.headers.subject));
  assert.deepEqual(letter.to, [admin]);
  assert.equal(letter.from, "carnet@exemple.invalid");
  assert.equal(letter.headers.from, "Carnet d’essai <carnet@exemple.invalid>");
  assert.equal(letter.headers.subject, "Carnet sait écrire des messages");
  assert.equal(letter.headers["auto-submitted"], "auto-generated");
  assert.equal(letter.headers["list-unsubscribe"], undefined);
  assert.match(letter.headers["message-id"], /^<[a-z2-7]{26}@exemple\.invalid>$/);
  assert.match(letter.body, /^Bonjour Administration,\n/);
  assert.match(letter.body, /https:\/\/carnet\.exemple\.invalid\//);
  assert.deepEqual(letter.defects, []);
  const mail = await reaches(who, "sent");
  assert.equal(mail.abilities.send, false);
  assert.equal(mail.abilities.open, false);
  await sleep(300);
  assert.equal(post.tests.length, 1);
  (await who.send("PUT", `/api/mail/${mail.id}/sending`, { json: {} })).is(409);
});

test("4xx is tried again until it passes, 5xx is shown with its reason and sent again by hand", async (t) => {
  const post = await MailServer.start(t);
  const server = await Server.start(t, { now, config: mailSettings(post.port) });
  const who = await asAdmin(server);
  for (const mode of ["later", "full"]) {
    await post.mode(mode);
    await test_letter(who);
    const waiting = await until("an attempt", async () => ((m) => m.attempts >= 2 && m)(await newest(who)));
    assert.match(waiting.answer, mode === "later" ? /^451/ : /^452/);
    const before = post.tests.length;
    await post.mode("accept");
    await reaches(who, "sent", waiting.id);
    await until("the letter", () => post.tests.length > before); // told by another than who says that it was taken
    assert.equal(post.tests.length, before + 1, "once");
  }
  for (const mode of ["never", "spam"]) {
    await post.mode(mode);
    await test_letter(who);
    const id = (await newest(who)).id;
    const failed = await reaches(who, "failed", id);
    assert.match(failed.answer, mode === "never" ? /^550/ : /^554/);
    assert.equal(failed.attempts, 1);
    assert.deepEqual((await list(who, "?state=failed")).map((m) => m.id), [id]);
    await post.mode("accept");
    assert.equal(failed.abilities.send, true);
    (await who.send("PUT", `/api/mail/${id}/sending`, { json: {} })).is(200);
    await reaches(who, "sent", id);
  }
});

test("a mail server that hangs, refuses the connection, or dies in the middle costs nothing but time", async (t) => {
  const silent = await badPeer(t, () => {});
  const dying = await badPeer(t, talkThenEnd((socket) => socket.destroy()));
  const shy = await badPeer(t, (socket) => socket.end("554 go away\r\n"));
  for (const [name, port, answer] of [["hangs", silent.port, /[Tt]ime/], ["dies", dying.port, /./], ["is not there", 1, /connect/], ["turns us away", shy.port, /./]]) {
    const server = await Server.start(null, { now, config: mailSettings(port) });
    try {
      const who = await asAdmin(server);
      await test_letter(who);
      const waiting = await until(`${name}: an answer`, async () => ((m) => m.answer && m.state === "waiting" && m)(await newest(who)));
      assert.match(waiting.answer, answer, name);
      (await (await server.as("stg-01")).get("/api/documents")).is(200); // readers do not wait for it
      const post = await MailServer.start(t);
      await server.stop();
      server.options.config = mailSettings(post.port);
      await server.restart();
      const letter = await post.letter((l) => /sait écrire/.test(l.headers.subject), name);
      assert.equal(letter.headers["message-id"].slice(1, 27), waiting.id);
    } finally {
      await server.end();
    }
  }
});

test("stopping with a full outbox, in the middle of a letter, loses and doubles nothing", async (t) => {
  const post = await MailServer.start(t);
  await post.mode("slow");
  const server = await Server.start(t, { now, config: mailSettings(post.port, { "smtp-timeout": "30" }) });
  const who = await asAdmin(server);
  for (let i = 0; i < 12; i++) await test_letter(who);
  const ids = (await list(who)).map((m) => m.id);
  assert.equal(ids.length, 12);
  for (let round = 0; round < 3; round++) {
    await until("one more letter", () => post.tests.length > round);
    await server.stop();
    await server.restart();
  }
  await post.mode("accept");
  await until("all of them", () => post.tests.length >= 12);
  await until("nothing waits", async () => (await list(who)).every((m) => m.state === "sent"));
  assert.deepEqual(post.tests.map((l) => l.headers["message-id"].slice(1, 27)).sort(), ids.sort());
});

test("stopping does not wait for a mail server that hangs", async (t) => {
  const silent = await badPeer(t, () => {});
  const server = await Server.start(t, { now, config: mailSettings(silent.port, { "smtp-timeout": "60" }) });
  await test_letter(await asAdmin(server));
  await until("a connection", () => silent.connections > 0);
  await server.stop();
});

test("killed with a full outbox, nothing is lost, and only the letter on its way can come twice, under its own name", async (t) => {
  const post = await MailServer.start(t);
  await post.mode("slow");
  const server = await Server.start(t, { now, config: mailSettings(post.port) });
  const who = await asAdmin(server);
  for (let i = 0; i < 8; i++) await test_letter(who);
  const ids = (await list(who)).map((m) => m.id);
  const kills = 3;
  for (let round = 0; round < kills; round++) {
    await until("one more letter", () => post.tests.length > round);
    await server.kill();
    await server.restart();
  }
  await post.mode("accept");
  await until("nothing waits", async () => (await list(who)).every((m) => m.state === "sent"));
  const arrived = () => post.tests.map((l) => l.headers["message-id"].slice(1, 27));
  await until("all of them", () => new Set(arrived()).size >= ids.length);
  const got = arrived();
  assert.deepEqual([...new Set(got)].sort(), ids.sort());
  assert.ok(got.length <= ids.length + kills, `${got.length} letters`);
  for (const id of ids) assert.equal(new Set(post.tests.filter((l) => l.headers["message-id"].includes(id)).map((l) => l.raw)).size, 1);
});

describe("without a mail server", () => {
  let server, who;
  before(async () => {
    server = await Server.start(null, { now });
    who = await asAdmin(server);
  });
  after(() => server.end());

  test("letters are kept, and an administrator opens them, which the person is told", async () => {
    await test_letter(who);
    const { mail, canLeave, abilities } = (await who.get("/api/mail")).is(200).json;
    assert.equal(canLeave, false);
    assert.equal(abilities.test, true);
    assert.equal(mail[0].state, "waiting");
    assert.equal(mail[0].abilities.open, true);
    assert.equal(JSON.stringify(mail).includes("Bonjour"), false, "the list holds no letter's words");
    const opened = (await who.post(`/api/mail/${mail[0].id}/opening`, {})).is(200).json;
    assert.match(opened.body, /^Bonjour Administration/);
    assert.equal((await who.get("/api/events")).is(200).json[0].kind, "mail.opened");
  });

  test("opening somebody's letter stands in their log and in the register: who, when, whose, and none of its words", async () => {
    const trainee = await server.as("stg-02");
    (await trainee.put("/api/account/address", { email: "idriss@ailleurs.invalid", password })).is(202);
    const letter = (await who.get("/api/mail")).json.mail.find((m) => m.kind === "address_confirm");
    const { body } = (await who.post(`/api/mail/${letter.id}/opening`, {})).is(200).json;
    const self = (await who.get("/api/me")).is(200).json.person.id;
    const register = await who.get("/api/log"), log = await trainee.get("/api/me/log");
    const [opened] = register.is(200).json.acts.filter((act) => act.kind === "mail.opened");
    assert.deepEqual([opened.actor.id, opened.person.id], [self, "stg-02"]);
    assert.match(opened.at, /^2026-/);
    const [told] = log.is(200).json.acts.filter((act) => act.kind === "mail.opened");
    assert.equal(told.actor.id, self);
    for (const answer of [register, log]) assert.ok(!answer.text.includes(letter.subject) && !answer.text.includes(/#(\S+)/.exec(body)[1]));
    const manager = (await (await server.as("resp-01")).get("/api/log")).is(200).json.acts.find((act) => act.kind === "mail.opened");
    assert.equal(manager.person.id, "stg-02");
  });

  test("the letter of a forgotten password is opened by nobody; whoever runs the server makes a link, which stands in the person's log", async () => {
    const page = server.nobody({ origin: server.origin }), trainee = await server.as("stg-03");
    (await page.post("/api/password/forgotten", { email: email("stg-03") })).is(202);
    const letter = await until("the letter", async () => (await who.get("/api/mail")).json.mail.find((m) => m.kind === "password_forgotten"));
    assert.equal(letter.abilities.open, false);
    assert.equal((await who.post(`/api/mail/${letter.id}/opening`, {})).is(403).json.code, "mail.closed");
    const asked = async () => (await trainee.get("/api/me/log")).is(200).json.acts.filter((act) => act.kind === "account.password_forgotten").length;
    const before = await asked();
    const { code, stdout } = await carnet(["password", "--data", server.data, "--email", email("stg-03")]);
    assert.equal(code, 0);
    assert.equal(await asked(), before + 1);
    const chosen = { link: /#(\S+)/.exec(stdout)[1], password: "quatre mots sans rapport" };
    (await page.put("/api/password", chosen)).is(204);
    (await page.post("/api/session", { email: email("stg-03"), password: chosen.password, device: "mine" })).is(200);
    assert.equal((await carnet(["password", "--data", server.data, "--email", "personne@exemple.invalid"])).code, 1);
  });

  test("pages follow each other and end", async () => {
    for (let i = 0; i < 60; i++) await test_letter(who);
    const first = (await who.get("/api/mail")).is(200).json;
    assert.equal(first.mail.length, 50);
    assert.equal(first.more, true);
    const second = (await who.get(`/api/mail?before=${first.mail.at(-1).id}`)).is(200).json;
    assert.equal(second.more, false);
    assert.equal(new Set([...first.mail, ...second.mail].map((m) => m.id)).size, first.mail.length + second.mail.length);
    (await who.get("/api/mail?before=nnnn")).is(404);
    (await who.get("/api/mail?state=lost")).is(400);
  });

  test("nobody but staff knows of the outbox, and staff sees nobody else's letters", async () => {
    const id = (await newest(who)).id;
    for (const person of ["stg-01", "tut-01", "coop-01", "form-01", "jur-01", "rq-01", "rh-01"]) {
      const someone = await server.as(person);
      (await someone.get("/api/mail")).is(404);
      (await someone.post("/api/mail", {})).is(404);
      (await someone.send("PUT", `/api/mail/${id}/sending`, { json: {} })).is(404);
      (await someone.post(`/api/mail/${id}/opening`, {})).is(404);
    }
    for (const person of ["resp-01", "ass-01"]) {
      const someone = await server.as(person);
      assert.deepEqual(await list(someone), []);
      (await someone.post("/api/mail", {})).is(403);
      (await someone.post(`/api/mail/${id}/opening`, {})).is(404);
    }
  });
});

test("settings that cannot work are refused at the start", async (t) => {
  const data = await sampleFolder();
  t.after(() => rmSync(data, { recursive: true }));
  for (const config of [{ "smtp-url": "http://127.0.0.1" }, { "smtp-url": "smtp://nom:secret@127.0.0.1" }, { "mail-from": "Carnet" }, { "mail-from": "a@b.fr\u000b" }, { "smtp-password-file": "/nonexistent" }])
    await assert.rejects(Server.start(null, { data, config: mailSettings(25, config) }), /serve ended/, JSON.stringify(config));
});
