// What comes from Word, LibreOffice Writer, shared documents and web pages is clean: the files beside are what those
// programs put on the clipboard, and what the server has afterwards.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { startBrowser, windowOf } from "../harness/browser.mjs";
import { until, withoutMakers } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser, server, idriss;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start()]);
  idriss = await server.as("stg-02");
});
after(async () => {
  await browser.close();
  await server.end();
});

const read = (name) => readFileSync(new URL(`paste/${name}`, import.meta.url), "utf8");

async function opened(words = "") {
  const document = await idriss.newPage("Essai");
  const page = await windowOf(browser, server, "stg-02", { path: `/equipes/grp-b/${document}` });
  const box = page.getByRole("textbox", { name: "Texte de la page" });
  await box.click();
  if (words !== "") await page.keyboard.insertText(words);
  const paste = (html, plain = "plain words") => box.evaluate((content, [rich, text]) => {
    const clipboardData = new DataTransfer();
    if (rich !== "") clipboardData.setData("text/html", rich);
    clipboardData.setData("text/plain", text);
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, [html, plain]);
  const becomes = async (wanted) => {
    let has = "";
    await until(async () => withoutMakers(has = await idriss.text(document)) === wanted, () => `${wanted}\n======\nthe server has\n${has}\n======`, patience(6_000)).catch((error) => assert.fail(`${error.message}\n${JSON.stringify(has)}`));
  };
  const reads = async () => (await idriss.get(`/api/documents/${document}/html`)).is(200).text.replace(/ id="[^"]*"/g, "");
  return { page, box, paste, becomes, reads, keys: page.keyboard };
}

for (const [program, name] of [["Word", "word"], ["LibreOffice Writer", "writer"], ["a shared document", "docs"], ["a web page", "web"]])
  test(`a text from ${program} keeps its headings, lists, tables and notes, and nothing of its looks`, async () => {
    const { page, paste, becomes } = await opened();
    await paste(read(`${name}.html`));
    await becomes(read(`${name}.md`));
    assert.equal(await page.evaluate(() => window.ran), undefined, "a script of the foreign page ran");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

test("notes of Word stay when its links name the file that they are in", async () => {
  const { page, paste, becomes } = await opened();
  await paste(read("word.html").replace(/href="#_ftn/g, 'href="file:///C:/Users/Maelle/Documents/Diagnostic%20partag%C3%A9.docx#_ftn'));
  await becomes(read("word.md"));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("images among pasted words stay behind, and their place says how to add them", async () => {
  const { page, paste, becomes, keys } = await opened();
  await paste('<h2>Le café</h2><p>Une vue :<img src="file:///C:/Temp/image001.png" width=400 height=300></p>');
  await becomes("## Le café\n\nUne vue :");
  const card = page.getByRole("group", { name: "Image « du texte collé »" });
  await card.getByText("Pour en ajouter une, copiez-la seule").waitFor();
  await page.getByRole("status").filter({ hasText: "Vos mots sont là, sans leurs images" }).waitFor({ state: "attached" });
  await card.getByRole("button", { name: "Compris" }).click();
  await until(async () => (await card.count()) === 0, "the notice goes");
  await paste('<p>Un logo<img src="https://evil.invalid/i.png" width=16> et <b>la suite</b></p>');
  await keys.type(".");
  await becomes("## Le café\n\nUne vue :Un logo et **la suite**.");
  assert.equal(await card.count(), 0, "an icon is no image that one misses");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("images among words pasted into a cell of a table are missed below it", async () => {
  const { page, paste, becomes, keys } = await opened("Avant.\n\n| Jour | Lieu |\n| --- | --- |\n| Lundi | ici |\n\nAprès.");
  await page.getByText("Lundi").click();
  await keys.press("End");
  await paste('<p>Une <b>vue</b> :<img src="file:///C:/Temp/image001.png" width=400 height=300></p>', "Une vue :");
  const card = page.getByRole("group", { name: "Image « du texte collé »" });
  await card.getByText("Pour en ajouter une, copiez-la seule").waitFor();
  await until(async () => /\| (Lundi ?Une vue :|ici ?Une vue :)/.test(await idriss.text(page.url().split("/").at(-1))), "the words as they are, in the cell");
  assert.ok(await card.evaluate((one) => Boolean(one.compareDocumentPosition([...document.querySelectorAll(".cm-line")].at(-1)) & 4)), "before what follows the table");
  await card.getByRole("button", { name: "Compris" }).click();
  await until(async () => (await card.count()) === 0, "the notice goes");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("what is pasted on the empty line between two paragraphs stands apart from both, and one undo takes it back", async () => {
  const { page, keys, paste, becomes } = await opened("Avant.\n\nAprès.");
  await page.waitForTimeout(600);                 // what follows is undone by itself
  await keys.press("Control+Home");
  await keys.press("End");
  await keys.press("ArrowRight");
  await paste("<ul><li>un</li><li>deux</li></ul>");
  await becomes("Avant.\n\n- un\n- deux\n\nAprès.");
  await keys.press("Control+z");
  await becomes("Avant.\n\nAprès.");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("words join the words around them, blocks stand by themselves, notes get numbers of their own", async () => {
  const { page, keys, paste, becomes } = await opened("Avant[^4] après.\n\n[^4]: Une note.");
  await keys.press("Control+Home");
  await keys.press("Control+ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Control+Home");
  for (let i = 0; i < 5; i++) await keys.press("ArrowRight");
  await paste("<p> très <b>bien</b></p>");
  await becomes("Avanttrès **bien**[^4] après.\n\n[^4]: Une note.");
  await paste("<ul><li>un</li></ul>");
  await becomes("Avanttrès **bien**\n\n- un\n\n[^4] après.\n\n[^4]: Une note.");
  await keys.press("Control+z");
  await becomes("Avanttrès **bien**[^4] après.\n\n[^4]: Une note.");
  await paste('<p class=MsoNormal>mot<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a></p><div style="mso-element:footnote-list"><hr><div style="mso-element:footnote" id=ftn1><p><a href="#_ftnref1" name="_ftn1">[1]</a> Sa note</p></div></div>');
  await becomes("Avanttrès **bien**mot[^5][^4] après.\n\n[^4]: Une note.\n[^5]: Sa note");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("in a cell and where nothing has a form, words come as plain words", async () => {
  const { page, paste, becomes } = await opened("| ab | cd |\n| --- | --- |\n|  | e |");
  await page.getByText("ab", { exact: true }).click();
  await page.keyboard.press("End");
  await paste("<ul><li>x</li><li>y</li></ul>", "x\ny | z");
  await becomes("| abx y \\| z | cd |\n| --- | --- |\n|  | e |");
  await page.context().close();
  const other = await opened();
  await other.paste("<meta charset='utf-8'><span style=\"color: red\">de simples mots</span>", "de simples mots");
  await other.becomes("de simples mots");
  await other.page.context().close();
});

test("lines of one paragraph are lines for readers too", async () => {
  const { page, paste, becomes, reads, keys } = await opened();
  await paste("<p>a<br>b</p>", "a\nb");
  await becomes("a  \nb");
  assert.match(await reads(), /<p>a<br>\nb<\/p>/);
  await keys.press("Enter");
  await paste("", "Maison des habitants\n12 rue des Lilas\n38000 Grenoble");
  await becomes("a  \nb\n\nMaison des habitants  \n12 rue des Lilas  \n38000 Grenoble");
  assert.match(await reads(), /<p>Maison des habitants<br>\n12 rue des Lilas<br>\n38000 Grenoble<\/p>/);
  await keys.press("Control+a");
  const wrapped = ["Nous avons retenu la date du mardi douze mars pour la rencontre", "avec les habitants du quartier des Lilas, qui se tiendra dans la", "salle du centre."];
  await paste(`<div>${wrapped.join('<br role="presentation">')}</div>`, wrapped.join("\n"));
  await becomes(wrapped.join(" "));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("nothing of a hostile page runs, loads or breaks our policy, and its links lead nowhere", async () => {
  const { page, paste, box } = await opened();
  const asked = [];
  page.on("request", (request) => /evil/.test(request.url()) && asked.push(request.url()));
  const payloads = [
    "<img src=https://evil.invalid/x onerror=window.ran=1>", "<img/src=x/onerror=window.ran=1>", "<svg onload=window.ran=1><script>window.ran=1</script></svg>",
    "<a href=javascript:window.ran=1>a</a>", "<a href=' java\nscript:window.ran=1'>b</a>", "<a href=data:text/html,<script>window.ran=1</script>>c</a>",
    "<iframe srcdoc='<script>window.ran=1</script>'></iframe>", "<body onload=window.ran=1>", "<details open ontoggle=window.ran=1>d</details>",
    "<p/style=\"background:url(https://evil.invalid/y)\">e</p>", "<style>@import 'https://evil.invalid/z';</style>", "<link rel=stylesheet href=https://evil.invalid/w>",
    "<math><mtext><script>window.ran=1</script></mtext></math>", "<noscript><p title='</noscript><img src=x onerror=window.ran=1>'>f</p></noscript>",
    "<template><img src=x onerror=window.ran=1></template>", "<form action=https://evil.invalid><button>g</button></form>", "<p>](javascript:window.ran=1) [x](javascript:window.ran=1) <b>h</b></p>",
  ];
  for (const payload of payloads) await paste(`${payload}<h2>suite</h2>`);
  await until(async () => (await box.innerText()).split("suite").length === payloads.length + 1, "every paste arrives");
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => window.ran), undefined);
  assert.deepEqual(asked, []);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("what is copied from a page in the same browser arrives as it was there", async () => {
  const { page, box, becomes, keys } = await opened();
  const source = await page.context().newPage();
  await source.setContent("<style>h2 { font-weight: 900; font-style: italic } p { font: 14px serif }</style><h2>Un titre</h2><p>Du <strong>gras</strong> et de l’<em>italique</em>.</p><ul><li>un</li><li>deux <ul><li>dedans</li></ul></li></ul>");
  await source.keyboard.press("Control+a");
  await source.keyboard.press("Control+c");
  await page.bringToFront();
  await box.click();
  await keys.press("Control+v");
  await becomes("## Un titre\n\nDu **gras** et de l’*italique*.\n\n- un\n- deux\n  - dedans");
  await keys.press("Control+a");
  await keys.press("Delete");
  await keys.press("Control+Shift+v");
  await until(async () => /^Un titre/.test(await box.innerText()), "plain words");
  assert.equal((await box.innerText()).includes("**"), false);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
