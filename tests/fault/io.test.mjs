// A disk that fails: a file is not trusted after a failed write or sync. The server sends everybody away with 4503, ends with exit
// code 70, and started again it has every acknowledged word, once.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkDatabases } from "../harness/folder.mjs";
import { random } from "../harness/live.mjs";
import { Server, patience, root, sampleFolder, sleep, temporaryFolder } from "../harness/server.mjs";
import { Typist, checkText } from "../harness/typist.mjs";

test("an I/O error ends with exit 70 and 4503, and the restart loses nothing acknowledged", async (t) => {
  const tools = temporaryFolder("carnet-failing-");
  const shim = join(tools, "failing_disk.so"), sign = join(tools, "sign");
  execFileSync("cc", ["-shared", "-fPIC", "-O1", "-o", shim, join(root, "tests/fault/failing_disk.c"), "-ldl"]);
  const data = await sampleFolder();
  const program = join(root, "build/carnet"); // the sanitizers want to be loaded first, so not theirs
  const server = await Server.start(null, { data, program, env: { LD_PRELOAD: shim, CARNET_FAILING: sign } });
  t.after(async () => {
    if (server.alive) await server.stop();
    for (const folder of [tools, data]) rmSync(folder, { recursive: true, force: true });
  });
  const rnd = random(70);
  const people = await Promise.all(["stg-02", "stg-06", "stg-14"].map((id) => server.asToken(id)));
  const page = await people[0].newPage();
  const typists = people.map((p, i) => new Typist(`p${i}`, p, page, rnd));
  for (let round = 0; round < 3; round++) {
    await Promise.all(typists.map((x) => x.connect()));
    const typing = typists.map((x) => x.run(10));
    await sleep(300 + rnd.below(300));
    writeFileSync(sign, "");
    let late;
    const ended = await Promise.race([server.exited, new Promise((done) => (late = setTimeout(done, patience(20_000), null)))]);
    clearTimeout(late);
    assert.equal(ended?.code, 70, `ended with ${JSON.stringify(ended)}\n${server.log.slice(-2000)}`);
    await Promise.all(typing);
    for (const x of typists) assert.equal(x.client.close?.code, 4503, `${x.name} closed with ${x.client.close?.code}`);
    rmSync(sign);
    await server.restart();
    checkText(await people[0].text(page), typists, `round ${round}`);
  }
  await server.stop();
  await checkDatabases(data);
});
