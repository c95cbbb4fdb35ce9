// Comments in the page: read, written, answered, decided, by mouse and by keyboard, in the margin and in the sheet of a phone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, isAccessible, signInByHand, startBrowser, windowOf } from "../harness/browser.mjs";
import { typedHere } from "../harness/device.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { Server } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const shots = process.env.CARNET_SHOTS;
const shot = async (page, name) => shots && page.screenshot({ path: `${shots}/comments-${name}.png` });
let keys = 0;
const remark = (exact, body, more = {}) => ({ key: `key-of-a-test-${String(++keys).padStart(6, "0")}`, kind: "question", body, anchor: { exact, prefix: "", suffix: "" }, ...more });
const edit = (from, to) => ({ kind: "correction", edit: { kind: "replace", text: to }, anchor: { exact: from } });
const text = "# Le marché\n\nLe pain est **bonne**. La table est mis.\n\nLe marché du lundi est fermé depuis mars.\n";

async function start(t, words = text) {
  const server = await Server.start(t);
  const author = await server.as("stg-02"), tutor = await server.as("tut-03");
  const document = await author.newPage("Le marché", "grp-b");
  const client = await RawClient.open(author, document, { protocol: "carnet" });
  await client.sync();
  await client.settled(client.type(words, 0));
  client.drop();
  const list = async () => (await author.get(`/api/documents/${document}/comments`)).is(200).json.comments;
  return { server, author, tutor, document, path: `/equipes/grp-b/${document}`, say: async (what) => (await tutor.post(`/api/documents/${document}/comments`, what)).is(201).json, list };
}
const painted = (page, name = "comment") => page.evaluate((n) => [...(CSS.highlights.get(n) ?? [])].map(String), name);
const end = async (...pages) => {
  for (const page of pages) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
};

test("a reader chooses a passage, writes, sends; the author, whose page is open, sees it, answers and settles it", async (t) => {
  const { server, path, list } = await start(t);
  const [reader, author] = await Promise.all([windowOf(browser, server, "tut-03", { path }), windowOf(browser, server, "stg-02", { path })]);
  await reader.getByRole("heading", { name: "Dans la marge" }).waitFor();
  await reader.getByText("depuis mars").waitFor();
  await choose(reader, "du lundi");
  await reader.getByRole("button", { name: "Commenter le passage choisi" }).click();
  await reader.getByLabel("Votre remarque").fill("Depuis quand exactement ?");
  await shot(reader, "new-1280");
  await isAccessible(reader, "writing a comment");
  await reader.getByRole("button", { name: "Envoyer" }).click();
  await author.getByRole("article", { name: /du lundi/ }).getByText("Depuis quand exactement ?").waitFor();
  await until(async () => (await painted(author)).includes("du lundi"), "the passage painted for the author");
  const [said] = await list();
  assert.deepEqual([said.anchor.exact, said.kind, said.author.id], ["du lundi", "question", "tut-03"]);

  await author.getByLabel("Votre réponse").fill("Depuis le 3 mars.");
  await author.getByRole("button", { name: "Répondre" }).click();
  await reader.getByText("Depuis le 3 mars.").waitFor();
  await shot(author, "margin-1280");
  await isAccessible(author, "a thread in the margin");
  await author.getByRole("button", { name: "Réglé" }).click();
  await author.getByText("Tout est traité.").waitFor();
  await author.getByLabel("Montrer").selectOption("all");
  await author.getByRole("button", { name: "Rouvrir" }).waitFor();
  await end(reader, author);
});

