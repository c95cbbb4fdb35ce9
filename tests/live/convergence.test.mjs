// Unmodified y-websocket providers against the real server: whatever they type, delete, lose and rejoin, everybody ends
// with the same bytes, and so does the server. Each session is made from a seed, printed when it fails;
// CARNET_SEED=n runs that one alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { provider, random, until } from "../harness/live.mjs";
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
