// Twelve tasks from beginning to end without a mouse. At every stop the focus is on something that shows it; it is never lost to
// nothing in particular, whatever appears or goes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, windowOf } from "../harness/browser.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { Server, email, password, patience } from "../harness/server.mjs";

let browser, server, idriss, tutor;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start()]);
  [idriss, tutor] = await Promise.all([server.as("stg-02"), server.as("tut-03")]);
});
after(async () => {
  await browser.close();
  await server.end();
});

/** What is wrong with where the focus is: "" when it is on something that is in sight and shows that it has it. */
const standing = () => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return "the focus is lost";
  const shows = (one) => one && ["", "::before", "::after"].some((part) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one, part);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 && outlineColor !== "rgba(0, 0, 0, 0)";
  });
  const name = `${e.outerHTML.slice(0, 120)} (${e.textContent.trim().slice(0, 40)})`;
  if (!e.checkVisibility({ visibilityProperty: true })) return `the focus is on something hidden: ${name}`;
  const box = (e.labels?.[0] ?? e).getBoundingClientRect();
  if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) return `the focus is out of sight: ${name}`;
  if (e.isContentEditable || e.closest(".cm-editor")) return "";                // the text cursor shows it
  if (e.tabIndex < 0 && !e.matches("a, button, input, select, textarea")) return "";   // a place to read on from: nothing to use there
  const around = [];
  for (let one = e.parentElement; one && around.length < 4; one = one.parentElement) around.push(one);
  return [e, ...(e.labels ?? []), e.nextElementSibling, ...around].some(shows) ? "" : `the focus does not show: ${name}`;
};

/** Somebody with a keyboard and nothing else. */
class Hands {
  constructor(page) {
    this.page = page;
  }
  static async at(id, path) {
    const page = await windowOf(browser, server, id, { path });
    await page.getByRole("heading", { level: 1 }).or(page.getByRole("textbox", { name: /^Titre/ })).first().waitFor();
    return new Hands(page);
  }
  async press(key) {
    await this.page.keyboard.press(key);
    await this.stands(key);
  }
  async stands(after = "all that") {
    let wrong;
    await until(async () => (wrong = await this.page.evaluate(standing)) === "", () => `a place for the focus after ${after}: ${wrong}`, patience(3000));
  }
  async type(words) {
    await this.page.keyboard.type(words);
    assert.equal(await this.page.evaluate(standing), "", `after typing ${words}`);
  }
  /** Goes on, stop after stop, until this one; after the last stop of the page the browser's own bar has the focus once. */
  async to(what, key = "Tab") {
    await what.first().waitFor();
    let round = 0;
    for (let i = 0; i < 90; i++) {
      if (await what.first().evaluate((e) => e === document.activeElement)) return;
      await this.page.keyboard.press(key);
      if (await this.page.evaluate(() => document.activeElement === document.body)) assert.equal(round++, 0, `${key} goes round the page without reaching ${what}`);
      else await this.stands(key);
    }
    assert.fail(`${key} does not reach ${what}`);
  }
  async use(what, { by = "Enter", key = "Tab" } = {}) {
    await this.to(what, key);
    await this.press(by);
  }
  button(name, rest = {}) {
    return this.page.getByRole("button", { name, ...rest });
  }
  link(name) {
    return this.page.getByRole("link", { name });
  }
  /** The text has the focus, from the first stop of the page on if need be. */
  async toText() {
    await this.to(this.page.locator(".cm-content"));
    return this.page.keyboard.press("Control+Home");
  }
  async end() {
    assert.deepEqual(this.page.complaints, []);
    await this.page.context().close();
  }
}

