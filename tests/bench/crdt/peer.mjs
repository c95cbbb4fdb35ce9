// One engine on one trace, in a process of its own: node peer.mjs ENGINE PREFIX. Prints one JSON line with the keys of
// `carnet-crdt bench` that the engine can do. The others do not read Yjs updates: their own encodings stand in for them.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

const [engine, prefix, resident] = process.argv.slice(2);
const ROOT = "content";
const RUNS = 5, TEXTS = 20;
const COPIES = 20;                   // as `carnet-crdt bench` takes them
const read = (suffix) => (existsSync(prefix + suffix) ? readFileSync(prefix + suffix) : null);

const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
function timed(work) {
  const from = cpu(), result = work();
  return { ms: cpu() - from, result };
}
// Median after a warm-up. `make` is not measured; `work` gets what it made; a slow one runs fewer times.
function median(work, make = () => null, done = () => {}) {
  const times = [];
  for (let i = -1; i < RUNS; i++) {
    const made = make(), { ms, result } = timed(() => work(made));
    done(result, made);
    if (i >= 0 || ms > 4000) times.push(ms);
    if (ms > 4000) break;
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}

function patches() {
  const data = read(".ops");
  if (!data) return null;
  const list = [];
  let at = 4;
  for (let n = data.readUInt32LE(0); n; n--) {
    const size = data.readUInt32LE(at + 8);
    list.push([data.readUInt32LE(at), data.readUInt32LE(at + 4), data.toString("utf8", at + 12, at + 12 + size)]);
    at += 12 + size;
  }
  return list;
}

function updates() {
  const data = read(".yupd"), list = [];
  for (let at = 0; data && at < data.length;) {
    const size = data.readUInt32LE(at);
    list.push(data.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return list;
}

const text = read(".txt").toString();

async function yjs() {
  const Y = await import("yjs");
  const fresh = () => { const doc = new Y.Doc(); doc.getText(ROOT); return doc; };
  return {
    fresh,
    type: (doc) => doc.getText(ROOT),
    local(doc, list) {
      const t = doc.getText(ROOT);
      let bytes = 0;
      doc.on("update", (u) => { bytes += u.length; });
      for (const [at, deleted, inserted] of list) {
        if (deleted) t.delete(at, deleted);
        if (inserted) t.insert(at, inserted);
      }
    },
    apply: (doc, update) => Y.applyUpdate(doc, update),
    text: (doc) => doc.getText(ROOT).toString(),
    encode: (doc) => Y.encodeStateAsUpdate(doc),
  };
}

async function ywasm() {
  const { createRequire } = await import("node:module");
  const Y = createRequire(import.meta.url)("ywasm");
  return {
    fresh() { const doc = new Y.YDoc({}); doc.getText(ROOT); return doc; },
    local(doc, list) {
      const t = doc.getText(ROOT);
      let bytes = 0;
      doc.onUpdate((u) => { bytes += u.length; });
      for (const [at, deleted, inserted] of list) {
        if (deleted) t.delete(at, deleted);
        if (inserted) t.insert(at, inserted);
      }
    },
    apply: (doc, update) => Y.applyUpdate(doc, update, "remote"),
    text: (doc) => doc.getText(ROOT).toString(),
    encode: (doc) => Y.encodeStateAsUpdate(doc),
    free: (doc) => doc.free(),
  };
}

async function loro() {
  const { LoroDoc } = await import("loro-crdt");
  return {
    own: true,
    fresh: () => new LoroDoc(),
    local(doc, list) {
      const t = doc.getText(ROOT);
      let bytes = 0;
      doc.subscribeLocalUpdates((u) => { bytes += u.length; });
      for (const [at, deleted, inserted] of list) {
        if (deleted) t.delete(at, deleted);
        if (inserted) t.insert(at, inserted);
        doc.commit();
      }
    },
    load: (state) => { const doc = new LoroDoc(); doc.import(state); return doc; },
    text: (doc) => doc.getText(ROOT).toString(),
    encode: (doc) => doc.export({ mode: "snapshot" }),
    free: (doc) => doc.free(),
  };
}

async function automerge() {
  const A = await import("@automerge/automerge");
  let doc;
  return {
    own: true,
    fresh: () => A.from({ [ROOT]: "" }),
    local(from, list) {
      doc = from;
      for (const [at, deleted, inserted] of list) doc = A.change(doc, (d) => A.splice(d, [ROOT], at, deleted, inserted));
      return doc;
    },
    load: (state) => A.load(state),
    text: (d) => d[ROOT],
    encode: (d) => A.save(d),
  };
}

async function diamond() {
  const { createRequire } = await import("node:module");
  const { Doc } = createRequire(import.meta.url)("diamond-types-node");
  return {
    own: true,
    fresh: () => new Doc("one"),
    local(doc, list) {
      for (const [at, deleted, inserted] of list) {
        if (deleted) doc.del(at, deleted);
        if (inserted) doc.ins(at, inserted);
      }
    },
    load: (state) => Doc.fromBytes(state),
    text: (doc) => doc.get(),
    encode: (doc) => doc.toBytes(),
    free: (doc) => doc.free(),
  };
}

// Memory that earlier work has left in the heap would be used again and not be counted. A collected heap grows by leaps:
// the median of several processes.
function inFreshProcesses(state) {
  const file = `${tmpdir()}/carnet-peer-${process.pid}`;
  writeFileSync(file, state);
  const kb = Array.from({ length: RUNS }, () => Number(spawnSync(process.execPath, ["--expose-gc", process.argv[1], engine, prefix, file], { encoding: "utf8" }).stdout));
  rmSync(file);
  return kb.sort((a, b) => a - b)[RUNS >> 1];
}

function residentPerCopy(bytes) {
  e.load ??= (update) => { const doc = e.fresh(); e.apply(doc, update); return doc; };
  const kept = [e.load(bytes)]; // the engine itself is loaded and warm
  global.gc();
  const before = process.memoryUsage().rss;
  for (let i = 0; i < COPIES; i++) kept.push(e.load(bytes));
  global.gc();
  return kept.length > COPIES ? (process.memoryUsage().rss - before) / 1024 / COPIES : NaN;
}

const e = await { yjs, ywasm, "loro-crdt": loro, automerge, "diamond-types": diamond }[engine]();
if (resident) {
  console.log(residentPerCopy(readFileSync(resident)));
  process.exit(0);
}
const out = {}, free = (d) => e.free?.(d);
const check = (doc) => { if (e.text(doc) !== text) out.mismatch = true; };
const list = patches();
let state = e.own ? null : read(".state");
if (list) {
  // automerge takes minutes on the longest trace: a part of it, scaled, is told as such.
  const part = engine === "automerge" && list.length > 30000 ? list.slice(0, 30000) : list;
  const ms = median((doc) => e.local(doc, part) ?? doc, e.fresh, (result) => {
    if (part === list) check(result);
    if (e.own && part === list) state = e.encode(result);
    free(result);
  });
  out.local_cpu_ms = (ms * list.length) / part.length;
}
if (!e.own) {
  const all = updates(), log = read(".mergedlog");
  const apply = (doc, u) => { e.apply(doc, u); return doc; };
  out.remote_cpu_ms = median((doc) => { for (const u of all) e.apply(doc, u); return doc; }, e.fresh, (d) => { check(d); free(d); });
  out.mergedlog_cpu_ms = median((doc) => apply(doc, log), e.fresh, (d) => { check(d); free(d); });
  e.load = (bytes) => apply(e.fresh(), bytes);
}
if (state) {
  out.load_cpu_ms = median(() => e.load(state), undefined, free);
  out.loadtext_cpu_ms = median(() => { const d = e.load(state); e.text(d); return d; }, undefined, free);
  const doc = e.load(state);
  check(doc);
  out.text_cpu_ms = median(() => { for (let i = 0; i < TEXTS; i++) e.text(doc); }) / TEXTS;
  out.encode_cpu_ms = median(() => { for (let i = 0; i < TEXTS; i++) e.encode(doc); }) / TEXTS;
  out.encoded_bytes = e.encode(doc).length;
  out.mem_rss_kb = inFreshProcesses(state);
}
console.log(JSON.stringify(out));
