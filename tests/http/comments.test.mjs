// Comments over HTTP, as the page asks for them: threads, replies, proposed edits, what others learn of them and when.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RawClient } from "../harness/live.mjs";
import { MailServer, mailSettings } from "../harness/mail.mjs";
import { cohort, ids, may } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

let keys = 0;
const key = () => `key-of-a-test-${String(++keys).padStart(6, "0")}`;
const remark = (exact, body, more = {}) => ({ key: key(), kind: "question", body, anchor: { exact, prefix: "", suffix: "" }, ...more });
const comments = async (person, document) => (await person.get(`/api/documents/${document}/comments`)).is(200).json;
const write = async (person, document, words) => {
  const client = await RawClient.open(person, document, { protocol: "carnet" });
  await client.sync();
  await client.settled(client.edit((content) => { content.delete(0, content.length); content.insert(0, words); }));
  client.drop();
};
const documentOf = async (person, kind, owner) => (await person.get("/api/documents")).is(200).json.find((d) => d.kind === kind && d.owner === owner).id;

test("the sample's comments are there for those who may see them, each on its passage", async (t) => {
  const server = await Server.start(t);
  const author = await server.as("stg-01"), tutor = await server.as("tut-01");
  const diagnostic = await documentOf(author, "diagnostic", "stg-01");
  const { comments: list, abilities } = await comments(author, diagnostic);
  const want = cohort.comments.filter((c) => c.document === "diagnostic-stg-01.md");
  assert.deepEqual(list.map((c) => [c.author.id, c.kind, c.status, c.body, c.anchor.exact, c.anchor.state]), want.map((c) => [c.author, c.kind, c.status, c.body, c.target.exact, "placed"]));
  const text = (await author.get(`/api/documents/${diagnostic}/text`)).text;
  for (const c of list) assert.equal(text.slice(c.anchor.start, c.anchor.end), c.anchor.exact);
  assert.equal(abilities.comment, false, "it is graded");
  assert.equal((await comments(tutor, diagnostic)).comments.length, want.length);
});

test("a conversation: said once, answered, settled, taken back, and told by message 101 to those who may read it", async (t) => {
  const server = await Server.start(t);
  const soizic = await server.as("stg-02"), tutor = await server.as("tut-03"), stranger = await server.as("stg-01");
  const page = await soizic.newPage("Le marché", "grp-b");
  await write(soizic, page, "Le marché 🍞 du lundi est fermé.\n");
  const open = await RawClient.open(soizic, page, { protocol: "carnet" }), plain = await RawClient.open(soizic, page);
  await open.sync();
  await plain.sync();
  const said = remark("du lundi", "Depuis quand ?");
  const first = (await tutor.post(`/api/documents/${page}/comments`, said)).is(201).json;
  assert.equal((await tutor.post(`/api/documents/${page}/comments`, said)).is(200).json.id, first.id, "sent twice, said once");
  assert.equal((await tutor.post(`/api/documents/${page}/comments`, { ...said, body: "Autre" })).is(409).json.code, "comment.key");
  await open.wait("type 101");
  assert.equal(open.messages.find((m) => m.kind === "type 101").bytes.length, 1, "no content");
  const reply = (await soizic.post(`/api/comments/${first.id}/replies`, { key: key(), body: "Depuis mars." })).is(201).json;
  (await soizic.put(`/api/comments/${first.id}/status`, { status: "resolved" })).is(200);
  (await soizic.put(`/api/comments/${first.id}/body`, { body: "À sa place" })).is(403);
  (await tutor.put(`/api/comments/${first.id}/body`, { body: "Depuis quand exactement ?" })).is(200);
  const [thread] = (await comments(soizic, page)).comments;
  assert.deepEqual([thread.body, thread.status, thread.replies.length, thread.replies[0].author.id, thread.replies[0].body], ["Depuis quand exactement ?", "resolved", 1, "stg-02", "Depuis mars."]);
  assert.deepEqual([thread.anchor.start, thread.anchor.end], [13, 21], "in units of UTF-16");
  for (const [method, path, json] of [["POST", "replies", { key: key(), body: "x" }], ["PUT", "body", { body: "x" }], ["PUT", "status", { status: "open" }], ["PUT", "decision", { decision: "refused" }], ["DELETE", ""]])
    for (const id of [first.id, reply.id, "absent"]) assert.equal((await stranger.send(method, `/api/comments/${id}${path && `/${path}`}`, json ? { json } : {})).is(404).json.code, "comment.missing");
  (await tutor.send("DELETE", `/api/comments/${first.id}`)).is(204);
  const [left] = (await comments(soizic, page)).comments;
  assert.deepEqual([left.deleted, left.body, left.author, left.replies.length], [true, "", null, 1]);
  assert.ok(!plain.messages.some((m) => m.kind === "type 101"), "other clients are told nothing");
  open.drop();
  plain.drop();
});

