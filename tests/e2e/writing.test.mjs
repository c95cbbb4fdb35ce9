// Two people, a browser each, the real server: writing together, reloading, losing the server and finding everything again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, signInByHand, windowOf } from "../harness/browser.mjs";
import { until } from "../harness/live.mjs";
import { Server, patience, sleep } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const textOf = (page, name) => page.getByRole("textbox", { name });
const state = (page) => page.locator(".state").last();
const saved = (page) => until(async () => /^Enregistré/.test((await state(page).textContent()) ?? ""), async () => "« Enregistré »", patience(15_000));
const shows = (page, name, words) => until(async () => (await textOf(page, name).innerText()).includes(words), `“${words}” in the page`, patience(15_000));
const pageText = "Texte de la page", entryText = "Texte de l'entrée";

async function teamPage(server) {
  const idriss = await server.as("stg-02");
  const document = await idriss.newPage("Compte rendu du 3 juin");
  return { document, path: `/equipes/grp-b/${document}`, text: () => idriss.text(document) };
}

test("a person signs in, says whose device it is, and is greeted; a wrong password is said in words", async (t) => {
  const server = await Server.start(t);
  const page = await windowOf(browser, server, null);
  await page.getByRole("heading", { name: "Se connecter" }).waitFor();
  await page.getByRole("button", { name: "Ouvrir mon carnet" }).click();
  await page.getByText("Il manque votre adresse électronique.").waitFor();
  await page.getByLabel("Adresse électronique").fill("stg-01@exemple.invalid");
  await page.getByLabel("Mot de passe").fill("faux");
  await page.getByRole("radio", { name: "Un appareil partagé" }).check();
  await page.getByRole("button", { name: "Ouvrir mon carnet" }).click();
  await page.getByText("L'adresse et le mot de passe ne vont pas ensemble.").waitFor();
  await signInByHand(page, "stg-01");
  await page.getByRole("heading", { name: "Bonjour Maëlle" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Bonjour Maëlle" }).waitFor();
  await page.goto(`${server.origin}/compte`);
  await page.getByRole("button", { name: "Se déconnecter" }).last().click();
  await page.waitForURL(`${server.origin}/`);
  await page.getByRole("heading", { name: "Se connecter" }).waitFor();
  await page.goto(`${server.origin}/journal`);
  await page.getByRole("heading", { name: "Se connecter" }).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a text opens also when its code comes between what is shown meanwhile and the look whether it has come", async (t) => {
  const server = await Server.start(t), { path } = await teamPage(server);
  // From a page that foresees no writing: the code is first asked for by the text.
  const page = await windowOf(browser, server, "stg-02", { path: "/compte", routes: [["**/assets/WritingPage-*.js", async (route) => {
    await page.getByText("Versions").first().waitFor();
    await route.continue();
  }]] });
  await page.addInitScript(() => {            // effects run late, as on a busy phone
    const { setTimeout } = window, LATE_MS = 400;
    window.requestAnimationFrame = (work) => setTimeout(() => work(performance.now()), LATE_MS);
    window.setTimeout = (work, ms = 0, ...more) => setTimeout(work, ms > 0 && ms < 50 ? LATE_MS : ms, ...more);
  });
  await page.goto(`${server.origin}${path}`);
  await textOf(page, pageText).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a sign-in that ends under one's fingers loses no letter: the cover comes, and what was typed leaves once one is back", async (t) => {
  const server = await Server.start(t), { path, document } = await teamPage(server), person = await server.as("stg-02");
  const page = await windowOf(browser, server, "stg-02", { path });
  await textOf(page, pageText).click();
  await page.keyboard.type("Avant. ");
  await saved(page);
  await page.keyboard.type("P");
  const ended = person.send("DELETE", "/api/session");
  await page.keyboard.type("endant que la session finit, et un peu plus. ");
  (await ended).is(204);
  await page.getByRole("heading", { name: "Votre session est terminée" }).waitFor();
  const typed = await page.locator(".cm-content").evaluate((content) => content.textContent);
  assert.match(typed, /^Avant\. P/);
  assert.equal(await textOf(page, pageText).count(), 0, "nothing is read over somebody's shoulder");
  await signInByHand(page, "stg-02");
  await textOf(page, pageText).waitFor();
  await until(async () => (await server.as("stg-02", { again: true }).then((again) => again.text(document))).trim() === typed.trim(), "every letter on the server", patience(15_000));
  await saved(page);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("two people type in one team page, each sees the other's words and name, and a reload keeps them", async (t) => {
  const server = await Server.start(t);
  const { path, text } = await teamPage(server);
  const [a, b] = await Promise.all([windowOf(browser, server, "stg-02", { path }), windowOf(browser, server, "stg-06", { path })]);
  await textOf(a, pageText).click();
  await a.keyboard.type("Bonjour de la part d’Idriss. ");
  await shows(b, pageText, "Bonjour de la part d’Idriss.");
  await textOf(b, pageText).click();
  await b.keyboard.press("Control+End");
  await b.keyboard.type("Et de Yann. ");
  await shows(a, pageText, "Et de Yann.");
  await a.getByRole("region", { name: "Présence" }).getByText("Yann").waitFor();
  await b.getByRole("region", { name: "Présence" }).getByText("Idriss").waitFor();

  // Both at the same moment.
  await Promise.all([
    (async () => (await a.keyboard.press("Control+End"), a.keyboard.type("aaaa bbbb cccc dddd", { delay: 15 })))(),
    (async () => (await b.keyboard.press("Control+Home"), b.keyboard.type("1111 2222 3333 4444", { delay: 15 })))(),
  ]);
  await Promise.all([saved(a), saved(b)]);
  await until(async () => (await textOf(a, pageText).innerText()) === (await textOf(b, pageText).innerText()), "the same text in both");
  const kept = await text();
  for (const words of ["Idriss", "Yann", "aaaa", "dddd", "1111", "4444"]) assert.ok(kept.includes(words), `${words} in ${kept}`);
  await Promise.all([a.reload(), b.reload()]);
  for (const page of [a, b]) await shows(page, pageText, "dddd");
  for (const page of [a, b]) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test("someone who may only read sees the words come, as a page with real headings, and has nothing to write in", async (t) => {
  const server = await Server.start(t);
  const { path } = await teamPage(server);
  const [writer, reader] = await Promise.all([windowOf(browser, server, "stg-02", { path }), windowOf(browser, server, "coop-02", { path })]);
  await textOf(writer, pageText).click();
  await writer.keyboard.type("# Un grand titre");
  await writer.keyboard.press("Enter");
  await writer.keyboard.type("Une phrase qui arrive pendant qu’on lit.");
  await reader.getByRole("heading", { name: "Un grand titre" }).first().waitFor();
  await reader.getByText("Une phrase qui arrive pendant qu’on lit.").waitFor();
  assert.equal(await textOf(reader, pageText).count() + (await reader.locator("[contenteditable]").count()), 0, "nothing to write in but a word to the author");
  for (const page of [writer, reader]) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test("the server is killed under two people, and their pages reconnect by themselves and lose nothing", async (t) => {
  const server = await Server.start(t);
  const { path, text } = await teamPage(server);
  const [a, b] = await Promise.all([windowOf(browser, server, "stg-02", { path }), windowOf(browser, server, "stg-06", { path })]);
  await textOf(a, pageText).click();
  await a.keyboard.type("Avant la panne. ");
  await saved(a);
  await shows(b, pageText, "Avant la panne.");
  await server.kill();
  await a.keyboard.press("Control+End");
  await a.keyboard.type("Pendant, chez Idriss. ");
  await textOf(b, pageText).click();
  await b.keyboard.press("Control+Home");
  await b.keyboard.type("Pendant, chez Yann. ");
  for (const page of [a, b]) await until(async () => /Gardé sur cet ordinateur/.test((await state(page).textContent()) ?? ""), "“Gardé sur cet ordinateur”");
  await server.restart();
  for (const page of [a, b]) {
    await shows(page, pageText, "chez Idriss.");
    await shows(page, pageText, "chez Yann.");
    await saved(page);
  }
  const kept = await text();
  for (const words of ["Avant la panne. ", "Pendant, chez Idriss. ", "Pendant, chez Yann. "]) assert.equal(kept.split(words.trim()).length, 2, `“${words}” once in: ${kept}`);
  for (const page of [a, b]) await page.context().close();
});

test("what the page calls saved is there after kill -9 in the same moment", async (t) => {
  const server = await Server.start(t);
  const { path, text } = await teamPage(server);
  const page = await windowOf(browser, server, "stg-02", { path });
  await textOf(page, pageText).click();
  let all = "";
  for (let round = 0; round < 5; round++) {
    const words = `Phrase numéro ${round}. `;
    await page.keyboard.type(words);
    await page.waitForTimeout(400);
    await saved(page);
    await server.kill();
    all += words;
    await server.restart();
    assert.ok((await text()).includes(all.trim()), `round ${round}: the server has « ${await text()} », the page « ${await textOf(page, pageText).innerText()} »`);
    await until(async () => !/Hors ligne|Gardé/.test((await state(page).textContent()) ?? ""), "reconnected", patience(30_000));
    await page.keyboard.press("Control+End");
  }
  await page.context().close();
});

test("while the server does not answer the page does not say saved, and says it again when it is", async (t) => {
  const server = await Server.start(t);
  const { path, text } = await teamPage(server);
  const page = await windowOf(browser, server, "stg-02", { path });
  await textOf(page, pageText).click();
  await page.keyboard.type("Enregistré d’abord. ");
  await saved(page);
  server.child.kill("SIGSTOP");
  try {
    await page.keyboard.type("Pas encore. ");
    await until(async () => !/^Enregistré à|^Enregistré le|^Enregistré$/.test((await state(page).textContent()) ?? ""), "another word than « Enregistré »", 8000);
    await sleep(1500);
    assert.doesNotMatch(await state(page).textContent(), /^Enregistré( |$)/);
  } finally {
    server.child.kill("SIGCONT");
  }
  await saved(page);
  assert.ok((await text()).includes("Pas encore."));
  await page.context().close();
});

test("« Écrire » opens an untitled private entry ready to type, and what is typed is kept", async (t) => {
  const server = await Server.start(t);
  const page = await windowOf(browser, server, "stg-01");
  await page.getByRole("button", { name: /^Écrire/ }).first().click();
  await page.waitForURL(/\/journal\/[a-z0-9-]{16,}$/);
  await textOf(page, entryText).waitFor();
  await until(() => page.evaluate(() => document.activeElement?.classList.contains("cm-content")), "the text has the focus");
  await page.keyboard.type("Sans cliquer nulle part.");
  await saved(page);
  assert.equal(await page.getByRole("textbox", { name: "Titre de l'entrée" }).inputValue(), "");
  await page.getByRole("button", { name: /Moi seul·e/ }).waitFor();
  await page.getByText("Personne d'autre ne lit cette entrée").waitFor();
  const maelle = await server.as("stg-01");
  const [entry] = (await maelle.get("/api/journal")).is(200).json.entries;
  assert.equal(entry.visibility, "private");
  assert.equal(await maelle.text(entry.document), "Sans cliquer nulle part.");
  await page.getByRole("textbox", { name: "Titre de l'entrée" }).fill("Un titre venu après");
  await page.keyboard.press("Enter");
  await until(async () => (await maelle.get(`/api/journal/entries/${entry.id}`)).json.title === "Un titre venu après", "the title on the server");
  await page.goto(`${server.origin}/journal`);
  await page.getByRole("link", { name: /Un titre venu après/ }).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("who writes is reminded of first names or initials in one line, and never again once they have put it away", async (t) => {
  const server = await Server.start(t);
  const page = await windowOf(browser, server, "stg-01", { width: 360 });
  const line = page.getByText("Quand vous parlez d'autres personnes, un prénom ou des initiales suffisent.");
  await page.getByRole("button", { name: /^Écrire/ }).first().click();
  await line.waitFor();
  await textOf(page, entryText).waitFor();
  await isAccessible(page, "the reminder at 360 px");
  if (process.env.CARNET_SHOTS) await page.screenshot({ path: `${process.env.CARNET_SHOTS}/reminder-360.png` });
  await page.getByRole("button", { name: "C'est noté" }).click();
  await line.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement?.classList.contains("cm-content")), true, "and one goes on writing");
  await page.reload();
  await textOf(page, entryText).waitFor();
  await page.goto(`${server.origin}/journal`);
  await page.getByRole("button", { name: /^Écrire/ }).first().click();
  await textOf(page, entryText).waitFor();
  assert.equal(await line.count(), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("on a phone the text begins near the top, under who reads it, and the way to the margin waits for a remark or a choice", async (t) => {
  const server = await Server.start(t), author = await server.as("stg-01"), document = await author.newEntry("Soixante pages, et par où commencer");
  const idriss = await server.as("stg-02"), team = await idriss.newPage("Compte rendu du 3 juin", "grp-b");
  for (const [who, path, name, reads] of [["stg-01", `/journal/${document}`, entryText, /^Personne d'autre ne lit cette entrée/], ["stg-02", `/equipes/grp-b/${team}`, pageText, "Qui peut ouvrir ce texte"]]) {
    const page = await windowOf(browser, server, who, { path, width: 360, height: 740, touch: true });
    await textOf(page, name).waitFor();
    await saved(page);
    const { bottom } = await page.locator(".editor-bar").evaluate((e) => e.getBoundingClientRect().toJSON());
    const top = await page.locator(".cm-line").first().evaluate((e) => e.getBoundingClientRect().top);
    assert.ok(top - bottom <= 260, `${name} begins ${top - bottom} px below the bar`);
    for (const said of [page.getByText(reads).first(), state(page)]) assert.ok((await said.boundingBox()).y < top, "said above the text");
    await page.getByRole("link", { name: "Versions" }).scrollIntoViewIfNeeded();
    assert.ok((await page.getByRole("link", { name: "Versions" }).boundingBox()).y > 0);
    await textOf(page, name).tap();
    await page.keyboard.type("Un mot");
    const margin = page.getByRole("button", { name: "Dans la marge" });
    await page.locator(".margin").waitFor({ state: "attached" });
    assert.equal(await margin.count(), 0, "nothing over the text");
    await page.keyboard.press("Shift+Home");
    await margin.waitFor();
    await isAccessible(page, `${name} on a phone`);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test("words typed at once after « Écrire », before anything has loaded, are all kept", async (t) => {
  const server = await Server.start(t);
  const page = await windowOf(browser, server, "stg-03");
  await page.getByRole("button", { name: /^Écrire/ }).first().click();
  await page.keyboard.type("abcdefghij klmnopqrst uvwxyz", { delay: 5 });
  await textOf(page, entryText).waitFor();
  await saved(page);
  const person = await server.as("stg-03");
  const [entry] = (await person.get("/api/journal")).is(200).json.entries;
  await until(async () => (await person.text(entry.document)) === "abcdefghij klmnopqrst uvwxyz", async () => `all letters: ${await person.text(entry.document)}`);
  await page.context().close();
});

test("the panel names the people who would read before the choice is made, and the choice is what it said", async (t) => {
  const server = await Server.start(t);
  const author = await server.as("stg-05");
  const entry = await author.newEntry("Qui me lit");
  const page = await windowOf(browser, server, "stg-05", { path: `/journal/${entry}` });
  await page.getByRole("button", { name: /Moi seul·e/ }).click();
  const panel = page.getByRole("dialog", { name: "Qui lit cette entrée ?" });
  await panel.getByText("Hélène Marchadour").first().waitFor();
  for (const name of ["Maëlle Kerdavid", "Gwendal Morizurec"]) await panel.getByText(name).first().waitFor();
  await panel.getByRole("radio", { name: /Mon tutorat/ }).check();
  await panel.getByText("Hélène Marchadour pourra lire et commenter").waitFor();
  await panel.getByRole("button", { name: "Garder ce choix" }).click();
  await panel.waitFor({ state: "hidden" });
  await page.getByText("Hélène Marchadour peut lire et commenter. Personne d'autre.").first().waitFor();
  assert.equal((await author.get(`/api/journal/entries/${entry}`)).json.visibility, "tutor");

  const tutor = await windowOf(browser, server, "tut-01", { path: `/journal/${entry}` });
  await tutor.getByText("Fatoumata Cissékou").first().waitFor();
  await tutor.getByRole("region", { name: entryText }).waitFor();
  await page.getByRole("button", { name: /Mon tutorat/ }).click();
  await panel.getByRole("radio", { name: /Moi seul·e/ }).check();
  await panel.getByText("ne verra plus cette entrée").waitFor();
  await panel.getByRole("button", { name: "Garder ce choix" }).click();
  await tutor.getByText("Vous n'avez plus accès à ce texte.").first().waitFor();
  for (const p of [page, tutor]) {
    assert.deepEqual(p.complaints, []);
    await p.context().close();
  }
});

test("a new page of the team is made by its title and opened", async (t) => {
  const server = await Server.start(t);
  const page = await windowOf(browser, server, "stg-14", { path: "/equipes/grp-b" });
  await page.getByText("Nouvelle page", { exact: true }).click();
  await page.getByRole("region", { name: "Pages" }).getByLabel("Titre de la nouvelle page").fill("Enquête de rue");
  await page.getByRole("region", { name: "Pages" }).getByRole("button", { name: "Créer la page" }).click();
  await page.waitForURL(/\/equipes\/grp-b\/[a-z0-9-]{16,}$/);
  await textOf(page, pageText).waitFor();
  await page.goto(`${server.origin}/equipes/grp-b`);
  await page.getByRole("link", { name: /Enquête de rue/ }).waitFor();
  await page.context().close();
});

test("an entry is written by keyboard alone, from the sign-in on", async (t) => {
  const server = await Server.start(t);
  const page = await windowOf(browser, server, null);
  const tabTo = async (role, name) => {
    const there = page.getByRole(role, { name }).first();
    await there.waitFor();
    for (let i = 0; i < 60; i++) {
      if (await there.evaluate((e) => e === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not reach ${role} ${name}`);
  };
  await tabTo("textbox", "Adresse électronique");
  await page.keyboard.type("stg-07@exemple.invalid");
  await page.keyboard.press("Tab");
  await page.keyboard.type("passerelles-2026");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Bonjour Clémence" }).waitFor();
  await tabTo("button", /^Écrire/);
  await page.keyboard.press("Enter");
  await textOf(page, entryText).waitFor();
  await until(() => page.evaluate(() => document.activeElement?.classList.contains("cm-content")), "the text has the focus");
  await page.keyboard.type("Tout au clavier.");
  await saved(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.classList.contains("cm-content")), false, "the keyboard is caught in the text");
  await page.context().close();
});

test("what stands above the text stays when the editor's code comes: a panel, a title being typed and its focus", async (t) => {
  const server = await Server.start(t);
  const held = [];
  let open = false;
  const hold = (route) => (open ? route.continue() : held.push(route));
  const page = await windowOf(browser, server, "stg-04", { routes: [[/\/assets\/(WritingPage|Surface|presence)-/, hold]] });
  const pass = (pattern) => until(async () => {
    const some = held.filter((route) => pattern.test(route.request().url()));
    for (const route of some) held.splice(held.indexOf(route), 1), await route.continue();
    return some.length > 0;
  }, `a request for ${pattern}`);
  await page.getByRole("button", { name: /^Écrire/ }).first().click();
  await page.waitForURL(/\/journal\/[a-z0-9-]{16,}$/);
  await page.getByRole("button", { name: /changer qui lit cette entrée/ }).click();
  await page.getByRole("dialog").getByRole("radio").first().waitFor();
  await pass(/WritingPage|presence/);
  await page.locator(".editor-bar .state").waitFor();
  assert.ok(await page.getByRole("dialog").isVisible(), "the panel is still there");
  await page.keyboard.press("Escape");
  const title = page.getByRole("textbox", { name: "Titre de l'entrée" });
  await title.click();
  await page.keyboard.type("Un ti");
  open = true;
  for (const route of held.splice(0)) await route.continue();
  await textOf(page, entryText).waitFor();
  await page.keyboard.type("tre");
  assert.equal(await title.inputValue(), "Un titre");
  const person = await server.as("stg-04");
  await until(async () => (await person.get("/api/journal")).json.entries[0].title === "Un titre", "the title on the server");
  await page.context().close();
});
