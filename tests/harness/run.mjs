// Runs every test and prints one line each, the failures again at the end, and last "N passed, N failed".
// C tests are the programs build/asan/test-*; the others are tests/**/*.test.mjs, run by Node's own runner, each file in a
// process of its own. Words on the command line keep only what contains one of them.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { run } from "node:test";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";

const root = new URL("../..", import.meta.url).pathname;
const wanted = process.argv.slice(2);
const keep = (name) => wanted.length === 0 || wanted.some((w) => name.includes(w));
let passed = 0;
const failures = [];

function result(ok, name, why) {
  if (ok) passed++;
  else failures.push(why ? `${name}\n${why}` : name);
  console.log(`${ok ? "ok" : "not ok"} ${name}`);
}

async function runProgram(name) {
  const child = spawn(join(root, "build/asan", name), {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ASAN_OPTIONS: "detect_leaks=1:abort_on_error=1", UBSAN_OPTIONS: "print_stacktrace=1" },
  });
  let notes = [], errors = "";
  child.stderr.on("data", (d) => (errors = (errors + d).slice(-8000)));
  for await (const line of createInterface({ input: child.stdout })) {
    const m = /^(not )?ok (.*)$/.exec(line);
    if (!m) notes.push(line);
    else {
      result(!m[1], `${name} ${m[2]}`, notes.join("\n"));
      notes = [];
    }
  }
  const code = await new Promise((done) => (child.exitCode !== null || child.signalCode ? done(child.exitCode) : child.on("close", done)));
  if (code !== 0 && code !== 1) result(false, `${name} ends cleanly`, `exit ${code}\n${errors}`);
  else if (/Sanitizer/.test(errors)) result(false, `${name} is clean under the sanitizers`, errors);
}

function* files(folder) {
  for (const e of readdirSync(folder, { withFileTypes: true })) {
    if (e.name === "node_modules" || e.name === "bench") continue;
    if (e.isDirectory()) yield* files(join(folder, e.name));
    else if (e.name.endsWith(".test.mjs")) yield join(folder, e.name);
  }
}

function describe(error) {
  const cause = error?.cause ?? error;
  return String(cause?.stack ?? cause).split("\n").slice(0, 14).join("\n");
}

async function runFiles(list) {
  const stream = run({ files: list, concurrency: 2, timeout: 80 * 60_000 });
  let noise = "";
  stream.on("test:pass", (t) => {
    if (t.details?.type !== "suite" && !list.includes(t.name)) result(true, `${relative(root, t.file ?? "")} ${t.name}`);
  });
  stream.on("test:fail", (t) => {
    if (t.details?.type === "suite" && /subtest/.test(String(t.details.error?.message))) return;
    result(false, `${relative(root, t.file ?? "")} ${t.name}`, describe(t.details?.error));
  });
  stream.on("test:diagnostic", (t) => {
    // What a test has to say of itself (its seed, its figures); not the runner's own sums.
    if (t.file && !/^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(t.message)) console.log(`#  ${relative(root, t.file)} ${t.message}`);
  });
  stream.on("test:stderr", (t) => (noise = (noise + t.message).slice(-4000)));
  for await (const _ of stream);
  if (failures.length && noise) console.log(noise);
}

const programs = readdirSync(join(root, "build/asan")).filter((n) => /^test-[a-z]+$/.test(n) && keep(n));
for (const name of programs.sort()) await runProgram(name);
const list = [...files(join(root, "tests"))].filter((f) => keep(relative(root, f))).sort();
if (list.length) await runFiles(list);
for (const f of failures) console.log(`\nFAILED ${f}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