test("what was begun while a draft was closed says between whom it stays", async (t) => {
  const server = await Server.start(t, { now: "2026-06-12T12:00:00+02:00" });
  const author = await server.as("stg-11"), friend = await server.as("stg-14"), tutor = await server.as("tut-03");
  const work = await documentOf(author, "dossier_professionnel", "stg-11"), path = `/api/documents/${work}/comments`;
  await write(author, work, "Le pain est bon.\n");
  const open = (await tutor.post(path, remark("pain", "Ouvert."))).is(201).json;
  (await author.put(`/api/works/${work}/sharing`, { shared: false })).is(200);
  (await author.put(`/api/documents/${work}/named-readers/stg-14`, { until: "2026-06-20" })).is(200);
  const own = (await author.post(path, remark("pain", "Pour moi."))).is(201).json, asked = (await friend.post(path, remark("pain", "Entre nous."))).is(201).json;
  (await author.put(`/api/works/${work}/sharing`, { shared: true })).is(200);
  const told = async (person) => (await comments(person, work)).comments.filter((c) => [open, own, asked].some(({ id }) => id === c.id)).map((c) => [c.body, c.aside]);
  assert.deepEqual(await told(author), [["Ouvert.", null], ["Pour moi.", "alone"], ["Entre nous.", "two"]]);
  assert.deepEqual(await told(friend), [["Entre nous.", "two"]]);
  assert.deepEqual(await told(tutor), [["Ouvert.", null]]);
});

test("proposed edits are written by the author's yes and by nothing else", async (t) => {
  const server = await Server.start(t);
  const soizic = await server.as("stg-02"), tutor = await server.as("tut-03");
  const page = await soizic.newPage("Fautes", "grp-b");
  await write(soizic, page, "Le pain est bonne. La table est mis.\n");
  const live = await RawClient.open(soizic, page, { protocol: "carnet" });
  await live.sync();
  const proposed = (await tutor.post(`/api/documents/${page}/comments`, remark("bonne", "", { kind: "correction", edit: { kind: "replace", text: "bon" } }))).is(201).json;
  const other = (await tutor.post(`/api/documents/${page}/comments`, remark("mis", "", { kind: "correction", edit: { kind: "insert", text: "e" } }))).is(201).json;
  (await tutor.put(`/api/comments/${proposed.id}/decision`, { decision: "accepted" })).is(403);
  const done = (await soizic.put(`/api/comments/${proposed.id}/decision`, { decision: "accepted" })).is(200).json;
  assert.deepEqual([done.edit.decision, done.status, done.edit.decidedBy.id], ["accepted", "resolved", "stg-02"]);
  await live.when(() => String(live.doc.getText("content")) === "Le pain est bon. La table est mis.\n", "the accepted words");
  assert.deepEqual((await soizic.post(`/api/documents/${page}/small-corrections`, { comments: [other.id, proposed.id] })).is(200).json, { accepted: [other.id], left: [proposed.id] });
  assert.equal((await soizic.get(`/api/documents/${page}/text`)).text, "Le pain est bon. La table est mise.\n");
  live.drop();
});

test("a proposal whose thread is settled is left by whoever accepts the small ones", async (t) => {
  const server = await Server.start(t);
  const soizic = await server.as("stg-02"), tutor = await server.as("tut-03");
  const page = await soizic.newPage("Fautes", "grp-b"), all = { comments: [] };
  await write(soizic, page, "Le pain est bonne.\n");
  const { id } = (await tutor.post(`/api/documents/${page}/comments`, remark("bonne", "", { kind: "correction", edit: { kind: "replace", text: "bon" } }))).is(201).json;
  all.comments.push(id);
  (await soizic.put(`/api/comments/${id}/status`, { status: "resolved" })).is(200);
  assert.deepEqual((await soizic.post(`/api/documents/${page}/small-corrections`, all)).is(200).json, { accepted: [], left: [id] });
  assert.equal((await soizic.get(`/api/documents/${page}/text`)).text, "Le pain est bonne.\n");
  (await soizic.put(`/api/comments/${id}/status`, { status: "open" })).is(200);
  assert.deepEqual((await soizic.post(`/api/documents/${page}/small-corrections`, all)).is(200).json, { accepted: [id], left: [] });
});

test("what is not a comment is refused, and changes nothing", async (t) => {
  const server = await Server.start(t);
  const soizic = await server.as("stg-02");
  const page = await soizic.newPage("Bornes", "grp-b");
  await write(soizic, page, "Un.\n");
  const path = `/api/documents/${page}/comments`;
  for (const [body, status] of [
    [{}, 400], [remark("Un.", ""), 400], [remark("Un.", "x".repeat(4001)), 400], [remark("x".repeat(2001), "x"), 400], [remark("Deux.", "x"), 409],
    [{ ...remark("Un.", "x"), key: "court" }, 400], [{ ...remark("Un.", "x"), kind: "ordre" }, 400], [{ ...remark("Un.", "x"), anchor: "Un." }, 400],
    [{ ...remark("Un.", "x"), anchor: { exact: "Un.", positions: ["!", "!"] } }, 400], [{ ...remark("Un.", "x"), autre: 1 }, 400],
    [{ ...remark("Un.", "x"), edit: { kind: "replace", text: "" } }, 400], [{ ...remark("Un.", "x"), edit: { kind: "move" } }, 400],
  ]) (await soizic.post(path, body)).is(status);
  (await soizic.post(`/api/documents/${page}/remarks`, { remarks: Array.from({ length: 16 }, () => remark("Un.", "x")) })).is(413);
  (await soizic.post(`/api/documents/${page}/remarks`, { remarks: [remark("Un.", "x"), remark("Deux.", "x")] })).is(409);
  assert.equal((await comments(soizic, page)).comments.length, 0, "all or none");
  (await soizic.post(`/api/documents/${page}/remarks`, { remarks: Array.from({ length: 15 }, () => remark("Un.", "x")) })).is(201);
  assert.equal((await comments(soizic, page)).comments.length, 15);
});

