// One's news in the page and by letter, from what others do to what arrives at the mail server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MailServer, mailSettings, until } from "../harness/mail.mjs";
import { Server } from "../harness/server.mjs";

const noon = "2026-06-12T12:00:00+02:00", evening = "2026-06-12T18:00:05+02:00";
const news = async (person, query = "") => (await person.get(`/api/notices${query}`)).is(200).json;

test("a page that opens is news for the others, unread until seen, and gone with the right to read it", async (t) => {
  const server = await Server.start(t, { now: noon });
  const sacha = await server.as("stg-02"), others = await server.as("stg-06");
  const before = await news(others);
  const page = await sacha.newPage("Page neuve", "grp-b");
  const { notices, unread } = await news(others);
  assert.equal(unread, before.unread + 1);
  const [first] = notices;
  assert.equal(first.kind, "page.created");
  assert.equal(first.seen, false);
  assert.equal(first.actor.id, "stg-02");
  assert.deepEqual({ id: first.document.id, kind: first.document.kind, title: first.document.title, path: first.document.path }, { id: page, kind: "group_page", title: "Page neuve", path: `/equipes/grp-b/${page}` });
  assert.ok(!(await news(sacha)).notices.some((n) => n.kind === "page.created"), "one’s own acts are no news");
  assert.equal((await others.put("/api/notices/seen", { upTo: first.id })).is(200).json.unread, 0);
  assert.equal((await news(others)).notices[0].seen, true);
  (await others.put("/api/notices/seen", { upTo: "0" })).is(200);
  assert.equal((await news(others)).unread, 0, "what was seen stays seen");
  for (const upTo of ["", "-1", "1x", "abc"]) (await others.put("/api/notices/seen", { upTo })).is(400);
  (await others.put("/api/notices/seen", { upTo: "99999999999" })).is(200);
  await sacha.newPage("Encore une", "grp-b");
  assert.equal((await news(others)).unread, 1, "nobody can see what has not happened yet");
});

test("a shared entry is told in no more words than that, wherever it is told", async (t) => {
  const post = await MailServer.start(t);
  const server = await Server.start(t, { now: noon, config: mailSettings(post.port) });
  const author = await server.as("stg-05"), tutor = await server.as("tut-01");
  const entry = await author.newEntry("Un titre très reconnaissable");
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  const [first] = (await news(tutor)).notices;
  assert.equal(first.kind, "journal.shared");
  assert.equal(first.document, null);
  await server.stop();
  await server.restart({ now: evening });
  const letter = await post.letter((l) => l.to[0] === "tut-01@exemple.invalid" && /nouveau/.test(l.headers.subject));
  assert.match(letter.body, /Une entrée a été partagée avec vous\./);
  for (const secret of ["reconnaissable", entry, "Fatoumata", "stg-05"]) assert.ok(!letter.raw.includes(secret) && !letter.body.includes(secret), secret);
});

test("who has a place in two cohorts that are not over reads which one a line is about, and nobody else does", async (t) => {
  const post = await MailServer.start(t);
  const server = await Server.start(t, { now: noon, config: mailSettings(post.port) });
  const [manager, idriss] = await Promise.all(["resp-01", "stg-02"].map((id) => server.as(id)));
  const here = "/api/cohorts/coh-2025-2026/trainees/stg-02", line = async (person, kind) => (await news(person)).notices.find((n) => n.kind === kind);
  (await idriss.post(`${here}/team-request`, { words: "Plus près de chez moi." })).is(201);
  assert.equal((await line(manager, "team.asked")).cohort, null);
  (await manager.post("/api/cohorts", { programme: "cpsl", label: "Promotion 2026-2027", start: "2026-11-30" })).is(201);
  assert.equal((await line(manager, "team.asked")).cohort, "Promotion 2025-2026");
  (await manager.put(`${here}/project`, { title: "Le marché", place: "Douarnenez" })).is(200);
  assert.equal((await line(idriss, "enrolment.project")).cohort, null, "a place in one");
  await server.stop();
  await server.restart({ now: evening });
  const letter = await post.letter((l) => l.to[0] === "resp-01@exemple.invalid" && /nouveau/.test(l.headers.subject));
  assert.match(letter.body, /- Promotion 2025-2026 · Idriss Benhaddou demande à changer d’équipe\./);
});

