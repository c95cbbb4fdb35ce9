// What a person reads about themselves: who can read what, and what happened, from their account.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { Server, carnet, email } from "../harness/server.mjs";

let browser, server;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start()]);
});
after(async () => {
  await browser.close();
  await server.end();
});

test("who can read what names the readers of an entry, why and until when, and leads to changing it", async () => {
  const fatoumata = await server.as("stg-05"), entry = await fatoumata.newEntry("Relire à deux");
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  (await fatoumata.put(`/api/documents/${entry}/named-readers/stg-01`, { until })).is(200);
  for (const width of [1280, 360]) {
    const page = await windowOf(browser, server, "stg-05", { width, path: "/compte" });
    await page.getByRole("link", { name: /Qui peut lire quoi/ }).click();
    const article = page.getByRole("article", { name: "Relire à deux" });
    await article.getByText("vous le lui avez demandé").waitFor();
    assert.match(await article.textContent(), /Maëlle .* peut lire et commenter, jusqu.au .* inclus/);
    await page.getByText(/entrées? n.est lue que par vous|entrées ne sont lues que par vous/).waitFor();
    await isAccessible(page, `who can read what at ${width} px`);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/audience-${width}.png`, fullPage: true });
    await article.getByRole("link", { name: /^Changer/ }).click();
    await page.waitForURL(`**/journal/${entry}`);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test("what happened says who did what and when, goes on from a button, and opens what it was about", async () => {
  const soizic = await server.as("stg-14"), entry = await soizic.newEntry("Une entrée montrée");
  assert.equal((await carnet(["token", "--data", server.data, "--email", email("stg-14")])).code, 0);
  for (let i = 0; i < 28; i++)
    for (const visibility of ["tutor", "private"]) (await soizic.put(`/api/journal/entries/${entry}/visibility`, { visibility })).is(200);
  assert.equal((await carnet(["token", "--data", server.data, "--email", email("stg-14")])).code, 0);
  for (const width of [1280, 360]) {
    const page = await windowOf(browser, server, "stg-14", { width, path: "/compte" });
    await page.getByRole("link", { name: /Ce qui s'est passé/ }).click();
    await page.getByText("Jeton personnel créé depuis le serveur").first().waitFor();
    await page.getByText("Vous avez refermé une entrée de votre journal").first().waitFor();
    await isAccessible(page, `the log at ${width} px`);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/acts-${width}.png` });
    const lines = page.locator(".acts > li");
    assert.equal(await lines.count(), 50);
    await page.getByRole("button", { name: "Voir la suite" }).click();
    await lines.nth(56).waitFor();
    assert.ok(await lines.nth(50).evaluate((e) => e === document.activeElement), "the focus is on the first new line");
    await page.getByRole("link", { name: "Ouvrir : Une entrée montrée" }).first().click();
    await page.waitForURL(`**/journal/${entry}`);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test("the register is offered to those whom it is for, and holds accounts only", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: "/compte/actes" });
  await page.getByRole("link", { name: /Registre des comptes/ }).click();
  await page.getByText("Soizic", { exact: false }).first().waitFor();
  const text = await page.locator(".acts").textContent();
  assert.match(text, /Jeton personnel/);
  assert.doesNotMatch(text, /entrée|lecture/);
  await isAccessible(page, "the register");
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/register.png` });
  await page.context().close();
  const tutor = await windowOf(browser, server, "tut-01", { path: "/compte/actes" });
  await tutor.getByRole("heading", { level: 1, name: "Ce qui s'est passé" }).waitFor();
  assert.equal(await tutor.getByRole("link", { name: /Registre/ }).count(), 0);
  await tutor.context().close();
});
