// Guests: a link that a member makes for somebody without an account, what it opens, and everything that closes it.
// That it opens nothing else is in rights.test.mjs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { contentsOf } from "../harness/folder.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

const paris = (iso) => new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris" }).format(new Date(iso));
const start = sample.snapshotAt, later = (days) => paris(Date.parse(start) + days * 86_400_000);
const absent = `/lecture/${"a".repeat(26)}`;
let server, idriss, yann;
before(async () => {
  server = await Server.start(undefined, { now: start, config: { contact: "Secrétariat & accueil <accueil@exemple.invalid>" } });
  [idriss, yann] = await Promise.all(["stg-02", "stg-06"].map((id) => server.as(id))); // of team B, both
});
after(() => server.end());

const stranger = () => server.nobody();
const links = (page) => `/api/documents/${page}/guest-links`;
const invite = async (person, page, json = { guest: "Maison de quartier", until: later(30) }) => (await person.post(links(page), json)).is(201).json;
async function write(person, page, text) {
  const client = await (await RawClient.open(person, page, { protocol: "carnet" })).sync();
  client.type(text);
  await client.settled();
  await client.end();
}
async function newPage(title = "Enquête", text = "Ce que disent les habitant·e·s.") {
  const page = (await idriss.post("/api/groups/grp-b/pages", { title })).is(201).json.id;
  await write(idriss, page, text);
  return page;
}
/** What changes from one answer to the next says nothing. */
const seen = (answer) => [answer.status, answer.body.toString("hex"), answer.rawHeaders.map((h, i) => (answer.rawHeaders[i - 1]?.toLowerCase() === "date" ? "" : h))];
async function isClosed(path, what) {
  assert.deepEqual(seen(await stranger().get(path)), seen(await stranger().get(absent)), what);
}

