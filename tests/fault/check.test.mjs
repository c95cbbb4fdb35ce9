// Damage of every kind, done by hand: check finds it and says where, serving or not; --repair makes repositories again, with the same commits, and
// says what it cannot.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { closeSync, cpSync, openSync, readdirSync, rmSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { atRest, backup, bench, contents, must, restore, sql } from "../harness/backups.mjs";
import { checkRepositories, git, repositories } from "../harness/folder.mjs";
import { random } from "../harness/live.mjs";
import { Server, temporaryFolder } from "../harness/server.mjs";
import { Typist } from "../harness/typist.mjs";

// One folder with some history, made once and copied for each test.
let template;
after(() => template && rmSync(template, { recursive: true, force: true }));
async function folder(t) {
  if (!template) {
    const server = await Server.start();
    const person = await server.asToken("stg-02");
    const page = await person.newPage();
    for (let i = 0; i < 4; i++) {
      const typist = new Typist(`t${i}`, person, page, random(i));
      await typist.connect();
      typist.type();
      await typist.settle();
      await typist.client.end();
      await atRest(server.data);
    }
    await server.stop();
    template = server.data;
  }
  const made = temporaryFolder();
  cpSync(template, made, { recursive: true, filter: (path) => !/\/(lock|control|backups)$/.test(path) });
  t.after(() => [made, `${made}.backup-key`].forEach((path) => rmSync(path, { recursive: true, force: true })));
  return made;
}

const db = (data) => join(data, "carnet.db"), keys = (data) => join(data, "keys.db");
const group = (data) => repositories(data).find((r) => /groups/.test(r));
const damageBlob = (table, column, where) => `UPDATE ${table} SET ${column} = CAST(substr(${column}, 1, length(${column}) - 1) || x'5a' AS BLOB) WHERE ${where}`;

/** The objects that a commit of the page added: its commit and its text. */
async function object(repository, what) {
  const id = (await git(repository, "rev-parse", what)).trim();
  return join(repository, "objects", id.slice(0, 2), id.slice(2));
}

/** Makes nonsense of the first octets of a page, the first being 1. */
function spoil(file, page) {
  const fd = openSync(file, "r+");
  writeSync(fd, Buffer.alloc(40, 0xff), 0, 40, (page - 1) * 4096);
  closeSync(fd);
}

async function finds(data, pattern, { mends = false } = {}) {
  const said = await must(1, "check", "--data", data);
  assert.match(said, pattern);
  for (const line of said.trim().split("\n")) assert.match(line, /^\S.{10,}/, "one finding a line");
  const server = await Server.start(null, { data });
  try {
    assert.match(await must(1, "check", "--data", data), pattern, "the same while serving");
  } finally {
    await server.end();
  }
  if (!mends) assert.match(await must(1, "check", "--data", data, "--repair"), pattern, "a repair says what it cannot mend");
}

test("a sound folder has no finding, serving or not, and a repair changes nothing in it", async (t) => {
  const data = await folder(t);
  assert.equal(await must(0, "check", "--data", data), "");
  const was = await contents(data);
  assert.equal(await must(0, "check", "--data", data, "--repair"), "");
  assert.deepEqual(await contents(data), was);
  const server = await Server.start(null, { data });
  assert.equal(await must(0, "check", "--data", data), "");
  await server.end();
});

test("damaged rows of the log, plain and sealed, and a snapshot", async (t) => {
  for (const kind of ["group_page", "journal_entry"]) {
    const data = await folder(t);
    const id = await sql(db(data), `SELECT document.id FROM document JOIN document_log ON document = document.id WHERE kind = '${kind}' LIMIT 1`);
    await sql(db(data), damageBlob("document_log", "data", `sequence = (SELECT max(sequence) FROM document_log WHERE document = ${id})`));
    await finds(data, new RegExp(`^document ${id}: what is stored of it is damaged`, "m"));
  }
});

test("a row moved to another document, though nothing in it changed", async (t) => {
  const data = await folder(t);
  const id = await sql(db(data), "SELECT id FROM document WHERE kind = 'group_page' LIMIT 1");
  await sql(db(data), `UPDATE document_log SET document = ${id} WHERE sequence = (SELECT max(sequence) FROM document_log WHERE document <> ${id})`);
  await finds(data, new RegExp(`^document ${id}: what is stored of it is damaged`, "m"));
});