test("the passage is painted where it went when the text is written, cut, taken back, pasted elsewhere and restored", async (t) => {
  const { server, author, document, path, say, list } = await start(t);
  const { id: whole } = (await author.post(`/api/documents/${document}/revisions`, { name: "Entier" })).is(201).json;
  await say(remark("du lundi", "Depuis quand ?"));
  const page = await windowOf(browser, server, "stg-02", { path });
  const content = page.locator(".cm-content");
  await content.click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("Une phrase de plus, avant tout le reste. ");
  await until(async () => (await painted(page)).includes("du lundi"), "painted after rewriting");
  assert.equal((await list())[0].anchor.state, "placed");
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+X");
  await until(async () => (await list())[0].anchor.state === "detached", "detached when all is cut");
  await page.getByText("Ce passage n'est plus dans le texte, ou a beaucoup changé. Voici ce qu'il disait.").waitFor();
  await page.getByText("« du lundi »").waitFor();
  await page.keyboard.press("Control+Z");
  await until(async () => (await list())[0].anchor.state === "placed", "placed again after taking the cut back");
  await until(async () => (await painted(page)).includes("du lundi"), "painted after taking back");

  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+X");
  await until(async () => (await list())[0].anchor.state === "detached", "detached when all is cut again");
  await page.keyboard.type("Tout a une autre place.");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+V");
  await until(async () => (await list())[0].anchor.state === "placed", "placed again where it was pasted");
  await until(async () => (await painted(page)).includes("du lundi"), "painted where it was pasted");

  await page.keyboard.press("Control+A");
  await page.keyboard.type("Plus rien de cela. ");
  await until(async () => (await list())[0].anchor.state === "detached", "detached when all was written over");
  (await author.post(`/api/documents/${document}/restorations`, { revision: whole })).is(201);
  await until(async () => (await list())[0].anchor.state === "placed", "placed again in the restored text");
  await until(async () => (await painted(page)).includes("du lundi"), "painted in the restored text");
  await end(page);
});

test("proposed edits: struck through in the text, accepted one by one or the small ones at once, by the author alone", async (t) => {
  const { server, path, say, author, document } = await start(t);
  await say(remark("bonne", "", edit("bonne", "bon")));
  await say(remark("mis.", "", edit("mis.", "mise.")));
  const [page, reader] = await Promise.all([windowOf(browser, server, "stg-02", { path }), windowOf(browser, server, "tut-03", { path })]);
  await page.getByRole("button", { name: "Accepter les 2 petites corrections" }).waitFor();
  await until(async () => (await painted(page, "comment-edit")).length === 2, "both struck through");
  await shot(page, "edits-1280");
  await isAccessible(page, "proposed edits");
  await reader.getByRole("article").first().waitFor();
  assert.equal(await reader.getByRole("button", { name: "Accepter" }).count(), 0);
  await page.getByRole("article", { name: /bonne/ }).getByRole("button", { name: "Accepter", exact: true }).click();
  await page.getByRole("button", { name: "Accepter la petite correction" }).click();
  await until(async () => (await author.text(document)).includes("Le pain est **bon**. La table est mise."), "the accepted words");
  await reader.getByText("La table est mise.").waitFor();
  (await author.post(`/api/documents/${document}/revisions`, { name: "Corrigé" })).is(201);
  for (const one of [page, reader]) {
    await one.goto(`${server.origin}/versions/${document}`);
    await one.getByText(/2 modifications proposées par .+, acceptées/).waitFor();
  }
  await shot(page, "accepted-1280");
  await end(page, reader);
});

test("the small corrections that one sees are accepted at once: none that is settled, none that the filter hides", async (t) => {
  const { server, path, say, author, document } = await start(t);
  const settled = await say(remark("bonne", "", edit("bonne", "bon")));
  (await author.put(`/api/comments/${settled.id}/status`, { status: "resolved" })).is(200);
  const page = await windowOf(browser, server, "stg-02", { path }), small = page.getByRole("button", { name: /petites? corrections?/ });
  await page.getByLabel("Montrer").selectOption("all");
  await page.getByRole("article", { name: /bonne/ }).waitFor();
  assert.equal(await small.count(), 0);
  await say(remark("mis.", "", edit("mis.", "mise.")));
  (await author.post(`/api/documents/${document}/comments`, remark("fermé", "", edit("fermé", "ouvert")))).is(201);
  await page.getByRole("button", { name: "Accepter les 2 petites corrections" }).waitFor();
  await page.getByLabel("Montrer").selectOption("mine");
  await page.getByRole("button", { name: "Accepter la petite correction" }).click();
  await until(async () => (await author.text(document)).includes("est ouvert"), "one's own");
  assert.equal(await author.text(document), text.replace("fermé", "ouvert"));
  await small.waitFor({ state: "detached" });
  await end(page);
});

