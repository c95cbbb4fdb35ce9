// Without network, as in a train: on a device one called one's own everything opens, is written and comes home; on a shared
// device nothing stays. The server is killed rather than the window cut off, because the page's worker has a line of its own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { rmSync } from "node:fs";
import { backup, bench, restore } from "../harness/backups.mjs";
import { choose, isAccessible, signInByHand, startBrowser, windowOf } from "../harness/browser.mjs";
import { KEPT, another, database, hasWorker, isReady, lying, says, text, title, typedHere } from "../harness/device.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());


test("on one's own device a cold start without server shows the journal, opens its texts, takes words and new entries, and all of it comes home once", async (t) => {
  const server = await Server.start(t);
  const person = await server.as("stg-02");
  const before = (await person.get("/api/journal")).is(200).json.entries;
  const { document } = before[0];
  const words = await person.text(document);
  const first = await windowOf(browser, server, "stg-02");
  const context = first.context();
  await isReady(first, before.map((entry) => entry.document));
  await first.close();
  await server.kill();

  // Never opened here before: it was fetched ahead.
  let page = await another(context, `${server.origin}/journal`);
  await page.getByText("Hors ligne : voici ce que cet ordinateur a gardé.").waitFor();
  await page.getByRole("link", { name: before[0].title }).click();
  await until(async () => (await text(page).innerText()).replace(/\s+/g, " ").includes(words.replace(/[#*_>\s]+/g, " ").trim().slice(0, 25)), "the words of the entry", patience(20_000));
  await says(page, /^Hors ligne/);
  await text(page).click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("Écrit dans le tunnel. ");
  await says(page, KEPT);
  await page.close({ runBeforeUnload: false });

  page = await another(context, `${server.origin}/journal/${document}`);
  let seen = "";
  await until(async () => (seen = await page.locator("main").innerText()).includes("Écrit dans le tunnel."), () => `the words typed before the tab was killed, instead of « ${seen.slice(0, 300)} »,`, patience(20_000));
  await says(page, KEPT);

  await page.goto(`${server.origin}/`);
  await page.getByRole("button", { name: /^Écrire/ }).first().click();
  await text(page).waitFor();
  await page.keyboard.type("Une entrée née sans réseau.");
  await title(page).fill("Dans le train");
  await page.keyboard.press("Tab");
  await says(page, KEPT);
  const born = page.url().split("/").at(-1);
  await until(async () => (await lying(page, "answers")).some((row) => row.path === "/api/journal" && JSON.stringify(row.value).includes("Dans le train")), "the title on the device");
  await isAccessible(page, "an entry begun without network");
  await page.close({ runBeforeUnload: false });

  page = await another(context, `${server.origin}/journal`);
  await page.getByRole("link", { name: /Dans le train/ }).click();
  await until(async () => (await text(page).innerText()).includes("Une entrée née sans réseau."), "the new entry after a restart", patience(20_000));
  assert.equal(await title(page).inputValue(), "Dans le train");
  await page.goto(`${server.origin}/journal`);
  await page.getByText("Hors ligne : voici").waitFor();

  // Back home: everything is sent although neither text is open.
  await server.restart();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  const again = await server.as("stg-02");
  await until(async () => (await again.text(document)).includes("Écrit dans le tunnel."), "the words in the old entry", patience(60_000));
  const all = await until(async () => {
    const { entries } = (await again.get("/api/journal")).json;
    return entries.some((entry) => entry.title === "Dans le train") && entries;
  }, "the new entry on the server", patience(60_000));
  assert.equal(all.length, before.length + 1);
  const made = all.find((entry) => entry.title === "Dans le train");
  assert.equal(made.document, born);
  assert.equal(made.visibility, "private");
  await until(async () => (await again.text(born)) === "Une entrée née sans réseau.", "the words of the new entry", patience(60_000));
  assert.equal((await again.text(document)).split("Écrit dans le tunnel.").length, 2, "once");
  await page.getByText("Hors ligne : voici").waitFor({ state: "detached", timeout: patience(30_000) });
  await page.getByRole("link", { name: /Dans le train/ }).click();
  await says(page, /^Enregistré/);
  assert.deepEqual(page.complaints, []);
  await context.close();
});

test("of a page one part of which the server cannot give now the others are not asked for without end", async (t) => {
  const server = await Server.start(t), page = await windowOf(browser, server, "tut-03", { routes: [["**/nothing", (route) => route.continue()]] });
  await page.getByRole("heading", { level: 1 }).waitFor();
  await until(async () => (await lying(page, "answers")).some((row) => row.path === "/api/queue"), "the queue on the device", patience(30_000));
  let asked = 0;
  page.on("request", (request) => (asked += new URL(request.url()).pathname === "/api/cohort"));
  await page.route("**/api/queue", (route) => route.fulfill({ status: 503, contentType: "application/problem+json", body: '{"status":503,"code":"jobs.full"}' }));
  await page.reload();
  await page.getByText("Hors ligne : voici ce que cet ordinateur a gardé.").waitFor();
  await page.waitForTimeout(3_000);
  assert.ok(asked > 0 && asked < 6, `${asked} times`);
  await page.unroute("**/api/queue");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.getByText("Hors ligne : voici ce que cet ordinateur a gardé.").waitFor({ state: "detached" });
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a server that answers, only to say that it cannot, is taken for none: what the device kept opens, takes words and a new entry, and forgets nothing", async (t) => {
  const server = await Server.start(t), person = await server.as("stg-02");
  const before = (await person.get("/api/journal")).is(200).json.entries, { document } = before[0];
  const page = await windowOf(browser, server, "stg-02", { routes: [["**/nothing", (route) => route.continue()]] });
  await page.getByRole("heading", { name: /^Bonjour/ }).waitFor();
  await until(async () => (await lying(page, "secured")).some((row) => row.document === document), "the text on the device", patience(30_000));
  await page.goto(`${server.origin}/journal`);
  await page.getByRole("link", { name: before[0].title }).waitFor();
  for (const [status, contentType, body] of [
    [503, "application/problem+json", '{"status":503,"code":"store.full"}'], [500, "application/problem+json", '{"status":500,"code":"error"}'],
    [503, "text/html", "<h1>Maintenance</h1>"], [404, "text/html", "<h1>Maintenance</h1>"], [403, "text/html", "<h1>Accès refusé</h1>"], [200, "text/html", "<h1>Bienvenue sur le réseau</h1>"],
  ]) {
    await page.route("**/api/**", (route) => route.fulfill({ status, contentType, body }));
    await page.reload();
    await page.getByText("Hors ligne : voici ce que cet ordinateur a gardé.").waitFor();
    await page.getByRole("link", { name: before[0].title }).waitFor();
    await page.unroute("**/api/**");
  }
  await page.route("**/api/**", (route) => route.fulfill({ status: 503, contentType: "application/problem+json", body: '{"status":503,"code":"store.full"}' }));
  await page.goto(`${server.origin}/`);
  await page.getByRole("button", { name: /^Écrire/ }).first().click();
  await text(page).waitFor();
  await page.keyboard.type("Une entrée née pendant la panne.");
  const born = page.url().split("/").at(-1);
  await page.unroute("**/api/**");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await until(async () => (await person.get(`/api/journal/entries/${born}`)).status === 200 && (await person.text(born)) === "Une entrée née pendant la panne.", "the new entry on the server", patience(60_000));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a wish that the server cannot take now holds up those of its own text alone", async (t) => {
  const server = await Server.start(t), person = await server.as("stg-02");
  const first = await person.newEntry("Premier"), second = await person.newEntry("Second");
  const titleOf = async (id) => (await person.get(`/api/journal/entries/${id}`)).is(200).json.title;
  const cannot = (route) => route.fulfill({ status: 503, contentType: "application/problem+json", body: '{"status":503,"code":"store.full"}' });
  const page = await windowOf(browser, server, "stg-02", { routes: [["**/title", cannot]] });
  for (const [id, words] of [[first, "Un"], [second, "Deux"]]) {
    await page.goto(`${server.origin}/journal/${id}`);
    await title(page).fill(words);
    await page.keyboard.press("Tab");
    await until(async () => (await lying(page, "wishes")).some((row) => row.name === `title ${id}`), "the title on the device");
  }
  await page.unroute("**/title");
  await page.route(`**/${first}/title`, cannot);
  await page.goto(`${server.origin}/`);
  await until(async () => (await titleOf(second)) === "Deux", "the second title on the server", patience(20_000));
  assert.equal(await titleOf(first), "Premier");
  await page.unroute(`**/${first}/title`);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await until(async () => (await titleOf(first)) === "Un", "the first title on the server", patience(20_000));
  await page.context().close();
});

test("the browser offers to install it: nothing is wrong with its manifest, its worker or its icons", async (t) => {
  const server = await Server.start(t), page = await windowOf(browser, server, "stg-02");
  await hasWorker(page);
  const session = await page.context().newCDPSession(page);
  const { url, data, errors } = await session.send("Page.getAppManifest"), manifest = JSON.parse(data);
  assert.deepEqual([new URL(url).pathname, errors], ["/carnet.webmanifest", []]);
  assert.deepEqual([manifest.name, manifest.display, manifest.lang], ["Carnet", "standalone", "fr"]);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"), []);
  await page.context().close();
});

test("two tabs of one person without server see each other's words, and both survive", async (t) => {
  const server = await Server.start(t);
  const person = await server.as("stg-01");
  const { document } = (await person.get("/api/journal")).is(200).json.entries[0];
  const a = await windowOf(browser, server, "stg-01", { path: `/journal/${document}` });
  const b = await another(a.context(), `${server.origin}/journal/${document}`);
  for (const page of [a, b]) await text(page).waitFor();
  await server.kill();
  await text(a).click();
  await a.keyboard.press("Control+Home");
  await a.keyboard.type("Du premier onglet. ");
  await until(async () => (await text(b).innerText()).includes("Du premier onglet."), "the first tab's words in the second", patience(20_000));
  await text(b).click();
  await b.keyboard.press("Control+Home");
  await b.keyboard.type("Du second. ");
  await until(async () => (await text(a).innerText()).includes("Du second."), "the second tab's words in the first", patience(20_000));
  await a.close({ runBeforeUnload: false });
  await server.restart();
  const again = await server.as("stg-01");
  await until(async () => /^Du second\. Du premier onglet\. /.test(await again.text(document)), async () => `both in « ${await again.text(document)} »`, patience(60_000));
  await b.context().close();
});

test("signing out empties the device; a shared device keeps nothing at any time", async (t) => {
  const server = await Server.start(t);
  const held = (page) => page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map((db) => db.name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  const mine = await windowOf(browser, server, null);
  await signInByHand(mine, "stg-02");
  await mine.getByRole("heading", { name: "Bonjour Idriss" }).waitFor();
  await isReady(mine, []);
  await until(async () => (await held(mine)).databases.join() === "carnet", "something on the device");
  await mine.goto(`${server.origin}/compte`);
  await mine.evaluate(() => sessionStorage.setItem("words", "of mine"));
  await mine.getByRole("button", { name: "Se déconnecter" }).last().click();
  await mine.waitForURL(`${server.origin}/`);
  await mine.getByRole("heading", { name: "Se connecter" }).waitFor();
  await until(async () => (await held(mine)).databases.length === 0, "an empty device");
  assert.equal(await mine.evaluate(() => sessionStorage.getItem("words")), null);
  await mine.context().close();

  const shared = await windowOf(browser, server, null);
  await signInByHand(shared, "stg-02", "Un appareil partagé");
  await shared.getByRole("heading", { name: "Bonjour Idriss" }).waitFor();
  await shared.goto(`${server.origin}/journal`);
  await shared.getByRole("link", { name: /./ }).first().waitFor();
  await shared.goto(`${server.origin}/compte`);
  await shared.getByLabel("Nouvelle adresse").fill("ailleurs@exemple.org");
  assert.deepEqual(await held(shared), { databases: [], caches: [], workers: 0 });
  await shared.context().close();
});

test("what one may no longer read leaves the device, at the latest at the next visit", async (t) => {
  const server = await Server.start(t);
  const author = await server.as("stg-02");
  const entry = await author.newEntry("Pour ma tutrice");
  const { tutor } = (await author.get("/api/cohort")).is(200).json;
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  const page = await windowOf(browser, server, tutor.id, { path: `/journal/${entry}` });
  await isReady(page, [entry]);
  await page.goto(`${server.origin}/compte`);
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "private" })).is(200);
  await page.goto(`${server.origin}/`);
  await until(async () => {
    const { copies, updates, secured, answers } = await database(page, ["copies", "updates", "secured", "answers"]);
    return ![...copies, ...updates, ...secured].some((row) => row.document === entry) && !answers.some((row) => row.path.includes(entry));
  }, "no trace of the entry", patience(40_000));
  await page.context().close();
});

test("words written without network in a text that one may no longer open are shown to their author until they have them", async (t) => {
  const server = await Server.start(t);
  const mate = await server.as("stg-06"), document = await mate.newPage("Le marché", "grp-b");
  const page = await windowOf(browser, server, "stg-02", { path: `/equipes/grp-b/${document}` });
  await page.locator(".cm-content").waitFor();
  await isReady(page, [document]);
  await server.kill();
  await page.locator(".cm-content").click();
  await page.keyboard.type("Des mots du tunnel.");
  await says(page, KEPT);
  const context = page.context();
  await page.close({ runBeforeUnload: false });
  await server.restart();
  (await (await server.as("stg-06", { again: true })).delete(`/api/documents/${document}`)).is(204);
  await context.addInitScript(() => {             // a device without room for one thing more
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...row) {
      if (this.name === "wishes" && localStorage.getItem("full") !== null) throw new DOMException("full", "QuotaExceededError");
      return put.apply(this, row);
    };
  });
  let again = await another(context, `${server.origin}/connexion`);
  await again.evaluate(() => localStorage.setItem("full", ""));
  await again.goto(server.origin);
  await again.getByText("Des mots du tunnel.").waitFor();
  await again.evaluate(() => localStorage.removeItem("full"));
  await again.close({ runBeforeUnload: false });
  again = await another(context, `${server.origin}/`);
  const words = again.getByText("Des mots du tunnel.");
  await words.waitFor();
  await again.getByText("le texte n'existe plus, ou ne vous est plus ouvert").waitFor();
  await isAccessible(again, "words that found no text");
  await again.goto(`${server.origin}/compte`);
  await words.waitFor();
  await again.getByRole("main").getByRole("button", { name: "Se déconnecter" }).click();
  await again.getByText("Se déconnecter maintenant les effacerait.").waitFor();
  await again.goto(server.origin);
  await words.waitFor();
  await again.getByRole("button", { name: "Ne pas les garder" }).click();
  await again.getByRole("button", { name: "Oui, les effacer" }).click();
  await words.waitFor({ state: "detached" });
  await again.reload();
  await again.getByRole("heading", { name: /^Bonjour/ }).waitFor();
  for (const store of ["copies", "updates", "unsent", "wishes"]) await until(async () => !(await lying(again, store)).some((row) => row.document === document), `nothing of it left among the ${store}`);
  await context.close();
});

const note = (page) => page.getByLabel(/^Notes sur/);

test("an entry that a restored backup does not have is shown whole to its author, whose device holds the last copy, and longer words of others come home", async (t) => {
  const server = await Server.start(t), place = bench(t), person = await server.as("stg-02");
  const older = await person.newEntry("D'avant");
  await backup(server.data, place.file);
  const page = await windowOf(browser, server, "stg-02", { path: `/journal/${older}` });
  const context = page.context();
  const write = async (words) => {
    await says(page, /^Enregistré/);
    await text(page).click();
    await page.keyboard.type(words);
    await says(page, /^Enregistré/);
  };
  await write("Écrit après la sauvegarde.");
  const ids = [];
  for (const name of ["Ouverte", "Fermée"]) {
    const id = await person.newEntry(name);
    ids.unshift(id);
    await page.goto(`${server.origin}/journal/${id}`);
    await write(`${name} : des mots que seul cet appareil tient.`);
  }
  await isReady(page, [older, ...ids]);
  await server.kill();
  rmSync(server.data, { recursive: true });
  await restore(place.file, server.data);
  await server.restart();
  const back = await server.as("stg-02", { again: true });
  assert.equal((await back.get(`/api/journal/entries/${ids[0]}`)).status, 404);
  assert.match((await back.get("/api/me")).is(200).json.restoredUntil, /^\d{4}-/);
  const [name, ...value] = back.headers.cookie.split("=");
  await context.addCookies([{ name, value: value.join("="), url: server.origin, httpOnly: true, sameSite: "Lax" }]);
  await page.goto(`${server.origin}/journal/${ids[1]}`);
  await page.getByRole("heading", { name: "Page introuvable" }).waitFor();
  await page.goto(`${server.origin}/`);
  const told = (words) => page.locator(".notice", { hasText: "Carnet a été rétabli à partir d'une sauvegarde plus ancienne que ce texte" }).getByText(words);
  for (const words of ["Ouverte : des mots que seul cet appareil tient.", "Fermée : des mots que seul cet appareil tient."]) await told(words).waitFor({ timeout: patience(30_000) });
  await isAccessible(page, "texts that a restore lost");
  for (const store of ["copies", "updates", "secured"]) await until(async () => !(await lying(page, store)).some((row) => ids.includes(row.document)), `no copy left among the ${store}`);
  await page.reload();
  await told("Ouverte : des mots que seul cet appareil tient.").waitFor();
  await until(async () => (await back.text(older)) === "Écrit après la sauvegarde.", "the words of the older entry at home", patience(30_000));
  await context.close();
});

test("a text that was opened and never written is there to be written without server", async (t) => {
  const server = await Server.start(t);
  const author = await server.as("stg-02");
  const document = await author.newEntry("Page blanche"), path = `/journal/${document}`;
  const page = await windowOf(browser, server, "stg-02", { path });
  await says(page, /^Enregistré/);
  await isReady(page, [document]);
  await page.close();
  await server.kill();
  const again = await another(page.context(), server.origin + path);
  await text(again).click();
  await again.keyboard.type("Premiers mots.");
  await says(again, KEPT);
  await server.restart();
  const back = await server.as("stg-02");
  await until(async () => (await back.text(document)) === "Premiers mots.", "the words on the server", patience(60_000));
  await page.context().close();
});

test("a page killed in the middle of a sentence, and short of breath, loses at most its last two keys", async (t) => {
  const server = await Server.start(t);
  const author = await server.as("stg-02");
  const document = await author.newEntry("Sur le quai"), path = `/journal/${document}`;
  const page = await windowOf(browser, server, "stg-02", { path });
  await isReady(page, [document]);
  const sentence = "Le train entre en gare et tout le monde se lève";
  await text(page).click();
  await server.kill();
  await says(page, /^Hors ligne/);
  const breathless = await page.context().newCDPSession(page);
  await breathless.send("Emulation.setCPUThrottlingRate", { rate: 20 });
  await page.keyboard.type(sentence);
  await Promise.race([page.goto("chrome://crash").catch(() => undefined), new Promise((gone) => page.on("crash", gone))]);
  await page.close();
  const again = await another(page.context(), server.origin + path);
  let seen = "";
  await until(async () => (seen = (await text(again).innerText()).trim()).length > 0, "the words that lay here", patience(20_000));
  assert.ok(sentence.startsWith(seen) && seen.length >= sentence.length - 2, `« ${seen} »`);
  await says(again, KEPT);
  await page.context().close();
});

test("what was being typed into a field is there after a reload, a killed tab and the end of a session, and nowhere once it was sent or given up", async (t) => {
  const server = await Server.start(t);
  const page = await windowOf(browser, server, "tut-03", { path: "/stagiaires/stg-02" });
  await note(page).waitFor();
  await isReady(page, []);
  await note(page).fill("Elle avance : revoir le budget.");
  await until(async () => (await typedHere(page)).length === 1, "a row");
  await page.reload();
  await until(async () => (await note(page).inputValue()) === "Elle avance : revoir le budget.", "the words after a reload");
  await note(page).press("End");
  await note(page).pressSequentially(" Et le plan.");
  await until(async () => (await typedHere(page)).every((words) => words.endsWith("Et le plan.")), "the last words on the device");
  const context = page.context();
  await page.close({ runBeforeUnload: false });

  let again = await another(context, `${server.origin}/stagiaires/stg-02`);
  await until(async () => (await note(again).inputValue()).endsWith("Et le plan."), "the words after the tab was killed");
  await again.evaluate(() => fetch("/api/session", { method: "DELETE" }));
  await again.reload();
  await signInByHand(again, "tut-03");
  await until(async () => (await note(again).inputValue()).endsWith("Et le plan."), "the words after signing in again", patience(20_000));
  await again.getByRole("button", { name: "Enregistrer mes notes" }).click();
  await until(() => again.evaluate(async () => (await (await fetch("/api/trainees/stg-02")).json()).note?.text.endsWith("Et le plan.")), "the note on the server");
  await until(async () => (await typedHere(again)).length === 0, "nothing kept once it was sent");
  assert.deepEqual(again.complaints, []);
  await context.close();
});

test("whoever writes before the code that keeps fields has come loses nothing of it", async (t) => {
  const server = await Server.start(t), tutor = await server.as("tut-03");
  (await tutor.put("/api/trainees/stg-02/note", { cohort: "coh-2025-2026", text: "Elle avance." })).is(200);
  let come;
  const late = new Promise((done) => (come = done));
  const page = await windowOf(browser, server, "tut-03", { routes: [["**/assets/takeUp-*.js", (route) => late.then(() => route.continue())]] });
  await page.goto(`${server.origin}/stagiaires/stg-02`);
  await until(async () => (await note(page).inputValue()) === "Elle avance.", "the note");
  await note(page).press("End");
  await note(page).pressSequentially(" Revoir le budget");
  come();
  await until(async () => (await typedHere(page)).join() === "Elle avance. Revoir le budget", "the words on the device, with no key more");
  await note(page).pressSequentially(" lundi");
  await until(async () => (await typedHere(page)).join() === "Elle avance. Revoir le budget lundi", "the last words on the device");
  const again = await another(page.context(), `${server.origin}/stagiaires/stg-02`);
  await until(async () => (await note(again).inputValue()) === "Elle avance. Revoir le budget lundi", "all of it in another tab");
  await page.context().close();
});

test("a field that one gives up is forgotten, one that the server refused is kept", async (t) => {
  const server = await Server.start(t);
  const path = `/equipes/grp-b/${await (await server.as("stg-02")).newPage("Le marché", "grp-b")}`;
  const page = await windowOf(browser, server, "stg-02", { path: "/compte" });
  await isReady(page, []);
  const address = page.getByLabel("Nouvelle adresse");
  await address.fill("idriss.ailleurs@exemple.org");
  const secret = page.getByLabel("Mot de passe actuel").last();
  await secret.fill("ce n'est pas le bon");
  const refused = page.waitForResponse((response) => response.request().method() !== "GET" && response.status() >= 400);
  await secret.press("Enter");
  await refused;
  assert.deepEqual(await typedHere(page), ["idriss.ailleurs@exemple.org"], "the password never, the address still");
  await page.reload();
  await until(async () => (await address.inputValue()) === "idriss.ailleurs@exemple.org", "the address typed before");
  await page.getByText("Ce que vous étiez en train d'écrire ici est de nouveau là.").waitFor({ state: "attached" });
  await address.fill("");
  await until(async () => (await typedHere(page)).length === 0, "nothing kept of a field as it was");

  await page.goto(server.origin + path);
  await page.locator(".cm-content").click();
  await page.keyboard.type("Le lundi.");
  await page.keyboard.press("Control+a");
  await page.getByRole("button", { name: "Commenter le passage choisi" }).click();
  await page.getByLabel("Votre remarque").fill("À dire ?");
  await until(async () => (await typedHere(page)).length === 1, "the remark being typed");
  await page.getByRole("button", { name: "Annuler", exact: true }).click();
  await until(async () => (await typedHere(page)).length === 0, "nothing kept of what was given up");
  await page.context().close();
});

test("remarks written without network are shown as waiting, come home once, and stay with their author if nobody wants them", async (t) => {
  const server = await Server.start(t);
  const author = await server.as("stg-02");
  const document = await author.newPage("Le marché", "grp-b");
  const client = await RawClient.open(author, document, { protocol: "carnet" });
  await client.sync();
  await client.settled(client.type("Le marché du lundi est fermé depuis mars.\n", 0));
  client.drop();
  const path = `/equipes/grp-b/${document}`;
  const page = await windowOf(browser, server, "tut-03", { path });
  await page.getByText("depuis mars").waitFor();
  await isReady(page, [document]);
  const answers = async () => Object.fromEntries((await lying(page, "answers")).map(({ path, value }) => [path, JSON.stringify(value)]));
  await until(async () => (await answers())[`/api/documents/${document}/html`]?.includes("depuis mars") && `/api/documents/${document}/comments` in (await answers()), "the text and its remarks on the device");
  await server.kill();
  await page.reload();
  await page.getByText("depuis mars").waitFor();
  const remark = async (words, said) => {
    await choose(page, words);
    await page.getByRole("button", { name: "Commenter le passage choisi" }).click();
    await page.getByLabel("Votre remarque").fill(said);
    await page.getByRole("button", { name: "Envoyer" }).click();
  };
  await remark("du lundi", "Quel lundi ?");
  const waiting = page.locator(".thread.waiting");
  await waiting.getByText("Quel lundi ?").waitFor();
  assert.match(await waiting.textContent(), /Gardé sur cet ordinateur, partira dès que le réseau revient/);
  await isAccessible(page, "a remark that waits");
  await until(async () => (await typedHere(page)).length === 0, "the field's row gone with its form");
  await page.reload();
  await waiting.getByText("Quel lundi ?").waitFor();

  await server.restart();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  const again = await server.as("stg-02");
  const said = async () => (await again.get(`/api/documents/${document}/comments`)).is(200).json.comments.map((one) => one.body);
  await until(async () => (await said()).length === 1, "the remark on the server", patience(60_000));
  await page.getByRole("article", { name: /du lundi/ }).getByText("Quel lundi ?").waitFor();
  await waiting.waitFor({ state: "detached" });
  assert.deepEqual(await said(), ["Quel lundi ?"]);

  await server.kill();
  await until(() => page.getByText("Hors ligne.").count(), "the page knows", patience(20_000));
  await remark("fermé", "Pour toujours ?");
  await waiting.getByText("Pour toujours ?").waitFor();
  const context = page.context();
  await page.close();
  await server.restart();
  (await again.delete(`/api/documents/${document}`)).is(204);
  const later = await another(context, `${server.origin}/`);
  const unwanted = later.locator(".notice", { hasText: "n'ont pas pu partir" });
  await unwanted.getByText("Pour toujours ?").waitFor();
  await isAccessible(later, "words that nobody wanted");
  await unwanted.getByRole("button", { name: "Ne pas les garder" }).click();
  await unwanted.getByRole("button", { name: "Oui, les effacer" }).click();
  await unwanted.waitFor({ state: "detached" });
  await later.reload();
  await later.getByRole("heading", { level: 1 }).first().waitFor();
  assert.equal(await unwanted.count(), 0);
  assert.deepEqual([...page.complaints, ...later.complaints], []);
  await context.close();
});

test("what was shared and is no more leaves the device with all that names it, wherever its reader comes back; the rest stays", async (t) => {
  const server = await Server.start(t), author = await server.as("stg-02");
  const entry = await author.newEntry("Un doute au marché");
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  const page = await windowOf(browser, server, "tut-03", { path: "/stagiaires/stg-02" });
  const answers = async () => (await lying(page, "answers")).map(({ path, value }) => [path, JSON.stringify(value)]);
  const naming = async () => (await answers()).filter(([, value]) => value.includes("Un doute au marché") || value.includes(entry)).map(([path]) => path);
  await page.goto(`${server.origin}/stagiaires/stg-11`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.goto(`${server.origin}/stagiaires/stg-02`);
  await until(async () => (await naming()).includes("/api/trainees/stg-02") && (await naming()).includes("/api/documents/readable"), "the page of the trainee on the device", patience(30_000));
  const others = (await answers()).map(([path]) => path).filter((path) => path === "/api/trainees/stg-11");
  assert.equal(others.length, 1);
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "private" })).is(200);
  await page.goto(`${server.origin}/agenda`);
  await until(async () => (await naming()).length === 0, "nothing names it any more", patience(30_000));
  assert.ok((await answers()).some(([path]) => path === "/api/trainees/stg-11"), "what does not name it stays");
  await page.context().close();
});
