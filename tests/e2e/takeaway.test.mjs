// Taking one's journal away from its page: a link that says what comes, a file that is whole, a page in it that opens without network.
import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { Server } from "../harness/server.mjs";
import { unzipped } from "../harness/zip.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start()])));
after(async () => {
  await browser.close();
  await server.end();
});
const shots = process.env.CARNET_SHOTS;
const shot = async (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

for (const width of [1280, 360]) {
  test(`the whole journal is one link away, and what comes opens without network, at ${width} px`, async () => {
    const person = await server.as("stg-01"), { entries } = (await person.get("/api/journal")).is(200).json;
    const page = await windowOf(browser, server, "stg-01", { width, path: "/journal" });
    const link = page.getByRole("link", { name: "Télécharger mon journal (zip)" });
    await link.scrollIntoViewIfNeeded();
    await isAccessible(page, "the journal with the way to take it away");
    assert.ok(await fits(page), "no sideways scroll");
    await shot(page, `takeaway-${width}`);
    const [download] = await Promise.all([page.waitForEvent("download"), link.press("Enter")]);
    assert.match(download.suggestedFilename(), /^mon-journal-\d{4}-\d\d-\d\d\.zip$/);
    const zip = unzipped(readFileSync(await download.path())), folder = mkdtempSync(join(tmpdir(), "carnet-takeaway-"));
    try {
      for (const [name, content] of zip) {
        mkdirSync(join(folder, dirname(name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
      await page.context().setOffline(true);
      await page.goto(`file://${folder}/LISEZ-MOI.html`);
      assert.equal(await page.getByRole("heading", { level: 2 }).count(), entries.length);
      await isAccessible(page, "the page in the zip");
      assert.ok(await fits(page), "no sideways scroll");
      await shot(page, `takeaway-index-${width}`);
      const name = await page.getByRole("link").first().getAttribute("href");
      assert.ok(zip.has(decodeURIComponent(name)), name);
    } finally {
      rmSync(folder, { recursive: true });
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test("who has written nothing is not offered it", async () => {
  const id = "stg-07", page = await windowOf(browser, server, id, { path: "/journal" });
  assert.deepEqual((await (await server.as(id)).get("/api/journal")).is(200).json.entries, []);
  await page.getByText("Vos entrées viendront ici").waitFor();
  assert.equal(await page.getByRole("link", { name: /Télécharger mon journal/ }).count(), 0);
  await page.context().close();
});
