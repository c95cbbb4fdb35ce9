// Search from outside: each person finds what they may open and nothing else, whatever they type, and the folder holds no word of a journal.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { contentsOf } from "../harness/folder.mjs";
import { RawClient } from "../harness/live.mjs";
import { cohort, ids, sampleText } from "../harness/sample.mjs";
import { Server, patience, root, sleep } from "../harness/server.mjs";
import { alikeInTime } from "../harness/timing.mjs";

let server;
before(async () => {
  server = await Server.start();
});
after(() => server.end());

const find = (person, q, more = "") => person.get(`/api/search?q=${encodeURIComponent(q)}${more}`);

/** Asks again while the person has to wait their turn. */
async function found(person, q) {
  for (;;) {
    const answer = await find(person, q);
    if (answer.status !== 429) return answer.is(200).json;
    await sleep(Number(answer.headers["retry-after"]) * 1000);
  }
}

/** The index follows the writing by a moment. */
async function eventually(what, check) {
  const end = Date.now() + patience(20_000);
  while (!(await check())) {
    assert.ok(Date.now() < end, what);
    await sleep(100);
  }
}

const plainWords = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").match(/[\p{L}\p{N}]+/gu) ?? [];

test("every person finds exactly the documents they may open that hold the words", async () => {
  const queries = ["groupe ", "cooperation ", "diagnostic ", "lecture ", "semaine ", "personne ", "recevoir ", "commune "];
  const idriss = await server.as("stg-02");
  await eventually("the index is made at the start", async () => (await found(idriss, "groupe ")).hits.some((h) => h.kind === "group_page"));
  let total = 0;
  for (const id of ids) {
    const person = await server.as(id);
    const documents = (await person.get("/api/documents")).is(200).json;
    const texts = new Map();
    for (const d of documents) texts.set(d.id, new Set(plainWords(`${d.title}\n${await person.text(d.id)}`)));
    for (const q of queries) {
      const word = q.trim(), holds = (words) => words.has(word) || words.has(`${word}s`);
      const expected = documents.filter((d) => holds(texts.get(d.id))).map((d) => d.id).sort();
      const { hits, complete } = await found(person, q);
      assert.deepEqual(hits.map((h) => h.document).sort(), expected, `${id}: “${word}”`);
      assert.equal(complete, true);
      total += hits.length;
    }
  }
  assert.ok(total > 60, `only ${total} hits in all: the words are badly chosen`);
});

