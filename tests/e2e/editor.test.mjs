// The writing surface, at the width of a desk and of a phone: what one types looks finished, and what the server has is
// clean Markdown.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { RawClient, until, withoutMakers } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const WIDTHS = [1280, 360];
const textbox = (page) => page.getByRole("textbox", { name: "Texte de la page" });
const tool = (page, name) => page.getByRole("toolbar", { name: "Mise en forme" }).getByRole("button", { name });

/** A page of a team with this text, open for one of its members. */
async function opened(t, width, words = "") {
  const server = await Server.start(t);
  const idriss = await server.as("stg-02");
  const document = await idriss.newPage("Essai");
  const page = await windowOf(browser, server, "stg-02", { path: `/equipes/grp-b/${document}`, width });
  await textbox(page).click();
  if (words !== "") await page.keyboard.insertText(words);
  const text = () => idriss.text(document);
  const becomes = async (wanted) => {
    let has = "";
    await until(async () => (has = await text()) === wanted, () => `${JSON.stringify(wanted)}; the server has ${JSON.stringify(has)}`, patience(6_000));
  };
  const done = async () => {
    const { inner, scroll } = await page.evaluate(() => ({ inner: innerWidth, scroll: document.documentElement.scrollWidth }));
    assert.ok(scroll <= inner, `the page is ${scroll} px wide in a window of ${inner}`);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  };
  return { server, idriss, document, page, text, becomes, done, keys: page.keyboard };
}

