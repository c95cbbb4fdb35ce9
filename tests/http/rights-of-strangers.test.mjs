// Whoever has a place in another cohort only, in each role, on every route of the walk (rights.test.mjs) and every socket: what is of a cohort
// is absent for them, and what is not answers as it answers somebody of that role at home.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { each, furnish, ledger, rowOf, wholeCast } from "../harness/cast.mjs";
import { RawClient } from "../harness/live.mjs";
import { asked, bodyFor, everyRoute, fill, groupRoutes, homeBodies, homeRoutes, named, ownRoutes, placeRoutes, publicRoutes, routesOf } from "../harness/routes.mjs";
import { cohort, everybody } from "../harness/sample.mjs";
import { carnet, today } from "../harness/server.mjs";

// role → somebody of the sample who has it, and so gets at home what the stranger gets elsewhere.
const roles = {
  programme_manager: "resp-01", training_assistant: "ass-01", trainee: "stg-07", tutor: "tut-01", research_cooperator: "coop-01", trainer: "form-01",
  jury_member: "jur-01", quality_officer: "rq-01", disability_officer: "rh-01",
};
const strangers = new Map();
let server, people, documents, year, beside;
const { note, conclude } = ledger();

/** A second cohort that runs at the same time, with somebody in every role. */
before(async () => {
  ({ server, people, documents } = await wholeCast());
  await furnish(people, documents);
  const manager = people.get("resp-01"), admin = people.get("admin");
  year = (await manager.get(fill("/api/cohorts/:cohort/calendar"))).is(200).json;
  const { start } = (await manager.get("/api/cohorts")).is(200).json.cohorts.find((c) => c.id === cohort.cohort.id);
  beside = (await manager.post("/api/cohorts", { programme: named.programme, label: "Voisine", start })).is(201).json.id;
  for (const role of Object.keys(roles)) {
    const email = `${role}@voisine.invalid`;
    (await admin.post("/api/invitations", { cohort: beside, role, people: [{ givenName: "Noé", familyName: `Voisin ${role}`, email }] })).is(201);
    const { code, stdout } = await carnet(["token", "--data", server.data, "--email", email]);
    assert.equal(code, 0);
    strangers.set(role, server.nobody({ authorization: `Bearer ${stdout.trim()}` }));
    strangers.get(role).id = (await strangers.get(role).get("/api/me")).is(200).json.person.id;
  }
  const [own, trainee] = [strangers.get("programme_manager"), strangers.get("trainee")], at = `/api/cohorts/${beside}/trainees/${trainee.id}`;
  for (const [as, role] of [["tutor", "tutor"], ["cooperator", "research_cooperator"]]) (await own.put(`${at}/${as}`, { person: strangers.get(role).id, from: today() })).is(200);
});
after(() => server.end());

test("each of them has a place at home", async () => {
  for (const [role, person] of strangers) (await person.get(`/api/cohorts/${beside}/calendar`)).is(200), assert.equal((await person.get("/api/cohort")).json.id, beside, role);
  assert.equal((await strangers.get("trainee").get("/api/me")).json.abilities.writeJournal, true);
  assert.equal((await strangers.get("tutor").get("/api/trainees")).json.length, 1);
});

test("every route about a document of another cohort is, for every stranger, that of an absent one, and its socket closes with 4404", async () => {
  const one = [...new Map(documents.map((d) => [rowOf(d), d])).values()];
  await each(strangers, async ([role, person]) => {
    for (const d of documents) {
      const shown = await person.get(`/api/documents/${d.id}`);
      note(shown.status === 404, `${role}: GET a ${d.kind} of ${d.owner} answered ${shown.status}`);
    }
    for (const d of one) {
      for (const [route, answers] of Object.entries(routesOf(d))) {
        if (answers.live) continue;
        const [method, pattern] = route.split(" ");
        const got = await person.send(method, fill(pattern, { document: d.id }), bodyFor(route, answers, d, false));
        note(got.status === 404, `${role}: ${route} on ${d.kind} of ${d.owner} answered ${got.status}`);
      }
      const c = await RawClient.open(person, d.id, { protocol: "carnet" });
      note((await c.code()) === 4404 && c.messages.length === 0, `${role}: live on ${d.kind} of ${d.owner}`);
    }
  });
  conclude("404");
});

