// Backups as the tests make and read them: a place of their own, and what a folder holds, to compare two of them.
import assert from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { git, repositories } from "./folder.mjs";
import { until } from "./live.mjs";
import { binary, carnet, root, temporaryFolder } from "./server.mjs";

const run = promisify(execFile);

/** A folder with room for a backup, a data folder to restore into, and everything that belongs beside them; gone after the test. */
export function bench(t) {
  const folder = temporaryFolder("carnet-backup-");
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, file: join(folder, "backups-of-carnet"), restored: join(folder, "restored") };
}

/** Runs a sub-command that must end with this code. */
export async function must(code, ...args) {
  const done = await carnet(args);
  assert.equal(done.code, code, `carnet ${args.join(" ")}\n${done.stdout}${done.stderr.slice(-1500)}`);
  assert.doesNotMatch(done.stderr, /Sanitizer|runtime error/);
  return done.stdout;
}

export const backup = (data, file, ...more) => must(0, "backup", "--data", data, file, ...more);
export const restore = (file, data, ...more) => must(0, "restore", file, "--data", data, ...more);

/** The library that makes a program end before the change of names that CARNET_KILL_AT says. */
export const killingMoves = (folder) => preloaded(folder, "killing_moves");

/** Compiles a file of tests/fault to be preloaded into the program (not the one with sanitizers, who want to be loaded first). */
export function preloaded(folder, name) {
  const library = join(folder, `${name}.so`);
  execFileSync("cc", ["-shared", "-fPIC", "-O1", "-o", library, join(root, `tests/fault/${name}.c`), "-ldl"]);
  return library;
}

/** Starts a sub-command and kills it outright after so many milliseconds, unless it was faster. */
export function killedAfter(ms, ...args) {
  return new Promise((done) => {
    const child = spawn(binary, args, { stdio: "ignore" });
    const timer = setTimeout(() => child.kill("SIGKILL"), ms);
    child.on("exit", (code, signal) => (clearTimeout(timer), done({ code, signal })));
  });
}

export async function sql(file, statements) {
  return (await run("sqlite3", ["-cmd", ".timeout 10000", file, statements], { maxBuffer: 1 << 28 })).stdout.trim();
}

const WAITING = `SELECT (SELECT count(*) FROM document_person AS part WHERE sequence > (SELECT ifnull(max(sequence), 0) FROM revision WHERE revision.document = part.document))
  + (SELECT count(*) FROM revision JOIN document ON document.id = document WHERE journal IS NULL AND commit_id IS NULL)
  + (SELECT count(*) FROM revision JOIN document ON document.id = revision.document WHERE journal IS NULL
     AND revision.id > (SELECT ifnull(max(revision), 0) FROM search_words AS words WHERE words.document = revision.document))`;

/** Until all that everybody wrote before leaving is a revision, committed, and found. */
export const atRest = (data) => until(async () => (await sql(join(data, "carnet.db"), WAITING)) === "0", "revisions, commits and words to find");

/** Every row of both databases and every reference of every repository. What a restore adds on purpose is left out. */
export async function contents(folder) {
  const rows = (await sql(join(folder, "carnet.db"), ".dump")).split("\n")
    .filter((l) => !/recupere@carnet\.invalid|INTO restore VALUES|INTO sqlite_sequence|INTO sqlite_stat|^PRAGMA|TRANSACTION|^COMMIT/.test(l));
  const keys = (await sql(join(folder, "keys.db"), "SELECT journal, hex(octets), settled FROM key ORDER BY journal")).split("\n");
  const refs = {};
  for (const repository of repositories(folder))
    refs[repository.slice(folder.length)] = await git(repository, "for-each-ref");
  return { rows: rows.sort(), keys, refs };
}

/** What stands in a folder, by name, hidden or not; null when it is not there. */
export function listing(folder) {
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).sort() : null;
}
