// « Enregistré » rests on this account: nothing may be called safe that the server did not settle.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

const { Ledger } = await load("lib/live/ledger.ts");
const ME = 7;

test("an edit is unsaved until the message that carries it is settled", () => {
  const ledger = new Ledger();
  ledger.connected();
  ledger.sending(10);                     // step2, empty
  assert.equal(ledger.unsaved, false);
  ledger.edited(ME, 3);
  ledger.sending(10);
  assert.equal(ledger.unsaved, true);
  ledger.settled(1);
  assert.equal(ledger.unsaved, true);
  ledger.settled(2);
  assert.equal(ledger.unsaved, false);
  assert.equal(ledger.safeClocks.get(ME), 3);
});

test("counts that skip numbers settle everything before them", () => {
  const ledger = new Ledger();
  ledger.connected();
  for (let clock = 1; clock <= 5; clock++) {
    ledger.edited(ME, clock);
    ledger.sending(10);
  }
  ledger.settled(3);
  assert.equal(ledger.safeClocks.get(ME), 3);
  assert.equal(ledger.inFlight, 20);
  ledger.settled(5);
  assert.equal(ledger.unsaved, false);
});

test("a connection that ends takes its unsettled messages with it", () => {
  const ledger = new Ledger();
  ledger.connected();
  ledger.edited(ME, 1);
  ledger.sending(10);
  ledger.connected();                   // again, before the count came
  assert.equal(ledger.unsaved, true);
  assert.equal(ledger.settled(0), false);
  ledger.edited(ME, 2);                     // typed before step2 was answered: step2 carries it
  ledger.sending(10);
  ledger.settled(1);
  assert.equal(ledger.unsaved, false);
  assert.equal(ledger.safeClocks.get(ME), 2);
});

test("an old or repeated count takes nothing back", () => {
  const ledger = new Ledger();
  ledger.connected();
  ledger.edited(ME, 1);
  ledger.sending(10);
  ledger.settled(1);
  ledger.edited(ME, 2);
  ledger.sending(10);
  ledger.settled(1);
  assert.equal(ledger.unsaved, true);
  ledger.settled(2);
  ledger.settled(1);
  assert.equal(ledger.unsaved, false);
});

test("a count above what was sent settles no more than what was sent", () => {
  const ledger = new Ledger();
  ledger.connected();
  ledger.edited(ME, 1);
  ledger.sending(10);
  ledger.edited(ME, 2);                     // not sent yet
  ledger.settled(9);
  assert.equal(ledger.unsaved, true);
  assert.equal(ledger.safeClocks.get(ME), 1);
});

test("an answer by HTTP secures only what had been written when it left", () => {
  const ledger = new Ledger();
  ledger.edited(ME, 1);
  const mark = ledger.now;
  ledger.edited(ME, 2);
  ledger.secure(mark);
  assert.equal(ledger.unsaved, true);
  ledger.secure(ledger.now);
  assert.equal(ledger.unsaved, false);
});

test("words found on the device count as written until step2 has been settled, and are told apart by their clients", () => {
  const ledger = new Ledger();
  ledger.adopted(new Map([[3, [10, 14]], [5, [0, 2]]]));
  assert.equal(ledger.unsaved, true);
  assert.deepEqual([...ledger.safeClocks], [[3, 10], [5, 0]]);
  ledger.connected();
  ledger.sending(10);                     // step2 carries all of it
  ledger.edited(ME, 4);
  ledger.sending(10);
  ledger.settled(1);
  assert.equal(ledger.unsaved, true);
  assert.deepEqual([...ledger.safeClocks], [[3, 14], [5, 2], [ME, 0]]);
  ledger.settled(2);
  assert.equal(ledger.unsaved, false);
});

test("nothing but deletions found on the device waits for step2 too", () => {
  const ledger = new Ledger();
  ledger.adopted(new Map());
  assert.equal(ledger.unsaved, true);
  ledger.connected();
  ledger.sending(10);
  ledger.settled(1);
  assert.equal(ledger.unsaved, false);
});

test("what another tab had written before this page heard of it is the server's already", () => {
  const ledger = new Ledger();
  ledger.connected();
  ledger.edited(ME, 2);
  ledger.sending(10);
  ledger.edited(3, 12, 10);
  ledger.edited(3, 14, 12);
  assert.deepEqual([...ledger.safeClocks], [[ME, 0], [3, 10]]);
  ledger.settled(1);
  assert.deepEqual([...ledger.safeClocks], [[ME, 2], [3, 10]]);
  ledger.sending(10);
  ledger.settled(2);
  assert.deepEqual([...ledger.safeClocks], [[ME, 2], [3, 14]]);
});
