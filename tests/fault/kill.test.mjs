// kill -9 at random moments under twenty people typing: what was acknowledged is there, once, and the folder is sound.
// Twenty times in the ordinary run, two hundred with CARNET_LONG=1; CARNET_SEED=n repeats a run's choices.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkDatabases, checkRepositories, commits } from "../harness/folder.mjs";
import { random } from "../harness/live.mjs";
import { Server, binary, patience, root, sanitized, sleep } from "../harness/server.mjs";
import { Typist, checkText } from "../harness/typist.mjs";

const seed = Number(process.env.CARNET_SEED ?? Date.now() % 1e9);
const KILLS = process.env.CARNET_LONG ? 200 : 20;

/** Twenty typists: five team pages and three sealed entries, some people alone, some four to a page. */
async function twenty(server, rnd) {
  const people = await Promise.all(["stg-02", "stg-06", "stg-14", "stg-03", "stg-07", "stg-11"].map((id) => server.asToken(id)));
  const typists = [];
  const add = (document, person) => typists.push(new Typist(`t${typists.length}`, person, document, rnd));
  for (let page = 0; page < 4; page++) {
    const team = page % 2 ? people.slice(0, 3) : people.slice(3);
    const document = await team[0].newPage(`Page ${page}`);
    for (let n = 0; n < 4; n++) add(document, team[n % 3]);
  }
  for (const person of people.slice(0, 3)) {
    const entry = await person.newEntry();
    add(entry, person);
    if (typists.length < 19) add(entry, person);
  }
  return typists;
}

/** Somebody who opens a page, writes and leaves, again and again: each leave makes a revision and a commit. */
async function visit(server, person, document, rnd, state) {
  while (!state.over) {
    const visitor = new Typist(`v${state.visitors.length}`, person, document, rnd);
    state.visitors.push(visitor);
    try {
      await visitor.connect();
      for (let i = 0; i < 3; i++) visitor.type();
      await visitor.settle();
      await visitor.client.end();
    } catch (error) {
      if (!state.over && server.alive) throw error;
    }
    await sleep(30);
  }
}

async function everyText(server, typists) {
  const texts = new Map();
  for (const t of typists) if (!texts.has(t.document)) texts.set(t.document, await t.person.text(t.document));
  return texts;
}

test(`${KILLS} kills under 20 typing clients lose no acknowledged word, double none, and leave the folder sound`, { timeout: KILLS * 30_000 }, async (t) => {
  const rnd = random(seed);
  t.diagnostic(`seed ${seed}`);
  const server = await Server.start(t);
  const typists = await twenty(server, rnd);
  const visited = await typists[0].person.newPage("Passages");
  const state = { visitors: [], over: false };
  const restarts = [], before = await commits(server.data);
  for (let kill = 1; kill <= KILLS; kill++) {
    const hint = `seed ${seed}, kill ${kill}`;
    await Promise.all(typists.map((x) => x.connect()));
    state.over = false;
    const running = typists.map((x) => x.run());
    const visiting = visit(server, typists[0].person, visited, rnd, state);
    await sleep(100 + rnd.below(rnd.chance(0.2) ? 1500 : 500));
    state.over = true;
    await server.kill();
    await Promise.all([...running, visiting]);
    await Promise.all(typists.map((x) => x.client.closed));
    await checkDatabases(server.data, hint);
    await checkRepositories(server.data, hint);

    const from = performance.now();
    await server.restart();
    const first = typists[rnd.below(typists.length)];
    await first.connect();
    first.type();
    await first.settle();
    restarts.push(performance.now() - from);
    const texts = await everyText(server, typists);
    for (const [document, text] of texts) checkText(text, typists.filter((x) => x.document === document), hint);
    checkText(await typists[0].person.text(visited), state.visitors, hint);
    await first.client.end();
  }
  assert.ok(await commits(server.data) > before, "no visit became a commit: the repositories were not put to the test");
  await Promise.all(typists.map((x) => x.connect()));
  for (const x of typists) await x.settle();
  const texts = await everyText(server, typists);
  for (const x of typists) assert.equal(x.doc.getText("content").toString(), texts.get(x.document), `${x.name} and the server hold the same text`);
  const words = typists.reduce((sum, x) => sum + x.typed, 0);
  assert.equal(words, typists.reduce((sum, x) => sum + x.acknowledged, 0), "in the end everything typed is acknowledged");
  restarts.sort((a, b) => a - b);
  t.diagnostic(`${words} words; restart to first acknowledged edit: median ${Math.round(restarts[restarts.length >> 1])} ms, slowest ${Math.round(restarts.at(-1))} ms${sanitized ? " (sanitizers)" : ""}`);
  await Promise.all(typists.map((x) => x.client.end()));
});

test("after a kill the release program takes the first edit for less than two seconds of the processor", async (t) => {
  const release = join(root, "build/carnet");
  const program = !process.env.CARNET_BIN && existsSync(release) ? release : binary;
  const rnd = random(seed);
  const server = await Server.start(t, { program });
  const person = await server.asToken("stg-02");
  const typists = [];
  const document = await person.newPage();
  for (let i = 0; i < 10; i++) typists.push(new Typist(`t${i}`, person, document, rnd));
  for (let kill = 0; kill < 3; kill++) {
    await Promise.all(typists.map((x) => x.connect()));
    const running = typists.map((x) => x.run(10));
    await sleep(400);
    await server.kill();
    await Promise.all(running);
    await server.restart();
    await typists[0].connect();
    typists[0].type();
    await typists[0].settle();
    const took = server.processorTime();
    await typists[0].client.end();
    assert.ok(took < (program === release ? 2000 : patience(2000)), `${took} ms from the start to the first acknowledged edit`);
    checkText(await person.text(document), typists, `kill ${kill}`);
  }
});
