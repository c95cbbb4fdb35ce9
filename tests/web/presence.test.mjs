// Who is here, and how each is told apart: author numbers settle without anybody deciding for the others.
import assert from "node:assert/strict";
import { test } from "node:test";

import { random } from "../harness/live.mjs";
import { library, load } from "./page.mjs";

const Y = await library("yjs");
const { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } = await library("y-protocols/awareness");
const { Presence, numberIn } = await load("editor/presence.ts");
const { AUTHORS, cueOf } = await load("ui/Who.tsx");

test("no two author numbers share both colour and shape, and the first six share neither", () => {
  const cues = Array.from({ length: AUTHORS }, (_, i) => cueOf(i + 1));
  assert.equal(new Set(cues.map(({ colour, shape }) => `${colour}/${shape}`)).size, AUTHORS);
  for (const what of ["colour", "shape"]) assert.equal(new Set(cues.slice(0, 6).map((cue) => cue[what])).size, 6);
  for (const { colour, shape } of cues) assert.ok(colour >= 1 && colour <= 6 && shape >= 1 && shape <= 6);
  assert.deepEqual(cueOf(0), { colour: 0, shape: 0 });
});

test("somebody has one number in a text, among those who are here and beside what they said", () => {
  const page = (id) => {
    const awareness = new Awareness(new Y.Doc());
    return { awareness, presence: new Presence(awareness, { id, name: id }, true) };
  };
  const one = page("stg-02"), other = page("tut-03");
  const before = numberIn(one.presence.others.value, "tut-03");
  applyAwarenessUpdate(one.awareness, encodeAwarenessUpdate(other.awareness, [other.awareness.clientID]), "wire");
  assert.deepEqual(one.presence.others.value.map((present) => present.author), [before], "as before they came");
  other.awareness.setLocalStateField("user", { id: "tut-03", name: "tut-03", author: 1 + (before % 6) });
  applyAwarenessUpdate(one.awareness, encodeAwarenessUpdate(other.awareness, [other.awareness.clientID]), "wire");
  assert.equal(numberIn(one.presence.others.value, "tut-03"), 1 + (before % 6), "and the one they took when theirs was taken");
  for (const { awareness, presence } of [one, other]) presence.stop(), awareness.destroy();
});

for (let seed = 1; seed <= 20; seed++) {
  test(`fifteen people who arrive in any order and hear each other late end with fifteen numbers (seed ${seed})`, () => {
    const dice = random(seed);
    const wire = [];                              // what has not arrived yet
    const pages = Array.from({ length: 15 }, (_, i) => {
      const awareness = new Awareness(new Y.Doc());
      awareness.on("update", ({ added, updated, removed }, origin) => {
        if (origin === "wire") return;
        const update = encodeAwarenessUpdate(awareness, [...added, ...updated, ...removed]);
        for (const page of pages) if (page && page.awareness !== awareness) wire.push({ page, update });
      });
      return { awareness, id: `stg-${dice.below(1e6)}-${i}` };
    });
    for (const page of pages) page.presence = new Presence(page.awareness, { id: page.id, name: `Nom ${page.id}` }, true);
    for (let steps = 0; wire.length > 0; steps++) {
      assert.ok(steps < 100_000, "it settles");
      const [{ page, update }] = wire.splice(dice.below(wire.length), 1);
      applyAwarenessUpdate(page.awareness, update, "wire");
    }
    const numbers = pages.map(({ awareness }) => awareness.getLocalState().user.author);
    assert.equal(new Set(numbers).size, 15, numbers.join(" "));
    for (const { presence } of pages) assert.equal(presence.others.value.length, 14);
    for (const { awareness, presence } of pages) {
      presence.stop();
      awareness.destroy();
    }
  });
}
