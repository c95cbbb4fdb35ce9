// The table of rights of the HTTP interface: every route of the server, and what each person of the sample cohort gets from it, as
// DOMAIN §7 says. The walks (rights.test.mjs and what stands beside it) ask each of them.
import { updateOf } from "./live.mjs";
import { accompanies, cohort, memberOf, placed, programme, roleOf } from "./sample.mjs";

export const nothingNew = { body: Buffer.of(0, 0), headers: { "content-type": "application/octet-stream", "carnet-state-vector": "AA" } };
export const somethingNew = () => ({ ...nothingNew, body: Buffer.from(updateOf("¤", 1000 + Math.floor(Math.random() * 2e9))) });

// route → what each verdict gets; a function also sees who asks. Sub-resources of an entry exist for entries only.
export const READ = { write: 200, read: 200, none: 404 };
export const documentRoutes = {
  "GET /api/documents/:document": { ...READ },
  "GET /api/documents/:document/text": { ...READ },
  "GET /api/documents/:document/html": { ...READ },
  "GET /api/documents/:document/measure": { ...READ },
  "GET /api/documents/:document/revisions": { ...READ },
  "GET /api/documents/:document/revisions/:revision": { ...READ, revision: true },
  "GET /api/documents/:document/revisions/:revision/html": { ...READ, revision: true },
  "GET /api/documents/:document/revisions/:revision/compare/:other": { ...READ, revision: true },
  "GET /api/documents/:document/moments": { ...READ },
  "PUT /api/documents/:document/visit": { ...READ, json: {} },
  "POST /api/documents/:document/revisions": { verb: "write", then: 400, json: { name: "" } },
  "PUT /api/documents/:document/revisions/:revision/name": { verb: "write", then: 400, json: { name: "x".repeat(81) } },
  "POST /api/documents/:document/restorations": { verb: "write", then: 404, json: { revision: "absent" } },
  "GET /api/documents/:document/readers": { share: 200, refused: 403, none: 404 },
  "PUT /api/documents/:document/title": { rename: 200, refused: 403, none: 404 },
  "PUT /api/documents/:document/images/:image": { verb: "write", then: 415, octets: "no image" },
  "GET /api/documents/:document/images/:image": { ...READ, image: true },
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
  "GET /api/documents/:document/apart": { ...READ },
  "POST /api/documents/:document/apart": { verb: "write", then: 400, json: { mine: "a", theirs: "b", merged: "ab", start: "", end: "", clients: [] } },
  "POST /api/documents/:document/readings": { write: 409, read: 200, none: 404, json: {} },
};
export const entryRoutes = {
  "GET /api/journal/entries/:document": { ...READ },
  "PUT /api/journal/entries/:document/title": { write: 200, read: 403, none: 404 },
  "PUT /api/journal/entries/:document/visibility": { write: 200, read: 403, none: 404 },
  "GET /api/journal/entries/:document/visibility": { write: 200, read: 403, none: 404 },
  "PUT /api/journal/entries/:document/erasure": { write: null, read: 403, none: 404 }, // its own test
  "DELETE /api/journal/entries/:document/erasure": { write: 200, read: 403, none: 404 },
};
export const workRoutes = {
  "GET /api/works/:document": { ...READ },
  "PUT /api/works/:document/sharing": { share: 200, refused: 403, none: 404, json: (d) => ({ shared: !d.kept }) },
};
/** What goes with a route about a document: well formed, and such that it changes nothing. */
export function bodyFor(route, answers, d, writes) {
  const [method, pattern] = route.split(" ");
  if (method === "GET" || method === "DELETE") return {};
  if ("tree" in answers) return { json: { parent: d.id } };
  if (answers.json) return { json: typeof answers.json === "function" ? answers.json(d) : answers.json };
  if (answers.octets) return { ...nothingNew, body: Buffer.from(answers.octets) };
  if (pattern.endsWith("/updates")) return writes ? nothingNew : somethingNew();
  return { json: pattern.endsWith("/title") ? { title: d.title } : { visibility: d.entry.visibility, ...(d.entry.group ? { group: d.entry.group.id } : {}) } };
}
export const routesOf = (d) => ({ ...documentRoutes, ...(d.kind === "journal_entry" ? entryRoutes : d.kind === "group_page" ? {} : workRoutes) });

