// Every route and message, for every role of the sample cohort: exactly what DOMAIN §7 says. The routes are read from the
// server's own tables; one that this file does not know fails the first test.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { admin, each, expected, ledger, wholeCast } from "../harness/cast.mjs";
import { RawClient, message, updateOf } from "../harness/live.mjs";
import { accompanies, cohort, may, memberOf, placed, programme, roleOf, titles } from "../harness/sample.mjs";
import { root } from "../harness/server.mjs";

let server, absent, people, documents;

before(async () => {
  ({ server, people, documents } = await wholeCast());
  absent = documents[0].id.replace(/^./, (c) => (c === "b" ? "c" : "b"));
});
after(() => server.end());

const nothingNew = { body: Buffer.of(0, 0), headers: { "content-type": "application/octet-stream", "carnet-state-vector": "AA" } };
const somethingNew = () => ({ ...nothingNew, body: Buffer.from(updateOf("¤", 1000 + Math.floor(Math.random() * 2e9))) });

// route → what each verdict gets; a function also sees who asks. Sub-resources of an entry exist for entries only.
const READ = { write: 200, read: 200, none: 404 };
const documentRoutes = {
  "GET /api/documents/:document": { ...READ },
  "GET /api/documents/:document/text": { ...READ },
  "GET /api/documents/:document/html": { ...READ },
  "GET /api/documents/:document/measure": { ...READ },
  "GET /api/documents/:document/revisions": { ...READ },
  "GET /api/documents/:document/revisions/:revision": { ...READ, revision: true },
  "GET /api/documents/:document/readers": { share: 200, refused: 403, none: 404 },
  "PUT /api/documents/:document/title": { rename: 200, refused: 403, none: 404 },
  "POST /api/documents/:document/updates": { write: 200, read: 403, none: 404 },
  "GET /live/:document": { live: true },
  "GET /api/documents/:document/named-readers": { naming: 200 },
  "PUT /api/documents/:document/named-readers/:person": { naming: 400, json: { until: "2020-01-01" } },
  "DELETE /api/documents/:document/named-readers/:person": { naming: 404 },
  "PUT /api/documents/:document/place": { tree: 409 }, // below itself
  "DELETE /api/documents/:document": { tree: null },
  "GET /api/documents/:document/guest-links": { guests: 200 },
  "POST /api/documents/:document/guest-links": { guests: 400, json: { guest: "", until: "" } },
  "DELETE /api/documents/:document/guest-links/:link": { guests: 404 },
  "GET /api/documents/:document/readings": { ...READ },
  "GET /api/documents/:document/comments": { ...READ },
  "POST /api/documents/:document/comments": { verb: "comment", then: 409, json: { key: "key-of-the-walk-1", kind: "question", body: "¤", anchor: { exact: "¤ nulle part ¤" } } },
  "POST /api/documents/:document/remarks": { verb: "comment", then: 413, json: { remarks: [] } },
  "POST /api/documents/:document/small-corrections": { verb: "write", then: 413, json: { comments: [] } },
  "POST /api/documents/:document/readings": { write: 409, read: 200, none: 404, json: {} },
};
const entryRoutes = {
  "GET /api/journal/entries/:document": { ...READ },
  "PUT /api/journal/entries/:document/title": { write: 200, read: 403, none: 404 },
  "PUT /api/journal/entries/:document/visibility": { write: 200, read: 403, none: 404 },
  "GET /api/journal/entries/:document/visibility": { write: 200, read: 403, none: 404 },
  "PUT /api/journal/entries/:document/erasure": { write: null, read: 403, none: 404 }, // its own test
  "DELETE /api/journal/entries/:document/erasure": { write: 200, read: 403, none: 404 },
};
const workRoutes = {
  "GET /api/works/:document": { ...READ },
  "PUT /api/works/:document/sharing": { share: 200, refused: 403, none: 404, json: { shared: true } },
};
// route → who gets an answer that is not 404, and what; the rest get 404.
const staff = { "resp-01": 200, "ass-01": 200 };
const homeRoutes = {
  "GET /api/trainees/:person": (id) => staff[id] ?? (accompanies(id, "stg-01") ? 200 : 404),
  "PUT /api/trainees/:person/note": (id) => (accompanies(id, "stg-01") ? 200 : 404),
  "GET /api/board": (id) => staff[id] ?? 404,
  "POST /api/board/reminders": (id) => ({ "resp-01": 400, "ass-01": 403 })[id] ?? 404, // nobody of that kind of work
};
// Routes about a programme, a cohort, its people: who gets what; the request changes nothing.
const manager = (id) => roleOf.get(id) === "programme_manager";
const editor = (id) => manager(id) || id === "admin";
const everybody = () => 200;
const inTheCohort = (id) => (placed(id) ? 200 : 404);
const forManagers = (id) => (manager(id) ? 200 : placed(id) ? 403 : 404);
const forOffice = (id) => (manager(id) || roleOf.get(id) === "training_assistant" ? 200 : placed(id) ? 403 : 404);
/** For managers, whose request is then refused for another reason, so that it changes nothing. */
const refusedLast = (status) => (id) => (manager(id) ? status : forManagers(id));
const knowsMeasures = (id) => id === "stg-12" || accompanies(id, "stg-12") || ["programme_manager", "training_assistant", "trainer", "jury_member", "disability_officer"].includes(roleOf.get(id));
const byTheOfficer = (status) => (id) => (roleOf.get(id) === "disability_officer" ? status : knowsMeasures(id) ? 403 : 404);
let year;
const asked = ({ want: _, query: __, json, ...options }) => ({ ...options, ...(json ? { json: typeof json === "function" ? json() : json } : {}) });
const placeRoutes = {
  "GET /api/programmes": { want: everybody },
  "POST /api/programmes": { want: (id) => (editor(id) ? 200 : 403), json: programme },
  "GET /api/programmes/:programme": { want: everybody },
  "GET /api/programmes/:programme/file": { want: (id) => (editor(id) ? 200 : 403) },
  "GET /api/cohorts/:cohort/programme": { want: inTheCohort },
  "GET /api/cohorts/:cohort/programme/changes": { want: forManagers },
  "PUT /api/cohorts/:cohort/programme": { want: forManagers, json: { version: 1 } },
  "GET /api/programmes/:programme/calendar": { want: (id) => (manager(id) ? 200 : 403), query: "?start=2030-12-02" },
  "GET /api/cohorts": { want: everybody },
  "POST /api/cohorts": { want: (id) => (manager(id) ? 201 : 403), json: { programme: "cpsl", label: "Très ancienne", start: "2001-12-03" } },
  "GET /api/cohorts/:cohort/calendar": { want: inTheCohort },
  "GET /api/cohorts/:cohort/sessions/:session/move": { want: forManagers, query: "?from=2001-12-03" },
  "PUT /api/cohorts/:cohort/sessions/:session": { want: forManagers, json: {} },
  "PUT /api/cohorts/:cohort/milestones/:milestone": { want: forManagers, json: () => ({ from: year.milestones.find((m) => m.id === "final-jury").from }) },
  "GET /api/cohorts/:cohort/trainees": { want: forOffice },
  "POST /api/cohorts/:cohort/trainees": { want: (id) => (forOffice(id) === 200 ? 409 : forOffice(id)), json: { person: "stg-02", from: "2026-01-01", status: "enrolled" } },
  "GET /api/cohorts/:cohort/trainees/:trainee": { want: (id) => (id === "stg-12" || forOffice(id) === 200 ? 200 : 404) },
  "PUT /api/cohorts/:cohort/trainees/:trainee/enrolment": { want: refusedLast(409), json: { status: "pre_enrolled", day: "2026-01-01" } },
  "PUT /api/cohorts/:cohort/trainees/:trainee/tutor": { want: refusedLast(400), json: { person: "tut-01", from: "2001-01-01" } },
  "PUT /api/cohorts/:cohort/trainees/:trainee/cooperator": { want: refusedLast(400), json: { person: null, from: "2001-01-01" } },
  "PUT /api/cohorts/:cohort/trainees/:trainee/team": { want: refusedLast(400), json: { group: "grp-a", from: "2001-01-01", reason: "x" } },
  "POST /api/cohorts/:cohort/trainees/:trainee/team-request": { want: (id) => (id === "stg-12" ? 400 : forOffice(id) === 200 ? 403 : 404), json: { words: "" } },
  "DELETE /api/cohorts/:cohort/trainees/:trainee/team-request": { want: (id) => (id === "stg-12" || manager(id) ? 404 : forOffice(id) === 200 ? 403 : 404) },
  "PUT /api/cohorts/:cohort/accompaniment": { want: refusedLast(400), json: { as: "tutor", trainees: ["stg-12"], person: "tut-01", from: "2001-01-01" } },
  "GET /api/cohorts/:cohort/accommodations": { want: everybody },
  "PUT /api/cohorts/:cohort/trainees/:trainee/accommodations/:accommodation": { want: byTheOfficer(404), json: { kind: "other", measure: "x" } },
  "GET /api/accompaniment": { want: everybody },
  "GET /api/cohorts/:cohort/trainees/:trainee/accommodations": { want: (id) => (knowsMeasures(id) ? 200 : 404) },
  "POST /api/cohorts/:cohort/trainees/:trainee/accommodations": { want: byTheOfficer(400), json: { kind: "holiday" } },
  "DELETE /api/cohorts/:cohort/trainees/:trainee/accommodations/:accommodation": { want: byTheOfficer(404) },
  "GET /api/calendar/feed": { want: everybody },
  "POST /api/calendar/feed": { want: () => 201, json: {} },
  "DELETE /api/calendar/feed": { want: () => 204 },
  "PUT /api/cohorts/:cohort/halfdays/:halfday": { want: forOffice, json: { format: null, module: null, room: null, trainers: [] } },
};
const named = { programme: "cpsl", cohort: cohort.cohort.id, group: "grp-b", revision: "1", person: "stg-12", trainee: "stg-12", accommodation: "absent", session: "ses-1", milestone: "final-jury", halfday: "ses-1-d1-am", draft: "absent", file: "absent" };
const fill = (pattern, names = {}) => pattern.replace(/:([a-z]+)/g, (all, name) => ({ ...named, ...names })[name] ?? all);

