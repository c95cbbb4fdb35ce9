// Several tabs of one person on one device: what one of them knows, keeps or may do, the others know, keep and may.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, windowOf } from "../harness/browser.mjs";
import { until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const text = (page) => page.getByRole("textbox", { name: "Texte de l'entrée" });
const state = (page) => page.locator(".state").last();
const says = (page, pattern) => until(async () => pattern.test((await state(page).textContent()) ?? ""), async () => `a state like ${pattern} instead of « ${await state(page).textContent()} »`, patience(20_000));
const KEPT = /^Gardé sur cet ordinateur, partira dès que le réseau revient/;
const hasWorker = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

test("words of a tab that cannot write them down lie on the device if another tab says so", async (t) => {
  const server = await Server.start(t);
  const path = `/journal/${await (await server.as("stg-02")).newEntry("Sur le quai")}`;
  const a = await windowOf(browser, server, "stg-02", { path }), context = a.context();
  await hasWorker(a);
  const b = await context.newPage();
  await b.goto(server.origin + path);
  for (const page of [a, b]) await says(page, /^Enregistré/);
  await server.kill();
  await a.evaluate(() => (IDBObjectStore.prototype.add = () => { throw new DOMException("no room", "QuotaExceededError"); }));
  await text(a).click();
  await a.keyboard.type("Des mots sans place.");
  await says(a, /^Gardé dans cette page/);
  await says(b, KEPT);
  for (const page of [a, b]) await page.close({ runBeforeUnload: false });
  const later = await context.newPage();
  await later.goto(server.origin + path);
  await text(later).getByText("Des mots sans place.").waitFor();
  await says(later, KEPT);
  await context.close();
});
