// Reading in peace: every document that one may open has a page without tools, with the numbers of its paragraphs, made
// for a phone and for paper.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser, server, work, shared;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start()]);
  const list = async (id) => (await (await server.as(id)).get("/api/documents")).is(200).json;
  work = (await list("stg-01")).find((d) => d.kind === "diagnostic" && d.owner === "stg-01");
  shared = (await list("tut-01")).find((d) => d.kind === "journal_entry");
});
after(async () => {
  await browser.close();
  await server.end();
});

/** The numbers that are shown, beside which blocks: [number, id] in the order of the text. */
const numbers = (page) => page.evaluate(() => [...document.querySelectorAll("[data-number]")].map((block) =>
  [getComputedStyle(block, "::before").content.replace(/^"(\d+)".*$/, "$1"), (block.id || block.querySelector("[id^='p-']")?.id) ?? ""]));

test("a text is read without tools, its paragraphs numbered as remarks name them, from the page where it is written", async () => {
  const page = await windowOf(browser, server, "tut-01", { path: `/ecrits/${work.id}` });
  await page.locator(".reading-text p").first().waitFor();
  const live = await numbers(page);
  assert.ok(live.length > 50);
  await page.getByRole("link", { name: "Lire sans rien autour, imprimer" }).click();
  await page.getByRole("heading", { level: 1, name: work.title }).waitFor();
  await page.getByText(/Maëlle Kerdavid · tel qu'il était le .* à .* · \d+ paragraphes numérotés/).waitFor();
  const shown = await numbers(page);
  assert.deepEqual(shown, live, "the same numbers on both pages");
  assert.deepEqual(shown, shown.map((_, i) => [String(i + 1), `p-${i + 1}`]), "each block has its own, none is missing");
  const beside = await page.evaluate(() => {
    const text = document.querySelector("#p-3").getBoundingClientRect();
    return parseFloat(getComputedStyle(document.querySelector("#p-3"), "::before").right) >= text.width;
  });
  assert.ok(beside, "in the margin, not over the words");
  await page.getByRole("checkbox", { name: "Numéros des paragraphes" }).uncheck();
  assert.ok((await numbers(page)).every(([number]) => number === "none"));
  await page.evaluate(() => (window.print = () => (document.title = "printed")));
  await page.getByRole("button", { name: "Imprimer" }).click();
  assert.equal(await page.title(), "printed");
  await page.getByRole("link", { name: "Revenir au texte" }).click();
  await page.getByRole("link", { name: "Lire sans rien autour, imprimer" }).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("an older text that comes late never takes the place of a newer one", async () => {
  const author = await server.as("stg-02"), document = await author.newPage("Au fil de l'eau", "grp-b");
  const client = await (await RawClient.open(author, document, { protocol: "carnet" })).sync();
  await client.settled(client.type("Un.\n", 0));
  const page = await windowOf(browser, server, "tut-03", { path: `/equipes/grp-b/${document}` });
  const shown = page.locator(".reading-text");
  await shown.getByText("Un.").waitFor();
  let letGo, asked = 0;
  const held = new Promise((done) => (letGo = done));
  await page.route("**/html", async (route) => {
    if (asked++ > 0) return route.continue();
    const response = await route.fetch();         // the text as it is now
    await held;
    await route.fulfill({ response });
  });
  await client.settled(client.type("Deux. ", 0));
  await until(() => asked > 0, "the text asked for");
  await client.settled(client.type("Trois. ", 0));
  await page.waitForTimeout(1_500);               // longer than a change waits before the text is asked for
  const late = page.waitForResponse("**/html");
  letGo();
  await (await late).finished();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
  await until(async () => (await shown.textContent()).includes("Trois. Deux. Un."), "the newest text", patience(15_000));
  client.end();
  await page.context().close();
});

/** A page of a team with sixty paragraphs, calls of notes, a task and a table, and somebody who writes in it. */
async function longText() {
  const author = await server.as("stg-02"), document = await author.newPage("Long", "grp-b");
  const client = await (await RawClient.open(author, document, { protocol: "carnet" })).sync();
  const many = (from, to) => Array.from({ length: to - from }, (_, i) => `Paragraphe numéro ${from + i}, qui dit quelque chose d'assez long pour tenir sur plus d'une ligne de la page.\n\n`).join("");
  await client.settled(client.type(`${many(1, 30)}- [ ] Une tâche.\n\n| Jour | Fait |\n| --- | --- |\n| lundi | oui |\n\nUn appel[^a] ici.\n\n${many(30, 60)}[^a]: La note.\n`, 0));
  const put = (words, before) => client.settled(client.edit((content) => content.insert(String(content).indexOf(before), words)));
  return { author, document, client, put, path: `/equipes/grp-b/${document}` };
}
const mark = (page) => page.evaluate(() => document.querySelectorAll(".reading-text > *").forEach((block) => (block.old = true)));
const newBlocks = (page) => page.evaluate(() => [...document.querySelectorAll(".reading-text > *")].filter((block) => !block.old).map((block) => block.textContent));

test("what a reader chose stays chosen when paragraphs are put in above and further down, and every number is the new one", async () => {
  const { client, put, path } = await longText();
  const page = await windowOf(browser, server, "tut-03", { path });
  await page.getByText("Paragraphe numéro 59").waitFor();
  await page.getByRole("heading", { name: "Dans la marge" }).waitFor();
  await choose(page, "Paragraphe numéro 45");
  const comment = page.getByRole("button", { name: "Commenter le passage choisi" });
  await comment.waitFor();
  await mark(page);
  await client.settled(client.edit((content) => {
    content.insert(String(content).indexOf("Paragraphe numéro 3,"), "Une phrase[^z] de plus.\n\n");
    content.insert(String(content).indexOf("Paragraphe numéro 50,"), "Plus loin.\n\n");
    content.insert(content.length, "[^z]: Autre note.\n");
  }));
  await page.getByText("Plus loin.").waitFor();
  assert.deepEqual((await newBlocks(page)).map((words) => words.trim().split(/\s/)[0]), ["Une", "Plus"], "what is new");
  assert.equal(await page.evaluate(() => String(getSelection())), "Paragraphe numéro 45");
  assert.ok(await comment.isVisible());
  assert.deepEqual(await numbers(page), (await numbers(page)).map((_, i) => [String(i + 1), `p-${i + 1}`]), "the new numbers");
  const { box, label, calls } = await page.evaluate(() => ({
    box: document.querySelector(".task input").getAttribute("aria-labelledby"), label: document.querySelector(".task [id]").id,
    calls: [...document.querySelectorAll("[role=doc-noteref]")].map((call) => [call.textContent, call.id, call.getAttribute("href")]),
  }));
  assert.equal(box, label);
  assert.deepEqual(calls, [["1", "fnref-1-1", "#fn-1"], ["2", "fnref-2-1", "#fn-2"]]);
  await put("Encore. ", "Paragraphe numéro 1,");
  await page.getByText("Encore.").waitFor();
  assert.equal(await page.evaluate(() => String(getSelection())), "Paragraphe numéro 45");
  assert.deepEqual(page.complaints, []);
  client.end();
  await page.context().close();
});

test("the focus in a paragraph stays while somebody writes below and above it", async () => {
  const { client, put, path, document } = await longText();
  const tutor = await server.as("tut-03");
  (await tutor.post(`/api/documents/${document}/comments`, { key: "key-of-a-reading-0001", kind: "question", body: "Pourquoi ?", anchor: { exact: "Paragraphe numéro 12", prefix: "", suffix: "" } })).is(201);
  const page = await windowOf(browser, server, "tut-03", { path });
  await page.getByText("Paragraphe numéro 59").waitFor();
  await page.getByRole("article", { name: /numéro 12/ }).getByRole("button", { name: "Revenir au texte" }).click();
  const focused = () => page.evaluate(() => window.document.activeElement?.textContent.slice(0, 20));
  await until(async () => (await focused()) === "Paragraphe numéro 12", "the focus in the paragraph");
  for (const [words, before] of [["Plus bas. ", "Paragraphe numéro 40,"], ["Plus haut.\n\n", "Paragraphe numéro 4,"]]) {
    await put(words, before);
    await page.getByText(words.trim()).waitFor();
    assert.equal(await focused(), "Paragraphe numéro 12", words);
  }
  client.end();
  await page.context().close();
});

test("what is chosen in an item, a row or a note stays while the others of its list, its table or the notes change", async () => {
  const author = await server.as("stg-02"), document = await author.newPage("Des listes", "grp-b");
  const client = await (await RawClient.open(author, document, { protocol: "carnet" })).sync();
  const texts = ["- [ ] Le pain", "- Les fruits\n  - les pommes rouges\n  - les poires", "- Le fromage[^a]"];
  await client.settled(client.type(`Avant.\n\n${texts.join("\n")}\n\n| Jour | Fait |\n| --- | --- |\n| lundi | oui |\n| mardi | plus tard |\n\nUn appel[^b].\n\n[^a]: De chèvre.\n[^b]: Première fois.\n`, 0));
  const page = await windowOf(browser, server, "tut-03", { path: `/equipes/grp-b/${document}` });
  await page.getByText("Première fois.").waitFor();
  await page.getByRole("heading", { name: "Dans la marge" }).waitFor();
  const instead = (was, is) => client.settled(client.edit((content) => {
    const at = String(content).indexOf(was);
    content.delete(at, was.length);
    content.insert(at, is);
  }));
  for (const [chosen, was, is] of [["pommes rouges", "Le pain", "Le pain noir\n- Le sel"], ["pommes rouges", "Les fruits", "Des fruits"], ["pommes rouges", "les poires", "les coings"],
    ["Le fromage", "les coings", "les nèfles"], ["plus tard", "oui", "presque"], ["Première", "De chèvre", "De brebis"]]) {
    await choose(page, chosen);
    await page.evaluate(() => {
      window.focused = getSelection().anchorNode.parentElement.closest("li, p, td");
      window.focused.tabIndex = -1;
      window.focused.focus();
    });
    await choose(page, chosen);
    await instead(was, is);
    await page.getByText(is.split("\n").at(-1).replace("- ", "")).waitFor();
    assert.equal(await page.evaluate(() => String(getSelection())), chosen, `${was} → ${is}`);
    assert.ok(await page.evaluate(() => window.document.activeElement === window.focused && window.focused.isConnected), `the focus: ${was} → ${is}`);
  }
  const [shown, fresh] = await page.evaluate(async () => {
    const bare = (html) => html.replaceAll(/ tabindex="-1"/g, "");
    return [bare(window.document.querySelector(".reading-text").innerHTML), location.href];
  });
  await page.goto(fresh);
  await page.getByText("Première fois.").waitFor();
  assert.equal(shown, await page.evaluate(() => window.document.querySelector(".reading-text").innerHTML), "the page that one opens afresh");
  assert.deepEqual(page.complaints, []);
  client.end();
  await page.context().close();
});

test("the paragraph one looks at does not move when another is put in above the window", async () => {
  const { client, put, path } = await longText();
  const page = await windowOf(browser, server, "tut-03", { path });
  const looked = page.getByText("Paragraphe numéro 40");
  await looked.waitFor();
  await page.getByRole("heading", { name: "Dans la marge" }).waitFor();
  await looked.evaluate((block) => block.scrollIntoView({ block: "center" }));
  const top = () => looked.evaluate((block) => Math.round(block.getBoundingClientRect().top));
  const before = await top();
  await put("Une phrase de plus.\n\nEt une autre.\n\n", "Paragraphe numéro 3,");
  await page.getByText("Et une autre.").waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.ok(Math.abs((await top()) - before) <= 1, `${before} → ${await top()}`);
  client.end();
  await page.context().close();
});

test("on a phone the number stands before the first word, and nothing is wider than the window", async () => {
  const page = await windowOf(browser, server, "tut-01", { path: `/lire/${shared.id}`, width: 320 });
  await page.locator(".reading-text p").first().waitFor();
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".reading-text [data-number]"), "::before").position), "static");
  await isAccessible(page, "an entry on a phone");
  await page.context().close();
});

