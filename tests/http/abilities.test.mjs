// What a page shows is what the server says that one may do: every answer about a thing carries `abilities`, booleans by name.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { furnish, ledger, wholeCast } from "../harness/cast.mjs";
import { RawClient } from "../harness/live.mjs";
import { png } from "../harness/pictures.mjs";
import { everyRoute, fill, nothingNew } from "../harness/routes.mjs";

let server, people, names;
const { note, conclude } = ledger();

// Answers about nothing that one could act upon.
const nothingToDo = {
  "GET /api/documents/:document/measure": "figures of a text",
  "GET /api/documents/:document/readers": "who would read it; naming them and closing it have answers of their own",
  "GET /api/documents/:document/readings": "who said that they read it",
  "GET /api/accompaniment": "who accompanies whom, which the place of each trainee changes",
  "GET /api/trainees": "whom one accompanies; each has a page that says",
  "GET /api/me/notes": "one's own notes, which stay one's own to write",
  "GET /api/events": "what happened",
  "GET /api/log": "what was done, which nobody changes",
  "GET /api/programmes/:programme/file": "the very file that was given",
  "GET /api/programmes/:programme/calendar": "dates that are kept nowhere yet",
  "GET /api/cohorts/:cohort/sessions/:session/move": "dates that are kept nowhere yet",
  "GET /api/cohorts/:cohort/milestones/:milestone/move": "dates that are kept nowhere yet",
};

before(async () => {
  let documents;
  ({ server, people, documents } = await wholeCast());
  await furnish(people, documents);
  const find = (kind, owner) => documents.find((d) => d.kind === kind && d.owner === owner).id, idriss = people.get("stg-02");
  const page = find("group_page", "grp-b"), entry = documents.find((d) => d.kind === "journal_entry" && d.owner === "stg-01").id, work = find("note_synthetique", "stg-02");
  (await idriss.send("PUT", `/api/documents/${page}/images/image`, { body: png(), headers: nothingNew.headers })).is(201);
  (await people.get("tut-03").post(`/api/documents/${page}/readings`, {})).is(200);
  (await idriss.delete(`/api/documents/${await idriss.newPage("De trop", "grp-b")}`)).is(204);
  (await people.get("resp-01").put("/api/groups/grp-a/tutors/tut-03", { added: false })).is(200); // so that one can be added
  (await people.get("tut-03").put("/api/trainees/stg-02/note", { cohort: "coh-2025-2026", text: "Elle avance." })).is(200);
  const yann = await RawClient.open(people.get("stg-06"), page, { protocol: "carnet" });
  await yann.sync();
  yann.type("Le marché ferme lundi.");
  await yann.settled();
  await yann.end();
  (await idriss.post(`/api/documents/${page}/apart`, { mine: "a", theirs: "b", merged: "ab", start: "AAEC", end: "AAED", clients: [yann.doc.clientID] })).is(201);
  const revision = async (id, of) => (await people.get(of).get(`/api/documents/${id}/revisions`)).is(200).json[0].id;
  names = [
    { document: page, revision: await revision(page, "stg-02"), group: "grp-b" }, { document: entry, revision: await revision(entry, "stg-01") }, { document: work, revision: await revision(work, "stg-02") },
    { document: page, revision: "absent", group: "grp-a" }, { document: page, revision: "absent", group: (await people.get("stg-01").get("/api/groups")).json.find((g) => g.kind === "work_group" && !g.archived && g.mine).id },
  ];
});
after(() => server.end());

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const says = (value) => isObject(value.abilities) && Object.keys(value.abilities).length > 0 && Object.values(value.abilities).every((a) => typeof a === "boolean");
/** The things that an answer is about: itself, or what it lists, when it is only the list of them. */
const things = (json) => (Array.isArray(json) ? json : isObject(json.document) && !json.abilities ? [json.document] : json.abilities ? [json] : Object.values(json).some(Array.isArray) ? Object.values(json).filter(Array.isArray).flat() : [json]).filter(isObject);
/** Each says so; a thing that is a list of things (a moment and its steps) lets them say it. */
const told = (json) => things(json).every((one) => says(one) || (one !== json && things(one).length > 0 && told(one)));

/** Everything that somebody is answered on a route, for each thing that its name may stand for. */
async function answers(route) {
  const pattern = route.slice(4), found = [];
  for (const at of names) {
    const path = fill(pattern, at) + ({ "/api/search": "?q=march%C3%A9", "/api/programmes/:programme/calendar": "?start=2030-12-02" }[pattern] ?? (pattern.endsWith("/move") ? "?from=2001-12-03" : ""));
    for (const id of ["stg-01", "stg-02", "tut-01", "tut-03", "resp-01", "ass-01", "rh-01", "admin"]) {
      const a = await people.get(id).get(path);
      if (a.status === 200 && /json/.test(a.headers["content-type"])) found.push({ id, path, json: a.json });
    }
    if (!/:(document|revision|group)/.test(pattern)) break;
  }
  return found;
}

test("every answer to GET about a thing says what one may do with it", async () => {
  const silent = new Set(Object.keys(nothingToDo)), seen = new Set();
  for (const route of everyRoute.filter((r) => r.startsWith("GET /api/"))) {
    const all = await answers(route);
    for (const { id, path, json } of all) {
      if (things(json).length === 0) continue; // an empty list
      seen.add(route);
      if (!(route in nothingToDo)) note(told(json), `${path}: ${id} is answered ${JSON.stringify(json).slice(0, 200)}`);
      else if (!told(json)) silent.delete(route);
    }
    note(all.length === 0 || seen.has(route) || route in nothingToDo, `${route} showed nobody anything`);
  }
  note(silent.size === 0, `an exception that is none: ${[...silent]}`);
  conclude("what every answer has");
});
