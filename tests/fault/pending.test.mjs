// Structs that wait for others are stored like any other: acknowledged, then kill -9, then the missing part comes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RawClient, Y } from "../harness/live.mjs";
import { Server } from "../harness/server.mjs";

/** Five updates that build on one another, by one client. */
function chain(id) {
  const doc = new Y.Doc(), parts = [];
  doc.clientID = id;
  doc.on("update", (u) => parts.push(u));
  for (let i = 0; i < 5; i++) doc.getText("content").insert(doc.getText("content").length, `mot${i} `);
  return parts;
}
const all = "mot0 mot1 mot2 mot3 mot4 ";

// Each step sends these parts and waits for their acknowledgement; "kill" is a kill -9 and a restart, "leave" lets the room go.
for (const steps of [
  [[4], "kill", [0, 1, 2, 3]],
  [[4], [0], "kill", [1, 2, 3]],
  [[4], [0, 1, 2, 3], "kill"],
  [[2], [4], [1], "kill", [0], "kill", [3]],
  [[4], "leave", "kill", [3], "leave", [0, 1], "kill", [2]],
  [[1, 2, 3, 4], "kill", [0], "kill"],
  [[3, 4], [1], [0], "kill", [2], "kill"],
  [[4], "merged", "kill"],
  [[3], [4], "merged", "kill"],
]) {
  test(`pending parts survive: ${steps.map((s) => (Array.isArray(s) ? s.join("+") : s)).join(", ")}`, async (t) => {
    const server = await Server.start(t);
    const person = await server.asToken("stg-02");
    const document = await person.newPage(), parts = chain(4242);
    const open = () => RawClient.open(person, document, { protocol: "carnet" }).then((c) => c.sync());
    let client = await open();
    for (const step of steps) {
      if (step === "kill") {
        await server.kill();
        await server.restart();
        client = await open();
      } else if (step === "leave") {
        await client.end();
        client = await open();
      } else if (step === "merged") await client.settled(client.sendUpdate(Y.mergeUpdates(parts)));
      else for (const n of step) await client.settled(client.sendUpdate(parts[n]));
    }
    assert.equal(await person.text(document), all);
    assert.equal((await open()).text, all);
  });
}

test("a deletion that came before what it deletes survives a kill too", async (t) => {
  const server = await Server.start(t);
  const person = await server.asToken("stg-02");
  const document = await person.newPage();
  const doc = new Y.Doc(), parts = [];
  doc.clientID = 4243;
  doc.on("update", (u) => parts.push(u));
  doc.getText("content").insert(0, "gardé effacé");
  doc.getText("content").delete(5, 7);
  const open = () => RawClient.open(person, document, { protocol: "carnet" }).then((c) => c.sync());
  const first = await open();
  await first.settled(first.sendUpdate(parts[1]));
  await server.kill();
  await server.restart();
  const second = await open();
  await second.settled(second.sendUpdate(parts[0]));
  assert.equal(await person.text(document), "gardé");
  await server.kill();
  await server.restart();
  assert.equal(await person.text(document), "gardé");
});
