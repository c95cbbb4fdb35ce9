// Dates, names, addresses and the thread of the journal, as the page says them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

Object.assign(globalThis, { location: { href: "http://127.0.0.1/", pathname: "/" } });
const dates = await load("lib/dates.ts");
const people = await load("lib/people.ts");
const { match } = await load("lib/router.ts");
const { periodsOf } = await load("areas/journal/periods.ts");
const { placeOf, comingDates } = await load("areas/cohort/cohort.ts");
const { readState } = await load("editor/presence.ts");
const { backoff } = await load("lib/live/backoff.ts");
const { base64url } = await load("lib/bytes.ts");
const { t } = await load("i18n/t.ts");
await load("areas/enrolment/words.ts");
await load("areas/home/board/words.ts");
const { newsWords } = await load("areas/notice/notice.ts");

const plain = (text) => text.replaceAll("\u00a0", " ");
const now = new Date("2026-06-12T09:00:00+02:00");

test("hours and days are those of the school, whatever the zone of the server's times", () => {
  assert.equal(plain(dates.clock(new Date("2026-06-12T16:42:00Z"))), "18 h 42");
  assert.equal(plain(dates.clock(new Date("2026-01-12T08:05:00Z"))), "9 h 05");
  assert.equal(plain(dates.day(dates.parse("2026-05-27"), now)), "27 mai");
  assert.equal(plain(dates.day(dates.parse("2026-05-01"), now)), "1er mai");
  assert.equal(plain(dates.day(dates.parse("2025-12-12"), now)), "12 décembre 2025");
  assert.equal(dates.daysBetween(new Date("2026-06-11T21:59:00Z"), new Date("2026-06-11T22:01:00Z")), 1);
});

test("an hour that is typed is one of the school's clocks", () => {
  for (const [day, time, at] of [["2026-06-15", "23:59", "2026-06-15T21:59:00.000Z"], ["2026-01-15", "00:30", "2026-01-14T23:30:00.000Z"], ["2026-03-29", "03:00", "2026-03-29T01:00:00.000Z"], ["2026-10-25", "02:30", "2026-10-25T00:30:00.000Z"]]) {
    assert.equal(dates.moment(day, time).toISOString(), at);
    assert.equal(dates.wallClock(dates.moment(day, time)), time);
  }
});

test("a span inside one month names it once", () => {
  const words = ({ from, to }) => plain(`${from} / ${to}`);
  assert.equal(words(dates.span(dates.parse("2026-04-13"), dates.parse("2026-04-17"), now)), "13 / 17 avril");
  assert.equal(words(dates.span(dates.parse("2026-06-01"), dates.parse("2026-06-05"), now)), "1er / 5 juin");
  assert.equal(words(dates.span(dates.parse("2026-04-18"), dates.parse("2026-05-17"), now)), "18 avril / 17 mai");
});

test("names are shortened and listed as in a sentence", () => {
  assert.equal(people.initials("Catherine Vasseur-Le Goué"), "CV");
  assert.equal(people.initials("Élise"), "É");
  assert.equal(people.firstName("Loïc Guyonvarc’h"), "Loïc");
  assert.equal(people.enumerate([]), "");
  assert.equal(people.enumerate(["A"]), "A");
  assert.equal(people.enumerate(["A", "B", "C"]), "A, B et C");
});

test("an address fits its pattern whole, with ids of our alphabet only", () => {
  assert.deepEqual(match("/journal/:document", "/journal/d-12"), { document: "d-12" });
  assert.deepEqual(match("/equipes/:group/:document", "/equipes/grp-a/x1/"), { group: "grp-a", document: "x1" });
  assert.equal(match("/journal/:document", "/journal"), null);
  assert.equal(match("/journal/:document", "/journal/a/b"), null);
  assert.equal(match("/journal/:document", "/journal/%2e%2e"), null);
});

const sessions = [
  { id: "s1", order: 1, from: "2025-12-08", to: "2025-12-12", theme: "Un" },
  { id: "s2", order: 2, from: "2026-01-19", to: "2026-01-23", theme: "Deux" },
  { id: "s3", order: 3, from: "2026-03-02", to: "2026-03-06", theme: "Trois" },
];
const entry = (writtenOn) => ({ id: writtenOn, writtenOn, createdAt: `${writtenOn}T10:00:00Z` });

test("the thread follows the sessions, newest first, and keeps a past session without a word", () => {
  const entries = [entry("2025-12-01"), entry("2025-12-08"), entry("2026-02-10"), entry("2026-03-10")];
  const periods = periodsOf(entries, sessions, new Date("2026-03-12T10:00:00Z"));
  assert.deepEqual(periods.map((p) => [p.key, p.entries.map((e) => e.id)]), [
    ["after-s3", ["2026-03-10"]], ["s3", []], ["after-s2", ["2026-02-10"]], ["s2", []], ["s1", ["2025-12-08"]], ["before", ["2025-12-01"]],
  ]);
  assert.equal(periods.flatMap((p) => p.entries).length, entries.length);
});

test("nothing written yet, or a session to come, is not shown as missing", () => {
  assert.deepEqual(periodsOf([], sessions, now), []);
  assert.deepEqual(periodsOf([entry("2026-03-10")], sessions, now).map((p) => p.key), ["after-s3"]);
  assert.deepEqual(periodsOf([entry("2026-01-20")], sessions, new Date("2026-02-01T10:00:00Z")).map((p) => p.key), ["s2"]);
});