test("a hit says where the words are, by ranges that browsers can use, in its section", async () => {
  const idriss = await server.as("stg-02");
  const { hits } = await found(idriss, "objections ");
  const hit = hits.find((h) => h.kind === "group_page");
  assert.ok(hit, JSON.stringify(hits));
  for (const { title, titleMarks, extract, marks } of hits)
    for (const [text, ranges] of [[title, titleMarks], [extract, marks]])
      for (const [from, to] of ranges) assert.match(text.slice(from, to), /^objections?$/i);
  assert.ok(hits.some((h) => h.marks.length || h.titleMarks.length));
  assert.ok(hits.some((h) => typeof h.section === "string"));
  for (const h of hits) assert.doesNotMatch(h.extract, /[\n*]|^#/);
});

test("whatever is typed is words: no answer but 200 and 400, no mark-up, no other document", async () => {
  const idriss = await server.as("stg-02"), open = new Set((await idriss.get("/api/documents")).json.map((d) => d.id));
  const hostile = [
    "\"", "'", "groupe\"", "'; DROP TABLE search_words; --", "groupe OR 1=1", "words : groupe", "NEAR(groupe projet)", "^groupe", "groupe*", "(groupe", "groupe)", "{a b} : c",
    "-groupe", "+groupe", "\\", "%", "_", "<script>alert(1)</script>", "𝔤𝔯𝔬𝔲𝔭𝔢", "👩🏽‍🏫", "\u202egroupe", "ﬁn", "é".repeat(200), "e\u0301".repeat(100),
    "مجموعة", "小组", "\ufeffgroupe", "a\u0300\u0301\u0302\u0303", "·", "·groupe·", "g·r·o·u·p·e", "l'", "rowid", "search_index", "AND", "a".repeat(200),
  ];
  for (const q of hostile) {
    const answer = await find(idriss, q);
    if (answer.status === 429) {
      await sleep(Number(answer.headers["retry-after"]) * 1000 + 100);
      hostile.push(q);
      continue;
    }
    assert.ok([200, 400].includes(answer.status), `${JSON.stringify(q)} answered ${answer.status}: ${answer.text.slice(0, 200)}`);
    if (answer.status === 400) assert.match(answer.json.code, /^(search\.(empty|too_long)|request\.)/, q);
    else for (const h of answer.json.hits) assert.ok(open.has(h.document), q);
  }
  for (const [q, code] of [["", "search.empty"], [" ?! ", "search.empty"], ["a".repeat(201), "search.too_long"], ["mot ".repeat(13), "search.too_long"]])
    assert.equal((await find(idriss, q)).is(400).json.code, code, q.slice(0, 20));
  assert.equal((await idriss.get("/api/search")).is(400).json.code, "search.empty");
  for (const raw of ["%ff%fe", "%c3%28", "%ed%a0%80", "%", "%zz"]) assert.ok([400, 403].includes((await idriss.get(`/api/search?q=${raw}`)).status), raw);
  for (const after of ["x", "1.", "2.5.x", "-1", "1.99999999999999999999999.x"]) assert.equal((await find(idriss, "groupe", `&after=${after}`)).status, 400, after);
  assert.ok([400, 414, 431].includes((await find(idriss, "x".repeat(3000))).status));
  await find(idriss, "x".repeat(10_000)).then((a) => assert.ok([400, 414, 431].includes(a.status)), (error) => assert.equal(error.code, "ECONNRESET")); // a head that long is not read
  for (const q of ["groupe\u0000projet", "\u0000"]) await assert.rejects(find(idriss, q), { code: "ECONNRESET" }, "a NUL is refused with the head it is in");
  (await idriss.get("/healthz")).is(200);
});

test("after too many queries one waits, for as long as it says; the others do not", async () => {
  const [busy, other] = await Promise.all(["form-01", "form-02"].map((id) => server.as(id)));
  let refused;
  for (let i = 0; i < 6 && !refused; i++) {             // together, or a slow machine would ask no faster than one may
    const answers = await Promise.all(Array.from({ length: 20 }, () => find(busy, "rien")));
    refused = answers.find((answer) => answer.status === 429);
    for (const answer of answers) if (answer.status !== 429) answer.is(200);
  }
  assert.equal(refused?.json.code, "search.too_many");
  const wait = Number(refused.headers["retry-after"]);
  assert.ok(wait >= 1 && wait <= 5, `${wait} s`);
  (await find(other, "rien")).is(200);
  await sleep(wait * 1000 + 50);
  (await find(busy, "rien")).is(200);
});

test("a manager finds people by name, and nothing that is not theirs to read (MGR-15)", async () => {
  const manager = await server.as("resp-01");
  for (const trainee of cohort.trainees.slice(0, 6)) {
    const { hits, people } = await found(manager, `${trainee.givenName} ${trainee.familyName}`);
    assert.ok(people.some((p) => p.id === trainee.id && p.abilities.open), trainee.id);
    (await manager.get(`/api/trainees/${trainee.id}`)).is(200);
    for (const h of hits) (await manager.get(`/api/documents/${h.document}`)).is(200);
  }
  for (const id of ["jur-01", "rq-01"]) assert.deepEqual((await found(await server.as(id), "Idriss")).people, []);
  const mate = await server.as("stg-06"), [idriss] = (await found(mate, "Idriss")).people;
  assert.deepEqual([idriss.id, idriss.abilities.open], ["stg-02", false]);
  (await mate.get("/api/trainees/stg-02")).is(404);
});

test("what is hidden changes neither an answer nor its time", async () => {
  const author = await server.as("stg-05"), others = await Promise.all(["tut-01", "resp-01", "stg-01"].map((id) => server.as(id)));
  const entry = await author.newEntry("Hippopotame rayé");
  assert.equal((await found(author, "hippopotame rayé")).hits[0].document, entry);
  for (const person of others)
    assert.equal((await find(person, "hippopotame rayé")).text, (await find(person, "hippopotame bleui")).text, person.id);
  const person = await server.as("coop-01"); // the team of this page is not theirs
  assert.deepEqual((await found(person, "objections")).hits.filter((h) => h.kind === "group_page"), []);
  await alikeInTime("objections", "oblongues", async (word) => (await find(person, word)).status === 200 || (await sleep(1100), false), { rounds: 50, within: 0.2 });
});

test("what was written is found after the writing, also after a kill, until it is taken out", async (t) => {
  const own = await Server.start(t);
  let idriss = await own.as("stg-02");
  const page = await idriss.newPage("Une page cherchée");
  const write = async (edit) => {
    const client = await (await RawClient.open(idriss, page, { protocol: "carnet" })).sync();
    edit(client);
    await client.settled();
    await client.end();
  };
  await write((c) => c.type("Les ornithorynques de l’œuvre."));
  const hit = async () => (await found(idriss, "oeuvres ornithorynque ")).hits.find((h) => h.document === page);
  await eventually("found after leaving", hit);
  assert.equal((await hit()).marks.length, 2);
  await own.kill();
  await own.restart();
  idriss = await own.as("stg-02", { again: true });
  await eventually("found after the kill", hit);
  const outsider = await own.as("stg-01");
  assert.deepEqual((await found(outsider, "ornithorynque ")).hits, []);
  await write((c) => c.edit((content) => content.delete(0, content.length)));
  assert.equal(await hit(), undefined);
});

/* ---- comments and files ---- */

let keys = 0;
const remark = (exact, body, more = {}) => ({ key: `key-of-a-search-${String(++keys).padStart(6, "0")}`, kind: "question", body, anchor: { exact }, ...more });
const replied = (body) => ({ key: remark("", "").key, body });
const write = async (person, document, words) => {
  const client = await (await RawClient.open(person, document, { protocol: "carnet" })).sync();
  await client.settled(client.edit((content) => { content.delete(0, content.length); content.insert(0, words); }));
  await client.end();
};
const send = (person, group, name, description = "") =>
  person.send("POST", `/api/groups/${group}/files?${new URLSearchParams({ name, description })}`, { body: Buffer.from(`${name} et ses mots`), headers: { "content-type": "application/octet-stream" } });

test("every person finds exactly the comments they may read, on texts where they may", async () => {
  const queries = ["vous ", "est ", "nombre ", "passage ", "question ", "chiffre ", "une "];
  let total = 0;
  for (const id of ids) {
    const person = await server.as(id), said = [];
    for (const d of (await person.get("/api/documents")).is(200).json)
      for (const thread of (await person.get(`/api/documents/${d.id}/comments`)).is(200).json.comments)
        for (const one of [thread, ...thread.replies])
          if (!one.deleted) said.push({ id: one.id, thread: thread.id, document: d.id, by: one.author.id, quote: thread.anchor.exact, words: new Set(plainWords(`${one.body}\n${one.edit?.text ?? ""}\n${one.edit?.word ?? ""}`)) });
    for (const q of queries) {
      const word = q.trim(), expected = said.filter(({ words }) => words.has(word) || words.has(`${word}s`)).map(({ words: _, ...rest }) => rest);
      const { comments, commentsAfter } = await found(person, q);
      const sorted = (list) => list.map(({ id, thread, document, by, quote }) => ({ id, thread, document, by: by.id ?? by, quote })).sort((a, b) => (a.id < b.id ? -1 : 1));
      assert.deepEqual(sorted(comments), sorted(expected), `${id}: “${word}”`);
      assert.equal(commentsAfter, null);
      total += comments.length;
    }
  }
  assert.ok(total > 20, `only ${total} comments in all: the words are badly chosen`);
});

test("a comment is found with its passage by who reads its thread, as it is now; for the others it cannot be told from none", async (t) => {
  const own = await Server.start(t);
  const [author, tutor, mate, manager, cooperator] = await Promise.all(["stg-05", "tut-01", "stg-01", "resp-01", "coop-01"].map((id) => own.as(id)));
  const entry = await author.newEntry("Au bord du quai");
  await write(author, entry, "Le quai était vide ce matin, et la caisse aussi.\n");
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  const thread = (await tutor.post(`/api/documents/${entry}/comments`, remark("la caisse", "Un **ornithorynque** à l'œil vif, peut-être ?"))).is(201).json;
  const reply = (await author.post(`/api/comments/${thread.id}/replies`, replied("Plutôt une civelle argentée."))).is(201).json;
  const edit = (await tutor.post(`/api/documents/${entry}/comments`, remark("ce matin", "", { kind: "correction", edit: { kind: "replace", text: "cette vesprée" } }))).is(201).json;
  const ask = async (person, q) => (await found(person, q)).comments;

  const [one] = await ask(author, "oeil ornithorynques ");
  assert.deepEqual([one.id, one.thread, one.document, one.kind, one.by.id, one.quote, one.owner], [thread.id, thread.id, entry, "journal_entry", "tut-01", "la caisse", "stg-05"]);
  assert.deepEqual(one.marks.map(([from, to]) => one.extract.slice(from, to)), ["ornithorynque", "œil"]);
  assert.deepEqual((await ask(tutor, "civelles ")).map((c) => [c.id, c.thread, c.by.id]), [[reply.id, thread.id, "stg-05"]], "an answer, by its thread");
  assert.deepEqual((await ask(tutor, "vespree ")).map((c) => c.id), [edit.id], "what is proposed is words too");
  const hidden = async (people) => {
    for (const person of people)
      for (const q of ["ornithorynque ", "civelle ", "vesprée "])
        assert.equal((await find(person, q)).is(200).text, (await find(person, "hippocampe ")).is(200).text, `${person.id}: ${q}`);
  };
  await hidden([mate, manager, cooperator]);

  (await tutor.put(`/api/comments/${thread.id}/body`, { body: "Un héron, donc ?" })).is(200);
  assert.deepEqual([(await ask(author, "ornithorynque ")).length, (await ask(author, "heron ")).length], [0, 1], "the words of now, at once");
  (await author.put(`/api/comments/${edit.id}/decision`, { decision: "refused", word: "Trop précieux pour moi" })).is(200);
  assert.deepEqual((await ask(tutor, "precieux ")).map((c) => c.id), [edit.id]);
  (await tutor.delete(`/api/comments/${thread.id}`)).is(204);
  assert.deepEqual([(await ask(author, "heron ")).length, (await ask(author, "civelle ")).length], [0, 1], "what was taken back is gone, its answer stays");

  // Somebody named now reads from now on: what stands on the text from before is not theirs, and not found.
  await write(author, entry, "Le quai est plein, et la caisse aussi.\n");
  (await author.put(`/api/documents/${entry}/named-readers/stg-01`, { until: new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10) })).is(200);
  (await mate.get(`/api/documents/${entry}`)).is(200);
  await hidden([mate]);
  const now = (await tutor.post(`/api/documents/${entry}/comments`, remark("plein", "Comme un xylophone."))).is(201).json;
  assert.deepEqual((await ask(mate, "xylophone ")).map((c) => c.id), [now.id]);

  (await author.delete(`/api/documents/${entry}/named-readers/stg-01`)).is(200);
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "private" })).is(200);
  assert.deepEqual([(await ask(tutor, "xylophone ")).length, (await ask(mate, "xylophone ")).length, (await ask(author, "xylophone ")).length], [0, 0, 1], "sharing that ends takes it out at once");
});

