// Several tabs of one person on one device: what one of them knows, keeps or may do, the others know, keep and may.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { signInByHand, startBrowser, windowOf } from "../harness/browser.mjs";
import { KEPT, hasWorker, lying, says, text, title } from "../harness/device.mjs";
import { until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

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

test("nobody connects to the text of an entry that another tab began and the server does not have yet", async (t) => {
  const server = await Server.start(t), author = await server.as("stg-02");
  await author.newEntry("Ce matin");
  const a = await windowOf(browser, server, "stg-02", { path: "/journal" }), context = a.context();
  await hasWorker(a);
  const b = await context.newPage();
  await b.goto(`${server.origin}/`);
  await b.getByRole("heading", { name: /^Bonjour/ }).waitFor();
  for (const page of [a, b]) await page.waitForLoadState("networkidle");
  await until(async () => (await lying(a, "secured")).length > 0, "a text that was fetched ahead: the rooms of the page are there", patience(20_000));
  await server.kill();
  await a.getByRole("button", { name: /^Écrire/ }).first().click();
  await text(a).waitFor();
  await title(a).fill("Dans le train");
  await until(async () => (await lying(a, "wishes")).length === 2, "the entry and its title wait");
  const path = new URL(a.url()).pathname;
  await a.close({ runBeforeUnload: false });
  await b.getByRole("link", { name: "Mon journal" }).first().click();
  await b.getByRole("link", { name: "Dans le train" }).first().click();
  await b.waitForURL(server.origin + path);
  await text(b).click();
  await b.keyboard.type("Du second onglet.");
  await says(b, KEPT);
  await server.restart();
  await b.evaluate(() => dispatchEvent(new Event("online")));
  await says(b, /^Enregistré/);
  assert.equal(await (await server.as("stg-02", { again: true })).text(path.slice("/journal/".length)), "Du second onglet.");
  await context.close();
});

test("signing in again in one tab opens the others, and the device goes on fetching what was written elsewhere", async (t) => {
  const server = await Server.start(t);
  const elsewhere = await server.as("stg-02");
  const a = await windowOf(browser, server, null);
  await signInByHand(a, "stg-02", "Le mien");
  await a.getByRole("heading", { name: "Bonjour Idriss" }).waitFor();
  const b = await a.context().newPage();
  await b.goto(`${server.origin}/ecrits`);
  await b.getByRole("heading", { level: 1, name: "Mes écrits" }).waitFor();
  await until(async () => (await lying(a, "secured")).length > 0, "a text that was fetched ahead", patience(20_000));
  await a.context().clearCookies();
  const again = (page) => page.getByRole("heading", { name: "Votre session est terminée" });
  for (const page of [a, b]) {
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await again(page).waitFor();
  }
  const document = await elsewhere.newEntry("Écrit ailleurs");
  await signInByHand(a, "stg-02", "Le mien");
  await again(a).waitFor({ state: "hidden" });
  await again(b).waitFor({ state: "hidden" });
  await b.getByRole("heading", { level: 1, name: "Mes écrits" }).waitFor();
  await until(async () => (await lying(a, "secured")).some((row) => row.document === document), "the entry that was written elsewhere", patience(20_000));
  await a.context().close();
});

test("who signs out although words wait is not asked a second time by the browser", async (t) => {
  const server = await Server.start(t);
  const path = `/journal/${await (await server.as("stg-02")).newEntry("Sur le quai")}`;
  const page = await windowOf(browser, server, "stg-02", { path }), asked = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  let holds = false;
  const lines = [];
  await page.routeWebSocket(/\/live\//, (line) => {
    lines.push(line);
    if (holds) void line.close({ code: 1013 });
    else line.connectToServer();
  });
  await page.route("**/api/documents/*/updates", (route) => (holds ? route.abort() : route.continue()));
  await page.reload();
  await says(page, /^Enregistré/);
  holds = true;
  for (const line of lines) await line.close({ code: 1013 }).catch(() => undefined);
  await text(page).click();
  await page.keyboard.type("Des mots qui attendent.");
  await says(page, KEPT);
  await page.getByRole("link", { name: "Mon journal" }).first().click();
  await page.locator(".side .person").click();
  const out = page.getByRole("main").getByRole("button", { name: "Se déconnecter" });
  await out.click();
  await page.getByRole("button", { name: "Se déconnecter quand même" }).click();
  await page.getByRole("heading", { name: "Se connecter" }).waitFor();
  assert.deepEqual(asked, []);
  await page.context().close();
});
