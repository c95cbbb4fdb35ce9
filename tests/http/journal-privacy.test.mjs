// The ten hard rules of a journal's privacy (DOMAIN §7.3), one after the other, each from outside and in its own words.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { backup, bench, restore, sql } from "../harness/backups.mjs";
import { wholeCast } from "../harness/cast.mjs";
import { contentsOf, git, repositories } from "../harness/folder.mjs";
import { administrators } from "../harness/administrators.mjs";
import { RawClient } from "../harness/live.mjs";
import { until } from "../harness/mail.mjs";
import { cohort as sample, everybody, ids, memberOf } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";
import { unzipped } from "../harness/zip.mjs";

const COHORT = "coh-2025-2026", today = sample.snapshotAt.slice(0, 10);
const start = (t) => Server.start(t, { now: sample.snapshotAt });
const people = (server, ...who) => Promise.all(who.map((id) => server.as(id)));
const share = async (author, entry, visibility) => (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility })).is(200);
const reads = async (person, document) => (await person.get(`/api/documents/${document}/text`)).status === 200;
const open = async (person, document, options = {}) => (await RawClient.open(person, document, { protocol: "carnet", ...options })).sync();

async function type(person, document, words) {
  const client = await open(person, document);
  client.type(words);
  await client.settled();
  await client.end();
}
async function written(person, title, words) {
  const entry = await person.newEntry(title);
  await type(person, entry, words);
  return entry;
}
const revisions = async (person, document) => (await person.get(`/api/documents/${document}/revisions`)).is(200).json;
/** Writes and leaves, until the burst is a revision. */
async function burst(person, document, words) {
  const before = (await revisions(person, document)).length;
  await type(person, document, words);
  await until("the revision", async () => (await revisions(person, document)).length > before);
}

// ---- 1 and 2 ----

const STAFF = ["programme_manager", "training_assistant", "quality_officer", "disability_officer", "trainer", "jury_member"];
const staff = [...everybody.filter((p) => p.roles.some((r) => STAFF.includes(r)) && !p.roles.some((r) => ["tutor", "research_cooperator", "trainee"].includes(r))).map((p) => p.id), "admin"];
const persons = sample.trainees.map((t) => t.id);
const places = [
  "/api/me", "/api/me/log", "/api/me/readers", "/api/documents", "/api/journal", "/api/journal/shared", "/api/journal/earlier", "/api/journal/default", "/api/journal/erasure", "/api/works", "/api/groups", "/api/cohort",
  "/api/events", "/api/notices", "/api/queue", "/api/trainees", "/api/board", "/api/cohorts", "/api/accompaniment", "/api/teams", "/api/people", "/api/mail", "/api/log", "/api/start", "/api/programmes",
  `/api/cohorts/${COHORT}/calendar`, `/api/cohorts/${COHORT}/trainees`, `/api/cohorts/${COHORT}/accommodations`, `/api/cohorts/${COHORT}/preparation`, `/api/cohorts/${COHORT}/programme`,
  ...sample.groups.flatMap((g) => [`/api/groups/${g.id}`, `/api/groups/${g.id}/files`, `/api/groups/${g.id}/trash`]),
  ...persons.flatMap((p) => [`/api/trainees/${p}`, `/api/cohorts/${COHORT}/trainees/${p}`, `/api/people/${p}/departure`, `/api/search?q=${p}`]),
  "/api/search?q=coquelicot", "/api/search?q=inavouable", "/api/search?q=entree",
];
const counts = /journal|entr(y|ies)|carnet/i, own = ["writeJournal", "openJournal"];

/** Keys of a JSON value, all the way down. */
function* keys(value) {
  if (value === null || typeof value !== "object") return;
  for (const [key, inside] of Object.entries(value)) {
    if (!Array.isArray(value)) yield [key, inside];
    yield* keys(inside);
  }
}

/** Letters about accounts are made when their time comes, whatever is written meanwhile. */
const still = ({ text, json }) => (Array.isArray(json?.mail) ? JSON.stringify({ ...json, mail: json.mail.filter((letter) => letter.kind !== "notice_account") }) : text);

