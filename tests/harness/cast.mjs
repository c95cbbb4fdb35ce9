// Everybody of the sample cohort, and an administrator, signed in at one server: what the walks of rights begin with.
import assert from "node:assert/strict";
import { cohort, ids, may, memberOf, placed, roleOf } from "./sample.mjs";
import { Server, carnet } from "./server.mjs";

export const admin = "admin@exemple.invalid";

export async function each(list, work, atOnce = 8) {
  const rest = [...list];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let x; (x = rest.shift()) !== undefined; ) await work(x);
  }));
}

/** people: id → Person. documents: [{id, kind, title, owner, entry?}], everything anybody may open. */
export async function wholeCast() {
  const server = await Server.start(), people = new Map(), found = new Map();
  assert.equal((await carnet(["admin", "--data", server.data, "--email", admin])).code, 0);
  await each(ids, async (id) => people.set(id, await server.as(id)), 4);
  const token = (await carnet(["token", "--data", server.data, "--email", admin])).stdout.trim();
  people.set("admin", server.nobody({ authorization: `Bearer ${token}` }));
  for (const [, person] of people)
    for (const d of (await person.get("/api/documents")).is(200).json) found.set(d.id, d);
  for (const d of found.values())
    if (d.kind === "journal_entry") d.entry = (await people.get(d.owner).get(`/api/journal/entries/${d.id}`)).is(200).json;
  return { server, people, documents: [...found.values()] };
}

/** What DOMAIN §7.1 gives somebody on a document: "write", "read", "none", or "either" where it leaves it open. */
export function expected(id, d) {
  if (id === "admin") return "none";
  if (d.made) return d.made.write.includes(id) ? "write" : [...d.made.comment, ...d.made.read].includes(id) ? "read" : "none";
  if (d.named?.includes(id)) return "read";
  return d.kept && d.owner !== id ? "none" : may(id, d, d.entry);
}

/** Pages that a link can be given out for: a team's, and not those of its inner folder. */
export const hasGuests = (d) => d.kind === "group_page" && (!d.made || d.open === true);

const isWork = (d) => d.kind !== "journal_entry" && d.kind !== "group_page";
const stateOf = (d) => cohort.deliverables.find((w) => w.trainee === d.owner && w.deliverable === d.kind).state;

/** What is said beside the text: the letter C of the same table, and who answers there. Only its own members and author do more. */
function talks(id, d) {
  if (d.made) return d.made.comment.includes(id);
  if (d.named?.includes(id)) return true;
  return isWork(d) ? ["draft", "reopened", "submitted"].includes(stateOf(d)) : roleOf.get(id) !== "programme_manager";
}

/** The abilities somebody has on a document they may open; null for everybody else. */
export function abilities(id, d) {
  const verdict = expected(id, d);
  if (verdict === "none") return null;
  const write = verdict === "write", own = d.owner === id, comment = write || (talks(id, d) && !(isWork(d) && own));
  const readComments = !(isWork(d) && d.named?.includes(id));       // note 4: author and accompaniment; whoever is named sees their own threads
  return { read: true, readComments, write, comment, answer: comment || (isWork(d) && own && stateOf(d) === "submitted"), share: write, rename: write && !isWork(d) };
}

/** What the sample has no example of: work groups, the commons, a team that chose its readers, named readers, a draft kept for oneself.
 * Each is added to `documents` with who has which right by DOMAIN §7.1 to §7.3; those who are not listed have none. */
