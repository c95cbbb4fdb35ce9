// Makes the files that `carnet-crdt bench` reads, with real Yjs, from the traces in ../traces and from two made here:
// `agents`, 200 people writing at once, and `front`, everything typed at the beginning of a growing text.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as Y from "yjs";
import { random } from "../../crdt/random.mjs";

export const ROOT = "content";
export const TRACES = ["automerge-paper", "sveltecomponent", "friendsforever", "agents", "front"];

const u32 = (n) => Buffer.from(new Uint32Array([n]).buffer);

function client(id, updates) {
  const doc = new Y.Doc();
  doc.clientID = id;
  const text = doc.getText(ROOT);
  doc.on("update", (u, _o, _d, t) => { if (t.local) updates.push(Buffer.from(u)); });
  return { doc, text };
}

function patch({ doc, text }, [at, deleted, inserted]) {
  doc.transact(() => {
    if (deleted) text.delete(at, deleted);
    if (inserted) text.insert(at, inserted);
  });
}

// One author: the patches one by one.
function sequential(patches) {
  const updates = [], one = client(1, updates);
  for (const p of patches) patch(one, p);
  return { updates, doc: one.doc, patches };
}

// Replicas that see what the parents of each transaction saw (traces/README.md).
function concurrent({ numAgents, txns }) {
  const updates = [], agents = [], seen = [], made = [];
  for (let a = 0; a < numAgents; a++) {
    agents.push(client(a + 1, updates));
    seen.push(new Uint8Array(txns.length));
  }
  txns.forEach((txn, i) => {
    const agent = agents[txn.agent], known = seen[txn.agent], need = [], stack = [...txn.parents];
    while (stack.length) {
      const t = stack.pop();
      if (known[t]) continue;
      known[t] = 1;
      need.push(t);
      stack.push(...txns[t].parents);
    }
    for (const t of need.sort((a, b) => a - b)) for (const u of made[t]) Y.applyUpdate(agent.doc, u);
    const from = updates.length;
    for (const p of txn.patches) patch(agent, p);
    made[i] = updates.slice(from);
    known[i] = 1;
  });
  return { updates, doc: loaded(updates) };
}

// 200 agents, each writing sentences and correcting them, hearing of the others before or after they write.
function agents() {
  const r = random(200), updates = [], all = [], hub = new Y.Doc();
  for (let i = 0; i < 200; i++) all.push(client(r.int(2 ** 32), updates));
  for (let burst = 0; burst < 1000; burst++) {
    const a = r.pick(all), from = updates.length;
    if (r.chance(0.7)) Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(hub, Y.encodeStateVector(a.doc)));
    let at = r.int(a.text.length + 1);
    for (let i = 10 + r.int(30); i; i--) {
      if (at > 3 && r.chance(0.12)) {
        const size = 1 + r.int(3);
        patch(a, [(at -= size), size, ""]);
      } else patch(a, [at++, 0, r.chance(0.17) ? " " : "etaoinsrhldcum"[r.int(14)]]);
    }
    for (const u of updates.slice(from)) Y.applyUpdate(hub, u);
  }
  return { updates, doc: loaded(updates) };
}

function loaded(updates) {
  const doc = new Y.Doc();
  doc.getText(ROOT);
  for (const u of updates) Y.applyUpdate(doc, u);
  return doc;
}

// Merging all at once takes Yjs quadratic time; by halves it does not, and gives the same.
function mergeAll(updates) {
  if (updates.length <= 32) return Y.mergeUpdates(updates);
  const half = updates.length >> 1;
  return Y.mergeUpdates([mergeAll(updates.slice(0, half)), mergeAll(updates.slice(half))]);
}

function replay(name) {
  if (name === "agents") return agents();
  if (name === "front") {
    const r = random(1), patches = [];
    for (let i = 0; i < 40000; i++) patches.push([r.int(Math.min(8, i + 1)), 0, "mot "[i & 3]]);
    return sequential(patches);
  }
  const trace = JSON.parse(gunzipSync(readFileSync(new URL(`../traces/${name}.json.gz`, import.meta.url))));
  if (trace.kind === "concurrent") return concurrent(trace);
  return sequential(trace.txns.flatMap((t) => t.patches));
}

// Makes PREFIX.* in folder if they are not there; returns the prefix.
export function files(folder, name) {
  const prefix = `${folder}/${name}`;
  if (existsSync(`${prefix}.done`)) return prefix;
  mkdirSync(folder, { recursive: true });
  const { updates, doc, patches } = replay(name);
  const text = doc.getText(ROOT).toString();
  writeFileSync(`${prefix}.yupd`, Buffer.concat(updates.flatMap((u) => [u32(u.length), u])));
  writeFileSync(`${prefix}.mergedlog`, mergeAll(updates));
  writeFileSync(`${prefix}.state`, Y.encodeStateAsUpdate(doc));
  writeFileSync(`${prefix}.txt`, text);
  if (patches) {
    const parts = [u32(patches.length)];
    for (const [at, deleted, inserted] of patches) {
      const utf8 = Buffer.from(inserted);
      parts.push(u32(at), u32(deleted), u32(utf8.length), utf8);
    }
    writeFileSync(`${prefix}.ops`, Buffer.concat(parts));
  }
  writeFileSync(`${prefix}.done`, createHash("sha256").update(text).digest("hex"));
  return prefix;
}