test("paper is white whatever the screen was, holds the words, the numbers and their pages, and no button", async () => {
  const page = await windowOf(browser, server, "stg-01", { path: `/lire/${work.id}` });
  await page.locator(".reading-text p").first().waitFor();
  await page.evaluate(() => Object.assign(document.documentElement.dataset, { theme: "dark", contrast: "more" }));
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const look = await page.evaluate(() => {
    const style = (what) => getComputedStyle(document.querySelector(what));
    const visible = (what) => [...document.querySelectorAll(what)].some((e) => e.checkVisibility());
    return { ink: style(".reading-text p").color, paper: style(".sheet").backgroundColor, scheme: style("html").colorScheme,
      tools: visible("button, input:not([disabled]), .editor-bar, .skip"), number: style(".reading-text").position && getComputedStyle(document.querySelector("#p-3"), "::before").content };
  });
  assert.deepEqual(look, { ink: "rgb(0, 0, 0)", paper: "rgba(0, 0, 0, 0)", scheme: "light", tools: false, number: '"3"' });
  await page.emulateMedia({ media: null, colorScheme: null });
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const pages = pdf.match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages >= 6 && pages <= 20, `${pages} pages`);
  assert.match(pdf, /\/MediaBox\s*\[0 0 59[4-6][\d.]* 84[12]/, "A4");
  await page.context().close();
});

