// The queue of images: what one answer means for those that come after it.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { load } from "./page.mjs";

const asked = [];
Object.assign(globalThis, {
  location: { href: "http://127.0.0.1/" },
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  document: { addEventListener: () => undefined, removeEventListener: () => undefined, visibilityState: "visible" },
  WebSocket: class {
    close() {}
  },
  XMLHttpRequest: class {
    upload = {};
    open(_method, path) {
      this.path = path;
    }
    setRequestHeader() {}
    getResponseHeader = () => "application/problem+json";
    send() {
      asked.push(this);
    }
    answers(status, code) {
      Object.assign(this, { status, responseText: JSON.stringify({ status, code }) });
      this.onload();
      this.onloadend();
    }
    fails() {
      this.onerror();
      this.onloadend();
    }
  },
});
const { add, newArrival, sendImages, setStep } = await load("lib/images/send.ts");
const { arrivals } = await load("lib/images/list.ts");

mock.timers.enable({ apis: ["setTimeout", "setInterval"] });

const settled = () => new Promise((done) => setImmediate(done));
const steps = () => arrivals.peek().map(({ id, step }) => [id, step.peek().refused ?? step.peek()].join(" "));

/** Two images of one text and one of another, on their way. */
async function give() {
  asked.length = 0;
  arrivals.value = [];
  for (const [id, document] of [["a1", "a"], ["a2", "a"], ["b1", "b"]]) {
    const arrival = newArrival({ id, document, name: id, since: 0, place: new Uint8Array() });
    arrival.pictures.value = { picture: new Blob(["x"]), thumbnail: null, url: "" };
    add(arrival);
    setStep(arrival, "sending");
  }
  void sendImages();
  await settled();
  assert.deepEqual(asked.map(({ path }) => path.split("?")[0]), ["/api/documents/a/images/a1"]);
}

for (const [status, code] of [[503, "store.full"], [429, "image.too_many"], [502, undefined]]) {
  test(`an image answered by ${status} waits with those of its text, and another text's goes on`, async () => {
    await give();
    asked[0].answers(status, code);
    await settled();
    assert.deepEqual(asked.slice(1).map(({ path }) => path.split("?")[0]), ["/api/documents/b/images/b1"]);
    asked[1].answers(413, "image.quota");
    await settled();
    assert.deepEqual(steps(), ["a1 waiting", "a2 waiting", "b1 quota"]);
    assert.equal(asked.length, 2);
    mock.timers.tick(15_000);
    await settled();
    assert.match(asked[2].path, /a1/, "tried again, the first first");
    asked[2].fails();
    await settled();
  });
}

test("without a line, or a session, all wait", async () => {
  for (const end of [(request) => request.fails(), (request) => request.answers(401, "session.none")]) {
    await give();
    end(asked[0]);
    await settled();
    assert.equal(asked.length, 1);
    assert.deepEqual(steps(), ["a1 waiting", "a2 waiting", "b1 waiting"]);
  }
});