test("the letter of the day leaves at the chosen hour, once, and not without a reason", async (t) => {
  const post = await MailServer.start(t);
  const server = await Server.start(t, { now: noon, config: mailSettings(post.port) });
  const of = (id) => post.letters.filter((l) => l.to[0] === `${id}@exemple.invalid` && /ce qui est nouveau/.test(l.headers.subject));
  const sacha = await server.as("stg-02"), early = await server.as("stg-06"), friday = await server.as("stg-14");
  assert.deepEqual((await early.get("/api/notices/settings")).is(200).json.hour, 18);
  (await early.put("/api/notices/settings", { hour: 13, excludedDays: [], stopped: [] })).is(200);
  (await friday.put("/api/notices/settings", { hour: 18, excludedDays: [5], stopped: [] })).is(200);
  await sacha.newPage("Page du jour", "grp-b");
  await server.stop();
  await server.restart({ now: "2026-06-12T13:00:05+02:00" });
  await until("the early letter", () => of("stg-06").length === 1);
  await server.stop();
  await server.restart({ now: evening });
  await sacha.newPage("Page du soir", "grp-b");
  await server.stop();
  await server.restart({ now: "2026-06-12T18:30:00+02:00" });
  assert.equal(of("stg-06").length, 1, "one a day");
  assert.match(of("stg-06")[0].body, /Page du jour/);
  assert.equal(of("stg-14").length, 0, "not on a day that was excluded");
  await server.stop();
  await server.restart({ now: "2026-06-13T18:00:05+02:00" });
  await until("the letters of the next day", () => of("stg-14").length === 1 && of("stg-06").length === 2);
  assert.equal(of("stg-06").length, 2);
  assert.match(of("stg-14")[0].body, /Page du jour[^]*Page du soir/);
  assert.equal(of("stg-02").length, 0, "nothing to say, no letter");
});

test("the settings refuse what makes no sense and show what they keep", async (t) => {
  const server = await Server.start(t, { now: noon });
  const person = await server.as("tut-01");
  const good = { hour: 9, excludedDays: [1, 6], stopped: ["page", "digest"] };
  const kept = (await person.put("/api/notices/settings", good)).is(200).json;
  assert.equal(kept.hour, 9);
  assert.deepEqual(kept.excludedDays, [1, 6]);
  assert.deepEqual(kept.families.filter((f) => f.stopped).map((f) => f.id).sort(), ["digest", "page"]);
  assert.deepEqual(kept.families.filter((f) => !f.abilities.stop).map((f) => f.id).sort(), ["account", "decision"]);
  assert.deepEqual((await person.get("/api/notices/settings")).is(200).json, kept);
  for (const bad of [{ hour: 7 }, { hour: 20 }, { hour: "9" }, { excludedDays: [0] }, { excludedDays: [7] }, { excludedDays: ["1"] }, { excludedDays: {} }, { stopped: ["nothing"] }, { stopped: [1] }, { stopped: null }])
    (await person.put("/api/notices/settings", { ...good, ...bad })).is(400);
  (await person.put("/api/notices/settings", { ...good, more: 1 })).is(400);
  (await person.put("/api/notices/settings", { ...good, stopped: ["account"] })).is(409);
  assert.deepEqual((await person.get("/api/notices/settings")).is(200).json, kept, "a refusal changes nothing");
});