test("sealed rows whose key is lost, though not those of a journal being erased", async (t) => {
  const data = await folder(t);
  const journal = await sql(keys(data), "SELECT min(journal) FROM key");
  await sql(keys(data), `DELETE FROM key WHERE journal = ${journal}`);
  await finds(data, /^document \d+ is sealed, and its key is lost: its journal was not erased$/m);
  await sql(db(data), `UPDATE journal SET erased_at = 1 WHERE id = ${journal}`);
  assert.equal(await must(0, "check", "--data", data), "");
});

test("damaged texts of revisions, plain and sealed, a title that does not open, a reference to nothing", async (t) => {
  for (const kind of ["IS NULL", "IS NOT NULL"]) {
    const data = await folder(t);
    const id = await sql(db(data), `SELECT max(revision.id) FROM revision JOIN document ON document.id = document WHERE journal ${kind}`);
    await sql(db(data), damageBlob("revision", "text", `id = ${id}`));
    await finds(data, new RegExp(`^revision ${id}: its text is damaged`, "m"));
  }
  const data = await folder(t);
  await sql(db(data), damageBlob("journal_entry", "title", "document = (SELECT min(document) FROM journal_entry WHERE title IS NOT NULL)"));
  await sql(db(data), "INSERT INTO named_reader (document, person, since_revision, named_at, until_at) VALUES (99999, 1, 1, 1, 1)");
  await finds(data, /^document \d+: its title is damaged$/m);
  assert.match(await must(1, "check", "--data", data), /^carnet\.db: named_reader row .* refers to nothing in document$/m);
});

test("a file of a group that is altered, and one that is gone, though it is in the trash and can come back", async (t) => {
  const data = await folder(t), files = "/api/groups/grp-b/files", kept = (words) => join(data, "files", createHash("sha256").update(words).digest("hex"));
  const server = await Server.start(null, { data }), person = await server.as("stg-02");
  const send = async (words) => (await person.send("POST", `${files}?name=notes.txt`, { body: words, headers: { "content-type": "application/octet-stream" } })).is(201).json;
  await send("Nos comptes : 505 euros.");
  const { id } = await send("À jeter.");
  (await person.delete(`${files}/${id}`)).is(204);
  await server.end();
  assert.equal(await must(0, "check", "--data", data), "");
  const group = await sql(db(data), `SELECT id FROM "group" WHERE slug = 'grp-b'`), line = `group ${group}: a file of it is missing or damaged\n`;
  writeFileSync(kept("Nos comptes : 505 euros."), "Nos comptes : 506 euros.");
  await finds(data, new RegExp(`^${line}$`));
  rmSync(kept("À jeter."));
  await finds(data, new RegExp(`^${line}${line}$`));
  writeFileSync(kept("Nos comptes : 505 euros."), "Nos comptes : 505 euros.");
  writeFileSync(kept("À jeter."), "À jeter.");
  assert.equal(await must(0, "check", "--data", data), "");
});

test("damaged pages of either database", async (t) => {
  let data = await folder(t);
  spoil(db(data), Number(await sql(db(data), "SELECT rootpage FROM sqlite_master WHERE name = 'role_by_cohort'")));
  assert.match(await must(1, "check", "--data", data), /^carnet\.db: /m);
  data = await folder(t);
  spoil(keys(data), 2);
  assert.match(await must(1, "check", "--data", data), /^(keys|carnet)\.db: .*/m);
  data = await folder(t);
  truncateSync(db(data), 100);
  assert.match(await must(1, "check", "--data", data), /^carnet\.db: /m);
});

