// Every route and message, for every role of the sample cohort: exactly what DOMAIN §7 says. The routes are read from the
// server's own tables; one that this file does not know fails the first test.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { sql } from "../harness/backups.mjs";
import { abilities, admin, each, expected, furnish, hasGuests, ledger, wholeCast } from "../harness/cast.mjs";
import { RawClient, message, updateOf } from "../harness/live.mjs";
import { Person } from "../harness/person.mjs";
import { png } from "../harness/pictures.mjs";
import { asked, bodyFor, documentRoutes, entryRoutes, everyRoute, fill, groupRoutes, homeBodies, homeRoutes, knowsGroups, named, nothingNew, otherRoutes, ownRoutes, placeRoutes, publicRoutes, routesOf, staff, wellFormed, workRoutes } from "../harness/routes.mjs";
import { accompanies, cohort, memberOf, titles } from "../harness/sample.mjs";
import { password, root } from "../harness/server.mjs";

let server, absent, people, documents, year;

before(async () => {
  ({ server, people, documents } = await wholeCast());
  await furnish(people, documents);
  absent = documents[0].id.replace(/^./, (c) => (c === "b" ? "c" : "b"));
});
after(() => server.end());

function* sources(folder) {
  for (const e of readdirSync(folder, { withFileTypes: true })) {
    if (e.isDirectory()) yield* sources(join(folder, e.name));
    else if (e.name.endsWith(".c")) yield readFileSync(join(folder, e.name), "utf8");
  }
}

test("every route of the server is in this table of rights", () => {
  const known = new Set(everyRoute.map((r) => r.replace(/:[a-z]+/g, ":")));
  const rows = [...sources(join(root, "server"))].flatMap((text) => [...text.matchAll(/\{\s*"(GET|POST|PUT|PATCH|DELETE)",\s*"(\/[^"]*)"/g)].map((m) => `${m[1]} ${m[2]}`));
  assert.ok(rows.length > 15, "the route tables were not found");
  assert.deepEqual(rows.filter((r) => !known.has(r.replace(/:[a-z]+/g, ":"))), []);
  for (const [route, file] of Object.entries(otherRoutes)) {
    const text = readFileSync(join(root, "tests/http", file || "rights.test.mjs"), "utf8");
    for (const word of route.split(/[ /]/).slice(2).filter((w) => w && !w.startsWith(":"))) assert.ok(text.includes(word), `${route} is not asked of anybody in ${file}`);
  }
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
        for (const [ability, want] of Object.entries(abilities(id, d))) note(listed.abilities[ability] === want, `${id}: ${d.kind} of ${d.owner} “${d.title}”: ${ability} is ${listed.abilities[ability]}, expected ${want}`);
      }
    }
  }
  conclude("DOMAIN §7.1");
});

