// Leaving a device, and what its tabs tell each other: nothing that somebody else may read stays, no words are lost silently,
// and no tab goes on with a person who is gone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, signInByHand, startBrowser, windowOf } from "../harness/browser.mjs";
import { KEPT, another, database, says, text, title } from "../harness/device.mjs";
import { until } from "../harness/live.mjs";
import { Server, patience, sleep } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const TABLES = ["answers", "copies", "updates", "secured", "unsent", "wishes", "fields", "images", "pictures", "seen"];
/** What lies on the device: of each table whose rows; null when there is no database. */
const lying = async (page) => {
  const found = await database(page, TABLES);
  return found && Object.fromEntries(Object.entries(found).filter(([, rows]) => rows.length > 0).map(([table, rows]) => [table, rows.map(({ person, document = "" }) => `${person} ${document}`.trim())]));
};
const pageTitle = (page) => page.getByRole("textbox", { name: "Titre de la page" });
const greets = (page, name) => page.getByRole("heading", { name: `Bonjour ${name}` }).waitFor();
const cover = (page) => page.getByRole("heading", { name: "Se connecter" });
const again = (page) => page.getByRole("heading", { name: "Votre session est terminée" });

async function signOut(page, origin) {
  await page.goto(`${origin}/compte`);
  await page.getByRole("main").getByRole("button", { name: "Se déconnecter" }).click();
}
/** The same window, as if this person's session were the browser's. */
async function become(context, server, id) {
  const [name, ...value] = (await server.as(id)).headers.cookie.split("=");
  await context.addCookies([{ name, value: value.join("="), url: server.origin, httpOnly: true, sameSite: "Lax" }]);
}
const looksAgain = (page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));

test("whoever leaves a device takes along what is theirs and what is the server's, and leaves another person's waiting words to them", async (t) => {
  const server = await Server.start(t), author = await server.as("stg-02");
  const document = await author.newEntry("Sur le quai"), seen = await author.newEntry("Vue seulement");
  const page = await windowOf(browser, server, "stg-02", { path: `/journal/${seen}` });
  const context = page.context();
  await says(page, /^Enregistré/);
  await page.goto(`${server.origin}/journal/${document}`);
  await says(page, /^Enregistré/);
  await until(async () => ((await lying(page))?.secured ?? []).length >= 2, "both texts on the device", patience(30_000));
  await server.kill();
  await text(page).click();
  await page.keyboard.type("Des mots du tunnel.");
  await says(page, KEPT);
  await page.close({ runBeforeUnload: false });
  await server.restart();
  await context.clearCookies();

  const mine = [`stg-02 ${document}`];
  const onlyWords = async (page, when) => {
    const left = await until(async () => {
      const found = await lying(page);
      return found && !found.answers && found;
    }, `no answers ${when}`);
    assert.deepEqual(Object.keys(left).filter((table) => !["unsent", "updates", "copies", "secured"].includes(table)), [], when);
    assert.deepEqual([...new Set(Object.values(left).flat())], mine, when);
  };
  const other = await another(context, server.origin);
  await signInByHand(other, "stg-03", "Un appareil partagé");
  await other.getByRole("heading", { name: /^Bonjour/ }).waitFor();
  await onlyWords(other, "once somebody called the device shared");
  await signOut(other, server.origin);
  await cover(other).waitFor();
  await onlyWords(other, "once they left");

  await signInByHand(other, "stg-04", "Le mien");
  await other.getByRole("heading", { name: /^Bonjour/ }).waitFor();
  await until(async () => (await lying(other)).answers?.includes("stg-04"), "answers for them", patience(20_000));
  await signOut(other, server.origin);
  await cover(other).waitFor();
  await onlyWords(other, "once whoever had called it theirs left");

  // Calling it shared oneself does not send them, so leaving would erase them: that is asked first.
  await signInByHand(other, "stg-02", "Un appareil partagé");
  await greets(other, "Idriss");
  await signOut(other, server.origin);
  await other.getByText("Se déconnecter maintenant les effacerait.").waitFor();
  await context.clearCookies();
  await other.goto(server.origin);
  await signInByHand(other, "stg-02", "Le mien");
  const back = await server.as("stg-02", { again: true });
  await until(async () => (await back.text(document)) === "Des mots du tunnel.", "the words at home", patience(60_000));
  await until(async () => !(await lying(other)).unsent, "no word waits", patience(20_000));
  await signOut(other, server.origin);
  await cover(other).waitFor();
  await until(async () => (await lying(other)) === null, "nothing is left");
  assert.deepEqual(other.complaints, []);
  await context.close();
});

