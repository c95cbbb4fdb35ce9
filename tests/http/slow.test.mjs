// Peers that take their time: each of these connections is given up by the server, none for ever held.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { RawClient, until } from "../harness/live.mjs";
import { RawSocket, RawWebSocket, http } from "../harness/raw.mjs";
import { Server, sleep } from "../harness/server.mjs";

let server, maelle;
before(async () => {
  server = await Server.start();
  maelle = await server.asToken("stg-01");
});
after(() => server.end());
const enough = 100_000;

async function drip(raw, text) {
  for (const letter of text) {
    if (raw.ended) return;
    raw.write(letter);
    await raw.until(() => raw.ended, 500);
  }
}

describe("the server lets go of", { concurrency: true }, () => {
  test("a connection that says nothing", async () => {
    const raw = await RawSocket.open(server);
    assert.ok(await raw.closed(enough));
  });

  test("a request whose headers drip", async () => {
    const raw = await RawSocket.open(server);
    drip(raw, `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ${"a".repeat(400)}`);
    assert.ok(await raw.closed(enough));
  });

  test("a body that stalls", async () => {
    const raw = await RawSocket.open(server);
    raw.write(http("POST /api/journal/entries", { ...maelle.headers, "content-type": "application/json", "content-length": 1000 }, '{"title":"Jamais entière'));
    assert.ok(await raw.closed(enough));
    assert.equal((await maelle.get("/api/journal")).is(200).json.entries.filter((e) => e.title.startsWith("Jamais")).length, 0);
  });

  test("a body that drips a byte at a time", async () => {
    const raw = await RawSocket.open(server);
    raw.write(http("POST /api/journal/entries", { ...maelle.headers, "content-type": "application/json", "content-length": 1000 }, '{"title":"'));
    drip(raw, "a".repeat(400));
    assert.ok(await raw.closed(enough));
  });

  test("a reader that stops in the middle of a large answer", async (t) => {
    const own = await Server.start(t);
    const author = await own.asToken("stg-01");
    const document = await author.newEntry("Longue");
    const writer = await (await RawClient.open(author, document, { protocol: "carnet" })).sync();
    writer.type("Une phrase assez longue. ".repeat(300_000));
    await writer.settled();
    await writer.end();
    await sleep(500);
    const descriptors = () => readdirSync(`/proc/${own.pid}/fd`).length;
    const before = descriptors();
    const stuck = await Promise.all(Array.from({ length: 20 }, () => RawSocket.open(own)));
    for (const raw of stuck) {
      raw.socket.pause();
      raw.write(http(`GET /api/documents/${document}/text`, author.headers));
    }
    const end = Date.now() + enough;
    await until(() => descriptors() >= before + 15, "everybody let in");
    await sleep(1500);
    assert.ok(descriptors() >= before + 15, "the answers should not fit into the pipes");
    do await sleep(1000);
    while (descriptors() > before + 2 && Date.now() < end);
    assert.ok(descriptors() <= before + 2, `${descriptors() - before} connections are still held`);
    for (const raw of stuck) raw.end();
    (await author.get("/api/me")).is(200);
  });

  test("a websocket that never answers a ping", async () => {
    const ws = await RawWebSocket.open(maelle, await maelle.newEntry());
    assert.ok(await ws.raw.closed(enough), "still open");
  });
});

test("two hundred idle connections do not keep others waiting", async () => {
  const idle = await Promise.all(Array.from({ length: 200 }, () => RawSocket.open(server)));
  for (const raw of idle) raw.write("GET / HT");
  await sleep(50);
  (await maelle.get("/api/me")).is(200);
  for (const raw of idle) raw.end();
});
