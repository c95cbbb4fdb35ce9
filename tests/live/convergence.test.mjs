// Unmodified y-websocket providers against the real server: whatever they type, delete, lose and rejoin, everybody ends
// with the same bytes, and so does the server. Each session is made from a seed, printed when it fails;
// CARNET_SEED=n runs that one alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Y, provider, random, until } from "../harness/live.mjs";
import { Server, patience, sleep } from "../harness/server.mjs";

const SESSIONS = 200;
const AT_ONCE = 8;
const words = ["école ", "l’été ", "œuvre ", "où ? ", "€ 12,50 ", "👩🏽‍🏫 ", "𝒳 ", "a\n\n", "- tâche\n", "# Titre\n", "fin. ", "z"];

function edit(client, rnd) {
  const content = client.text;
  if (content.length > 0 && rnd.chance(0.3)) {
    const at = rnd.below(content.length);
    content.delete(at, Math.min(1 + rnd.below(6), content.length - at)); // may cut a surrogate pair in two, as Yjs allows
  } else content.insert(rnd.below(content.length + 1), rnd.pick(words).repeat(1 + rnd.below(3)));
}

function disturb(client, rnd) {
  if (rnd.chance(0.5)) {
    client.disconnect();
    setTimeout(() => client.gone || client.connect(), rnd.below(60));
  } else client.ws?.terminate?.(); // the cable is pulled; the provider notices and reconnects by itself
}

async function session(seed, people) {
  const rnd = random(seed);
  const owner = rnd.pick(people);
  const document = await owner.newPage(`Séance ${seed}`);
  const clients = [];
  for (let n = 2 + rnd.below(4); n > 0; n--) clients.push(provider(rnd.pick(people), document));
  try {
    for (let step = 0; step < 30; step++) {
      const client = rnd.pick(clients);
      for (let burst = 1 + rnd.below(3); burst > 0; burst--) edit(client, rnd);
      if (rnd.chance(0.12)) disturb(rnd.pick(clients), rnd);
      if (rnd.chance(0.5)) await sleep(rnd.below(12));
    }
    for (const c of clients) c.connect();
    let server;
    await until(async () => {
      if (!clients.every((c) => c.synced)) return false;
      const texts = new Set(clients.map((c) => c.text.toString()));
      if (texts.size !== 1) return false;
      server = (await owner.get(`/api/documents/${document}/text`)).is(200).body;
      return server.equals(Buffer.from(clients[0].text.toString()));
    }, () => `seed ${seed}: the same text everywhere:\n${[...clients.map((c) => `${c.synced} closed ${c.seen.closes.map((x) => x.code)} ${JSON.stringify(c.text.toString())}`), `server ${JSON.stringify(server?.toString())}`].join("\n")}`, patience(10_000));
    for (const c of clients)
      for (const { code } of c.seen.closes) assert.ok(code < 4400, `seed ${seed}: a socket was closed with ${code}`);
  } finally {
    for (const c of clients) c.end();
  }
}

test("200 seeded sessions of two to five y-websocket clients end byte-equal everywhere, disconnections included", async (t) => {
  const server = await Server.start(t);
  const people = await Promise.all(["stg-02", "stg-06", "stg-14"].map((id) => server.as(id)));
  people.push(await server.asToken("stg-06"));
  const seeds = process.env.CARNET_SEED ? [Number(process.env.CARNET_SEED)] : Array.from({ length: SESSIONS }, (_, i) => 1000 + i);
  const failed = [];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let seed; failed.length < 3 && (seed = seeds.shift()) !== undefined; )
      await session(seed, people).catch((error) => failed.push(`seed ${seed}: ${error.message}`));
  }));
  assert.equal(failed.length, 0, failed.join("\n\n"));
});