/** Every kind of damage to a repository; each returns what check says about it. */
const kinds = {
  "a lost text": async (r) => (rmSync(await object(r, "main~1^{tree}")), /missing|broken|damaged|not there/),
  "an emptied commit": async (r) => {
    const file = await object(r, "main");
    rmSync(file);
    writeFileSync(file, "");
    return /empty|corrupt|damaged/;
  },
  "a branch that went back": async (r) => (await git(r, "update-ref", "refs/heads/main", "main~2"), /is not in its history/),
  "a branch that is gone": async (r) => (await git(r, "update-ref", "-d", "refs/heads/main"), /is not in its history/),
  "a branch that is nonsense": async (r) => (writeFileSync(join(r, "refs/heads/main"), "nonsense"), /damaged|not valid|invalid|bad ref/i),
  "a repository that is gone": async (r) => (rmSync(r, { recursive: true }), /is not there/),
  "a HEAD that is no HEAD": async (r) => (writeFileSync(join(r, "HEAD"), "nonsense"), /HEAD|not a git repository|is not there|damaged/),
};
for (const [kind, damage] of Object.entries(kinds))
  test(`${kind}: found, mended with the same commits, from rows alone and from a backup`, async (t) => {
    for (const withBackup of [false, true]) {
      const data = await folder(t), place = bench(t);
      const was = (await contents(data)).refs;
      if (withBackup) await backup(data, place.file);
      const pattern = await damage(group(data));
      await finds(data, pattern, { mends: true });
      const said = await must(0, "check", "--data", data, "--repair");
      assert.match(said, pattern);
      assert.match(said, /^groups\/\w+\.git: made again/m);
      assert.deepEqual((await contents(data)).refs, was);
      await checkRepositories(data);
      assert.equal(await must(0, "check", "--data", data), "");
      if (kind !== "a repository that is gone") assert.ok(readdirSync(join(data, "groups")).some((n) => n.includes(".git.damaged-")), "the damaged one is kept");
    }
  });

test("a revision whose row is damaged is made again from the backup's repository, and without one it is said", async (t) => {
  for (const withBackup of [false, true]) {
    const data = await folder(t), place = bench(t);
    const was = (await contents(data)).refs;
    if (withBackup) await backup(data, place.file);
    const id = await sql(db(data), "SELECT id FROM revision WHERE commit_id IS NOT NULL ORDER BY id DESC LIMIT 1 OFFSET 1");
    await sql(db(data), damageBlob("revision", "text", `id = ${id}`));
    rmSync(group(data), { recursive: true });
    const said = await must(1, "check", "--data", data, "--repair"); // the row stays damaged
    assert.match(said, new RegExp(`^revision ${id}: its text is damaged`, "m"));
    const lost = new RegExp(`^groups/\\w+\\.git: revision ${id} cannot be made again, its row is damaged`, "m");
    if (withBackup) {
      assert.doesNotMatch(said, lost);
      assert.deepEqual((await contents(data)).refs, was);
    } else {
      assert.match(said, lost);
    }
  }
});

test("a row that names another commit is found", async (t) => {
  const data = await folder(t);
  const [a, b] = (await sql(db(data), "SELECT id FROM revision WHERE commit_id IS NOT NULL ORDER BY id DESC LIMIT 2")).split("\n");
  await sql(db(data), `UPDATE revision SET commit_id = (SELECT commit_id FROM revision WHERE id = ${b}) WHERE id = ${a}`);
  await finds(data, new RegExp(`the commit of revision ${a} holds another text than its row`), { mends: true });
});

for (const kind of ["a lost text", "a branch that is nonsense"]) test(`a backup of a folder with ${kind} leaves that repository out, says so, and its restore makes it again`, async (t) => {
  const data = await folder(t), place = bench(t);
  const was = (await contents(data)).refs;
  await kinds[kind](group(data));
  const said = await backup(data, place.file);
  assert.match(said, /^warning: groups\/\w+\.git is damaged and is left out/m);
  await restore(place.file, place.restored);
  assert.deepEqual((await contents(place.restored)).refs, was);
  assert.equal(await must(0, "check", "--data", place.restored), "");
});

test("a database with damaged rows is backed up and restored with what it has, and the restore says what is wrong", async (t) => {
  const data = await folder(t), place = bench(t);
  const id = await sql(db(data), "SELECT max(document) FROM document_log");
  await sql(db(data), damageBlob("document_log", "data", `sequence = (SELECT max(sequence) FROM document_log WHERE document = ${id})`));
  await backup(data, place.file);
  const said = await restore(place.file, place.restored);
  assert.match(said, new RegExp(`^document ${id}: what is stored of it is damaged`, "m"));
  assert.match(said, /^warning: the backup holds these faults/m);
  await must(1, "check", "--data", place.restored);
});