test("a stranger reads the page as it is now, in plain HTML, and nothing else of the team", async () => {
  const page = await newPage("Enquête <b> & co", "# Premier rang\n\n| A | B |\n| - | - |\n| 1 | 2 |\n\n- [x] fait\n\n<script>alert(1)</script>\n\nAvant.\n\n");
  const { path, links: [link] } = await invite(idriss, page);
  assert.match(path, /^\/lecture\/[a-z2-7]{26}$/);
  assert.deepEqual([link.guest, link.until, link.openedOn, link.madeBy.id], ["Maison de quartier", later(30), null, "stg-02"]);
  const answer = (await stranger().get(path)).is(200);
  assert.equal(answer.headers["content-type"], "text/html; charset=utf-8");
  assert.ok(answer.text.includes("<h1>Enquête &lt;b&gt; &amp; co</h1>") && answer.text.includes("<title>Enquête &lt;b&gt; &amp; co</title>"));
  assert.ok(answer.text.includes('<h2 class="first-rank" id="p-1">Premier rang</h2>'), answer.text);
  assert.ok(/aria-label="Tableau 1"><table.*<\/table><\/div>/s.test(answer.text));
  assert.ok(!/<script|onerror|{{/.test(answer.text), answer.text);
  assert.ok(answer.text.includes('Secrétariat &amp; accueil (<a href="mailto:accueil@exemple.invalid">accueil@exemple.invalid</a>)'));
  const { members, readers, name, pages } = (await idriss.get("/api/groups/grp-b")).is(200).json;
  for (const word of [...members, ...readers].map((p) => p.name).concat(name, "grp-b", page, "Maison de quartier", pages.filter((p) => p.document !== page).map((p) => p.title)).flat())
    assert.ok(!answer.text.includes(word), `the page says ${word}`);
  await write(yann, page, "Après. ");
  assert.ok((await stranger().get(path)).is(200).text.includes("Après."), "as of now");
});

test("what a guest's browser is told keeps the link to itself: no referrer, no cookie, no cache, no search engine", async () => {
  const { path } = await invite(idriss, await newPage());
  for (const answer of [(await stranger().get(path)).is(200), (await stranger().get(absent)).is(404)]) {
    assert.equal(answer.headers["referrer-policy"], "no-referrer");
    assert.equal(answer.headers["cache-control"], "no-store");
    assert.match(answer.headers["x-robots-tag"], /noindex/);
    assert.equal(answer.headers["set-cookie"], undefined);
    const policies = answer.rawHeaders.filter((_, i) => answer.rawHeaders[i - 1]?.toLowerCase() === "content-security-policy");
    assert.ok(policies.some((p) => p.startsWith("default-src 'none'") && !/script-src|unsafe/.test(p)), policies.join("\n"));
    assert.ok(!/<script|<form|https?:/.test(answer.text));
  }
  const head = (await stranger().send("HEAD", path)).is(200);
  assert.equal(head.body.length, 0);
  for (const method of ["POST", "PUT", "DELETE"]) (await stranger().send(method, path)).is(405);
});

test("absent, malformed, ended by its day, taken back: the same octets, status and headers, and a contact", async () => {
  const page = await newPage();
  const { path, links: [link] } = await invite(idriss, page);
  (await idriss.delete(`${links(page)}/${link.id}`)).is(204);
  await isClosed(path, "taken back");
  for (const secret of ["a", "a".repeat(25), "a".repeat(27), "a".repeat(64), `${"a".repeat(25)}1`, `${"a".repeat(25)}-`, path.slice(9).replace(/^./, (c) => (c === "b" ? "c" : "b"))])
    await isClosed(`/lecture/${secret}`, secret);
  const closed = (await stranger().get(absent)).is(404);
  assert.ok(closed.text.includes("accueil@exemple.invalid"));
  assert.equal((await idriss.delete(`${links(page)}/${link.id}`)).is(404).json.code, "guest.missing");
  assert.deepEqual((await yann.get(links(page))).is(200).json.links, []);
});

test("taking it back counts before its answer: what is asked after gets nothing", async () => {
  const page = await newPage();
  for (let i = 0; i < 5; i++) {
    const { path, links: [link] } = await invite(idriss, page);
    (await stranger().get(path)).is(200);
    (await yann.delete(`${links(page)}/${link.id}`)).is(204);
    (await stranger().get(path)).is(404);
  }
});

test("the day is from today to 90 days, the guest is named, a page has twenty at most", async () => {
  const page = await newPage();
  for (const day of [later(-1), later(91), "2026-02-30", "demain", ""])
    assert.equal((await idriss.post(links(page), { guest: "Eux", until: day })).is(400).json.code, "guest.until", day);
  for (const guest of ["", "  ", "x".repeat(121)])
    assert.equal((await idriss.post(links(page), { guest, until: later(1) })).is(400).json.code, "guest.name");
  (await idriss.post(links(page), { guest: "Eux", until: later(1), forever: true })).is(400);
  for (let i = 0; i < 20; i++) await invite(idriss, page, { guest: `  Guichet   ${i} `, until: later(i % 2 ? 0 : 90) });
  assert.equal((await idriss.post(links(page), { guest: "Eux", until: later(1) })).is(409).json.code, "guest.full");
  const listed = (await yann.get(links(page))).is(200).json;
  assert.equal(listed.links[0].guest, "Guichet 19");
  assert.deepEqual([listed.daysMost, listed.path, listed.abilities], [90, null, { invite: true }]);
});

test("only members of the team make, see and take back; nothing of the inner folder, of other groups or of other texts", async () => {
  const page = await newPage();
  const { links: [link] } = await invite(idriss, page);
  for (const [id, status] of [["tut-02", 404], ["tut-01", 403], ["tut-03", 403], ["coop-02", 403], ["resp-01", 403], ["stg-01", 404], ["jur-01", 404]]) {
    const person = await server.as(id);
    (await person.get(links(page))).is(status);
    (await person.post(links(page), { guest: "Eux", until: later(1) })).is(status);
    (await person.delete(`${links(page)}/${link.id}`)).is(status);
  }
  const other = await newPage("Autre page");
  (await idriss.delete(`${links(other)}/${link.id}`)).is(404);
  const inner = (await idriss.post("/api/groups/grp-b/pages", { title: "Entre nous", inner: true })).is(201).json.id;
  assert.equal((await idriss.get(links(inner))).is(200).json.abilities.invite, false);
  (await idriss.post(links(inner), { guest: "Eux", until: later(1) })).is(403);
  const entry = await idriss.newEntry("À moi");
  (await idriss.post(links(entry), { guest: "Eux", until: later(1) })).is(403);
  const work = (await idriss.get("/api/documents")).is(200).json.find((d) => d.owner === "stg-02" && d.kind !== "journal_entry");
  (await idriss.post(links(work.id), { guest: "Eux", until: later(1) })).is(403);
  const group = (await idriss.post("/api/groups", { name: "Le repas", open: true })).is(201).json.id;
  const theirs = (await idriss.post(`/api/groups/${group}/pages`, { title: "Recettes" })).is(201).json.id;
  (await idriss.post(links(theirs), { guest: "Eux", until: later(1) })).is(403);
});

test("a page in the trash is closed to guests with all below it, and open again when it comes back", async () => {
  const top = await newPage("Dessus");
  const below = (await idriss.post("/api/groups/grp-b/pages", { title: "Dessous", parent: top })).is(201).json.id;
  const paths = [(await invite(idriss, top)).path, (await invite(idriss, below)).path];
  for (const path of paths) (await stranger().get(path)).is(200);
  (await yann.delete(`/api/documents/${top}`)).is(204);
  for (const path of paths) await isClosed(path, "in the trash");
  (await idriss.post(links(top), { guest: "Eux", until: later(1) })).is(404);
  (await yann.post(`/api/groups/grp-b/trash/${top}/restoration`, {})).is(200);
  for (const path of paths) (await stranger().get(path)).is(200);
});

test("the others are told who lets whom in, each finds it in their own log, and the list of who reads what has it", async () => {
  const page = await newPage("Pour la Maison");
  await invite(idriss, page, { guest: "Maison de la Rive", until: later(12) });
  const { links: [link] } = (await idriss.get(links(page))).json;
  const mine = async (person) => (await person.get("/api/me/log")).is(200).json.acts.filter((a) => a.kind.startsWith("guest.") && a.document?.id === page);
  for (const person of [idriss, yann]) {
    const [act] = await mine(person);
    assert.deepEqual([act.kind, act.actor.id, act.detail], ["guest.link_made", "stg-02", { guest: "Maison de la Rive", until: later(12) }]);
    const { things } = (await person.get("/api/me/readers")).is(200).json;
    assert.deepEqual(things.find((x) => x.document === page).guests, [{ name: "Maison de la Rive", until: later(12) }]);
  }
  const news = async (person) => (await person.get("/api/notices")).is(200).json.notices.filter((n) => n.kind.startsWith("guest.") && n.document?.id === page).map((n) => n.kind);
  await until(async () => (await news(yann)).includes("guest.link_made"));
  assert.deepEqual(await news(idriss), []);
  const tutor = await server.as("tut-03");
  assert.ok(!(await tutor.get("/api/me/log")).text.includes("Rive") && !(await tutor.get("/api/events")).text.includes("guest."));
  (await yann.delete(`${links(page)}/${link.id}`)).is(204);
  assert.equal((await mine(idriss))[0].kind, "guest.link_ended");
});

test("the last day it was opened is kept, and nothing more of who came", async () => {
  const page = await newPage();
  const { path } = await invite(idriss, page);
  (await stranger().send("HEAD", path)).is(200);
  assert.equal((await idriss.get(links(page))).json.links[0].openedOn, null, "a program that looks is not a reader");
  (await stranger().get(path)).is(200);
  assert.equal((await idriss.get(links(page))).json.links[0].openedOn, later(0));
});

test("the secret is in no file, no log and no answer but the one that made it", async () => {
  const page = await newPage();
  const { path } = await invite(idriss, page);
  const secret = path.slice(9);
  (await stranger().get(path)).is(200);
  for (const where of [links(page), "/api/me/log", "/api/events", "/api/notices", "/api/me/readers", `/api/documents/${page}`])
    assert.ok(!(await idriss.get(where)).text.includes(secret), where);
  assert.ok(!(await stranger().get(path)).text.includes(secret), "nor in the page");
  for (const [file, content] of contentsOf(server.data)) assert.ok(!content.includes(secret), file);
  assert.ok(!server.log.includes(secret) && !server.log.includes("Maison de quartier"));
});

test("being signed in changes nothing: the link alone decides", async () => {
  const page = await newPage();
  const { path } = await invite(idriss, page);
  const own = (await stranger().get(path)).is(200).text;
  for (const id of ["stg-01", "stg-02", "resp-01"]) assert.equal((await (await server.as(id)).get(path)).is(200).text, own);
});

test("it ends with its day, by the clock; a machine that tries many links waits a quarter of an hour", async (t) => {
  const own = await Server.start(t, { now: start });
  const member = await own.as("stg-02"), page = (await member.post("/api/groups/grp-b/pages", { title: "Jusqu’à demain" })).is(201).json.id;
  const { path } = await invite(member, page, { guest: "Eux", until: later(1) });
  (await own.nobody().get(path)).is(200);
  await own.stop();
  await own.restart({ now: `${later(1)}T23:30:00+02:00` });
  assert.ok((await own.nobody().get(path)).is(200).text.includes("Coopérative de formation Les Passerelles"), "whom to ask, where no contact is set");
  for (let i = 0; i < 30; i++) (await own.nobody().get(absent)).is(404);
  for (const tried of [absent, path]) {
    const waits = (await own.nobody().get(tried)).is(429);
    assert.ok(Number(waits.headers["retry-after"]) > 0 && Number(waits.headers["retry-after"]) <= 900);
    assert.ok(waits.text.includes("quart d’heure"));
  }
  await own.stop();
  await own.restart({ now: `${later(1)}T23:50:00+02:00` });
  (await own.nobody().get(path)).is(200);
  await own.stop();
  await own.restart({ now: `${later(2)}T00:00:01+02:00` });
  const gone = (await own.nobody().get(path)).is(404);
  assert.deepEqual(seen(gone), seen(await own.nobody().get(absent)));
  assert.deepEqual((await (await own.as("stg-02", { again: true })).get(links(page))).is(200).json.links, []);
});
