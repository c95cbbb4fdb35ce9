// Searching as a person does it: from the navigation, by keyboard, on a phone; the words marked, nothing in the address.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { RawClient } from "../harness/live.mjs";
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
      await page.keyboard.insertText("objection"); // the field has the focus; at one stroke, or a part of the word may be searched first
    }
    await page.getByRole("heading", { name: "Textes" }).waitFor();
    await page.locator("mark").first().waitFor();
    for (const mark of await page.locator("mark").allTextContents()) assert.match(mark, /^objections?$/i);
    assert.ok(!/objection/i.test(page.url()), "the words are in the address");
    await page.getByRole("status").filter({ hasText: /\b\d+ textes?/ }).waitFor({ state: "attached" }); // maybe said with something else
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
  await page.getByRole("link", { name: /Idriss Benhaddou/ }).click();
  await page.getByRole("heading", { level: 1, name: "Idriss Benhaddou" }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/stagiaires/stg-02");
  await page.context().close();
});

test("what nobody may read is said not to be there, and a query of signs asks for words", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: "/recherche", width: 360 });
  await words(page).fill("recevoir deux lectures");
  await page.getByText("Rien de ce que vous pouvez lire ne contient ces mots.").filter({ visible: true }).first().waitFor();
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
  await page.waitForFunction(() => document.activeElement?.textContent === "Girafe 5");
  await page.getByRole("button", { name: "Voir la suite" }).waitFor({ state: "hidden" });
  await page.context().close();
});

test("comments and files say what they are, and open the thread in its text, the file in its group, at 1280 and at 360 px", async () => {
  const [author, tutor, member] = await Promise.all(["stg-02", "tut-03", "stg-06"].map((id) => server.as(id)));
  const page = await author.newPage("Le marché du lundi", "grp-b");
  const client = await (await RawClient.open(author, page, { protocol: "carnet" })).sync();
  await client.settled(client.type("Le marché est fermé.\n\nIl rouvre en mars."));
  await client.end();
  const said = { key: "key-of-a-browser-000001", kind: "question", body: "Et si l'ornithorynque venait aussi ?", anchor: { exact: "rouvre en mars" } };
  const thread = (await tutor.post(`/api/documents/${page}/comments`, said)).is(201).json;
  (await author.put(`/api/comments/${thread.id}/status`, { status: "resolved" })).is(200); // put aside in the margin, found all the same
  const name = "Plan de l'ornithorynque.txt";
  const query = new URLSearchParams({ name, description: "Où poser les tables" });
  (await member.send("POST", `/api/groups/grp-b/files?${query}`, { body: Buffer.from("un plan"), headers: { "content-type": "application/octet-stream" } })).is(201);
  for (const width of [1280, 360]) {
    const window = await windowOf(browser, server, "stg-02", { path: "/recherche", width });
    await words(window).fill("ornithorynque");
    const files = window.getByRole("region", { name: "Fichiers" }), comments = window.getByRole("region", { name: "Commentaires" });
    await files.getByText("Fichier de « Les Rallongeurs » · déposé par").waitFor();
    await comments.getByText("Sur le passage « rouvre en mars »").waitFor();
    assert.deepEqual(await window.locator("mark").allTextContents(), ["ornithorynque", "ornithorynque"]);
    await window.getByRole("status").filter({ hasText: "0 texte, 1 commentaire et 1 fichier" }).waitFor({ state: "attached" });
    await isAccessible(window, `comments and files found at ${width} px`);
    if (process.env.SCREENSHOTS) await window.screenshot({ path: `${process.env.SCREENSHOTS}/found-${width}.png`, fullPage: true });
    await comments.getByRole("link", { name: "Commentaire sur « Le marché du lundi », page de « Les Rallongeurs »" }).click();
    await window.waitForURL(new RegExp(`/equipes/grp-b/${page}#thread-`));
    await window.waitForFunction((id) => document.activeElement?.id === `thread-${id}`, thread.id);
    await window.locator(`#thread-${thread.id}`).getByText(said.body).waitFor();
    if (process.env.SCREENSHOTS) await window.screenshot({ path: `${process.env.SCREENSHOTS}/found-thread-${width}.png` });
    await window.goBack();
    await files.getByRole("link", { name }).click();
    await window.waitForURL(/\/equipes\/grp-b#file-/);
    await window.waitForFunction((text) => document.activeElement?.textContent.includes(text), name);
    if (process.env.SCREENSHOTS) await window.screenshot({ path: `${process.env.SCREENSHOTS}/found-file-${width}.png` });
    assert.deepEqual(window.complaints, []);
    await window.context().close();
  }
});
