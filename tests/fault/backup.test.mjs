// Backups: made while everybody writes, restored into an empty folder, whole or not at all. CARNET_LONG=1 kills more often, CARNET_SEED=n
// repeats a run's choices.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { closeSync, copyFileSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { atRest, backup, bench, contents, killedAfter, killingMoves, listing, must, restore, sql } from "../harness/backups.mjs";
import { fill, mayMount, smallDisk } from "../harness/disk.mjs";
import { checkDatabases, checkRepositories, commits } from "../harness/folder.mjs";
import { random, until } from "../harness/live.mjs";
import { Server, binary, carnet, root, sleep } from "../harness/server.mjs";
import { Typist, checkText } from "../harness/typist.mjs";

const LONG = process.env.CARNET_LONG;
const seed = Number(process.env.CARNET_SEED ?? Date.now() % 1e9);

/** Ten people at four pages and two sealed entries. */
async function ten(server, rnd) {
  const people = await Promise.all(["stg-02", "stg-06", "stg-14", "stg-03"].map((id) => server.asToken(id)));
  const documents = [...(await Promise.all([0, 1].map((n) => people[0].newPage(`Page ${n}`)))), await people[0].newEntry("Scellé"), await people[3].newEntry()];
  const who = [[0, 1, 2, 0], [1, 2, 0], [0, 0], [3]];
  return documents.flatMap((document, d) => who[d].map((p, i) => new Typist(`t${d}${i}`, people[p], document, rnd)));
}

/** The words of one typist in a text, as numbers. */
const wordsOf = (text, t) => [...text.matchAll(/<([^<>.]+)\.(\d+)>/g)].filter((m) => m[1] === t.name).map((m) => Number(m[2])).sort((a, b) => a - b);

test("a backup taken under ten typing people is one moment of every text, restores into an empty folder, and the rest comes back from the devices", { timeout: 300_000 }, async (t) => {
  const rnd = random(seed);
  t.diagnostic(`seed ${seed}`);
  const server = await Server.start(t);
  const place = bench(t);
  const typists = await ten(server, rnd);
  await Promise.all(typists.map((x) => x.connect()));
  const first = typists.map((x) => x.run(10));
  await sleep(500);
  typists.forEach((x) => x.stop());
  await Promise.all(first);
  await Promise.all(typists.map((x) => x.client.end())); // leaving makes revisions and commits
  await atRest(server.data);
  await Promise.all(typists.map((x) => x.connect()));
  const running = typists.map((x) => x.run(10));
  await sleep(500);

  const before = typists.map((x) => x.acknowledged);
  const said = await backup(server.data, place.file);
  assert.match(said, /keep a copy of that one line away/);
  const meanwhile = typists.map((x) => x.typed);
  for (const [i, x] of typists.entries()) await until(() => x.acknowledged > meanwhile[i], `${x.name}: a word typed after the backup`);
  typists.forEach((x) => x.stop());
  await Promise.all(running);
  for (const x of typists) await x.settle();
  await server.kill();
  rmSync(server.data, { recursive: true });
  await Promise.all(typists.map((x) => x.client.closed));

  await restore(place.file, server.data);
  await must(0, "check", "--data", server.data);
  await checkDatabases(server.data);
  await checkRepositories(server.data);
  await server.restart();
  const texts = new Map();
  for (const x of typists) if (!texts.has(x.document)) texts.set(x.document, await x.person.text(x.document));
  let later = 0;
  typists.forEach((x, i) => {
    checkText(texts.get(x.document), [{ ...x, acknowledged: before[i] }], `seed ${seed}`);
    const words = wordsOf(texts.get(x.document), x);
    assert.deepEqual(words, words.map((_, n) => n + 1), `${x.name}: a later word without an earlier one`);
    later += x.typed - words.length;
  });
  assert.ok(later > 0, "nothing was typed after the backup: the test tests nothing");

  await Promise.all(typists.map((x) => x.connect()));
  for (const x of typists) // what was acknowledged before the kill is not acknowledged again: it is there, or not
    await until(async () => wordsOf(await x.person.text(x.document), x).length === x.typed, `${x.name}: words typed after the backup`);
  for (const x of typists) checkText(await x.person.text(x.document), [x], "once everybody is back");
  await Promise.all(typists.map((x) => x.client.end()));
  await server.stop();
  await must(0, "check", "--data", server.data);
});

