// The engine beside Yjs itself: the same updates in the same order must give the same text, state vector and state, to the
// byte where nothing is pending. CARNET_LONG=1 runs 100,000 histories; CARNET_SEED=n runs one
// and says where it fails, CARNET_FROM and CARNET_COUNT run some (CARNET_KIND=text or rich).
import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { Drive, PLAIN, SANITIZED } from "./drive.mjs";
import { deliveries, history } from "./history.mjs";

const LONG = Boolean(process.env.CARNET_LONG);
const ONE = process.env.CARNET_SEED;
const BATCH = 50;

const describe = (update) => {
  const { structs, ds } = Y.decodeUpdate(update);
  const name = (id) => (id ? `${id.client}:${id.clock}` : "-");
  const line = (s) => `${name(s.id)} +${s.length} ${s.content?.constructor.name ?? s.constructor.name} ${name(s.origin)} ${name(s.rightOrigin)} ${s.parentSub ?? ""} ${JSON.stringify(s.content?.str ?? "")}`;
  return [...structs.map(line), ...[...ds.clients].map(([c, d]) => `${c} deletes ${d.map((x) => `${x.clock}+${x.len}`)}`)].join("\n");
};

function same(what, seed, want, got, explain) {
  if (Buffer.compare(Buffer.from(want), Buffer.from(got)) === 0) return;
  const detail = ONE && explain ? `\n--- yjs\n${explain(want)}\n--- ours\n${explain(got)}` : "";
  assert.fail(`seed ${seed}: ${what} differs${detail}`);
}

// A replica of Yjs that does what ours does. What it tidies on its own (formats made useless by others) is sent along.
function replica(own) {
  const doc = new Y.Doc();
  doc.on("update", (update, _origin, _doc, transaction) => { if (transaction.local) own.push(Buffer.from(update)); });
  return doc;
}

function loaded(update) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return Y.encodeStateAsUpdate(doc);
}

function compare(drive, seed, kind) {
  const made = history(seed, kind), { r } = made;
  const sent = deliveries(made);
  for (const update of made.updates) if (!sent.includes(update)) sent.push(update);
  const own = [], doc = replica(own), fresh = [];
  const give = (update, at) => drive.apply(0, update, ({ error, bytes }) => {
    assert.equal(error, 0, `seed ${seed}: delivery ${at} refused`);
    if (bytes.length) fresh.push(Buffer.from(bytes));
  });
  drive.fresh(0);
  drive.fresh(1);
  sent.forEach((update, at) => {
    const known = Y.encodeStateVector(doc);
    Y.applyUpdate(doc, update);
    give(update, at);
    for (const tidy of own.splice(0)) give(tidy, at);
    const pending = Boolean(doc.store.pendingStructs || doc.store.pendingDs);
    const vector = Y.encodeStateVector(doc);
    drive.pending(0, ({ bytes }) => assert.equal(bytes[0] === 1, pending, `seed ${seed}: pending after delivery ${at}`));
    const compared = (what, want, explain) => ({ bytes }) => same(`${what} after delivery ${at}`, seed, want, bytes, explain);
    drive.vector(0, compared("state vector", vector, (v) => JSON.stringify([...Y.decodeStateVector(v)])));
    if (pending || !(ONE || r.chance(0.2))) return;
    drive.state(0, compared("state", Y.encodeStateAsUpdate(doc), describe));
    drive.diff(0, known, compared("difference", Y.encodeStateAsUpdate(doc, known), describe));
  });
  const state = Y.encodeStateAsUpdate(doc);
  drive.check(0);
  drive.pending(0, ({ bytes }) => assert.equal(bytes[0], 0, `seed ${seed}: pending at the end`));
  drive.state(0, ({ bytes }) => {
    same("state", seed, state, bytes, describe);
    same("state loaded by Yjs", seed, loaded(state), loaded(bytes), describe);
  });
  const text = doc.getText("content").toDelta().map((op) => (typeof op.insert === "string" ? op.insert : "")).join("");
  drive.text(0, ({ bytes }) => same("text", seed, Buffer.from(text), bytes, String));
  const merged = Y.mergeUpdates(sent);
  drive.merge(sent, ({ bytes }) => {
    // One update may hold an item and another only that it is gone. Which of the two Yjs keeps depends on how arrays are
    // sorted, which we follow for up to 24 updates.
    if (sent.length <= 24 || !sent.some((u) => Y.decodeUpdate(u).structs.some((s) => s instanceof Y.GC))) same("merged updates", seed, merged, bytes, describe);
    else same("state of merged updates", seed, loaded(merged), loaded(bytes), describe);
  });
  const vectorOf = Y.encodeStateVectorFromUpdate(merged);
  drive.vectorOf(merged, ({ bytes }) => same("state vector of an update", seed, vectorOf, bytes));
  drive.apply(1, merged);
  const whole = new Y.Doc();
  Y.applyUpdate(whole, merged);
  const vector = Y.encodeStateVector(whole);
  drive.vector(1, ({ bytes }) => same("state vector of the merged log", seed, vector, bytes));
  drive.check(1);
  return () => freshGivesTheSame(drive, seed, fresh, doc);
}

// What crdt_apply called fresh, applied in order to an empty document.
function freshGivesTheSame(drive, seed, fresh, doc) {
  drive.fresh(2);
  fresh.forEach((update) => drive.load(2, update));
  const vector = Y.encodeStateVector(doc), text = doc.getText("content").toDelta().map((op) => (typeof op.insert === "string" ? op.insert : "")).join("");
  drive.vector(2, ({ bytes }) => same("state vector of the fresh updates", seed, vector, bytes));
  drive.text(2, ({ bytes }) => same("text of the fresh updates", seed, Buffer.from(text), bytes, String));
  drive.check(2);
}

function batch(first, count, kind, program) {
  const drive = new Drive(), after = [];
  for (let seed = first; seed < first + count; seed++) after.push(compare(drive, seed, kind));
  drive.run(program);
  for (const next of after) next();
  drive.run(program);
}

function many(name, from, count, kind, program) {
  test(name, { timeout: 3600_000 }, async () => {
    for (let seed = from; seed < from + count; seed += BATCH) {
      batch(seed, Math.min(BATCH, from + count - seed), kind, program);
      await new Promise((done) => setImmediate(done));
    }
  });
}

if (process.env.CARNET_FROM) {
  many("histories from a seed on", Number(process.env.CARNET_FROM), Number(process.env.CARNET_COUNT), process.env.CARNET_KIND ?? "rich", PLAIN);
} else if (ONE) {
  test("one history", () => batch(Number(ONE), 1, process.env.CARNET_KIND ?? "rich", PLAIN));
} else {
  // Two versions of a struct wait, one of them in an update that brings nothing else new.
  many("a history that once differed", 2_007_803, 1, "rich", SANITIZED);
  const scale = LONG ? 50 : 1;
  many("histories of texts, sanitized", 1_000_000, 200 * scale, "text", SANITIZED);
  many("histories of every type, sanitized", 2_000_000, 200 * scale, "rich", SANITIZED);
  many("histories of texts", 3_000_000, 600 * scale, "text", PLAIN);
  many("histories of every type", 4_000_000, 1000 * scale, "rich", PLAIN);
}
