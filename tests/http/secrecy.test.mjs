// A private entry cannot be told from one that does not exist, by anybody but its author, nor found in any file of the folder.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { contentsOf, git, repositories } from "../harness/folder.mjs";
import { RawClient, message, updateOf } from "../harness/live.mjs";
import { ids, sampleText } from "../harness/sample.mjs";
import { Server, patience, sleep } from "../harness/server.mjs";
import { alikeInTime } from "../harness/timing.mjs";

let server, author, hidden, absent;
const private04 = sampleText("journal-04");
before(async () => {
  server = await Server.start();
  author = await server.as("stg-05");
  hidden = (await author.ownEntry("Recevoir deux lectures")).document;
  absent = hidden.replace(/^./, (c) => (c === "b" ? "c" : "b"));
});
after(() => server.end());

test("the entry is there for its author, private, and word for word the sample's", async () => {
  const entry = (await author.get(`/api/journal/entries/${hidden}`)).is(200).json;
  assert.equal(entry.visibility, "private");
  assert.equal((await author.text(hidden)).trim(), private04.body);
});

const update = (body) => ({ body, headers: { "content-type": "application/octet-stream", "carnet-state-vector": "AA" } });
const attempts = [
  ["GET", "/api/documents/ID"], ["GET", "/api/documents/ID/text"], ["GET", "/api/documents/ID/html"], ["GET", "/api/documents/ID/measure"],
  ["GET", "/api/documents/ID/revisions"], ["GET", "/api/documents/ID/revisions/1"], ["GET", "/api/documents/ID/revisions/1/html"], ["GET", "/api/documents/ID/revisions/1/compare/now"], ["GET", "/api/documents/ID/moments"],
  ["PUT", "/api/documents/ID/visit", { json: {} }], ["POST", "/api/documents/ID/revisions", { json: { name: "x" } }], ["PUT", "/api/documents/ID/revisions/1/name", { json: { name: "x" } }],
  ["POST", "/api/documents/ID/restorations", { json: { revision: "1" } }], ["GET", "/api/documents/ID/readers"],
  ["PUT", "/api/documents/ID/title", { json: { title: "x" } }], ["PUT", "/api/documents/ID/title", { json: { wrong: 1 } }],
  ["POST", "/api/documents/ID/updates", update(Buffer.of(0, 0))], ["POST", "/api/documents/ID/updates", update(Buffer.from(updateOf("x")))], ["POST", "/api/documents/ID/updates", update(Buffer.of(9))],
  ["GET", "/api/journal/entries/ID"], ["GET", "/api/journal/entries/ID/visibility"], ["PUT", "/api/journal/entries/ID/visibility", { json: { visibility: "cohort" } }],
  ["PUT", "/api/journal/entries/ID/title", { json: { title: "x" } }], ["DELETE", "/api/journal/entries/ID"], ["GET", "/api/documents/ID/nothing"],
  ["GET", "/git/ID.git/info/refs?service=git-upload-pack"],
];

test("status, headers and body are those of an absent entry, on every route, for everybody else", async () => {
  for (const id of [...ids.filter((x) => x !== "stg-05"), null]) {
    const person = id ? await server.as(id) : server.nobody({ origin: server.origin });
    for (const [method, path, options] of attempts) {
      const [one, other] = [await person.send(method, path.replace("ID", hidden), options), await person.send(method, path.replace("ID", absent), options)];
      const seen = ({ status, rawHeaders, text }, own) => JSON.stringify({ status, rawHeaders: rawHeaders.filter((_, i) => !/^date$/i.test(rawHeaders[i - (i % 2)])), text }).replaceAll(own, "ID");
      assert.equal(seen(one, hidden), seen(other, absent), `${id} ${method} ${path}`);
      assert.ok(one.status >= 400, `${id} ${method} ${path} answered ${one.status}`);
    }
  }
});

test("the live close code, reason and messages are those of an absent entry, for everybody else", async () => {
  for (const id of [...ids.filter((x) => x !== "stg-05"), null]) {
    const person = id ? await server.as(id) : server.nobody({ origin: server.origin });
    const [one, other] = await Promise.all([hidden, absent].map(async (document) => {
      const c = await RawClient.open(person, document, { protocol: "carnet" });
      c.send(message.step1());
      await c.code();
      return { ...c.close, messages: c.messages.length };
    }));
    assert.deepEqual(one, other, `${id}`);
    assert.equal(one.code, id ? 4404 : 4401);
  }
});

test("nothing that lists, counts or tells events shows it to anybody else", async () => {
  for (const id of ids.filter((x) => x !== "stg-05")) {
    const person = await server.as(id);
    for (const path of ["/api/documents", "/api/journal", "/api/journal/shared", "/api/groups", "/api/groups/grp-a", "/api/cohort", "/api/events", "/api/me", "/metrics", "/api/search?q=recevoir+deux+lectures", "/api/search?q=rece", "/api/me/readers", "/api/me/log", "/api/log"]) {
      const { text } = await person.get(path);
      assert.ok(!text.includes(hidden) && !text.includes("Recevoir deux lectures"), `${id} ${path}`);
    }
  }
});

const alike = (ask) => alikeInTime(hidden, absent, async (id) => void (await ask(id)), { rounds: 250, within: 0.1 });

test("the time of the HTTP answer does not tell either", async () => {
  const person = await server.as("tut-01");
  await alike((id) => person.get(`/api/documents/${id}`));
  await alike((id) => person.get(`/api/documents/${id}/text`));
});

test("the time until the socket is closed does not tell either", async () => {
  const person = await server.as("stg-01");
  await alike(async (id) => (await RawClient.open(person, id)).code());
});

// ---- the folder ----

