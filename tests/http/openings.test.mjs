// Opening a text for a legal or repair need: every step, everybody who is not the right one, what is told and what is not.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { administrators } from "../harness/administrators.mjs";
import { sql } from "../harness/backups.mjs";
import { updateOf } from "../harness/live.mjs";
import { MailServer, mailSettings, until } from "../harness/mail.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server, carnet, email, password } from "../harness/server.mjs";

const WORDS = "Des mots inavouables sur un coquelicot.", TITLE = "Le coquelicot du canal";
const REASON = "Le texte ne s’ouvre plus depuis la panne du 3 juin", BASIS = "Réparation demandée par son autrice";
const octets = { "content-type": "application/octet-stream", "carnet-state-vector": "AA" };
const acts = async (person) => (await person.get("/api/me/log")).is(200).json.acts.filter((a) => a.kind.startsWith("opening."));
const news = async (person) => (await person.get("/api/notices")).is(200).json.notices.filter((n) => n.kind.startsWith("opening."));

async function stage(t, options = {}) {
  const server = await Server.start(t, { now: sample.snapshotAt, ...options });
  const author = await server.as("stg-05"), [first, second, third] = await administrators(server, ["admin-un", "admin-deux", "admin-trois"]);
  const entry = await author.newEntry(TITLE);
  (await author.post(`/api/documents/${entry}/updates`, undefined, { body: Buffer.from(updateOf(WORDS, 4_100_000_000)), headers: octets })).is(200);
  const ask = async (more = {}) => (await first.person.post("/api/openings", { document: entry, reason: REASON, basis: BASIS, ...more })).is(201).json;
  return { server, author, first, second, third, entry, ask };
}
const decide = ({ person, password }, id, agree, more = {}) => person.put(`/api/openings/${id}/decision`, { agree, password, ...more });
const read = ({ person }, id) => person.post(`/api/openings/${id}/readings`, {});
const shown = async ({ person }, id) => (await person.get("/api/openings")).is(200).json.openings.find((o) => o.id === id);

test("asked, agreed to by another, read by the two for a day, each reading in the log; its author is told at once, by the page and by letter", async (t) => {
  const mail = await MailServer.start(t);
  const { author, first, second, third, entry, ask } = await stage(t, { config: mailSettings(mail.port) });
  const asked = await ask();
  assert.deepEqual([asked.state, asked.askedBy.id, asked.decidedBy, asked.abilities], ["waiting", (await first.person.get("/api/me")).json.person.id, null, { decide: false, read: false, tell: false }]);
  assert.deepEqual((await shown(second, asked.id)).abilities, { decide: true, read: false, tell: false });
  assert.deepEqual((await news(second.person)).map((n) => n.kind), ["opening.asked"]);
  assert.deepEqual(await acts(author), [], "nothing is said of a request");
  for (const one of [first, second, third]) (await read(one, asked.id)).is(404);
  const agreed = (await decide(second, asked.id, true)).is(200).json;
  assert.deepEqual([agreed.state, agreed.until, agreed.abilities], ["agreed", new Date(Date.parse(agreed.decidedAt) + 86_400_000).toISOString(), { decide: false, read: true, tell: false }]);
  assert.ok(agreed.toldAt);
  for (const one of [first, second]) {
    const text = (await read(one, asked.id)).is(200).json;
    assert.ok(text.html.includes("Des mots inavouables") && text.title === TITLE && text.kind === "journal_entry");
  }
  (await read(third, asked.id)).is(404);
  const names = (await Promise.all([first, second].map(async ({ person }) => (await person.get("/api/me")).json.person.name))).join(" et ");
  const told = await acts(author);
  assert.deepEqual(told.map((a) => a.kind), ["opening.read_by", "opening.read_by", "opening.told"]);
  assert.deepEqual([told[2].detail, told[2].document.id], [{ who: names, reason: REASON, basis: BASIS }, entry]);
  assert.deepEqual((await news(author)).map((n) => n.kind), ["opening.read_by", "opening.read_by", "opening.told"]);
  assert.deepEqual((await acts(first.person)).map((a) => a.kind), ["opening.read", "opening.read", "opening.agreed", "opening.asked"]);
  assert.equal((await acts(first.person))[2].detail.silent, false);
  const letter = await mail.letter((l) => l.headers.subject === "Carnet : un de vos textes a été ouvert", "the letter to its author");
  assert.match(letter.headers.to, /stg-05@/);
  for (const said of [names, REASON, BASIS, "12/06/2026 à 09:0"]) assert.ok(letter.body.replace(/\s+/g, " ").includes(said), said);
  for (const { body, headers } of mail.letters) assert.doesNotMatch(`${headers.subject} ${body}`, /coquelicot|inavouable/i);
  assert.deepEqual(await acts(third.person).then((list) => list.map((a) => a.kind)), ["opening.asked"]);
});

