// The pictures of the README, taken from the sample cohort at its own date: make screenshots.
import { join } from "node:path";
import { startBrowser, windowOf } from "./browser.mjs";
import { cohort as sample } from "./sample.mjs";
import { root, Server } from "./server.mjs";

const folder = join(root, "web/screenshots");
const now = sample.snapshotAt;
const [browser, server] = await Promise.all([startBrowser(), Server.start(undefined, { now, program: join(root, "build/carnet") })]);
const documents = async (id) => (await (await server.as(id)).get("/api/documents")).is(200).json;
const [maelle, idriss] = await Promise.all(["stg-01", "stg-02"].map(documents));
const entry = maelle.find((one) => one.kind === "journal_entry" && one.owner === "stg-01").id;
const diagnostic = maelle.find((one) => one.kind === "diagnostic" && one.owner === "stg-01").id;
const team = idriss.find((one) => one.kind === "group_page" && one.owner === "grp-b").id;

const pictures = [
  ["home", "stg-01", "/"],
  ["entry", "stg-01", `/journal/${entry}`],
  ["comments", "stg-01", `/ecrits/${diagnostic}`],
  ["versions", "stg-02", `/versions/${team}`],
  ["queue", "tut-01", "/"],
  ["board", "resp-01", "/"],
];
const sizes = [[1280, 800], [360, 740]];
try {
  for (const [name, id, path] of pictures) for (const [width, height] of sizes) {
    const page = await windowOf(browser, server, id, { path, width, height, now });
    await page.getByRole("heading").first().waitFor();
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))));
    await page.screenshot({ path: join(folder, `${name}-${width}.png`), animations: "disabled", caret: "hide" });
    await page.context().close();
  }
} finally {
  await browser.close();
  await server.end();
}
