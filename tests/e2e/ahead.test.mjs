// Texts of one's own are fetched ahead, each for itself, and what is said of them stays with them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, windowOf } from "../harness/browser.mjs";
import { until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const MANY = 1_005;                 // a device keeps a thousand

/** Of everything that lies here: the texts, and the questions whose answers do. `more`: so many answers besides, newer than all others. */
const lying = (page, more = 0) => page.evaluate(async (n) => {
  if (!(await indexedDB.databases()).some((one) => one.name === "carnet")) return { texts: [], paths: [] };
  const db = await new Promise((done) => { const r = indexedDB.open("carnet"); r.onsuccess = () => done(r.result); });
  const tx = db.transaction(["secured", "answers"], "readwrite"), answers = tx.objectStore("answers");
  for (let i = 0; i < n; i++) answers.put({ person: "stg-02", path: `/api/documents/filler-${i}`, at: Date.now() + 1_000_000, value: null });
  const ask = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  const [texts, paths] = await Promise.all([ask(tx.objectStore("secured").getAll()), ask(answers.getAll())]);
  db.close();
  return { texts: texts.map((row) => row.document), paths: paths.map((row) => row.path) };
}, more);

test("a text that the server cannot give now keeps nothing else from the device, and what is said of texts that lie there goes last", async (t) => {
  const server = await Server.start(t);
  const all = (await (await server.as("stg-02")).get("/api/documents")).is(200).json.filter((one) => one.owner === "stg-02").map((one) => one.id);
  const sick = all[0], fine = all.slice(1);
  assert.ok(fine.length > 1);
  const fails = (route) => route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify({ status: 500, code: "error" }) });
  const page = await windowOf(browser, server, "stg-02", { routes: [[(url) => url.pathname.startsWith("/api/") && url.pathname.includes(sick), fails]] });
  const hasAll = async () => {
    const { texts } = await lying(page);
    return fine.every((id) => texts.includes(id));
  };
  await until(hasAll, "all other texts", patience(60_000));
  const { texts, paths: before } = await lying(page, MANY);
  assert.ok(!texts.includes(sick));
  const paths = before.filter((path) => fine.some((id) => path.includes(id)));
  assert.ok(paths.length >= fine.length);
  await page.reload();
  const left = await until(async () => {
    const now = (await lying(page)).paths;
    return now.filter((path) => path.includes("/filler-")).length < MANY && now;
  }, "the answers were tidied", patience(60_000));
  assert.deepEqual(paths.filter((path) => !left.includes(path)), []);
  await page.context().close();
});
