// A title is saved as it is written, one request after the other, and what was written last always has its own.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

const { Autosave } = await load("lib/autosave.ts");
const { Problem, Unreachable } = await load("lib/api.ts");
const { unsavedThings, perishableThings } = await load("lib/waiting.ts");

/** A server whose answers the test gives one by one. */
function slowServer() {
  const asked = [];
  const save = (value) => new Promise((done, fail) => asked.push({ value, done, fail }));
  return { asked, save, values: () => asked.map(({ value }) => value) };
}

const settled = () => new Promise((done) => setImmediate(done));

test("whoever leaves while an older save is on its way has the last letters saved before the page is rid of them", async () => {
  const { asked, save, values } = slowServer(), title = new Autosave(save);
  title.change("Le mar");
  void title.flush();
  title.change("Le marché");
  const left = title.leave();
  await settled();
  assert.deepEqual(values(), ["Le mar"], "one at a time");
  assert.equal(perishableThings.peek(), 1, "closing the page would still lose letters, and says so");
  asked[0].done();
  await settled();
  assert.deepEqual(values(), ["Le mar", "Le marché"]);
  assert.equal(perishableThings.peek(), 1);
  asked[1].done();
  await left;
  assert.equal(unsavedThings.peek(), 0);
});

test("a save that is refused does not take along what was written since", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, save, values } = slowServer(), title = new Autosave(save);
  title.change("Trop");
  void title.flush();
  title.change("Assez");
  void title.flush();
  asked[0].fail(new Problem(422, "title.too_long", null));
  await settled();
  assert.equal(perishableThings.peek(), 1);
  t.mock.timers.tick(600);
  await settled();
  assert.deepEqual(values(), ["Trop", "Assez"]);
  asked[1].done();
  await settled();
  assert.equal(title.state.value, "saved");
});

test("without network this device keeps the latest words, not those of the save that failed", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const held = [], { asked, save } = slowServer();
  const title = new Autosave(save, { hold: async (value) => (held.push(value), true), release: async () => undefined });
  title.change("Dans");
  void title.flush();
  title.change("Dans le train");
  asked[0].fail(new Unreachable("no network"));
  await settled();
  assert.deepEqual(held, ["Dans le train"]);
  assert.equal(unsavedThings.peek(), 1);
  assert.equal(perishableThings.peek(), 0, "closing the page loses nothing");
  t.mock.timers.tick(5_000);
  asked[1].done();
  await settled();
  assert.equal(unsavedThings.peek(), 0);
});

test("what can neither leave nor be kept here is tried until it has left, also when its page is gone", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, save, values } = slowServer(), title = new Autosave(save);
  title.change("Le quai");
  const left = title.leave();
  asked[0].fail(new Unreachable("no network"));
  await left;
  assert.equal(perishableThings.peek(), 1, "closing the page would lose it, and says so");
  t.mock.timers.tick(5_000);
  await settled();
  assert.deepEqual(values(), ["Le quai", "Le quai"]);
  asked[1].done();
  await settled();
  assert.equal(unsavedThings.peek(), 0);
  t.mock.timers.tick(60_000);
  assert.equal(asked.length, 2, "and then no more");
});