test("when nobody writes, what is restored differs in nothing: rows, keys, history", async (t) => {
  const server = await Server.start(t);
  const place = bench(t);
  const typists = await ten(server, random(1));
  await Promise.all(typists.map((x) => x.connect()));
  for (const x of typists) for (let i = 0; i < 5; i++) x.type();
  for (const x of typists) await x.settle();
  await Promise.all(typists.map((x) => x.client.end()));
  mkdirSync(join(server.data, "files/ab"), { recursive: true });
  writeFileSync(join(server.data, "files/ab/plan.png"), Buffer.alloc(200_000, 7));
  await atRest(server.data);
  await until(async () => (await sql(join(server.data, "carnet.db"), "SELECT count(*) FROM document_snapshot")) === "4", "each text folded");
  await backup(server.data, place.file);
  await server.stop();
  const alone = `${place.file}-alone`;
  await backup(server.data, alone);
  const was = await contents(server.data);
  for (const file of [place.file, alone]) {
    await restore(file, place.restored);
    const is = await contents(place.restored);
    assert.deepEqual(is.keys, was.keys);
    assert.deepEqual(is.refs, was.refs);
    assert.deepEqual(is.rows.filter((l) => !was.rows.includes(l)), [], "rows that were not there");
    assert.deepEqual(was.rows.filter((l) => !is.rows.includes(l)), [], "rows that are gone");
    assert.deepEqual(readFileSync(join(place.restored, "files/ab/plan.png")), Buffer.alloc(200_000, 7));
    await must(0, "check", "--data", place.restored);
    rmSync(place.restored, { recursive: true });
  }
  await server.restart();
});

test("commits newer than the database in the backup are forgotten, and made again when their time comes", async (t) => {
  const server = await Server.start(t);
  const place = bench(t);
  const person = await server.asToken("stg-02");
  const typist = new Typist("t", person, await person.newPage(), random(2));
  for (let i = 0; i < 2; i++) {
    await typist.connect();
    typist.type();
    await typist.settle();
    await typist.client.end();
    await atRest(server.data);
  }
  await server.stop();
  // As if the second commit had been made between the copy of the rows and that of the repositories.
  await sql(join(server.data, "carnet.db"), "DELETE FROM revision_author WHERE revision = (SELECT max(id) FROM revision); DELETE FROM revision WHERE id = (SELECT max(id) FROM revision)");
  const before = await commits(server.data);
  await backup(server.data, place.file);
  await restore(place.file, place.restored);
  assert.equal(await commits(place.restored), before - 1);
  await must(0, "check", "--data", place.restored);
  await server.restart();
});

test("a backup cut or altered anywhere is refused and nothing is left where it should have gone", { timeout: 300_000 }, async (t) => {
  const server = await Server.start(t);
  const place = bench(t);
  const rnd = random(seed);
  t.diagnostic(`seed ${seed}`);
  await backup(server.data, place.file);
  const whole = readFileSync(place.file), bad = join(place.folder, "bad"), empty = join(place.folder, "empty");
  mkdirSync(empty);
  const cuts = [0, 1, 15, 16, 100, 130, whole.length - 1, whole.length - 17, whole.length - 18, ...Array.from({ length: 10 }, () => rnd.below(whole.length))];
  const flips = [0, 20, 40, 90, 140, 160, whole.length - 1, whole.length - 20, ...Array.from({ length: 12 }, () => rnd.below(whole.length))];
  const refuse = async (content, what) => {
    writeFileSync(bad, content);
    for (const target of [place.restored, empty]) {
      const done = await carnet(["restore", bad, "--data", target]);
      assert.equal(done.code, 1, `${what}: ${done.code} ${done.stdout}${done.stderr}`);
      assert.match(done.stderr, /^carnet: ./m);
    }
    assert.equal(listing(place.restored), null, `${what}: a folder was made`);
    assert.deepEqual(listing(empty), [], `${what}: something was left`);
  };
  for (const cut of cuts) await refuse(whole.subarray(0, cut), `cut at ${cut} of ${whole.length}`);
  for (const at of flips) {
    const altered = Buffer.from(whole);
    altered[at] ^= 1 << rnd.below(8);
    await refuse(altered, `bit flipped at ${at} of ${whole.length}`);
  }
  await refuse(Buffer.concat([whole, Buffer.from([0])]), "something behind its end");
  writeFileSync(bad, whole);
  await restore(bad, empty); // and the whole one is not
});

