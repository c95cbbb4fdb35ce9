// The page of whoever looks after the server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { administratorWindow } from "../harness/administrators.mjs";
import { isAccessible, startBrowser } from "../harness/browser.mjs";
import { Server } from "../harness/server.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start()])));
after(async () => {
  await browser.close();
  await server.end();
});
const shots = process.env.CARNET_SHOTS;

test("an administrator reads what the server does by itself and what its settings mean, in French, on a desk and on a phone", async () => {
  const page = await administratorWindow(browser, server, "machine@exemple.invalid", "quatre mots de la machine");
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${server.origin}/serveur`);
    const jobs = page.getByRole("region", { name: "Ce que le serveur fait seul" }), settings = page.getByRole("region", { name: "Réglages" });
    await jobs.waitFor();
    const line = (title) => jobs.getByRole("listitem").filter({ hasText: title });
    assert.match(await line("Échéances et ménage").textContent(), /Fait aujourd'hui à \d/);
    assert.match(await line("Sauvegarde").filter({ hasText: "carnet backup" }).textContent(), /Pas depuis le démarrage.*Aucune sauvegarde connue/);
    assert.match(await line("Envoi des lettres").textContent(), /Aucun serveur de courriel n'est réglé/);
    const rows = await settings.getByRole("row").count();
    assert.ok(rows > 15);
    assert.equal(await settings.locator("[lang=en]").count(), 0, "each setting is explained in French");
    await isAccessible(page, `the server at ${width}`);
    if (shots) await jobs.screenshot({ path: `${shots}/system-${width}.png` });
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
