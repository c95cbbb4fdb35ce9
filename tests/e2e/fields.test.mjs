// What is being typed into fields, on a device of one's own: it comes back where it belongs, and goes only once it was sent or given up.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { typedHere } from "../harness/device.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const AGAIN = "Ce que vous étiez en train d'écrire ici est de nouveau là.";
const shownAgain = (page) => page.locator("[data-again]").evaluateAll((all) => all.map((one) => getComputedStyle(one, "::before").content.replaceAll('"', "")));

/** A page of a group, as somebody reads it who may say something beside it. */
async function reading(t) {
  const server = await Server.start(t), author = await server.as("stg-02"), document = await author.newPage("Le marché", "grp-b");
  const client = await RawClient.open(author, document, { protocol: "carnet" });
  await client.sync();
  await client.settled(client.type("# Le marché\n\nLe pain est bon.\n\nLe marché du lundi est fermé depuis mars.\n", 0));
  client.drop();
  const page = await windowOf(browser, server, "tut-03", { path: `/equipes/grp-b/${document}` });
  await page.getByText("depuis mars").waitFor();
  const put = async (words, before, instead = "") => {
    const writer = await (await RawClient.open(author, document, { protocol: "carnet" })).sync();
    await writer.settled(writer.edit((content) => {
      const at = String(content).indexOf(before);
      content.insert(at, words);
      content.delete(at + words.length, instead.length);
    }));
    writer.drop();
    await page.getByText(words.trim()).waitFor();
  };
  const comments = async () => (await author.get(`/api/documents/${document}/comments`)).is(200).json.comments;
  return { page, comments, put };
}