test("who became an administrator after the request does not decide it", async (t) => {
  const { server, author, first, second, ask } = await stage(t);
  const { id } = await ask();
  const people = [{ givenName: "Noé", familyName: "Martin", email: email("admin-quatre") }];
  (await first.person.post("/api/invitations", { cohort: null, role: "platform_admin", people })).is(201);
  const late = { person: await server.asToken("admin-quatre"), password: first.password };
  const seen = await shown(late, id);
  assert.deepEqual([seen.state, seen.newer, seen.abilities.decide], ["waiting", true, false]);
  const { stdout } = await carnet(["admin", "--data", server.data, "--email", email("admin-quatre")], { env: server.options.env });
  const link = /#(\S+)/.exec(stdout)[1];
  (await server.nobody({ origin: server.origin }).put("/api/password", { link, password: late.password })).is(204);
  assert.equal((await decide(late, id, true)).is(403).json.code, "opening.newer");
  assert.deepEqual(await acts(author), []);
  assert.equal((await decide(second, id, true)).is(200).json.state, "agreed");
  const next = await ask();
  assert.equal((await decide(late, next.id, true)).is(200).json.state, "agreed", "what is asked from then on they may decide");
});

test("nobody agrees to their own request, nobody agrees without their password, nobody twice, and a refusal opens nothing", async (t) => {
  const { server, author, first, second, third, ask } = await stage(t);
  const { id } = await ask();
  assert.equal((await decide(first, id, true)).is(403).json.code, "opening.own");
  assert.equal((await decide({ ...second, password: "un autre mot de passe" }, id, true)).is(403).json.code, "account.password_wrong");
  assert.equal((await shown(second, id)).state, "waiting");
  assert.equal((await decide(second, id, false)).is(200).json.state, "refused");
  for (const again of [true, false]) assert.equal((await decide(third, id, again)).is(409).json.code, "opening.decided");
  for (const one of [first, second, third]) (await read(one, id)).is(404);
  assert.equal((await second.person.put(`/api/openings/${id}/telling`, {})).is(409).json.code, "opening.not_agreed");
  assert.deepEqual(await acts(author), []);
  assert.deepEqual((await news(first.person)).map((n) => n.kind), ["opening.refused"]);
  assert.equal((await decide(second, "absent", true)).is(404).json.code, "opening.missing");
  const open = await ask();
  for (const who of ["resp-01", "ass-01", "tut-01", "stg-05"]) {
    const person = await server.as(who);
    assert.equal((await decide({ person, password }, open.id, true)).is(404).json.code, "opening.missing");
    assert.equal((await person.put(`/api/openings/${open.id}/telling`, {})).is(404).json.code, "opening.missing");
    for (const [method, path, json] of [["GET", "/api/openings"], ["POST", "/api/openings", { document: "x", reason: "x", basis: "x" }], ["POST", `/api/openings/${open.id}/readings`, {}]])
      assert.equal((await person.send(method, path, json ? { json } : {})).is(404).json.code, "opening.missing");
  }
  assert.equal((await shown(second, open.id)).state, "waiting");
});

test("what is not well written is not asked", async (t) => {
  const { first, entry } = await stage(t), whole = { document: entry, reason: REASON, basis: BASIS };
  for (const [more, code] of [[{ reason: " " }, "opening.reason"], [{ reason: "x".repeat(1001) }, "opening.reason"], [{ basis: "" }, "opening.basis"], [{ silence: "" }, "opening.silence"], [{ document: "" }, "opening.document"], [{ document: "../x" }, "opening.document"], [{ document: "x".repeat(65) }, "opening.document"]])
    assert.equal((await first.person.post("/api/openings", { ...whole, ...more })).is(400).json.code, code);
  assert.deepEqual((await first.person.get("/api/openings")).is(200).json.openings, []);
});