/** What is said beside a text and apart from it, letters and requests: things with names of their own. */
async function things() {
  const page = documents.find((d) => d.kind === "group_page" && d.owner === "grp-b").id, admin = people.get("admin");
  const comment = (await people.get("stg-02").get(`/api/documents/${page}/comments`)).is(200).json.comments[0].id;
  await admin.post("/api/mail", {});
  const mail = (await admin.get("/api/mail")).json.mail[0].id;
  const opening = (await admin.post("/api/openings", { document: page, reason: "x", basis: "y" })).is(201).json.id;
  const group = "grp-b", role = "trainer", here = cohort.cohort.id, people_ = [{ givenName: "a", familyName: "b", email: "a@b.invalid" }];
  return [
    ["POST", `/api/comments/${comment}/replies`, { key: "key-of-a-stranger-1", body: "x" }], ["PUT", `/api/comments/${comment}/body`, { body: "x" }], ["PUT", `/api/comments/${comment}/status`, { status: "open" }],
    ["PUT", `/api/comments/${comment}/decision`, { decision: "refused" }], ["DELETE", `/api/comments/${comment}`], ["DELETE", "/api/apart/absent"],
    ["PUT", `/api/mail/${mail}/sending`, {}], ["POST", `/api/mail/${mail}/opening`, {}], ["PUT", `/api/openings/${opening}/telling`, {}], ["POST", `/api/openings/${opening}/readings`, {}], ["GET", "/api/openings"],
    ["POST", "/api/invitations/preview", { cohort: here, text: "a@b.invalid" }], ["POST", "/api/invitations", { cohort: here, role, people: people_ }], ["GET", `/api/people?cohort=${here}`], ["GET", "/api/people"], ["GET", "/api/system"],
    ["PUT", "/api/people/stg-01/invitation", {}], ["PUT", "/api/people/stg-01/address", { email: "a@b.invalid" }], ["PUT", "/api/people/stg-01/name", { givenName: "a", familyName: "b" }], ["PUT", "/api/people/stg-01/closing", {}],
    ["GET", "/api/people/stg-01/departure"], ["PUT", "/api/people/stg-01/second-factor-removal", {}], ["PUT", "/api/people/form-01/role-removal", { cohort: here, role }], ["DELETE", "/api/account/sign-ins/1"],
    ["PUT", `/api/groups/${group}/invitations/stg-01`, {}], ["POST", `/api/groups/${group}/files`, {}],
  ];
}

test("every other thing of another cohort is absent for every stranger", async () => {
  for (const [method, path, json] of await things())
    for (const [role, person] of strangers) {
      const got = await person.send(method, path, json ? { json } : {});
      note(got.status === 404, `${role}: ${method} ${path} answered ${got.status}`);
    }
  conclude("404");
});

test("every route about a cohort, its people and its groups is absent for every stranger, and what is of no cohort answers as at home", async () => {
  const tables = { ...placeRoutes, ...ownRoutes, ...Object.fromEntries(Object.entries(groupRoutes).map(([route, [json, want]]) => [route, { want, json }])), ...Object.fromEntries(Object.entries(homeRoutes).map(([route, want]) => [route, { want }])) };
  for (const [route, of] of Object.entries(tables)) {
    const [method, pattern] = route.split(" "), theirs = /:(cohort|group|trainee|person)/.test(pattern);
    for (const [role, person] of strangers) {
      const options = homeBodies[route] ? { json: homeBodies[route] } : asked(of, year);
      const want = route === "PUT /api/teams/places/:person" && role === "programme_manager" ? 409 : theirs ? 404 : of.want(roles[role], []); // 409: as nobody at all
      if (want === null) continue;
      const got = await person.send(method, fill(pattern, { template: "absent" }) + (of.query ?? ""), options);
      note(got.status === want, `${role}: ${route} answered ${got.status}, expected ${want}`);
    }
  }
  const nobody = await strangers.get("programme_manager").put("/api/teams/places/nobody", groupRoutes["PUT /api/teams/places/:person"][0]);
  note(nobody.status === 409, `nobody at all: ${nobody.text}`);
  conclude("the table");
});

