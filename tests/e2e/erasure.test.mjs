// Erasing what is one's own: an entry in two taps, all of the journal by typing a word, both taken back in one; by keyboard and on a phone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { Server } from "../harness/server.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start()])));
after(async () => {
  await browser.close();
  await server.end();
});
const shots = process.env.CARNET_SHOTS;
const shot = async (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });

for (const width of [1280, 320]) {
  test(`an entry and the whole journal, at ${width} px`, async () => {
    const person = await server.as("stg-01");
    const { entries } = (await person.get("/api/journal")).is(200).json;
    const page = await windowOf(browser, server, "stg-01", { width, path: `/journal/${entries[0].document}` });
    await page.getByRole("button", { name: "Effacer cette entrée" }).press("Enter");
    await page.getByText("effacée pour de bon dans 30 jours").waitFor();
    await shot(page, `entry-asked-${width}`);
    await isAccessible(page, "asking to erase an entry");
    await page.getByRole("button", { name: "Effacer dans 30 jours" }).press("Enter");
    const keep = page.getByRole("button", { name: "Reprendre cette entrée" });
    await keep.waitFor();
    await shot(page, `entry-ends-${width}`);
    await isAccessible(page, "an entry that is to be erased");
    await page.goto(`${server.origin}/journal`);
    await page.getByText(/sera effacée le/).first().waitFor();
    await shot(page, `journal-${width}`);
    await page.goto(`${server.origin}/journal/${entries[0].document}`);
    await keep.press("Enter");
    await page.getByRole("button", { name: "Effacer cette entrée" }).waitFor();

    await page.goto(`${server.origin}/compte`);
    await page.getByRole("button", { name: "Demander l'effacement…" }).press("Enter");
    const word = page.getByLabel(/écrivez le mot/);
    await word.fill("oui");
    await word.press("Enter");
    await page.getByText("Rien n'a été demandé").waitFor();
    assert.equal((await person.get("/api/journal/erasure")).json.erasesAt, null);
    await isAccessible(page, "asking to erase the journal");
    await word.fill("Effacer");
    await word.press("Enter");
    await page.getByRole("button", { name: "Reprendre mon journal" }).waitFor();
    await shot(page, `all-${width}`);
    await isAccessible(page, "a journal that is to be erased");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scroll");
    await page.goto(`${server.origin}/journal`);
    await page.getByText("Vous avez demandé l'effacement de votre journal.").waitFor();
    await page.getByRole("link", { name: "Revenir sur ce choix dans Mon compte" }).click();
    await page.getByRole("button", { name: "Reprendre mon journal" }).press("Enter");
    await page.getByRole("button", { name: "Demander l'effacement…" }).waitFor();
    assert.equal((await person.get("/api/journal")).json.entries.length, entries.length);
    await page.context().close();
  });
}