test("a backup does not go into a folder that it copies", async (t) => {
  const server = await Server.start(t);
  const file = join(server.data, "files/copie");
  const done = await carnet(["backup", "--data", server.data, file]);
  assert.equal(done.code, 1);
  assert.match(done.stderr, /choose another place/);
  assert.deepEqual(listing(join(server.data, "files")), []);
});

test("a folder with a database, or in use, takes no restore: exit 3, untouched", async (t) => {
  const server = await Server.start(t);
  const place = bench(t);
  await backup(server.data, place.file);
  assert.match((await carnet(["restore", place.file, "--data", server.data])).stderr, /in use/);
  await must(3, "restore", place.file, "--data", server.data);
  await must(3, "check", "--data", server.data, "--repair");
  await server.stop();
  const was = listing(server.data);
  await must(3, "restore", place.file, "--data", server.data);
  assert.deepEqual(listing(server.data), was);
  await server.restart();
});

test("what lies in a folder without a database goes aside, and an old write-ahead log is not played into the restored database", async (t) => {
  const server = await Server.start(t);
  const place = bench(t);
  const person = await server.asToken("stg-02");
  await backup(server.data, place.file);
  await person.newPage("Après la sauvegarde");
  await server.kill(); // leaves a write-ahead log
  assert.ok(statSync(join(server.data, "carnet.db-wal")).size > 0);
  rmSync(join(server.data, "carnet.db"));
  await restore(place.file, server.data);
  await must(0, "check", "--data", server.data);
  const aside = readdirSync(server.data).find((n) => n.startsWith("before-restore-"));
  assert.ok(existsSync(join(server.data, aside, "carnet.db-wal")) && existsSync(join(server.data, aside, "keys.db")));
  await server.restart();
  assert.equal((await person.get("/api/documents")).is(200).json.filter((d) => d.title === "Après la sauvegarde").length, 0);
});

