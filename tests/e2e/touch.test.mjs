// A telephone: fingers instead of a mouse, words that come from a keyboard on the screen, which composes them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { Server } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const shots = process.env.CARNET_SHOTS;
const shot = async (page, name) => shots && page.screenshot({ path: `${shots}/touch-${name}.png` });
const phone = (server, id, path) => windowOf(browser, server, id, { path, width: 360, height: 740, touch: true });
const tool = (page, name) => page.getByRole("toolbar", { name: "Mise en forme" }).getByRole("button", { name });
const painted = (page) => page.evaluate(() => [...(CSS.highlights.get("comment") ?? [])].map(String));
async function end(...pages) {
  for (const page of pages) {
    const { inner, scroll } = await page.evaluate(() => ({ inner: innerWidth, scroll: document.documentElement.scrollWidth }));
    assert.ok(scroll <= inner, `the page is ${scroll} px wide in a window of ${inner}`);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
}

async function start(t, words) {
  const server = await Server.start(t);
  const author = await server.as("stg-02"), tutor = await server.as("tut-03");
  const document = await author.newPage("Le marché", "grp-b");
  const client = await RawClient.open(author, document, { protocol: "carnet" });
  await client.sync();
  if (words !== "") await client.settled(client.type(words, 0));
  const text = () => author.text(document);
  const becomes = async (wanted) => {
    let has = "";
    await until(async () => (has = await text()) === wanted, () => `${JSON.stringify(wanted)}; the server has ${JSON.stringify(has)}`);
  };
  return { server, author, tutor, document, client, path: `/equipes/grp-b/${document}`, text, becomes };
}

test("a trainee begins an entry with one tap, writes in a keyboard that composes, and makes it look as they want with a finger", async (t) => {
  const { server } = await start(t, "");
  const page = await phone(server, "stg-02", "/");
  await page.getByRole("button", { name: /^Écrire/ }).first().tap();
  const box = page.getByRole("textbox", { name: "Texte de l'entrée" });
  await box.waitFor();
  await box.tap();
  const session = await page.context().newCDPSession(page);
  const compose = async (word) => {
    for (let n = 1; n <= word.length; n++) await session.send("Input.imeSetComposition", { text: word.slice(0, n), selectionStart: n, selectionEnd: n });
    await session.send("Input.insertText", { text: word });
    await page.keyboard.insertText(" ");
  };
  for (const word of ["Premier", "jour", "au"]) await compose(word);
  await tool(page, "Gras").tap();
  await until(async () => (await tool(page, "Gras").getAttribute("aria-pressed")) === "true", "bold is pressed");
  await compose("marché");
  await shot(page, "writing");
  const id = page.url().split("/").at(-1), idriss = await server.as("stg-02");
  let has = "";
  await until(async () => (has = await idriss.text(id)) === "Premier jour au **marché **", () => `bold words instead of « ${has} »`);
  await isAccessible(page, "writing on a telephone");
  await end(page);
});

test("what others write while a word is composed neither ends it nor moves it", async (t) => {
  const { server, path, client, becomes } = await start(t, "Début.\n\nFin.");
  const page = await phone(server, "stg-02", path);
  const box = page.getByRole("textbox", { name: "Texte de la page" });
  await box.getByText("Fin.").tap();
  await page.keyboard.press("Control+End");
  const session = await page.context().newCDPSession(page);
  const compose = (text) => session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await compose(" Mar");
  await client.settled(client.type("Bien avant. ", 0));
  await box.getByText("Bien avant.").waitFor();
  await compose(" March");
  await compose(" Marché");
  await session.send("Input.insertText", { text: " Marché" });
  await becomes("Bien avant. Début.\n\nFin. Marché");
  await end(page);
});

test("what others write in the very paragraph in which a word is composed does not end it either", async (t) => {
  const { server, path, client, becomes } = await start(t, "Début. Fin.");
  const page = await windowOf(browser, server, "stg-02", { path });
  const box = page.getByRole("textbox", { name: "Texte de la page" });
  await box.getByText("Fin.").click();
  await page.keyboard.press("Control+End");
  const session = await page.context().newCDPSession(page);
  const compose = (text) => session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await compose(" m");
  client.type("Bien avant. ", 0);
  await client.settled(client.type("Puis. ", client.text.indexOf("Fin.")));
  await page.waitForTimeout(150);                 // what is not held has come by then
  await compose(" marché");
  await session.send("Input.insertText", { text: " marché" });
  await becomes("Bien avant. Début. Puis. Fin. marché");
  await box.getByText("Bien avant. Début. Puis. Fin. marché").waitFor();
  await end(page);
});

test("a box is ticked, a table grows and shrinks, and words are taken back, by finger", async (t) => {
  const { server, path, becomes } = await start(t, "- [ ] Appeler la mairie\n\n| a | b |\n| --- | --- |\n| c | d |\n\nFin.");
  const page = await phone(server, "stg-02", path);
  const box = page.getByRole("textbox", { name: "Texte de la page" });
  await box.getByText("Fin.").waitFor();
  await box.getByRole("checkbox").tap();
  await becomes("- [x] Appeler la mairie\n\n| a | b |\n| --- | --- |\n| c | d |\n\nFin.");
  await box.getByText("d", { exact: true }).tap();
  await tool(page, /ligne/i).first().tap();
  await until(async () => (await page.locator(".md-table-box .md-cell").count()) === 6, "one row more");
  await tool(page, "Annuler").tap();
  await tool(page, "Annuler").tap();
  await becomes("- [ ] Appeler la mairie\n\n| a | b |\n| --- | --- |\n| c | d |\n\nFin.");
  await end(page);
});

test("a reader says something of a word they chose, and the author settles it, by finger", async (t) => {
  const { server, path, tutor, document, becomes } = await start(t, "# Le marché\n\nLe pain est bonne.\n\nLe marché du lundi est fermé depuis mars.\n");
  (await tutor.post(`/api/documents/${document}/comments`, { key: "key-of-a-test-edit-1", kind: "correction", edit: { kind: "replace", text: "bon" }, anchor: { exact: "bonne" } })).is(201);
  const [reader, author] = [await phone(server, "tut-03", path), await phone(server, "stg-02", path)];
  await reader.getByText("depuis mars").waitFor();
  await choose(reader, "lundi");
  await reader.getByRole("button", { name: "Commenter le passage choisi" }).tap();
  await reader.getByLabel("Votre remarque").fill("Depuis quand exactement ?");
  await shot(reader, "new-comment");
  await isAccessible(reader, "a comment on a telephone");
  await reader.getByRole("button", { name: "Envoyer" }).tap();
  await reader.getByText("Depuis quand exactement ?").first().waitFor();

  await until(async () => (await painted(author)).includes("lundi"), "the passage painted for the author");
  await author.getByRole("button", { name: "Dans la marge (2)" }).tap();
  const edit = author.getByRole("article", { name: /bonne/ });
  await edit.getByRole("button", { name: "Accepter" }).tap();
  await becomes("# Le marché\n\nLe pain est bon.\n\nLe marché du lundi est fermé depuis mars.\n");
  const thread = author.getByRole("article", { name: /lundi/ });
  await thread.getByLabel("Votre réponse").fill("Depuis le 3 mars.");
  await thread.getByRole("button", { name: "Répondre" }).tap();
  await reader.getByText("Depuis le 3 mars.").waitFor();
  await thread.getByRole("button", { name: "Réglé" }).tap();
  await author.getByText("Tout est traité.").waitFor();
  await shot(author, "settled");
  await author.getByRole("button", { name: "Refermer la marge" }).tap();
  await until(() => author.evaluate(() => /Dans la marge/.test(document.activeElement.textContent) && document.activeElement.tagName === "BUTTON"), "the focus on what opens the margin again");
  await end(reader, author);
});
