// What one's next entries begin as: chosen once, said before the first word, with and without network.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { hasWorker, text } from "../harness/device.mjs";
import { until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());
const shoot = (page, name) => (process.env.SCREENSHOTS ? page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` }) : undefined);

test("who will read is chosen for the entries to come, said on the button before, and on the entry before its first word", async (t) => {
  const server = await Server.start(t);
  for (const [width, id] of [[1280, "stg-05"], [360, "stg-02"]]) {
    const page = await windowOf(browser, server, id, { width, path: "/compte" });
    await page.getByRole("link", { name: /Qui lira mes prochaines entrées/ }).click();
    await page.getByRole("radio", { name: /Mon tutorat/ }).check();
    await page.getByText(/lira vos prochaines entrées dès leur premier mot/).waitFor();
    await isAccessible(page, `the choice at ${width} px`);
    await shoot(page, `default-${width}`);
    await page.getByRole("button", { name: "Garder ce choix" }).click();
    await page.getByText(/C'est noté, pour les entrées à venir/).waitFor();
    await page.goto(server.origin);
    const write = page.getByRole("button", { name: /^Écrire.*peut lire et commenter/ });
    await write.waitFor();
    await isAccessible(page, `the button that says who will read at ${width} px`);
    await shoot(page, `default-home-${width}`);
    await write.click();
    await text(page).waitFor();
    await page.getByText(/peut lire et commenter\. Personne d'autre\./).waitFor();
    await page.getByRole("button", { name: /Mon tutorat.*changer qui lit cette entrée/ }).waitFor();
    await shoot(page, `default-entry-${width}`);
    await page.goto(`${server.origin}/journal`);
    await page.getByText(/Une nouvelle entrée\. .* peut lire et commenter/).waitFor();
    await shoot(page, `default-journal-${width}`);
    await page.getByRole("link", { name: /Qui lira mes prochaines entrées/ }).click();
    await page.getByRole("radio", { name: /Moi seul·e/ }).check();
    await page.getByRole("button", { name: "Garder ce choix" }).click();
    await page.getByText(/C'est noté/).waitFor();
    await page.goto(server.origin);
    await page.getByRole("button", { name: /^Écrire.*Personne d'autre ne la lit/ }).click();
    await page.getByText(/Personne d'autre ne lit cette entrée/).waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test("an entry begun without network says its readers, and has them once it is on the server", async (t) => {
  const server = await Server.start(t);
  const person = await server.as("stg-05");
  (await person.put("/api/journal/default", { visibility: "tutor" })).is(200);
  const page = await windowOf(browser, server, "stg-05");
  const write = page.getByRole("button", { name: /^Écrire.*peut lire et commenter/ });
  await write.waitFor();
  await hasWorker(page);
  const before = (await person.get("/api/journal")).json.entries.length;
  await server.kill();
  await write.click();
  await text(page).waitFor();
  await page.getByText(/peut lire et commenter\. Personne d'autre\./).waitFor();
  await page.keyboard.type("Dans le train.");
  await page.getByText(/^Gardé sur cet ordinateur/).first().waitFor();
  await server.restart();
  const entry = await until(async () => {
    const { entries } = (await (await server.as("stg-05", { again: true })).get("/api/journal")).json;
    return entries.length > before && entries[0];
  }, "the entry on the server", patience(60_000));
  assert.deepEqual([entry.visibility, entry.readers.map((r) => r.id)], ["tutor", ["tut-01"]]);
  await page.context().close();
});
