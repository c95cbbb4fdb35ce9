// Lint that no compiler does: who may include whom (server/LAYERS), cycles of includes, long files, words that must not stay,
// libraries that belong to one folder, SQL and shells built from input.
import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { dirname } from "node:path";

const root = new URL("../..", import.meta.url).pathname;
const read = (f) => readFileSync(root + f, "utf8");
const files = execFileSync("git", ["-C", root, "ls-files", "-co", "--exclude-standard"], { encoding: "utf8" }).split("\n").filter(Boolean);
const problems = [];
const say = (file, line, what) => problems.push(`${file}:${line}: ${what}`);

// LAYERS: one line a rank; the areas stand in one line, in their own order.
const rank = new Map();
read("server/LAYERS").split("\n").filter((l) => l && !l.startsWith("#")).forEach((line, i) => {
  const areas = line.match(/^areas:\s*(.*)$/);
  if (areas) areas[1].split(/\s+/).forEach((a, j) => rank.set(`areas/${a}`, i + (j + 1) / 1000));
  else line.split(/\s+/).forEach((l) => rank.set(l, i));
});
const TOP = 999;
function room(path) {
  const parts = path.split("/");
  if (parts.length === 1) return "";
  return parts[0] === "areas" ? (parts.length > 2 ? `areas/${parts[1]}` : "areas") : parts[0];
}
const rankOf = (name) => (name === "" ? TOP : name === "areas" ? 900 : rank.get(name));

const edges = new Map();
for (const f of files.filter((f) => /^server\/.*\.[ch]$/.test(f))) {
  const here = room(f.slice("server/".length));
  if (rankOf(here) === undefined) say(f, 1, `${here} is not in server/LAYERS`);
  const text = read(f);
  text.split("\n").forEach((line, i) => {
    const m = /^\s*#\s*include\s+"([^"]+)"/.exec(line);
    if (!m || ["migrations.h", "sample.h"].includes(m[1])) return;
    const there = room(m[1]);
    if (!files.includes(`server/${m[1]}`)) return say(f, i + 1, `"${m[1]}" is not there; includes start at server/`);
    if (f.endsWith(".h")) edges.set(f, [...(edges.get(f) ?? []), `server/${m[1]}`]);
    if (there === here) return;
    if (m[1].endsWith("_sql.h")) say(f, i + 1, `${m[1]} is for its own folder only`);
    if (!(rankOf(there) < rankOf(here))) say(f, i + 1, `${here || "the top"} may not include ${m[1]}`);
  });
  const only = [
    [/<sqlite3\.h>/, "store"], [/<libwebsockets\.h>/, "net"], [/<git2/, "vault"], [/<cmark-gfm/, "text"],
    [/<sodium\.h>/, "guard"], [/<liboath\//, "guard"], [/<curl\//, "areas/mail"], [/pthread_mutex/, "loop"],
  ];
  for (const [pattern, where] of only) if (pattern.test(text) && here !== where) say(f, 1, `${pattern.source} belongs to ${where}/`);
  for (const bad of [/\b(strcpy|strcat|sprintf|gets|system|popen|rand)\s*\(/, /\b(malloc|calloc|realloc)\s*\(/]) {
    if (bad.test(text.replace(/\/\*[\s\S]*?\*\//g, "")) && f !== "server/base/mem.c") say(f, 1, `${bad.exec(text)?.[1] ?? "a forbidden call"} is not used here`);
  }
  if (!/^\s*(#pragma once\s*|#define _[A-Z_]+ .*\s*)*\/\*/.test(text)) say(f, 1, "opens without saying what it is for");
}

function cycle(from, path = []) {
  if (path.includes(from)) return [...path.slice(path.indexOf(from)), from];
  for (const to of edges.get(from) ?? []) {
    const c = cycle(to, [...path, from]);
    if (c) return c;
  }
  return null;
}
for (const f of edges.keys()) {
  const c = cycle(f);
  if (c) { say(f, 1, `includes go round: ${c.join(" → ")}`); break; }
}

for (const f of files.filter((f) => /\.(c|h|ts|tsx|mjs|css|sh)$/.test(f))) {
  const text = read(f);
  const lines = text.split("\n").length;
  if (lines > 601) say(f, lines, `${lines} lines: is there a second idea in it?`);
  text.split("\n").forEach((line, i) => {
    if (/\b(TO[D]O|FIX[M]E|XX[X])\b/.test(line)) say(f, i + 1, "unfinished");
    if (/\.\.\/share[d]/.test(line)) say(f, i + 1, "depends on something outside the project");
  });
}
for (const f of files.filter((f) => /^web\/src\/.*\.tsx?$/.test(f))) {
  const area = /^web\/src\/(lib|ui|editor|areas\/[a-z]+|i18n|app)\//.exec(f)?.[1];
  const order = ["lib", "i18n", "ui", "editor", "areas", "app"];
  read(f).split("\n").forEach((line, i) => {
    const m = /from "(\.[^"]+)"/.exec(line);
    if (!m || !area || /\/fr(\.ts)?$/.test(m[1])) return; // the catalogues are data
    const target = new URL(m[1], `file:///${dirname(f)}/`).pathname.slice(1);
    const there = /^web\/src\/(lib|ui|editor|areas|i18n|app)\b/.exec(target)?.[1];
    if (there && order.indexOf(there) > order.indexOf(area.split("/")[0])) say(f, i + 1, `${area} may not import ${there}`);
  });
}
for (const p of problems) console.log(p);
console.log(problems.length ? `${problems.length} problems` : "layers, files and words: clean");
process.exit(problems.length ? 1 : 0);