for (const width of WIDTHS) {
  test(`marks are seen only where the cursor is, and the tools say what applies there (${width} px)`, async (t) => {
    const { page, keys, done } = await opened(t, width, "# Un titre\n\nDu **gras**, de l’*italique*, du ~~barré~~.\n\n> Une citation\n\n- un\n- deux");
    await keys.press("Control+Home");
    assert.match(await textbox(page).innerText(), /^# Un titre/);
    for (const mark of ["**", "~~", "> ", "- "]) await until(async () => !(await textbox(page).innerText()).includes(mark), `${mark} is hidden`);
    await until(async () => (await page.getByRole("combobox", { name: "Style du paragraphe" }).inputValue()) === "1", "the style is a large heading");
    await page.locator(".md-strong").click();
    await until(async () => (await tool(page, "Gras").getAttribute("aria-pressed")) === "true", "bold is pressed");
    const words = await textbox(page).innerText();
    assert.ok(words.includes("**gras**") && !words.includes("# Un titre") && !words.includes("*italique*"), words);
    await page.locator(".md-strike").click();
    await until(async () => (await tool(page, "Barré").getAttribute("aria-pressed")) === "true", "struck is pressed");
    await page.getByText("Une citation").click();
    await until(async () => (await tool(page, "Citation").getAttribute("aria-pressed")) === "true", "quotation is pressed");
    await done();
  });

  test(`Enter begins a paragraph, Shift and Enter a line, and both are taken back at one stroke (${width} px)`, async (t) => {
    const { page, keys, becomes, idriss, document, done } = await opened(t, width);
    await keys.type("Un.");
    await keys.press("Enter");
    await keys.type("Deux.");
    await keys.press("Shift+Enter");
    await keys.type("Trois.");
    await becomes("Un.\n\nDeux.  \nTrois.");
    assert.match((await idriss.get(`/api/documents/${document}/html`)).is(200).text.replace(/ id="[^"]*"/g, ""), /<p>Un\.<\/p>\n<p>Deux\.<br>\nTrois\.<\/p>/);
    await page.locator(".cm-line", { hasText: "Deux." }).click();
    await keys.press("Home");
    await keys.press("Backspace");
    await becomes("Un.Deux.  \nTrois.");
    await keys.press("Enter");
    await keys.press("ArrowUp");
    await keys.press("End");
    await keys.press("ArrowUp");
    await keys.press("End");
    await keys.press("Delete");
    await becomes("Un.Deux.  \nTrois.");
    await keys.press("Control+a");
    await keys.insertText("- 1. un\n\n> dit");
    for (const end of [0, 1]) {
      await keys.press(end === 0 ? "Control+End" : "Control+Home");
      await keys.press("End");
      await keys.press("Shift+Enter");
      await keys.type("suite");
    }
    await becomes("- 1. un  \n     suite\n\n> dit  \n> suite");
    await done();
  });

  test(`boxes to tick, links and the style, by the tools and by keys (${width} px)`, async (t) => {
    const { page, keys, becomes, done } = await opened(t, width);
    assert.deepEqual(await textbox(page).evaluate((e) => [e.lang, e.spellcheck]), ["fr", true]);
    await keys.type("pain");
    await tool(page, "Liste à cocher").click();
    await becomes("- [ ] pain");
    await keys.press("Control+Enter");
    await becomes("- [x] pain");
    await keys.press("Enter");
    await keys.type("lait");
    await becomes("- [x] pain\n- [ ] lait");
    await page.getByRole("checkbox", { name: "À faire" }).click();
    await becomes("- [x] pain\n- [x] lait");
    await page.getByRole("checkbox", { name: "Fait" }).first().click();
    await becomes("- [ ] pain\n- [x] lait");
    await keys.press("Enter");
    await keys.press("Enter");                    // an empty item: the list is left
    await keys.type("site");
    await keys.press("Shift+Home");
    await keys.press("Control+k");
    await keys.type("https://exemple.invalid/");
    await becomes("- [ ] pain\n- [x] lait\n\n[site](https://exemple.invalid/)");
    await keys.press("End");
    await keys.press("Enter");
    await keys.press("Control+Shift+9");
    await keys.type("dit");
    await keys.press("Enter");
    await keys.press("Enter");                    // and so is a quotation
    await tool(page, /^Lien/).click();
    await keys.type("https://exemple.invalid/2");
    await becomes("- [ ] pain\n- [x] lait\n\n[site](https://exemple.invalid/)\n\n> dit\n\n[texte du lien](https://exemple.invalid/2)");
    await keys.press("End");
    await keys.press("Enter");
    await keys.type("Fin");
    await page.getByRole("combobox", { name: "Style du paragraphe" }).selectOption("2");
    await becomes("- [ ] pain\n- [x] lait\n\n[site](https://exemple.invalid/)\n\n> dit\n\n[texte du lien](https://exemple.invalid/2)\n\n## Fin");
    await done();
  });

  test(`the space after marked words is outside of them, whether one goes on, goes elsewhere or stops marking (${width} px)`, async (t) => {
    const { page, keys, becomes, done } = await opened(t, width);
    const pressed = (name, is) => until(async () => (await tool(page, name).getAttribute("aria-pressed")) === String(is), `${name} is ${is ? "" : "not "}pressed`);
    await tool(page, "Gras").click();
    await pressed("Gras", true);
    await keys.type("fort ");
    await pressed("Gras", true);
    await keys.type("et clair ");
    await keys.press("Control+b");
    await pressed("Gras", false);
    await keys.type("puis ");
    await becomes("**fort et clair** puis ");
    await keys.press("Control+i");
    await keys.type("fin ");
    await keys.press("Home");
    await becomes("**fort et clair** puis *fin* ");
    await keys.press("End");
    await keys.press("Control+b");
    await keys.press("Control+b");
    await tool(page, "Barré").click();
    await tool(page, "Barré").click();
    await becomes("**fort et clair** puis *fin* ");
    await keys.press("Control+i");
    await keys.press("Control+b");
    await keys.type("deux");
    await keys.press("Enter");
    await keys.press("Control+b");
    await keys.press("Enter");
    await keys.type("simple");
    await becomes("**fort et clair** puis *fin* ***deux***\n\n\nsimple");
    await keys.press("Enter");
    await keys.type("3 * 4 * 5 et 3 *4 * 5");
    for (let n = 0; n < 21; n++) await keys.press("ArrowLeft");
    await keys.type("x");
    await becomes("**fort et clair** puis *fin* ***deux***\n\n\nsimple\n\nx3 * 4 * 5 et 3 *4 * 5");
    await done();
  });

  test(`headings, emphasis and lists by the keys of word processors (${width} px)`, async (t) => {
    const { keys, becomes, done } = await opened(t, width);
    await keys.type("Plan");
    await keys.press("Control+Alt+2");
    await keys.press("Enter");
    await keys.press("Control+b");
    await keys.type("fort");
    await keys.press("Control+b");
    await keys.type(" et ");
    await keys.press("Control+i");
    await keys.type("doux");
    await keys.press("Control+i");
    await keys.press("Enter");
    await keys.type("un");
    await keys.press("Control+Shift+8");
    await keys.press("Enter");
    await keys.press("Tab");
    await keys.type("dedans");
    await keys.press("Enter");
    await keys.press("Shift+Tab");
    await keys.type("deux");
    await becomes("## Plan\n**fort** et *doux*\n\n- un\n  - dedans\n- deux");
    await keys.press("Alt+Shift+ArrowRight");
    await becomes("## Plan\n**fort** et *doux*\n\n- un\n  - dedans\n  - deux");
    await done();
  });

  test(`a table is written cell by cell, and Tab, Enter and the tools change its shape (${width} px)`, async (t) => {
    const { page, keys, becomes, done } = await opened(t, width, "Avant.\n\n");
    await tool(page, "Tableau").click();
    await keys.type("Qui");
    await keys.press("Tab");
    await keys.press("Control+Shift+ArrowLeft");
    await keys.press("Control+Shift+ArrowLeft");
    await keys.type("Combien");
    await keys.press("Tab");
    await keys.type("Le café | le soir");
    await keys.press("Tab");
    await keys.type("3");
    assert.equal((await textbox(page).innerText()).includes("---"), false, "dashes are shown");
    await becomes("Avant.\n\n| Qui | Combien |\n| --- | --- |\n| Le café \\| le soir  | 3  |\n|   |   |");
    await keys.press("Enter");
    await keys.type("4");
    await keys.press("Tab");
    await keys.type("Nouvelle");
    await page.getByRole("button", { name: "Ajouter une colonne" }).click();
    await keys.type("x");
    await becomes("Avant.\n\n| Qui |   | Combien |\n| --- | --- | --- |\n| Le café \\| le soir  |   | 3  |\n|   |   | 4  |\n| Nouvelle  | x  |   |");
    await page.getByRole("button", { name: "Supprimer la ligne" }).click();
    await page.getByRole("button", { name: "Supprimer la colonne" }).click();
    await becomes("Avant.\n\n| Qui | Combien |\n| --- | --- |\n| Le café \\| le soir  | 3  |\n|   | 4  |");
    await until(async () => (await tool(page, "Citation").getAttribute("aria-disabled")) === "true", "a row is no quotation");
    assert.equal(await page.getByRole("combobox", { name: "Style du paragraphe" }).getAttribute("aria-disabled"), "true");
    await tool(page, "Citation").click({ force: true });
    await keys.press("Control+Shift+8");
    await keys.press("Control+End");
    await keys.press("ArrowDown");
    await until(async () => (await tool(page, "Citation").getAttribute("aria-disabled")) === "false", "below the table it may be one");
    await keys.type("Après.");
    await becomes("Avant.\n\n| Qui | Combien |\n| --- | --- |\n| Le café \\| le soir  | 3  |\n|   | 4  |\n\nAprès.");
    await done();
  });

  test(`deleting in a table empties cells and never its bars (${width} px)`, async (t) => {
    const { page, keys, becomes, done } = await opened(t, width, "| ab | cd |\n| --- | --- |\n| ef | gh |\n\nfin");
    await page.getByText("cd", { exact: true }).click();
    await keys.press("End");
    for (let i = 0; i < 5; i++) await keys.press("Backspace");
    await becomes("| ab |  |\n| --- | --- |\n| ef | gh |\n\nfin");
    await page.getByText("ef", { exact: true }).click();
    await keys.press("Home");
    await keys.press("Shift+ArrowRight");
    await keys.press("Shift+ArrowRight");
    await keys.press("Shift+ArrowRight");
    await keys.press("Shift+ArrowRight");
    await keys.press("Delete");
    await becomes("| ab |  |\n| --- | --- |\n|  | h |\n\nfin");
    await done();
  });

  test(`Shift and Enter in a table go below, as Enter does, and cut no row (${width} px)`, async (t) => {
    const table = "| Qui | Combien |\n| --- | --- |\n| ef | gh |";
    const { page, keys, becomes, done } = await opened(t, width, `${table}\n\nfin`);
    await page.getByText("Qui", { exact: true }).click();
    await keys.press("Home");
    await keys.press("ArrowRight");
    await keys.press("Shift+Enter");
    await keys.type("1");
    await becomes(`${table.replace("ef", "ef1")}\n\nfin`);
    await keys.press("Shift+Home");
    await keys.press("Shift+Enter");
    await keys.type("2");
    await becomes(`${table.replace("ef", "ef1")}\n| 2  |   |\n\nfin`);
    assert.equal(await page.locator(".md-table-box").count(), 1);
    await done();
  });

  test(`what is taken away beside a table neither becomes a row of it nor takes one (${width} px)`, async (t) => {
    const table = "| ab | cd |\n| --- | --- |\n| ef | gh |";
    const { page, keys, becomes, done } = await opened(t, width, `Avant.\n\n${table}\n\nfin`);
    for (const key of ["Backspace", "Control+Backspace"]) {
      await page.getByText("fin", { exact: true }).click();
      await keys.press("Home");
      await keys.press(key);
    }
    await page.getByText("fin", { exact: true }).click();
    await keys.press("Home");
    await keys.press("Backspace");
    await keys.type("1");
    await becomes(`Avant.\n\n${table.replace("gh", "gh1")}\n\nfin`);
    await page.getByText("Avant.", { exact: true }).click();
    await keys.press("End");
    await keys.press("Delete");
    await keys.press("ArrowDown");
    await keys.press("Home");
    await keys.press("Delete");
    await page.getByText("Avant.", { exact: true }).click();
    await keys.press("End");
    await keys.type("!");
    await becomes(`Avant.!\n\n${table.replace("gh", "gh1")}\n\nfin`);
    await keys.press("Control+End");
    await keys.press("Control+Backspace");
    await keys.press("Backspace");
    await keys.type("2");
    await becomes(`Avant.!\n\n${table.replace("gh", "gh12")}`);
    await done();
  });

  test(`a note is called in the text and written below, and one key leads there and back (${width} px)`, async (t) => {
    const { page, keys, text, done } = await opened(t, width, "Une idée de Tiago et la suite.");
    const becomes = async (wanted) => {
      let has = "";
      await until(async () => withoutMakers(has = await text()) === wanted, () => `${JSON.stringify(wanted)}; the server has ${JSON.stringify(has)}`);
    };
    await keys.press("Control+Home");
    for (let i = 0; i < 3; i++) await keys.press("Control+ArrowRight");
    await keys.press("Control+Alt+f");
    await keys.type("Il tient le trousseau.");
    await becomes("Une idée de[^1] Tiago et la suite.\n\n[^1]: Il tient le trousseau.");
    await keys.press("Control+Alt+f");
    await keys.press("Control+ArrowRight");
    await page.locator(".md-note", { hasText: "1" }).waitFor();
    await tool(page, "Note de bas de page").click();
    await keys.type("Une autre.");
    await becomes("Une idée de[^1] Tiago[^2] et la suite.\n\n[^1]: Il tient le trousseau.\n[^2]: Une autre.");
    await page.locator(".md-note").first().click();
    await keys.type(" Oui.");
    await becomes("Une idée de[^1] Tiago[^2] et la suite.\n\n[^1]: Il tient le trousseau. Oui.\n[^2]: Une autre.");
    await done();
  });
}

test("what one types between < and > is read by everybody, and one undo takes it back with what hid nothing", async (t) => {
  const { page, keys, becomes, idriss, document, done } = await opened(t, 1280);
  await keys.type("Mme <X> vient");
  await becomes("Mme \\<X> vient");
  assert.match((await idriss.get(`/api/documents/${document}/html`)).is(200).text, /Mme &lt;X&gt; vient/);
  assert.equal(await textbox(page).innerText(), "Mme <X> vient");
  await page.waitForTimeout(600);                 // what comes at once is undone at once
  await keys.press("Enter");
  await keys.type("<nom>");
  await becomes("Mme \\<X> vient\n\n\\<nom>");
  await keys.press("Control+z");
  await becomes("Mme \\<X> vient");
  await keys.press("Control+End");
  await textbox(page).evaluate((content) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", " <b>a</b> <https://b.fr>");
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await becomes("Mme \\<X> vient \\<b>a\\</b> <https://b.fr>");
  await keys.press("Control+z");
  await becomes("Mme \\<X> vient");
  await keys.press("Control+h");
  await keys.type("vient");
  await page.getByRole("search").getByRole("textbox", { name: "Remplacer par" }).fill("<i>dort");
  await page.getByRole("button", { name: "Tout remplacer" }).click();
  await becomes("Mme \\<X> \\<i>dort");
  await page.getByRole("button", { name: "Fermer la recherche" }).click();
  await keys.press("Control+z");
  await becomes("Mme \\<X> vient");
  await done();
});

test("what one writes on the empty line between two blocks is read as a paragraph of its own, and one undo takes it back", async (t) => {
  const { page, keys, becomes, idriss, document, done } = await opened(t, 1280, "- un\n\nDeux.\n\nTrois.");
  await keys.press("Control+Home");
  await keys.press("End");
  await keys.press("ArrowDown");
  await keys.type("Puis");
  await becomes("- un\n\nPuis\n\nDeux.\n\nTrois.");
  await page.waitForTimeout(600);                 // what follows is undone by itself
  await keys.press("ArrowDown");
  await keys.press("ArrowDown");
  await keys.press("ArrowDown");
  await keys.type("Et");
  await becomes("- un\n\nPuis\n\nDeux.\n\nEt\n\nTrois.");
  assert.match((await idriss.get(`/api/documents/${document}/html`)).is(200).text.replace(/ id="[^"]*"/g, ""), /<p>Puis<\/p>\n<p>Deux\.<\/p>\n<p>Et<\/p>\n<p>Trois\.<\/p>/);
  await keys.press("Control+z");
  await becomes("- un\n\nPuis\n\nDeux.\n\nTrois.");
  await done();
});

test("words of a note that share their number with others say that readers do not see them", async (t) => {
  const { page, done } = await opened(t, 1280, "Un[^3], deux[^3] et trois[^4].\n\n[^3]: Première.\n[^3]: Seconde.\n[^4]: Autre.\n\nFin.");
  const told = page.locator(".cm-line", { hasText: "celle-ci n'est pas montrée" });
  await told.waitFor();
  assert.equal(await told.count(), 1);
  assert.match(await told.innerText(), /Seconde\./);
  await isAccessible(page, "a note that is not shown");
  await done();
});

for (const width of WIDTHS)
  test(`words are found and replaced by keyboard, one by one or all at once, and that is undone at once (${width} px)`, async (t) => {
    const { page, keys, becomes, done } = await opened(t, width, "Le café du café.\n\n| Café | b |\n| --- | --- |\n| c | d |\n\nUn **ca**fé.");
    const finder = page.getByRole("search", { name: "Chercher dans le texte" });
    const says = (words) => finder.getByRole("status").filter({ hasText: words }).waitFor();
    await keys.press("Control+Home");
    await keys.press("Control+f");
    await keys.type("cafe");
    await says("1 sur 4");
    await keys.press("Enter");
    await says("2 sur 4");
    await keys.press("Shift+Enter");
    await keys.press("Shift+Enter");
    await says("4 sur 4");
    await isAccessible(page, "the search in a text");
    await finder.getByRole("checkbox", { name: "Majuscules et accents exacts" }).check();
    await says(/^Rien trouvé$/);
    await finder.getByRole("checkbox", { name: "Majuscules et accents exacts" }).uncheck();
    await says("4 sur 4");
    await keys.press("Escape");
    assert.equal(await finder.count(), 0);
    assert.ok(await textbox(page).evaluate((e) => e === document.activeElement), "the focus is back in the text");
    await keys.press("Control+Home");
    await keys.press("Control+h");
    await says("1 sur 4");
    await finder.getByRole("textbox", { name: "Remplacer par" }).fill("thé | eau");
    await keys.press("Enter");
    await says("1 sur 3");
    await becomes("Le thé | eau du café.\n\n| Café | b |\n| --- | --- |\n| c | d |\n\nUn **ca**fé.");
    await finder.getByRole("button", { name: "Tout remplacer" }).click();
    await becomes("Le thé | eau du thé | eau.\n\n| thé \\| eau | b |\n| --- | --- |\n| c | d |\n\nUn **thé | eau**.");
    await page.getByText("3 remplacements faits.").waitFor({ state: "attached" });
    await finder.getByRole("button", { name: "Fermer la recherche" }).click();
    await keys.press("Control+z");
    await becomes("Le thé | eau du café.\n\n| Café | b |\n| --- | --- |\n| c | d |\n\nUn **ca**fé.");
    await done();
  });

const OVER_LINES = [
  '[un lien](https://exemple.invalid "un titre\nsur deux lignes")', "[un\nlien](https://exemple.invalid)", "[un lien](\nhttps://exemple.invalid\n'titre')", "![une\nimage](images/x)", '![x](images/x "un\ntitre")',
  "`du code\nsur deux lignes`", "``\ncode\n``", "**gras\nencore**", "~~barré\nencore~~", "une note[^a\nb]", "[^une]: une\n    suite", "<https://exemple.invalid/\nx>", "un titre\n===", "- [ \n] x", "-\n  x", "-\t[ ] x", ">\n> x", "#\n#",
  "[d]: https://exemple.invalid 'un\ntitre'\n\n[d]", "| a |\n| - |\n| `b |\n| c` |", "\\\n\\",
];

test("lines that are chosen whole become bold as titles, items and cells, and undo takes it back at once", async (t) => {
  const words = "## Titre\n\n- un\n- deux\n\n| a | b |\n| --- | --- |\n| c | d |\n\nFin.";
  const { page, keys, becomes, done } = await opened(t, 1280, words);
  await textbox(page).getByText("Titre", { exact: true }).click({ clickCount: 3 });
  await keys.press("Control+b");
  await becomes(words.replace("Titre", "**Titre**"));
  await until(async () => (await tool(page, "Gras").getAttribute("aria-pressed")) === "true", "bold is pressed");
  await keys.press("Control+b");
  await becomes(words);
  await page.waitForTimeout(600);                 // what comes at once is undone at once
  await keys.press("Control+a");
  await keys.press("Control+i");
  await becomes("## *Titre*\n\n- *un*\n- *deux*\n\n| *a* | *b* |\n| --- | --- |\n| *c* | *d* |\n\n*Fin.*");
  await keys.press("Control+z");
  await becomes(words);
  await done();
});

test("Enter in marked words leaves both halves marked, in every kind of line, and one undo takes it back", async (t) => {
  const { page, keys, idriss, document, becomes, done } = await opened(t, 1280);
  const other = await (await RawClient.open(idriss, document, { protocol: "carnet" })).sync();      // so that Enter is all there is to take back
  const ENDS = [
    ["Un **mot gras et la suite**", 13, "Un **mot gras**\n\n**et la suite**"],
    ["***deux mots***", 7, "***deux***\n\n***mots***"],
    ["Un [long lien](https://exemple.invalid)", 30, "Un [long](https://exemple.invalid)\n\n[lien](https://exemple.invalid)"],
    ["- un\n- **deux** et *trois quatre*", 7, "- un\n- **deux** et *trois*\n- *quatre*"],
    ["> dit ~~deux mots~~", 6, "> dit ~~deux~~\n> ~~mots~~"],
    ["## Un **grand titre**", 7, "## Un **grand**\n**titre**"],
  ];
  for (const [before, left, after] of ENDS) {
    other.edit((content) => (content.delete(0, content.length), content.insert(0, before)));
    await becomes(before);
    await until(() => page.evaluate((last) => document.querySelector(".cm-content").textContent.includes(last), before.split("(")[0].match(/\w+/g).at(-1)), `${before} in the page`);
    await keys.press("Control+End");
    for (let n = 0; n < left; n++) await keys.press("ArrowLeft");
    await keys.press("Enter");
    await becomes(after);
    await keys.press("Control+z");
    await becomes(before);
  }
  await done();
});

test("Backspace after Enter in marked words joins them again, and what one types there is marked", async (t) => {
  const { keys, becomes, done } = await opened(t, 1280, "Un **mot gras**");
  for (let n = 0; n < 7; n++) await keys.press("ArrowLeft");
  await keys.press("Enter");
  await keys.type("très ");
  await becomes("Un **mot**\n\n**très gras**");
  for (let n = 0; n < 5; n++) await keys.press("ArrowLeft");
  await keys.press("Backspace");
  await becomes("Un **mottrès gras**");
  await done();
});

test("nothing is copied or cut where nothing is chosen", async (t) => {
  const { page, keys, becomes, done } = await opened(t, 1280, "Premier paragraphe.\n\nUn mot.");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await keys.press("Control+Shift+ArrowLeft");
  await keys.press("Control+Shift+ArrowLeft");
  await keys.press("Control+c");
  assert.equal(await clipboard(), "mot.");
  await keys.press("Control+Home");
  for (const key of ["Control+c", "Control+x"]) {
    await keys.press(key);
    assert.equal(await clipboard(), "mot.", key);
  }
  await keys.type("Le ");
  await becomes("Le Premier paragraphe.\n\nUn mot.");
  await keys.press("Control+Shift+ArrowRight");
  await keys.press("Control+x");
  await becomes("Le paragraphe.\n\nUn mot.".replace("Le p", "Le  p"));
  assert.equal(await clipboard(), "Premier");
  await done();
});

test("a bar typed behind backslashes in a cell stays in it, and no words are lost beyond the last column", async (t) => {
  const { page, keys, becomes, done } = await opened(t, 1280, "| ab | cd |\n| --- | --- |\n| ef | gh | ij |");
  await textbox(page).getByText("ab", { exact: true }).click();
  await keys.press("End");
  await keys.type("\\\\|");
  await keys.press("Tab");
  await keys.type("x\\|");
  await becomes("| ab\\\\\\| | cdx\\| |\n| --- | --- |\n| ef | gh | ij |");
  await textbox(page).getByText("ij", { exact: true }).click();
  await keys.press("Tab");
  await becomes("| ab\\\\\\| | cdx\\| |   |\n| --- | --- | --- |\n| ef | gh | ij |\n|   |   |   |");
  await done();
});

test("marks that go over the end of a line are shown, and the rest goes on", async (t) => {
  const { page, keys, done } = await opened(t, 1280, `${OVER_LINES.join("\n\n***\n\n")}\n\nLa **fin**`);
  await page.setViewportSize({ width: 1280, height: 5000 });
  await keys.press("Control+Home");
  await page.locator(".md-strong").last().waitFor();
  await until(async () => (await textbox(page).innerText()).includes("La fin"), "the last words are drawn");
  await done();
});

test("on a phone the tools cover neither the cursor nor the way to the margin, also in a table", async (t) => {
  const { server, document, page, keys, becomes, done } = await opened(t, 360);
  const words = `${"Une ligne.\n\n".repeat(40)}| ab | cd |\n| --- | --- |\n| ef | gh |\n\nfin`;
  await keys.insertText(words);
  await becomes(words);
  (await (await server.as("tut-03")).post(`/api/documents/${document}/comments`, { key: "key-of-a-test-phone-1", kind: "question", body: "Est-ce la fin ?", anchor: { exact: "fin" } })).is(201);
  const margin = page.getByRole("button", { name: "Dans la marge (1)" });
  const caretAboveTools = () => page.evaluate(() => {
    const { bottom } = getSelection().getRangeAt(0).getBoundingClientRect();
    return bottom > 0 && bottom <= document.querySelector(".toolbar").getBoundingClientRect().top;
  });
  await until(caretAboveTools, "the cursor is above the tools");
  for (const place of ["fin", "gh"]) {
    await page.getByText(place, { exact: true }).click();
    await margin.click();
    await page.getByRole("button", { name: "Refermer la marge" }).click();
  }
  await done();
});

test("on a phone a table whose words have no room scrolls by itself, breaks none of them, and follows the caret", async (t) => {
  const { page, keys, done } = await opened(t, 360, "| Population | Établissements | Interlocuteurs | Accompagnement |\n| --- | --- | --- | --- |\n| habitantes | associations | municipalité | hebdomadaire |\n\nAprès.");
  await keys.press("Control+Home");
  const box = page.locator(".md-table-box"), measured = () => box.evaluate((e) => ({ shown: e.clientWidth, whole: e.scrollWidth, at: e.scrollLeft }));
  await until(async () => (await measured()).whole > (await measured()).shown, "more than there is room for");
  assert.ok((await measured()).shown <= 328, "the box keeps inside the page");
  const cells = await page.locator(".md-row-head .md-cell").evaluateAll((all) => all.map((e) => [e.getBoundingClientRect().height, parseFloat(getComputedStyle(e).lineHeight)]));
  assert.equal(cells.length, 4);
  for (const [height, line] of cells) assert.ok(height < 1.8 * line, "each word on one line");
  for (let n = 0; n < 3; n++) await keys.press("Tab");
  await until(async () => (await measured()).at > 0, "the last cell is in sight");
  for (let n = 0; n < 3; n++) await keys.press("Shift+Tab");
  await until(async () => (await measured()).at < 20, "and the first one again");
  await done();
});

test("whoever removes a table, or the last of it, by keyboard is back in the text", async (t) => {
  const { page, keys, text, done } = await opened(t, 1280, "| a |\n| --- |\n\n| c |\n| --- |\n\nFin.");
  for (const [cell, act, left] of [["a", "Supprimer la ligne", /^\s*\| c \|\n\| --- \|\n\nFin\.$/], ["c", "Supprimer le tableau", /^\s*Fin\.$/]]) {
    await textbox(page).getByText(cell, { exact: true }).click();
    await page.getByRole("button", { name: act }).focus();
    await keys.press("Enter");
    await page.getByRole("group", { name: "Tableau" }).waitFor({ state: "detached" });
    assert.ok(await textbox(page).evaluate((e) => e === document.activeElement), `the focus is in the text after « ${act} »`);
    await until(async () => left.test(await text()), `the text without ${cell}`);
  }
  await done();
});

test("after Escape, Tab leaves the text also from a table", async (t) => {
  const { page, keys, done } = await opened(t, 1280, "| ab | cd |\n| --- | --- |\n| ef | gh |");
  await page.getByText("ab", { exact: true }).click();
  await keys.press("Escape");
  await keys.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.classList.contains("cm-content")), false, "the keyboard is caught in the table");
  await done();
});

test("undo takes back one's own words and leaves the others'", async (t) => {
  const { server, document, page, keys, becomes, done } = await opened(t, 1280, "Moi. ");
  await becomes("Moi. ");
  const other = await windowOf(browser, server, "stg-06", { path: `/equipes/grp-b/${document}` });
  await textbox(other).getByText("Moi.").click();
  await other.keyboard.press("Control+End");
  await other.keyboard.type("Yann.");
  await becomes("Moi. Yann.");
  await keys.press("Control+z");
  await becomes("Yann.");
  await tool(page, "Rétablir").click();
  await becomes("Moi. Yann.");
  await other.context().close();
  await done();
});