test("comments go on page by page, newest first; a part that is none is refused", async (t) => {
  const own = await Server.start(t);
  const [author, tutor] = await Promise.all(["stg-02", "tut-03"].map((id) => own.as(id)));
  const page = await author.newPage("Le marché", "grp-b");
  await write(author, page, "Le marché du lundi est fermé.\n");
  const made = [];
  for (let i = 0; i < 3; i++) made.push(...(await tutor.post(`/api/documents/${page}/remarks`, { remarks: Array.from({ length: 15 }, (_, n) => remark("du lundi", `Salamandre ${n}`)) })).is(201).json.comments.map((c) => c.id));
  const seen = [];
  let after = null, pages = 0;
  do {
    const answer = (await find(author, "salamandre ", after === null ? "" : `&of=comments&after=${after}`)).is(200).json;
    seen.push(...answer.comments.map((c) => c.id));
    if (after !== null) assert.deepEqual([answer.hits, answer.people, answer.files], [[], [], []]);
    after = answer.commentsAfter;
    pages++;
  } while (after !== null);
  assert.deepEqual([pages, seen], [3, made.reverse()]);
  for (const more of ["&of=comments&after=x", "&of=comments&after=1.", "&of=comments&after=-1.2", "&of=comments&after=1.2x", "&of=comments&after=99999999999999999999.1"])
    assert.equal((await find(author, "salamandre", more)).is(400).json.code, "search.after", more);
  assert.equal((await find(author, "salamandre", "&of=journals")).is(400).json.code, "search.of");
});