// route → who gets an answer that is not 404, and what; the rest get 404.
export const staff = { "resp-01": 200, "ass-01": 200 };
export const homeRoutes = {
  "GET /api/trainees/:person": (id) => staff[id] ?? (accompanies(id, "stg-01") ? 200 : 404),
  "PUT /api/trainees/:person/note": (id) => (accompanies(id, "stg-01") ? 200 : 404),
  "GET /api/board": (id) => staff[id] ?? 404,
  "GET /api/journal/export": (id, documents) => (documents.some((d) => d.kind === "journal_entry" && d.owner === id) ? 200 : 404),
  // Of another cohort, whose texts are not in the list: theirs, if they have begun any.
  "GET /api/me/works/export": (id, documents) => documents.length === 0 ? null : (documents.some((d) => !["journal_entry", "group_page"].includes(d.kind) && d.owner === id) ? 200 : 404),
  "POST /api/board/reminders": (id) => ({ "resp-01": 400, "ass-01": 403 })[id] ?? 404, // nobody of that kind of work
  "POST /api/board/extensions": (id) => ({ "resp-01": 400, "ass-01": 403 })[id] ?? 404, // the same
};
export const homeBodies = {
  "PUT /api/trainees/:person/note": { cohort: cohort.cohort.id, text: "À demander." },
  "POST /api/board/reminders": { kind: "roman", people: ["stg-01"] },
  "POST /api/board/extensions": { kind: "roman", person: "stg-01", dueAt: "2099-01-01T00:00:00Z", reason: "À demander." },
};
// Routes about a programme, a cohort, its people: who gets what; the request changes nothing.
export const manager = (id) => roleOf.get(id) === "programme_manager";
export const editor = (id) => manager(id) || id === "admin";
export const everybody = () => 200;
export const inTheCohort = (id) => (placed(id) ? 200 : 404);
export const forManagers = (id) => (manager(id) ? 200 : placed(id) ? 403 : 404);
export const forOffice = (id) => (manager(id) || roleOf.get(id) === "training_assistant" ? 200 : placed(id) ? 403 : 404);
/** For managers, whose request is then refused for another reason, so that it changes nothing. */
export const refusedLast = (status) => (id) => (manager(id) ? status : forManagers(id));
export const knowsMeasures = (id) => id === "stg-12" || accompanies(id, "stg-12") || ["programme_manager", "training_assistant", "trainer", "jury_member", "disability_officer"].includes(roleOf.get(id));
export const byTheOfficer = (status) => (id) => (roleOf.get(id) === "disability_officer" ? status : knowsMeasures(id) ? 403 : 404);
export const asked = ({ want: _, query: __, json, ...options }, year) => ({ ...options, ...(json ? { json: typeof json === "function" ? json(year) : json } : {}) });
export const placeRoutes = {
  "GET /api/programmes": { want: everybody },
  "POST /api/programmes": { want: (id) => (editor(id) ? 200 : 403), json: programme },
  "POST /api/programmes/preview": { want: (id) => (editor(id) ? 200 : 403), json: programme },
  "GET /api/programmes/:programme": { want: everybody },
  "GET /api/programmes/:programme/file": { want: (id) => (editor(id) ? 200 : 403) },
  "GET /api/cohorts/:cohort/programme": { want: inTheCohort },
  "GET /api/cohorts/:cohort/programme/changes": { want: forManagers },
  "PUT /api/cohorts/:cohort/programme": { want: forManagers, json: { version: 1 } },
  "GET /api/programmes/:programme/calendar": { want: (id) => (manager(id) ? 200 : 403), query: "?start=2030-12-02" },
  "GET /api/cohorts": { want: everybody },
  "POST /api/cohorts": { want: (id) => (manager(id) ? 201 : 403), json: { programme: "cpsl", label: "Très ancienne", start: "2001-12-03" } },
  "GET /api/start": { want: (id) => (id === "admin" ? 200 : 404) },
  "PUT /api/start": { want: (id) => (id === "admin" ? 400 : 404), json: { name: "" } },
  "POST /api/start/afresh": { want: (id) => (id === "admin" ? 400 : 404), json: { sure: false } },
  "GET /api/cohorts/:cohort/preparation": { want: forOffice },
  "GET /api/cohorts/:cohort/calendar": { want: inTheCohort },
  "GET /api/cohorts/:cohort/sessions/:session/move": { want: forManagers, query: "?from=2001-12-03" },
  "PUT /api/cohorts/:cohort/sessions/:session": { want: forManagers, json: {} },
  "GET /api/cohorts/:cohort/milestones/:milestone/move": { want: forManagers, query: "?from=2001-12-03" },
  "PUT /api/cohorts/:cohort/milestones/:milestone": { want: forManagers, json: (year) => ({ from: year.milestones.find((m) => m.id === "final-jury").from }) },
  "GET /api/cohorts/:cohort/trainees": { want: forOffice },
  "POST /api/cohorts/:cohort/trainees": { want: (id) => (forOffice(id) === 200 ? 409 : forOffice(id)), json: { person: "stg-02", from: "2026-01-01", status: "enrolled" } },
  "GET /api/cohorts/:cohort/trainees/:trainee": { want: (id) => (id === "stg-12" || forOffice(id) === 200 ? 200 : 404) },
  "PUT /api/cohorts/:cohort/trainees/:trainee/enrolment": { want: refusedLast(409), json: { status: "pre_enrolled", day: "2026-01-01" } },
  "PUT /api/cohorts/:cohort/trainees/:trainee/tutor": { want: refusedLast(400), json: { person: "tut-01", from: "2001-01-01" } },
  "PUT /api/cohorts/:cohort/trainees/:trainee/cooperator": { want: refusedLast(400), json: { person: null, from: "2001-01-01" } },
  "PUT /api/cohorts/:cohort/trainees/:trainee/team": { want: refusedLast(400), json: { group: "grp-a", from: "2001-01-01", reason: "x" } },
  "PUT /api/cohorts/:cohort/trainees/:trainee/project": { want: (id) => (id === "stg-12" || manager(id) ? 400 : forOffice(id) === 200 ? 403 : 404), json: { setting: "holiday" } },
  "POST /api/cohorts/:cohort/trainees/:trainee/team-request": { want: (id) => (id === "stg-12" ? 400 : forOffice(id) === 200 ? 403 : 404), json: { words: "" } },
  "DELETE /api/cohorts/:cohort/trainees/:trainee/team-request": { want: (id) => (id === "stg-12" || manager(id) ? 404 : forOffice(id) === 200 ? 403 : 404) },
  "PUT /api/cohorts/:cohort/accompaniment": { want: refusedLast(400), json: { as: "tutor", trainees: ["stg-12"], person: "tut-01", from: "2001-01-01" } },
  "GET /api/cohorts/:cohort/accommodations": { want: (id) => (roleOf.get(id) === "trainee" ? 200 : inTheCohort(id)) }, // who left still has their own
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
export const named = { programme: "cpsl", cohort: cohort.cohort.id, group: "grp-b", revision: "1", person: "stg-12", trainee: "stg-12", accommodation: "absent", session: "ses-1", milestone: "final-jury", halfday: "ses-1-d1-am", draft: "absent", file: "absent", other: "now", link: "absent", image: "image" };
export const fill = (pattern, names = {}) => pattern.replace(/:([a-z]+)/g, (all, name) => ({ ...named, ...names })[name] ?? all);

// route → a body, and what each person gets; what would change something is asked so that even those who may are refused.
export const enrolled = (id) => cohort.trainees.find((t) => t.id === id)?.enrolment.status === "enrolled";
export const knowsGroups = (id) => enrolled(id) || (/^(tut|coop|form|resp|ass)-/.test(id) && id !== "tut-02");
export const known = (special) => (id) => (id in special ? special[id] : knowsGroups(id) ? 403 : 404);
export const forms = (status) => (id) => (id === "resp-01" ? status : 404);
export const groupRoutes = {
  "GET /api/teams": [undefined, forms(200)],
  "POST /api/teams/drafts": [{ name: "" }, forms(400)],
  "PUT /api/teams/drafts/:draft": [{ name: "Sans suite" }, forms(404)],
  "DELETE /api/teams/drafts/:draft": [undefined, forms(404)],
  "PUT /api/teams/:group": [{ name: "" }, forms(400)],
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
// Routes about oneself and one's cohort, which no name of a thing, or only that of a team, stands in; who gets what, and nothing changes.
const writesAJournal = (status) => (id) => (enrolled(id) ? status : 403);
const hasEntries = (status) => (id, documents) => (documents.some((d) => d.kind === "journal_entry" && d.owner === id) ? status : 404);
export const ownRoutes = {
  "GET /api/me": { want: everybody },
  "GET /api/documents": { want: everybody },
  "GET /api/works": { want: everybody },
  "GET /api/queue": { want: everybody },
  "GET /api/trainees": { want: everybody },
  "GET /api/me/notes": { want: everybody }, // one's own
  "GET /api/groups": { want: everybody },
  "GET /api/events": { want: everybody },
  "GET /api/notices": { want: everybody },
  "GET /api/search": { want: everybody, query: "?q=march%C3%A9" },
  "GET /api/cohort": { want: (id) => (id === "admin" ? 404 : 200) },
  "GET /api/me/readers": { want: everybody },
  "GET /api/me/log": { want: everybody },
  "GET /api/log": { want: (id) => (id === "admin" || manager(id) || roleOf.get(id) === "quality_officer" ? 200 : 403) }, // others have their own events
  "GET /api/groups/:group": { want: (id) => (knowsGroups(id) ? 200 : 404) },
  "POST /api/groups/:group/pages": { want: (id) => (memberOf(id) === named.group ? 400 : knowsGroups(id) ? 403 : 404), json: { title: "x".repeat(500) } },
  "GET /api/journal": { want: everybody },
  "GET /api/journal/shared": { want: everybody },
  "GET /api/journal/earlier": { want: everybody },
  "PUT /api/journal/earlier": { want: () => 404, json: { share: ["absent"] } }, // nobody is made an offer
  "PUT /api/journal/reminders/:template": { want: () => 404, json: {} },
  "GET /api/journal/default": { want: writesAJournal(200) },
  "PUT /api/journal/default": { want: writesAJournal(200), json: { visibility: "private" } },
  "GET /api/journal/erasure": { want: everybody },
  "DELETE /api/journal/erasure": { want: hasEntries(200) },
};

// route → what each person gets from one that is about a thing with walks of its own: in rights.test.mjs, unless a file is named.
export const otherRoutes = {
  "POST /api/journal/entries": "rights-of-texts.test.mjs", "PUT /api/journal/erasure": "journal-privacy.test.mjs",
  "POST /api/comments/:comment/replies": "rights-of-comments.test.mjs", "PUT /api/comments/:comment/body": "rights-of-comments.test.mjs", "PUT /api/comments/:comment/status": "rights-of-comments.test.mjs",
  "PUT /api/comments/:comment/decision": "rights-of-comments.test.mjs", "DELETE /api/comments/:comment": "rights-of-comments.test.mjs", "DELETE /api/apart/:apart": "rights-of-comments.test.mjs",
  "GET /api/system": "", "GET /api/openings": "", "POST /api/openings": "", "PUT /api/openings/:opening/decision": "", "PUT /api/openings/:opening/telling": "", "POST /api/openings/:opening/readings": "",
  "GET /api/mail": "", "POST /api/mail": "", "PUT /api/mail/:mail/sending": "", "POST /api/mail/:mail/opening": "",
  "PUT /api/notices/seen": "", "GET /api/notices/settings": "", "PUT /api/notices/settings": "", "POST /api/notices/unsubscribe": "", "POST /messages": "notices.test.mjs",
  "POST /api/session": "accounts.test.mjs", "DELETE /api/session": "accounts.test.mjs", "PUT /api/password": "accounts.test.mjs", "POST /api/password/forgotten": "accounts.test.mjs", "POST /api/invitations/renewal": "accounts.test.mjs", "PUT /api/address": "accounts.test.mjs",
  "PUT /api/account/password": "", "PUT /api/account/address": "", "PUT /api/account/name": "", "PUT /api/account/comfort": "",
  "GET /api/account/sign-ins": "", "DELETE /api/account/sign-ins": "accounts.test.mjs", "DELETE /api/account/sign-ins/:id": "",
  "POST /api/invitations/preview": "", "POST /api/invitations": "", "GET /api/people": "", "PUT /api/people/:person/invitation": "", "PUT /api/people/:person/address": "", "PUT /api/people/:person/name": "", "PUT /api/people/:person/closing": "", "GET /api/people/:person/departure": "", "PUT /api/people/:person/second-factor-removal": "", "PUT /api/people/:person/role-removal": "",
  "POST /api/session/second-factor": "", "PUT /api/session/second-factor": "", "GET /api/account/second-factor": "", "POST /api/account/second-factor": "", "PUT /api/account/second-factor": "", "POST /api/account/second-factor/removal": "",
  "GET /healthz": "", "GET /metrics": "", "GET /ical/:secret.ics": "feed.test.mjs", "GET /lecture/:secret": "", "GET /lecture/:secret/images/:image": "images.test.mjs",
};
export const everyRoute = [documentRoutes, entryRoutes, workRoutes, homeRoutes, placeRoutes, groupRoutes, ownRoutes, otherRoutes].flatMap((table) => Object.keys(table));

// Answered without a sign-in; each has a test of its own.
export const publicRoutes = [
  "POST /api/session", "PUT /api/password", "POST /api/notices/unsubscribe", "POST /messages", "POST /api/password/forgotten", "POST /api/invitations/renewal",
  "PUT /api/address", "POST /api/session/second-factor", "PUT /api/session/second-factor", "GET /healthz", "GET /metrics", "GET /ical/:secret.ics", "GET /lecture/:secret", "GET /lecture/:secret/images/:image",
];

// Whose form is judged, on a worker, before anybody is known.
export const wellFormed = {
  "/api/account/password": { current: "x", password: "quatre mots sans rapport" },
  "/api/account/address": { email: "a@b.invalid", password: "x" },
  "/api/account/second-factor": { password: "x" },
  "/api/account/second-factor/removal": { password: "x" },
  "/api/openings/:opening/decision": { agree: true, password: "x" },
};
