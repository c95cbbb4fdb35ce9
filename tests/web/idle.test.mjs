// A shared device closes by itself: nobody touches Carnet, in any of its tabs.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

const page = new EventTarget(), others = new EventTarget(), said = [];
Object.assign(globalThis, {
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
  BroadcastChannel: class {
    postMessage = (data) => said.push(data);
    addEventListener = others.addEventListener.bind(others);
    removeEventListener = others.removeEventListener.bind(others);
  },
});
const { whenIdle } = await load("lib/idle.ts");

const MINUTE = 60_000;
const touch = () => page.dispatchEvent(new Event("keydown"));
const anotherTabSays = (data) => others.dispatchEvent(Object.assign(new Event("message"), { data }));

test("use in another tab is use, and another tab hears of use in this one", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  let done = 0;
  whenIdle(15 * MINUTE, () => done++, () => undefined);
  t.mock.timers.tick(14 * MINUTE);
  anotherTabSays("used");
  t.mock.timers.tick(14 * MINUTE);
  t.mock.timers.tick(1_000);
  assert.equal(done, 0);
  for (let i = 0; i < 20; i++) touch();
  assert.deepEqual(said, ["used"], "and not at every key");
  t.mock.timers.tick(14 * MINUTE);
  anotherTabSays("left");
  assert.equal(done, 0);
  t.mock.timers.tick(2 * MINUTE);
  t.mock.timers.tick(1_000);
  assert.equal(done, 1);
  t.mock.timers.tick(60 * MINUTE);
  assert.equal(done, 1, "once");
});

test("a tab that was asleep hears first what was said meanwhile", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  let done = 0;
  const stop = whenIdle(15 * MINUTE, () => done++, () => undefined);
  t.mock.timers.setTime(Date.now() + 20 * MINUTE);          // its timer comes before the word of the other tab
  t.mock.timers.tick(10_000 - 1);
  t.mock.timers.tick(1);
  assert.equal(done, 0);
  anotherTabSays("used");
  t.mock.timers.tick(1_000);
  assert.equal(done, 0);
  stop();
});

test("use is said once a minute while there is any, and not by whoever does nothing", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  let used = 0;
  const stop = whenIdle(15 * MINUTE, () => undefined, () => used++);
  for (let second = 0; second < 10 * 60; second += 6) {
    t.mock.timers.tick(6_000);
    touch();
  }
  assert.equal(used, 10);
  t.mock.timers.tick(14 * MINUTE);
  assert.equal(used, 10);
  stop();
});