test("letters can be stopped without signing in, from the letter itself, and only letters", async (t) => {
  const post = await MailServer.start(t);
  const server = await Server.start(t, { now: noon, config: mailSettings(post.port) });
  const sacha = await server.as("stg-02"), reader = await server.as("stg-06");
  await sacha.newPage("Page neuve", "grp-b");
  await server.stop();
  await server.restart({ now: evening });
  const letter = await post.letter((l) => l.to[0] === "stg-06@exemple.invalid" && /ce qui est nouveau/.test(l.headers.subject));
  const link = /http\S*\/messages#\S*/.exec(letter.body)[0];
  const [token, family] = new URL(link).hash.slice(1).split(".");
  assert.equal(family, "digest");
  (await server.nobody().get(new URL(link).pathname)).is(200); // opening it changes nothing
  const nobody = server.nobody({ origin: server.origin });
  const state = (await nobody.post("/api/notices/unsubscribe", { token })).is(200).json;
  assert.ok(state.families.every((f) => !f.stopped));
  (await nobody.post("/api/notices/unsubscribe", { token, family })).is(200);
  const settings = async () => (await reader.get("/api/notices/settings")).is(200).json.families.filter((f) => f.stopped).map((f) => f.id);
  assert.deepEqual(await settings(), ["digest"]);
  (await nobody.post("/api/notices/unsubscribe", { token, family, stopped: false })).is(200);
  assert.deepEqual(await settings(), []);
  (await nobody.post("/api/notices/unsubscribe", { token, family: "decision" })).is(409);
  (await nobody.post("/api/notices/unsubscribe", { token: token.replace(/^./, (c) => (c === "A" ? "B" : "A")), family })).is(404);
  for (const bad of [{ token, family: "x" }, { family }, { token, family, who: "stg-01" }, { token: 1, family }]) (await nobody.post("/api/notices/unsubscribe", bad)).is(400);
  (await server.nobody({ origin: "https://ailleurs.example" }).post("/api/notices/unsubscribe", { token, family })).is(403);
  assert.deepEqual(await settings(), []);
});

