// What comes over the socket before any handler sees it: the traps of HTTP/1.1 parsing, closed one by one.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { random, until } from "../harness/live.mjs";
import { RawSocket, http, send } from "../harness/raw.mjs";
import { Server, email, password, patience, sleep } from "../harness/server.mjs";

let server, maelle;
before(async () => {
  server = await Server.start();
  maelle = await server.asToken("stg-01");
});
after(() => server.end());

const auth = () => maelle.headers;
const json = { "content-type": "application/json" };
const entries = async () => (await maelle.get("/api/journal")).is(200).json.entries;
async function unharmed() {
  assert.ok(server.alive, "the server ended");
  (await server.nobody().get("/healthz")).is(200);
}

test("ten pipelined requests are answered in their order", async () => {
  const requests = Array.from({ length: 10 }, (_, i) => (i % 2 ? http("GET /api/me", auth()) : http("GET /healthz")));
  const { answers } = await send(server, Buffer.concat(requests), { expect: 10, timeout: patience(15_000) });
  assert.deepEqual(answers.map((a) => a.status), Array.from({ length: 10 }, () => 200));
  answers.forEach((a, i) => assert.equal(a.text.includes("stg-01"), i % 2 === 1, `answer ${i}: ${a.text.slice(0, 80)}`));
});

test("a write runs once before a pipelined request; behind one it is answered in order, or the connection closes and it has not run", async () => {
  const body = JSON.stringify({ title: "Une seule fois" });
  const write = () => http("POST /api/journal/entries", { ...auth(), ...json, "content-length": body.length }, body);
  const read = () => http("GET /api/me", auth());
  for (const [requests, at] of [[[write(), read()], 0], [[read(), write()], 1], [[read(), write(), write(), read()], 1], [[write(), write()], 0]]) {
    const before = (await entries()).length;
    const { answers, closed } = await send(server, Buffer.concat(requests), { expect: requests.length, linger: patience(2000) });
    const ran = (await entries()).length - before;
    assert.equal(ran, answers.filter((a) => a.status === 201).length, "what ran and what was answered differ");
    if (at === 0) assert.equal(answers[0]?.status, 201);
    assert.ok(answers.length === requests.length || closed, "a request was neither answered nor refused");
  }
});

test("a request whose sender closes its side at once is run once and answered", async () => {
  const before = (await entries()).length;
  const body = "{}";
  const raw = await RawSocket.open(server);
  raw.write(http("POST /api/journal/entries", { ...auth(), ...json, "content-length": body.length }, body));
  raw.socket.end();
  const answer = await raw.answer();
  assert.ok(answer === null || answer.status === 201);
  await until(async () => (await entries()).length > before, "the entry");
  assert.equal((await entries()).length, before + 1);
  raw.end();
});

test("a peer that goes away before its answer disturbs nothing", async () => {
  for (let i = 0; i < 50; i++) {
    const raw = await RawSocket.open(server);
    raw.write(http("GET /api/documents", auth()));
    if (i % 2) await sleep(1);
    raw.socket.resetAndDestroy();
  }
  await unharmed();
});