test("a remark whose passage was rewritten before it came keeps the quote, from a text that its author and its readers may read", async (t) => {
  const server = await Server.start(t);
  const author = await server.as("stg-05"), tutor = await server.as("tut-01");
  const entry = await author.newEntry("Le marché"), path = `/api/documents/${entry}/comments`;
  await write(author, entry, "Des mots zygomatiques.\n");
  (await author.post(path, remark("mots", "Pour moi."))).is(201);
  await write(author, entry, "# Le lundi\n\nLe marché du lundi est fermé.\n");
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  await write(author, entry, "# Le lundi\n\nTout est neuf.\n");
  const late = remark("du lundi", "Quel lundi ?");
  const { id } = (await tutor.post(path, late)).is(201).json;
  assert.equal((await tutor.post(path, late)).is(200).json.id, id, "sent twice, said once");
  const [thread] = (await comments(tutor, entry)).comments;
  assert.deepEqual([thread.body, thread.anchor.state, thread.anchor.exact, thread.anchor.prefix, thread.anchor.section], ["Quel lundi ?", "detached", "du lundi", "# Le lundi\n\nLe marché ", "Le lundi"]);
  assert.equal(thread.anchor.at, "# Le lundi\n\nTout est neuf.".length, "it stands at the end of its section");
  assert.equal((await tutor.post(path, remark("mots zygomatiques", "Ah ?"))).is(409).json.code, "comment.passage_missing", "written before it was shared");
  assert.equal((await tutor.post(path, remark("du mardi", "Ah ?"))).is(409).json.code, "comment.passage_missing", "never written");
  assert.equal((await tutor.post(path, remark("du lundi", "", { edit: { kind: "delete" } }))).is(409).json.code, "comment.passage_missing", "a proposal could not be applied");
  (await author.post(path, remark("mots zygomatiques", "À reprendre."))).is(201);
  assert.deepEqual((await comments(tutor, entry)).comments.map((one) => one.body), ["Quel lundi ?"], "nor shown to whoever may not read it");
  assert.deepEqual((await comments(author, entry)).comments.map((one) => one.body), ["Pour moi.", "Quel lundi ?", "À reprendre."]);
});

test("for every person: comments are seen on what they may read and nowhere else", async (t) => {
  const server = await Server.start(t);
  const diagnostic = await documentOf(await server.as("stg-01"), "diagnostic", "stg-01");
  for (const id of ids) {
    const person = await server.as(id), got = await person.get(`/api/documents/${diagnostic}/comments`);
    const verdict = may(id, { kind: "diagnostic", owner: "stg-01" });
    if (verdict === "either") continue;
    assert.equal(got.status, verdict === "none" ? 404 : 200, id);
    if (verdict !== "none") assert.equal(got.json.comments.length, 8, id);
  }
});

test("a comment on an entry is news to its author, and no word of it leaves by letter", async (t) => {
  const post = await MailServer.start(t);
  const server = await Server.start(t, { now: "2026-06-12T12:00:00+02:00", config: mailSettings(post.port) });
  const author = await server.as("stg-05"), tutor = await server.as("tut-01");
  const entry = await author.newEntry("Un titre très reconnaissable");
  await write(author, entry, "Des mots zygomatiques.\n");
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  (await tutor.post(`/api/documents/${entry}/comments`, remark("mots zygomatiques", "Une remarque crépusculaire"))).is(201);
  const [first] = (await author.get("/api/notices")).is(200).json.notices;
  assert.equal(first.kind, "comment.added");
  assert.ok(!JSON.stringify(first).includes("crépusculaire") && !JSON.stringify(first).includes("zygomatiques"));
  await server.stop();
  await server.restart({ now: "2026-06-12T18:00:05+02:00" });
  const letter = await post.letter((l) => l.to[0] === "stg-05@exemple.invalid" && /nouveau/.test(l.headers.subject));
  assert.match(letter.body, /Un commentaire vous attend sur une entrée\./);
  for (const secret of ["reconnaissable", entry, "zygomatiques", "crépusculaire"]) assert.ok(!letter.raw.includes(secret) && !letter.body.includes(secret), secret);
});