test("a mail program stops a kind of letters by one click, and nothing else does", async (t) => {
  const post = await MailServer.start(t);
  const server = await Server.start(t, { now: noon, config: mailSettings(post.port) });
  const sacha = await server.as("stg-02"), reader = await server.as("stg-06");
  await sacha.newPage("Page neuve", "grp-b");
  await server.stop();
  await server.restart({ now: evening });
  const letter = await post.letter((l) => l.to[0] === "stg-06@exemple.invalid" && /ce qui est nouveau/.test(l.headers.subject));
  assert.deepEqual(letter.defects, []);
  assert.equal(letter.headers["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
  const url = /^<(http[^>]*)>$/.exec(letter.headers["list-unsubscribe"])[1];
  const click = (address = url, body = "List-Unsubscribe=One-Click", type = "application/x-www-form-urlencoded", headers = {}) =>
    fetch(new URL(new URL(address).pathname + new URL(address).search, server.origin), { method: "POST", body, redirect: "manual", headers: { "content-type": type, ...headers } });
  const stopped = async () => (await reader.get("/api/notices/settings")).is(200).json.families.filter((f) => f.stopped).map((f) => f.id);
  const page = await server.nobody().get(new URL(url).pathname + new URL(url).search);
  assert.match(page.is(200).text, /<html/);
  assert.deepEqual(await stopped(), [], "opening the address changes nothing");
  assert.equal((await click(url, "")).status, 400);
  assert.equal((await click(url, "{}", "application/json")).status, 415);
  assert.equal((await click(url, "x=y")).status, 400);
  assert.equal((await click(url.replace(/lettre=./, (c) => (c.endsWith("A") ? "lettre=B" : "lettre=A")))).status, 404);
  assert.equal((await click(url.replace(/\?.*/, ""))).status, 404);
  assert.equal((await click(url.replace(/\.[a-z]+$/, ".decision"))).status, 409, "what the law wants told");
  assert.equal((await click(url, undefined, undefined, { origin: "https://ailleurs.example" })).status, 403);
  assert.deepEqual(await stopped(), []);
  const clicked = await click();
  assert.equal(clicked.status, 204);
  assert.equal(clicked.headers.get("set-cookie"), null);
  assert.deepEqual(await stopped(), ["digest"]);
  const form = new FormData();
  form.set("List-Unsubscribe", "One-Click");
  const again = await fetch(new URL(new URL(url).pathname + new URL(url).search, server.origin), { method: "POST", body: form });
  assert.equal(again.status, 204, "either type of form, and as often as it is sent");
  assert.deepEqual(await stopped(), ["digest"]);
  await reader.put("/api/notices/settings", { hour: 18, excludedDays: [], stopped: [] });
  (await reader.put("/api/account/password", { current: "passerelles-2026", password: "quatre mots pour une phrase" })).is(204);
  const legal = await post.letter((l) => l.to[0] === "stg-06@exemple.invalid" && /votre compte/.test(l.headers.subject));
  assert.equal(legal.headers["list-unsubscribe"], undefined);
  assert.equal(legal.headers["list-unsubscribe-post"], undefined);
});

test("what the year and one’s place in it do is news to each whom it concerns, in their own words", async (t) => {
  const server = await Server.start(t, { now: noon });
  const cohort = "/api/cohorts/coh-2025-2026", manager = await server.as("resp-01");
  const latest = async (id) => (await news(await server.as(id))).notices[0];
  (await manager.put(`${cohort}/sessions/ses-6`, { from: "2026-06-29" })).is(200);
  const moved = await latest("stg-01");
  assert.equal(moved.kind, "calendar.session_moved");
  assert.equal(moved.about.path, "/calendrier");
  assert.equal(moved.about.to, "2026-06-29");
  assert.equal(moved.document, null);
  (await manager.put(`${cohort}/trainees/stg-11/tutor`, { person: "tut-01", from: "2026-06-13", reason: "Un motif très reconnaissable" })).is(200);
  const told = Object.fromEntries(await Promise.all(["stg-11", "tut-01"].map(async (id) => [id, await latest(id)])));
  assert.deepEqual(Object.values(told).map((n) => [n.kind, n.about.as, n.about.to]), [["accompaniment.tutor", "self", "2026-06-13"], ["accompaniment.tutor", "new", "2026-06-13"]]);
  assert.doesNotMatch(JSON.stringify(told), /reconnaissable/);
  assert.notEqual((await latest("stg-02")).kind, "accompaniment.tutor");
  (await (await server.as("rh-01")).post(`${cohort}/trainees/stg-11/accommodations`, { kind: "extra_time", measure: "tiers temps", cause: "dyslexie" })).is(201);
  const measures = await latest("ass-01");
  assert.equal(measures.kind, "accommodation.changed");
  assert.doesNotMatch(JSON.stringify(measures), /tiers temps|dyslexie/);
  const own = await latest("stg-11");
  assert.equal(own.kind, "accommodation.changed");
  assert.doesNotMatch(JSON.stringify(own), /tiers temps|dyslexie/);
});

test("a restart between the hour and the letters loses none and writes none twice", async (t) => {
  const post = await MailServer.start(t);
  const server = await Server.start(t, { now: noon, config: mailSettings(post.port) });
  await (await server.as("stg-02")).newPage("Page neuve", "grp-b");
  const to = (l) => /ce qui est nouveau/.test(l.headers.subject);
  for (let i = 0; i < 3; i++) {
    await (i % 2 ? server.kill() : server.stop());
    await server.restart({ now: evening });
  }
  await post.letter((l) => to(l));
  await until("all letters have left", async () => {
    const counts = new Map();
    for (const l of post.letters.filter(to)) counts.set(l.to[0] + l.headers["message-id"], 1);
    const people = [...counts.keys()].map((k) => k.split("<")[0]);
    assert.equal(new Set(people).size, people.length, "one letter a person");
    return people.length >= 2;
  });
});

test("the log tells of letters without addresses, names or words", async (t) => {
  const post = await MailServer.start(t);
  const server = await Server.start(t, { now: noon, config: mailSettings(post.port) });
  await (await server.as("stg-02")).newPage("Page neuve", "grp-b");
  await server.stop();
  await server.restart({ now: evening });
  await post.letter((l) => /ce qui est nouveau/.test(l.headers.subject));
  await server.stop();
  assert.match(server.log, /mail: taken/);
  assert.doesNotMatch(server.log, /exemple\.invalid|Page neuve|Bonjour/);
  await server.restart();
});
