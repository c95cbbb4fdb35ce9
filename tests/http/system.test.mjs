// What administrators learn of the server: what it did by itself and how that ended; nothing of anybody's words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { administrators } from "../harness/administrators.mjs";
import { bench } from "../harness/backups.mjs";
import { RawClient } from "../harness/live.mjs";
import { mailSettings, MailServer, until } from "../harness/mail.mjs";
import { carnet, email, Server } from "../harness/server.mjs";

test("jobs are told since the start, with their outcome, and the newest backup that is in its place", async (t) => {
  const server = await Server.start(t), [{ person: admin }] = await administrators(server, ["admin-un"]);
  const system = async () => (await admin.get("/api/system")).is(200).json;
  const job = async (name) => (await system()).jobs.find((one) => one.name === name);
  const ends = (name, holds = (one) => one.well) => until(name, async () => holds(await job(name)));
  const first = await system();
  assert.deepEqual(first.jobs.map((one) => one.name).sort(), ["backup", "check", "clock", "compaction", "erasure", "erasure_lists", "index", "mail", "revision"]);
  assert.deepEqual([first.mailLeaves, first.newestBackup], [false, null]);
  for (const name of ["backup", "check", "mail"]) assert.deepEqual(await job(name), { name, running: false, endedAt: null, well: false, failures: 0 });
  for (const name of ["clock", "index", "erasure"]) await ends(name, (one) => one.endedAt !== null && one.well && Date.parse(one.endedAt) >= Date.parse(first.startedAt) - 1000);

  const { file } = bench(t), from = Date.now();
  assert.equal((await carnet(["backup", "--data", server.data, file])).code, 0);
  await ends("backup", (one) => one.well && !one.running && one.failures === 0);
  const newest = Date.parse((await system()).newestBackup);
  assert.ok(newest >= from - 1000 && newest <= Date.now(), (await system()).newestBackup);
  await carnet(["check", "--data", server.data]);
  await ends("check");

  const author = await server.as("stg-01"), entry = await author.newEntry("Un secret bien à moi");
  const client = await RawClient.open(author, entry, { protocol: "carnet" });
  await client.sync();
  await client.settled(client.edit((content) => content.insert(0, "Mots.\n")));
  client.drop();
  await ends("revision");
  await ends("compaction");
  assert.ok(!JSON.stringify(await system()).includes("secret bien"), "nothing of a text");
  assert.ok(!JSON.stringify((await system()).jobs).includes(file), "no path");
});

test("a letter that does not leave is a failure, counted still once it has left", async (t) => {
  const gone = await MailServer.start();
  await gone.stop();
  const server = await Server.start(t, { config: mailSettings(gone.port) }), [{ person: admin }] = await administrators(server, ["admin-un"]);
  const system = async () => (await admin.get("/api/system")).is(200).json, mail = async () => (await system()).jobs.find((one) => one.name === "mail");
  (await server.nobody({ origin: server.origin }).post("/api/password/forgotten", { email: email("stg-01") })).is(202);
  await until("a failure", async () => (await mail()).failures > 0);
  assert.deepEqual([(await mail()).well, (await system()).mailLeaves], [false, true]);
  await MailServer.start(t, gone.port);
  await until("a letter", async () => (await mail()).well);
  assert.ok((await mail()).failures > 0);
});
