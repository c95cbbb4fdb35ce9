// Who may ask from where: exact Origin for writes with a cookie, tokens, the cookie's flags, and the headers on every answer.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Person } from "../harness/person.mjs";
import { http, send } from "../harness/raw.mjs";
import { Server } from "../harness/server.mjs";

let server, maelle, token;
before(async () => {
  server = await Server.start();
  maelle = await server.as("stg-01");
  token = await server.asToken("stg-01");
});
after(() => server.end());

const entries = async () => (await token.get("/api/journal")).is(200).json.entries.length;
// The server's own origin is known only once it runs, so these are made from it.
const foreign = {
  "no": () => undefined, "another site's": () => "http://mechant.invalid", "a null": () => "null", "another port's": () => "http://127.0.0.1:1",
  "a longer host's": (o) => `${o}.mechant.invalid`, "a longer port's": (o) => `${o}0`, "an https": (o) => o.replace("http:", "https:"),
  "an upper case": (o) => o.toUpperCase(), "a slash-ended": (o) => `${o}/`, "a doubled": (o) => `${o} ${o}`, "an empty": () => "",
};

for (const [what, make] of Object.entries(foreign)) {
  test(`a write with a cookie and ${what} Origin is refused and does nothing`, async () => {
    const origin = make(server.origin);
    const headers = { cookie: maelle.headers.cookie, ...(origin === undefined ? {} : { origin }) };
    const before = await entries();
    const entry = await token.newEntry("cible");
    const as = server.nobody(headers);
    for (const [method, path, json] of [
      ["POST", "/api/journal/entries", {}], ["PUT", `/api/journal/entries/${entry}/title`, { title: "détournée" }],
      ["PUT", `/api/journal/entries/${entry}/visibility`, { visibility: "cohort" }], ["DELETE", "/api/session", undefined],
    ]) (await as.send(method, path, { json })).is(403);
    (await as.send("POST", `/api/documents/${entry}/updates`, { body: Buffer.of(0, 0), headers: { "content-type": "application/octet-stream", "carnet-state-vector": "AA" } })).is(403);
    assert.equal(await entries(), before + 1);
    const now = (await token.get(`/api/journal/entries/${entry}`)).is(200).json;
    assert.deepEqual([now.title, now.visibility], ["cible", "private"]);
    (await maelle.get("/api/me")).is(200);
  });
}

test("the exact Origin may write", async () => {
  (await maelle.post("/api/journal/entries", {})).is(201);
});

test("both names of this machine are origins by default, and only on the real port", async () => {
  const as = (origin) => server.nobody({ cookie: maelle.headers.cookie, origin });
  (await as(`http://localhost:${server.port}`).post("/api/journal/entries", {})).is(201);
  (await as("http://localhost:1").post("/api/journal/entries", {})).is(403);
});

test("a token may write without Origin and is refused with a foreign one", async () => {
  (await token.post("/api/journal/entries", {})).is(201);
  (await token.post("/api/journal/entries", {}, { headers: { origin: "http://mechant.invalid" } })).is(403);
});

test("signing in from another site is refused", async () => {
  const body = { email: "stg-01@exemple.invalid", password: "passerelles-2026", device: "mine" };
  const answer = await server.nobody({ origin: "http://mechant.invalid" }).post("/api/session", body);
  assert.equal(answer.status, 403);
  assert.equal(answer.headers["set-cookie"], undefined);
});

test("nothing is granted to other sites: no CORS header, no preflight", async () => {
  for (const answer of [
    await maelle.get("/api/me", { headers: { origin: "http://mechant.invalid" } }),
    await server.nobody({ origin: "http://mechant.invalid", "access-control-request-method": "POST" }).send("OPTIONS", "/api/journal/entries"),
  ]) for (const name of Object.keys(answer.headers)) assert.ok(!name.startsWith("access-control-"), name);
});