test("a research cooperator of the cohort who accompanies nobody may open nothing; chosen for a team, they read and comment its pages, not the inner ones, and nothing else", async () => {
  const manager = people.get("resp-01"), email = "chosen@voisine.invalid", person = { givenName: "Noé", familyName: "Choisi", email };
  (await people.get("admin").post("/api/invitations", { cohort: cohort.cohort.id, role: "research_cooperator", people: [person] })).is(201);
  const chosen = server.nobody({ authorization: `Bearer ${(await carnet(["token", "--data", server.data, "--email", email])).stdout.trim()}` });
  const { id } = (await chosen.get("/api/me")).is(200).json.person, grpA = (await manager.get("/api/teams")).is(200).json.teams.find((team) => team.id === "grp-a");
  const walk = async (mayOpen) => {
    const listed = new Map((await chosen.get("/api/documents")).is(200).json.map((d) => [d.id, d.abilities]));
    for (const d of documents) {
      const want = mayOpen(d), { status } = await chosen.get(`/api/documents/${d.id}`);
      note(status === (want ? 200 : 404) && listed.has(d.id) === want, `GET a ${d.kind} of ${d.owner} “${d.title}” answered ${status}`);
      if (want) assert.deepEqual(listed.get(d.id), { read: true, readComments: true, comment: true, answer: true, write: false, share: false, rename: false }, d.title);
    }
    for (const { id: group } of cohort.groups) note((await chosen.get(`/api/groups/${group}`)).status === (documents.some((d) => d.owner === group && mayOpen(d)) ? 200 : 404), `the group ${group}`);
  };
  await walk(() => false);
  const { name, commission, commissioner, cooperator } = grpA;
  (await manager.put("/api/teams/grp-a", { name, commission, commissioner, cooperator: id })).is(200);
  await walk((d) => d.kind === "group_page" && d.owner === "grp-a" && d.title !== "Les nôtres");
  (await chosen.get("/api/trainees")).is(200).json.forEach((one) => note(false, `a trainee, ${one.id}`));
  (await manager.put("/api/teams/grp-a", { name, commission, commissioner, cooperator: cooperator.id })).is(200);
  await walk(() => false);
  conclude("§7.1, note 2");
});

test("nothing that lists, counts, finds or tells has a person, a text or a group of another cohort in it", async () => {
  // Who made the cohort beside it is of both.
  const secret = new Set([...documents.map((d) => d.id), ...documents.filter((d) => d.kind === "journal_entry").map((d) => d.title), ...cohort.groups.flatMap((g) => [`"${g.id}"`, g.name]), ...everybody.filter((p) => p.id !== "resp-01").map((p) => `"${p.id}"`)]);
  const paths = everyRoute.filter((r) => r.startsWith("GET /api/") && !r.includes(":") && !publicRoutes.includes(r)).map((r) => r.slice(4));
  const words = documents.map((d) => d.title.split(/\W+/).find((w) => w.length > 4)).filter(Boolean).slice(0, 8);
  for (const [role, person] of strangers)
    for (const path of [...paths.filter((p) => p !== "/api/search"), ...words.map((w) => `/api/search?q=${encodeURIComponent(w)}`)]) {
      const { text, status } = await person.get(path);
      if (status !== 200) continue;
      for (const word of secret) note(!text.includes(word), `${role}: ${path} shows ${word}`);
    }
  conclude("what is of another cohort");
});
