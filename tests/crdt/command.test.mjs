// build/carnet-crdt: merge, text and dump on files and standard input, and the figures that bench prints.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import * as Y from "yjs";
import { SANITIZED } from "./drive.mjs";

const folder = mkdtempSync(join(tmpdir(), "carnet-crdt-"));
after(() => rmSync(folder, { recursive: true }));
const run = (args, input) => spawnSync(SANITIZED, args, { input, maxBuffer: 2 ** 26 });

const updates = [];
const doc = new Y.Doc();
doc.clientID = 1;
doc.on("update", (u) => updates.push(Buffer.from(u)));
const text = doc.getText("content");
const patches = [[0, 0, "Bonjour"], [7, 0, " à tous"], [3, 4, ""], [0, 0, "😀 "]];
for (const [at, deleted, inserted] of patches) {
  if (deleted) text.delete(at, deleted);
  if (inserted) text.insert(at, inserted);
}
const paths = updates.map((u, i) => {
  const path = join(folder, `u${i}`);
  writeFileSync(path, u);
  return path;
});

test("merge gives what Yjs gives", () => {
  const { stdout, status } = run(["merge", ...paths]);
  assert.equal(status, 0);
  assert.deepEqual(stdout, Buffer.from(Y.mergeUpdates(updates)));
  assert.deepEqual(run(["text"], stdout).stdout.toString(), text.toString());
  assert.deepEqual(run(["text", "--root", "other"], stdout).stdout.toString(), "");
});

test("dump tells every struct and deletion", () => {
  const lines = run(["dump", ...paths]).stdout.toString().trim().split("\n");
  assert.equal(lines[0], '1:0 +7 string in "content" "Bonjour"');
  assert.ok(lines.includes("1:3 +4 delete"));
});

test("a file that is no update is refused with the reason", () => {
  const { stderr, status } = run(["merge"], Buffer.from([1, 2, 3]));
  assert.equal(status, 1);
  assert.match(stderr.toString(), /invalid/);
  assert.equal(run(["text", join(folder, "absent")]).status, 1);
  assert.equal(run(["bench", join(folder, "absent")]).status, 1);
  assert.equal(run([]).status, 2);
});

test("bench prints every figure, and a missing file skips its own", () => {
  const u32 = (n) => Buffer.from(new Uint32Array([n]).buffer);
  const prefix = join(folder, "trace");
  writeFileSync(`${prefix}.yupd`, Buffer.concat(updates.flatMap((u) => [u32(u.length), u])));
  writeFileSync(`${prefix}.mergedlog`, Y.mergeUpdates(updates));
  writeFileSync(`${prefix}.state`, Y.encodeStateAsUpdate(doc));
  writeFileSync(`${prefix}.txt`, text.toString());
  const ops = [u32(patches.length)];
  for (const [at, deleted, inserted] of patches) ops.push(u32(at), u32(deleted), u32(Buffer.byteLength(inserted)), Buffer.from(inserted));
  writeFileSync(`${prefix}.ops`, Buffer.concat(ops));
  const { stdout, status } = run(["bench", prefix]);
  assert.equal(status, 0);
  const figures = JSON.parse(stdout);
  for (const key of "local_cpu_ms remote_cpu_ms mergedlog_cpu_ms encode_cpu_ms load_cpu_ms loadtext_cpu_ms text_cpu_ms load_min_ms encoded_bytes mem_rss_kb".split(" "))
    assert.equal(typeof figures[key], "number", key);
  assert.ok(!("mismatch" in figures));
  assert.equal(figures.encoded_identical, true);
  writeFileSync(`${prefix}.txt`, "autre");
  rmSync(`${prefix}.ops`);
  const wrong = run(["bench", prefix]);
  assert.equal(JSON.parse(wrong.stdout).mismatch, true);
  assert.ok(!("local_cpu_ms" in JSON.parse(wrong.stdout)));
});
