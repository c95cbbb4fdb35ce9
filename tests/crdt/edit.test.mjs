// Local edits, differences, positions and authors, beside Yjs doing the same: the updates we make are those Yjs makes, to
// the byte, and Yjs applies them to the same text.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { Drive, SANITIZED } from "./drive.mjs";
import { history } from "./history.mjs";
import { random } from "./random.mjs";

const LONG = Boolean(process.env.CARNET_LONG);
const PIECES = ["a", "bc ", "mot ", "é", "😀", "e\u0301", "\0", "\n", "x".repeat(40), "𝄞𝄞"];

// An index that is not inside a surrogate pair.
function whole(text, at) {
  return at > 0 && /^[\udc00-\udfff]/.test(text.slice(at)) && /[\ud800-\udbff]$/.test(text.slice(0, at)) ? at - 1 : at;
}

test("a text edited by us and by Yjs in turn", { timeout: 600_000 }, () => {
  const drive = new Drive();
  for (let seed = 1; seed <= (LONG ? 3000 : 120); seed++) {
    const r = random(seed), doc = new Y.Doc(), text = doc.getText("content");
    drive.fresh(0);
    doc.clientID = 7;
    for (let step = 0; step < 80; step++) {
      const updates = [];
      const gather = (u) => updates.push(Buffer.from(u));
      const before = text.toString();
      doc.clientID = r.chance(0.7) ? 7 : 1 + r.int(2 ** 31); // now and then somebody else, who may be new
      doc.on("update", gather);
      const index = whole(before, r.int(before.length + 1));
      const remote = r.chance(0.25);
      if (r.chance(0.65) || !before) {
        const piece = r.pick(PIECES);
        text.insert(index, piece);
        if (!remote) drive.insert(0, doc.clientID, index, piece, ({ error, bytes }) => {
          assert.equal(error, 0);
          assert.deepEqual(Buffer.from(bytes), updates[0], `seed ${seed} step ${step}: insert`);
        });
      } else {
        const end = whole(before, Math.min(before.length, index + r.int(13)));
        if (end <= index) continue;
        text.delete(index, end - index);
        if (!remote) drive.remove(0, doc.clientID, index, end - index, ({ error, bytes }) => {
          assert.equal(error, 0);
          assert.deepEqual(Buffer.from(bytes), updates[0], `seed ${seed} step ${step}: delete`);
        });
      }
      doc.off("update", gather);
      if (remote) for (const u of updates) drive.apply(0, u);
      const at = r.int(text.length + 1), assoc = r.chance(0.5) ? 0 : -1;
      const position = Buffer.from(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, at, assoc)));
      drive.position(0, at, assoc, ({ bytes }) => assert.deepEqual(Buffer.from(bytes), position, `seed ${seed} step ${step}: position ${at} ${assoc}`));
    }
    drive.check(0);
    const want = text.toString(), state = Buffer.from(Y.encodeStateAsUpdate(doc));
    drive.text(0, ({ bytes }) => assert.equal(bytes.toString(), want, `seed ${seed}: text`));
    drive.state(0, ({ bytes }) => assert.deepEqual(Buffer.from(bytes), state, `seed ${seed}: state`));
  }
  drive.run(SANITIZED);
});

test("positions resolve as in Yjs, whatever happened since", { timeout: 600_000 }, () => {
  const drive = new Drive();
  for (let seed = 1; seed <= (LONG ? 2000 : 100); seed++) {
    const { r, updates } = history(seed, seed % 2 ? "text" : "rich"), doc = new Y.Doc();
    drive.fresh(0);
    const positions = [];
    updates.forEach((update, i) => {
      Y.applyUpdate(doc, update);
      drive.apply(0, update);
      if (i % 3 === 0) {
        const copy = new Y.Doc();
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
        const text = copy.getText("content"), assoc = r.chance(0.5) ? 0 : -1;
        positions.push(Buffer.from(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, r.int(text.length + 1), assoc))));
      }
    });
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    copy.getText("content");
    for (const position of positions) {
      const want = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(position), copy);
      drive.resolve(0, position, ({ error, bytes }) => {
        if (want && want.type === copy.getText("content")) assert.deepEqual([error, bytes.length && bytes.readUInt32LE(0)], [0, want.index], `seed ${seed}`);
        else assert.notEqual(error, 0, `seed ${seed}: a position that is gone`);
      });
    }
  }
  drive.run(SANITIZED);
});

test("a whole text replaced word by word", { timeout: 600_000 }, () => {
  const words = ["un ", "deux ", "trois", ", ", "é", "😀 ", "\n\n", "mot", "# ", "- "];
  const drive = new Drive();
  for (let seed = 1; seed <= (LONG ? 2000 : 60); seed++) {
    const r = random(seed), { updates } = history(seed, "rich"), doc = new Y.Doc();
    drive.fresh(0);
    for (const u of updates) {
      Y.applyUpdate(doc, u);
      drive.apply(0, u);
    }
    const text = () => doc.getText("content").toDelta().map((op) => (typeof op.insert === "string" ? op.insert : "")).join("");
    const list = text().split(/(?<= )/);
    for (let i = 0; i < 6; i++) {
      const at = r.int(list.length + 1);
      list.splice(at, r.int(4), ...(r.chance(0.7) ? [r.pick(words), r.pick(words)] : []));
      const wanted = list.join("").toWellFormed?.() ?? Buffer.from(list.join("")).toString();
      let made;
      drive.edit(0, 99, wanted, ({ error, bytes }) => { assert.equal(error, 0); made = Buffer.from(bytes); });
      drive.text(0, ({ bytes }) => assert.equal(bytes.toString(), wanted, `seed ${seed} edit ${i}: ours`));
      drive.check(0);
      drive.runs(0, () => {
        if (made.length) Y.applyUpdate(doc, made);
        assert.equal(text(), wanted, `seed ${seed} edit ${i}: Yjs`);
      });
    }
  }
  drive.run(SANITIZED);
});

test("authors of the present text", () => {
  const drive = new Drive();
  drive.fresh(0);
  drive.insert(0, 5, 0, "abc", () => {});
  drive.insert(0, 2 ** 40, 1, "XY", () => {});
  drive.remove(0, 5, 0, 1, () => {});
  drive.runs(0, ({ bytes }) => assert.deepEqual([...bytes], [128, 128, 128, 128, 128, 32, 2, 5, 2]));
  drive.run(SANITIZED);
});
