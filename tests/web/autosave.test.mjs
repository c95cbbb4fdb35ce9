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

/** A device that keeps things, and answers when the test says so. */
function slowDevice() {
  const asked = [];
  const ask = (what) => new Promise((done, fail) => asked.push({ what, done, fail }));
  return { asked, keep: { hold: (value) => ask(value), release: () => ask(null) }, whats: () => asked.map(({ what }) => what) };
}

test("a save without an answer leaves its words on this device, and those typed since; an older answer does not take the newer away", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, save, values } = slowServer(), { asked: told, keep, whats } = slowDevice(), title = new Autosave(save, keep);
  title.change("Le mar");
  t.mock.timers.tick(600);
  t.mock.timers.tick(2_500);
  await settled();
  assert.deepEqual(whats(), ["Le mar"]);
  assert.equal(perishableThings.peek(), 1, "not before it lies here");
  assert.deepEqual([title.state.value, title.keeps.value], ["saving", false]);
  told[0].done(true);
  await settled();
  assert.equal(perishableThings.peek(), 0, "a tab that is killed now loses nothing");
  assert.deepEqual([title.state.value, title.keeps.value], ["kept", true]);

  title.change("Le marché");
  assert.equal(title.keeps.value, false);
  t.mock.timers.tick(600);
  await settled();
  assert.deepEqual(whats(), ["Le mar", "Le marché"]);
  asked[0].done();
  await settled();
  told[1].done(true);
  await settled();
  assert.ok(!whats().includes(null), "the newer words still lie here");
  told[2]?.done(true);
  await settled();
  assert.equal(perishableThings.peek(), 0);

  t.mock.timers.tick(600);
  await settled();
  assert.deepEqual(values(), ["Le mar", "Le marché"]);
  asked[1].done();
  await settled();
  assert.equal(whats().at(-1), null);
  assert.equal(unsavedThings.peek(), 0);
  told.at(-1).done();
});

test("words that a device could not take are called kept in the page, not on the device", async () => {
  for (const hold of [async () => false, async () => { throw new Error("its code did not come"); }]) {
    const { asked, save } = slowServer(), title = new Autosave(save, { hold, release: async () => undefined });
    title.change("Le quai");
    const sent = title.flush();
    asked[0].fail(new Unreachable("no network"));
    await sent;
    assert.deepEqual([title.state.value, title.keeps.value], ["kept", false]);
    assert.equal(perishableThings.peek(), 1, "closing the page would lose it, and says so");
    const again = title.flush();
    asked[1].done();
    await again;
    assert.equal(unsavedThings.peek(), 0);
  }
});
