// What is said beside a text, on its way to the server: once, and as it was said.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

Object.assign(globalThis, { location: { href: "http://127.0.0.1/", pathname: "/" }, addEventListener: () => undefined, navigator: { onLine: true } });
const { afterSent } = await load("lib/form.ts");
const { Conversation, Keys } = await load("editor/comments/comments.ts");
const { keeping } = await load("lib/keep/keep.ts");

/** As much of a device's database as answers need: one table, rows by path. */
function keepAnswers() {
  const rows = new Map();
  const asked = (result) => ({ result });
  const table = { put: (row) => asked(rows.set(row.path, structuredClone(row))), get: ([, path]) => asked(structuredClone(rows.get(path))), delete: ([, path]) => asked(rows.delete(path)) };
  const transaction = () => {
    const tx = { objectStore: () => table };
    setImmediate(() => tx.oncomplete());
    return tx;
  };
  globalThis.indexedDB = {
    open() {
      const opening = asked({ transaction });
      setImmediate(() => opening.onsuccess());
      return opening;
    },
  };
}

test("what is sent again has the same key, what is said otherwise or once more has its own", () => {
  const keys = new Keys(), first = keys.of({ body: "Oui", anchor: { exact: "pain" } });
  assert.match(first, /^[a-z0-9-]{16,64}$/);
  assert.equal(keys.of({ body: "Oui", anchor: { exact: "pain" } }), first);
  const corrected = keys.of({ body: "Oui.", anchor: { exact: "pain" } });
  assert.notEqual(corrected, first);
  assert.equal(keys.of({ body: "Oui.", anchor: { exact: "pain" } }), corrected);
  keys.arrived();
  assert.notEqual(keys.of({ body: "Oui.", anchor: { exact: "pain" } }), corrected);
});

test("what was typed since it was sent stays, and what was changed meanwhile stays whole", () => {
  assert.equal(afterSent("Bonjour", "Bonjour"), "");
  assert.equal(afterSent("Bonjour\n\nEt encore", "Bonjour"), "Et encore");
  assert.equal(afterSent("Bonsoir", "Bonjour"), "Bonsoir");
});

test("what the device kept of a conversation stands in for no answer, and never for a newer one", async (t) => {
  keepAnswers();
  keeping.value = "stg-01";
  t.after(() => (keeping.value = null));
  let said = null;
  t.mock.method(globalThis, "fetch", async () => {
    if (said === null) throw new TypeError("no network");
    return Response.json({ comments: [{ id: said }], abilities: {} });
  });
  t.mock.timers.enable({ apis: ["setTimeout"] });               // the line is asked about every 15 s once it was silent
  const shown = async (talk, now) => {
    said = now;
    await talk.load();
    await new Promise((done) => setImmediate(() => setImmediate(done)));      // and the answer is kept
    return talk.held.value?.comments[0].id;
  };
  const talk = new Conversation("d-1");
  assert.equal(await shown(talk, "first"), "first");
  const answer = talk.held.value;
  assert.equal(await shown(talk, null), "first");
  assert.equal(talk.held.value, answer, "the answer itself, not what was kept of it");
  const later = new Conversation("d-1");
  assert.equal(await shown(later, null), "first", "kept");
  assert.equal(await shown(talk, "second"), "second");
  assert.equal(await shown(later, null), "second", "kept since, by another page of this device");
  assert.equal(await shown(later, "third"), "third");
});

test("however often one is told that something was said, one question is on its way, and one more has what came since", async (t) => {
  let said = 0;
  const answers = [];
  t.mock.method(globalThis, "fetch", () => {
    const heard = said;
    return new Promise((done) => answers.push(() => done(Response.json({ comments: [{ id: `${heard}`, anchor: { at: 0 } }], abilities: {} }))));
  });
  const turn = () => new Promise((done) => setTimeout(done));
  const talk = new Conversation("d");
  const asked = Array.from({ length: 200 }, () => (said++, talk.load()));
  await turn();
  said++;
  asked.push(talk.load(), talk.load());
  await turn();
  assert.equal(answers.length, 1);
  answers.shift()();
  await asked[0];
  await turn();
  assert.equal(answers.length, 1, "what came meanwhile is asked for, once");
  answers.shift()();
  await Promise.all(asked);
  assert.equal(talk.held.value.comments[0].id, "201");

  t.mock.method(globalThis, "fetch", async () => new Response("", { status: 500 }));
  await assert.rejects(talk.load());
  t.mock.method(globalThis, "fetch", async () => Response.json({ comments: [], abilities: {} }));
  await talk.load();
  assert.deepEqual(talk.held.value.comments, [], "a failure holds up nobody after it");

  t.mock.timers.enable({ apis: ["setTimeout"] });
  let late;
  t.mock.method(globalThis, "fetch", () => new Promise((done) => (late = () => done(Response.json({ comments: [{ id: "late", anchor: { at: 0 } }], abilities: {} })))));
  const slow = talk.load();
  await new Promise((done) => setImmediate(done));
  t.mock.method(globalThis, "fetch", async () => Response.json({ comments: [{ id: "new", anchor: { at: 0 } }], abilities: {} }));
  const after = talk.load();
  t.mock.timers.tick(10_000);
  await after;
  late();
  await slow;
  assert.equal(talk.held.value.comments[0].id, "new", "nor does a line that fell silent; an older answer comes too late");
});

test("what one did oneself is asked for at once, and seen when it is done, not before", async (t) => {
  const answers = [];
  t.mock.method(globalThis, "fetch", (path, { method = "GET" }) => method === "PUT" ? Promise.resolve(new Response("{}")) : new Promise((done) => answers.push((id) => done(Response.json({ comments: [{ id, anchor: { at: 0 } }], abilities: {} })))));
  const turn = () => new Promise((done) => setTimeout(done));
  const talk = new Conversation("d");
  const told = talk.load();
  await turn();
  const own = talk.rewrite("c", "Oui.");
  await turn();
  assert.equal(answers.length, 2);
  answers[0]("others'");
  await told;
  assert.equal(talk.held.value, null);
  answers[1]("own");
  await own;
  assert.equal(talk.held.value.comments[0].id, "own");
});
