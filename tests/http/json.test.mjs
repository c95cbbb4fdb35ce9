// JSON in: strictly what the route asks for, else 400 as problem+json, and nothing is done.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server, email, password } from "../harness/server.mjs";

let server, maelle;
before(async () => {
  server = await Server.start();
  maelle = await server.as("stg-01");
});
after(() => server.end());

const count = async () => (await maelle.get("/api/journal")).is(200).json.entries.length;
const post = (body, headers = {}) => maelle.send("POST", "/api/journal/entries", { body: Buffer.isBuffer(body) ? body : Buffer.from(body), headers: { "content-type": "application/json", ...headers } });

function isProblem(answer, status) {
  answer.is(status);
  assert.match(answer.headers["content-type"] ?? "", /^application\/problem\+json/);
  const { type, title, status: inside, code } = answer.json;
  assert.equal(type, "about:blank");
  assert.equal(inside, status);
  assert.ok(title && typeof title === "string");
  assert.match(code, /^[a-z][a-z0-9_.]*$/);
}

for (const [what, body] of Object.entries({
  "an unknown key": '{"title":"x","visibility":"cohort"}',
  "a key twice": '{"title":"x","title":"y"}',
  "a hundred thousand open brackets": "[".repeat(100_000),
  "a hundred thousand open objects": '{"title":'.repeat(100_000),
  "deep nesting under a known key": `{"title":${"[".repeat(3000)}${"]".repeat(3000)}}`,
  "bytes that are not UTF-8": Buffer.from([...Buffer.from('{"title":"'), 0xff, 0xc0, 0x80, ...Buffer.from('"}')]),
  "an overlong UTF-8 sequence": Buffer.from([...Buffer.from('{"title":"'), 0xe0, 0x80, 0xaf, ...Buffer.from('"}')]),
  "a UTF-8 surrogate": Buffer.from([...Buffer.from('{"title":"'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')]),
  "half a surrogate pair": '{"title":"\\ud800"}',
  "a NUL in a string": '{"title":"a\\u0000b"}',
  "something after the end": '{"title":"x"} {}',
  "a cut string": '{"title":"x',
  "an array": '["title"]',
  "a string": '"title"',
  "a number": "1",
  "null": "null",
  "nothing": "",
  "a number where text belongs": '{"title":12}',
  "a number beyond 64 bits": '{"title":123456789012345678901234567890}',
  "null where text belongs": '{"title":null}',
  "a comment": '{"title":"x"/* */}',
  "single quotes": "{'title':'x'}",
  "a trailing comma": '{"title":"x",}',
  "NaN": '{"title":NaN}',
  "a byte order mark": "\ufeff{}",
  "a NUL byte": Buffer.from("{}\0"),
})) {
  test(`${what} in a JSON body is answered with 400 and nothing is made`, async () => {
    const before = await count();
    isProblem(await post(body), 400);
    assert.equal(await count(), before);
  });
}

for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])
  test(`a JSON route refuses the content type ${type || "that is missing"}`, async () => {
    const before = await count();
    const answer = await maelle.send("POST", "/api/journal/entries", { body: Buffer.from("{}"), headers: type ? { "content-type": type } : {} });
    assert.ok([400, 415].includes(answer.status), `status ${answer.status}`);
    isProblem(answer, answer.status);
    assert.equal(await count(), before);
  });

test("application/json with a charset is JSON", async () => {
  (await post("{}", { "content-type": "application/json; charset=utf-8" })).is(201);
});

test("text survives the way in and out whatever its letters", async () => {
  const title = "« L’été » à Œuf — 👩🏽‍🏫 <b>&amp;</b> \"guillemets\" \\ /";
  const entry = (await post(JSON.stringify({ title }))).is(201).json;
  assert.equal(entry.title, title);
  assert.equal((await maelle.get(`/api/journal/entries/${entry.id}`)).is(200).json.title, title);
});

test("the shape of an entry is the one the page relies on", async () => {
  const entry = (await post("{}")).is(201).json;
  assert.equal(entry.id, entry.document);
  assert.match(entry.id, /^[a-z0-9-]{16,}$/);
  assert.equal(entry.visibility, "private");
  assert.equal(entry.author.id, "stg-01");
  assert.match(entry.writtenOn, /^\d{4}-\d{2}-\d{2}$/);
  for (const at of ["createdAt", "updatedAt"]) assert.match(entry[at], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, at);
  assert.deepEqual(entry.abilities, { ...entry.abilities, read: true, write: true, share: true, rename: true });
});

test("an unknown route and an unknown thing are problem+json 404", async () => {
  isProblem(await maelle.get("/api/nothing"), 404);
  isProblem(await maelle.get("/api/documents/00000000-0000-4000-8000-000000000000"), 404);
  isProblem(await maelle.get("/api/journal/entries/x"), 404);
});

test("a known path with another method is refused as problem+json", async () => {
  const answer = await maelle.send("PUT", "/api/journal", { json: {} });
  assert.ok([404, 405].includes(answer.status));
  isProblem(answer, answer.status);
});

test("a value outside its list is refused: visibility", async () => {
  const entry = (await post("{}")).is(201).json;
  for (const visibility of ["public", "", "Private", "named_reader", 1])
    isProblem(await maelle.put(`/api/journal/entries/${entry.id}/visibility`, { visibility }), 400);
  isProblem(await maelle.put(`/api/journal/entries/${entry.id}/visibility`, { visibility: "private", with: "tut-01" }), 400);
  assert.equal((await maelle.get(`/api/journal/entries/${entry.id}`)).json.visibility, "private");
});

test("a title of a hundred thousand letters is refused", async () => {
  const answer = await post(JSON.stringify({ title: "a".repeat(100_000) }));
  assert.ok([400, 413].includes(answer.status), `status ${answer.status}`);
});

test("a wrong password and an unknown person get the same answer", async () => {
  const attempt = (who, secret) => server.nobody({ origin: server.origin }).post("/api/session", { email: who, password: secret, device: "mine" });
  const [wrong, unknown] = [await attempt(email("stg-07"), "faux"), await attempt("personne@exemple.invalid", password)];
  isProblem(wrong, 401);
  isProblem(unknown, 401);
  assert.equal(wrong.json.code, "session.wrong");
  assert.deepEqual(wrong.body, unknown.body);
});

test("failures to sign in are limited per account: 429 with Retry-After, and the right password waits too", async () => {
  const attempt = (secret) => server.nobody({ origin: server.origin }).post("/api/session", { email: email("rq-01"), password: secret, device: "mine" });
  let answer, tries = 0;
  do answer = await attempt("faux"); while (answer.status === 401 && ++tries < 60);
  isProblem(answer, 429);
  assert.equal(answer.json.code, "session.too_many");
  assert.match(answer.headers["retry-after"], /^\d+$/);
  (await attempt(password)).is(429);
});

test("sign-in takes exactly e-mail, password and device", async () => {
  const attempt = (json) => server.nobody({ origin: server.origin }).post("/api/session", json);
  for (const json of [{}, { email: email("stg-09") }, { email: email("stg-09"), password }, { email: email("stg-09"), password, device: "phone" },
    { email: email("stg-09"), password, device: "mine", admin: true }, { email: [email("stg-09")], password, device: "mine" }])
    isProblem(await attempt(json), 400);
  const long = await attempt({ email: email("stg-09"), password: "a".repeat(5000), device: "mine" });
  assert.ok([400, 401].includes(long.status), `status ${long.status}`);
});