test("edits made without a connection by two people both survive when they come back", async (t) => {
  const server = await Server.start(t);
  const [idriss, yann] = await Promise.all([server.as("stg-02"), server.as("stg-06")]);
  const document = await idriss.newPage();
  const a = provider(idriss, document), b = provider(yann, document);
  t.after(() => (a.end(), b.end()));
  a.text.insert(0, "Début. ");
  await until(() => b.text.toString() === "Début. ");
  a.disconnect();
  b.disconnect();
  a.text.insert(7, "Hors ligne chez Idriss. ");
  b.text.insert(7, "Hors ligne chez Yann. ");
  a.connect();
  await until(() => a.synced, "synced");
  b.connect();
  await until(() => a.text.toString() === b.text.toString() && a.text.toString().includes("Yann") && a.text.toString().includes("Idriss"));
  assert.equal(await idriss.text(document), a.text.toString());
});

test("twelve sessions at once converge although the server is killed five times under them", async (t) => {
  const server = await Server.start(t);
  const people = await Promise.all(["stg-02", "stg-06", "stg-14"].map((id) => server.as(id)));
  const seed = Number(process.env.CARNET_SEED ?? 7000), rnd = random(seed);
  const rooms = await Promise.all(Array.from({ length: 12 }, async (_, n) => {
    const document = await people[n % 3].newPage(`Séance ${n}`);
    return { document, clients: Array.from({ length: 3 }, (_, i) => provider(people[(n + i) % 3], document)) };
  }));
  const clients = rooms.flatMap((r) => r.clients);
  t.after(() => clients.forEach((c) => c.end()));
  let over = false;
  const typing = (async () => {
    while (!over) {
      for (let i = 0; i < 6; i++) edit(rnd.pick(clients), rnd);
      if (rnd.chance(0.03)) disturb(rnd.pick(clients), rnd);
      await sleep(4);
    }
  })();
  for (let kill = 0; kill < 5; kill++) {
    await sleep(250 + rnd.below(400));
    await server.kill();
    await server.restart();
  }
  await sleep(400);
  over = true;
  await typing;
  for (const { document, clients: members } of rooms)
    await until(async () => {
      for (const c of members) if (!c.wsconnected && !c.wsconnecting) c.connect();
      if (!members.every((c) => c.synced)) return false;
      const [one, ...rest] = members.map((c) => c.text.toString());
      return rest.every((x) => x === one) && (await people[0].text(document)) === one;
    }, () => `seed ${seed}, ${document}: ${members.map((c) => `${c.synced} closed ${c.seen.closes.map((x) => x.code)}`)}`, patience(20_000));
});

test("somebody behind a proxy that refuses websockets writes by HTTP beside two who do not, and all end equal", async (t) => {
  const server = await Server.start(t);
  const [idriss, yann, soizic] = await Promise.all(["stg-02", "stg-06", "stg-14"].map((id) => server.as(id)));
  const document = await idriss.newPage();
  const live = [provider(idriss, document), provider(yann, document)];
  t.after(() => live.forEach((c) => c.end()));
  const rnd = random(31), doc = new Y.Doc();
  const http = { text: doc.getText("content") };
  let sent = Y.encodeStateVector(doc);
  const exchange = async () => {
    const update = Y.encodeStateAsUpdate(doc, sent), vector = Y.encodeStateVector(doc);
    const answer = await soizic.send("POST", `/api/documents/${document}/updates`, {
      body: Buffer.from(update), headers: { "content-type": "application/octet-stream", "carnet-state-vector": Buffer.from(vector).toString("base64url") },
    });
    Y.applyUpdate(doc, answer.is(200).body);
    sent = vector;
  };
  for (let i = 0; i < 60; i++) {
    for (const c of [...live, http]) if (rnd.chance(0.7)) edit(c, rnd);
    if (i % 4 === 3) await exchange();
    await sleep(5);
  }
  await until(async () => {
    await exchange();
    const text = await idriss.text(document);
    return [...live, http].every((c) => c.text.toString() === text);
  }, "the same text everywhere");
});
