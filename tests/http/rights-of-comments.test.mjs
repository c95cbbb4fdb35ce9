// The walk of the routes (rights.test.mjs) goes on beside the text: what is said there, sentences changed apart, and the messages of the
// live socket that tell of both, person by person, as DOMAIN §7.1 says.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { abilities, each, expected, furnish, ledger, rowOf, wholeCast } from "../harness/cast.mjs";
import { RawClient, updateOf } from "../harness/live.mjs";
import { cohort } from "../harness/sample.mjs";

let server, people, texts, keys = 0;
const key = () => `key-of-the-walk-${String(++keys).padStart(6, "0")}`;
const { note, conclude } = ledger();
const octets = { "content-type": "application/octet-stream", "carnet-state-vector": "AA" };
const called = (d) => `${d.kind} of ${d.owner} “${d.title}”`;
const who = (d, ability) => [...people.keys()].filter((id) => expected(id, d) !== "either" && abilities(id, d)?.[ability]);
const state = (d) => cohort.deliverables.find((w) => w.trainee === d.owner && w.deliverable === d.kind)?.state;

/** One text that has words for each row of the table. */
before(async () => {
  let documents;
  ({ server, people, documents } = await wholeCast());
  await furnish(people, documents);
  const one = new Map();
  for (const d of documents) {
    const row = rowOf(d);
    const [author] = who(d, "write");
    if (author && !(await people.get(author).text(d.id)).trim())
      (await people.get(author).send("POST", `/api/documents/${d.id}/updates`, { body: Buffer.from(updateOf("Des mots à lire.\n")), headers: octets })).is(200);
    const [reader] = who(d, "read"), words = (await people.get(reader).text(d.id)).trim();
    if (words && !one.has(row)) one.set(row, { ...d, exact: [...words].slice(0, 8).join("") });
  }
  texts = [...one.values()];
  assert.ok(["private", "tutor", "group", "cohort"].every((v) => texts.some((d) => d.entry?.visibility === v)), "an entry of every visibility");
  assert.ok(["draft", "submitted", "graded"].every((s) => texts.some((d) => state(d) === s)), "a work of every state");
  assert.ok(texts.length >= 15, `${texts.length} texts`);
});
after(() => server.end());

const remark = (d, body) => ({ key: key(), kind: "correction", body, anchor: { exact: d.exact }, edit: { kind: "insert", text: "!" } });
const said = async (id, d) => (await people.get(id).get(`/api/documents/${d.id}/comments`)).is(200).json;

/** A thread that holds a proposed edit: by a reader who comments, if there is one, else by who writes; and one that is already there
 * where nothing can be said any more. Refused at once, so that the same again changes nothing. */
async function begin(d) {
  const [reader] = who(d, "comment").filter((id) => !abilities(id, d).write), [writer] = who(d, "write"), by = reader ?? writer;
  if (!by) return (await said(who(d, "read")[0], d)).comments[0];
  const thread = (await people.get(by).post(`/api/documents/${d.id}/comments`, remark(d, "À relire"))).is(201).json;
  if (writer) (await people.get(writer).put(`/api/comments/${thread.id}/decision`, { decision: "refused" })).is(200);
  return { ...thread, author: { id: by }, status: writer ? "resolved" : "open" };
}

test("every route about a comment answers every person as the table says, and whoever may not read its text finds none", async () => {
  for (const d of texts) {
    const thread = await begin(d);
    if (!thread) continue; // graded, and nobody said anything
    await each(people, async ([id, person]) => {
      if (expected(id, d) === "either") return;
      const mine = abilities(id, d), own = thread.author.id === id, sees = mine !== null && (mine.readComments || own);
      const author = mine && (mine.write || d.owner === id);
      const asks = [
        ["POST", "/replies", { key: "bref", body: "x" }, mine?.answer && 400],
        ["PUT", "/body", { body: " ".repeat(4) + "x".repeat(4001) }, own && mine?.answer && 400],
        ["PUT", "/status", { status: thread.status }, mine?.answer && (author || own) && 200],
        ["PUT", "/decision", { decision: "refused" }, mine?.write && 200],
        ["DELETE", "", undefined, own && mine?.answer && null], // it would be gone
      ];
      for (const [method, path, json, may] of asks) {
        const want = !sees ? 404 : may === null ? null : may || 403;
        if (want === null) continue;
        const a = await person.send(method, `/api/comments/${thread.id}${path}`, json ? { json } : {});
        note(a.status === want, `${id}: ${method} ${path} of a comment on ${called(d)} answered ${a.status}, expected ${want}`);
        if (want === 404) note(a.json.code === "comment.missing", `${id}: ${a.text}`);
      }
      if (mine === null) return;
      const list = await said(id, d);
      note(list.comments.some((c) => c.id === thread.id) === sees, `${id}: ${sees ? "does not see" : "sees"} what is said on ${called(d)}`);
      note(list.abilities.comment === mine.comment && list.abilities.answer === mine.answer && list.abilities.accept === mine.write, `${id}: ${called(d)}: ${JSON.stringify(list.abilities)}`);
    });
    const author = people.get(thread.author.id);
    if (abilities(thread.author.id, d)?.answer) note((await author.delete(`/api/comments/${thread.id}`)).status === 204, `${thread.author.id} takes back a comment on ${called(d)}`);
  }
  for (const [id, person] of people)
    for (const [method, path, json] of [["POST", "/replies", { key: key(), body: "x" }], ["PUT", "/body", { body: "x" }], ["PUT", "/status", { status: "open" }], ["PUT", "/decision", { decision: "refused" }], ["DELETE", ""]])
      note((await person.send(method, `/api/comments/absent${path}`, json ? { json } : {})).status === 404, `${id}: ${method} ${path} of an absent comment`);
  conclude("DOMAIN §7.1");
});

