// Versions in the page: the moments of a text, what changed in words, a name, coming back and taking that back, and what a reader who
// returns is shown first.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { Server } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const shots = process.env.CARNET_SHOTS;
const shot = async (page, name) => shots && page.screenshot({ path: `${shots}/versions-${name}.png`, fullPage: true });
const first = "# Le marché\n\nLe pain est bon. **Tout** le quartier vient.\n\nLundi, tout ferme.\n\n- un panier\n- deux paniers\n\nUn mot.\n\nAutre mot.\n\nFin.\n";
const second = first.replace("bon.", "très bon, dit-on.").replace("Lundi", "Mardi").replace("- deux paniers\n", "- deux paniers\n- trois paniers\n");

async function start(t) {
  const server = await Server.start(t);
  const author = await server.as("stg-02");
  const document = await author.newPage("Le marché", "grp-b");
  const path = `/api/documents/${document}`;
  const write = async (words) => {
    const client = await RawClient.open(author, document, { protocol: "carnet" });
    await client.sync();
    await client.settled(client.edit((content) => { content.delete(0, content.length); content.insert(0, words); }));
    client.drop();
  };
  await write(first);
  const { id } = (await author.post(`${path}/revisions`, { name: "Premier jet" })).is(201).json;
  return { server, author, document, path, write, first: id, text: () => author.text(document) };
}
const end = async (...pages) => {
  for (const page of pages) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
};

for (const width of [1280, 360])
  test(`at ${width} px, an author compares, takes one passage back, then that back, and names the text`, async (t) => {
    const { server, document, write, text } = await start(t);
    await write(second);
    const page = await windowOf(browser, server, "stg-02", { width, path: `/equipes/grp-b/${document}` });
    await page.getByRole("link", { name: "Versions" }).click();
    await page.getByRole("heading", { level: 1, name: "La vie de ce texte" }).waitFor();
    await page.getByRole("region", { name: "Versions nommées" }).getByRole("link", { name: /Premier jet/ }).click();
    await page.getByRole("heading", { name: /^Version\s: «\sPremier jet\s»$/ }).waitFor();
    await shot(page, `read-${width}`);
    await isAccessible(page, "reading a version");

    await page.getByRole("link", { name: "Comparer au texte de maintenant" }).click();
    await page.getByRole("heading", { name: /^Le texte de maintenant, depuis «\sPremier jet\s»$/ }).waitFor();
    const said = async (tag) => (await page.locator(`.compared ${tag}`).allTextContents()).map((words) => words.replace(/\s+/g, " "));
    assert.deepEqual(await said("ins"), ["ajouté : très (fin)", "ajouté : , dit-on (fin)", "ajouté : Mardi (fin)", "ajouté : trois paniers (fin)"]);
    assert.deepEqual(await said("del"), ["retiré : Lundi (fin)"]);
    assert.ok(!(await page.locator(".compared").innerText()).includes("*"), "marks are shown");
    await page.getByText("2 paragraphes sans changement").waitFor();
    await page.getByRole("checkbox", { name: "Montrer aussi ce qui n'a pas changé" }).check();
    await page.getByText("Autre mot.").waitFor();
    await page.getByRole("button", { name: "Changement suivant" }).click();
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Le pain est/);
    await shot(page, `compare-${width}`);
    await isAccessible(page, "a comparison");

    await page.getByRole("button", { name: "Reprendre le passage d'avant" }).nth(1).click();
    await page.getByRole("dialog").waitFor();
    await isAccessible(page, "being asked once more");
    await page.getByRole("dialog").getByRole("button", { name: "Reprendre le passage d'avant" }).click();
    await page.getByText("C'est fait", { exact: false }).first().waitFor();
    assert.equal(await text(), second.replace("Mardi", "Lundi"));
    await page.getByRole("link", { name: /^Retour à la version/ }).waitFor();
    await shot(page, `restored-${width}`);
    await isAccessible(page, "after coming back");
    await page.getByRole("button", { name: "Annuler ce retour" }).click();
    await until(async () => (await text()) === second, "the text of before");
    await page.getByRole("button", { name: "Annuler ce retour" }).waitFor({ state: "detached" });       // the page has moved on too

    await page.getByRole("button", { name: "Donner un nom au texte de maintenant" }).click();
    await page.getByLabel("Nom de la version").fill("Avant la relecture d'Aïcha");
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Versions nommées" }).getByRole("link", { name: /Avant la relecture/ }).waitFor();
    await shot(page, `named-${width}`);
    await isAccessible(page, "a version that was named");
    await end(page);
  });

