// A disk that takes no more: nothing is acknowledged that is not stored, people are told to try again, and when there is
// space again the server goes on by itself. A full disk is a small tmpfs of our own, where this account may mount one; a limit on
// the size of files comes close everywhere.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fill, mayMount, smallDisk } from "../harness/disk.mjs";
import { checkDatabases, contentsOf } from "../harness/folder.mjs";
import { RawClient, random, until } from "../harness/live.mjs";
import { Server, patience, sampleFolder, sleep } from "../harness/server.mjs";
import { Typist, checkText } from "../harness/typist.mjs";

async function fullDisk(t) {
  const disk = smallDisk(t, "64m");
  const data = join(disk, "data"), filler = join(disk, "filler");
  mkdirSync(data);
  await sampleFolder({ into: data });
  const server = await Server.start(t, { data });
  const rnd = random(3);
  const people = await Promise.all(["stg-02", "stg-06", "stg-14"].map((id) => server.asToken(id)));
  const page = await people[0].newPage(), entry = await people[0].newEntry("Avant");
  const typists = [...people.map((p, i) => new Typist(`p${i}`, p, page, rnd)), new Typist("e", people[0], entry, rnd)];
  const check = async (hint) => {
    checkText(await people[0].text(page), typists.slice(0, 3), hint);
    checkText(await people[0].text(entry), typists.slice(3), hint);
  };
  for (let round = 0; round < 2; round++) {
    await Promise.all(typists.map((x) => x.connect()));
    for (const x of typists) x.type();
    for (const x of typists) await x.settle();

    fill(filler);
    // What space the log still has inside its file goes first; then nothing more is acknowledged.
    const pad = `~${"é".repeat(8000)}`;
    await until(async () => {
      for (const x of typists) if (x.open) x.type(pad);
      await sleep(10);
      return typists.every((x) => !x.open);
    }, "every socket closed", patience(60_000));
    for (const x of typists) assert.equal(x.client.close.code, 4503, `${x.name} closed with ${x.client.close.code}`);
    fill(filler);
    const acknowledged = typists.map((x) => x.acknowledged);
    const refused = await people[0].post("/api/journal/entries", { title: "Sans place" });
    assert.equal(refused.status, 503, refused.text);
    assert.match(refused.headers["content-type"], /^application\/problem\+json/);
    (await people[0].get("/api/journal")).is(200); // reading goes on
    await sleep(2500); // more than one of the server's probes
    assert.deepEqual(typists.map((x) => x.acknowledged), acknowledged, "acknowledged without space");
    assert.ok(server.alive);
    // With words that were never taken. A probe may have let the log start over inside its file: then some find room, until
    // that is gone too, which sends away whoever reads.
    let stayed = false;
    for (let tries = 0; tries < 8 && !stayed; tries++) {
      fill(filler);
      const reader = await (await RawClient.open(people[1], page)).sync();
      let refused = 0;
      for (const x of typists) {
        const before = x.acknowledged;
        await x.connect().catch(() => null);
        await until(() => !x.open || x.acknowledged === x.typed, `${x.name} closed, or its words taken`);
        if (x.acknowledged === x.typed) {
          if (x.open) await x.client.end();
          continue;
        }
        refused++;
        assert.equal(x.client.close.code, 4503);
        assert.equal(x.acknowledged, before, "acknowledged and sent away");
      }
      await sleep(500);
      stayed = refused > 0 && reader.close === undefined;
      await reader.end();
    }
    assert.ok(stayed, "who only reads was sent away with them");

    rmSync(filler);
    await until(async () => (await people[0].put(`/api/journal/entries/${entry}/title`, { title: `Après ${round}` })).status === 200, "a write accepted again", patience(20_000));
    await check(`round ${round}, before anybody came back`);
    for (const x of typists) await until(() => x.connect().catch(() => null), `${x.name} back`);
    for (const x of typists) await x.settle();
    await check(`round ${round}`);
    assert.equal((await people[0].get("/api/journal")).json.entries.filter((e) => e.title === "Sans place").length, 0, "a refused request left a trace");
    await Promise.all(typists.map((x) => x.client.end()));
  }
  await server.stop();
  await checkDatabases(data);
  await server.restart();
  await check("after a restart");
}

async function noLargerFiles(t) {
  const server = await Server.start(t);
  const rnd = random(4);
  const person = await server.asToken("stg-02");
  const page = await person.newPage();
  const typists = [0, 1, 2].map((i) => new Typist(`p${i}`, person, page, rnd));
  await Promise.all(typists.map((x) => x.connect()));
  const largest = Math.max(...[...contentsOf(server.data)].map(([, content]) => content.length));
  execFileSync("prlimit", ["--pid", String(server.pid), `--fsize=${largest + 300_000}:unlimited`]);
  await until(async () => {
    for (const x of typists) if (x.open) x.type(`~${"é".repeat(8000)}`);
    await sleep(10);
    return typists.every((x) => !x.open);
  }, "every socket closed", patience(60_000));
  for (const x of typists) assert.equal(x.client.close.code, 4503, `${x.name} closed with ${x.client.close.code}`);
  (await person.get("/api/journal")).is(200);
  await sleep(1500);
  execFileSync("prlimit", ["--pid", String(server.pid), "--fsize=unlimited"]);
  await until(async () => (await person.post("/api/journal/entries", {})).status === 201, "a write accepted again", patience(20_000));
  checkText(await person.text(page), typists, "after failed writes");
  await Promise.all(typists.map((x) => x.connect()));
  for (const x of typists) await x.settle();
}

test("where files may grow no further nothing is acknowledged either, and the server goes on by itself once they may", noLargerFiles);

if (mayMount()) test("a full disk answers 503 and 4503, acknowledges nothing, and is left behind by itself when space returns", fullDisk);
