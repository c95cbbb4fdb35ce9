// Who can read what is mine: only one's own is told, and the names are exactly those who then can.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ids } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

let server;
before(async () => {
  server = await Server.start();
});
after(() => server.end());

test("every person is told of their own things, and each reader named is one who can open it, and no one else", async () => {
  const people = new Map(await Promise.all(ids.map(async (id) => [id, await server.as(id)])));
  let told = 0;
  for (const [id, person] of people) {
    const { things } = (await person.get("/api/me/readers")).is(200).json;
    const documents = (await person.get("/api/documents")).is(200).json;
    const own = documents.filter((d) => d.owner === id || d.abilities.share);
    assert.deepEqual(things.map((x) => x.document).sort(), own.map((d) => d.id).sort(), id);
    for (const thing of things) {
      const readers = new Map(thing.readers.map((r) => [r.id, r]));
      for (const [other, asking] of people) {
        if (other === id) continue;
        const answer = await asking.get(`/api/documents/${thing.document}`), named = readers.get(other);
        assert.equal(answer.status === 200, named !== undefined, `${thing.kind} of ${thing.owner}: ${other} got ${answer.status}`);
        if (!named) continue;
        assert.equal(named.comments, answer.json.abilities.comment);
        assert.equal(named.writes, answer.json.abilities.write);
        told++;
      }
    }
  }
  assert.ok(told > 30);
});

test("readers named until a day are told with that day, and narrowing shows at once", async () => {
  const author = await server.as("stg-05"), entry = await author.newEntry("Pour une lecture");
  const thing = async () => (await author.get("/api/me/readers")).is(200).json.things.find((x) => x.document === entry);
  assert.deepEqual((await thing()).readers, []);
  assert.equal((await thing()).visibility, "private");
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  (await author.put(`/api/documents/${entry}/named-readers/stg-01`, { until })).is(200);
  const [reader] = (await thing()).readers;
  assert.equal(reader.id, "stg-01");
  assert.equal(reader.relation, "named_reader");
  assert.ok(Date.parse(reader.until) > Date.parse(`${until}T12:00:00Z`) && Date.parse(reader.until) < Date.parse(until) + 2 * 86_400_000, reader.until);
  (await author.delete(`/api/documents/${entry}/named-readers/stg-01`)).is(200);
  assert.deepEqual((await thing()).readers, []);
});
