// Remarks written without network, and a text that is no longer, or not yet, what they speak of when they come home.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { isReady, lying } from "../harness/device.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

async function write(person, document, edit) {
  const client = await RawClient.open(person, document, { protocol: "carnet" });
  await client.sync();
  await client.settled(client.edit(edit));
  return client;
}

/** A page of the team with these words, open on the device of somebody, with all that it needs without server. revised: its words are a revision. */
async function begin(t, who, words, revised = true) {
  const server = await Server.start(t), author = await server.as("stg-02");
  const document = await author.newPage("Le marché", "grp-b");
  const client = await write(author, document, (content) => content.insert(0, words));
  if (revised) {
    client.drop();
    await until(async () => (await author.get(`/api/documents/${document}/revisions`)).is(200).json.length === 1, "a revision");
  }
  const page = await windowOf(browser, server, who, { path: `/equipes/grp-b/${document}` });
  await page.getByText("depuis mars").waitFor();
  await isReady(page, [document]);
  await until(async () => JSON.stringify(await lying(page, "answers")).includes(`/documents/${document}/comments`), "the margin on the device", patience(30_000));
  await server.kill();
  client.drop();
  await until(() => page.getByText("Hors ligne").count(), "the page knows", patience(20_000));
  return { server, document, page, context: page.context() };
}

const waiting = (page) => page.locator(".thread.waiting");
async function say(page, words) {
  await page.getByRole("button", { name: "Commenter le passage choisi" }).click();
  await page.getByLabel("Votre remarque").fill(words);
  await page.getByRole("button", { name: "Envoyer" }).click();
  await waiting(page).getByText(words).waitFor();
}

/** Another visit, once the server is back and `meanwhile` has happened: of the threads as soon as there are so many. */
async function comeBack({ server, document, page, context }, count, meanwhile = () => undefined) {
  await page.close({ runBeforeUnload: false });
  await server.restart();
  const author = await server.as("stg-02");
  await meanwhile(author);
  const later = await context.newPage();
  await later.goto(server.origin);
  const said = async () => (await author.get(`/api/documents/${document}/comments`)).is(200).json.comments;
  await until(async () => (await said()).length === count, `${count} threads on the server`, patience(30_000));
  return { later, said: await said() };
}
const refused = (page) => page.locator(".notice", { hasText: "n'ont pas pu partir" });

test("whoever writes a sentence without network and says something about it finds both there", async (t) => {
  const all = await begin(t, "stg-02", "Le marché du lundi est fermé depuis mars.\n"), { page } = all;
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("Une phrase née dans le train.");
  await page.keyboard.press("Shift+Home");
  await say(page, "À vérifier avec Nora.");
  await until(async () => (await lying(page, "unsent")).length === 1, "the sentence on the device");
  const { later, said } = await comeBack(all, 1);
  assert.deepEqual([said[0].body, said[0].anchor.exact, said[0].anchor.state], ["À vérifier avec Nora.", "Une phrase née dans le train.", "placed"]);
  await until(async () => (await lying(later, "wishes")).length === 0, "nothing waits");
  assert.equal(await refused(later).count(), 0);
  await all.context.close();
});

test("a remark on words that their author rewrote meanwhile comes home with the words it was about", async (t) => {
  const all = await begin(t, "tut-03", "Le marché du lundi est fermé depuis mars.\n"), { page } = all;
  await choose(page, "du lundi");
  await say(page, "Quel lundi ?");
  await waiting(page).getByText("« du lundi »").waitFor();
  const { later, said } = await comeBack(all, 1, async (author) => {
    const client = await write(author, all.document, (content) => { content.delete(10, 8); content.insert(10, "du mardi"); });
    client.drop();
  });
  assert.deepEqual([said[0].body, said[0].anchor.exact, said[0].anchor.state], ["Quel lundi ?", "du lundi", "detached"]);
  assert.equal(await refused(later).count(), 0);
  await all.context.close();
});

test("of remarks by paragraph those whose paragraph is there arrive, and another comes back with its quote and the reason", async (t) => {
  const lines = ["Le marché est fermé depuis mars.", "Il pleuvait ce matin-là.", "La place était vide."];
  const all = await begin(t, "tut-03", lines.join("\n\n"), false), { page } = all;
  await page.getByRole("button", { name: "Saisir des remarques par paragraphe" }).click();
  const rows = page.getByRole("group");
  for (const [i, words] of ["Quel marché ?", "Beaucoup ?", "Belle image."].entries()) {
    await rows.nth(i).getByLabel("Paragraphe").fill(String(i + 1));
    await rows.nth(i).getByLabel("Votre remarque").fill(words);
  }
  await page.getByRole("button", { name: "Envoyer toutes les remarques" }).click();
  await waiting(page).getByText("Belle image.").waitFor();
  const { later, said } = await comeBack(all, 2, async (author) => {
    const client = await write(author, all.document, (content) => content.delete(lines[0].length, lines[1].length + 2));
    t.after(() => client.drop());
  });
  assert.deepEqual(said.map((one) => [one.body, one.anchor.exact]), [["Quel marché ?", lines[0]], ["Belle image.", lines[2]]]);
  await refused(later).getByText("Beaucoup ?").waitFor();
  assert.equal(await refused(later).count(), 1);
  const told = await refused(later).textContent();
  assert.match(told, /le passage dont ils parlent n'est plus dans le texte, ou a changé/);
  assert.match(told, /«\sIl pleuvait ce matin-là\.\s»/);
  await isAccessible(later, "a remark without its passage");
  await all.context.close();
});