const hidden = () => http("POST /api/journal/entries", { ...auth(), ...json, "content-length": 2 }, "{}").toString("latin1");
for (const [name, lines] of Object.entries({
  "length then chunked": ["Content-Length: 4", "Transfer-Encoding: chunked"],
  "chunked then length": ["Transfer-Encoding: chunked", "Content-Length: 4"],
  "chunked in capitals": ["Content-Length: 4", "Transfer-Encoding: CHUNKED"],
  "xchunked": ["Content-Length: 4", "Transfer-Encoding: xchunked"],
  "identity": ["Content-Length: 4", "Transfer-Encoding: identity"],
  "gzip, chunked": ["Content-Length: 4", "Transfer-Encoding: gzip, chunked"],
  "chunked, identity": ["Content-Length: 4", "Transfer-Encoding: chunked, identity"],
  "chunked twice": ["Content-Length: 4", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
  "chunked and another": ["Content-Length: 4", "Transfer-Encoding: chunked", "Transfer-Encoding: cow"],
  "a tab before chunked": ["Content-Length: 4", "Transfer-Encoding:\tchunked"],
  "a vertical tab before chunked": ["Content-Length: 4", "Transfer-Encoding:\x0bchunked"],
  "a folded header": ["Content-Length: 4", "Transfer-Encoding:\r\n chunked"],
  "a quoted value": ['Content-Length: 4', 'Transfer-Encoding: "chunked"'],
  "an empty coding": ["Content-Length: 4", "Transfer-Encoding: "],
  "chunked with a length of zero": ["Content-Length: 0", "Transfer-Encoding: chunked"],
  "two different lengths": ["Content-Length: 4", "Content-Length: 40"],
  "two equal lengths": ["Content-Length: 4", "Content-Length: 4"],
  "a list of lengths": ["Content-Length: 4, 4"],
  "two lengths with chunked": ["Content-Length: 4", "Content-Length: 4", "Transfer-Encoding: chunked"],
  "lower case on both": ["content-length: 4", "transfer-encoding: chunked"],
})) {
  test(`smuggling by ${name} is answered with 400 and the connection closes`, async () => {
    const before = (await entries()).length;
    const head = ["POST /api/session HTTP/1.1", "Host: 127.0.0.1", `Origin: ${server.origin}`, "Content-Type: application/json", ...lines].join("\r\n");
    const { answers, closed } = await send(server, `${head}\r\n\r\n0\r\n\r\n${hidden()}`, { expect: 2, linger: patience(4000) });
    assert.equal(answers.length, 1, `answers: ${answers.map((a) => a.status)}`);
    assert.equal(answers[0].status, 400, answers[0].text);
    assert.ok(closed, "the connection stayed open");
    assert.equal((await entries()).length, before, "the hidden request ran");
  });
}

for (const length of ["-5", "+4", "4abc", "0x4", "4.0", "4 4", "1e1", "99999999999", "18446744073709551620", "４", "'4'"]) {
  test(`Content-Length: ${length} is answered with 400 or 413 and the connection closes`, async () => {
    const before = (await entries()).length;
    const { answers, closed } = await send(server, http("POST /api/journal/entries", { ...auth(), ...json, "content-length": length }, "{}xx" + hidden()), { expect: 2, linger: patience(4000) });
    assert.equal(answers.length, 1);
    assert.ok(answers[0].status === 400 || (answers[0].status === 413 && /^\d+$/.test(length)), `status ${answers[0].status}`);
    assert.ok(closed, "the connection stayed open");
    assert.equal((await entries()).length, before);
  });
}

for (const method of ["POST", "PUT"]) {
  test(`${method} without a length is answered with 411`, async () => {
    const path = method === "POST" ? "/api/journal/entries" : `/api/journal/entries/${await maelle.newEntry()}/title`;
    const { answers } = await send(server, http(`${method} ${path}`, { ...auth(), ...json }));
    assert.equal(answers[0]?.status, 411, answers[0]?.text);
  });

  test(`${method} of JSON in chunks is refused`, async () => {
    const path = method === "POST" ? "/api/journal/entries" : `/api/journal/entries/${await maelle.newEntry()}/title`;
    const { answers, closed } = await send(server, http(`${method} ${path}`, { ...auth(), ...json, "transfer-encoding": "chunked" }, "2\r\n{}\r\n0\r\n\r\n"), { linger: patience(4000) });
    assert.ok([400, 411, 501].includes(answers[0]?.status), `status ${answers[0]?.status}`);
    assert.ok(closed);
  });
}

for (const method of ["POST", "PUT", "PATCH", "DELETE"])
  test(`${method} with a length of zero gets an answer`, async () => {
    const { answers } = await send(server, http(`${method} /api/journal/entries`, { ...auth(), ...json, "content-length": 0 }));
    assert.ok(answers[0]?.status >= 400 && answers[0].status < 500, `status ${answers[0]?.status}`);
  });

test("DELETE without a length gets an answer", async () => {
  const { answers } = await send(server, http("DELETE /api/journal/entries", auth()));
  assert.ok(answers[0]?.status >= 400 && answers[0].status < 500);
});

test("GET with a body is answered and the body is not taken for a request", async () => {
  const { answers } = await send(server, Buffer.concat([http("GET /healthz", { "content-length": 26 }, "GET /api/secret HTTP/1.1\r\n"), http("GET /healthz")]), { expect: 2 });
  assert.ok(answers.length === 2 ? answers.every((a) => a.status === 200) : answers[0].status === 400, `${answers.map((a) => a.status)}`);
});

for (const path of ["/x%0aX-Carnet:1", "/x%0dX-Carnet:1", "/x%0d%0aHost:mechant.invalid", "/api/me%0aAuthorization:%20Bearer%20x", "/%0a", "/api/me?x=1%0aCookie:y"]) {
  test(`a line break in the path cannot add a header: ${path}`, async () => {
    const { answers, closed } = await send(server, http(`GET ${path}`, {}), { linger: patience(4000) });
    const inQuery = path.includes("?");
    assert.ok(answers[0]?.status === 400 || (inQuery && answers[0]?.status === 401), `status ${answers[0]?.status}`);
    if (answers[0].status === 400) assert.ok(closed);
    assert.ok(!answers[0].headers["x-carnet"]);
  });
}

test("an Authorization header smuggled through the path signs nobody in", async () => {
  const { answers } = await send(server, `GET /api/me%0aAuthorization:%20${encodeURIComponent(maelle.headers.authorization)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  assert.ok([400, 401].includes(answers[0]?.status));
});

for (const path of ["/%00", "/api/me%00", "/api/documents/%00x", "/index.html%00.js"])
  test(`a NUL in the path is refused: ${path}`, async () => {
    const { answers, closed } = await send(server, http(`GET ${path}`, auth()), { linger: patience(3000) });
    assert.ok(answers.length === 0 ? closed : answers[0].status === 400, `status ${answers[0]?.status}`);
  });

for (const path of ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fcarnet.db", "/assets/../../../carnet.db", "/carnet.db", "/keys.db", "/groups/", "//etc/passwd", "/.%00./etc/passwd", "/assets/..\\..\\carnet.db"])
  test(`no path leads out of the page's own files: ${path}`, async () => {
    const { answers } = await send(server, http(`GET ${path}`, auth()));
    const body = answers[0]?.body.toString("latin1") ?? "";
    assert.ok(!body.includes("root:x:") && !body.includes("SQLite format"), body.slice(0, 80));
  });

for (const method of ["CONNECT 127.0.0.1:22", "CONNECT /", "TRACE /", "TRACE /api/me", "FOO /", "PRI *"])
  test(`${method} is refused and opens no tunnel`, async () => {
    const raw = await RawSocket.open(server);
    raw.write(http(method, { "x-trace": "secret-d-en-tete" }));
    const answer = await raw.answer();
    assert.ok(answer === null || (answer.status >= 400 && answer.status < 600), `status ${answer?.status}`);
    assert.ok(!answer?.text.includes("secret-d-en-tete"));
    raw.write("bonjour\r\n\r\n");
    assert.ok(await raw.closed(patience(15_000)), "the connection stayed open");
    raw.end();
    await unharmed();
  });

test("a request without Host is answered with 400", async () => {
  const { answers } = await send(server, http("GET /healthz", { host: null }));
  assert.equal(answers[0]?.status, 400);
});

test("headers beyond 16 KB are refused and the server goes on", async () => {
  for (const size of [20_000, 70_000, 1_000_000]) {
    const { answers, closed } = await send(server, http("GET /healthz", { "x-long": "a".repeat(size) }), { linger: patience(6000) });
    assert.ok(answers.length === 0 ? closed : answers[0].status >= 400 && answers[0].status < 500, `${size}: ${answers[0]?.status}`);
  }
  await unharmed();
});

test("a thousand headers are refused or answered, and the server goes on", async () => {
  const { answers, closed } = await send(server, http("GET /healthz", Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`x-h${i}`, "1"]))), { linger: patience(4000) });
  assert.ok(closed || answers.length > 0);
  await unharmed();
});