// route → a body, and what each person gets; what would change something is asked so that even those who may are refused.
const enrolled = (id) => cohort.trainees.find((t) => t.id === id)?.enrolment.status === "enrolled";
const knowsGroups = (id) => enrolled(id) || (/^(tut|coop|form|resp|ass)-/.test(id) && id !== "tut-02");
const known = (special) => (id) => (id in special ? special[id] : knowsGroups(id) ? 403 : 404);
const forms = (status) => (id) => (id === "resp-01" ? status : 404);
const groupRoutes = {
  "GET /api/teams": [undefined, forms(200)],
  "POST /api/teams/drafts": [{ name: "" }, forms(400)],
  "PUT /api/teams/drafts/:draft": [{ name: "Sans suite" }, forms(404)],
  "DELETE /api/teams/drafts/:draft": [undefined, forms(404)],
  "PUT /api/teams/places/:person": [{ draft: "absent" }, forms(404)],
  "POST /api/teams/publication": [{ from: "2020-01-01" }, forms(400)],
  // A work group that stg-01 opened for those invited; `known`: what everybody else gets who may know the cohort's groups.
  "POST /api/groups": [{ name: "", open: true }, (id) => (enrolled(id) || id.startsWith("form-") ? 400 : 403)],
  "PUT /api/groups/:group": [{ name: "", open: true }, known({ "stg-01": 400 })],
  "PUT /api/groups/:group/archived": [{ archived: false }, known({ "stg-01": 200, "resp-01": 200 })],
  "PUT /api/groups/:group/membership": [{}, known({ "stg-01": 409 })],
  "DELETE /api/groups/:group/membership": [undefined, known({ "stg-01": null })],
  "DELETE /api/groups/:group/members/:person": [undefined, known({ "stg-01": 404, "resp-01": 404 })],
  "GET /api/groups/:group/invitees": [undefined, known({ "stg-01": 200 })],
  "PUT /api/groups/:group/invitations/:person": [{}, known({ "stg-01": 404 }), "resp-01"],
  "DELETE /api/groups/:group/invitations/:person": [undefined, known({ "stg-01": 404, "resp-01": 404 }), "resp-01"],
  "GET /api/groups/:group/trash": [undefined, known({ "stg-01": 200 })],
  "POST /api/groups/:group/trash/:document/restoration": [{}, known({ "stg-01": 404 })],
  "PUT /api/groups/:group/readers/:person": [{ open: true }, known({})],
  "GET /api/groups/:group/tutors": [undefined, known({})],
  "PUT /api/groups/:group/visit": [{}, known({ "stg-01": 200, "resp-01": 200 })],
  "GET /api/groups/:group/files": [undefined, known({ "stg-01": 200, "resp-01": 200 })],
  "POST /api/groups/:group/files": [{}, known({ "stg-01": 400 })],
  "GET /api/groups/:group/files/:file": [undefined, known({ "stg-01": 404, "resp-01": 404 })],
  "DELETE /api/groups/:group/files/:file": [undefined, known({ "stg-01": 404 })],
  "POST /api/groups/:group/files/:file/restoration": [{}, known({ "stg-01": 404 })],
  "PUT /api/groups/:group/tutors/:person": [{ added: true }, known({})],
};
const otherRoutes = [
  "GET /api/system", "GET /api/works", "GET /api/queue", "GET /api/trainees",
  "POST /api/session", "DELETE /api/session", "PUT /api/password", "GET /api/me", "GET /api/documents", "GET /api/journal", "GET /api/journal/shared", "GET /api/journal/erasure", "PUT /api/journal/erasure", "DELETE /api/journal/erasure", "GET /api/journal/earlier", "PUT /api/journal/earlier",
  "POST /api/journal/entries", "GET /api/groups", "GET /api/groups/:group", "POST /api/groups/:group/pages", "GET /api/cohort", "GET /api/events", "GET /healthz", "GET /metrics", "GET /ical/:secret.ics", "GET /lecture/:secret", "GET /api/search", "GET /api/me/readers", "GET /api/me/log", "GET /api/log",
  "POST /api/comments/:comment/replies", "PUT /api/comments/:comment/body", "PUT /api/comments/:comment/status", "PUT /api/comments/:comment/decision", "DELETE /api/comments/:comment",
  "GET /api/mail", "POST /api/mail", "PUT /api/mail/:mail/sending", "POST /api/mail/:mail/opening",
  "GET /api/notices", "PUT /api/notices/seen", "GET /api/notices/settings", "PUT /api/notices/settings", "POST /api/notices/unsubscribe", "POST /messages",
  "POST /api/password/forgotten", "POST /api/invitations/renewal", "PUT /api/address", "PUT /api/account/password", "PUT /api/account/address",
  "GET /api/account/sign-ins", "DELETE /api/account/sign-ins", "DELETE /api/account/sign-ins/:id",
  "POST /api/invitations/preview", "POST /api/invitations", "GET /api/people", "PUT /api/people/:person/invitation", "PUT /api/people/:person/address", "PUT /api/people/:person/closing", "GET /api/people/:person/departure", "PUT /api/people/:person/second-factor-removal",
  "POST /api/session/second-factor", "PUT /api/session/second-factor", "GET /api/account/second-factor", "POST /api/account/second-factor", "PUT /api/account/second-factor", "POST /api/account/second-factor/removal",
];