test("any two versions are compared, also two of one moment", async (t) => {
  const { server, author, path, document, write } = await start(t);
  const steps = async () => (await author.get(`${path}/moments`)).is(200).json[0].steps.map((step) => step.id);
  await write(second);
  await until(async () => (await steps()).length === 1, "a version");
  await write(second.replace("Fin.", "À demain."));
  await until(async () => (await steps()).length === 2, "another one in the same moment");
  await write(second.replace("Fin.", "À bientôt."));
  await until(async () => (await steps()).length === 3, "a third one");
  const [third, middle, oldest] = await steps();
  const page = await windowOf(browser, server, "stg-02", { path: `/versions/${document}/${middle}/maintenant` });
  const [from, to] = [page.getByLabel("De", { exact: true }), page.getByLabel("À", { exact: true })];
  await from.waitFor();
  assert.equal(await from.inputValue(), middle, "the one that is shown");
  await from.selectOption(oldest);
  await to.selectOption(third);
  await page.getByRole("button", { name: "Comparer", exact: true }).click();
  await page.locator(".compared ins").getByText("À bientôt").waitFor();
  assert.equal(new URL(page.url()).pathname, `/versions/${document}/${oldest}/${third}`);
  await isAccessible(page, "two versions of one moment");
  await page.goBack();
  await page.waitForURL(`**/versions/${document}/${middle}/maintenant`);
  await page.getByRole("heading", { level: 2, name: /^Le texte de maintenant/ }).waitFor();
  assert.deepEqual([await from.inputValue(), await to.inputValue()], [middle, "maintenant"], "what is chosen is what is shown");
  await end(page);
});