export async function furnish(people, documents) {
  const as = (id) => people.get(id), day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
  const add = async (id, by, made, more) => documents.push({ ...(await as(by).get(`/api/documents/${id}`)).is(200).json, made: { write: [], comment: [], read: [], ...made }, ...more });
  const group = async (by, open, members, invited) => {
    const { id } = (await as(by).post("/api/groups", { name: `Autour de ${by}`, open })).is(201).json;
    for (const who of [...members, ...invited]) (await as(by).put(`/api/groups/${id}/invitations/${who}`, {})).is(200);
    for (const who of members) (await as(who).put(`/api/groups/${id}/membership`, {})).is(200);
    return id;
  };

  const closed = await group("stg-01", false, ["stg-02", "form-02", "tut-03", "coop-01"], ["coop-02", "stg-03"]); // the last two have not joined
  await add(await as("stg-01").newPage("Nos comptes", closed), "stg-01", { write: ["stg-01", "stg-02", "form-02"], comment: ["tut-03", "coop-01"], read: ["resp-01"] });
  const over = await group("stg-03", true, ["stg-07", "tut-03"], []), last = await as("stg-03").newPage("Ce qui reste", over);
  (await as("stg-03").put(`/api/groups/${over}/archived`, { archived: true })).is(200);
  await add(last, "stg-03", { read: ["stg-03", "stg-07", "tut-03", "resp-01"] });

  const commons = (await as("stg-07").get("/api/groups")).is(200).json.find((g) => g.kind === "commons").id;
  const here = (...roles) => ids.filter((id) => roles.includes(roleOf.get(id)) && placed(id));
  await add(await as("stg-07").newPage("Ressources", commons), "stg-07", { write: here("trainee", "trainer", "programme_manager"), comment: here("tutor", "research_cooperator"), read: here("training_assistant") });

  // A trainer of the module that teams work in; a tutor whom the manager adds; a cooperator from whom the team keeps its pages.
  const plan = { format: "workshop", module: "b2-m2", room: null, trainers: ["form-01"] };
  (await as("ass-01").put(`/api/cohorts/${cohort.cohort.id}/halfdays/ses-6-d1-am`, plan)).is(200);
  for (const d of documents) if (d.kind === "group_page" && memberOf("stg-02") === d.owner) d.named = ["form-01"];
  (await as("resp-01").put("/api/groups/grp-a/tutors/tut-03", { added: true })).is(200);
  (await as("stg-05").put("/api/groups/grp-a/readers/coop-01", { open: false })).is(200);
  const team = ["stg-01", "stg-05", "stg-09"];
  await add(await as("stg-09").newPage("Le marché", "grp-a"), "stg-09", { write: team, comment: ["tut-01", "tut-03", "form-01"], read: ["resp-01"] }, { open: true });
  await add((await as("stg-09").post("/api/groups/grp-a/pages", { title: "Les nôtres", inner: true })).is(201).json.id, "stg-09", { write: team });

  const name = async (by, document, who) => (await as(by).put(`/api/documents/${document}/named-readers/${who}`, { until: day(30), question: "Est-ce clair ?" })).is(200);
  const entry = await as("stg-04").newEntry("Pour quelques-uns"), readers = ["stg-13", "form-01", "coop-02", "tut-03"];
  for (const who of readers) await name("stg-04", entry, who);
  await add(entry, "stg-04", { write: ["stg-04"], comment: readers }, { entry: (await as("stg-04").get(`/api/journal/entries/${entry}`)).is(200).json });
  const note = (owner) => documents.find((d) => d.kind === "note_synthetique" && d.owner === owner);
  note("stg-05").named = ["stg-09", "resp-01"];
  for (const who of note("stg-05").named) await name("stg-05", note("stg-05").id, who);
  note("stg-07").kept = true;
  (await as("stg-07").put(`/api/works/${note("stg-07").id}/sharing`, { shared: false })).is(200);
}

/** In which row of the table a document stands: its kind, visibility or state; each that the sample does not have is one by itself. */
export const rowOf = (d) => (d.made ? d.id : [d.entry?.visibility ?? (isWork(d) ? stateOf(d) : d.kind), d.named, d.kept].join());

/** Answers that are not as they should be, told together at the end. */
export function ledger() {
  const wrong = [];
  return {
    note: (ok, what) => ok || wrong.push(what),
    conclude(what) {
      const list = wrong.splice(0);
      assert.equal(list.length, 0, `${list.length} answers differ from ${what}:\n${list.slice(0, 25).join("\n")}`);
    },
  };
}
