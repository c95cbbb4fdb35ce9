// make bench: Carnet beside @y/websocket-server (memory only) and @hocuspocus/server with its SQLite extension, one after the
// other in one run on this machine, under the same load from tests/bench/load.c. Ours commits every edit before it relays it.
//   CARNET_BENCH_SECONDS=n  measured seconds per load (3)      CARNET_BENCH_ONLY=word  keeps servers and loads that contain it
import { execFileSync, spawn } from "node:child_process";
import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { createServer } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = new URL("../..", import.meta.url).pathname;
const here = join(root, "tests/bench");
const seconds = Number(process.env.CARNET_BENCH_SECONDS ?? 3);
const only = process.env.CARNET_BENCH_ONLY;
const work = mkdtempSync(join(tmpdir(), "carnet-bench-"));
const load = join(root, "build/bench-load");
const binary = process.env.CARNET_BIN ?? join(root, "build/carnet");

const loads = [
  { name: "1 room × 15 clients × 10 edits/s", rooms: 1, each: 15, rate: 10, inflight: 0 },
  { name: "50 × 4 × 5/s", rooms: 50, each: 4, rate: 5, inflight: 0 },
  { name: "20 × 5, 1 in flight", rooms: 20, each: 5, rate: 0, inflight: 1 },
  { name: "20 × 5, 16 in flight", rooms: 20, each: 5, rate: 0, inflight: 16 },
];
const IDLE = { rooms: 40, each: 50 };

// Server and generator on a core each, where there are two: the figures are then those of one core's server.
const pin = (core) => {
  try {
    execFileSync("taskset", ["-c", "0,1", "true"], { stdio: "ignore" });
    return ["taskset", "-c", String(core)];
  } catch {
    return [];
  }
};
const spawnOn = (core, args, options) => {
  const [program, ...rest] = [...pin(core), ...args];
  return spawn(program, rest, options);
};
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const freePort = () => new Promise((done) => {
  const s = createServer().listen(0, "127.0.0.1", () => {
    const { port } = s.address();
    s.close(() => done(port));
  });
});
const resident = (pid) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);

async function line(child, wanted) {
  for await (const text of createInterface({ input: child.stdout })) if (wanted.test(text)) return text;
  throw new Error(`${child.spawnargs.join(" ")} ended before it was ready`);
}

/** p50 and p99 of a 4 kB append and fdatasync on the disk the servers write to, in ms. */
function disk() {
  const file = join(work, "fsync"), fd = openSync(file, "w"), times = [];
  for (let i = 0; i < 150; i++) {
    const from = performance.now();
    writeSync(fd, Buffer.alloc(4096));
    fdatasyncSync(fd);
    times.push(performance.now() - from);
  }
  closeSync(fd);
  times.sort((a, b) => a - b);
  return { p50: times[75], p99: times[148] };
}

// ---- the servers ----