test("a present text that has a name already keeps it, unless one says that it be replaced", async (t) => {
  const { server, author, document, path, first } = await start(t);
  const page = await windowOf(browser, server, "stg-06", { path: `/versions/${document}` });
  const name = () => author.get(`${path}/revisions`).then((all) => all.is(200).json.map((one) => one.name));
  const give = async (words) => {
    await page.getByRole("button", { name: "Donner un nom au texte de maintenant" }).click();
    await page.getByLabel("Nom de la version").fill(words);
    await page.keyboard.press("Enter");
  };
  await give("Le mien");
  await page.getByRole("alert").getByText(/^Le texte de maintenant s'appelle déjà «\sPremier jet\s»/).waitFor();
  await isAccessible(page, "a text that has a name");
  assert.deepEqual(await name(), ["Premier jet"]);
  await page.getByRole("button", { name: "Lui laisser ce nom" }).click();
  assert.deepEqual(await name(), ["Premier jet"]);
  await give("Le mien");
  await page.getByRole("button", { name: "Mettre mon nom à la place" }).click();
  await page.getByRole("region", { name: "Versions nommées" }).getByRole("link", { name: /Le mien/ }).waitFor();
  assert.deepEqual((await author.get(`${path}/revisions`)).json.map((one) => [one.id, one.name]), [[first, "Le mien"]]);
  await end(page);
});

test("coming back to a whole version asks first; saying no changes nothing", async (t) => {
  const { server, document, write, text, first: id } = await start(t);
  await write(second);
  const page = await windowOf(browser, server, "stg-02", { path: `/versions/${document}/${id}` });
  await page.getByRole("button", { name: "Revenir à cette version" }).click();
  await page.getByRole("button", { name: "Ne rien changer" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  assert.equal(await text(), second);
  await page.getByRole("button", { name: "Revenir à cette version" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revenir à cette version" }).click();
  await page.getByText("C'est fait", { exact: false }).first().waitFor();
  assert.equal(await text(), first);
  await page.getByRole("link", { name: /^Retour à la version/ }).waitFor();         // it is in the list
  await page.getByLabel("De", { exact: true }).selectOption({ index: 0 });
  await page.getByRole("button", { name: "Comparer", exact: true }).click();
  await page.getByText("Ces deux versions disent la même chose.").waitFor();
  await end(page);
});

for (const width of [1280, 360])
  test(`at ${width} px, a reader who returns is shown what changed, and may change nothing there`, async (t) => {
    const { server, author, document, path, write } = await start(t);
    const tutor = await server.as("tut-03");
    (await tutor.put(`${path}/visit`, {})).is(200);
    (await tutor.post(`${path}/readings`, {})).is(200);
    await write(second);
    const page = await windowOf(browser, server, "tut-03", { width, path: `/equipes/grp-b/${document}` });
    await page.getByText(/^3 passages ont changé depuis votre dernière lecture/).waitFor();
    await shot(page, `since-${width}`);
    await isAccessible(page, "what changed since, above the text");
    await page.getByRole("link", { name: "Voir ce qui a changé" }).click();
    await page.getByRole("heading", { name: /^Le texte de maintenant, depuis/ }).waitFor();
    await page.locator(".compared").getByText("Mardi").waitFor();
    for (const name of [/^Reprendre/, /^Revenir à cette/, /^Donner un nom/]) assert.equal(await page.getByRole("button", { name }).count(), 0);
    await page.goto(`${server.origin}/`);
    await page.getByRole("link", { name: /^Voir ce qui a changé dans «\sLe marché\s»/ }).click();
    await page.locator(".compared").getByText("Mardi").waitFor();
    assert.deepEqual((await author.get(`${path}/readings`)).is(200).json.length, 1, "looking at versions tells nobody");
    await end(page);
  });

test("on paper: the text and its changes, nothing of the page around, and readable without colour", async (t) => {
  const { server, document, write, first: id } = await start(t);
  await write(second);
  const page = await windowOf(browser, server, "stg-02", { path: `/versions/${document}/${id}/maintenant` });
  await page.locator(".compared").waitFor();
  await page.emulateMedia({ media: "print" });
  for (const gone of [".moments", ".side", ".version button", ".page-head .back"]) assert.equal(await page.locator(gone).locator("visible=true").count(), 0, gone);
  const lines = await page.locator(".compared :is(ins, del)").evaluateAll((all) => all.map((one) => getComputedStyle(one).textDecorationLine));
  assert.deepEqual(lines, ["underline", "underline", "line-through", "underline", "underline"]);
  assert.ok((await page.locator(".version").boundingBox()).width > 800, "the text has the whole width of the sheet");
  await shot(page, "print");
  await end(page);
});

test("links, images and notes are told in words, on the screen, aloud and on paper", async (t) => {
  const { server, document, path, write, author } = await start(t);
  await write("Voir [le site](https://a.fr).\n\nLire [Brest](https://a.fr).\n\n![Le port](images/3f2a \"Le matin\")\n\nUn mot[^1].\n\n[^1]: Cité.\n");
  const { id } = (await author.post(`${path}/revisions`, { name: "Avec liens" })).is(201).json;
  await write("Voir [le lien](https://a.fr).\n\nLire [Brest](https://b.fr).\n\n![Le port](images/3f2a \"Le soir\")\n\nUn mot.\n\n[^1]: Cité.\n");
  const page = await windowOf(browser, server, "stg-02", { path: `/versions/${document}/${id}/maintenant` });
  await page.locator(".compared").waitFor();
  const lines = (await page.locator(".compared [data-changed]").allTextContents()).map((words) => words.replace(/\s+/g, " ").trim());
  const told = ["Voir le retiré : site (fin)ajouté : lien (fin).", "Lire Brest. (adresse du lien changée)", "[Image : Le port, légende : Le retiré : matin (fin)ajouté : soir (fin)]", "Un motretiré : (note 1) (fin)."];
  assert.deepEqual(lines, told);
  await isAccessible(page, "links, images and notes compared");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".compared .reshaped").locator("visible=true").count(), 1);
  await end(page);
});

test("a version that is not mine to read is absent, and the list beside stays", async (t) => {
  const { server, document } = await start(t);
  const page = await windowOf(browser, server, "stg-02", { path: `/versions/${document}/absent` });
  await page.getByRole("heading", { name: "Cette version n'est pas là" }).waitFor();
  await page.getByRole("heading", { name: "Moments d'écriture" }).waitFor();
  await page.context().close();
  const stranger = await windowOf(browser, server, "stg-01", { path: `/versions/${document}` });
  await stranger.getByRole("heading", { name: "Page introuvable" }).waitFor();
  await stranger.context().close();
});
