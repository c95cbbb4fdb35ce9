// What the walk of the routes (rights.test.mjs) does not say: who writes a journal and opens a page, with whom an entry is shared, and that the
// readers who are announced are those who then can.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { expected, ledger, wholeCast } from "../harness/cast.mjs";
import { cohort, ids, may, memberOf } from "../harness/sample.mjs";

let server, people, documents;
before(async () => ({ server, people, documents } = await wholeCast()));
after(() => server.end());
const { note, conclude } = ledger();

test("a journal is written by trainees in training and by no one else", async () => {
  for (const [id, person] of people) {
    const trainee = cohort.trainees.find((t) => t.id === id);
    const writes = trainee?.enrolment.status === "enrolled";
    const me = (await person.get("/api/me")).is(200).json;
    note(me.abilities.writeJournal === writes, `${id}: writeJournal is ${me.abilities.writeJournal}`);
    const made = await person.post("/api/journal/entries", {});
    note(writes ? made.status === 201 : [403, 404].includes(made.status), `${id}: POST entries answered ${made.status}`);
    const journal = await person.get("/api/journal");
    note(trainee ? journal.status === 200 : [200, 403, 404].includes(journal.status), `${id}: GET journal answered ${journal.status}`);
    if (journal.status === 200) {
      note(journal.json.abilities.create === writes, `${id}: create is ${journal.json.abilities.create}`);
      note(journal.json.entries.every((e) => e.author.id === id), `${id}: somebody else's entry in one's own list`);
      if (!trainee) note(journal.json.entries.length === 0, `${id}: has entries`);
    }
  }
  conclude("the journal's rules");
});

test("other people's entries that one may read are exactly those shared with them, and name no readers", async () => {
  for (const [id, person] of people) {
    const { entries } = (await person.get("/api/journal/shared")).is(200).json;
    for (const d of documents.filter((x) => x.kind === "journal_entry" && x.owner !== id)) {
      const verdict = expected(id, d);
      if (verdict === "either") continue;
      note(entries.some((e) => e.document === d.id) === (verdict === "read"), `${id}: “${d.title}” (${d.entry.visibility})`);
    }
    for (const e of entries) {
      note(e.author.id !== id, `${id}: one's own entry among the shared`);
      note(e.readers === undefined || e.readers === null, `${id}: sees who else reads “${e.title}”`);
      note(e.abilities.share === false && e.abilities.write === false, `${id}: abilities of “${e.title}”`);
    }
  }
  conclude("§7.3");
});

test("a team's space is open to its members, their tutors, its cooperator and the manager; pages are made by members", async () => {
  for (const [id, person] of people) for (const { id: group } of cohort.groups) {
    const reading = id === "admin" ? "none" : may(id, { kind: "group_page", owner: group });
    const a = await person.get(`/api/groups/${group}`);
    if (reading === "none") note(a.status === 404 || (a.status === 200 && a.json.pages.length === 0), `${id}: ${group} answered ${a.status} with pages`);
    else {
      note(a.status === 200, `${id}: ${group} answered ${a.status}`);
      if (a.status === 200) note(a.json.abilities.createPage === (reading === "write") && a.json.abilities.write === (reading === "write"), `${id}: ${group} abilities ${JSON.stringify(a.json.abilities)}`);
    }
    if (reading !== "write") {
      const made = await person.post(`/api/groups/${group}/pages`, { title: "Intrusion" });
      note([403, 404].includes(made.status), `${id}: made a page in ${group}: ${made.status}`);
    }
  }
  for (const id of ids.filter(memberOf)) (await people.get(id).post(`/api/groups/${memberOf(id)}/pages`, { title: "Page permise" })).is(201);
  conclude("§7.1");
});

test("an entry can be shared with one's own team and with no other group", async () => {
  const fatoumata = people.get("stg-05");
  const entry = await fatoumata.newEntry("Essai de partage");
  for (const group of ["grp-b", "grp-x", ""]) {
    const a = await fatoumata.put(`/api/journal/entries/${entry}/visibility`, { visibility: "group", group });
    note([400, 403, 404].includes(a.status), `shared with ${group}: ${a.status}`);
  }
  assert.equal((await fatoumata.get(`/api/journal/entries/${entry}`)).json.visibility, "private");
  const shared = (await fatoumata.put(`/api/journal/entries/${entry}/visibility`, { visibility: "group" })).is(200).json;
  assert.equal(shared.group.id, "grp-a");
  conclude("§7.2");
});

test("the names of those who would read are exactly those who then can", async () => {
  const author = people.get("stg-05");
  const entry = await author.newEntry("Qui lirait");
  const { choices } = (await author.get(`/api/journal/entries/${entry}/visibility`)).is(200).json;
  assert.deepEqual(choices.map((c) => c.visibility).sort(), ["cohort", "group", "private", "tutor"]);
  for (const choice of choices) {
    const named = new Set(choice.readers.map((r) => r.id));
    (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: choice.visibility })).is(200);
    for (const [id, person] of people) {
      if (id === "stg-05") continue;
      const { status } = await person.get(`/api/documents/${entry}`);
      note((status === 200) === named.has(id), `${choice.visibility}: ${id} ${status === 200 ? "reads unnamed" : "is named and cannot read"}`);
    }
    const readers = (await author.get(`/api/documents/${entry}/readers`)).is(200).json.map((r) => r.id).filter((id) => id !== "stg-05");
    assert.deepEqual(readers.sort(), [...named].filter((id) => id !== "stg-05").sort(), choice.visibility);
  }
  conclude("the names announced");
});
