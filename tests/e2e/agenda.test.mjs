// One's dates in the agenda of one's phone: the private address is made, copied, shown once, changed and given up.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looksRight, startBrowser, windowOf } from "../harness/browser.mjs";
import { until } from "../harness/live.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start(undefined, { now: sample.snapshotAt })])));
after(async () => {
  await browser.close();
  await server.end();
});

const read = async (address) => (await server.nobody().get(new URL(address).pathname)).status;

test("the address of one's dates is made, copied and shown once; changing it or giving it up asks first and ends the one before", async () => {
  const page = await windowOf(browser, server, "stg-01", { width: 360, height: 740, path: "/calendrier", now: sample.snapshotAt });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const section = page.getByRole("region", { name: "Dans votre agenda" }), dialog = page.getByRole("dialog");
  await section.getByText("qui la connaît voit vos dates").waitFor();
  await section.getByRole("button", { name: "Créer l'adresse" }).waitFor();
  await looksRight(page, "no address yet");
  await section.getByRole("button", { name: "Créer l'adresse" }).press("Enter");
  await section.getByText("Elle ne s'affiche qu'une fois.").waitFor();
  await until(() => section.getByRole("heading", { name: "L'adresse est prête" }).evaluate((one) => one === document.activeElement), "the focus where the address is");
  const first = await section.getByLabel("Adresse pour votre agenda").inputValue();
  assert.match(first, /^http:\/\/127\.0\.0\.1:\d+\/ical\/[a-z2-7]+\.ics$/);
  await section.getByRole("button", { name: "Copier" }).press("Enter");
  await section.getByRole("status").getByText("Adresse copiée.").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), first);
  assert.equal(await read(first), 200);
  await looksRight(page, "an address just made");

  await page.reload();
  await section.getByText(/^Vous avez une adresse depuis le /).waitFor();
  assert.ok(!(await page.content()).includes(first.split("/").at(-1)), "shown once");
  await looksRight(page, "an address made before");
  await section.getByRole("button", { name: "Changer d'adresse" }).click();
  await dialog.getByText("ne recevront plus rien").waitFor();
  await looksRight(page, "before an address is changed");
  await dialog.getByRole("button", { name: "Annuler" }).click();
  assert.equal(await read(first), 200, "nothing happened yet");
  await section.getByRole("button", { name: "Changer d'adresse" }).click();
  await dialog.getByRole("button", { name: "Oui, changer" }).click();
  const second = await section.getByLabel("Adresse pour votre agenda").inputValue();
  assert.notEqual(second, first);
  assert.deepEqual([await read(first), await read(second)], [404, 200]);

  await section.getByRole("button", { name: "Ne plus la donner" }).click();
  await dialog.getByRole("button", { name: "Oui, la fermer" }).click();
  await section.getByRole("button", { name: "Créer l'adresse" }).waitFor();
  assert.equal(await section.getByLabel("Adresse pour votre agenda").count(), 0);
  assert.equal(await read(second), 404);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("where the server is silent the address is not given as made", async () => {
  const page = await windowOf(browser, server, "stg-02", { path: "/calendrier", now: sample.snapshotAt, routes: [["**/api/calendar/feed", (route) => (route.request().method() === "POST" ? route.abort() : route.continue())]] });
  const section = page.getByRole("region", { name: "Dans votre agenda" });
  await section.getByRole("button", { name: "Créer l'adresse" }).click();
  await section.getByRole("alert").waitFor();
  assert.equal(await section.getByLabel("Adresse pour votre agenda").count(), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
