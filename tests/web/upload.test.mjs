// Octets that stop on their way: the upload ends as a network failure would, so that it is tried again.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

const { upload } = await load("lib/images/upload.ts");
const { Intercepted, Problem, Unreachable } = await load("lib/api.ts");

let request;
globalThis.XMLHttpRequest = class {
  upload = {};
  status = 0;
  responseText = "";
  constructor() {
    request = this;
  }
  open() {}
  setRequestHeader() {}
  send() {}
  abort() {
    this.onabort();
    this.onloadend();
  }
  moves(loaded) {
    this.upload.onprogress({ loaded, total: 100 });
  }
  getResponseHeader() {
    return this.type;
  }
  answers(status, responseText = "", type = "application/json") {
    Object.assign(this, { status, responseText, type });
    this.onload();
    this.onloadend();
  }
};

function begin() {
  const seen = { parts: [], ended: null };
  upload("/here", new Blob(["x"]), (part) => seen.parts.push(part), new AbortController().signal).then(() => (seen.ended = "done"), (error) => (seen.ended = error));
  return seen;
}
const settled = () => new Promise((done) => setImmediate(done));

test("a slow upload goes on as long as it moves; one that stands still for a minute has failed", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const slow = begin();
  for (let part = 10; part <= 100; part += 10) {
    t.mock.timers.tick(50_000);
    request.moves(part);
  }
  t.mock.timers.tick(50_000);
  request.answers(204);
  await settled();
  assert.equal(slow.ended, "done");

  const still = begin();
  request.moves(40);
  t.mock.timers.tick(59_000);
  await settled();
  assert.equal(still.ended, null);
  t.mock.timers.tick(2_000);
  await settled();
  assert.ok(still.ended instanceof Unreachable);

  const silent = begin();                         // not even a first step
  t.mock.timers.tick(61_000);
  await settled();
  assert.ok(silent.ended instanceof Unreachable);
});

test("only the server refuses an image, or has it; a page of somebody on the way says neither", async () => {
  const ended = async (...answer) => {
    const seen = begin();
    request.answers(...answer);
    await settled();
    return seen.ended;
  };
  const refused = await ended(413, '{"status":413,"code":"image.quota"}', "application/problem+json");
  assert.ok(refused instanceof Problem && refused.code === "image.quota");
  const large = await ended(413, "<h1>Request Entity Too Large</h1>", "text/html");
  assert.ok(large instanceof Problem && large.code === "image.large", "a proxy that takes no more says so for good");
  for (const status of [200, 403, 404, 503]) assert.ok(await ended(status, "<h1>Accès refusé</h1>", "text/html") instanceof Intercepted, `${status}`);
});
