// A tutor's week on a phone: what waits, read one after the other, answered in a sentence; and asking somebody to read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, looksRight, startBrowser, windowOf } from "../harness/browser.mjs";
import { updateOf } from "../harness/live.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server, today } from "../harness/server.mjs";

let browser, server;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start()]);
});
after(async () => {
  await browser.close();
  await server.end();
});

const shots = process.env.CARNET_SHOTS;
const shot = async (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });

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
  await items.filter({ hasText: "Maëlle Kerdavid" }).getByText("La Musette, épicerie solidaire itinérante · Entrée de journal").waitFor();
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
  await reader.getByRole("heading", { level: 1, name: "Doute" }).waitFor({ state: "detached" });       // it is said, and one is led on
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

test("a tutor who was answered in the margin finds that text first, and « J'ai lu » ends it, in few taps", async () => {
  const entry = await shareEntry("stg-01", "Le camion du mardi"), author = await server.as("stg-01"), tutor = await server.as("tut-01");
  for (const { document } of (await tutor.get("/api/queue")).is(200).json.items) (await tutor.post(`/api/documents/${document.id}/readings`, {})).is(200);
  const said = (await tutor.post(`/api/documents/${entry}/comments`, { key: "question-of-the-tutor", kind: "question", body: "Depuis quand ?", anchor: { exact: "Quelques mots", prefix: "", suffix: "" } })).is(201).json;
  await shareEntry("stg-03", "Une autre semaine");
  (await author.post(`/api/comments/${said.id}/replies`, { key: "answer-of-the-author", body: "Depuis mars." })).is(201);
  for (const width of [1280, 360]) {
    const page = await windowOf(browser, server, "tut-01", { width });
    await page.getByRole("heading", { name: "On attend votre réponse" }).waitFor();
    const first = page.locator(".queue-item").first();
    await first.getByText("Maëlle Kerdavid vous a répondu").waitFor();
    assert.equal(await page.getByText("Depuis mars").count(), 0);
    await isAccessible(page, `a queue with an answer at ${width}`);
    if (width === 360) {
      await first.getByRole("link", { name: "Le camion du mardi" }).click();
      await page.getByText("Maëlle Kerdavid vous a répondu dans la marge de ce texte.").waitFor();
      await isAccessible(page, "reading a text with an answer");
      await page.getByRole("button", { name: /^J'ai lu/ }).click();
      await page.getByRole("heading", { level: 1, name: "Une autre semaine" }).waitFor();
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
  assert.deepEqual((await tutor.get("/api/queue")).json.items.map((item) => item.reason), ["new"]);
});

test("a manager reminds those whose work is late once they have read who, once a day, and reads no journal on the way", async (t) => {
  const server = await Server.start(t, { now: sample.snapshotAt });
  const { trainees } = (await (await server.as("resp-01")).get("/api/board")).is(200).json;
  const late = trainees.filter((one) => one.works.some((work) => work.kind === "dossier_professionnel" && work.overdue)).map((one) => one.name);
  assert.ok(late.length > 0);
  const page = await windowOf(browser, server, "resp-01", { width: 360, now: sample.snapshotAt });
  await page.getByRole("heading", { name: "Où en est chaque personne" }).waitFor();
  const asked = [], dialog = page.getByRole("dialog", { name: /^Relancer/ });
  page.on("request", (r) => asked.push(`${r.method()} ${new URL(r.url()).pathname}`));
  const sent = () => asked.filter((line) => line === "POST /api/board/reminders").length;
  await page.getByRole("button", { name: /^Relancer/ }).click();
  await dialog.waitFor();
  assert.deepEqual((await dialog.getByRole("listitem").allTextContents()).sort(), [...late].sort());
  await isAccessible(page, "asking before reminding");
  await shot(page, "remind-360");
  await dialog.getByRole("button", { name: "Ne pas relancer" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.equal(sent(), 0);
  for (const said of [/prévenue?s?\./, "Tout le monde a déjà été prévenu aujourd'hui."]) {
    await page.getByRole("button", { name: /^Relancer/ }).click();
    await dialog.getByRole("button", { name: "Envoyer le rappel" }).click();
    await page.getByRole("region", { name: "Relancer" }).getByText(said).waitFor();
    assert.equal(await dialog.count(), 0);
  }
  assert.equal(sent(), 2);
  await page.getByRole("link", { name: "Maëlle Kerdavid" }).click();
  await page.getByRole("heading", { level: 1, name: "Maëlle Kerdavid" }).waitFor();
  assert.equal(await page.getByText("J'ai compté le mot").count(), 0);
  assert.deepEqual(asked.filter((line) => line.includes("/api/journal")), []);
  await isAccessible(page, "a trainee, seen by the manager");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("MGR-5: from what is to be decided the manager writes to somebody, or puts back their date alone and says why", async (t) => {
  const server = await Server.start(t, { now: sample.snapshotAt });
  const page = await windowOf(browser, server, "resp-01", { now: sample.snapshotAt });
  const todo = page.getByRole("region", { name: "À décider" }), item = todo.getByRole("listitem").filter({ hasText: "Tiago Ferrandez-Luz" });
  await item.waitFor();
  assert.equal(await item.getByRole("link", { name: "Lui écrire Tiago Ferrandez-Luz" }).getAttribute("href"), "mailto:stg-11@exemple.invalid?subject=Dossier%20professionnel");
  await item.locator("summary").click();
  await item.getByLabel("Nouvelle date").fill("2026-06-19");
  await item.getByLabel("Pourquoi").fill("Panne d'ordinateur");
  await looksRight(page, "putting back a date");
  await item.getByRole("button", { name: "Prolonger" }).click();
  await todo.getByText("Rien à décider aujourd'hui.").waitFor();
  await page.waitForFunction(() => document.querySelector("#todo").parentElement.contains(document.activeElement));
  await looksRight(page, "a date that was put back");
  const row = page.getByRole("row").filter({ hasText: "Tiago Ferrandez-Luz" });
  await row.getByText("à déposer avant le 19 juin, date prolongée").waitFor();
  await row.getByText("Panne d'ordinateur").waitFor();
  const own = (await (await server.as("stg-11")).get("/api/works")).is(200).json.find((work) => work.kind === "dossier_professionnel");
  assert.equal(own.dueAt, "2026-06-19T21:59:00.000Z");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("the board says what it does not know yet, and leads to where a tutor or a team is chosen", async () => {
  const manager = await server.as("resp-01"), cohort = (await manager.get("/api/cohort")).is(200).json.id;
  const { trainees } = (await manager.get("/api/board")).is(200).json, here = trainees.filter((one) => ["pre_enrolled", "enrolled", "suspended"].includes(one.status));
  const alone = here.find((one) => one.tutor && one.team);
  (await manager.put(`/api/cohorts/${cohort}/trainees/${alone.id}/tutor`, { person: null, from: today(), reason: "Congé" })).is(200);
  for (const width of [1280, 360]) {
    const page = await windowOf(browser, server, "resp-01", { width });
    const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: new RegExp(alone.name) }) });
    await row.waitFor();
    const later = width === 1280 ? ["Oral", "Présence"] : [];
    assert.deepEqual((await page.getByRole("columnheader").allInnerTexts()), ["Stagiaire", "Diagnostic", "Dossier professionnel", "Note synthétique", ...later]);
    assert.deepEqual((await row.getByRole("cell").allTextContents()).slice(3, 3 + later.length), later.map(() => "—Pas encore suivi ici"), "a blank, never a zero");
    await isAccessible(page, `the board at ${width}`);
    await shot(page, `board-${width}`);
    await page.getByRole("link", { name: `${alone.name} n'a pas de tuteur ou de tutrice` }).click();
    await page.waitForURL((url) => url.pathname === `/stagiaires/${alone.id}/parcours`);
    await page.getByRole("region", { name: "Tutorat", exact: true }).locator("summary").waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});