test("a text that is not for me has no page to be read on either", async () => {
  const page = await windowOf(browser, server, "stg-09", { path: `/lire/${work.id}` });
  await page.getByText(/Cette page n'existe pas/).first().waitFor();
  assert.equal(await page.getByText("Ploumézel").count(), 0);
  await page.context().close();
});

test("whoever reads a text says so, also where nobody counts on them, and the page never says it for them", async () => {
  const author = await server.as("stg-02"), document = await author.newPage("Pour qui passe", "grp-b");
  const page = await windowOf(browser, server, "resp-01", { path: `/equipes/grp-b/${document}` });
  const read = page.getByRole("button", { name: /^J'ai lu/ });
  await read.waitFor();
  assert.equal(await page.getByText("Vous avez tout lu de ce texte.").count(), 0);
  await read.click();
  await page.waitForURL((url) => !url.pathname.endsWith(document));
  assert.deepEqual((await author.get(`/api/documents/${document}/readings`)).is(200).json.map((one) => one.person.id), ["resp-01"]);
  await page.goto(`${server.origin}/equipes/grp-b/${document}`);
  await page.getByText("Vous avez tout lu de ce texte.").waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("on a phone what opens the margin is at hand and never lies over « J'ai lu »", async () => {
  const author = await server.as("stg-02"), document = await author.newPage("À lire au téléphone", "grp-b");
  const client = await (await RawClient.open(author, document, { protocol: "carnet" })).sync();
  await client.settled(client.type(Array.from({ length: 20 }, (_, i) => `Paragraphe ${i}, qui dit quelque chose d'assez long pour une ligne et demie.\n\n`).join(""), 0));
  client.end();
  const page = await windowOf(browser, server, "tut-03", { path: `/equipes/grp-b/${document}`, width: 360, height: 720, touch: true });
  const handle = page.getByRole("button", { name: "Dans la marge" });
  await page.getByRole("button", { name: /^J'ai lu/ }).waitFor();
  await handle.waitFor();
  const covered = await page.evaluate(() => {
    const found = [], bar = window.document.querySelector(".read-bar");
    for (let y = bar.getBoundingClientRect().top + scrollY - innerHeight; y < window.document.documentElement.scrollHeight; y += 20) {
      scrollTo(0, y);
      for (const part of bar.querySelectorAll("input, button, label")) {
        const { left, right, top, bottom } = part.getBoundingClientRect();
        for (const x of [left + 4, (left + right) / 2, right - 4]) {
          const hit = window.document.elementFromPoint(x, (top + bottom) / 2);
          if (hit?.closest(".margin-handle")) found.push(`${part.tagName} at ${y}`);
        }
      }
    }
    return found;
  });
  assert.deepEqual(covered, []);
  const short = await author.newPage("Court", "grp-b"), writer = await (await RawClient.open(author, short, { protocol: "carnet" })).sync();
  await writer.settled(writer.type("Une.\n\nDeux.\n\nTrois.\n\nQuatre.\n\nCinq.\n\nSix.\n\nSept.\n", 0));
  writer.end();
  await page.goto(`${server.origin}/equipes/grp-b/${short}`);
  await page.getByRole("button", { name: /^J'ai lu/ }).waitFor();
  await handle.waitFor();
  const box = await handle.boundingBox();
  assert.ok(box.y + box.height <= 720, `on the screen at once, not at ${box.y}`);
  await handle.tap();
  await page.getByRole("button", { name: "Refermer la marge" }).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
