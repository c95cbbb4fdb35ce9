// Revisions whose commit never ended: more of them than are begun together, some that cannot be made, and somebody who writes on meanwhile.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { sql } from "../harness/backups.mjs";
import { git, repositories } from "../harness/folder.mjs";
import { random, until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";
import { Typist } from "../harness/typist.mjs";

const DAMAGED = 1001, SOUND = 20; // the damaged ones fill what is begun together

test("after a start every commit that can be made is, however many waited, and before those of what is written meanwhile", { timeout: 200_000 }, async (t) => {
  const server = await Server.start(t);
  const person = await server.asToken("stg-02");
  const page = await person.newPage();
  const database = join(server.data, "carnet.db");
  const write = async () => {
    const typist = await new Typist("t", person, page, random(3)).connect();
    typist.type();
    await typist.settle();
    await typist.client.end();
  };
  const own = `document = (SELECT id FROM document WHERE uid = '${page}')`;
  const made = async () => (await sql(database, `SELECT commit_id FROM revision WHERE ${own} AND commit_id IS NOT NULL ORDER BY id`)).split("\n").filter(Boolean);
  await write();
  await until(async () => (await made()).length === 1, "its first commit", patience(20_000));
  await server.stop();
  const wait = (count, text) => sql(database, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO revision (uid, document, at, sequence, text) SELECT lower(hex(randomblob(16))), document, at + i * 1000, sequence, ${text}
    FROM revision, n WHERE ${own} AND commit_id IS NOT NULL`);
  await wait(DAMAGED, "x'00'");
  await wait(SOUND, "text");
  await server.restart();
  await write();
  await until(async () => (await made()).length === 1 + SOUND + 1, "the commits that can be made", patience(20_000));
  await server.stop();
  const ids = await made();
  const logs = await Promise.all(repositories(server.data).map((repository) => git(repository, "log", "--format=%H", "--reverse", "main")));
  assert.deepEqual(logs.find((log) => log.includes(ids[0])).split("\n").filter((id) => ids.includes(id)), ids, "in the order in which they were written");
  await server.restart();
});
