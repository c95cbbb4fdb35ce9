// A tutor's week on a phone: what waits, read one after the other, answered in a sentence; and asking somebody to read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { updateOf } from "../harness/live.mjs";
import { Server } from "../harness/server.mjs";

let browser, server;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start()]);
});
after(async () => {
  await browser.close();
  await server.end();
});

const FIVE = ["stg-01", "stg-03", "stg-05", "stg-09", "stg-13"]; // accompanied by tut-01
const TAPS_AT_MOST = 3;

async function shareEntry(id, title) {
  const person = await server.as(id), entry = await person.newEntry(title);
  const written = await person.send("POST", `/api/documents/${entry}/updates`, { body: Buffer.from(updateOf(`${title}. Quelques mots.`, 1000 + Math.floor(Math.random() * 2e9))), headers: { "content-type": "application/octet-stream" } });
  assert.equal(written.status, 200, written.text);
  (await person.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  return entry;
}

test("a tutor clears the week of five trainees on a phone, in few taps", async (t) => {
  const tutor = await server.as("tut-01");
  for (const { document } of (await tutor.get("/api/queue")).is(200).json.items) (await tutor.post(`/api/documents/${document.id}/readings`, {})).is(200);
  for (const id of FIVE) await shareEntry(id, `La semaine de ${id}`);
  const page = await windowOf(browser, server, "tut-01", { width: 360, height: 740 });
  let taps = 0;
  const tap = async (locator) => {
    await locator.click();
    taps++;
  };
  const items = page.locator(".queue-item");
  await items.first().waitFor();
  assert.equal(await items.count(), FIVE.length);
  await isAccessible(page, "the queue");
  await tap(items.first().getByRole("link"));
  for (let i = 0; i < FIVE.length; i++) {
    await page.getByText("Quelques mots.").waitFor();
    const title = await page.getByRole("heading", { level: 1 }).textContent();
    const say = page.getByRole("button", { name: /^J'ai lu/ });
    await say.waitFor();
    if (i === 1) {
      await tap(page.getByLabel("Un mot pour l'auteur·rice"));
      await page.keyboard.type("Merci, je comprends mieux.");
      await isAccessible(page, "reading");
    }
    assert.equal((await say.textContent()).trim(), i === FIVE.length - 1 ? "J'ai lu" : "J'ai lu, texte suivant");
    await tap(say);
    await page.getByRole("heading", { level: 1, name: title }).waitFor({ state: "detached" });
  }
  await page.getByText("Rien ne vous attend. Bonne semaine.").waitFor();
  t.diagnostic(`${taps} taps for ${FIVE.length} texts, one of them answered`);
  assert.ok(taps <= TAPS_AT_MOST * FIVE.length);
  assert.deepEqual(page.complaints, []);
  const second = FIVE.map((id) => server.as(id));
  const sentences = (await Promise.all(second.map(async (p) => {
    const person = await p, own = (await person.get("/api/journal")).is(200).json.entries[0];
    return (await person.get(`/api/documents/${own.document}/readings`)).is(200).json;
  }))).flat();
  assert.equal(sentences.length, FIVE.length);
  assert.deepEqual(sentences.filter((s) => s.sentence !== "").map((s) => s.sentence), ["Merci, je comprends mieux."]);
  await page.context().close();
});

test("an author asks a peer to read a private entry, who answers; the author sees it, then ends it", async () => {
  const author = await windowOf(browser, server, "stg-02", { path: "/journal" });
  await author.getByRole("button", { name: /^Écrire/ }).first().click();
  await author.getByRole("textbox", { name: /^Titre/ }).fill("Doute");
  await author.locator(".cm-content").click();
  await author.keyboard.type("Faut-il le dire au groupe ?");
  await author.getByText(/^Enregistré/).waitFor();
  await author.locator("button.badge").first().click();
  await author.getByRole("button", { name: "Demander à quelqu'un" }).click();
  await author.getByLabel("À qui").selectOption({ label: "Yann Le Bihannec (stagiaire)" });
  await author.getByLabel("Votre question").fill("Tu en penses quoi ?");
  await isAccessible(author, "asking somebody to read");
  await author.getByRole("button", { name: "Demander", exact: true }).click();
  await author.getByText("« Tu en penses quoi ? »").or(author.getByText("Tu en penses quoi ?")).first().waitFor();

  const reader = await windowOf(browser, server, "stg-06");
  await reader.getByRole("heading", { name: "On attend votre réponse" }).waitFor();
  await reader.getByRole("link", { name: "Doute" }).click();
  await reader.getByText("Faut-il le dire au groupe").waitFor();
  await reader.getByLabel("Votre réponse").fill("Oui, lundi.");
  await reader.getByRole("button", { name: /^J'ai lu/ }).click();
  await reader.getByRole("heading", { name: "On attend votre réponse" }).waitFor({ state: "detached" });

  await author.getByRole("button", { name: "Fermer" }).click();
  await author.reload();
  await author.getByText("Oui, lundi.").waitFor();
  await author.locator("button.badge").first().click();
  await author.getByRole("button", { name: /^Arrêter/ }).click();
  await author.getByRole("button", { name: /^Arrêter/ }).waitFor({ state: "detached" });
  const gone = await (await server.as("stg-06")).get("/api/documents");
  assert.ok(!gone.json.some((d) => d.title === "Doute"));
  assert.deepEqual([...author.complaints, ...reader.complaints], []);
  await author.context().close();
  await reader.context().close();
});

test("a manager reminds those whose work is late, once a day, and reads no journal on the way", async () => {
  const page = await windowOf(browser, server, "resp-01");
  await page.getByRole("heading", { name: "Où en est chaque personne" }).waitFor();
  const asked = [];
  page.on("request", (r) => asked.push(new URL(r.url()).pathname));
  await page.getByRole("button", { name: /^Relancer/ }).click();
  await page.getByText(/prévenu/).first().waitFor();
  await page.getByRole("button", { name: /^Relancer/ }).click();
  await page.getByText("Tout le monde a déjà été prévenu aujourd'hui.").first().waitFor();
  await page.getByRole("link", { name: "Maëlle Kerdavid" }).click();
  await page.getByRole("heading", { level: 1, name: "Maëlle Kerdavid" }).waitFor();
  assert.equal(await page.getByText("J'ai compté le mot").count(), 0);
  await isAccessible(page, "a trainee, seen by the manager");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