test("of more small corrections than the server takes at once, two hundred are accepted, then the others", async (t) => {
  const { server, path, tutor, author, document } = await start(t, `${Array.from({ length: 202 }, (_, i) => `mot${1000 + i}`).join(" ")}\n`);
  for (let i = 0; i < 202; i += 15) {
    const remarks = Array.from({ length: Math.min(15, 202 - i) }, (_, n) => remark("", "", edit(`mot${1000 + i + n}`, "x")));
    (await tutor.post(`/api/documents/${document}/remarks`, { remarks })).is(201);
  }
  const page = await windowOf(browser, server, "stg-02", { path });
  await page.getByRole("button", { name: "Accepter les 200 petites corrections" }).click();
  await page.getByRole("button", { name: "Accepter les 2 petites corrections" }).click();
  await until(async () => !(await author.text(document)).includes("mot"), "all of them");
  assert.equal(await page.getByRole("alert").count(), 0);
  await end(page);
});

test("a reader types other words, words after, and a removal; their author sees all three in the text and says yes", async (t) => {
  const { server, path, author, document } = await start(t);
  const [reader, page] = await Promise.all([windowOf(browser, server, "tut-03", { path }), windowOf(browser, server, "stg-02", { path })]);
  await reader.getByText("depuis mars").waitFor();
  const propose = async (passage, way, words) => {
    await choose(reader, passage);
    await reader.getByRole("button", { name: "Commenter le passage choisi" }).click();
    await reader.getByRole("checkbox", { name: "Proposer une autre rédaction" }).check();
    await reader.getByLabel("Avec ce passage").selectOption({ label: way });
    if (words !== null) await reader.getByRole("textbox", { name: /Le passage deviendrait|Ce qui viendrait après lui/ }).fill(words);
    await shot(reader, `propose-${way}`);
    await isAccessible(reader, `proposing: ${way}`);
    await reader.getByRole("button", { name: "Envoyer" }).click();
    await reader.getByLabel("Votre remarque").waitFor({ state: "detached" });
  };
  await propose("mis", "Le remplacer", "mise");
  await propose("du lundi", "Ajouter à la suite", "et du mardi");
  await propose(" depuis mars", "Le retirer", null);
  const proposed = () => page.locator(".cm-content .proposed-words").allTextContents();
  await until(async () => (await proposed()).length === 2, async () => `both words in the text, not ${JSON.stringify(await proposed())}`);
  assert.deepEqual((await proposed()).map((words) => words.replace(/^Ajout proposé\s: /, "")), ["mise", " et du mardi"]);
  await until(async () => (await painted(page, "comment-edit")).length === 2, "what would go is struck through");
  assert.equal(await author.text(document), text, "nothing is written yet");
  await shot(page, "proposed-1280");
  await isAccessible(page, "proposed words in the text");
  for (const passage of [/« mis »/, /du lundi/, /depuis mars/]) await page.getByRole("article", { name: passage }).getByRole("button", { name: "Accepter", exact: true }).click();
  await until(async () => (await author.text(document)).includes("La table est mise.\n\nLe marché du lundi et du mardi est fermé."), async () => `the accepted words, not ${JSON.stringify(await author.text(document))}`);
  await until(async () => (await proposed()).length === 0, "nothing proposed any more");
  await end(reader, page);
});

test("words chosen before the margin is there can be commented once it is", async (t) => {
  const { server, path } = await start(t);
  const reader = await windowOf(browser, server, "tut-03", { routes: [["**/assets/Margin-*.js", async (route) => {
    await reader.getByText("depuis mars").waitFor();
    await choose(reader, "du lundi");
    await route.continue();
  }]] });
  await reader.goto(server.origin + path);
  await reader.getByRole("button", { name: "Commenter le passage choisi" }).click();
  await reader.getByLabel("Votre remarque").waitFor();
  await end(reader);
});

test("one's own remarks, somebody's, or all; what lost its passage says which and in which part; Escape loses no word", async (t) => {
  const { server, author, path, document, say, list } = await start(t);
  await say(remark("du lundi", "Depuis quand ?"));
  (await author.post(`/api/documents/${document}/comments`, remark("Le pain", "À vérifier."))).is(201);
  const page = await windowOf(browser, server, "stg-02", { path });
  const shown = () => page.locator(".margin article").count();
  await until(async () => (await shown()) === 2, "both");
  await page.getByLabel("Montrer").selectOption({ label: "Les miens" });
  await until(async () => (await shown()) === 1, "my own");
  await page.getByText("À vérifier.").waitFor();
  await page.getByLabel("Montrer").selectOption({ label: "Aïcha Lemoal" });
  await page.getByText("Depuis quand ?").waitFor();
  assert.equal(await shown(), 1);
  await page.getByLabel("Montrer").selectOption({ label: "Tout" });

  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.type("Plus rien.");
  await until(async () => (await list()).some((one) => one.anchor.state === "detached"), "a passage that is gone");
  await page.getByText("Dans « Le marché »").waitFor();

  await choose(page, "La table");
  await page.getByRole("button", { name: "Commenter le passage choisi" }).click();
  await page.getByLabel("Votre remarque").fill("Longue remarque.");
  await page.keyboard.press("Escape");
  assert.equal(await page.getByLabel("Votre remarque").inputValue(), "Longue remarque.");
  await page.getByLabel("Votre remarque").fill("");
  await page.keyboard.press("Escape");
  await page.getByLabel("Votre remarque").waitFor({ state: "detached" });
  await end(page);
});