test("files are found by name and description, by who reads their group, until they are thrown away or the right ends", async (t) => {
  const own = await Server.start(t);
  const [member, tutor, stranger, manager, jury] = await Promise.all(["stg-02", "tut-03", "stg-01", "resp-01", "jur-01"].map((id) => own.as(id)));
  const file = (await send(member, "grp-b", "Budget prévisionnel.txt", "Les dépenses du samedi festif")).is(201).json;
  const ask = async (person, q) => (await found(person, q)).files;
  const [one] = await ask(member, "previsionnels festif ");
  assert.deepEqual([one.id, one.name, one.group.id, one.by, one.description], [file.id, "Budget prévisionnel.txt", "grp-b", "Idriss Benhaddou", "Les dépenses du samedi festif"]);
  assert.deepEqual([one.nameMarks.map(([a, b]) => one.name.slice(a, b)), one.marks.map(([a, b]) => one.description.slice(a, b))], [["prévisionnel"], ["festif"]]);
  assert.deepEqual((await ask(member, "mots previsionnel ")), [], "what is in it is not looked at");
  const may = async (person) => (await person.get("/api/groups/grp-b/files")).status === 200;
  for (const person of [tutor, stranger, manager, jury]) assert.equal((await ask(person, "prévisionnel ")).length, (await may(person)) ? 1 : 0, person.id);
  assert.equal(await may(tutor) && await may(manager) && !await may(stranger) && !await may(jury), true);
  assert.equal((await find(stranger, "prévisionnel festif ")).text, (await find(stranger, "inexistant ")).text);
  (await member.put("/api/groups/grp-b/readers/tut-03", { open: false })).is(200);
  assert.deepEqual(await ask(tutor, "prévisionnel "), []);
  (await member.delete(`/api/groups/grp-b/files/${file.id}`)).is(204);
  assert.deepEqual([await ask(member, "prévisionnel "), await ask(manager, "prévisionnel ")], [[], []]);
  for (let i = 0; i < 23; i++) (await send(member, "grp-b", `Relevé ${i}.txt`)).is(201);
  const many = await found(member, "releve ");
  assert.deepEqual([many.files.length, many.fileCount, many.files[0].name], [20, 23, "Relevé 22.txt"]);
});