test("1. who runs, teaches, checks, examines or administers finds no title, tag, date, count, size or other sign of an entry that is private, for the tutor or for the team", async () => {
  const { server, people: cast } = await wholeCast();
  try {
    const asked = async () => {
      const answers = new Map();
      for (const id of staff) for (const path of places) answers.set(`${id} ${path}`, await cast.get(id).get(path));
      return answers;
    };
    const before = await asked();
    const made = [];
    for (const [id, visibility] of [["stg-05", "private"], ["stg-01", "tutor"], ["stg-02", "group"]]) {
      const author = cast.get(id), entry = await written(author, "Un coquelicot inavouable", "Des mots inavouables sur un coquelicot. ".repeat(200));
      if (visibility !== "private") await share(author, entry, visibility);
      made.push(entry);
    }
    const after = await asked();
    for (const [what, answer] of after) {
      assert.equal(still(answer), still(before.get(what)), `${what} is another since somebody wrote in their journal`);
      assert.equal(answer.status, before.get(what).status, what);
      assert.ok(!/coquelicot inavouable/i.test(answer.text) && !made.some((entry) => answer.text.includes(entry)), what);
    }
    for (const id of staff) for (const path of ["/api/system", "/metrics"])
      assert.doesNotMatch((await cast.get(id).get(path)).text, /coquelicot|journal|entries/i, `${id} ${path}`);
    for (const id of staff) for (const entry of made) (await cast.get(id).get(`/api/documents/${entry}`)).is(404);
    assert.ok(staff.length >= 8 && staff.every((id) => cast.has(id)), staff.join(" "));
    assert.ok([...after.values()].filter((a) => a.status === 200).length > 300, "they were given something to look at");
  } finally {
    await server.end();
  }
});