test("without sessions the thread follows the months", () => {
  const periods = periodsOf([entry("2026-01-20"), entry("2026-03-10"), entry("2026-01-02")], [], now);
  assert.deepEqual(periods.map((p) => [p.key, p.entries.length]), [["2026-03", 1], ["2026-01", 2]]);
});

test("a day has its place among the sessions", () => {
  assert.equal(placeOf("2025-12-01", sessions).kind, "before");
  assert.equal(placeOf("2026-01-19", sessions).kind, "during");
  assert.equal(placeOf("2026-02-01", sessions).kind, "between");
  assert.equal(placeOf("2026-04-01", sessions).kind, "after");
  assert.equal(placeOf("2026-04-01", []), null);
});

test("dates to come are in order, and what lasts stays until its last day", () => {
  const cohort = { sessions, milestones: [{ id: "due", dueAt: "2026-03-05T23:59:00+01:00" }, { id: "old", date: "2026-01-01" }, { id: "bare" }] };
  assert.deepEqual(comingDates(cohort, new Date("2026-03-05T10:00:00Z")).map((c) => c.id), ["s3", "due"]);
  assert.deepEqual(comingDates(cohort, new Date("2026-03-06T10:00:00Z")).map((c) => c.id), ["s3"]);
});

test("whatever a client announces about itself is read with care", () => {
  for (const odd of [null, 1, "x", {}, { user: null }, { user: {} }, { user: { name: "" } }, { user: { name: 3 } }]) assert.equal(readState(odd), null);
  const stranger = readState({ user: { name: "Ordinaire", color: "#f00" }, cursor: { anchor: 1 } });
  assert.equal(stranger.cursor, null);
  assert.ok(stranger.user.author >= 1 && stranger.user.author <= 6);
  assert.equal(readState({ user: { id: "p", name: "A", author: 99 } }).user.author <= 6, true);
  assert.equal(readState({ user: { id: "p", name: "A".repeat(500), author: 3 } }).user.name.length, 80);
});

test("retries come later and later, never in step, at most 45 s apart", () => {
  assert.equal(backoff(0, 0), 250);
  assert.equal(backoff(0, 0.999) < 750, true);
  assert.equal(backoff(3, 0.5), 4000);
  assert.equal(backoff(50, 1), 45_000);
});

test("state vectors travel in a header", () => {
  assert.equal(base64url(new Uint8Array([251, 255, 0])), "-_8A");
  assert.equal(base64url(new Uint8Array([1])), "AQ");
});

test("French signs are never parted from their word, whoever wrote the catalogue", () => {
  assert.equal(t("home.team", { name: "A : b" }), "Mon équipe\u00a0: A : b"); // what people wrote stays as it is
  assert.ok(t("share.title").endsWith("\u202f?"));
});

test("« de » loses its e before a vowel or an h that nobody hears, and only then", () => {
  const of = (name) => t("path.of", { name });
  for (const name of ["Idriss", "Élodie", "Ousmane", "Œnone", "Yves", "Hélène", "Henri", "Hugo", "Hervé"]) assert.equal(of(name), `Le parcours d'${name}`);
  for (const name of ["Maëlle", "Yann", "Youssef", "Hassan", "Hind", "Çelik", "« Amis »", "11"]) assert.equal(of(name), `Le parcours de ${name}`);
  assert.equal(of(undefined), "Le parcours de {name}");
  assert.equal(t("board.todo.overdue", { work: "Diagnostic", name: "Anouk" }), "Diagnostic d'Anouk : la date est passée".replace(" :", "\u00a0:"));
  assert.equal(t("teams.place.label", { name: "Awen" }), "Équipe d'Awen");
});

test("what is said of one cohort is under the entry where it is said of one's own", async () => {
  const { sectionAt, sectionsFor } = await load("app/sections.ts");
  const me = { person: { roles: ["programme_manager"] }, abilities: { writeJournal: false }, cohort: { id: "c" } };
  const at = (path) => sectionAt(sectionsFor(me, null), path)?.href;
  for (const path of ["/calendrier", "/promotions/c/calendrier", "/promotions/c/calendrier/s1", "/promotions/nouvelle"]) assert.equal(at(path), "/calendrier", path);
  assert.equal(at("/promotions/c/personnes"), "/personnes");
  assert.equal(at("/promotions/c/stagiaires/p"), "/stagiaires");
  assert.equal(at("/promotions/c/tableau"), "/");
  assert.equal(at("/promotions/c"), undefined);
});

test("a line of news names its cohort to who has several, and to nobody else", () => {
  const news = { id: "1", at: "", kind: "team.published", family: "group", actor: null, document: null, about: { as: null, name: "Les Filets", path: null, what: null, from: null, to: null }, seen: false };
  const line = "Les équipes sont formées : vous êtes dans « Les Filets ».";
  assert.equal(plain(newsWords({ ...news, cohort: "Promotion bis" })), `Promotion bis · ${line}`);
  for (const cohort of [null, undefined]) assert.equal(plain(newsWords({ ...news, cohort })), line);
});