test("the key is in no backup: with it elsewhere the restore says which key it wants, and --key gives it", async (t) => {
  const server = await Server.start(t);
  const place = bench(t);
  const person = await server.asToken("stg-02");
  const entry = await person.newEntry("Un titre que personne ne lit");
  await backup(server.data, place.file);
  const content = readFileSync(place.file), key = `${server.data}.backup-key`, elsewhere = join(place.folder, "coffre");
  for (const secret of ["Un titre", "SQLite format", "stg-02", readFileSync(key, "utf8").trim().slice(18)]) assert.ok(!content.includes(secret), secret);
  assert.equal(statSync(key).mode & 0o777, 0o600);
  assert.equal(statSync(place.file).mode & 0o777, 0o600);
  renameSync(key, elsewhere);
  const refused = await carnet(["restore", place.file, "--data", place.restored]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /its key is not here: give it with --key FILE; this backup opens with the key [0-9a-f]{16}, which was kept in /);
  writeFileSync(join(place.folder, "autre"), "carnet-backup-key-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
  await must(1, "restore", place.file, "--data", place.restored, "--key", join(place.folder, "autre"));
  assert.equal(listing(place.restored), null);
  await restore(place.file, place.restored, "--key", elsewhere);
  assert.deepEqual(readFileSync(`${place.restored}.backup-key`), readFileSync(elsewhere), "the restored folder goes on with the same key");
  rmSync(place.restored, { recursive: true });
  rmSync(`${place.restored}.backup-key`);
  assert.equal((await carnet(["restore", place.file, "--data", place.restored], { env: { CARNET_BACKUP_KEY: elsewhere } })).code, 0);
  await backup(server.data, place.file, "--key", elsewhere);
  assert.ok(!existsSync(key), "a key given is not kept");
  (await person.get(`/api/documents/${entry}/text`)).is(200);
});

test("people go on working while a large backup runs, SIGTERM ends it in time, and so does whoever asked for it by leaving", { timeout: 180_000 }, async (t) => {
  const server = await Server.start(t);
  const place = bench(t);
  const person = await server.asToken("stg-02");
  const page = await person.newPage();
  const fd = openSync(join(server.data, "files/film"), "w");
  ftruncateSync(fd, 1 << 30); // a hole: nothing on this disk, 1 GB for the backup
  closeSync(fd);
  const partial = `${place.file}.partial`;
  const start = () => {
    const child = spawn(binary, ["backup", "--data", server.data, place.file], { stdio: ["ignore", "pipe", "pipe"] });
    return { child, ended: new Promise((done) => child.on("exit", (code, signal) => done(code ?? signal))) };
  };
  const begun = () => until(() => existsSync(partial) && statSync(partial).size > 1_000_000, "a large part of the backup");

  const left = start();
  await begun();
  const typist = new Typist("t", person, page, random(3));
  await typist.connect();
  for (let i = 0; i < 20; i++) {
    typist.type();
    await typist.settle();
    (await person.get("/api/documents")).is(200);
  }
  assert.ok(existsSync(partial), "the backup was over before anything was tried beside it");
  left.child.kill("SIGKILL");
  await until(() => !existsSync(partial), "the backup given up");
  assert.ok(!existsSync(place.file));

  const stopped = start();
  await begun();
  await server.stop();
  assert.equal(await stopped.ended, 1);
  assert.ok(!existsSync(place.file) && !existsSync(partial), "half a backup was left");
  assert.ok(!existsSync(join(server.data, "tmp/backup")));
  await server.restart();
  checkText(await person.text(page), [typist], "after it all");
});

test("kill -9 at any moment of a backup leaves the backup of before or a whole new one", { timeout: LONG ? 3_600_000 : 180_000 }, async (t) => {
  const rnd = random(seed);
  t.diagnostic(`seed ${seed}`);
  const server = await Server.start(t);
  const place = bench(t);
  await server.stop();
  await backup(server.data, place.file);
  const states = new Set();
  for (let i = 0; i < (LONG ? 60 : 6); i++) {
    const before = statSync(place.file).ino;
    const { signal } = await killedAfter(5 + rnd.below(400), "backup", "--data", server.data, place.file);
    states.add(`${signal} ${statSync(place.file).ino === before ? "old" : "new"}`);
    await restore(place.file, place.restored);
    await must(0, "check", "--data", server.data);
    rmSync(place.restored, { recursive: true });
  }
  t.diagnostic([...states].join(", "));
  await server.restart(); // and it tidies up
  assert.ok(!existsSync(join(server.data, "tmp/backup")));
  await backup(server.data, place.file);
  assert.deepEqual(readdirSync(place.folder).filter((n) => n.endsWith(".partial")), []);
});

test("kill -9 at any moment of a restore leaves nothing, a folder that everything but a restore refuses, or the whole", { timeout: LONG ? 3_600_000 : 240_000 }, async (t) => {
  const rnd = random(seed);
  t.diagnostic(`seed ${seed}`);
  const server = await Server.start(t);
  const place = bench(t);
  await backup(server.data, place.file);
  const states = new Map();
  for (let i = 0; i < (LONG ? 200 : 10); i++) {
    await killedAfter(20 + rnd.below(500), "restore", place.file, "--data", place.restored);
    const there = existsSync(join(place.restored, "carnet.db")), half = existsSync(join(place.restored, "restoring"));
    const state = there ? "whole" : half ? "half" : "nothing";
    states.set(state, (states.get(state) ?? 0) + 1);
    if (state === "half") await must(3, "demo", "--data", place.restored);
    if (state !== "whole") await restore(place.file, place.restored);
    await must(0, "check", "--data", place.restored);
    assert.ok(!existsSync(join(place.restored, "restoring")));
    rmSync(place.restored, { recursive: true });
  }
  t.diagnostic([...states].map(([s, n]) => `${s} ${n}`).join(", "));
});

test("killed before any of the moves that bring it into its place, a restore says what to do until it is whole, and then nothing is missing", { timeout: 240_000 }, async (t) => {
  const server = await Server.start(t);
  const place = bench(t), shim = killingMoves(place.folder), key = join(place.folder, "coffre");
  await backup(server.data, place.file);
  await server.stop();
  renameSync(`${server.data}.backup-key`, key);
  const whole = () => existsSync(join(place.restored, "carnet.db"));
  const program = join(root, "build/carnet"); // the sanitizers want to be loaded first, so not theirs
  for (let step = 1; ; step++) {
    const env = { ...process.env, LD_PRELOAD: shim, CARNET_KILL_AT: String(step) };
    const { signal } = spawnSync(program, ["restore", place.file, "--data", place.restored, "--key", key], { env });
    assert.equal(signal, "SIGKILL", `step ${step}`);
    if (whole()) break;
    const refused = await carnet(["serve", "--data", place.restored, "--listen", "127.0.0.1:0"]);
    assert.equal(refused.code, 3, refused.stderr);
    assert.match(refused.stderr, /a restore into .* did not end: run it again/);
  }
  assert.ok(existsSync(join(place.restored, "restoring")), "killed before its last step");
  await must(0, "check", "--data", place.restored);
  assert.deepEqual(readdirSync(place.restored).filter((n) => n === "restoring" || n.startsWith("before-restore")), []);
  assert.deepEqual((await contents(place.restored)).keys, (await contents(server.data)).keys);
  assert.equal(readFileSync(`${place.restored}.backup-key`, "utf8"), readFileSync(key, "utf8"), "it goes on with the key of its backups");
  assert.equal(readFileSync(join(place.restored, "backups"), "utf8").split("\n")[0], place.file, "and its erasures reach the list beside them");
  await server.restart();
});

test("a folder in which a restore did not end is served by nobody until a restore has ended in it", async (t) => {
  const server = await Server.start(t);
  const place = bench(t);
  await backup(server.data, place.file);
  mkdirSync(join(place.restored, "groups/half.git"), { recursive: true });
  writeFileSync(join(place.restored, "restoring"), "");
  writeFileSync(join(place.restored, "keys.db"), "half");
  for (const args of [["serve", "--listen", "127.0.0.1:0"], ["demo"], ["admin", "--email", "a@exemple.invalid"]]) {
    const done = await carnet([args[0], "--data", place.restored, ...args.slice(1)]);
    assert.equal(done.code, 3, `${args[0]}: ${done.stderr}`);
    assert.match(done.stderr, /a restore into .* did not end: run it again/);
    assert.ok(!existsSync(join(place.restored, "carnet.db")));
  }
  await restore(place.file, place.restored);
  assert.ok(!existsSync(join(place.restored, "groups/half.git")) && !readdirSync(place.restored).some((n) => n.startsWith("before-restore")));
  await must(0, "check", "--data", place.restored);
});

async function noSpace(t) {
  const server = await Server.start(t);
  const place = bench(t);
  writeFileSync(join(server.data, "files/plan"), Buffer.alloc(3 << 20, 1));
  const disk = smallDisk(t, "8m"), filler = join(disk, "filler"), file = join(disk, "backup");
  await backup(server.data, file); // 3.5 MB
  const old = readFileSync(file);
  fill(filler);
  const done = await carnet(["backup", "--data", server.data, file]);
  assert.equal(done.code, 1);
  assert.match(done.stderr, /No space left/);
  assert.deepEqual(readFileSync(file), old, "the backup of before is still whole");
  assert.deepEqual(readdirSync(disk).sort(), ["backup", "carnet-erasures", "filler"]);
  assert.ok(server.alive);
  (await (await server.as("stg-01")).get("/api/journal")).is(200);

  const away = join(place.folder, "away");
  copyFileSync(file, away);
  for (const target of [disk, join(disk, "data")]) {
    const was = readdirSync(disk).sort();
    const refused = await carnet(["restore", away, "--data", target]);
    assert.equal(refused.code, 1, refused.stdout + refused.stderr);
    assert.deepEqual(readdirSync(disk).sort(), was, "the full disk is as before");
  }
  rmSync(filler);
  await restore(away, join(disk, "data"));
  await must(0, "check", "--data", join(disk, "data"));
}
if (mayMount()) test("a full disk fails a backup and a restore, leaves no half of either, and keeps the backup of before", noSpace);

test("a journal erased after the backup is erased again by the restore, from the list beside the backup", async (t) => {
  const server = await Server.start(t);
  const place = bench(t);
  const [erased, other] = await Promise.all(["stg-01", "stg-08"].map((id) => server.as(id)));
  const entries = (person) => person.get("/api/journal").then((a) => a.is(200).json.entries.length);
  assert.ok((await entries(erased)) > 0 && (await entries(other)) > 0);
  await backup(server.data, place.file);
  const list = join(place.folder, "carnet-erasures");
  assert.equal(readFileSync(list, "utf8").split("\n").filter((l) => /^[0-9a-f]{32} /.test(l)).length, 0);
  await server.stop();
  const db = join(server.data, "carnet.db");
  const journal = await sql(db, "SELECT journal.id FROM journal JOIN person ON person.id = person WHERE slug = 'stg-01'");
  const key = await sql(join(server.data, "keys.db"), `SELECT hex(octets) FROM key WHERE journal = ${journal}`);
  await sql(db, `UPDATE journal SET erased_at = 1 WHERE id = ${journal}`); // begun; the power went; start-up finishes it
  await server.restart();
  await until(() => readFileSync(list, "utf8").split("\n").filter((l) => /^[0-9a-f]{32} /.test(l)).length === 1, "the erasure in the list");
  assert.ok(!readFileSync(list, "utf8").toUpperCase().includes(key));
  await server.stop();
  const gone = (folder) => sql(join(folder, "keys.db"), `SELECT count(*) FROM key WHERE journal = ${journal}`);
  assert.equal(await gone(server.data), "0");
  await must(0, "check", "--data", server.data);

  const said = await restore(place.file, place.restored);
  assert.match(said, /journals and entries erased again: 1/);
  assert.equal(await gone(place.restored), "0");
  assert.equal(await sql(join(place.restored, "carnet.db"), "SELECT count(*) FROM document WHERE journal IS NOT NULL AND journal NOT IN (SELECT id FROM journal)"), "0");
  assert.ok(!readFileSync(join(place.restored, "keys.db")).includes(Buffer.from(key, "hex")));
  await must(0, "check", "--data", place.restored);
  const again = await Server.start(t, { data: place.restored });
  assert.equal(await entries(await again.as("stg-01")), 0);
  assert.ok((await entries(await again.as("stg-08"))) > 0);
  await again.stop();

  rmSync(place.restored, { recursive: true });
  rmSync(list);
  assert.match(await restore(place.file, place.restored), /warning: there is no list carnet-erasures beside this backup/);
  await server.restart();
});

test("--help and the words of a wrong call name the three sub-commands", async () => {
  const help = await must(0, "--help");
  for (const line of [/^carnet backup --data DIR FILE/m, /^carnet restore FILE --data DIR/m, /^carnet check --data DIR \[--repair\]/m, /keep a copy of it away/]) assert.match(help, line);
  await must(2, "backup", "--data", "/nowhere");
  await must(2, "serve", "--data", "/nowhere", "file");
  await must(1, "backup", "--data", "/nowhere", "/nowhere/file");
  await must(1, "check", "--data", "/nowhere");
});