test("what is typed while a remark or an answer is on its way stays where it was typed", async (t) => {
  const { server, path, list, say } = await start(t);
  await say(remark("du lundi", "Depuis quand ?"));
  let on;
  const slowly = async (route) => {
    if (route.request().method() !== "GET") await new Promise((go) => (on = go));
    await route.continue();
  };
  const page = await windowOf(browser, server, "tut-03", { path, routes: [[/\/(comments|replies|body)$/, slowly]] });
  const arrives = async () => {
    await until(() => on, "a request on its way");
    on();
    on = undefined;
  };
  const thread = page.getByRole("article", { name: /du lundi/ }), answer = thread.getByLabel("Votre réponse");
  await answer.fill("Depuis mars.");
  await thread.getByRole("button", { name: "Répondre" }).click();
  await answer.press("End");
  await page.keyboard.type(" Et le mardi ?");
  await arrives();
  await thread.getByText("Depuis mars.").waitFor();
  await until(async () => (await answer.inputValue()) === "Et le mardi ?", "what was typed since");
  await until(async () => (await typedHere(page)).join() === "Et le mardi ?", "it lies on the device, alone");
  await thread.getByRole("button", { name: "Répondre" }).click();
  await arrives();
  await thread.getByText("Et le mardi ?").waitFor();
  await until(async () => (await answer.inputValue()) === "", "nothing left to send");

  await thread.getByRole("button", { name: "Modifier" }).first().click();
  const own = thread.getByLabel("Votre remarque");
  await own.fill("Depuis quel jour ?");
  await thread.getByRole("button", { name: "Garder" }).click();
  await own.press("End");
  await page.keyboard.type(" Exactement ?");
  await arrives();
  await until(async () => (await list())[0].body === "Depuis quel jour ?", "what was kept");
  await page.waitForTimeout(300);
  assert.equal(await own.inputValue(), "Depuis quel jour ? Exactement ?");
  await thread.getByRole("button", { name: "Garder" }).click();
  await arrives();
  await thread.getByText("Depuis quel jour ? Exactement ?").waitFor();

  await choose(page, "fermé");
  await page.getByRole("button", { name: "Commenter le passage choisi" }).click();
  const form = page.locator("form.new-comment"), words = form.getByLabel("Votre remarque");
  await words.fill("Par qui ?");
  await form.getByRole("button", { name: "Envoyer" }).click();
  await words.press("End");
  await page.keyboard.type(" Pourquoi ?");
  await arrives();
  await page.getByRole("article", { name: /fermé/ }).getByText("Par qui ?").waitFor();
  await until(async () => (await words.inputValue()) === "Pourquoi ?", "what was typed since, in its form");
  await form.getByRole("button", { name: "Envoyer" }).click();
  await arrives();
  await form.waitFor({ state: "detached" });
  assert.deepEqual((await list()).map((one) => one.body).sort(), ["Depuis quel jour ? Exactement ?", "Par qui ?", "Pourquoi ?"]);
  await end(page);
});

test("an answer being typed stays where it is when its thread is settled, and closing the page asks", async (t) => {
  const { server, author, path, say } = await start(t);
  const thread = await say(remark("du lundi", "Depuis quand exactement ?"));
  const page = await windowOf(browser, server, null, { path });
  await signInByHand(page, "tut-03", "Un appareil partagé");
  const card = page.getByRole("article", { name: /du lundi/ }), answer = card.getByLabel("Votre réponse");
  await answer.fill("Je relis votre phrase et ");
  await answer.press("End");
  (await author.put(`/api/comments/${thread.id}/status`, { status: "resolved" })).is(200);
  await card.getByRole("button", { name: "Rouvrir" }).waitFor();
  assert.equal(await answer.inputValue(), "Je relis votre phrase et ");
  const asked = new Promise((done) => page.once("dialog", (dialog) => done(dialog.type()) ?? dialog.dismiss()));
  await page.close({ runBeforeUnload: true });
  assert.equal(await asked, "beforeunload", "words that would be lost");
  await answer.fill("");
  await page.getByLabel("Montrer").selectOption("mine");
  await page.getByLabel("Montrer").selectOption("open");
  await card.waitFor({ state: "detached" });
  await page.close({ runBeforeUnload: true });
  await until(() => page.isClosed(), "a page that holds nothing closes");
  await page.context().close();
});

