// What only time shows: ordinary clients that do nothing stay connected.
import assert from "node:assert/strict";
import { test } from "node:test";
import { provider, until } from "../harness/live.mjs";
import { Server, sleep } from "../harness/server.mjs";

test("a reader's ordinary client and a lone client both stay on their first connection for 75 seconds", async (t) => {
  const server = await Server.start(t);
  const [idriss, helene] = await Promise.all([server.as("stg-02"), server.as("tut-01")]);
  const lone = await idriss.newPage("Seul");
  const read = (await helene.get("/api/documents")).is(200).json.find((d) => d.kind === "journal_entry" && !d.abilities.write);
  assert.ok(read, "tut-01 may read at least one shared entry");
  const clients = [provider(idriss, lone), provider(helene, read.id)];
  t.after(() => clients.forEach((c) => c.end()));
  for (const c of clients) {
    await until(() => c.synced, "synced");
    c.awareness.setLocalStateField("user", { name: "x" });
  }
  await sleep(75_000);
  for (const c of clients) {
    assert.deepEqual(c.seen.closes, [], "the socket was closed");
    assert.equal(c.seen.opened, 1, "the client connected once");
    assert.ok(c.synced);
  }
  assert.ok(clients[1].text.toString().length > 100, "the reader got the text");
});