test("signing out asks for words that wait in another tab", async (t) => {
  const server = await Server.start(t), author = await server.as("stg-02");
  const path = `/journal/${await author.newEntry("Sur le quai")}`;
  const page = await windowOf(browser, server, "stg-02", { path });
  await says(page, /^Enregistré/);
  await until(async () => ((await lying(page))?.secured ?? []).length > 0, "the text on the device", patience(20_000));
  await page.goto(`${server.origin}/compte`);
  const writing = await page.context().newPage();
  await writing.routeWebSocket(/\/live\//, () => undefined);           // a line that takes and never answers
  await writing.goto(server.origin + path);
  await text(writing).click();
  await writing.keyboard.type("Écrit à côté.");
  await until(async () => ((await lying(page))?.unsent ?? []).length > 0, "words that wait", patience(20_000));
  await page.getByRole("main").getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByText("Se déconnecter maintenant les effacerait.").waitFor();
  await page.context().close();
});

test("a tab that nobody looks at learns at once that one signed out, and who signed in", async (t) => {
  const server = await Server.start(t);
  const page = await windowOf(browser, server, "stg-02", { path: "/journal" });
  const behind = await another(page.context(), `${server.origin}/ecrits`);
  await behind.getByRole("heading", { level: 1 }).waitFor();
  await signOut(page, server.origin);
  await cover(behind).waitFor();
  assert.equal(await until(async () => (await lying(behind)) === null, "nothing on the device"), true);
  await behind.evaluate(() => localStorage.setItem("carnet.owner", "stg-02"));      // as a tab may still read it that was told first
  await behind.reload();
  await cover(behind).waitFor();
  await sleep(500);
  assert.equal(await lying(behind), null, "being refused makes no database");

  await signInByHand(behind, "stg-02", "Le mien");
  await greets(behind, "Idriss");
  await page.context().clearCookies();
  const third = await another(page.context(), server.origin);
  await signInByHand(third, "stg-03", "Un appareil partagé");
  await third.getByRole("heading", { name: /^Bonjour/ }).waitFor();
  await until(async () => (await behind.locator(".side .person").textContent()).includes((await third.locator(".side .person").textContent()).slice(0, 8)), "whoever is there now");
  await page.context().close();
});

test("a tab that finds somebody else signed in goes on with nothing of either, and words that wait in it wait for their own person", async (t) => {
  const server = await Server.start(t), author = await server.as("stg-02");
  const document = await author.newEntry("Sur le quai"), path = `/journal/${document}`, TITLE = "**/api/journal/entries/*/title";
  const plain = await windowOf(browser, server, "stg-02");
  await greets(plain, "Idriss");
  await become(plain.context(), server, "stg-01");
  await looksAgain(plain);
  await greets(plain, "Maëlle");
  await plain.context().close();

  const page = await windowOf(browser, server, null, { routes: [[TITLE, (route) => route.abort()]] });
  await signInByHand(page, "stg-02", "Un appareil partagé");
  await greets(page, "Idriss");
  await page.goto(server.origin + path);
  await title(page).fill("Le titre d'Idriss");
  await says(page, /^Gardé dans cette page/);
  await page.getByRole("link", { name: "Mon journal" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Mon journal" }).waitFor();
  await become(page.context(), server, "stg-01");
  await page.unroute(TITLE);
  await looksAgain(page);
  await again(page).waitFor();
  await sleep(6_500);                             // longer than a title that was left waits for its next try
  await signInByHand(page, "stg-01", "Un appareil partagé");
  await page.getByText(/^Ces mots appartiennent à Idriss/).waitFor();
  await signInByHand(page, "stg-02", "Un appareil partagé");
  await until(async () => (await author.get(`/api/journal/entries/${document}`)).json.title === "Le titre d'Idriss", "the title on the server", patience(20_000));
  await page.context().close();
});

test("words that wait in a tab never leave under the name of whoever signed in in another one", async (t) => {
  const server = await Server.start(t), { document, path } = await pageOf(server);
  const other = await server.as("stg-06");
  (await other.get(`/api/documents/${document}`)).is(200);
  const page = await windowOf(browser, server, null), lines = [];
  let holds = false;
  await page.routeWebSocket(/\/live\//, (line) => {
    lines.push(line);
    if (holds) void line.close({ code: 1013 });
    else line.connectToServer();
  });
  await signInByHand(page, "stg-02", "Un appareil partagé");
  await greets(page, "Idriss");
  await page.goto(server.origin + path);
  await says(page, /^Enregistré/);
  holds = true;
  for (const line of lines) await line.close({ code: 1013 }).catch(() => undefined);
  await page.getByRole("textbox", { name: "Texte de la page" }).click();
  await page.keyboard.type("Pour Idriss seul.");
  await says(page, /^Gardé dans cette page/);
  await become(page.context(), server, "stg-06");
  holds = false;
  await looksAgain(page);
  await again(page).waitFor();
  await looksAgain(page);
  await sleep(3_000);
  assert.equal(await other.text(document), "", "nothing was taken from whoever is signed in now");
  (await other.get("/api/me")).is(200);
  await signInByHand(page, "stg-02", "Un appareil partagé");
  await until(async () => (await other.text(document)) === "Pour Idriss seul.", "the words on the server", patience(20_000));
  await says(page, /^Enregistré/);
  // What stands between the page and the server tells the page late that the line is closed; a line of its own is looked at before each word.
  assert.deepEqual(page.complaints.filter((line) => !/already in CLOSING or CLOSED/.test(line)), []);
  await page.context().close();
});

test("a shared device closes when none of its tabs is used, and with a network that does not answer too", async (t) => {
  const server = await Server.start(t);
  const page = await windowOf(browser, server, null);
  const context = page.context();
  await context.clock.install();
  await page.reload();
  await signInByHand(page, "stg-02", "Un appareil partagé");
  await greets(page, "Idriss");
  const used = await another(context, `${server.origin}/ecrits`);
  await used.getByRole("heading", { level: 1 }).waitFor();
  for (const one of [page, used]) await one.waitForLoadState("networkidle");
  let holds = true;
  await context.route("**/api/session", (route) => (holds && route.request().method() === "DELETE" ? undefined : route.continue()));
  const shown = (one) => one.getByRole("heading", { level: 1 }).filter({ visible: true }).first().textContent();
  await context.clock.fastForward("14:00");
  await page.evaluate(() => (window.told = new Promise((done) => new BroadcastChannel("carnet").addEventListener("message", ({ data }) => data === "used" && done()))) && undefined);
  await used.keyboard.press("Shift");
  await page.evaluate(() => window.told);         // the page itself listens since longer
  await context.clock.fastForward("04:00");
  await sleep(1_500);
  assert.match(await shown(page), /^Bonjour Idriss/, "whoever writes in one tab keeps the other");
  await context.clock.fastForward("15:30");
  for (const one of [page, used]) {
    await again(one).waitFor({ timeout: 8_000 });           // sooner than the network is given up
    await one.getByText("Carnet s'est fermé après 15 minutes sans activité. Reconnectez-vous").waitFor();
    assert.equal(await one.getByText(/^Bonjour|Idriss/).filter({ visible: true }).count(), 0, "nothing of anybody is shown");
  }
  assert.equal(await page.getByLabel("Adresse électronique").inputValue(), "");
  await isAccessible(page, "a device that closed by itself");
  holds = false;
  await sleep(11_000);                            // its patience with the network that does not answer
  await context.clock.fastForward("00:11");
  for (const one of [page, used]) await cover(one).waitFor();
  await page.goto(server.origin);
  await cover(page).waitFor();
  await context.close();
});

const pageOf = async (server) => {
  const document = await (await server.as("stg-02")).newPage("Le marché", "grp-b");
  return { document, path: `/equipes/grp-b/${document}` };
};

test("a title without an answer lies on the device, and a tab that is killed then loses nothing", async (t) => {
  const server = await Server.start(t), { document, path } = await pageOf(server);
  const page = await windowOf(browser, server, "stg-02", { path, routes: [["**/api/documents/*/title", () => undefined]] });
  await pageTitle(page).fill("Le marché du lundi");
  await says(page, KEPT);
  await page.goto("chrome://crash").catch(() => undefined);
  await page.close();
  const later = await another(page.context(), server.origin);
  await until(async () => (await (await server.as("stg-02")).get(`/api/documents/${document}`)).json.title === "Le marché du lundi", "the title on the server", patience(30_000));
  await later.context().close();
});

test("a title that the device could not take is not called kept on it", async (t) => {
  const server = await Server.start(t);
  const path = `/journal/${await (await server.as("stg-02")).newEntry("Sur le quai")}`;
  const page = await windowOf(browser, server, "stg-02", { path, routes: [["**/assets/here-*.js", (route) => route.abort()], ["**/api/journal/entries/*/title", (route) => route.abort()]] });
  await says(page, /^Enregistré/);
  await title(page).fill("Le quai");
  await says(page, /^Gardé dans cette page/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("of two tabs one sends what waits, and an older title of one never takes the place of the other's newer one", async (t) => {
  const server = await Server.start(t), { document, path } = await pageOf(server);
  const titleNow = async () => (await (await server.as("stg-02")).get(`/api/documents/${document}`)).json.title;
  const a = await windowOf(browser, server, "stg-02", { path, routes: [["**/nothing", (route) => route.abort()]] });
  const context = a.context();
  const asked = new Map();
  let way = "down";
  const held = [];
  const follow = async (name, page) => {
    asked.set(name, []);
    await page.route("**/api/documents/*/title", async (route) => {
      asked.get(name).push(route.request().postDataJSON().title);
      if (way === "down") await route.abort();
      else if (way === "held") held.push(route);
      else await route.continue();
    });
  };
  const online = (page) => page.evaluate(() => dispatchEvent(new Event("online")));
  await follow("a", a);
  await pageTitle(a).fill("Ancien titre");
  await says(a, KEPT);
  await a.getByRole("link", { name: "Les Rallongeurs" }).click();
  await a.getByRole("heading", { level: 1 }).waitFor();

  const b = await context.newPage();
  await follow("b", b);
  await b.goto(server.origin + path);
  await until(() => asked.get("b").includes("Ancien titre"), "the other tab tries too");
  await pageTitle(b).fill("Nouveau titre");
  await says(b, KEPT);
  await b.getByRole("link", { name: "Les Rallongeurs" }).click();
  await b.getByRole("heading", { level: 1 }).waitFor();

  way = "held";
  for (const sent of asked.values()) sent.length = 0;
  await online(b);
  await until(() => held.length === 1, "one tab sends");
  await online(a);
  await sleep(1_500);
  const [first, other] = asked.get("a").length > 0 ? ["a", "b"] : ["b", "a"];         // its own time to try again may have come before
  assert.deepEqual([asked.get(first), asked.get(other)], [["Nouveau titre"], []], "the other one waits for it");
  way = "down";
  await held.pop().abort();                       // it failed: now the other may, with what is wanted by now
  await until(() => asked.get(other).length > 0, "the other one's turn");
  way = "up";
  await online(a);
  await until(async () => (await titleNow()) === "Nouveau titre", "the newer title", patience(20_000));
  assert.ok(!asked.get("a").includes("Ancien titre"), "an older one is not sent any more");
  await online(b);
  await sleep(1_000);
  assert.equal(await titleNow(), "Nouveau titre");
  await context.close();
});

test("what this device kept never takes the place of newer things on the screen", async (t) => {
  const server = await Server.start(t);
  await (await server.as("stg-02")).newEntry("Ce matin");
  const silent = new Set();
  const page = await windowOf(browser, server, "stg-02", { path: "/journal", routes: [[(url) => silent.has(url.pathname), (route) => route.abort()]] });
  await page.getByRole("link", { name: "Ce matin" }).waitFor();
  await until(async () => (await database(page, ["answers"]))?.answers.some((row) => row.path === "/api/journal"), "the answer on the device");
  await page.evaluate(async () => {
    const db = await new Promise((done) => { const r = indexedDB.open("carnet"); r.onsuccess = () => done(r.result); });
    const row = await new Promise((done) => { const r = db.transaction("answers").objectStore("answers").get(["stg-02", "/api/journal"]); r.onsuccess = () => done(r.result); });
    row.value.entries = row.value.entries.map((one) => ({ ...one, title: one.title === "Ce matin" ? "Hier soir" : one.title }));
    await new Promise((done) => { const r = db.transaction("answers", "readwrite").objectStore("answers").put(row); r.onsuccess = () => done(); });
    db.close();
  });
  silent.add("/api/me").add("/api/journal");
  await looksAgain(page);
  await page.getByText("Hors ligne : voici ce que cet ordinateur a gardé.").waitFor();
  silent.delete("/api/me");
  const asked = page.waitForEvent("requestfailed", (request) => new URL(request.url()).pathname === "/api/journal");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await asked;
  await sleep(1_000);
  await page.getByRole("link", { name: "Ce matin" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Hier soir" }).count(), 0);
  await page.reload();
  await page.getByRole("link", { name: "Hier soir" }).waitFor();       // where nothing newer is shown it stands in
  await page.context().close();
});
