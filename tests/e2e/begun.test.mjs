// Entries begun while the server cannot make them, on a device of one's own that has troubles too: every word comes home without a reload.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, windowOf } from "../harness/browser.mjs";
import { KEPT, hasWorker, lying, says, text, title } from "../harness/device.mjs";
import { until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());


/** Somebody at home, who taps « Écrire » with the server as it is by then. */
async function atHome(t, options = {}) {
  const server = await Server.start(t), page = await windowOf(browser, server, "stg-02", options);
  await page.getByRole("heading", { name: /^Bonjour/ }).waitFor();
  if (options.routes === undefined) await hasWorker(page);             // they keep the page's worker away
  const begin = async () => {
    await page.getByRole("button", { name: /^Écrire/ }).first().click();
    await text(page).waitFor();
    return page.url().split("/").at(-1);
  };
  return { server, page, begin };
}

test("an entry begun without server leaves with all its words when the server is back, even if the device could keep no more of them", async (t) => {
  const { server, page, begin } = await atHome(t);
  await server.kill();
  const born = await begin();
  await page.keyboard.type("Gardé ici. ");
  await says(page, KEPT);
  await page.evaluate(() => {
    const add = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (...row) {
      if (this.name === "updates") throw new DOMException("full", "QuotaExceededError");
      return add.apply(this, row);
    };
  });
  await page.keyboard.type("Dans cette page seulement.");
  await says(page, /^Gardé dans cette page/);
  await title(page).fill("Sans place");
  await page.keyboard.press("Tab");
  await server.restart();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  const person = await server.as("stg-02");
  await until(async () => (await person.get(`/api/journal/entries/${born}`)).status === 200 && (await person.text(born)) === "Gardé ici. Dans cette page seulement.", "the words on the server", patience(60_000));
  await until(async () => (await person.get(`/api/journal/entries/${born}`)).json.title === "Sans place", "the title on the server", patience(60_000));
  await says(page, /^Enregistré/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("what was wanted later is sent later, although the clock was set back meanwhile", async (t) => {
  const { server, page, begin } = await atHome(t);
  await server.kill();
  await page.clock.setFixedTime(Date.now() + 3_600_000);
  const born = await begin();
  await page.keyboard.type("À l'heure d'été.");
  await page.clock.setFixedTime(Date.now());
  await title(page).fill("Une heure plus tôt");
  await page.keyboard.press("Tab");
  await says(page, KEPT);
  await until(async () => (await lying(page, "wishes")).length === 2, "two wishes on the device");
  await page.goto(`${server.origin}/journal`);
  await page.getByText("Hors ligne : voici").waitFor();
  await server.restart();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  const person = await server.as("stg-02");
  await until(async () => (await lying(page, "wishes")).length === 0, "the wishes have left", patience(60_000));
  assert.equal((await person.get(`/api/journal/entries/${born}`)).is(200).json.title, "Une heure plus tôt");
  await page.context().close();
});

test("an entry that the server cannot make while it answers all questions opens, takes words, and stands in every list", async (t) => {
  const { server, page, begin } = await atHome(t, { routes: [["**/nothing", (route) => route.continue()]] });
  await page.route("**/api/**", (route) => (route.request().method() === "GET" ? route.fallback() : route.fulfill({ status: 503, contentType: "application/problem+json", body: '{"status":503,"code":"store.full"}' })));
  const born = await begin();
  await page.keyboard.type("Née sur un disque plein.");
  await title(page).fill("Sans place chez Carnet");
  await page.keyboard.press("Tab");
  await says(page, KEPT);
  await page.goto(`${server.origin}/journal`);
  await page.getByRole("link", { name: "Sans place chez Carnet" }).waitFor();
  await page.goto(server.origin);
  await page.getByRole("link", { name: "Sans place chez Carnet" }).click();
  await until(async () => (await text(page).innerText()).includes("Née sur un disque plein."), "the words, in another visit");
  await says(page, KEPT);
  assert.equal(await page.getByText("Hors ligne : voici").count(), 0, "the server answers");
  await page.unroute("**/api/**");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  const person = await server.as("stg-02");
  await until(async () => (await person.get(`/api/journal/entries/${born}`)).status === 200 && (await person.text(born)) === "Née sur un disque plein.", "the words on the server", patience(60_000));
  await says(page, /^Enregistré/);
  await page.goto(`${server.origin}/journal`);
  await page.getByRole("link", { name: "Sans place chez Carnet" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Sans place chez Carnet" }).count(), 1);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