test("by keyboard: from the text to the comment and back, and a new one on what is chosen", async (t) => {
  const { server, path, say, list } = await start(t);
  const thread = await say(remark("Le marché du lundi", "Depuis quand ?"));
  const page = await windowOf(browser, server, "stg-02", { path });
  await page.getByRole("article", { name: /Le marché du lundi/ }).waitFor();
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+Alt+m");
  await until(() => page.evaluate((id) => document.activeElement?.id === `thread-${id}`, thread.id), "the focus on the thread");
  await page.getByRole("button", { name: "Revenir au texte" }).focus();
  await page.keyboard.press("Enter");
  await until(() => page.evaluate(() => document.activeElement?.classList.contains("cm-content") && getSelection().isCollapsed), "the focus in the text, nothing chosen");
  for (const _ of "Le marché du lundi") await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Control+Alt+m");
  await until(() => page.evaluate(() => document.activeElement?.id === "comment-body"), "the focus in the form");
  await page.keyboard.type("Et le mardi ?");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await until(async () => (await list()).some((one) => one.body === "Et le mardi ?" && one.anchor.exact === "Le marché du lundi"), "the second comment");
  await end(page);
});

test("a remark being written keeps its passage: asked for another, one is brought back to it", async (t) => {
  const { server, path, list } = await start(t);
  const page = await windowOf(browser, server, "stg-02", { path }), form = page.locator("form.new-comment");
  const ask = async (words) => {
    await page.locator(".cm-content").focus();
    await choose(page, words);
    await page.getByRole("button", { name: "Commenter le passage choisi" }).waitFor({ state: (await form.count()) ? "detached" : "attached" });
    await page.keyboard.press("Control+Alt+m");
    await until(() => page.evaluate(() => document.activeElement?.id === "comment-body"), "the focus in the form");
  };
  await ask("du lundi");
  await page.keyboard.type("Depuis quand ?");
  await ask("La table");
  await page.keyboard.press("End");
  await page.keyboard.type(" Vraiment ?");
  await form.getByText("« du lundi »").waitFor();
  await form.getByRole("button", { name: "Envoyer" }).click();
  await until(async () => (await list()).length === 1, "the remark");
  assert.deepEqual((await list()).map((one) => [one.anchor.exact, one.body]), [["du lundi", "Depuis quand ? Vraiment ?"]]);
  assert.equal(await (await server.as("stg-02")).text(path.split("/").at(-1)), text);
  await end(page);
});

test("on a phone too a remark being written keeps its passage when its sheet is closed and other words are chosen", async (t) => {
  const { server, path } = await start(t);
  const page = await windowOf(browser, server, "tut-03", { path, width: 360, height: 720 }), words = page.getByLabel("Votre remarque");
  await page.getByText("depuis mars").waitFor();
  await choose(page, "du lundi");
  await page.getByRole("button", { name: "Commenter le passage choisi" }).click();
  await words.fill("Depuis quand ?");
  await page.getByRole("button", { name: "Refermer la marge" }).click();
  await choose(page, "La table");
  await page.getByRole("button", { name: "Reprendre la remarque commencée" }).click();
  await words.waitFor();
  await page.locator("form.new-comment").getByText("« du lundi »").waitFor();
  assert.equal(await words.inputValue(), "Depuis quand ?");
  await end(page);
});