test("when the law forbids to tell, its reason is kept, the author learns nothing, and is told when the silence ends", async (t) => {
  const mail = await MailServer.start(t);
  const { author, first, second, third, ask } = await stage(t, { config: mailSettings(mail.port) });
  const { id } = await ask({ silence: "Secret de l’instruction" });
  (await decide(second, id, true)).is(200);
  (await read(first, id)).is(200);
  const quiet = await shown(third, id);
  assert.deepEqual([quiet.silence, quiet.toldAt, quiet.abilities], ["Secret de l’instruction", null, { decide: false, read: false, tell: true }]);
  assert.deepEqual([await acts(author), await news(author)], [[], []]);
  assert.ok((await acts(first.person)).filter((a) => ["opening.read", "opening.agreed"].includes(a.kind)).every((a) => a.detail.silent));
  assert.ok(!mail.letters.some((l) => /stg-05@/.test(l.headers.to) && /ouvert/.test(l.headers.subject + l.body)), "no letter either");
  assert.ok((await third.person.put(`/api/openings/${id}/telling`, {})).is(200).json.toldAt);
  assert.equal((await third.person.put(`/api/openings/${id}/telling`, {})).is(409).json.code, "opening.told");
  assert.deepEqual((await acts(author)).map((a) => a.kind), ["opening.told"]);
  await mail.letter((l) => /stg-05@/.test(l.headers.to) && l.headers.subject.includes("un de vos textes a été ouvert"));
  (await read(second, id)).is(200);
  assert.deepEqual((await acts(author)).map((a) => a.kind), ["opening.read_by", "opening.told"]);
});

test("whose text it was is told when the silence ends, also when the text is gone by then", async (t) => {
  const { server, author, second, third, entry, ask } = await stage(t);
  const { id } = await ask({ silence: "Secret de l’instruction" });
  (await decide(second, id, true)).is(200);
  (await author.put(`/api/journal/entries/${entry}/erasure`, {})).is(200);
  await server.stop();
  const gone = `SELECT count(*) FROM document WHERE uid = '${entry}'`, db = join(server.data, "carnet.db");
  assert.equal(await sql(db, gone), "1");
  await server.restart({ now: new Date(Date.parse(sample.snapshotAt) + 31 * 86_400_000).toISOString() });
  await until("the text goes", async () => (await sql(db, gone)) === "0");
  assert.ok((await third.person.put(`/api/openings/${id}/telling`, {})).is(200).json.toldAt);
  assert.deepEqual((await acts(await server.as("stg-05", { again: true }))).map((a) => a.kind), ["opening.told"]);
});

test("until it is agreed to, a text that is not there answers like one that is; then there is nothing to read and nobody to tell", async (t) => {
  const { first, second, entry } = await stage(t);
  const ask = async (document) => (await first.person.post("/api/openings", { document, reason: REASON, basis: BASIS })).is(201).json;
  const plain = ({ id: _, document: __, ...rest }) => rest;
  const there = await ask(entry), absent = await ask(entry.replace(/^./, (c) => (c === "b" ? "c" : "b")));
  assert.deepEqual(plain(there), { ...plain(absent), askedAt: there.askedAt, until: there.until });
  for (const { id } of [there, absent]) assert.equal((await read(first, id)).is(404).json.code, "opening.missing");
  const keys = (o) => Object.keys(o).sort();
  assert.deepEqual(keys((await decide(second, there.id, true)).is(200).json), keys((await decide(second, absent.id, true)).is(200).json));
  (await read(first, there.id)).is(200);
  assert.equal((await read(first, absent.id)).is(404).json.code, "document.missing");
});

test("a request falls after seven days, an opening after one, and who is no administrator any more reads nothing", async (t) => {
  const { server, first, second, third, ask } = await stage(t);
  const old = await ask(), open = await ask();
  (await decide(second, open.id, true)).is(200);
  const at = async (days) => {
    await server.stop();
    await server.restart({ now: new Date(Date.parse(sample.snapshotAt) + days * 86_400_000).toISOString() });
  };
  await at(0.9);
  (await read(first, open.id)).is(200);
  await at(1.1);
  for (const one of [first, second]) (await read(one, open.id)).is(404);
  assert.equal((await shown(first, open.id)).state, "ended");
  await at(7.1);
  assert.equal((await shown(second, old.id)).state, "expired");
  assert.equal((await decide(second, old.id, true)).is(409).json.code, "opening.expired");
  const last = await ask();
  (await decide(second, last.id, true)).is(200);
  (await read(first, last.id)).is(200);
  const gone = (await first.person.get("/api/me")).is(200).json.person.id;
  (await third.person.put(`/api/people/${gone}/closing`, {})).is(200);
  (await read(first, last.id)).is(401);
  (await read(second, last.id)).is(200);
});
