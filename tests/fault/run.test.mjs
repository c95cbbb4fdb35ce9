// What `make run` does around the server: start it again when the disk failed (exit 70), pass on the signal that ends it, end with
// its code. The server is played by a script, so that it fails and stops when the test wants.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../harness/run-server.sh", import.meta.url));

/** `make run` with a server that says so in `starts` each time it starts, and then does what `body` says. */
function run(t, body) {
  const folder = mkdtempSync(join(tmpdir(), "carnet-run-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "build"));
  mkdirSync(join(folder, "data"));
  writeFileSync(join(folder, "data/carnet.db"), "");
  writeFileSync(join(folder, "starts"), "");
  writeFileSync(join(folder, "build/carnet"), `#!/bin/bash\n${body}\n`);
  chmodSync(join(folder, "build/carnet"), 0o755);
  const child = spawn(script, ["data", "0"], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (words) => (said += words));
  t.after(() => child.kill("SIGKILL"));
  const starts = () => readFileSync(join(folder, "starts"), "utf8").length;
  return {
    starts,
    says: async (words) => { while (!said.includes(words)) await sleep(20); },
    started: async (n) => { while (starts() < n) await sleep(20); },
    kill: (signal) => child.kill(signal),
    ended: once(child, "exit").then(([code]) => code),
  };
}
const serves = "trap 'sleep 0.5; exit 7' TERM; echo -n s >> starts; while :; do sleep 0.05; done";
const fails = "echo -n s >> starts; exit 70";

test("a server that ends with 70 is started again, with any other code the run ends with it", async (t) => {
  const again = run(t, `${fails.replace("exit 70", "")} [ $(wc -c < starts) -lt 2 ] && exit 70; exit 4`);
  assert.equal(await again.ended, 4);
  assert.equal(again.starts(), 2);
});

for (const signal of ["SIGTERM", "SIGINT"]) {
  test(`${signal} stops the server, however often it is sent, and the run ends with the server's code`, async (t) => {
    const server = run(t, serves);
    await server.started(1);
    await sleep(100);
    for (let i = 0; i < 3; i++) {
      server.kill(signal);
      await sleep(100);
    }
    assert.equal(await server.ended, 7);
    assert.equal(server.starts(), 1);
  });

  test(`${signal} between a failure and the next start ends the run`, async (t) => {
    const server = run(t, fails);
    await server.says("The disk failed; starting again");
    server.kill(signal);
    assert.equal(await server.ended, 70);
    assert.equal(server.starts(), 1);
  });
}