const text = "# Le marché\n\nLe pain est **bonne**.\n\nLe marché du lundi est fermé depuis mars.\n";
async function write(document, words) {
  const client = await (await RawClient.open(idriss, document, { protocol: "carnet" })).sync();
  client.edit((content) => {
    content.delete(0, content.length);
    content.insert(0, words);
  });
  await client.settled();
  await client.end();
}
async function newPage(words = text) {
  const document = await idriss.newPage("Le marché", "grp-b");
  await write(document, words);
  return { document, path: `/equipes/grp-b/${document}`, has: (wanted) => until(async () => (await idriss.text(document)) === wanted, async () => `${JSON.stringify(wanted)}; there is ${JSON.stringify(await idriss.text(document))}`, patience(6000)) };
}
const comments = async (document) => (await idriss.get(`/api/documents/${document}/comments`)).is(200).json.comments;
let keys = 0;
const say = async (document, what) => (await tutor.post(`/api/documents/${document}/comments`, { key: `key-of-a-test-${String(++keys).padStart(6, "0")}`, kind: "question", ...what })).is(201).json;

test("signing in", async () => {
  const hands = await Hands.at(null, "/");
  await hands.to(hands.page.getByLabel("Adresse électronique"));
  await hands.type(email("stg-07"));
  await hands.to(hands.page.getByLabel("Mot de passe", { exact: true }));
  await hands.type(password);
  await hands.to(hands.page.getByRole("radio").first());
  await hands.press("Space");
  await hands.press("ArrowDown");
  await hands.use(hands.button("Ouvrir mon carnet"));
  await hands.page.getByRole("heading", { name: "Bonjour Clémence" }).waitFor();
  await hands.stands();
  await hands.end();
});

test("writing an entry and sharing it", async () => {
  const hands = await Hands.at("stg-01", "/");
  await hands.use(hands.button(/^Écrire/));
  await until(() => hands.page.evaluate(() => document.activeElement?.classList.contains("cm-content")), "the text has the focus");
  await hands.type("Tout au clavier.");
  await hands.press("Escape");
  await hands.use(hands.button(/Moi seul·e/), { key: "Shift+Tab" });
  const panel = hands.page.getByRole("dialog", { name: "Qui lit cette entrée ?" });
  await hands.to(panel.getByRole("radio", { checked: true }));
  for (let i = 0; i < 6 && !(await panel.getByRole("radio", { name: /Mon tutorat/ }).isChecked()); i++) await hands.press("ArrowDown");
  await panel.getByText("pourra lire et commenter").first().waitFor();
  await hands.use(panel.getByRole("button", { name: "Garder ce choix" }));
  await panel.waitFor({ state: "hidden" });
  await until(() => hands.page.evaluate(() => /Mon tutorat/.test(document.activeElement.textContent)), "the focus back where it came from");
  const person = await server.as("stg-01"), [entry] = (await person.get("/api/journal")).is(200).json.entries;
  assert.equal(entry.visibility, "tutor");
  await until(async () => (await person.text(entry.document)) === "Tout au clavier.", "the words on the server");
  await hands.end();
});

test("a remark on chosen words", async () => {
  const { document, path } = await newPage(), hands = await Hands.at("stg-06", path);
  await hands.page.getByRole("heading", { name: "Dans la marge" }).waitFor();       // the keys of the margin come with it
  await hands.toText();
  for (let i = 0; i < 4; i++) await hands.press("ArrowDown");
  await hands.press("Home");
  await hands.press("Shift+End");
  await hands.button("Commenter le passage choisi").waitFor();
  await hands.press("Control+Alt+m");
  await until(() => hands.page.evaluate(() => document.activeElement?.id === "comment-body"), "the focus in the form");
  await hands.type("Depuis quand ?");
  await hands.use(hands.button("Envoyer"));
  await until(async () => (await comments(document))[0]?.body === "Depuis quand ?", "the remark on the server");
  assert.equal((await comments(document))[0].anchor.exact, "Le marché du lundi est fermé depuis mars.");
  await hands.stands();
  await hands.end();
});

test("answering a remark and settling it", async () => {
  const { document, path } = await newPage();
  await say(document, { body: "Depuis quand ?", anchor: { exact: "du lundi" } });
  const hands = await Hands.at("stg-02", path), thread = hands.page.getByRole("article", { name: /du lundi/ });
  await hands.to(thread.getByLabel("Votre réponse"));
  await hands.type("Depuis le 3 mars.");
  await hands.use(thread.getByRole("button", { name: "Répondre" }));
  await thread.getByText("Depuis le 3 mars.").waitFor();
  await hands.use(thread.getByRole("button", { name: "Réglé" }));
  await thread.waitFor({ state: "detached" });
  await hands.stands("settling");
  const [said] = await comments(document);
  assert.deepEqual([said.status, said.replies.length], ["resolved", 1]);
  await hands.end();
});