test("no word that only a journal holds is in any file, nor any sentence in an answer to somebody else", async (t) => {
  const own = await Server.start(t);
  const idriss = await own.as("stg-02");
  await eventually("indexed", async () => (await found(idriss, "groupe ")).hits.some((h) => h.kind === "group_page"));
  const entries = [1, 2, 3, 4, 5, 6].map((n) => sampleText(`journal-0${n}`));
  const open = new Set(["groupe-b", "diagnostic", "note"].flatMap((n) => plainWords(sampleText(n).body)));
  for (const w of plainWords(readFileSync(join(root, "server/areas/demo/sample/cpsl.json"), "utf8"))) open.add(w);
  for (const value of JSON.stringify(cohort).matchAll(/"([^"]*)"/g)) for (const w of plainWords(value[1])) open.add(w);
  const secret = new Set(entries.flatMap((e) => plainWords(`${e.title} ${e.body}`)).filter((w) => w.length >= 9 && !open.has(w)));
  const words = [...secret].filter((w) => !open.has(`${w}s`)); // the index holds singulars too
  assert.ok(words.length > 20, `${words.length} words`);
  const holding = () => {
    const list = [];
    for (const [file, bytes] of contentsOf(own.data)) {
      const content = bytes.toString("latin1").toLowerCase();
      for (const w of words) if (content.includes(` ${w} `)) list.push(`${file}: ${w}`);
    }
    return list;
  };
  for (const id of ["stg-01", "stg-05", "stg-08", "tut-01"]) for (const w of words.slice(0, 20)) await found(await own.as(id), w);

  // Nor a word that is only said beside an entry, also while it is looked for and found; beside a page they are in their row alone.
  const author = await own.as("stg-05"), tutor = await own.as("tut-01"), writer = await own.as("tut-03");
  const entry = await author.newEntry("Encore un matin"), page = await idriss.newPage("Un autre matin", "grp-b");
  for (const [person, document] of [[author, entry], [idriss, page]]) await write(person, document, "La caisse est vide ce matin.\n");
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  const thread = (await tutor.post(`/api/documents/${entry}/comments`, remark("La caisse", "Comme un ptérodactyle ici"))).is(201).json;
  (await author.post(`/api/comments/${thread.id}/replies`, replied("Ou un anacoluthe ici"))).is(201);
  const change = (await tutor.post(`/api/documents/${entry}/comments`, remark("ce matin", "", { kind: "correction", edit: { kind: "replace", text: "un crépuscularium ici" } }))).is(201).json;
  (await author.put(`/api/comments/${change.id}/decision`, { decision: "refused", word: "trop palindromique ici" })).is(200);
  (await writer.post(`/api/documents/${page}/comments`, remark("La caisse", "Une bobinette ici"))).is(201);
  for (const w of ["pterodactyle", "anacoluthe", "crepuscularium", "palindromique"]) assert.deepEqual([(await found(author, `${w} `)).comments.length, (await found(tutor, `${w} `)).comments.length], [1, 1], w);
  assert.equal((await found(idriss, "bobinette ")).comments.length, 1);
  words.push("ptérodactyle", "pterodactyle", "anacoluthe", "crépuscularium", "crepuscularium", "palindromique");
  words.splice(0, words.length, ...words.map((w) => Buffer.from(w).toString("latin1")));
  assert.deepEqual(holding(), []);
  await own.stop();
  assert.deepEqual(holding(), []);
  const database = readFileSync(`${own.data}/carnet.db`).toString("latin1");
  assert.ok(database.includes(" objection "), "the index is where this looks for it");
  assert.equal(database.split("bobinette").length - 1, 1, "a comment beside a page is in its row, and in no index");
});
