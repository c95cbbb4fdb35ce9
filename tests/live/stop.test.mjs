// SIGTERM ends the server whoever is still connected and says nothing.
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { Server, sleep } from "../harness/server.mjs";

test("a silent visitor of the control socket does not keep the server from stopping", async (t) => {
  const server = await Server.start();
  t.after(() => server.end());
  const visitor = connect(join(server.data, "control"));
  visitor.on("error", () => {});
  t.after(() => visitor.destroy());
  await once(visitor, "connect");
  await sleep(200);
  await server.stop();
});