test("accepting a proposed edit", async () => {
  const { document, path, has } = await newPage();
  await say(document, { kind: "correction", body: "", anchor: { exact: "bonne" }, edit: { kind: "replace", text: "bon" } });
  const hands = await Hands.at("stg-02", path);
  await hands.use(hands.button("Accepter", { exact: true }));
  await has(text.replace("bonne", "bon"));
  await hands.page.getByRole("article", { name: /bonne/ }).waitFor({ state: "detached" });
  await hands.stands();
  await hands.end();
});

test("comparing two versions and taking a passage back", async () => {
  const { document, path, has } = await newPage(), second = text.replace("lundi", "mardi").replace("bonne", "chaud");
  (await idriss.post(`/api/documents/${document}/revisions`, { name: "Premier jet" })).is(201);
  await write(document, second);
  const hands = await Hands.at("stg-02", path);
  await hands.use(hands.link("Versions"));
  await hands.page.getByRole("heading", { level: 1, name: "La vie de ce texte" }).waitFor();
  await hands.use(hands.link(/Premier jet/));
  await hands.use(hands.link("Comparer au texte de maintenant"));
  await hands.use(hands.button("Changement suivant"));
  assert.match(await hands.page.evaluate(() => document.activeElement.textContent), /Le pain est/);
  await hands.use(hands.button("Reprendre le passage d'avant"));
  await hands.use(hands.page.getByRole("dialog").getByRole("button", { name: "Reprendre le passage d'avant" }));
  await hands.page.getByText("C'est fait", { exact: false }).first().waitFor();
  await has(second.replace("chaud", "bonne"));
  await hands.use(hands.button("Annuler ce retour"));
  await has(second);
  await hands.stands();
  await hands.end();
});

test("finding words and putting others in their place", async () => {
  const { path, has } = await newPage(), hands = await Hands.at("stg-02", path);
  await hands.toText();
  await hands.press("Control+h");
  await hands.type("marche");
  await hands.page.getByRole("search", { name: "Chercher dans le texte" }).getByText("1 sur 2").waitFor();
  await hands.press("Enter");
  await hands.to(hands.page.getByRole("textbox", { name: "Remplacer par" }));
  await hands.type("bal");
  await hands.use(hands.button("Tout remplacer"), { by: "Space" });
  await has(text.replaceAll("marché", "bal"));
  await hands.press("Escape");
  assert.ok(await hands.page.evaluate(() => document.activeElement.classList.contains("cm-content")), "the focus is back in the text");
  await hands.end();
});

test("a table: put in from the tools, filled cell after cell, made longer, and left", async () => {
  const { path, has } = await newPage("Avant."), hands = await Hands.at("stg-02", path);
  await hands.toText();
  await hands.press("End");
  await hands.press("Alt+F10");
  for (let i = 0; i < 20 && !(await hands.page.evaluate(() => document.activeElement.getAttribute("aria-label") === "Tableau")); i++) await hands.press("ArrowRight");
  await hands.press("Enter");
  await hands.press("Escape");                       // from the tools back to the text
  await hands.type("Nom");
  await hands.press("Tab");
  for (let i = 0; i < 2; i++) await hands.press("Control+Shift+ArrowLeft");
  await hands.type("Rue");
  await hands.press("Tab");
  await hands.type("Léa");
  await hands.press("Tab");
  await hands.type("Basse");
  await hands.press("Shift+Tab");
  await hands.press("Escape");
  await hands.page.keyboard.press("Tab");            // to what follows, or to the browser's own bar
  assert.equal(await hands.page.evaluate(() => document.activeElement.closest(".cm-editor")), null, "the keyboard is caught in the table");
  await has("Avant.\n\n| Nom | Rue |\n| --- | --- |\n| Léa  | Basse  |\n|   |   |");
  await hands.end();
});