function* forms(text) {
  yield ["utf-8", Buffer.from(text)];
  const wide = Buffer.from(text, "utf16le");
  yield ["utf-16le", wide];
  yield ["utf-16be", Buffer.from(wide).swap16()];
  for (const shift of [0, 1, 2]) {
    // base64 of the text wherever it starts, without the letters that depend on its neighbours
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]).toString("base64").replace(/=+$/, "");
    yield [`base64+${shift}`, Buffer.from(encoded.slice(shift ? 4 : 0, -2))];
  }
  yield ["json", Buffer.from(JSON.stringify(text).slice(1, -1).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`))];
  yield ["hex", Buffer.from(Buffer.from(text).toString("hex"))];
}

function search(folder, texts) {
  const found = [];
  for (const [file, content] of contentsOf(folder))
    for (const text of texts) for (const [form, bytes] of forms(text)) if (content.includes(bytes)) found.push(`${file}: ${form} of “${text.slice(0, 60)}”`);
  return found;
}

test("a repository names its authors by stable pseudonyms and holds no journal", async (t) => {
  const own = await Server.start(t);
  const [idriss, yann] = await Promise.all(["stg-02", "stg-06"].map((id) => own.asToken(id)));
  const page = await idriss.newPage("Écrite à deux");
  const clients = await Promise.all([idriss, yann].map(async (p) => (await RawClient.open(p, page, { protocol: "carnet" })).sync()));
  for (const c of clients) {
    c.type("Une phrase chacun. ");
    await c.settled();
  }
  await Promise.all(clients.map((c) => c.end()));
  const log = async () => {
    let all = "";
    for (const repository of repositories(own.data)) all += await git(repository, "log", "--all", "--format=%an|%ae|%cn|%ce|%B", "-p");
    return all;
  };
  const end = Date.now() + patience(20_000);
  while (!(await log()).includes("Une phrase chacun. Une phrase chacun.") && Date.now() < end) await sleep(200);
  const text = await log();
  assert.ok(text.includes("Une phrase chacun. Une phrase chacun."), "leaving made no commit");
  const headers = text.split("\n").filter((l) => /\|.*\|.*\|/.test(l) && l.includes("@") || /^Co-authored-by:/i.test(l.trim()));
  for (const line of headers) assert.match(line, /p-[0-9a-z]+@carnet\.invalid|carnet/i, line);
  assert.ok(headers.some((l) => /Co-authored-by: p-/i.test(l)), "the second author is named");
  assert.doesNotMatch(headers.join("\n"), /Idriss|Benhaddou|Bihannec|Yann|exemple\.invalid|stg-/);
  const elsewhere = ["groupe-b", "diagnostic", "note"].map((n) => sampleText(n).body).join("\n"); // which quote the same letter
  for (const n of ["journal-01", "journal-02", "journal-03", "journal-04", "journal-05", "journal-06"])
    for (const s of sentences(sampleText(n).body).filter((x) => !elsewhere.includes(x))) assert.ok(!text.includes(s), `a sentence of ${n} is in a repository`);
});

const sentences = (body) => body.replace(/[*#_>]+/g, "").split(/(?<=[.?!:])\s+|\n+/).map((s) => s.trim()).filter((s) => s.length >= 18);

test("no title, tag pair or sentence of a private entry is in any file, whatever happens to the server", async (t) => {
  const own = await Server.start(t);
  let me = await own.as("stg-05");
  const team = await me.newPage("Une page au grand jour");
  const open = await (await RawClient.open(me, team, { protocol: "carnet" })).sync();
  open.type("Phrase que tout le groupe peut lire.");
  await open.settled();
  assert.ok(search(own.data, ["Phrase que tout le groupe peut lire."]).length > 0, "the search finds what is not sealed");

  const secrets = ["Recevoir deux lectures", ...sentences(private04.body)];
  assert.ok(secrets.length > 8);
  const clean = (when) => {
    assert.deepEqual(search(own.data, secrets), [], when);
    for (const secret of secrets) assert.ok(!own.log.includes(secret), `${when}: in the server's log`);
  };
  clean("as loaded");

  const entry = (await me.ownEntry("Recevoir deux lectures")).document;
  const typed = "Une phrase nouvelle que personne d’autre ne lira jamais.", title = "Un titre que personne d’autre ne lira";
  secrets.push(typed, title);
  const live = await (await RawClient.open(me, entry, { protocol: "carnet" })).sync();
  live.type(`\n\n${typed}`);
  for (let i = 0; i < 700; i++) live.type("·");
  live.edit((content) => content.delete(0, 5));
  await live.settled();
  (await me.put(`/api/journal/entries/${entry}/title`, { title })).is(200);
  clean("edited live");

  await live.end();
  const until = Date.now() + patience(20_000);
  while ((await me.get(`/api/documents/${entry}/revisions`)).is(200).json.length < 2 && Date.now() < until) await sleep(100);
  const revisions = (await me.get(`/api/documents/${entry}/revisions`)).json;
  assert.ok(revisions.length >= 2, "leaving made no revision");
  assert.ok((await me.get(`/api/documents/${entry}/revisions/${revisions[0].id}`)).is(200).json.text.includes(typed));
  await me.get(`/api/documents/${entry}/html`);
  await me.get(`/api/documents/${entry}/measure`);
  clean("revised and rendered");

  await own.kill();
  clean("after kill -9");
  await own.restart();
  me = await own.as("stg-05", { again: true });
  assert.ok((await me.text(entry)).includes(typed));
  clean("started again");
  await own.stop();
  clean("stopped");
  await own.restart();
  assert.equal((await (await own.as("stg-05", { again: true })).get(`/api/journal/entries/${entry}`)).is(200).json.title, title);
});
