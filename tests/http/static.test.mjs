// The page's own files: from memory, compressed once, revalidated by hash, hashed names kept for ever.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { Server } from "../harness/server.mjs";

let server, nobody, html, asset;
before(async () => {
  server = await Server.start();
  nobody = server.nobody();
  html = (await nobody.get("/")).is(200);
  asset = /(?:src|href)="(\/[^"]+-[A-Za-z0-9_-]{6,}\.(?:js|css))"/.exec(html.text)?.[1];
});
after(() => server.end());

const get = (path, headers = {}) => nobody.get(path, { headers });

test("the page is HTML in French, asked for anew each time, and names a hashed script", () => {
  assert.match(html.headers["content-type"], /^text\/html; charset=utf-8$/i);
  assert.match(html.text, /<html[^>]* lang="fr"/);
  assert.equal(html.headers["cache-control"], "no-cache");
  assert.ok(asset, "no hashed file in the page");
});

test("hashed files are immutable", async () => {
  const a = (await get(asset)).is(200);
  assert.match(a.headers["cache-control"], /max-age=31536000/);
  assert.match(a.headers["cache-control"], /immutable/);
  assert.match(a.headers["content-type"], /^text\/(javascript|css)/);
});

test("gzip and br are the same bytes as the plain file, and say so to caches", async () => {
  for (const path of ["/", asset]) {
    const plain = (await get(path)).is(200);
    assert.equal(plain.headers["content-encoding"], undefined);
    const br = (await get(path, { "accept-encoding": "gzip, deflate, br" })).is(200);
    assert.equal(br.headers["content-encoding"], "br");
    assert.deepEqual(brotliDecompressSync(br.body), plain.body);
    const gz = (await get(path, { "accept-encoding": "gzip" })).is(200);
    assert.equal(gz.headers["content-encoding"], "gzip");
    assert.deepEqual(gunzipSync(gz.body), plain.body);
    for (const a of [plain, br, gz]) assert.match(a.headers.vary ?? "", /accept-encoding/i);
    assert.ok(gz.body.length < plain.body.length);
  }
});

test("an encoding that the client excludes is not used", async () => {
  for (const accept of ["gzip;q=0, br;q=0", "identity", "br;q=0", "", "gzipped, brotli"])
    assert.ok(!["br"].includes((await get(asset, { "accept-encoding": accept })).is(200).headers["content-encoding"]), accept);
  assert.equal((await get(asset, { "accept-encoding": "gzip;q=0, br;q=0" })).headers["content-encoding"], undefined);
});

test("a known ETag is answered with 304, no body, and the same ETag", async () => {
  for (const path of ["/", asset]) for (const encoding of ["identity", "gzip", "br"]) {
    const { etag } = (await get(path, { "accept-encoding": encoding })).is(200).headers;
    assert.match(etag, /^(W\/)?"[^"]+"$/);
    for (const value of [etag, `"autre", ${etag}`, `W/${etag.replace(/^W\//, "")}`, "*"]) {
      const again = await get(path, { "accept-encoding": encoding, "if-none-match": value });
      assert.equal(again.status, 304, `${path} ${encoding} ${value}`);
      assert.equal(again.body.length, 0);
      assert.equal(again.headers.etag, etag);
    }
    (await get(path, { "accept-encoding": encoding, "if-none-match": '"autre"' })).is(200);
    (await get(path, { "accept-encoding": encoding, "if-none-match": etag.slice(0, -2) + '"' })).is(200);
  }
});

test("a missing file is a 404 and not the page", async () => {
  const a = await get("/assets/nothing-12345678.js");
  a.is(404);
  assert.doesNotMatch(a.text, /<html/i);
});

test("an address inside the application is the page, so that a reload works", async () => {
  const { body } = await get("/");
  for (const path of ["/journal", "/groupe/x", "/connexion"]) assert.deepEqual((await get(path, { accept: "text/html" })).is(200).body, body, path);
});