test("a JSON body above the cap is answered with 413 before it has been sent", async () => {
  const { answers, closed } = await send(server, http("POST /api/journal/entries", { ...auth(), ...json, "content-length": 2_000_000_000 }, "{"), { linger: patience(4000) });
  assert.equal(answers[0]?.status, 413, answers[0]?.text);
  assert.ok(closed);
});

test("a JSON body of 3 MB sent whole is answered with 413", async () => {
  const body = JSON.stringify({ title: "a".repeat(3_000_000) });
  const { answers } = await send(server, http("POST /api/journal/entries", { ...auth(), ...json, "content-length": body.length }, body));
  assert.ok(answers.length === 0 || answers[0].status === 413, `status ${answers[0]?.status}`);
  await unharmed();
});

for (const path of ["/", "/healthz", "/api/me", "/api/nothing"])
  test(`HEAD ${path} gives the headers of GET and no body`, async () => {
    const raw = await RawSocket.open(server);
    raw.write(http(`GET ${path}`, auth()));
    const get = await raw.answer();
    raw.write(http(`HEAD ${path}`, auth()));
    const head = await raw.answer({ head: true });
    assert.equal(head?.status, get.status);
    assert.equal(head.headers["content-type"], get.headers["content-type"]);
    if (get.headers["content-length"]) assert.equal(head.headers["content-length"], get.headers["content-length"]);
    raw.write(http("GET /healthz"));
    const next = await raw.answer();
    assert.equal(next?.status, 200, "a body after HEAD would be read as the next answer");
    raw.end();
  });