test("a tutor's queue, read to its end", async () => {
  const tutor1 = await server.as("tut-01");
  for (const { document } of (await tutor1.get("/api/queue")).is(200).json.items.slice(2)) (await tutor1.post(`/api/documents/${document.id}/readings`, {})).is(200);
  const left = (await tutor1.get("/api/queue")).is(200).json.items.length;
  assert.equal(left, 2);
  const hands = await Hands.at("tut-01", "/");
  await hands.use(hands.page.locator(".queue-item").first().getByRole("link"));
  for (let i = 0; i < left; i++) {
    const title = await hands.page.getByRole("heading", { level: 1 }).textContent();
    if (i === 0) {
      await hands.to(hands.page.getByLabel("Un mot pour l'auteur·rice"));
      await hands.type("Merci.");
    }
    await hands.use(hands.button(/^J'ai lu/));
    await hands.page.getByRole("heading", { level: 1, name: title }).waitFor({ state: "detached" });
  }
  await hands.page.getByText("Rien ne vous attend. Bonne semaine.").waitFor();
  await hands.stands();
  await hands.end();
});

test("inviting somebody", async () => {
  const hands = await Hands.at("ass-01", "/personnes");
  await hands.to(hands.page.getByLabel("Une personne par ligne"));
  await hands.type("Zoé Petit <zoe@x.invalid>");
  const role = hands.page.getByLabel("Comme");
  await hands.to(role);
  for (let i = 0; i < 12 && (await role.evaluate((e) => e.selectedOptions[0].label)) !== "Tutorat"; i++) await hands.press("ArrowDown");
  await hands.use(hands.button("Vérifier la liste"));
  await hands.use(hands.button("Inviter 1 personne"));
  await hands.page.getByText("C'est parti.").waitFor();
  await hands.stands("inviting");
  const people = (await (await server.as("ass-01")).get("/api/people?cohort=coh-2025-2026")).is(200).json.people;
  assert.ok(people.some((one) => one.email === "zoe@x.invalid"), "she is invited");
  await hands.end();
});

test("choosing how one reads", async () => {
  const hands = await Hands.at("stg-04", "/compte");
  await hands.use(hands.link(/Confort de lecture/));
  await hands.to(hands.page.getByRole("radio", { name: /^Literata/ }));
  await hands.press("ArrowDown");
  await hands.page.getByText("Gardé.", { exact: true }).waitFor();
  await hands.to(hands.page.getByRole("radio", { name: "Comme l'appareil" }));
  await hands.press("ArrowUp");
  assert.deepEqual(await hands.page.evaluate(() => [document.documentElement.dataset.face, document.documentElement.dataset.theme]), ["sans", "dark"]);
  await hands.use(hands.button("Revenir aux réglages de départ"), { by: "Space" });
  await until(() => hands.page.evaluate(() => document.documentElement.dataset.theme === "device" && document.documentElement.dataset.face === "serif"), "as it was");
  await hands.end();
});

test("searching and opening what was found", async () => {
  await until(async () => (await idriss.get("/api/search?q=objections")).json.hits?.length > 0, "the sample is indexed", patience(20_000));
  const hands = await Hands.at("stg-02", "/equipes");
  await hands.press("Control+k");
  await hands.type("objection");
  await hands.press("Enter");
  await hands.page.locator("mark").first().waitFor();
  await hands.use(hands.page.locator(".hit a").first());
  await hands.page.waitForURL(/\/(equipes|journal|ecrits)\//);
  await hands.page.getByRole("heading", { level: 1 }).or(hands.page.getByRole("textbox", { name: /^Titre/ })).first().waitFor();
  await hands.stands();
  await hands.end();
});

test("what this file looks for is found when it is there: a lost focus, and one that does not show", async () => {
  const hands = await Hands.at("stg-04", "/compte");
  await hands.press("Tab");
  await hands.page.evaluate(() => document.activeElement.blur());
  assert.equal(await hands.page.evaluate(standing), "the focus is lost");
  await hands.press("Tab");
  await hands.page.evaluate(() => document.activeElement.style.setProperty("outline", "none"));
  assert.match(await hands.page.evaluate(standing), /does not show/);
  await hands.end();
});