test("2. no figure about journals is in anything that staff is answered, neither of a person nor of a cohort", async (t) => {
  const server = await start(t);
  for (const id of staff.filter((x) => x !== "admin")) {
    const person = await server.as(id);
    for (const path of places.filter((p) => !p.startsWith("/api/journal"))) {
      const answer = await person.get(path);
      if (answer.status !== 200) continue;
      for (const [key, value] of keys(answer.json))
        assert.ok(!counts.test(key) || (own.includes(key) && typeof value === "boolean"), `${id} ${path}: “${key}” is ${JSON.stringify(value)}`);
      assert.doesNotMatch(answer.text, /"kind":"journal\.(?!visibility)/, `${id} ${path}`);
    }
  }
  assert.ok(counts.test("entries") && counts.test("lastEntryAt") && counts.test("journalDays"), "this test would see one");
});

// ---- 3 to 5 ----

test("3. « ma tutrice » is who it is when the entry is read, for what was shared in their time; the next one inherits nothing until it is shared again", async (t) => {
  const server = await start(t);
  const [author, tutor, next, manager] = await people(server, "stg-05", "tut-01", "tut-03", "resp-01");
  const entry = await written(author, "Pour qui m’accompagne", "De ce temps-là.");
  await share(author, entry, "tutor");
  assert.deepEqual([await reads(tutor, entry), await reads(next, entry)], [true, false]);
  (await manager.put(`/api/cohorts/${COHORT}/trainees/stg-05/tutor`, { person: "tut-03", from: today })).is(200);
  assert.deepEqual([await reads(tutor, entry), await reads(next, entry)], [false, false]);
  assert.ok(!(await next.get("/api/journal/shared")).text.includes(entry));
  const offer = (await author.get("/api/journal/earlier")).is(200).json;
  assert.ok(offer.tutor.id === "tut-03" && offer.entries.some((e) => e.id === entry), "the author is asked");
  (await author.put("/api/journal/earlier", { share: Array(offer.entries.length + 1).fill(entry) })).is(400);
  (await author.put("/api/journal/earlier", { share: [entry] })).is(200);
  assert.deepEqual([await reads(tutor, entry), await reads(next, entry)], [false, true]);
});

test("4. « mon équipe » is the team of the day of sharing; who leaves it reads the others no more, and is read by it as long as they keep sharing", async (t) => {
  const server = await start(t);
  const team = memberOf("stg-02"), other = sample.groups.find((g) => g.id !== team).id;
  assert.equal(memberOf("stg-06"), team);
  const newcomer = ids.find((id) => memberOf(id) === other);
  const [stays, leaves, there, manager] = await people(server, "stg-02", "stg-06", newcomer, "resp-01");
  const [theirs, mine] = [await written(stays, "De l’équipe", "Reste."), await written(leaves, "De moi", "Pars.")];
  await share(stays, theirs, "group");
  await share(leaves, mine, "group");
  assert.deepEqual([await reads(leaves, theirs), await reads(stays, mine)], [true, true]);
  const socket = await open(leaves, theirs);
  (await manager.put(`/api/cohorts/${COHORT}/trainees/stg-06/team`, { group: other, from: today, reason: "Une autre commande" })).is(200);
  assert.ok([4403, 4404, 4503].includes(await socket.code()), "what was open is closed");
  assert.deepEqual([await reads(leaves, theirs), await reads(stays, mine), await reads(there, mine)], [false, true, false]);
  await share(leaves, mine, "private");
  assert.equal(await reads(stays, mine), false);
});

test("5. narrowing takes an entry from lists, search, sockets and notices at once; no notice had a word of it; versions before sharing are nobody else's", async (t) => {
  const server = await start(t);
  const [author, tutor, mate] = await people(server, "stg-01", "tut-01", "stg-02");
  const entry = await written(author, "Un abricotier", "Avant le partage. ");
  await burst(author, entry, "Autre chose. ");
  const early = (await revisions(author, entry)).map((r) => r.id);
  await share(author, entry, "cohort");
  await type(author, entry, "Depuis, un abricotier. ");
  for (const reader of [tutor, mate]) {
    assert.ok((await reader.get("/api/search?q=abricotier")).is(200).text.includes(entry));
    const seen = (await revisions(reader, entry)).map((r) => r.id);
    for (const id of early.slice(1)) {
      assert.ok(!seen.includes(id), "listed");
      (await reader.get(`/api/documents/${entry}/revisions/${id}`)).is(404);
      assert.equal((await reader.get(`/api/documents/${entry}/revisions/${id}/compare/now`)).status, 404);
    }
    assert.doesNotMatch((await reader.get("/api/notices")).is(200).text + (await reader.get("/api/events")).is(200).text, new RegExp(`abricotier|${entry}`, "i"));
  }
  const socket = await open(mate, entry);
  await share(author, entry, "private");
  assert.ok([4403, 4404, 4503].includes(await socket.code()), `closed with ${socket.close.code}`);
  for (const reader of [tutor, mate])
    for (const path of ["/api/search?q=abricotier", "/api/journal/shared", "/api/documents", "/api/notices", "/api/events"])
      assert.ok(!(await reader.get(path)).is(200).text.includes(entry), path);
});

test("5. of an entry that is private again its former readers hear nothing: not what goes on beside it, nor what had been", async (t) => {
  const server = await start(t);
  const [author, tutor] = await people(server, "stg-01", "tut-01");
  const entry = await written(author, "Un abricotier", "Depuis, un abricotier. ");
  const heard = async () => (await tutor.get("/api/events")).is(200).text + (await tutor.get("/api/notices")).is(200).text;
  const answers = (text) => text.split("comment.answered").length;
  const before = answers(await heard());
  await share(author, entry, "tutor");
  const { id: thread } = (await tutor.post(`/api/documents/${entry}/comments`, { key: "key-of-a-test-000001", kind: "question", body: "Lequel ?", anchor: { exact: "un abricotier", prefix: "", suffix: "" } })).is(201).json;
  const answer = async (key) => (await author.post(`/api/comments/${thread}/replies`, { key, body: "Celui-ci." })).is(201);
  await answer("key-of-a-test-000002");
  assert.equal(answers(await heard()), before + 2, "told in both while it is shared");
  await share(author, entry, "private");
  await answer("key-of-a-test-000003");
  const now = await heard();
  assert.ok(!now.includes(entry));
  assert.equal(answers(now), before);
});

test("5. somebody named reads and comments until their day, whatever the visibility, nothing from before, and no more once their name is taken away", async (t) => {
  const server = await start(t);
  const [author, named, other] = await people(server, "stg-05", "coop-01", "stg-02");
  const entry = await written(author, "Un abricotier", "Ce que je reprendrai. ");
  await burst(author, entry, "Et encore. ");
  const early = (await revisions(author, entry)).at(-1).id;
  (await author.put(`/api/documents/${entry}/named-readers/coop-01`, { until: "2026-06-20" })).is(200);
  assert.deepEqual([await reads(named, entry), await reads(other, entry)], [true, false]);
  assert.equal((await named.get(`/api/documents/${entry}`)).is(200).json.abilities.comment, true);
  (await named.get(`/api/documents/${entry}/revisions/${early}`)).is(404);
  assert.doesNotMatch((await named.get("/api/notices")).is(200).text, /abricotier/i);
  (await named.put(`/api/documents/${entry}/named-readers/stg-02`, { until: "2026-06-20" })).is(403);
  (await author.delete(`/api/documents/${entry}/named-readers/coop-01`)).is(200);
  assert.equal(await reads(named, entry), false);
});

// ---- 6 and 7 ----

/** Every object of every repository below a folder, as git unpacks it. */
async function objects(folder) {
  let all = "";
  for (const repository of repositories(folder)) all += `${repository}\n${await git(repository, "cat-file", "--batch", "--batch-all-objects")}`;
  return all;
}

test("6. an entry quoted in a work stays closed, and nothing of the work, its history or its repository says that there is an entry", async (t) => {
  const server = await start(t);
  const [author, tutor] = await people(server, "stg-01", "tut-01");
  const quote = "La passerelle grince quand le vent tourne.";
  const entry = await written(author, "Le cahier de la passerelle", `${quote} Et ceci, que je ne cite pas.`);
  const work = (await author.get("/api/documents")).is(200).json.find((d) => d.owner === "stg-01" && d.kind !== "journal_entry" && d.kind !== "group_page" && d.abilities.write).id;
  await burst(author, work, `${(await author.text(entry)).slice(0, quote.length)} `);
  assert.ok((await tutor.text(work)).includes(quote), "the words are copied");
  assert.equal(await reads(tutor, entry), false, "the entry is not opened");
  await until("the commit", async () => (await objects(server.data)).includes(quote));
  const [last] = await revisions(tutor, work);
  const told = [await objects(server.data), ...(await Promise.all(["", "/text", "/html", "/measure", "/comments", "/revisions", "/moments", `/revisions/${last.id}`].map(async (p) => (await tutor.get(`/api/documents/${work}${p}`)).text))), (await tutor.get(`/api/works/${work}`)).text];
  for (const text of told) for (const sign of [entry, "Le cahier de la passerelle", "que je ne cite pas"]) assert.ok(!text.includes(sign), sign);
});

test("7. a repository, a backup and what it restores hold nothing of a journal outside its sealed rows", async (t) => {
  const place = bench(t), server = await start(t);
  const author = await server.as("stg-03");
  const secrets = ["Le rossignol du canal", "chante faux depuis mardi"];
  const entry = await written(author, secrets[0], `Il ${secrets[1]}.`);
  await backup(server.data, place.file);
  await restore(place.file, place.restored);
  assert.equal(await sql(join(place.restored, "carnet.db"), `SELECT count(*) FROM document WHERE uid = '${entry}'`), "1", "it is in the backup");
  for (const folder of [server.data, place.folder]) {
    for (const [file, content] of contentsOf(folder)) for (const secret of secrets) assert.ok(!content.includes(secret), `${file}: ${secret}`);
  }
  for (const folder of [server.data, place.restored]) {
    const all = await objects(folder);
    for (const sign of [...secrets, entry]) assert.ok(!all.includes(sign), sign);
    assert.ok(!repositories(folder).some((r) => r.includes(entry)));
  }
});

// ---- 8 ----

test("8. who left reads all of their journal for twelve months, is told twice, and then it is gone with its key and its history", async (t) => {
  const server = await start(t);
  let [author, manager] = await people(server, "stg-05", "resp-01");
  const entry = await written(author, "À relire un an", "Tout ce qui reste.");
  (await manager.put(`/api/cohorts/${COHORT}/trainees/stg-05/enrolment`, { status: "dropped_out", day: today, category: "personal" })).is(200);
  const journal = await sql(join(server.data, "carnet.db"), "SELECT j.id FROM journal AS j JOIN person ON person.id = j.person WHERE slug = 'stg-05'");
  const at = async (now) => {
    await server.stop();
    await server.restart({ now: `${now}T12:00:00+02:00` });
    author = await server.as("stg-05", { again: true });
  };
  const told = async () => Number(await sql(join(server.data, "carnet.db"), `SELECT notices FROM journal WHERE id = ${journal}`) || -1);
  await at("2027-05-11");
  assert.equal(await told(), 0);
  await at("2027-05-13");
  await until("the first notice", async () => (await told()) === 1);
  assert.equal((await author.get("/api/notices")).is(200).json.notices.filter((n) => n.kind === "journal.leaving").length, 1);
  await at("2027-06-06");
  await until("the second notice", async () => (await told()) === 2);
  await at("2027-06-12");
  assert.equal(await author.text(entry), "Tout ce qui reste.", "the last day counts whole");
  assert.ok([...unzipped((await author.get("/api/journal/export")).is(200).body).values()].some((f) => f.includes("Tout ce qui reste.")), "and they can still take it away");
  assert.ok((await author.get("/api/journal")).is(200).json.entries.some((e) => e.id === entry));
  await at("2027-06-14");
  await until("the erasure", async () => (await sql(join(server.data, "carnet.db"), `SELECT count(*) FROM journal WHERE id = ${journal}`)) === "0");
  assert.equal(await sql(join(server.data, "keys.db"), `SELECT count(*) FROM key WHERE journal = ${journal}`), "0");
  assert.equal(await sql(join(server.data, "carnet.db"), `SELECT count(*) FROM document WHERE uid = '${entry}'`), "0");
});

test("8. at any time its author takes all of it away, and nobody else any of it", async (t) => {
  const server = await start(t), author = await server.as("stg-02");
  const secret = "Un rossignol à emporter", entry = await written(author, "Le rossignol", secret);
  const whole = async () => {
    const zip = unzipped((await author.get("/api/journal/export")).is(200).body), { entries } = (await author.get("/api/journal")).is(200).json;
    assert.equal([...zip.keys()].filter((name) => /^entrees\/[^/]+\.md$/.test(name)).length, entries.length);
    return [...zip.values()].some((file) => file.includes(secret));
  };
  for (const visibility of ["private", "tutor", "group", "cohort"]) {
    await share(author, entry, visibility);
    assert.ok(await whole(), visibility);
  }
  (await author.put("/api/journal/erasure", {})).is(200);
  assert.ok(await whole(), "also while it waits to be erased");
  (await author.delete("/api/journal/erasure")).is(200);
  for (const id of everybody.map((p) => p.id).filter((id) => id !== "stg-02")) {
    const answer = await (await server.as(id)).get("/api/journal/export");
    if (persons.includes(id) && answer.status === 200) for (const [name, file] of unzipped(answer.body)) assert.ok(!file.includes(secret) && !name.includes("rossignol"), id);
    else assert.equal(answer.status, 404, id);
  }
  (await server.nobody().get("/api/journal/export")).is(401);
});

test("8. what its author wants erased is closed at once and gone after thirty days, all its versions with it", async (t) => {
  const server = await start(t);
  let author = await server.as("stg-02");
  const entry = await written(author, "À oublier", "Premier jet. ");
  await burst(author, entry, "Second jet. ");
  const document = await sql(join(server.data, "carnet.db"), `SELECT id FROM document WHERE uid = '${entry}'`);
  const rows = () => sql(join(server.data, "carnet.db"), `SELECT (SELECT count(*) FROM revision WHERE document = ${document}) + (SELECT count(*) FROM document WHERE id = ${document})`);
  (await author.put(`/api/journal/entries/${entry}/erasure`, {})).is(200);
  assert.ok(Number(await rows()) >= 2);
  await server.stop();
  await server.restart({ now: new Date(Date.parse(sample.snapshotAt) + 30 * 86_400_000 + 60_000).toISOString() });
  author = await server.as("stg-02", { again: true });
  await until("the erasure", async () => (await rows()) === "0");
  (await author.get(`/api/journal/entries/${entry}`)).is(404);
});

// ---- 9 and 10 ----

test("9. whoever writes is reminded of first names or initials until they put it away, once and for all their devices, and nobody else is touched by it", async (t) => {
  const server = await start(t);
  const [author, mate, tutor] = await people(server, "stg-01", "stg-02", "tut-01");
  const reminder = async (person, id) => (await person.get(`/api/journal/entries/${id}`)).is(200).json.reminder;
  const [first, second, other] = [await author.newEntry("Un"), await author.newEntry("Deux"), await mate.newEntry("Trois")];
  assert.equal((await author.post("/api/journal/entries", {})).is(201).json.reminder, "free");
  assert.equal(await reminder(author, first), "free");
  for (let i = 0; i < 2; i++) (await author.put("/api/journal/reminders/free", {})).is(204);
  for (const id of [first, second]) assert.equal(await reminder(author, id), null);
  assert.equal(await reminder(await server.as("stg-01", { again: true }), second), null, "on another device");
  assert.equal(await reminder(mate, other), "free");
  await share(author, first, "tutor");
  assert.equal(await reminder(tutor, first), undefined, "a reader is told nothing of it");
  (await author.put("/api/journal/reminders/nothing", {})).is(404);
  (await tutor.put("/api/journal/reminders/free", {})).is(403);
});

test("9. no page may load from, or send to, anywhere else, and none names another place to do so", async (t) => {
  const server = await start(t), person = await server.as("stg-01");
  const page = (await person.get("/")).is(200), policy = page.headers["content-security-policy"];
  const rules = Object.fromEntries(policy.split(";").map((r) => r.trim().split(/\s+/)).map(([name, ...from]) => [name, from]));
  assert.deepEqual(rules["default-src"], ["'none'"].includes(rules["default-src"]?.[0]) ? ["'none'"] : ["'self'"]);
  for (const [name, from] of Object.entries(rules)) for (const source of from) assert.match(source, /^('self'|'none'|'sha\d+-.*'|data:|blob:|wss?:\/\/127\.0\.0\.1.*)$/, `${name} ${source}`);
  const assets = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((m) => m[1]);
  assert.ok(assets.length > 1);
  for (const asset of assets) assert.match(asset, /^\/(?!\/)/, asset);
});

test("10. nobody comes into a journal beside its author's choice: an administrator is answered as for what does not exist", async (t) => {
  const { server, people: cast, documents } = await wholeCast();
  t.after(() => server.end());
  const administrator = cast.get("admin");
  for (const { id } of documents.filter((d) => d.kind === "journal_entry"))
    for (const path of ["", "/text", "/html", "/revisions", "/readers", "/comments"]) (await administrator.get(`/api/documents/${id}${path}`)).is(404);
});

test("10. through two administrators who agree in writing its text is read for a day and nothing else of it, and its author is told who and why", async (t) => {
  const server = await start(t), author = await server.as("stg-05"), [first, second] = await administrators(server);
  const entry = await written(author, "Le coquelicot", "Des mots inavouables.");
  const opening = (await first.person.post("/api/openings", { document: entry, reason: "Réquisition du 3 juin", basis: "Code de procédure pénale, 60-1" })).is(201).json.id;
  const closed = async () => {
    for (const { person } of [first, second]) {
      assert.ok(!(await person.get("/api/documents")).text.includes(entry));
      for (const path of ["", "/text", "/html", "/revisions", "/readers", "/comments", "/measure", "/moments", "/images/absent"]) (await person.get(`/api/documents/${entry}${path}`)).is(404);
      assert.doesNotMatch((await person.get("/api/search?q=inavouables")).is(200).text, new RegExp(entry));
      const socket = await RawClient.open(person, entry, { protocol: "carnet" });
      assert.equal(await socket.code(), 4404);
    }
  };
  await closed();
  (await first.person.post(`/api/openings/${opening}/readings`, {})).is(404);
  (await second.person.put(`/api/openings/${opening}/decision`, { agree: true, password: second.password })).is(200);
  for (const { person } of [first, second]) assert.match((await person.post(`/api/openings/${opening}/readings`, {})).is(200).json.html, /Des mots inavouables/);
  await closed();
  const told = (await author.get("/api/me/log")).is(200).json.acts.filter((a) => a.kind.startsWith("opening."));
  assert.deepEqual(told.map((a) => a.kind), ["opening.read_by", "opening.read_by", "opening.told"]);
  assert.equal(told[2].detail.reason, "Réquisition du 3 juin");
  for (const id of ["resp-01", "ass-01", "stg-02"]) {
    const other = await server.as(id);
    (await other.get("/api/openings")).is(404);
    (await other.post(`/api/openings/${opening}/readings`, {})).is(404);
    assert.doesNotMatch((await other.get("/api/me/log")).text + (await other.get("/api/notices")).text + (await other.get("/api/events")).text, /opening\./);
  }
  assert.doesNotMatch((await (await server.as("resp-01")).get("/api/log")).is(200).text, /opening|inavouable/);
});