test("on the page of a reader, one comes back from the text to the thread of the passage where one is", async (t) => {
  const { server, path, say } = await start(t, `${text}\nVoir le [plan](https://brest.fr) de la place.\n`);
  const first = await say(remark("Le pain", "Lequel ?")), second = await say(remark("La table", "Laquelle ?")), third = await say(remark("fermé", "Par qui ?")), fourth = await say(remark("plan", "Lequel ?"));
  const page = await windowOf(browser, server, "tut-03", { path });
  await until(async () => (await painted(page)).length === 4, "all painted");
  const focused = () => page.evaluate(() => document.activeElement?.id);
  const back = async (thread) => {
    await page.keyboard.press("Control+Alt+m");
    await until(async () => (await focused()) === `thread-${thread.id}`, `the focus on « ${thread.anchor.exact} »`);
  };
  for (const thread of [third, second, first, third]) {
    await page.getByRole("article", { name: thread.anchor.exact }).getByRole("button", { name: "Revenir au texte" }).focus();
    await page.keyboard.press("Enter");
    await until(async () => /^p-/.test(await focused()), "the focus in the text");
    await back(thread);
  }
  await page.evaluate(() => getSelection().removeAllRanges());
  await page.getByRole("link", { name: "plan" }).focus();
  await back(fourth);
  await end(page);
});

test("remarks from paper are typed by paragraph number and sent at once", async (t) => {
  const { server, path, list } = await start(t);
  const page = await windowOf(browser, server, "tut-03", { path });
  await page.getByText("depuis mars").waitFor();
  await page.getByRole("button", { name: "Saisir des remarques par paragraphe" }).click();
  const rows = page.getByRole("group");
  await rows.nth(0).getByLabel("Paragraphe").fill("2");
  await rows.nth(0).getByLabel("Votre remarque").fill("Deux fautes ici.");
  await page.keyboard.press("Escape");
  await page.getByText("Ces remarques ne sont pas envoyées.").waitFor();
  await isAccessible(page, "leaving remarks that are not sent");
  await page.getByRole("button", { name: "Continuer" }).click();
  await rows.nth(0).getByLabel("Votre remarque").press("End");
  await page.keyboard.type(" Et là.");
  await until(async () => (await typedHere(page)).includes("Deux fautes ici. Et là."), "the last letter on the device");
  await page.reload();
  await page.getByRole("button", { name: "Saisir des remarques par paragraphe" }).click();
  await until(async () => (await rows.nth(0).getByLabel("Votre remarque").inputValue()) === "Deux fautes ici. Et là.", "what was typed, after a reload");
  await rows.nth(1).getByLabel("Paragraphe").fill("99");
  await rows.nth(1).getByLabel("Votre remarque").fill("Ailleurs.");
  await page.getByRole("button", { name: "Envoyer toutes les remarques" }).click();
  await page.getByRole("alert").getByText("Il n'y a pas de paragraphe 99 dans ce texte.").waitFor();
  assert.equal((await list()).length, 0);
  await shot(page, "paragraphs-1280");
  await isAccessible(page, "the form of remarks");
  await rows.nth(1).getByLabel("Paragraphe").fill("3");
  await page.getByRole("button", { name: "Envoyer toutes les remarques" }).click();
  await until(async () => (await list()).length === 2, "both remarks");
  assert.deepEqual((await list()).map((one) => one.anchor.exact), ["Le pain est **bonne**. La table est mis.", "Le marché du lundi est fermé depuis mars."]);
  await end(page);
});

test("all remarks from paper are there again after a killed tab, with what each of them is", async (t) => {
  const { server, path, list } = await start(t);
  const page = await windowOf(browser, server, "tut-03", { path }), rows = page.getByRole("group");
  const open = () => page.getByRole("button", { name: "Saisir des remarques par paragraphe" }).click();
  await page.getByText("depuis mars").waitFor();
  await open();
  for (let i = 0; i < 5; i++) {
    if (i > 2) await page.getByRole("button", { name: "Une remarque de plus" }).click();
    if (i === 3) continue;                          // one that stays empty
    await rows.nth(i).getByLabel("Paragraphe").fill("3");
    await rows.nth(i).getByLabel("C'est").focus();
    await page.keyboard.press("ArrowDown");
    await rows.nth(i).getByLabel("Votre remarque").fill(`Remarque ${i + 1}`);
  }
  await until(async () => (await typedHere(page)).length === 12, "all of it on the device");
  await page.reload();
  await page.getByText("depuis mars").waitFor();
  await open();
  await until(async () => (await rows.count()) === 5, "all rows");
  await until(async () => (await rows.nth(4).getByLabel("Votre remarque").inputValue()) === "Remarque 5", "the last remark");
  assert.deepEqual(await rows.getByLabel("C'est").evaluateAll((all) => all.map((one) => one.value)), ["suggestion", "suggestion", "suggestion", "question", "suggestion"]);
  await page.getByRole("button", { name: "Envoyer toutes les remarques" }).click();
  await until(async () => (await list()).length === 4, "all remarks");
  assert.ok((await list()).every((one) => one.kind === "suggestion"));
  await until(async () => (await typedHere(page)).length === 0, "nothing left on the device");
  await end(page);
});