test("the room typed for one half-day never stands in the form of another", async (t) => {
  const server = await Server.start(t, { now: sample.snapshotAt });
  const page = await windowOf(browser, server, "ass-01", { path: "/promotions/coh-2025-2026/calendrier/ses-6", now: sample.snapshotAt });
  const room = page.getByRole("dialog").getByLabel("Lieu");
  const open = (half) => page.getByRole("button", { name: new RegExp(`^(Prévoir|Changer) ?, .*mardi 23 juin, ${half}`) }).click();
  await open("matin");
  await room.fill("B12");
  await until(async () => (await typedHere(page)).includes("B12"), "the room on the device");
  await page.reload();
  await open("après-midi");
  await page.getByRole("dialog").waitFor();
  assert.equal(await room.inputValue(), "");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await open("matin");
  await until(async () => (await room.inputValue()) === "B12", "the room where it was typed");
  assert.deepEqual(await shownAgain(page), [AGAIN]);
  await isAccessible(page, "a form that says again what was typed into it");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

const about = async (page, words) => {
  await choose(page, words);
  await page.getByRole("button", { name: "Commenter le passage choisi" }).click();
  await page.locator("form.new-comment").getByText(words).waitFor();
};

test("a remark begun stands beside its passage again, whatever was written before it, and never under the words of another", async (t) => {
  const { page, comments, put } = await reading(t);
  const body = page.getByLabel("Votre remarque"), quoted = page.locator("form.new-comment blockquote");
  await about(page, "du lundi");
  await body.fill("Depuis quand ?");
  await until(async () => (await typedHere(page)).includes("Depuis quand ?"), "the remark on the device");
  await put("Le pain blanc, lui. ", "Le pain est");
  await put("Ce grand ", "marché du");
  await page.reload();
  await until(async () => (await body.inputValue()) === "Depuis quand ?", "the remark beside its passage");
  assert.match(await quoted.textContent(), /«\sdu lundi\s»/);
  assert.ok(await page.evaluate(() => document.activeElement === document.body), "whoever reads is not taken away from the text");
  assert.deepEqual(await shownAgain(page), [AGAIN]);
  await isAccessible(page, "a remark that stands again beside its passage");
  await page.getByRole("button", { name: "Annuler" }).click();
  await body.waitFor({ state: "detached" });
  await until(async () => (await typedHere(page)).length === 0, "nothing of what was given up");
  await about(page, "pain est bon");
  assert.equal(await body.inputValue(), "");

  await body.fill("Vraiment ?");
  await until(async () => (await typedHere(page)).includes("Vraiment ?"), "the next remark on the device");
  await put("très ", "bon");
  await page.setViewportSize({ width: 360, height: 720 });
  await page.reload();
  await page.getByRole("button", { name: "Reprendre la remarque commencée" }).click();
  await until(async () => (await body.inputValue()) === "Vraiment ?", "the remark in its sheet");
  assert.match(await quoted.textContent(), /«\spain est très bon\s»/);
  await page.getByRole("button", { name: "Envoyer" }).click();
  await until(async () => (await comments()).length === 1, "the remark");
  assert.deepEqual((await comments()).map((one) => [one.body, one.anchor.exact]), [["Vraiment ?", "pain est très bon"]]);
  await until(async () => (await typedHere(page)).length === 0, "nothing left once it was sent");
  await page.reload();
  await page.getByRole("button", { name: "Dans la marge (1)" }).waitFor();
  assert.equal(await page.locator("form.new-comment").count(), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a remark begun on words that were taken out stands beside what is left of their paragraph", async (t) => {
  const { page, comments, put } = await reading(t);
  await about(page, "du lundi");
  await page.getByLabel("Votre remarque").fill("Depuis quand ?");
  await until(async () => (await typedHere(page)).includes("Depuis quand ?"), "the remark on the device");
  await put("le mercredi", "du lundi", "du lundi");
  await page.reload();
  await until(async () => (await page.getByLabel("Votre remarque").inputValue()) === "Depuis quand ?", "the remark again");
  await page.getByRole("button", { name: "Envoyer" }).click();
  await until(async () => (await comments()).length === 1, "the remark");
  assert.deepEqual((await comments()).map((one) => one.anchor.exact), ["Le marché le mercredi est fermé depuis mars."]);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("words begun for a passage come back as what they propose", async (t) => {
  const { page, comments } = await reading(t);
  await about(page, "est fermé");
  await page.getByLabel("Proposer une autre rédaction").check();
  await page.getByLabel("Avec ce passage").selectOption("insert");
  await page.getByLabel("Ce qui viendrait après lui").fill("à clé");
  await until(async () => (await typedHere(page)).includes("à clé"), "the words on the device");
  await page.reload();
  const words = page.getByLabel("Ce qui viendrait après lui");
  await words.waitFor();
  await until(async () => (await words.inputValue()) === "à clé", "the words again");
  await page.getByRole("button", { name: "Envoyer" }).click();
  await until(async () => (await comments()).length === 1, "the proposal");
  assert.deepEqual((await comments()).map(({ edit }) => [edit.kind, edit.text]), [["insert", " à clé"]]);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

/** Leaves the page as Back does, and comes again. */
async function awayAndBack(page) {
  await page.goForward();
  await page.getByText("depuis mars").waitFor({ state: "detached" });
  await page.goBack();
  await page.getByText("depuis mars").waitFor();
}

test("remarks from paper stay on the device whatever button of their form was pressed, until they are sent or given up", async (t) => {
  const { page, comments } = await reading(t), rows = page.getByRole("group");
  const open = () => page.getByRole("button", { name: "Saisir des remarques par paragraphe" }).click();
  const words = () => rows.getByLabel("Votre remarque").evaluateAll((all) => all.map((one) => one.value));
  const write = async (i, number) => {
    await rows.nth(i).getByLabel("Paragraphe").fill(number);
    await rows.nth(i).getByLabel("Votre remarque").fill(`Remarque ${i + 1}`);
  };
  await page.locator("a[href='/equipes/grp-b']").first().click();
  await page.getByText("depuis mars").waitFor({ state: "detached" });
  await page.goBack();
  await page.getByText("depuis mars").waitFor();

  await open();
  for (const i of [0, 1, 2]) await write(i, "2");
  await page.getByRole("button", { name: "Une remarque de plus" }).click();
  await write(3, "140");
  await until(async () => (await typedHere(page)).length === 8, "all of it on the device");
  await awayAndBack(page);
  await open();
  const all = ["Remarque 1", "Remarque 2", "Remarque 3", "Remarque 4"];
  await until(async () => (await words()).join() === all.join(), "all rows after leaving the page");

  for (const i of [0, 1, 2]) await rows.nth(i).getByLabel("Votre remarque").fill(`Mieux ${i + 1}`);
  await page.getByRole("button", { name: "Envoyer toutes les remarques" }).click();
  await page.getByRole("alert").getByText("Il n'y a pas de paragraphe 140 dans ce texte.").waitFor();
  await awayAndBack(page);
  await open();
  await until(async () => (await words()).join() === "Mieux 1,Mieux 2,Mieux 3,Remarque 4", "all rows after the form refused one");

  await rows.nth(3).getByLabel("Paragraphe").fill("2");
  await page.getByRole("button", { name: "Envoyer toutes les remarques" }).click();
  await until(async () => (await comments()).length === 4, "all remarks");
  await until(async () => (await typedHere(page)).length === 0, "nothing left once they were sent");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("what a form asks a second yes for goes from the device with that yes, not before", async (t) => {
  const server = await Server.start(t, { now: sample.snapshotAt });
  const page = await windowOf(browser, server, "resp-01", { path: "/stagiaires/stg-07/parcours", now: sample.snapshotAt });
  const why = page.getByLabel("Précision"), sure = page.getByRole("dialog");
  const pause = async () => {
    await page.locator("summary").getByText("Changer la situation").click();
    await page.getByRole("radio", { name: /^Pause/ }).check();
  };
  const look = () => page.getByRole("button", { name: "Voir ce que cela change" }).click();
  await pause();
  await why.fill("Congé de trois semaines");
  await until(async () => (await typedHere(page)).includes("Congé de trois semaines"), "the words on the device");
  await look();
  await sure.getByRole("button", { name: "Ne rien changer" }).click();
  await sure.waitFor({ state: "detached" });
  await page.locator("a.brand:visible").click();
  await why.waitFor({ state: "detached" });
  await page.goBack();
  await pause();
  await until(async () => (await why.inputValue()) === "Congé de trois semaines", "the words after all was left as it was");
  await look();
  await sure.getByRole("button", { name: "Confirmer" }).click();
  await sure.waitFor({ state: "detached" });
  await until(async () => (await typedHere(page)).length === 0, "nothing left once it was done");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a pasted list stays on the device until its people are invited, whatever was looked at before", async (t) => {
  const server = await Server.start(t, { now: sample.snapshotAt });
  const page = await windowOf(browser, server, "ass-01", { path: "/personnes", now: sample.snapshotAt });
  const list = page.getByLabel("Une personne par ligne"), pasted = "Lou Blanc <lou@x.invalid>\nÉmile Roux <emile@x.invalid>";
  const check = () => page.getByRole("button", { name: "Vérifier la liste" }).click();
  const understood = page.getByRole("heading", { name: "Voici ce que Carnet a compris" });
  await list.fill(pasted);
  await page.getByLabel("Comme").focus();                     // as every hand does first
  await page.getByLabel("Comme").selectOption({ label: "Tutorat" });
  await until(async () => (await typedHere(page)).length === 2, "the list on the device");
  await check();
  await understood.waitFor();
  await page.reload();
  await until(async () => (await list.inputValue()) === pasted, "the list after a reload at its preview");
  assert.equal(await page.getByLabel("Comme").inputValue(), "tutor");

  await check();
  await page.getByRole("button", { name: "Corriger la liste" }).click();
  await page.locator("a.brand:visible").click();
  await list.waitFor({ state: "detached" });
  await page.goBack();
  await until(async () => (await list.inputValue()) === pasted, "the list after it was to be corrected and the page was left");

  await check();
  await page.getByRole("button", { name: "Inviter 2 personnes" }).click();
  await page.getByText("C'est parti.").waitFor();
  await until(async () => (await typedHere(page)).length === 0, "nothing left once they were invited");
  await page.reload();
  await list.waitFor();
  assert.equal(await list.inputValue(), "");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("what one looks for in a text is no field to be filled again", async (t) => {
  const server = await Server.start(t), author = await server.as("stg-02"), document = await author.newPage("Le marché", "grp-b");
  const page = await windowOf(browser, server, "stg-02", { path: `/equipes/grp-b/${document}` });
  const words = page.getByRole("textbox", { name: "Chercher", exact: true }), other = page.getByRole("textbox", { name: "Remplacer par" });
  const ask = async () => {
    await page.getByRole("textbox", { name: "Texte de la page" }).click();
    await page.keyboard.press("Control+h");
    await words.waitFor();
  };
  await ask();
  await words.pressSequentially("pain");
  await other.pressSequentially("sel");
  await page.reload();
  await ask();
  assert.deepEqual([await words.inputValue(), await other.inputValue(), await typedHere(page)], ["", "", []]);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
