// Looks at a data folder from outside, while no server has it: SQLite's own check on a copy, git's own check on every repository.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export async function checkDatabases(folder, hint = "") {
  const copy = mkdtempSync(join(tmpdir(), "carnet-copy-"));
  try {
    for (const name of ["carnet.db", "keys.db"]) {
      assert.ok(existsSync(join(folder, name)), `${name} is missing`);
      for (const end of ["", "-wal", "-journal"]) if (existsSync(join(folder, name + end))) copyFileSync(join(folder, name + end), join(copy, name + end));
      const { stdout } = await run("sqlite3", [join(copy, name), "PRAGMA integrity_check; PRAGMA foreign_key_check;"]);
      assert.equal(stdout.trim(), "ok", `${hint} ${name}: ${stdout.slice(0, 500)}`);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

export function repositories(folder) {
  return ["groups", "works"].flatMap((kind) => (existsSync(join(folder, kind)) ? readdirSync(join(folder, kind)).filter((n) => n.endsWith(".git")).map((n) => join(folder, kind, n)) : []));
}

export async function checkRepositories(folder, hint = "") {
  for (const repository of repositories(folder)) {
    const result = await run("git", ["-c", "safe.directory=*", "-C", repository, "fsck", "--strict", "--no-dangling"]).catch((e) => e);
    assert.ok(!(result instanceof Error), `${hint} ${repository}: ${result.stderr}${result.stdout}`);
    assert.doesNotMatch(result.stdout + result.stderr, /error|missing|broken|corrupt|bad/i, `${hint} ${repository}`);
  }
}

export async function git(repository, ...args) {
  return (await run("git", ["-c", "safe.directory=*", "-C", repository, ...args], { maxBuffer: 1 << 28 })).stdout;
}

/** How many commits the repositories hold together. */
export async function commits(folder) {
  let sum = 0;
  for (const repository of repositories(folder))
    sum += Number(await git(repository, "rev-list", "--all", "--count"));
  return sum;
}

/** What looking gives, or null for what a server at work has taken away meanwhile. */
function unlessGone(look) {
  try {
    return look();
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    return null;
  }
}

/** Every regular file below a folder, whether a server is at work in it or not. */
export function* files(folder, entries = readdirSync(folder, { withFileTypes: true })) {
  for (const e of entries) {
    const path = join(folder, e.name);
    if (e.isDirectory()) yield* files(path, unlessGone(() => readdirSync(path, { withFileTypes: true })) ?? []);
    else if (e.isFile()) yield path;
  }
}

/** [path, content] of each of them. */
export function* contentsOf(folder) {
  for (const path of files(folder)) {
    const content = unlessGone(() => readFileSync(path));
    if (content) yield [path, content];
  }
}
