// After a restore, devices bring back words that the backup never saw. For 14 days they are accepted from whoever has them, and whoever
// brings them does not become their author.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { backup, bench, restore } from "../harness/backups.mjs";
import { RawClient, Y, message, provider, until, updateOf } from "../harness/live.mjs";
import { Server, patience, sleep } from "../harness/server.mjs";

const day = 86_400_000;

/** A device's document under a known client id, with what the server has. */
async function device(person, document, id) {
  const doc = new Y.Doc();
  doc.clientID = id;
  const client = await RawClient.open(person, document, { protocol: "carnet", doc });
  await client.sync();
  return { person, doc, client };
}

/** Sends everything a device has, as a page that comes back does. */
async function bring({ person, doc }, document) {
  const client = await RawClient.open(person, document, { protocol: "carnet", doc });
  client.send(message.step2(Y.encodeStateAsUpdate(doc)));
  return client;
}

async function newestAuthors(person, document, count) {
  return until(async () => {
    const revisions = (await person.get(`/api/documents/${document}/revisions`)).is(200).json;
    return revisions.length >= count && revisions[0].authors.map((a) => a.id).sort();
  }, `revision ${count}`, patience(20_000));
}

test("words that only a device still has come back as \"récupéré\", one's own as one's own, and after 14 days no more", async (t) => {
  const server = await Server.start(t);
  const place = bench(t);
  const [alice, bob, carol] = await Promise.all(["stg-02", "stg-06", "stg-14"].map((id) => server.asToken(id)));
  const document = await alice.newPage();
  const a = await device(alice, document, 1001);
  a.client.type("avant ");
  await a.client.settled();
  await backup(server.data, place.file);

  // After the backup: the same id goes on, and another comes, as after a reload.
  a.client.type("perdu ");
  const b = await device(bob, document, 2002), c = await device(carol, document, 3003);
  const again = await device(alice, document, 1002);
  again.client.type("aussi ");
  await again.client.settled();
  await until(() => b.client.text === "avant perdu aussi " && c.client.text === b.client.text, "everywhere");
  // And words of Alice's that reached nobody but Carol's device.
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(again.doc));
  other.clientID = 1002;
  other.getText("content").insert(18, "tardif ");
  const late = Y.encodeStateAsUpdate(other);
  await server.kill();
  rmSync(server.data, { recursive: true });
  await restore(place.file, server.data);
  await server.restart();
  assert.equal(await bob.text(document), "avant ");

  const back = await bring(b, document);
  await back.settled();
  assert.equal(await bob.text(document), "avant perdu aussi ");
  await back.end();
  assert.deepEqual(await newestAuthors(bob, document, 1), ["recupere", "stg-02"], "what Alice wrote before, and what nobody can prove");
  const { authors } = (await bob.get(`/api/documents/${document}/revisions`)).json[0];
  assert.equal(authors.find((x) => x.id === "recupere").name, "récupéré");

  const page = provider(bob, document); // holds its id in awareness, as every page does
  await until(() => page.text.toString() === "avant perdu aussi ", "in step");
  page.text.insert(0, "Bob: ");
  await until(async () => (await bob.text(document)).startsWith("Bob: "), "kept");
  page.end();
  assert.deepEqual(await newestAuthors(bob, document, 2), ["stg-06"]);

  // The id that was Alice's before the backup stays hers, also for her own new words: her device never lost it.
  const home = await bring(a, document);
  home.doc.getText("content").insert(0, "Alice: ");
  home.send(message.step2(Y.encodeStateAsUpdate(home.doc)));
  await home.settled();
  await home.end();
  assert.deepEqual(await newestAuthors(bob, document, 3), ["stg-02"]);

  const fresh = await alice.newPage("Après la restauration"); // a document that no backup lacks
  const own = await device(alice, fresh, 4004);
  own.client.type("à moi");
  await own.client.settled();
  const forger = await device(bob, fresh, 5005);
  forger.client.sendUpdate(updateOf("à lui", 4004, Y.encodeStateAsUpdate(own.doc)));
  assert.equal(await forger.client.code(), 4403, "nobody writes under another's id there");
  await own.client.end();

  await server.stop();
  await server.restart({ now: new Date(Date.now() + 15 * day).toISOString() });
  Y.applyUpdate(c.doc, late);
  const refused = await bring(c, document);
  assert.equal(await refused.code(), 4403);
  assert.equal(refused.close.reason, "author");
  await sleep(100);
  assert.doesNotMatch(await carol.text(document), /tardif/);
});