test("the sign-in cookie is HttpOnly, SameSite=Lax, for the whole site and for no other host", async () => {
  const [cookie] = maelle.setCookie;
  assert.match(cookie, /^carnet_session=[A-Za-z0-9_-]{40,};/);
  for (const flag of [/;\s*HttpOnly/i, /;\s*SameSite=Lax/i, /;\s*Path=\//i]) assert.match(cookie, flag);
  assert.doesNotMatch(cookie, /;\s*Domain=/i);
});

test("signing out ends that session and no other", async () => {
  const other = await server.as("stg-01", { again: true });
  const out = (await other.delete("/api/session")).is(204);
  assert.equal(out.body.length, 0);
  const after = await other.get("/api/me");
  after.is(401);
  assert.equal(after.json.code, "session.none");
  (await maelle.get("/api/me")).is(200);
});

test("a person on a shared device is told so and gets no lasting cookie", async () => {
  const shared = await Person.signIn(server, "stg-01", { device: "shared" });
  assert.equal((await shared.get("/api/me")).is(200).json.device, "shared");
  assert.doesNotMatch(shared.setCookie[0], /Max-Age|Expires/i);
});

test("every answer carries the security headers, whatever its status", async () => {
  const nobody = server.nobody();
  const answers = [
    await nobody.get("/"), await nobody.get("/healthz"), await nobody.get("/api/me"), await maelle.get("/api/me"), await maelle.get("/api/documents"),
    await maelle.get("/api/nothing"), await nobody.get("/assets/nothing.js"), await maelle.post("/api/journal/entries", { wrong: 1 }),
    await maelle.post("/api/journal/entries", {}), await server.nobody({ cookie: maelle.headers.cookie }).post("/api/journal/entries", {}),
  ];
  for (const a of answers) {
    const of = `${a.what} (${a.status})`;
    assert.equal(a.headers["x-content-type-options"], "nosniff", of);
    assert.ok(a.headers["referrer-policy"], of);
    const csp = a.headers["content-security-policy"];
    assert.ok(csp, `${of} has no policy`);
    assert.doesNotMatch(csp, /unsafe-inline|unsafe-eval|\*/, of);
    assert.match(csp, /default-src|script-src/, of);
    assert.match(csp, /frame-ancestors 'none'/, of);
    assert.equal(a.headers.server, undefined, `${of} names its software`);
  }
});

test("refusals made before any route carry them as well", async () => {
  for (const [head, extra] of [["POST /api/journal/entries", { "content-length": "x" }], ["POST /api/journal/entries", {}], ["GET /x%0aX:1", {}], ["FOO /", {}],
    ["POST /api/journal/entries", { "content-length": 2_000_000_000 }], ["GET /healthz", { host: null }]]) {
    const { answers } = await send(server, http(head, { ...token.headers, ...extra }));
    assert.ok(answers[0]?.status >= 400, `${head}: ${answers[0]?.status}`);
    assert.equal(answers[0].headers["x-content-type-options"], "nosniff", `${head} (${answers[0].status})`);
    assert.match(answers[0].headers["content-security-policy"] ?? "", /default-src/, `${head} (${answers[0].status})`);
  }
});

test("answers with people's data are kept by no cache", async () => {
  const document = await maelle.newEntry();
  for (const path of ["/api/me", "/api/documents", "/api/journal", `/api/documents/${document}/text`, `/api/documents/${document}/html`, "/api/nothing"])
    assert.match((await maelle.get(path)).headers["cache-control"] ?? "", /no-store/, path);
});

test("metrics and health answer on loopback, and metrics name nobody", async () => {
  (await server.nobody().get("/healthz")).is(200);
  const metrics = (await server.nobody().get("/metrics")).is(200);
  assert.match(metrics.headers["content-type"], /^text\/plain/);
  assert.doesNotMatch(metrics.text, /stg-|exemple\.invalid|Maëlle/);
});