async function carnet() {
  const data = join(work, "data"), config = join(work, "carnet.conf");
  mkdirSync(data);
  execFileSync(binary, ["demo", "--data", data], { stdio: "ignore" });
  writeFileSync(config, `live-rate = 0\nlog-level = error\nweb = ${join(root, "build/web")}\n`);
  const child = spawnOn(0, [binary, "serve", "--data", data, "--listen", "127.0.0.1:0", "--config", config], { stdio: ["ignore", "pipe", "inherit"] });
  const url = (await line(child, /^listening on /)).split(" ").at(-1);
  const teams = { "grp-a": ["stg-01", "stg-05", "stg-09"], "grp-b": ["stg-02", "stg-06", "stg-14"], "grp-c": ["stg-03", "stg-07", "stg-11", "stg-13"] };
  const tokens = {};
  for (const id of Object.values(teams).flat())
    tokens[id] = execFileSync(binary, ["token", "--data", data, "--email", `${id}@exemple.invalid`], { encoding: "utf8" }).trim();
  const api = async (id, path, json) => {
    const answer = await fetch(url + path, json ? { method: "POST", headers: { authorization: `Bearer ${tokens[id]}`, "content-type": "application/json" }, body: JSON.stringify(json) } : { headers: { authorization: `Bearer ${tokens[id]}` } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  /** A new document per room, and for each of its clients who connects. */
  const room = (sealed) => async (n) => {
    const members = Object.values(teams)[n % 3];
    if (sealed) {
      const author = members[Math.floor(n / 3) % members.length];
      return { document: (await api(author, "/api/journal/entries", {})).document, who: () => author };
    }
    const group = (await api(members[0], "/api/groups")).find((g) => g.mine && g.kind === "team").id;
    return { document: (await api(members[0], `/api/groups/${group}/pages`, { title: `Mesure ${n}` })).id, who: (i) => members[i % members.length] };
  };
  const clients = (sealed) => async (rooms, each) => {
    const lines = [];
    for (let n = 0; n < rooms; n++) {
      const { document, who } = await room(sealed)(n);
      for (let i = 0; i < each; i++) lines.push(`${n} /live/${document} - Authorization: Bearer ${tokens[who(i)]}`);
    }
    return lines;
  };
  return { child, pid: child.pid, port: Number(new URL(url).port), clients };
}

let names = 0;
async function yWebsocket() {
  const port = await freePort();
  const child = spawnOn(0, ["node", join(here, "node_modules/@y/websocket-server/src/server.js")], { env: { ...process.env, HOST: "127.0.0.1", PORT: String(port) }, stdio: ["ignore", "pipe", "inherit"] });
  await line(child, /running/);
  const clients = async (rooms, each) => {
    names++;
    return Array.from({ length: rooms * each }, (_, i) => `${Math.floor(i / each)} /r${names}-${Math.floor(i / each)} - `);
  };
  return { child, pid: child.pid, port, clients };
}

async function hocuspocus() {
  const port = await freePort();
  const child = spawnOn(0, ["node", join(here, "hocuspocus.mjs"), String(port), join(work, "hocuspocus.db")], { stdio: ["ignore", "pipe", "inherit"] });
  await line(child, /listening/);
  const clients = async (rooms, each) => {
    names++;
    return Array.from({ length: rooms * each }, (_, i) => `${Math.floor(i / each)} / r${names}-${Math.floor(i / each)} `);
  };
  return { child, pid: child.pid, port, clients };
}

// ---- measuring ----

async function measure(server, clients, { rooms, each, rate, inflight }) {
  const lines = await clients(rooms, each);
  await sleep(300);
  const generator = spawnOn(1, [load, "run", server.port, server.pid, 1, seconds, rate, inflight].map(String), { stdio: ["pipe", "pipe", "inherit"] });
  generator.stdin.end(`${lines.join("\n")}\n`);
  const result = JSON.parse(await line(generator, /^\{/));
  const { p50, p99 } = disk();
  return { ...result, fsyncP50ms: p50, fsyncP99ms: p99 };
}

async function idle(server, clients) {
  const lines = await clients(IDLE.rooms, IDLE.each);
  await sleep(1500);
  const before = resident(server.pid);
  const generator = spawnOn(1, [load, "idle", String(server.port)], { stdio: ["pipe", "pipe", "inherit"] });
  generator.stdin.write(`${lines.join("\n")}\n\n`);
  await line(generator, /ready/);
  await sleep(1500);
  const grown = resident(server.pid) - before;
  generator.stdin.end();
  await new Promise((done) => generator.on("close", done));
  return grown / lines.length;
}

const servers = [
  { name: "Carnet, pages", start: carnet, pick: (s) => s.clients(false) },
  { name: "Carnet, sealed entries", start: null, pick: (s) => s.clients(true) },
  { name: "@y/websocket-server", start: yWebsocket, pick: (s) => s.clients },
  { name: "Hocuspocus + SQLite", start: hocuspocus, pick: (s) => s.clients },
];

const rows = [];
const version = (name) => JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"))).version;
const print = (cells) => console.log(cells.map((c, i) => (i < 2 ? String(c).padEnd([34, 24][i]) : String(c).padStart([13, 8, 9, 13, 10, 10, 10][i - 2]))).join(" "));

mkdirSync(join(root, "build"), { recursive: true });
execFileSync(process.env.CC ?? "cc", ["-std=c17", "-O2", "-o", load, join(here, "load.c")], { stdio: "inherit" });
console.log(`Carnet commits before it relays (synchronous=FULL). @y/websocket-server ${version("@y/websocket-server")} keeps nothing on disk;` +
  ` @hocuspocus/server ${version("@hocuspocus/server")} stores seconds later. ${seconds} s each.`);
if (loadavg()[0] > 0.7) console.log(`The machine is busy (load ${loadavg()[0].toFixed(1)}): latencies and rates below are those of a crowd.`);
console.log();
let running = null;
try {
  const idles = {};
  for (const { name, start, pick } of servers) {
    if (start) {
      if (running) running.child.kill("SIGTERM"), await new Promise((done) => running.child.on("close", done));
      running = null;
      if (only && !name.includes(only) && !loads.some((l) => l.name.includes(only))) continue;
      running = await start();
    } else if (!running) continue;
    if (only && !name.includes(only) && !loads.some((l) => l.name.includes(only))) continue;
    idles[name] = start ? await idle(running, pick(running)) : idles["Carnet, pages"];
    for (const l of loads) if (!only || name.includes(only) || l.name.includes(only)) rows.push({ load: l.name, server: name, idleKb: idles[name], ...(await measure(running, pick(running), l)) });
  }
} finally {
  if (running) running.child.kill("SIGTERM"), await new Promise((done) => running.child.on("close", done));
  rmSync(work, { recursive: true, force: true });
}

print(["load", "server", "delivered/s", "p50 ms", "p99 ms", "CPU µs/deliv.", "CPU %", "idle kB", "fsync p99"]);
for (const l of loads) {
  const of = rows.filter((r) => r.load === l.name);
  for (const r of of)
    print([r.load, r.server, Math.round(r.perSecond).toLocaleString("en"), r.p50ms.toFixed(2), r.p99ms.toFixed(2), r.cpuPerDeliveryUs.toFixed(2), Math.round((100 * r.cpuSeconds) / r.seconds), r.idleKb.toFixed(1), r.fsyncP99ms.toFixed(2)]);
  const peers = of.filter((r) => !r.server.startsWith("Carnet")), ours = of.filter((r) => r.server.startsWith("Carnet"));
  if (peers.length && ours.length) {
    const best = Math.min(...peers.map((r) => r.cpuPerDeliveryUs)), worst = Math.max(...ours.map((r) => r.cpuPerDeliveryUs));
    console.log(`  ${worst <= best ? "ours costs less" : "OURS COSTS MORE"} CPU per delivery than the better peer: ${worst.toFixed(2)} µs against ${best.toFixed(2)} µs`);
  }
}
for (const r of rows) if (r.undelivered) console.log(`${r.server}, ${r.load}: ${r.undelivered} edits were not delivered within 10 s`);
writeFileSync(join(root, "build/bench.json"), JSON.stringify({ at: new Date().toISOString(), seconds, rows }, null, 1));
console.log("\nbuild/bench.json has the same as JSON.");