/** A socket of everybody who may read, that knows the messages of our own page; those of others are closed, which the first walk asks. */
async function listening(d) {
  const sockets = new Map();
  await each(people, async ([id, person]) => {
    const c = await RawClient.open(person, d.id, { protocol: "carnet" });
    if (abilities(id, d) === null || expected(id, d) === "either") note(expected(id, d) === "either" || (await c.code()) === 4404, `${id}: live on ${called(d)}`);
    else await c.sync();
    if (c.close || expected(id, d) === "either") note(!c.messages.some((m) => /^type 10/.test(m.kind)), `${id}: is told something of ${called(d)}`), c.drop();
    else sockets.set(id, c);
  });
  return sockets;
}
/** Who got this message since: whatever was sent before has come once a question was answered. */
async function toldOf(sockets, kind) {
  const told = [];
  for (const [id, c] of sockets) {
    await c.sync();
    const got = c.messages.filter((m) => m.kind === kind);
    note(got.every((m) => m.bytes.length === 1), `${id}: ${kind} has content`);
    if (got.length) told.push(id);
  }
  return told.sort();
}

test("message 101: everybody who reads a thread learns that something was said in it, and nobody else", async () => {
  for (const d of texts) {
    const [by] = who(d, "comment");
    if (!by) continue;
    const sockets = await listening(d), plain = await (await RawClient.open(people.get(by), d.id)).sync();
    (await people.get(by).post(`/api/documents/${d.id}/comments`, remark(d, "Entendu ?"))).is(201);
    const told = await toldOf(sockets, "type 101"), want = [...new Set([...who(d, "readComments"), by])].sort(); // a thread is read by who began it, too
    note(JSON.stringify(told) === JSON.stringify(want), `${called(d)}: ${told} were told, expected ${want}`);
    await plain.sync();
    note(!plain.messages.some((m) => m.kind === "type 101"), "a client that does not know the message");
    for (const c of [...sockets.values(), plain]) c.drop();
  }
  conclude("who reads what is said");
});

test("message 100: who writes is told what is kept, and who only reads is closed and told nothing", async () => {
  for (const d of texts) {
    const sockets = await listening(d);
    for (const [id, c] of sockets) {
      c.type("é");
      if (abilities(id, d).write) await c.settled().catch((e) => note(false, `${id}: ${called(d)}: ${e.message}`));
      else note((await c.code().catch(() => null)) === 4403 && c.saved < 1, `${id}: wrote in ${called(d)}`);
      c.drop();
    }
  }
  conclude("who writes");
});

test("message 102 and DELETE /api/apart/*: sentences changed apart are there for those whose words they are, and nobody else", async () => {
  for (const d of texts.filter((x) => who(x, "write").length > 1)) {
    const sockets = await listening(d), [one, other] = who(d, "write");
    const client = sockets.get(other);
    client.type("Le marché ferme lundi.");
    await client.settled();
    const words = { mine: "Le marché ouvre mardi.", theirs: "Le marché ferme lundi.", merged: "Le marché ferme mardi.", start: "AAEC", end: "AAED", clients: [client.doc.clientID] };
    const { id: apart } = (await people.get(one).post(`/api/documents/${d.id}/apart`, words)).is(201).json;
    const told = await toldOf(sockets, "type 102");
    note(JSON.stringify(told) === JSON.stringify([one, other].sort()), `${called(d)}: ${told} were told, expected ${one} and ${other}`);
    for (const [id, person] of people) {
      if (expected(id, d) === "either") continue;
      const concerned = id === one || id === other, list = await person.get(`/api/documents/${d.id}/apart`);
      note(list.status === (abilities(id, d) ? 200 : 404), `${id}: GET apart on ${called(d)} answered ${list.status}`);
      if (list.status === 200) note(list.json.apart.length === (concerned ? 1 : 0), `${id}: sees ${list.text}`);
      if (!concerned) note((await person.delete(`/api/apart/${apart}`)).status === 404, `${id}: DELETE apart of ${called(d)}`);
    }
    (await people.get(other).delete(`/api/apart/${apart}`)).is(204);
    for (const c of sockets.values()) c.drop();
  }
  for (const [id, person] of people) note((await person.delete("/api/apart/absent")).status === 404, `${id}: absent`);
  conclude("whose words they are");
});
