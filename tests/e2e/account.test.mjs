// What a person reads about themselves: who can read what, and what happened, from their account.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { until } from "../harness/live.mjs";
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

test("how one reads is chosen at once, follows the account, stands before the first paint, and leaves with its person", async () => {
  let silent = false;
  const page = await windowOf(browser, server, "stg-06", { path: "/compte", routes: [["**/api/me", (route) => (silent ? undefined : route.continue())]] });
  await page.getByRole("link", { name: /Confort de lecture/ }).click();
  await page.getByRole("radio", { name: "OpenDyslexic" }).check();
  await page.getByRole("radio", { name: "Très aéré" }).check();
  await page.getByRole("radio", { name: "Courte" }).check();
  await page.getByRole("radio", { name: "Toujours sombre" }).check();
  await page.getByText("Gardé.").waitFor();
  const look = (p) => p.evaluate(() => {
    const style = getComputedStyle(document.querySelector(".prose p") ?? document.body);
    return { face: style.fontFamily.split(",")[0], spacing: parseFloat(style.letterSpacing) > 1, dark: getComputedStyle(document.documentElement).colorScheme, measure: getComputedStyle(document.documentElement).getPropertyValue("--measure") };
  });
  const chosen = { face: "OpenDyslexic", spacing: true, dark: "dark", measure: "28rem" };
  assert.deepEqual(await look(page), chosen);
  assert.ok(await page.evaluate(async () => (await document.fonts.load("1rem OpenDyslexic")).length > 0), "the font is served by us");
  await page.getByRole("radio", { name: "OpenDyslexic" }).focus();
  await page.keyboard.press("ArrowUp");
  assert.equal((await look(page)).face, '"Atkinson Hyperlegible Next Variable"', "by keyboard");
  await page.keyboard.press("ArrowDown");
  await page.getByText("Gardé.").waitFor();
  // Before anything of the page has run: the answer about who reads never comes.
  silent = true;
  await page.reload({ waitUntil: "commit" });
  await page.getByText("Un instant…").waitFor();
  assert.deepEqual(await look(page), chosen, "before it is known who reads");
  await page.getByRole("heading", { name: "Confort de lecture" }).waitFor(); // what this device keeps of who reads
  assert.deepEqual(await look(page), chosen, "without the server");
  const elsewhere = await windowOf(browser, server, "stg-06", { path: "/compte/confort" });
  await elsewhere.getByRole("radio", { name: "OpenDyslexic" }).waitFor();
  assert.deepEqual(await look(elsewhere), chosen, "on another device of theirs");
  await elsewhere.goto(`${server.origin}/compte`);
  await elsewhere.getByRole("main").getByRole("button", { name: "Se déconnecter" }).click();
  await elsewhere.waitForURL(`${server.origin}/`);
  await elsewhere.getByRole("heading", { name: "Se connecter" }).waitFor();
  assert.equal(await elsewhere.evaluate(() => localStorage.length + sessionStorage.length + (document.documentElement.dataset.face ?? "").length), 0, "nothing of it stays here");
  assert.deepEqual([...page.complaints, ...elsewhere.complaints], []);
  await Promise.all([page.context().close(), elsewhere.context().close()]);
});

test("every way of reading keeps its contrasts and stays inside the window", async () => {
  const page = await windowOf(browser, server, "stg-14", { path: "/compte/confort", width: 320 });
  await page.getByRole("heading", { level: 1, name: "Confort de lecture" }).waitFor();
  for (const theme of ["Toujours clair", "Toujours sombre"])
    for (const contrast of ["Doux, comme du papier", "Renforcé"]) {
      for (const name of [theme, contrast, "OpenDyslexic", "Très aéré", "Longue"]) await page.getByRole("radio", { name }).check();
      await page.getByText("Gardé.").waitFor();
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 });
        await isAccessible(page, `${theme}, ${contrast} at ${width} px`);
        if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/comfort-${theme.at(-1)}-${contrast.at(0)}-${width}.png`, fullPage: true });
      }
    }
  await page.getByRole("button", { name: "Revenir aux réglages de départ" }).click();
  await page.waitForFunction(() => document.documentElement.dataset.face === "serif");
  assert.ok(await page.getByRole("radio", { name: "Comme l'appareil" }).isChecked());
  await page.context().close();
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
    await page.getByRole("button", { name: "Voir la suite" }).dblclick();
    await lines.nth(56).waitFor();
    await page.getByRole("button", { name: "Voir la suite" }).waitFor({ state: "detached" });
    const more = (await lines.count()) - 50;
    assert.ok(more === 7 || more === 8, `pressed twice, it goes on once: ${more} more`);      // 8 once one has signed in again
    await until(() => lines.nth(50).evaluate((e) => e === document.activeElement), "the focus on the first new line");
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
