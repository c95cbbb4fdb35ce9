// The engine beside the others, in one run on this machine: CPU milliseconds (medians of five), and how many times less
// ours takes. CARNET_BENCH_ONLY=word keeps the traces and engines that contain it. Part of `make bench`.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { files, TRACES } from "./traces.mjs";

const root = new URL("../../..", import.meta.url).pathname;
const here = new URL(".", import.meta.url).pathname;
const ENGINES = ["yjs", "ywasm", "loro-crdt", "automerge", "diamond-types"];
const KEYS = ["remote_cpu_ms", "mergedlog_cpu_ms", "load_cpu_ms", "loadtext_cpu_ms", "encode_cpu_ms", "local_cpu_ms", "text_cpu_ms", "mem_rss_kb", "encoded_bytes"];
const words = (process.env.CARNET_BENCH_ONLY ?? "").split(" ").filter(Boolean);
const keep = (list) => (words.some((w) => list.some((n) => n.includes(w))) ? list.filter((n) => words.some((w) => n.includes(w))) : list);

function run(program, args) {
  const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8", timeout: 600_000 });
  try {
    return JSON.parse(stdout);
  } catch {
    console.error(stderr);
    return {};
  }
}

const version = (name) => JSON.parse(readFileSync(`${here}node_modules/${name}/package.json`)).version;
const NPM = { automerge: "@automerge/automerge", "diamond-types": "diamond-types-node" };
console.log(`CRDT engines: ${ENGINES.map((e) => `${e} ${version(NPM[e] ?? e)}`).join(", ")}`);
for (const trace of keep(TRACES)) {
  const prefix = files(`${root}build/bench/crdt`, trace);
  const ours = run(`${root}build/carnet-crdt`, ["bench", prefix]);
  const rows = keep(ENGINES).map((engine) => [engine, run(process.execPath, ["--expose-gc", `${here}peer.mjs`, engine, prefix])]);
  console.log(`\n${trace}${ours.mismatch ? "  OUR TEXT DIFFERS" : ""}${ours.encoded_identical ? ", state identical to that of Yjs" : ""}`);
  const cell = (v, mine) => (v === undefined ? "-" : `${v < 10 ? v.toFixed(3) : v.toFixed(0)}${mine ? ` (${(v / mine).toFixed(1)}×)` : ""}`).padStart(20);
  console.log(`${"".padEnd(18)}${["carnet", ...rows.map(([n, r]) => n + (r.mismatch ? " !" : ""))].map((n) => n.padStart(20)).join("")}`);
  for (const key of KEYS)
    if (ours[key] !== undefined) console.log(`${key.padEnd(18)}${cell(ours[key])}${rows.map(([, r]) => cell(r[key], ours[key])).join("")}`);
}
