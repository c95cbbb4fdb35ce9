// SIGTERM in the middle of work: everybody is told to come back (1012), everything is flushed, exit 0, nothing is lost.
import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bench, preloaded } from "../harness/backups.mjs";
import { checkDatabases, checkRepositories } from "../harness/folder.mjs";
import { RawClient, provider, random, until } from "../harness/live.mjs";
import { RawSocket, http } from "../harness/raw.mjs";
import { Server, carnet, email, patience, root, sleep } from "../harness/server.mjs";
import { Typist, checkText } from "../harness/typist.mjs";

test("SIGTERM under typing closes every socket with 1012, ends with 0 and loses nothing", async (t) => {
  const rnd = random(7);
  const server = await Server.start(t);
  const people = await Promise.all(["stg-02", "stg-06", "stg-14"].map((id) => server.asToken(id)));
  const document = await people[0].newPage(), entry = await people[1].newEntry();
  const typists = Array.from({ length: 20 }, (_, i) => new Typist(`t${i}`, i < 15 ? people[i % 3] : people[1], i < 15 ? document : entry, rnd));
  for (let round = 0; round < 3; round++) {
    await Promise.all(typists.map((x) => x.connect()));
    const running = typists.map((x) => x.run(10));
    await sleep(300 + 100 * round);
    await server.stop();
    await Promise.all(running);
    for (const x of typists) assert.equal((await x.client.closed).code, 1012, `${x.name} in round ${round}`);
    const wal = join(server.data, "carnet.db-wal");
    assert.ok(!existsSync(wal) || statSync(wal).size === 0, "the log was not brought into the database");
    await checkDatabases(server.data);
    await checkRepositories(server.data);
    await server.restart();
    checkText(await people[0].text(document), typists.slice(0, 15), `round ${round}`);
    checkText(await people[1].text(entry), typists.slice(15), `round ${round}`);
  }
});

test("SIGTERM with half-sent requests, idle keep-alives and silent websockets still ends with 0", async (t) => {
  const server = await Server.start(t);
  const person = await server.asToken("stg-02");
  const document = await person.newPage();
  const sockets = await Promise.all(Array.from({ length: 6 }, () => RawSocket.open(server)));
  sockets[0].write("GET / HT");
  sockets[1].write(http("POST /api/journal/entries", { ...person.headers, "content-length": 100 }, "{"));
  sockets[2].write(http("GET /healthz"));
  for (let i = 0; i < 200; i++) sockets[3].write(http("GET /api/documents", person.headers));
  sockets[4].write(http(`GET /live/${document}`, { ...person.headers, upgrade: "websocket", connection: "Upgrade", "sec-websocket-version": "13", "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==" }));
  await sleep(150);
  await server.stop();
  for (const raw of sockets) raw.end();
  await server.restart();
});

test("providers come back by themselves after a restart and nothing they typed meanwhile is lost", async (t) => {
  const server = await Server.start(t);
  const [a, b] = await Promise.all(["stg-02", "stg-06"].map((id) => server.asToken(id)));
  const document = await a.newPage();
  const clients = [provider(a, document), provider(b, document)];
  t.after(() => clients.forEach((c) => c.end()));
  await until(() => clients.every((c) => c.synced), "synced");
  clients[0].text.insert(0, "avant ");
  await until(async () => (await a.text(document)) === "avant ");
  await server.stop();
  clients[0].text.insert(6, "pendant-a ");
  clients[1].text.insert(0, "pendant-b ");
  await server.restart();
  await until(async () => {
    const text = await a.text(document);
    return text.includes("pendant-a") && text.includes("pendant-b") && clients.every((c) => c.text.toString() === text);
  }, "everything everywhere", patience(20_000));
});

test("a second server, demo or restore on a folder in use ends with 3 and harms nothing", async (t) => {
  const server = await Server.start(t);
  for (const args of [["serve", "--data", server.data, "--listen", "127.0.0.1:0"], ["demo", "--data", server.data]]) {
    const second = await carnet(args, { timeout: patience(20_000) });
    assert.equal(second.code, 3, `${args[0]}: ${second.code} ${second.stderr.slice(-300)}`);
    assert.match(second.stderr + second.stdout, /in use/, args[0]);
  }
  (await server.nobody().get("/healthz")).is(200);
});

test("demo on a folder that has a carnet.db ends with 3", async (t) => {
  const server = await Server.start(t);
  await server.stop();
  assert.equal((await carnet(["demo", "--data", server.data])).code, 3);
  await server.restart();
  (await (await server.as("stg-01")).get("/api/journal")).is(200);
});

test("a token works the same whether it was made while serving or before", async (t) => {
  const server = await Server.start(t);
  const during = (await carnet(["token", "--data", server.data, "--email", email("stg-01")])).stdout.trim();
  await server.stop();
  const stopped = await carnet(["token", "--data", server.data, "--email", email("stg-01")]);
  assert.equal(stopped.code, 0, stopped.stderr);
  await server.restart();
  for (const token of [during, stopped.stdout.trim()]) {
    assert.match(token, /^\S{20,}$/);
    assert.equal((await server.nobody({ authorization: `Bearer ${token}` }).get("/api/me")).is(200).json.person.id, "stg-01");
  }
  assert.notEqual((await carnet(["token", "--data", server.data, "--email", "personne@exemple.invalid"])).code, 0);
});

test("nothing is closed twice while other threads may open files", async (t) => {
  const server = await Server.start(t, { program: join(root, "build/carnet"), env: { LD_PRELOAD: preloaded(bench(t).folder, "closing") } });
  const person = await server.asToken("stg-02");
  const client = await RawClient.open(person, await person.newPage(), { protocol: "carnet" });
  await server.stop();
  assert.equal((await client.closed).code, 1012);
  assert.doesNotMatch(server.log, /closed twice/);
  await server.restart();
});
