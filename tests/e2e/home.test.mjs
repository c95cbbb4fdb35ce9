// The first page of a trainee, and the way from anywhere to every page, for each role.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { administratorWindow } from "../harness/administrators.mjs";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { RawClient } from "../harness/live.mjs";
import { Server } from "../harness/server.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start()])));
after(async () => {
  await browser.close();
  await server.end();
});
const shots = process.env.CARNET_SHOTS;
const shot = async (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });

test("what waits for a trainee: works to hand in with their dates, the next first, and none that is handed in", async () => {
  const format = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long", timeZone: "Europe/Paris" });
  const dayOf = (work) => format.format(new Date(work.dueAt)).replace(" 1 ", " 1er ");
  for (const [id, kinds] of [["stg-01", ["note_synthetique"]], ["stg-07", null], ["stg-11", null]]) {
    const works = (await (await server.as(id)).get("/api/works")).is(200).json.filter((w) => w.owner === id);
    const due = works.filter((w) => ["not_started", "draft", "reopened"].includes(w.state) && !w.carriedOverFrom).sort((a, b) => a.dueAt.localeCompare(b.dueAt));
    if (kinds) assert.deepEqual(due.map((w) => w.kind), kinds);
    assert.ok(due.length > 0, id);
    const page = await windowOf(browser, server, id, { width: 360, height: 740 });
    const part = page.getByRole("region", { name: "Ce qui m'attend" });
    await part.waitFor();
    const { own } = (await (await server.as(id)).get("/api/queue")).is(200).json;
    const items = await part.getByRole("listitem").allTextContents(), lines = items.slice(0, due.length);
    assert.equal(items.length, due.length + own.length, "then the texts that others commented");
    assert.equal(lines.length, due.length, lines.join("\n"));
    for (const [i, work] of due.entries()) {
      assert.ok(lines[i].includes(dayOf(work)), `${lines[i]} is due on ${dayOf(work)}`);
      assert.equal(/la date est passée/.test(lines[i]), work.overdue, lines[i]);
      const signes = new Intl.NumberFormat("fr-FR").format(work.signes ?? 0);
      assert.equal(lines[i].includes(`${signes} signes`), (work.signes ?? 0) > 0, `${lines[i]}: ${signes} signes`);
      if (work.signes && work.signesMost) assert.ok(lines[i].includes(`${signes} signes sur ${new Intl.NumberFormat("fr-FR").format(work.signesMost)}`), lines[i]);
      if (!work.overdue) assert.match(lines[i], /à déposer avant .*(Il reste \d+ jours?|Dernier jour)/);
    }
    await isAccessible(page, `the first page of ${id}`);
    await shot(page, `home-${id}`);
    await part.getByRole("link").first().click();
    await page.waitForURL((url) => url.pathname === `/ecrits/${due[0].id}`);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test("the list of one's works says where each stands, not when a file last changed", async () => {
  const page = await windowOf(browser, server, "stg-01", { path: "/ecrits", width: 360, height: 740 });
  const lines = page.getByRole("region", { name: "Les miens" }).getByRole("listitem");
  await lines.first().waitFor();
  const said = (await lines.allTextContents()).join("\n");
  for (const stands of [/Évalué le/, /Déposé le/, /Brouillon, à déposer avant le/]) assert.match(said, stands);
  assert.doesNotMatch(said, /Modifié/);
  await isAccessible(page, "one's works");
  await page.context().close();
});

test("what others said of one's texts waits on the first page, a line for each text, until it is answered", async () => {
  const author = await server.as("stg-12"), tutor = (await author.get("/api/cohort")).is(200).json.tutor, reader = await server.as(tutor.id);
  const entry = await author.newEntry("La clé du local"), before = (await author.get("/api/queue")).is(200).json.own.length;
  const client = await RawClient.open(author, entry, { protocol: "carnet" });
  await client.sync();
  await client.settled(client.edit((content) => content.insert(0, "Annie a rendu son double. Le planning ne disait pas tout.\n")));
  client.drop();
  (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
  for (const [key, exact] of [["first-remark-of-a-test", "son double"], ["second-remark-of-a-test", "Le planning"]])
    (await reader.post(`/api/documents/${entry}/comments`, { key, kind: "question", body: "Mot de passe du mot ?", anchor: { exact, prefix: "", suffix: "" } })).is(201);
  for (const width of [1280, 360]) {
    const page = await windowOf(browser, server, "stg-12", { width, height: 740 });
    const part = page.getByRole("region", { name: "Ce qui m'attend" });
    const line = part.getByRole("link", { name: new RegExp(`^${tutor.name} a commenté votre entrée «\\sLa clé du local\\s»\\s: 2 échanges à traiter`) });
    await line.waitFor();
    assert.equal(await page.getByText("Mot de passe du mot").count(), 0);
    await isAccessible(page, `a first page with remarks at ${width}`);
    await shot(page, `remarks-${width}`);
    await line.click();
    await page.waitForURL((url) => url.pathname === `/journal/${entry}`);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
  const { comments } = (await author.get(`/api/documents/${entry}/comments`)).is(200).json;
  for (const { id } of comments) (await author.put(`/api/comments/${id}/status`, { status: "resolved" })).is(200);
  assert.equal((await author.get("/api/queue")).json.own.length, before);
});

test("an invitation into a group waits on the first page, until it is answered", async () => {
  const opener = await server.as("stg-02");
  const group = (await opener.post("/api/groups", { name: "Autour du repas", open: false })).is(201).json.id;
  (await opener.put(`/api/groups/${group}/invitations/stg-06`, {})).is(200);
  const page = await windowOf(browser, server, "stg-06", { width: 360, height: 740 });
  const part = page.getByRole("region", { name: "Ce qui m'attend" });
  await part.getByRole("link", { name: /On vous invite dans « Autour du repas »/ }).click();
  await page.getByRole("heading", { level: 1, name: "Autour du repas" }).waitFor();
  await page.getByRole("button", { name: /Rejoindre/ }).click();
  await page.getByRole("button", { name: /Rejoindre/ }).waitFor({ state: "detached" });
  await page.goto(server.origin);
  await part.waitFor();
  assert.equal(await part.getByText("Autour du repas").count(), 0);
  await page.context().close();
});

const TRAINEE = ["Accueil", "Mon journal", "Mes écrits", "Mon équipe", "Calendrier", "Journaux partagés", "Le programme"];
const ACCOMPANYING = ["À lire", "Les stagiaires", "Journaux partagés", "Les équipes", "Calendrier", "Les écrits", "Le programme", "Aménagements"];
const ways = {
  "stg-01": TRAINEE,
  "stg-10": ["Accueil", "Mon journal", "Mes écrits"],                       // who left
  "tut-01": ACCOMPANYING,
  "coop-01": ACCOMPANYING,
  "form-01": ["Accueil", "Journaux partagés", "Les équipes", "Calendrier", "Le programme", "Aménagements"],
  "resp-01": ["Tableau", "Les stagiaires", "Les équipes", "Calendrier", "Journaux partagés", "Les comptes", "Le programme", "Les programmes", "Aménagements", "Le courrier", "Le registre"],
  "ass-01": ["Tableau", "Les stagiaires", "Les équipes", "Calendrier", "Journaux partagés", "Les comptes", "Le programme", "Aménagements", "Le courrier"],
  "jur-01": ["Accueil", "Calendrier", "Le programme", "Aménagements"],
  "rh-01": ["Accueil", "Aménagements", "Calendrier", "Le programme"],
  "rq-01": ["Accueil", "Calendrier", "Le programme", "Le registre"],
  "admin": ["Accueil", "Les comptes", "Commencer", "Le serveur", "Les programmes", "Le courrier", "Le registre"],
};

for (const [id, names] of Object.entries(ways))
  test(`every page of ${id} is in the way: beside the text on a wide screen, two taps away on a phone, and each opens`, async () => {
    const page = id === "admin" ? await administratorWindow(browser, server, "machine@exemple.invalid", "quatre mots sans rapport") : await windowOf(browser, server, id);
    const side = page.locator(".side").getByRole("navigation", { name: "Rubriques" });
    await side.waitFor();
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    if (id === "stg-01") await side.getByRole("link", { name: "Mon équipe" }).waitFor();
    assert.deepEqual(await side.getByRole("link").allTextContents(), names);
    for (const name of names) {
      await side.getByRole("link", { name, exact: true }).click();
      await page.locator(".side [aria-current=page]", { hasText: name }).waitFor();
      await page.locator("main h1").first().waitFor();
      assert.equal(await page.getByText("Cette page n'existe pas").count(), 0, name);
      assert.equal(await page.locator(".side .nav [aria-current]").count(), 1, name);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(server.origin);
    const tabs = page.locator("nav.tabs");
    await tabs.waitFor();
    const links = tabs.getByRole("link"), count = await links.count();
    assert.ok(count <= 5, `${count} tabs`);
    for (let i = 0; i < count; i++) assert.ok(await links.nth(i).evaluate((e) => e.scrollWidth <= e.clientWidth), `${await links.nth(i).textContent()} is cut`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "sideways");
    assert.ok(await page.locator(".masthead .person").evaluate((e) => e.getBoundingClientRect().right <= innerWidth), "the way to one's account is cut");
    await shot(page, `tabs-${id}`);
    if (names.length > 5) {
      await tabs.getByRole("link", { name: "Plus" }).click();
      const all = page.getByRole("navigation", { name: "Toutes les pages" });
      await all.waitFor();
      if (id === "stg-01") await all.getByText("Mon équipe", { exact: true }).waitFor(); // named once the cohort is known
      assert.deepEqual((await all.locator(".title").allTextContents()).slice(0, names.length), names);
      await isAccessible(page, `all pages of ${id}`);
      await shot(page, `plan-${id}`);
      await all.getByRole("link", { name: new RegExp(`^${names.at(-1)}`) }).click();
      await page.locator("nav.tabs [aria-current=true]", { hasText: "Plus" }).waitFor();
    } else assert.equal(count, names.length);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

test("a fault of ours ends one page and says so, and another can be opened", async () => {
  const odd = ["**/api/groups", (route) => route.fulfill({ json: [null] })];
  const page = await windowOf(browser, server, "form-01", { path: "/equipes", routes: [odd] });
  await page.getByRole("heading", { level: 1, name: "Cette page n'a pas pu s'afficher" }).waitFor();
  await isAccessible(page, "a page with a fault of ours");
  assert.ok(page.complaints.length > 0, "it is reported");
  await page.context().close();
});