// Answered without a sign-in; each has a test of its own.
const publicRoutes = [
  "POST /api/session", "PUT /api/password", "POST /api/notices/unsubscribe", "POST /messages", "POST /api/password/forgotten", "POST /api/invitations/renewal",
  "PUT /api/address", "POST /api/session/second-factor", "PUT /api/session/second-factor", "GET /healthz", "GET /metrics", "GET /ical/:secret.ics", "GET /lecture/:secret",
];

function* sources(folder) {
  for (const e of readdirSync(folder, { withFileTypes: true })) {
    if (e.isDirectory()) yield* sources(join(folder, e.name));
    else if (e.name.endsWith(".c")) yield readFileSync(join(folder, e.name), "utf8");
  }
}

test("every route of the server is in this table of rights", () => {
  const known = new Set([...Object.keys(documentRoutes), ...Object.keys(entryRoutes), ...Object.keys(workRoutes), ...Object.keys(homeRoutes), ...Object.keys(placeRoutes), ...Object.keys(groupRoutes), ...otherRoutes].map((r) => r.replace(/:[a-z]+/g, ":")));
  const rows = [...sources(join(root, "server"))].flatMap((text) => [...text.matchAll(/\{\s*"(GET|POST|PUT|PATCH|DELETE)",\s*"(\/[^"]*)"/g)].map((m) => `${m[1]} ${m[2]}`));
  assert.ok(rows.length > 15, "the route tables were not found");
  assert.deepEqual(rows.filter((r) => !known.has(r.replace(/:[a-z]+/g, ":"))), []);
});

test("the sample's documents are all there", () => {
  for (const title of Object.values(titles)) assert.ok(documents.some((d) => d.title === title), title);
  assert.ok(documents.some((d) => d.kind === "group_page" && d.owner === "grp-b"));
  assert.ok(documents.some((d) => d.kind === "diagnostic" && d.owner === "stg-01"));
  assert.ok(documents.some((d) => d.kind === "note_synthetique" && d.owner === "stg-02"));
});

const { note, conclude } = ledger();

test("each person's list holds exactly the documents they may open, with the verbs they have", async () => {
  for (const [id, person] of people) {
    const list = new Map((await person.get("/api/documents")).is(200).json.map((d) => [d.id, d]));
    for (const d of documents) {
      const verdict = expected(id, d), listed = list.get(d.id);
      if (verdict === "either") continue;
      note(!!listed === (verdict !== "none"), `${id}: ${d.kind} of ${d.owner} “${d.title}” is ${listed ? "" : "not "}listed, expected ${verdict}`);
      if (listed && verdict !== "none") {
        note(listed.abilities.read === true, `${id}: ${d.title}: read`);
        note(listed.abilities.write === (verdict === "write"), `${id}: ${d.kind} of ${d.owner} “${d.title}”: write is ${listed.abilities.write}, expected ${verdict}`);
      }
    }
  }
  conclude("DOMAIN §7.1");
});

test("every route about one document answers every person as the table says, and live agrees", async () => {
  const revisions = new Map();
  for (const d of documents) {
    for (const [id, person] of people) if (expected(id, d) === "write" || d.owner === id) {
      revisions.set(d.id, (await person.get(`/api/documents/${d.id}/revisions`)).is(200).json[0]?.id);
      break;
    }
  }
  await each(people, async ([id, person]) => {
    for (const d of documents) {
      const verdict = expected(id, d);
      if (verdict === "either") continue;
      const mine = verdict === "none" ? null : (await person.get(`/api/documents/${d.id}`)).is(200).json.abilities;
      const routes = { ...documentRoutes, ...(d.kind === "journal_entry" ? entryRoutes : d.kind === "group_page" ? {} : workRoutes) };
      for (const [route, answers] of Object.entries(routes)) {
        if (answers.live) continue;
        const revision = revisions.get(d.id);
        if (answers.revision && !revision) continue;
        const [method, pattern] = route.split(" ");
        const path = pattern.replace(":document", d.id).replace(":revision", revision).replace(":person", "stg-12").replace(":link", "absent");
        let want = answers[verdict];
        if (answers.share && verdict !== "none") want = mine.share ? 200 : 403;
        if (answers.rename && verdict !== "none") want = mine.rename ? 200 : 403;
        if (answers.verb) want = verdict === "none" ? 404 : mine[answers.verb] ? answers.then : 403;
        if (answers.naming) want = verdict === "none" ? 404 : mine.share && (mine.write || method !== "PUT") && d.kind !== "group_page" ? answers.naming : 403;
        if (answers.guests) want = verdict === "none" ? 404 : mine.share && d.kind === "group_page" ? answers.guests : 403;
        if ("tree" in answers) {
          want = verdict === "none" ? 404 : !mine.rename || d.kind !== "group_page" ? 403 : answers.tree;
          if (want === null) continue; // it would be thrown away
        }
        if (want === null) continue;
        const options = method === "GET" || method === "DELETE" ? {}
          : "tree" in answers ? { json: { parent: d.id } }
          : answers.json ? { json: answers.json }
          : pattern.endsWith("/updates") ? (verdict === "write" ? nothingNew : somethingNew())
          : pattern.endsWith("/title") ? { json: { title: d.title } }
          : { json: { visibility: d.entry.visibility, ...(d.entry.group ? { group: d.entry.group.id } : {}) } };
        const got = await person.send(method, path, options);
        // Revisions from before a reader had access are as absent for them.
        const ok = got.status === want || (answers.revision && verdict === "read" && got.status === 404) || (answers.rename && d.kind !== "group_page" && [403, 404].includes(got.status) && verdict === "write");
        note(ok, `${id}: ${route} on ${d.kind} of ${d.owner} “${d.title}” answered ${got.status}, expected ${want}`);
      }
    }
  });
  conclude("the table");
});

test("every person's live socket opens on what they may read and is closed with 4404 on the rest", async () => {
  await each(people, async ([id, person]) => {
    for (const d of documents) {
      const verdict = expected(id, d);
      if (verdict === "either") continue;
      const c = await RawClient.open(person, d.id);
      if (verdict === "none") note((await c.code()) === 4404 && c.messages.length === 0, `${id}: live on ${d.kind} of ${d.owner} closed with ${c.close.code}, ${c.messages.length} messages`);
      else {
        c.send(message.step1());
        const got = await c.wait("step2").catch((e) => e);
        note(!(got instanceof Error), `${id}: live on ${d.kind} of ${d.owner}: ${got.message}`);
        if (verdict === "read" && !c.close) {
          c.sendUpdate(updateOf("¤"));
          note((await c.code().catch(() => null)) === 4403, `${id}: wrote in ${d.kind} of ${d.owner}`);
        }
      }
      c.drop();
    }
  });
  conclude("the table");
});

test("every route about a programme, a cohort or its people answers every person as the table says", async () => {
  year = (await people.get("resp-01").get(fill("/api/cohorts/:cohort/calendar"))).is(200).json;
  for (const [route, of] of Object.entries(placeRoutes)) {
    const [method, pattern] = route.split(" "), { want } = of;
    await each(people, async ([id, person]) => {
      const got = await person.send(method, fill(pattern) + (of.query ?? ""), asked(of));
      note(got.status === want(id), `${id}: ${route} answered ${got.status}, expected ${want(id)}`);
    });
  }
  conclude("the table");
});

test("a programme, a cohort or a thing of it that is absent is 404 for everybody", async () => {
  const absentNames = Object.fromEntries(Object.keys(named).map((name) => [name, "absent"]));
  for (const [route, of] of Object.entries(placeRoutes)) {
    const [method, pattern] = route.split(" ");
    if (!pattern.includes(":")) continue;
    await each(people, async ([id, person]) => {
      const got = await person.send(method, fill(pattern, absentNames) + (of.query ?? ""), asked(of));
      note(got.status === 404, `${id}: ${route} answered ${got.status}`);
    });
  }
  conclude("404");
});

test("nobody has a sign-in without a sign-in: every route answers 401, live 4401, the public ones answer", async () => {
  const nobody = server.nobody({ origin: server.origin });
  const d = documents.find((x) => x.kind === "journal_entry");
  for (const route of [...Object.keys(documentRoutes), ...Object.keys(entryRoutes), ...Object.keys(workRoutes), ...Object.keys(homeRoutes), ...Object.keys(placeRoutes), ...Object.keys(groupRoutes), ...otherRoutes]) {
    const [method, pattern] = route.split(" ");
    if (publicRoutes.includes(route)) continue;
    const path = fill(pattern, { document: d.id }).replace(/:[a-z]+/g, "x");
    if (pattern.startsWith("/live")) note((await (await RawClient.open(nobody, d.id)).code()) === 4401, route);
    else if (route !== "DELETE /api/session") {
      const a = await nobody.send(method, path, method === "GET" || method === "DELETE" ? {} : pattern.endsWith("/updates") ? nothingNew : { json: {} });
      note(a.status === 401, `${route} answered ${a.status}`);
      if (a.status === 401) note(a.json.code === "session.none", `${route}: ${a.text}`);
    }
  }
  for (const path of ["/healthz", "/metrics", "/"]) (await nobody.get(path)).is(200);
  (await nobody.get("/ical/absent.ics")).is(404);
  conclude("401");
});

test("a trainee's page, notes and the board answer those whom they are for", async () => {
  for (const [id, person] of people)
    for (const [route, answer] of Object.entries(homeRoutes)) {
      const [method, pattern] = route.split(" ");
      const json = method === "PUT" ? { text: "À demander." } : { kind: "roman", people: ["stg-01"] };
      const a = await person.send(method, pattern.replace(":person", "stg-01"), method === "GET" ? {} : { json });
      note(a.status === answer(id), `${id}: ${route} answered ${a.status}, expected ${answer(id)}`);
      if (a.status === 200 && route === "GET /api/board") note(!/journal_entry/.test(a.text), `${id}: the board shows a journal`);
    }
  for (const [id, person] of people) {
    const gone = (t) => t !== "stg-10"; // whether accompaniment goes on after the training is left open
    const list = (await person.get("/api/trainees")).is(200).json.map((t) => t.id).filter(gone);
    const expected = cohort.trainees.map((t) => t.id).filter((t) => gone(t) && (staff[id] || accompanies(id, t))).sort();
    note(JSON.stringify(list.sort()) === JSON.stringify(expected), `${id}: trainees ${list}, expected ${expected}`);
    const queue = (await person.get("/api/queue")).is(200).json.items;
    for (const item of queue) note(item.document.abilities.read && !item.document.abilities.write && item.document.owner !== id, `${id}: ${item.document.title} in the queue`);
  }
  conclude("DOMAIN §7");
});

const runsTheCohort = (id) => ["resp-01", "ass-01"].includes(id);

test("the outbox exists for administrators, and for who runs the cohort as far as its people are concerned", async () => {
  (await people.get("admin").post("/api/mail", {})).is(202);
  const letter = (await people.get("admin").get("/api/mail")).is(200).json.mail[0].id;
  for (const [id, person] of people) {
    const all = id === "admin", some = all || runsTheCohort(id);
    const list = await person.get("/api/mail");
    note(list.status === (some ? 200 : 404), `${id}: GET mail answered ${list.status}`);
    if (some && !all) note(list.json.mail.length === 0, `${id}: sees somebody else's letters`);
    for (const [method, path, want] of [["POST", "/api/mail", all ? 202 : some ? 403 : 404], ["PUT", `/api/mail/${letter}/sending`, all ? 200 : 404], ["POST", `/api/mail/${letter}/opening`, all ? 200 : 404]]) {
      const a = await person.send(method, path, { json: {} });
      note(a.status === want, `${id}: ${method} ${path} answered ${a.status}, expected ${want}`);
    }
  }
  conclude("who may see letters");
});

test("everybody has their own news and settings, and nobody else's", async () => {
  for (const [id, person] of people) {
    const { notices } = (await person.get("/api/notices")).is(200).json;
    const mine = new Map((await person.get("/api/documents")).is(200).json.map((d) => [d.id, d]));
    for (const n of notices) note(!n.document || mine.has(n.document.id), `${id}: is told of ${n.document?.id}, which they may not open`);
    (await person.put("/api/notices/seen", { upTo: "0" })).is(200);
    const settings = (await person.get("/api/notices/settings")).is(200).json;
    (await person.put("/api/notices/settings", { hour: settings.hour, excludedDays: settings.excludedDays, stopped: [] })).is(200);
    note((await person.post("/api/notices/unsubscribe", { token: "x", family: "page" })).status === 404, `${id}: unsubscribe`);
  }
  conclude("one's own news");
});

test("accounts are kept by who runs the cohort and by administrators, one's own by oneself", async () => {
  const here = cohort.cohort.id, somebody = { givenName: "Noé", familyName: "Martin" };
  for (const [id, person] of people) {
    const some = runsTheCohort(id) || id === "admin";
    const asks = [
      ["POST", "/api/invitations/preview", { cohort: here, text: "a@b.invalid" }, some ? 200 : 404],
      ["POST", "/api/invitations/preview", { cohort: null, text: "" }, id === "admin" ? 200 : 404],
      ["POST", "/api/invitations", { cohort: here, role: "tutor", people: [{ ...somebody, email: `${id}@invite.invalid` }] }, some ? 201 : 404],
      ["POST", "/api/invitations", { cohort: here, role: "programme_manager", people: [{ ...somebody, email: `m-${id}@invite.invalid` }] }, id === "ass-01" ? 403 : some ? 201 : 404],
      ["POST", "/api/invitations", { cohort: null, role: "platform_admin", people: [{ ...somebody, email: `a-${id}@invite.invalid` }] }, id === "admin" ? 201 : 404],
      ["PUT", "/api/people/stg-01/invitation", {}, some ? 409 : 404],
      ["PUT", "/api/people/stg-01/address", { email: "a@b.invalid" }, some ? 409 : 404],
      ["PUT", `/api/people/${id}/closing`, {}, some && id !== "admin" ? (id === "ass-01" ? 404 : 409) : 404],
      ["PUT", "/api/people/nobody/closing", {}, 404],
      ["GET", "/api/people/tut-01/departure", undefined, some ? 200 : 404],
      ["GET", "/api/people/nobody/departure", undefined, 404],
      ["PUT", "/api/people/stg-01/second-factor-removal", {}, some ? 409 : 404],
      ["POST", "/api/session/second-factor", { link: "x" }, 404],
      ["PUT", "/api/session/second-factor", { link: "x", code: "123456", device: "mine" }, 404],
      ["POST", "/api/account/second-factor", { password: "faux" }, [403, 429]], // so many wrong ones from one machine
      ["POST", "/api/account/second-factor/removal", { password: "faux" }, [403, 429]],
      ["PUT", "/api/account/second-factor", { code: "000000" }, [401, 429]],
      ["GET", "/api/account/second-factor", undefined, 200],
      ["DELETE", "/api/account/sign-ins/999999", undefined, 404],
      ["PUT", "/api/account/password", { current: "faux", password: "quatre mots sans rapport" }, [403, 429]],
      ["PUT", "/api/account/address", { email: "a@b.invalid", password: "faux" }, [403, 429]],
    ];
    for (const [method, path, json, want] of asks) {
      const a = await person.send(method, path, json ? { json } : {});
      note([want].flat().includes(a.status), `${id}: ${method} ${path} ${JSON.stringify(json)} answered ${a.status}, expected ${want}`);
    }
    const list = await person.get(`/api/people?cohort=${here}`);
    note(list.status === (some ? 200 : 404), `${id}: GET people answered ${list.status}`);
    const all = await person.get("/api/people");
    note(all.status === (id === "admin" ? 200 : 404), `${id}: GET all people answered ${all.status}`);
    note((await person.get("/api/account/sign-ins")).status === 200, `${id}: sign-ins`);
  }
  conclude("who keeps accounts");
});

test("every route of groups answers every person as the table says", async () => {
  const group = (await people.get("stg-01").post("/api/groups", { name: "Sur invitation", open: false })).is(201).json.id;
  for (const [id, person] of people)
    for (const [route, [json, answer, whom = "stg-02"]] of Object.entries(groupRoutes)) {
      if (answer(id) === null) continue; // it would do something
      const [method, pattern] = route.split(" ");
      const path = pattern.replace(":group", group).replace(":person", whom).replace(":draft", "absent").replace(":document", absent).replace(":file", absent);
      const a = await person.send(method, path, json ? { json } : {});
      note(a.status === answer(id), `${id}: ${route} answered ${a.status}, expected ${answer(id)}`);
    }
  conclude("DOMAIN §7");
});

test("a team's readers are narrowed by its members, and its tutors added by the manager, and by nobody else", async () => {
  for (const [id, person] of people) {
    const member = memberOf(id) === "grp-b", known = knowsGroups(id);
    const asked = [
      ["PUT", "/api/groups/grp-b/readers/resp-01", { open: false }, member ? 404 : known ? 403 : 404],
      ["GET", "/api/groups/grp-b/tutors", undefined, id === "resp-01" ? 200 : known ? 403 : 404],
      ["PUT", "/api/groups/grp-b/tutors/stg-01", { added: true }, id === "resp-01" || !known ? 404 : 403],
      ["GET", "/api/groups/grp-b/trash", undefined, member ? 200 : known ? 403 : 404],
    ];
    for (const [method, path, json, want] of asked) {
      const a = await person.send(method, path, json ? { json } : {});
      note(a.status === want, `${id}: ${method} ${path} answered ${a.status}, expected ${want}`);
    }
  }
  conclude("DOMAIN §7.2");
});

test("nothing of a team's inner folder shows to anybody but its members, in any route about it", async () => {
  const member = people.get("stg-02");
  const inner = (await member.post("/api/groups/grp-b/pages", { title: "Entre nous seulement", inner: true })).is(201).json.id;
  (await member.post("/api/groups/grp-b/pages", { title: "Entre nous dessous", parent: inner })).is(201);
  for (const [id, person] of people) {
    const mine = memberOf(id) === "grp-b";
    for (const path of ["", "/text", "/html", "/measure", "/revisions", "/readers"]) {
      const a = await person.get(`/api/documents/${inner}${path}`);
      note(a.status === (mine ? 200 : 404), `${id}: ${path} of an inner page answered ${a.status}`);
    }
    for (const path of ["/api/documents", "/api/groups", "/api/groups/grp-b", "/api/queue", "/api/board", "/api/events"]) {
      const { text } = await person.get(path);
      note(mine || (!text.includes("Entre nous") && !text.includes(inner)), `${id}: ${path} shows the inner folder`);
    }
    if (!mine) note((await (await RawClient.open(person, inner)).code()) === 4404, `${id}: live on an inner page`);
  }
  const counts = await Promise.all(["tut-01", "stg-06"].map(async (id) => (await people.get(id).get("/api/groups")).json.find((g) => g.id === "grp-b").pages));
  note(counts[1] - counts[0] === 2, `the count of pages tells: ${counts}`);
  for (const id of ["stg-06"]) (await people.get(id).delete(`/api/documents/${inner}`)).is(204);
  conclude("DOMAIN §7.1 note 2");
});

test("an absent document gets 404 on every route from everybody", async () => {
  for (const person of people.values())
    for (const route of [...Object.keys(documentRoutes), ...Object.keys(entryRoutes), ...Object.keys(workRoutes)]) {
      const [method, pattern] = route.split(" ");
      if (pattern.startsWith("/live")) continue;
      const a = documentRoutes[route]?.verb ? await person.send(method, pattern.replace(":document", absent), { json: documentRoutes[route].json }) : await person.send(method, pattern.replace(":document", absent).replace(":revision", "1").replace(":person", "stg-12").replace(":link", "absent"), method === "GET" || method === "DELETE" ? {} : pattern.endsWith("/readings") ? { json: {} } : pattern.endsWith("/sharing") ? { json: { shared: true } } : pattern.includes("/named-readers") ? { json: { until: "2020-01-01" } } : pattern.endsWith("/updates") ? nothingNew : pattern.endsWith("/title") ? { json: { title: "x" } } : pattern.endsWith("/place") ? { json: {} } : pattern.endsWith("/guest-links") ? { json: { guest: "x", until: "2030-01-01" } } : { json: { visibility: "private" } });
      note(a.status === 404, `${route} answered ${a.status}`);
    }
  conclude("404");
});

test("the machine room is the administrator's alone, and says nothing of people or texts", async () => {
  for (const [id, person] of people) note((await person.get("/api/system")).status === (id === "admin" ? 200 : 404), `${id}: GET /api/system`);
  const system = (await people.get("admin").get("/api/system")).json;
  assert.ok(system.storage.database > 0 && system.storage.free > 0 && system.versions.SQLite && system.settings.length > 5);
  assert.ok(system.settings.every((s) => !/password|key/.test(s.name) || s.value === null));
  const text = JSON.stringify(system);
  for (const title of Object.values(titles)) assert.ok(!text.includes(title));
  conclude("ADM-2");
});

test("the administrator, made by the command line, sees no content at all", async () => {
  const list = (await people.get("admin").get("/api/documents")).is(200).json;
  assert.deepEqual(list, []);
  assert.ok((await people.get("admin").get("/api/me")).is(200).json.person.email === admin);
});

// Whose form is judged, on a worker, before anybody is known.
const wellFormed = {
  "/api/account/password": { current: "x", password: "quatre mots sans rapport" },
  "/api/account/address": { email: "a@b.invalid", password: "x" },
  "/api/account/second-factor": { password: "x" },
  "/api/account/second-factor/removal": { password: "x" },
};

test("the column Guest: a link opens its page, and is a sign-in on no route and no socket, of that page or another's, whatever it is shown as", async () => {
  const member = people.get("stg-02");
  const page = documents.find((d) => d.kind === "group_page" && d.owner === "grp-b").id, entry = documents.find((d) => d.kind === "journal_entry").id;
  const until = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  const { path } = (await member.post(`/api/documents/${page}/guest-links`, { guest: "Maison de quartier", until })).is(201).json;
  const secret = path.slice("/lecture/".length), everywhere = [...Object.keys(documentRoutes), ...Object.keys(entryRoutes), ...Object.keys(workRoutes), ...Object.keys(homeRoutes), ...Object.keys(placeRoutes), ...Object.keys(groupRoutes), ...otherRoutes];
  for (const credential of [{ authorization: `Bearer ${secret}` }, { authorization: `Basic ${Buffer.from(`guest:${secret}`).toString("base64")}` }, { cookie: `carnet_session=${secret}` }, { referer: server.origin + path }]) {
    const guest = server.nobody({ origin: server.origin, ...credential }), shown = Object.keys(credential);
    for (const document of [page, entry]) {
      for (const route of everywhere) {
        const [method, pattern] = route.split(" ");
        if (publicRoutes.includes(route) || pattern.startsWith("/live") || route === "DELETE /api/session") continue;
        const at = fill(pattern.replace(":group", "grp-b"), { document }).replace(/:[a-z]+/g, "x");
        const a = await guest.send(method, `${at}?guest=${secret}`, method === "GET" || method === "DELETE" ? {} : pattern.endsWith("/updates") ? nothingNew : { json: wellFormed[pattern] ?? {} });
        note(a.status === 401, `${shown} ${route} answered ${a.status}`);
      }
      note((await (await RawClient.open(guest, document)).code()) === 4401, `${shown} live`);
    }
  }
  (await server.nobody().get(path)).is(200);
  (await server.nobody().get("/lecture/absent")).is(404);
  conclude("401");
});