test("remarks from paper that the form or the browser refused are there again after leaving the page", async (t) => {
  const { server } = await start(t);
  const page = await windowOf(browser, server, "tut-03", { path: "/equipes/grp-b" }), rows = page.getByRole("group");
  const open = async () => {
    await page.getByRole("link", { name: /^Le marché/ }).click();
    await page.getByText("depuis mars").waitFor();
    await page.getByRole("button", { name: "Saisir des remarques par paragraphe" }).click();
    await rows.nth(0).waitFor();
  };
  const words = () => rows.getByLabel("Votre remarque").evaluateAll((all) => all.slice(0, 2).map((one) => one.value));
  const send = page.getByRole("button", { name: "Envoyer toutes les remarques" });
  await open();
  for (const [i, number, typed] of [[0, "2", "Deux fautes."], [1, "140", "Ailleurs."]]) {
    await rows.nth(i).getByLabel("Paragraphe").fill(number);
    await rows.nth(i).getByLabel("Votre remarque").fill(typed);
  }
  await send.click();
  await page.getByRole("alert").getByText("Il n'y a pas de paragraphe 140 dans ce texte.").waitFor();
  await page.goBack();
  await page.getByText("depuis mars").waitFor({ state: "detached" });
  await open();
  await until(async () => (await words()).join() === "Deux fautes.,Ailleurs.", "what the form refused");

  await rows.nth(1).getByLabel("Paragraphe").fill("3 b");             // refused by the browser
  await send.click();
  await page.goBack();
  await page.getByText("depuis mars").waitFor({ state: "detached" });
  await open();
  await until(async () => (await words()).join() === "Deux fautes.,Ailleurs.", "what the browser refused");
  await end(page);
});

test("beside a draft that was closed, what was begun says who reads it", async (t) => {
  const server = await Server.start(t);
  const author = await server.as("stg-11"), documents = (await author.get("/api/documents")).is(200).json;
  const work = documents.find((one) => one.kind === "dossier_professionnel" && one.owner === "stg-11").id;
  const client = await RawClient.open(author, work, { protocol: "carnet" });
  await client.sync();
  await client.settled(client.type("Le pain est bon.\n", 0));
  client.drop();
  (await author.put(`/api/works/${work}/sharing`, { shared: false })).is(200);
  (await author.post(`/api/documents/${work}/comments`, remark("pain", "À revoir."))).is(201);
  (await author.put(`/api/works/${work}/sharing`, { shared: true })).is(200);
  (await author.post(`/api/documents/${work}/comments`, remark("bon", "Vraiment ?"))).is(201);
  const page = await windowOf(browser, server, "stg-11", { path: `/ecrits/${work}` });
  await page.getByRole("article", { name: /pain/ }).getByText("Vous seul·e lisez cet échange").waitFor();
  assert.equal(await page.getByRole("article", { name: /bon/ }).getByText("lisez cet échange").count(), 0);
  await end(page);
});

test("on a phone the margin is a sheet that opens, holds everything, and closes", async (t) => {
  const { server, path, say } = await start(t);
  await say(remark("du lundi", "Depuis quand ?"));
  const page = await windowOf(browser, server, "tut-03", { path, width: 360, height: 720 });
  await page.getByRole("button", { name: "Dans la marge (1)" }).waitFor();
  await shot(page, "closed-360");
  await page.getByRole("button", { name: "Dans la marge (1)" }).click();
  await page.getByRole("article", { name: /du lundi/ }).waitFor();
  await shot(page, "open-360");
  await isAccessible(page, "the sheet on a phone");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scroll");
  await page.getByRole("button", { name: "Refermer la marge" }).click();
  await choose(page, "fermé");
  await page.getByRole("button", { name: "Commenter le passage choisi" }).click();
  await page.getByLabel("Votre remarque").fill("Par qui ?");
  await page.getByRole("button", { name: "Envoyer" }).click();
  await page.getByRole("article", { name: /fermé/ }).getByText("Par qui ?").waitFor();
  await end(page);
});
