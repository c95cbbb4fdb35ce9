// Searching as a person does it: from the navigation, by keyboard, on a phone; the words marked, nothing in the address.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { Server, patience, sleep } from "../harness/server.mjs";

let browser, server;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start()]);
  const idriss = await server.as("stg-02"), end = Date.now() + patience(20_000);
  while (!(await idriss.get("/api/search?q=objections")).json.hits?.some((h) => h.kind === "group_page") && Date.now() < end) await sleep(200);
});
after(async () => {
  await browser.close();
  await server.end();
});

const words = (page) => page.getByRole("searchbox", { name: "Mots à rechercher" });

for (const width of [1280, 360])
  test(`words are found from the navigation, marked, and lead to the text, at ${width} px`, async () => {
    const page = await windowOf(browser, server, "stg-02", { width });
    await page.getByRole("heading", { level: 1 }).waitFor();
    if (width > 1000) {
      await words(page).fill("objection");
      await words(page).press("Enter");
    } else await page.getByRole("link", { name: "Rechercher" }).click();
    await page.getByRole("heading", { level: 1, name: "Rechercher" }).waitFor();
    if (width < 1000) {
      await page.getByText("Écrivez un mot ou deux.").waitFor();
      await isAccessible(page, `the empty search at ${width} px`);
      await page.keyboard.type("objection"); // the field has the focus
    }
    await page.getByRole("heading", { name: "Textes" }).waitFor();
    await page.locator("mark").first().waitFor();
    for (const mark of await page.locator("mark").allTextContents()) assert.match(mark, /^objections?$/i);
    assert.ok(!/objection/i.test(page.url()), "the words are in the address");
    await page.getByText(/^\d+ textes?/).waitFor({ state: "attached" });
    await isAccessible(page, `results at ${width} px`);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/search-${width}.png`, fullPage: true });
    await page.locator(".hit a").first().click();
    await page.waitForURL(/\/(equipes|journal|ecrits)\//);
    await page.goBack();
    await page.locator("mark").first().waitFor(); // as it was
    assert.equal(await words(page).inputValue(), "objection");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

test("Ctrl + K goes to the field from any page, and a letter alone does nothing", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: "/equipes" });
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("/");
  assert.ok(!(await page.evaluate(() => document.activeElement instanceof HTMLInputElement)));
  await page.keyboard.press("Control+k");
  assert.ok(await words(page).evaluate((e) => e === document.activeElement));
  await page.keyboard.type("idriss");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Personnes" }).waitFor();
  await page.getByRole("link", { name: /Idriss Benhaddou/ }).waitFor();
  await isAccessible(page, "people found");
  await page.context().close();
});

test("what nobody may read is said not to be there, and a query of signs asks for words", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: "/recherche", width: 360 });
  await words(page).fill("recevoir deux lectures");
  await page.getByText("Aucun texte que vous pouvez lire ne contient ces mots.").filter({ visible: true }).first().waitFor();
  await isAccessible(page, "nothing found");
  await words(page).fill("?!");
  await page.getByText("Écrivez un mot ou deux.").waitFor();
  await words(page).fill("mot ".repeat(13));
  await page.getByText("C'est trop long. Gardez douze mots au plus.").waitFor();
  await page.context().close();
});

test("more than a page of results goes on from the button, which gives the focus to the first new one", async () => {
  const ines = await server.as("stg-07");
  for (let i = 1; i <= 25; i++) await ines.newEntry(`Girafe ${i}`);
  const page = await windowOf(browser, server, "stg-07", { path: "/recherche" });
  await words(page).fill("girafe");
  await page.getByText("Girafe 25", { exact: true }).waitFor();
  assert.equal(await page.locator(".hit").count(), 20);
  await page.getByRole("button", { name: "Voir la suite" }).click();
  await page.getByText("Girafe 1", { exact: true }).waitFor();
  assert.equal(await page.locator(".hit").count(), 25);
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^Girafe 5$/);
  await page.getByRole("button", { name: "Voir la suite" }).waitFor({ state: "hidden" });
  await page.context().close();
});