test("an upgrade to h2c is not followed", async () => {
  const { answers } = await send(server, http("GET /healthz", { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAMAAABkAAQAAP__" }));
  assert.notEqual(answers[0]?.status, 101);
  await unharmed();
});

for (const [what, bytes] of [
  ["random bytes", Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 73 + 11) & 255))],
  ["a TLS hello", Buffer.from("16030100c8010000c40303", "hex")],
  ["only line ends", "\r\n".repeat(5000)],
  ["an HTTP/0.9 line", "GET /\r\n"],
  ["bare line feeds", "GET /healthz HTTP/1.1\nHost: x\n\n"],
  ["a space before the colon", "GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n"],
  ["a header line without colon", "GET /healthz HTTP/1.1\r\nHost: x\r\nnothing\r\n\r\n"],
  ["a path of 100 kB", `GET /${"a".repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ["half a percent sign", "GET /%4 HTTP/1.1\r\nHost: x\r\n\r\n"],
])
  test(`${what} instead of a request harms nothing`, async () => {
    await send(server, bytes, { linger: 300, timeout: 1500 });
    await unharmed();
  });

test("a body in small pieces arrives whole", async () => {
  const body = Buffer.from(JSON.stringify({ title: "Écrit lettre à lettre" }));
  const raw = await RawSocket.open(server);
  raw.socket.setNoDelay(true);
  raw.write(http("POST /api/journal/entries", { ...auth(), ...json, "content-length": body.length }));
  for (const byte of body) {
    raw.write(Buffer.of(byte));
    await sleep(2);
  }
  const answer = await raw.answer();
  assert.equal(answer?.status, 201);
  assert.equal(JSON.parse(answer.text).title, "Écrit lettre à lettre");
  raw.end();
});

test("1,500 mutated requests: the server lives and answers others", async () => {
  const seed = Number(process.env.CARNET_SEED ?? 4711), rnd = random(seed);
  const body = JSON.stringify({ title: "Entrée" });
  const document = await maelle.newEntry();
  const corpus = [
    http("GET /", { "accept-encoding": "gzip, br", "if-none-match": '"x"' }), http("GET /api/documents", auth()), http(`GET /api/documents/${document}/text?x=1&y=%20`, auth()),
    http("POST /api/journal/entries", { ...auth(), ...json, "content-length": Buffer.byteLength(body) }, body),
    http(`PUT /api/journal/entries/${document}/visibility`, { ...auth(), ...json, "content-length": 24 }, '{"visibility":"private"} '),
    http(`POST /api/documents/${document}/updates`, { ...auth(), "content-type": "application/octet-stream", "carnet-state-vector": "AA", "content-length": 2 }, Buffer.of(0, 0)),
    http(`GET /live/${document}`, { ...auth(), upgrade: "websocket", connection: "Upgrade", "sec-websocket-version": "13", "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==", "sec-websocket-protocol": "carnet" }),
    http("DELETE /api/session", { origin: server.origin, cookie: "carnet_session=x; a=b" }),
  ];
  const pieces = ["\r\n", "\r\n\r\n", ":", " ", "\t", "\0", "%0d%0a", "%00", "/../", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Host: x\r\n", "Upgrade: h2c\r\n", "Expect: 100-continue\r\n", "a".repeat(5000), "\xff\xfe", ";", "&", "?", "HTTP/1.0", "HTTP/2.0"];
  const mutate = (bytes) => {
    let out = Buffer.from(bytes);
    for (let n = 1 + rnd.below(3); n > 0; n--) {
      const at = rnd.below(out.length);
      switch (rnd.below(5)) {
        case 0: out[at] ^= 1 << rnd.below(8); break;
        case 1: out = Buffer.concat([out.subarray(0, at), Buffer.from(rnd.pick(pieces), "latin1"), out.subarray(at)]); break;
        case 2: out = out.subarray(0, at + 1); break;
        case 3: out = Buffer.concat([out.subarray(0, at), out.subarray(Math.min(out.length, at + 1 + rnd.below(12)))]); break;
        case 4: out = Buffer.concat([out, rnd.pick(corpus)]); break;
      }
      if (out.length === 0) out = Buffer.from("\r\n");
    }
    return out;
  };
  const one = async () => {
    const raw = await RawSocket.open(server);
    raw.write(mutate(rnd.pick(corpus)));
    if (rnd.chance(0.3)) raw.socket.end();
    await raw.until(() => raw.buffer.length > 0, 60);
    raw.socket.resetAndDestroy();
  };
  for (let i = 0; i < 1500; i += 10) {
    await Promise.all(Array.from({ length: 10 }, one));
    if (i % 150 === 0) await unharmed();
  }
  await unharmed();
  (await maelle.get("/api/me")).is(200);
});

test("thirty people who sign in at once are all let in, and nobody else waits for them", async () => {
  const ids = [...Array.from({ length: 14 }, (_, i) => `stg-${String(i + 1).padStart(2, "0")}`), "tut-01", "tut-02", "tut-03", "coop-01", "coop-02", "coop-03", "form-01", "form-02", "resp-01", "ass-01", "rh-01", "rq-01", "jur-01", "jur-02", "jur-03", "jur-04"];
  const signing = Promise.all(ids.map((id) => server.nobody({ origin: server.origin }).post("/api/session", { email: email(id), password, device: "mine" })));
  let reads = 0, over = false;
  signing.finally(() => (over = true));
  while (!over) {
    (await maelle.get("/api/me")).is(200);
    reads++;
  }
  for (const answer of await signing) answer.is(200);
  assert.ok(reads > 5, `only ${reads} requests were answered meanwhile`);
});