test("every route about one document answers every person as the table says, and live agrees", async () => {
  const revisions = new Map(), images = new Set();
  for (const d of documents) {
    for (const [id, person] of people) if (expected(id, d) === "write") {
      if ((await person.send("PUT", `/api/documents/${d.id}/images/image`, { body: png(), headers: nothingNew.headers })).is(201)) images.add(d.id);
      break;
    }
    for (const [id, person] of people) if (expected(id, d) === "write" || d.owner === id) {
      revisions.set(d.id, (await person.get(`/api/documents/${d.id}/revisions`)).is(200).json[0]?.id);
      break;
    }
  }
  await each(people, async ([id, person]) => {
    for (const d of documents) {
      const verdict = expected(id, d);
      if (verdict === "either") continue;
      const mine = abilities(id, d);
      for (const [route, answers] of Object.entries(routesOf(d))) {
        if (answers.live) continue;
        const revision = revisions.get(d.id);
        if (answers.revision && !revision) continue;
        if (answers.image && !images.has(d.id)) continue;
        const [method, pattern] = route.split(" ");
        const path = fill(pattern, { document: d.id, revision: revision ?? "absent" });
        let want = answers[verdict];
        if (answers.share && verdict !== "none") want = mine.share ? 200 : 403;
        if (answers.rename && verdict !== "none") want = mine.rename ? 200 : 403;
        if (answers.verb) want = verdict === "none" ? 404 : mine[answers.verb] ? answers.then : 403;
        if (answers.naming) want = verdict === "none" ? 404 : mine.share && (mine.write || method !== "PUT") && d.kind !== "group_page" ? answers.naming : 403;
        if (answers.guests) want = verdict === "none" ? 404 : mine.share && d.kind === "group_page" && (method !== "POST" || hasGuests(d)) ? answers.guests : 403;
        if ("tree" in answers) {
          want = verdict === "none" ? 404 : !mine.rename || d.kind !== "group_page" ? 403 : answers.tree;
          if (want === null) continue; // it would be thrown away
        }
        if (want === null) continue;
        const got = await person.send(method, path, bodyFor(route, answers, d, verdict === "write"));
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
      const got = await person.send(method, fill(pattern) + (of.query ?? ""), asked(of, year));
      note(got.status === want(id), `${id}: ${route} answered ${got.status}, expected ${want(id)}`);
    });
  }
  conclude("the table");
});

test("every route about oneself, one's cohort and its teams answers every person as the table says", async () => {
  for (const [route, of] of Object.entries(ownRoutes)) {
    const [method, pattern] = route.split(" ");
    await each(people, async ([id, person]) => {
      const got = await person.send(method, fill(pattern, { template: "absent" }) + (of.query ?? ""), asked(of)), want = of.want(id, documents);
      note(got.status === want, `${id}: ${route} answered ${got.status}, expected ${want}`);
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
      const got = await person.send(method, fill(pattern, absentNames) + (of.query ?? ""), asked(of, year));
      note(got.status === 404, `${id}: ${route} answered ${got.status}`);
    });
  }
  conclude("404");
});

/** A cookie that was good, of a sign-in whose time is over. */
async function expired(id) {
  const person = await Person.signIn(server, id);
  (await person.get("/api/me")).is(200);
  await sql(join(server.data, "carnet.db"), "PRAGMA busy_timeout = 5000; UPDATE sign_in SET expires_at = 1 WHERE id = (SELECT max(id) FROM sign_in);");
  return person;
}

test("without a sign-in, or with one that is over, every route answers 401, live 4401, and the public ones answer", async () => {
  const d = documents.find((x) => x.kind === "journal_entry" && x.owner === "stg-01");
  for (const nobody of [server.nobody({ origin: server.origin }), await expired("stg-01")]) {
    for (const route of everyRoute) {
      const [method, pattern] = route.split(" ");
      if (publicRoutes.includes(route)) continue;
      const path = fill(pattern, { document: d.id }).replace(/:[a-z]+/g, "x");
      if (pattern.startsWith("/live")) note((await (await RawClient.open(nobody, d.id)).code()) === 4401, route);
      else if (route !== "DELETE /api/session") {
        const a = await nobody.send(method, path, method === "GET" || method === "DELETE" ? {} : /\/(updates|:image)$/.test(pattern) ? nothingNew : { json: wellFormed[pattern] ?? {} });
        note(a.status === 401, `${route} answered ${a.status}`);
        if (a.status === 401) note(a.json.code === "session.none", `${route}: ${a.text}`);
      }
    }
    for (const path of ["/healthz", "/metrics", "/"]) (await nobody.get(path)).is(200);
    (await nobody.get("/ical/absent.ics")).is(404);
  }
  conclude("401");
});

test("where a draft is, is told to its author, their accompaniment and the manager, and to no assistant", async () => {
  const handedIn = (work) => ["submitted", "graded"].includes(work.state);
  const told = async (id, path, works) => works((await people.get(id).get(path)).is(200).json);
  const paths = [
    ["/api/board", (json) => json.trainees.flatMap((one) => one.works)],
    ["/api/trainees/stg-11", (json) => json.works],
    [`/api/cohorts/${cohort.cohort.id}/trainees/stg-11`, (json) => json.works],
  ];
  for (const [path, works] of paths) {
    const all = await told("resp-01", path, works), some = await told("ass-01", path, works);
    assert.ok(all.some((work) => !handedIn(work)), `${path}: the manager knows where drafts are`);
    assert.deepEqual(some, all.filter(handedIn), path);
  }
  assert.ok((await told("tut-03", "/api/trainees/stg-11", (json) => json.works)).some((work) => !handedIn(work)));
  assert.ok((await told("stg-11", `/api/cohorts/${cohort.cohort.id}/trainees/stg-11`, (json) => json.works)).some((work) => !handedIn(work)));
});

test("a trainee's page, notes and the board answer those whom they are for", async () => {
  for (const [id, person] of people)
    for (const [route, answer] of Object.entries(homeRoutes)) {
      const [method, pattern] = route.split(" ");
      const json = homeBodies[route];
      const a = await person.send(method, pattern.replace(":person", "stg-01"), json ? { json } : {});
      note(a.status === answer(id, documents), `${id}: ${route} answered ${a.status}, expected ${answer(id, documents)}`);
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

test("the two who open a text must be administrators: for everybody else there is no such thing, with or without a request", async () => {
  const asked = { document: "absent", reason: "x", basis: "y" };
  const opening = (await people.get("admin").post("/api/openings", asked)).is(201).json.id;
  for (const [id, person] of people) {
    const is = id === "admin", answers = [
      ["GET", "/api/openings", undefined, 200], ["POST", "/api/openings", { ...asked, reason: "" }, 400],
      ["PUT", `/api/openings/${opening}/decision`, { agree: true, password }, 403], ["PUT", `/api/openings/${opening}/telling`, {}, 409], ["POST", `/api/openings/${opening}/readings`, {}, 404],
    ];
    for (const [method, path, json, want] of answers) {
      const { status } = await person.send(method, path, json ? { json } : {});
      note(status === (is ? want : 404), `${id}: ${method} ${path} answered ${status}`);
    }
  }
  conclude("ADM-3");
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
      ["PUT", "/api/people/stg-01/name", { givenName: "", familyName: "Kerdavid" }, some ? 400 : 404],
      ["PUT", "/api/account/name", { givenName: "", familyName: "" }, 400],
      ["PUT", `/api/people/${id}/closing`, {}, some && id !== "admin" ? (id === "ass-01" ? 404 : 409) : 404],
      ["PUT", "/api/people/nobody/closing", {}, 404],
      ["GET", "/api/people/tut-01/departure", undefined, some ? 200 : 404],
      ["GET", "/api/people/nobody/departure", undefined, 404],
      ["PUT", "/api/people/stg-01/second-factor-removal", {}, some ? 409 : 404],
      ["PUT", "/api/people/resp-01/role-removal", { cohort: here, role: "programme_manager" }, some && id !== "ass-01" ? 409 : 404],
      ["PUT", "/api/people/tut-01/role-removal", { cohort: here, role: "tutor" }, some ? 409 : 404],
      ["PUT", "/api/people/stg-01/role-removal", { cohort: here, role: "trainee" }, 404],
      ["POST", "/api/session/second-factor", { link: "x" }, 404],
      ["PUT", "/api/session/second-factor", { link: "x", code: "123456", device: "mine" }, 404],
      ["POST", "/api/account/second-factor", { password: "faux" }, [403, 429]], // so many wrong ones from one machine
      ["POST", "/api/account/second-factor/removal", { password: "faux" }, [403, 429]],
      ["PUT", "/api/account/second-factor", { code: "000000" }, [401, 429]],
      ["GET", "/api/account/second-factor", undefined, 200],
      ["DELETE", "/api/account/sign-ins/999999", undefined, 404],
      ["PUT", "/api/account/password", { current: "faux", password: "quatre mots sans rapport" }, [403, 429]],
      ["PUT", "/api/account/address", { email: "a@b.invalid", password: "faux" }, [403, 429]],
      ["PUT", "/api/account/comfort", { face: "serif", spacing: "wide", width: "normal", contrast: "normal", theme: "device", others: "silent" }, 200],
      ["PUT", "/api/account/comfort", { face: "serif", spacing: "wide", width: "normal", contrast: "normal", theme: "device", others: "silent", typography: "plain" }, 200],
      ["PUT", "/api/account/comfort", { face: "serif", spacing: "wide", width: "normal", contrast: "normal", theme: "device", others: "silent", typography: "anglaise" }, 400],
      ["PUT", "/api/account/comfort", { face: "comic", spacing: "wide", width: "normal", contrast: "normal", theme: "device", others: "silent" }, 400],
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
      const path = pattern.replace(":group", pattern.startsWith("/api/teams") ? "grp-a" : group).replace(":person", whom).replace(":draft", "absent").replace(":document", absent).replace(":file", absent);
      const a = await person.send(method, path, json ? { json } : {});
      note(a.status === answer(id), `${id}: ${route} answered ${a.status}, expected ${answer(id)}`);
      if (!pattern.startsWith("/api/teams")) continue;
      for (const [of, want] of [[cohort.cohort.id, answer(id)], ["absent", 404]]) {
        const { status } = await person.send(method, `${path}?cohort=${of}`, json ? { json } : {});
        note(status === want, `${id}: ${route} of ${of} answered ${status}, expected ${want}`);
      }
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
      const a = documentRoutes[route]?.verb || pattern.endsWith("/visit") ? await person.send(method, pattern.replace(":document", absent).replace(":revision", "1").replace(":image", "image"), documentRoutes[route].octets ? nothingNew : { json: documentRoutes[route].json }) : await person.send(method, pattern.replace(":document", absent).replace(":revision", "1").replace(":other", "now").replace(":person", "stg-12").replace(":link", "absent").replace(":image", "image"), method === "GET" || method === "DELETE" ? {} : pattern.endsWith("/readings") ? { json: {} } : pattern.endsWith("/sharing") ? { json: { shared: true } } : pattern.includes("/named-readers") ? { json: { until: "2020-01-01" } } : /\/(updates|:image)$/.test(pattern) ? nothingNew : pattern.endsWith("/title") ? { json: { title: "x" } } : pattern.endsWith("/place") ? { json: {} } : pattern.endsWith("/guest-links") ? { json: { guest: "x", until: "2030-01-01" } } : { json: { visibility: "private" } });
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

test("the column Guest: a link opens its page, and is a sign-in on no route and no socket, of that page or another's, whatever it is shown as", async () => {
  const member = people.get("stg-02");
  const page = documents.find((d) => d.kind === "group_page" && d.owner === "grp-b").id, entry = documents.find((d) => d.kind === "journal_entry").id;
  const until = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  const { path } = (await member.post(`/api/documents/${page}/guest-links`, { guest: "Maison de quartier", until })).is(201).json;
  const secret = path.slice("/lecture/".length);
  for (const credential of [{ authorization: `Bearer ${secret}` }, { authorization: `Basic ${Buffer.from(`guest:${secret}`).toString("base64")}` }, { cookie: `carnet_session=${secret}` }, { referer: server.origin + path }]) {
    const guest = server.nobody({ origin: server.origin, ...credential }), shown = Object.keys(credential);
    for (const document of [page, entry]) {
      for (const route of everyRoute) {
        const [method, pattern] = route.split(" ");
        if (publicRoutes.includes(route) || pattern.startsWith("/live") || route === "DELETE /api/session") continue;
        const at = fill(pattern.replace(":group", "grp-b"), { document }).replace(/:[a-z]+/g, "x");
        const a = await guest.send(method, `${at}?guest=${secret}`, method === "GET" || method === "DELETE" ? {} : /\/(updates|:image)$/.test(pattern) ? nothingNew : { json: wellFormed[pattern] ?? {} });
        note(a.status === 401, `${shown} ${route} answered ${a.status}`);
      }
      note((await (await RawClient.open(guest, document)).code()) === 4401, `${shown} live`);
    }
  }
  (await server.nobody().get(path)).is(200);
  (await server.nobody().get("/lecture/absent")).is(404);
  conclude("401");
});
