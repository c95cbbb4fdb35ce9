// The end of a session, and whoever signs in right after it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

Object.assign(globalThis, { location: { href: "http://127.0.0.1/", pathname: "/", hash: "" }, addEventListener: () => undefined, navigator: { onLine: true }, BroadcastChannel: class {} });
const { endSession, signIn } = await load("areas/session/session.ts");

const turn = () => new Promise((done) => setImmediate(done));

test("the end of a session is waited for by whoever signs in next, but only for ten seconds", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(AbortSignal, "timeout", (ms) => {              // of the clock that the test moves
    const limit = new AbortController();
    setTimeout(() => limit.abort(new DOMException("late", "TimeoutError")), ms);
    return limit.signal;
  });
  const asked = [];
  t.mock.method(globalThis, "fetch", (path, { method, signal }) => {
    asked.push(`${method} ${path}`);
    if (method === "POST") return Promise.resolve(Response.json({ code: "session.wrong" }, { status: 403 }));
    return new Promise((_, fail) => signal?.addEventListener("abort", () => fail(signal.reason)));
  });
  let known, refused;
  void endSession().then((ends) => (known = ends));
  signIn("a@exemple.fr", "secret", "shared").catch((error) => (refused = error.code));
  t.mock.timers.tick(9_999);
  await turn();
  assert.deepEqual([asked, known], [["DELETE /api/session"], undefined], "it would end the session that begins");
  t.mock.timers.tick(1);
  await turn();
  assert.deepEqual([asked, known, refused], [["DELETE /api/session", "POST /api/session"], false, "session.wrong"]);
});
