// What an answer is taken for: the server's own word, or somebody else's on the way.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

const { api, Intercepted, isRefusal, isSilence, onSignedOut, Problem, request, Unreachable } = await load("lib/api.ts");

const html = { "Content-Type": "text/html; charset=utf-8" }, ours = { "Content-Type": "application/problem+json" };
/** What comes of asking when this is the answer. */
async function asked(body, status, headers, ask = () => api.get("/api/me")) {
  globalThis.fetch = () => Promise.resolve(new Response(body, { status, headers }));
  return ask().then((value) => ({ value }), (error) => error);
}
const problem = (status, code) => asked(JSON.stringify({ status, code }), status, ours);

test("a refusal has a code of the server's; without one somebody on the way answered, and nothing is decided", async () => {
  let out = 0;
  onSignedOut(() => out++);
  for (const status of [400, 401, 403, 404, 410, 413, 429, 500, 502, 503, 504]) {
    for (const body of ["<h1>Maintenance</h1>", "", "{\"message\":\"blocked\"}", "null"]) {
      const error = await asked(body, status, html);
      assert.ok(error instanceof Intercepted && error instanceof Unreachable, `${status} ${body}`);
      assert.ok(isSilence(error) && !isRefusal(error));
    }
  }
  assert.equal(out, 0);
  const missing = await problem(404, "document.missing");
  assert.ok(missing instanceof Problem && isRefusal(missing) && !isSilence(missing));
  for (const [status, code, silent] of [[401, "session.none", false], [429, "request.too_many", false], [500, "error", true], [503, "store.full", true]]) {
    const error = await problem(status, code);
    assert.ok(error instanceof Problem && !isRefusal(error), `${status}`);
    assert.equal(isSilence(error), silent, `${status}`);
  }
  assert.equal(out, 1);
});

test("a page of somebody else's that calls itself a good answer is none, whatever was asked", async () => {
  for (const ask of [undefined, () => api.putOnly("/api/x", {}), () => request("/api/x", { method: "POST" })])
    assert.ok(await asked("<h1>Bienvenue</h1>", 200, html, ask) instanceof Intercepted);
  assert.deepEqual(await asked("<p>Texte</p>", 200, html, () => api.text("/api/documents/d/html")), { value: "<p>Texte</p>" });
  assert.deepEqual(await asked("{}", 200, { "Content-Type": "application/json" }), { value: {} });
  assert.equal((await asked(null, 204, {}, () => request("/api/x", { method: "DELETE" }))).value.status, 204);
});
