// Passages between the page and the source: what a reader chooses is what is commented, and what is commented is painted
// where it stands, in a text that is read or written.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, startBrowser, windowOf } from "../harness/browser.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { Server } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

let keys = 0;
const remark = (exact, body, { prefix = "", ...more } = {}) => ({ key: `key-of-a-passage-${String(++keys).padStart(6, "0")}`, kind: "question", body, anchor: { exact, prefix, suffix: "" }, ...more });

async function start(t, words) {
  const server = await Server.start(t);
  const author = await server.as("stg-02"), tutor = await server.as("tut-03");
  const document = await author.newPage("Le marché", "grp-b");
  const client = await RawClient.open(author, document, { protocol: "carnet" });
  await client.sync();
  await client.settled(client.type(words, 0));
  client.drop();
  const list = async () => (await author.get(`/api/documents/${document}/comments`)).is(200).json.comments;
  const say = async (what) => (await tutor.post(`/api/documents/${document}/comments`, what)).is(201).json;
  return { server, author, document, path: `/equipes/grp-b/${document}`, say, list, windows: (id, more) => windowOf(browser, server, id, { path: `/equipes/grp-b/${document}`, ...more }) };
}
/** What is painted, with what stands before it in its line. */
const painted = (page, name = "comment") => page.evaluate((n) => [...(CSS.highlights.get(n) ?? [])].map((range) => {
  const before = document.createRange();
  before.setStart(range.startContainer.parentElement.closest("p, li, td, .cm-line") ?? range.startContainer, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return `${before.toString().slice(-12)}|${range.toString()}`;
}), name);
/** Chooses words in the block that holds these. */
const chooseIn = (page, block, words) => page.evaluate(([holds, wanted]) => {
  const walker = document.createTreeWalker(document.querySelector(".reading-text"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.parentElement.closest("p, li, td")?.textContent.includes(holds) ? node.data.indexOf(wanted) : -1;
    if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + wanted.length);
  }
  throw new Error(`${wanted} is not on the page`);
}, [block, words]);
const say = async (page, body) => {
  await page.getByRole("button", { name: "Commenter le passage choisi" }).click();
  await page.getByLabel("Votre remarque").fill(body);
  await page.getByRole("button", { name: "Envoyer" }).click();
  await page.getByLabel("Votre remarque").waitFor({ state: "detached" });
};
const end = async (...pages) => {
  for (const page of pages) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
};

const source = `# Le marché

1. Réunir les habitants
2. Réunir les élus

Le [site](https://brest.fr) donne la liste[^liste] des gens.

- [x] Poser les tables
- [ ] Poser les bancs

![Un plan](images/abc "Le plan du marché")

La liste[^2] suit.

[^2]: Une autre liste.
[^liste]: La liste de mars.
`;
const picture = [["**/images/abc", (route) => route.fulfill({ contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"/>' })]];

test("what a reader chooses is what is commented: a word that stands twice, across a link, in a task, after a note, in a note, a picture", async (t) => {
  const { list, windows } = await start(t, source);
  const page = await windows("tut-03", { routes: picture });
  await page.getByText("Une autre liste.").waitFor();
  const wanted = [];
  const comments = async (act, exact, from) => {
    await act();
    await say(page, `Remarque ${wanted.length + 1}`);
    wanted.push([exact, source.indexOf(exact, from)]);
  };
  await comments(() => chooseIn(page, "les élus", "Réunir"), "Réunir", source.indexOf("2. "));
  await comments(() => chooseIn(page, "les bancs", "Poser"), "Poser", source.indexOf("[ ]"));
  await comments(() => chooseIn(page, "suit", "liste"), "liste", source.indexOf("La liste[^2]"));
  await comments(() => chooseIn(page, "de mars", "liste"), "liste", source.indexOf("[^liste]:") + 9);
  await comments(() => page.evaluate(() => {
    const block = [...document.querySelectorAll(".reading-text p")].find((one) => one.textContent.startsWith("Le site"));
    getSelection().setBaseAndExtent(block.firstChild, 0, block.querySelector("sup").nextSibling, 9);
  }), "Le [site](https://brest.fr) donne la liste[^liste] des gens", 0);
  await comments(() => page.evaluate(() => {
    const items = document.querySelectorAll(".reading-text ol li");
    getSelection().setBaseAndExtent(items[0].firstChild, 7, items[1].firstChild, 6);
  }), "les habitants\n2. Réunir", 0);
  await comments(() => page.evaluate(() => {
    const caption = document.querySelector(".reading-text figcaption");
    getSelection().selectAllChildren(caption);
  }), '![Un plan](images/abc "Le plan du marché")', 0);
  assert.deepEqual((await list()).map(({ anchor }) => [anchor.exact, anchor.start]), wanted);
  await until(async () => (await painted(page)).includes("|Réunir") && (await painted(page)).length >= 7, "all painted");
  assert.equal(await page.evaluate(() => [...CSS.highlights.get("comment")].find((range) => String(range) === "Réunir").startContainer.parentElement.closest("li").textContent), "Réunir les élus");
  await chooseIn(page, "Le site", "site");
  await page.getByText(/^4 signes choisis|4 signes/).first().waitFor();
  await end(page);
});

/** Sends one remark for each block that begins so, by their numbers. */
async function byNumber(page, beginnings) {
  await page.getByRole("button", { name: "Saisir des remarques par paragraphe" }).click();
  const rows = page.getByRole("group");
  const numbers = await page.evaluate((all) => all.map((words) => [...document.querySelectorAll(".reading-text [id^='p-']")].find((one) => one.textContent.trim().startsWith(words)).id.slice(2)), beginnings);
  for (const [i, number] of numbers.entries()) {
    if (i > 2) await page.getByRole("button", { name: "Une remarque de plus" }).click();
    await rows.nth(i).getByLabel("Paragraphe").fill(number);
    await rows.nth(i).getByLabel("Votre remarque").fill("À voir.");
  }
  await page.getByRole("button", { name: "Envoyer toutes les remarques" }).click();
}

test("by its number one finds a paragraph with a link, a picture, a note", async (t) => {
  const { list, windows } = await start(t, source);
  const page = await windows("tut-03", { routes: picture });
  await page.getByText("Une autre liste.").waitFor();
  await byNumber(page, ["Le site", "Le plan", "La liste de mars"]);
  await until(async () => (await list()).length === 3, "all three");
  assert.deepEqual((await list()).map(({ anchor }) => anchor.exact), ["Le [site](https://brest.fr) donne la liste[^liste] des gens.", '![Un plan](images/abc "Le plan du marché")', "La liste de mars."]);
  await end(page);
});

test("by its number one finds what is longer than a quote may be: the first rows of a table, its first cell, the beginning of a paragraph", async (t) => {
  const row = (n) => `| Atelier ${n} | ${"des mots de la case ".repeat(5)}| [suite](https://brest.fr/${"x".repeat(40)}) |\n`;
  const words = (letter) => `${letter.repeat(9)} `.repeat(300).trim(), rule = "| --- | --- | --- |\n";
  const table = `| Quand | Quoi | Où |\n${rule}${Array.from({ length: 30 }, (_, n) => row(n + 1)).join("")}`;
  const wide = `| Une case | ${words("a")} | b |\n${rule}| c | d | e |\n`;
  const links = `Liens : ${`[a](https://brest.fr/${"y".repeat(80)}) `.repeat(40).trim()}.`;
  const { list, windows } = await start(t, `# Le marché\n\n${table}\nUn paragraphe.\n\n${wide}\n${links}\n\n| ${words("z")} | b |\n| --- | --- |\n| c | d |\n`);
  const page = await windows("tut-03");
  await page.getByRole("cell", { name: "Atelier 30" }).waitFor();
  await byNumber(page, ["Quand", "Une case", "Liens", "zzz"]);
  await until(async () => (await list()).length === 4, "all four");
  const [rows, cell, some, long] = (await list()).map(({ anchor }) => anchor);
  assert.ok(rows.exact.startsWith("Quand | Quoi | Où |\n") && /\n\| Atelier \d+ \|.*\[suite\]\(https:[^)]+\)$/.test(rows.exact), `whole rows, not ${rows.exact}`);
  assert.ok(rows.exact.length <= 2_000 && rows.exact.length > 1_700, `${rows.exact.length} characters`);
  assert.equal(cell.exact, "Une case");
  assert.ok(links.startsWith(some.exact) && some.exact.length > 500, some.exact);
  assert.ok(words("z").startsWith(long.exact) && long.exact.length > 500, long.exact);
  assert.deepEqual((await list()).map(({ anchor }) => anchor.state), Array(4).fill("placed"));
  await end(page);
});

test("a block of which not one letter can be quoted says so with its number, and the other remarks stay typed", async (t) => {
  const { list, windows } = await start(t, `Un paragraphe.\n\n![${"Un plan ".repeat(300).trim()}](images/abc)\n`);
  const page = await windows("tut-03", { routes: picture });
  await page.getByText("Un paragraphe.").waitFor();
  await page.getByRole("button", { name: "Saisir des remarques par paragraphe" }).click();
  for (const [i, number] of ["1", "2"].entries()) {
    await page.getByRole("group").nth(i).getByLabel("Paragraphe").fill(number);
    await page.getByRole("group").nth(i).getByLabel("Votre remarque").fill("À voir.");
  }
  await page.getByRole("button", { name: "Envoyer toutes les remarques" }).click();
  await page.getByRole("alert").getByText("Le paragraphe 2 est trop long").waitFor();
  assert.equal((await list()).length, 0);
  assert.equal(await page.getByRole("group").nth(0).getByLabel("Votre remarque").inputValue(), "À voir.");
  await end(page);
});

const far = `Ils ont promis de venir.\n\n${"Une ligne de plus.\n\n".repeat(400)}La table est mis ici.\n\nLe marché du lundi est fermé depuis mars.\n`;

test("while writing, a passage far below is painted there and nowhere else, moves with the words, and one can go there when they changed a little", async (t) => {
  const { windows, list, say: tell } = await start(t, far);
  await tell(remark("mis", "", { prefix: "est ", kind: "correction", edit: { kind: "replace", text: "mise" } }));
  await tell(remark("Le marché du lundi est fermé depuis mars", "Depuis quand ?"));
  const page = await windows("stg-02");
  await page.getByRole("article", { name: /mis/ }).first().waitFor();
  await page.locator(".cm-content").click();
  await page.waitForTimeout(800);
  assert.deepEqual([await painted(page, "comment-edit"), await page.locator(".proposed-words").count()], [[], 0], "nothing on the first screen");
  await page.keyboard.press("Control+End");
  await until(async () => (await painted(page, "comment-edit"))[0] === "a table est |mis", "struck through below");
  await page.locator(".proposed-words").getByText("mise").waitFor();
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  await page.keyboard.type("On a mis, on a mis. ");
  await until(async () => (await painted(page, "comment-edit"))[0] === "a table est |mis", "still the same word");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  for (let i = 0; i < 3; i++) await page.keyboard.press("Backspace");
  await page.keyboard.type("i");
  await until(async () => (await list())[1].anchor.state === "changed", "the words changed a little");
  await page.getByText("Le passage a un peu changé depuis.").waitFor();
  await until(async () => (await painted(page)).some((words) => words.startsWith("|Le marché")), "painted all the same");
  await page.keyboard.press("Control+Home");
  await page.getByRole("article", { name: /Le marché/ }).getByRole("button", { name: "Revenir au texte" }).click();
  await until(() => page.evaluate(() => document.activeElement?.classList.contains("cm-content")), "the focus in the text");
  await page.keyboard.type("Bref. ");
  await page.locator(".cm-line", { hasText: "Bref. Le marché du lundi" }).waitFor();
  await end(page);
});

for (const [what, more] of [["a click", {}], ["a tap on a phone", { width: 360, height: 720, touch: true }]]) {
  test(`${what} in a commented passage puts the caret there, and one goes on writing`, async (t) => {
    const { windows, say: tell, author, document } = await start(t, "Le marché du lundi est fermé depuis mars.\n");
    await tell(remark("du lundi", "Depuis quand ?"));
    const page = await windows("stg-02", more);
    await until(async () => (await painted(page)).length === 1, "painted");
    const at = await page.evaluate(() => {
      const { x, y, width, height } = [...CSS.highlights.get("comment")][0].getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    });
    if (more.touch) await page.touchscreen.tap(at.x, at.y);
    else await page.mouse.click(at.x, at.y);
    await until(async () => (await painted(page, "comment-current")).length === 1, "its thread stands out");
    await page.waitForTimeout(300);
    await page.keyboard.type("X");
    await until(async () => /du .*X.* ?est/.test(await author.text(document)), "the letter in the passage");
    assert.equal(await page.locator(".margin article").isVisible(), !more.touch);
    await end(page);
  });
}

test("what is proposed for words in bold, in a link and in a table leaves whole marks, and nobody reads a mark", async (t) => {
  const { windows, author, document } = await start(t, "Le pain est **bonne**.\n\nVoir le [site](https://brest.fr) ici.\n\n| A | B |\n| --- | --- |\n| un mot | deux |\n");
  const [reader, page] = await Promise.all([windows("tut-03"), windows("stg-02")]);
  await reader.getByRole("cell", { name: "un mot" }).waitFor();
  const propose = async (act, way, words) => {
    await act();
    await reader.getByRole("button", { name: "Commenter le passage choisi" }).click();
    await reader.getByRole("checkbox", { name: "Proposer une autre rédaction" }).check();
    await reader.getByLabel("Avec ce passage").selectOption({ label: way });
    const field = reader.getByRole("textbox", { name: "Le passage deviendrait" });
    const was = words === null ? null : await field.inputValue();
    if (words !== null) await field.fill(words);
    await reader.getByRole("button", { name: "Envoyer" }).click();
    await reader.getByLabel("Votre remarque").waitFor({ state: "detached" });
    return was;
  };
  const from = (block, start, inner) => () => reader.evaluate(([n, at, selector]) => {
    const p = document.querySelectorAll(".reading-text p")[n], last = p.querySelector(selector).firstChild;
    getSelection().setBaseAndExtent(p.firstChild, at, last, last.length);
  }, [block, start, inner]);
  assert.equal(await propose(from(0, 3, "strong"), "Le remplacer", "pain est bon"), "pain est bonne");
  await propose(from(1, 5, "a"), "Le retirer", null);
  await propose(() => choose(reader, "mot"), "Le remplacer", "a | b");
  await propose(() => choose(reader, "ici"), "Le remplacer", "<ici> *là* [bas]");
  await page.locator(".cm-content .proposed-words", { hasText: "<ici> *là* [bas]" }).waitFor();
  for (let left = 4; left > 0; left--) {
    await page.getByRole("button", { name: "Accepter", exact: true }).first().click();
    await until(async () => (await page.getByRole("button", { name: "Accepter", exact: true }).count()) === left - 1, "accepted");
  }
  assert.equal(await author.text(document), "Le pain est **bon**.\n\nVoir \\<ici> \\*là\\* [bas\\].\n\n| A | B |\n| --- | --- |\n| un a \\| b | deux |\n");
  await end(reader, page);
});

const long = Array.from({ length: 60 }, (_, i) => `Le paragraphe numéro ${i + 1} dit des choses, et il en dit assez pour tenir sur plusieurs lignes de la feuille, comme on en écrit d'habitude.\n\n`).join("");

for (const [who, id] of [["reads", "tut-03"], ["writes", "stg-02"]]) {
  test(`as one ${who}, remarks stand in the order of the text, and the one on the passage before one's eyes comes level with it`, async (t) => {
    const { windows, say: tell } = await start(t, long);
    const numbers = [58, 31, 3, 45, 30, 12, 50, 2, 22, 40, 59];
    for (const number of numbers) await tell(remark(`paragraphe numéro ${number} `, `À propos du numéro ${number}.`));
    const page = await windows(id);
    await until(async () => (await page.locator(".thread").count()) === numbers.length, "all the remarks");
    const inOrder = (await page.locator(".thread .body").allTextContents()).map((words) => Number(/\d+/.exec(words)[0]));
    assert.deepEqual(inOrder, [...numbers].sort((a, b) => a - b));
    /** How far the card is from its passage, and from the top of the margin. */
    const apart = (number) => page.evaluate((n) => {
      const passage = [...CSS.highlights.get("comment")].find((range) => String(range).trim() === `paragraphe numéro ${n}`), card = [...document.querySelectorAll(".thread")].find((one) => one.textContent.includes(`numéro ${n}.`));
      return passage ? Math.round(card.getBoundingClientRect().top - passage.getBoundingClientRect().top) : null;
    }, number);
    const scrollTo = (words) => page.evaluate(async (wanted) => {
      for (;;) {
        const line = [...document.querySelectorAll(".reading-text p, .cm-line")].find((one) => one.textContent.includes(wanted));
        if (line) return scrollBy(0, line.getBoundingClientRect().top - 300);
        scrollBy(0, 500);
        await new Promise((done) => setTimeout(done, 100));
      }
    }, words);
    for (const number of [22, 45]) {
      await scrollTo(`numéro ${number} `);
      await until(async () => Math.abs((await apart(number)) ?? 99) <= 2, `the remark on ${number} beside it`);
    }
    await page.locator(".thread", { hasText: "numéro 45." }).getByLabel("Votre réponse").click();
    const before = await page.evaluate(() => document.querySelector(".margin").scrollTop);
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(1_000);
    assert.equal(await page.evaluate(() => document.querySelector(".margin").scrollTop), before, "whoever answers keeps their place");
    await end(page);
  });
}
