// An address without HTTPS: browsers give less there. Nothing is kept on the device, and everything else works.
import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, heed, signInByHand, startBrowser } from "../harness/browser.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

test("without HTTPS whoever calls the device theirs reads, writes and says what they think, and nothing is kept", async (t) => {
  const server = await Server.start(t), HOST = "carnet.example";
  await server.stop();
  server.options.config = { origins: `${server.origin} http://${HOST}:${server.port}` };
  await server.restart();
  const browser = await startBrowser([`--host-resolver-rules=MAP ${HOST} 127.0.0.1`]);
  t.after(() => browser.close());
  const author = await server.as("stg-02");
  const document = await author.newPage("Le marché", "grp-b");
  const client = await (await RawClient.open(author, document, { protocol: "carnet" })).sync();
  await client.settled(client.type("Le marché du lundi est fermé.\n", 0));
  client.drop();

  const context = await browser.newContext({ locale: "fr-FR", timezoneId: "Europe/Paris", reducedMotion: "reduce" });
  context.setDefaultTimeout(patience(10_000));
  const page = await context.newPage();
  heed(page);
  await page.goto(`http://${HOST}:${server.port}/`);
  assert.equal(await page.evaluate(() => isSecureContext), false);
  await signInByHand(page, "stg-02", "Le mien");
  await page.getByRole("heading", { name: "Bonjour Idriss" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Bonjour Idriss" }).waitFor();
  assert.deepEqual(await page.evaluate(async () => [localStorage.getItem("carnet.owner"), (await indexedDB.databases()).length]), [null, 0]);
  await page.goto(`http://${HOST}:${server.port}/equipes/grp-b/${document}`);
  await page.getByRole("textbox", { name: "Texte de la page" }).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("Et mardi ?");
  await until(async () => (await author.text(document)).includes("Et mardi"), "what was written", patience(20_000));
  await choose(page, "du lundi");
  await page.getByRole("button", { name: "Commenter le passage choisi" }).waitFor();        // the keys of the margin come with it
  await page.keyboard.press("Control+Alt+m");
  await page.getByLabel("Votre remarque").fill("Quel lundi ?");
  await page.getByRole("button", { name: "Envoyer" }).click();
  await until(async () => JSON.stringify((await author.get(`/api/documents/${document}/comments`)).json).includes("Quel lundi ?"), "the remark", patience(20_000));
  assert.deepEqual(page.complaints.filter((one) => !one.startsWith("The Cross-Origin-Opener-Policy header has been ignored")), []);
});
