// The first page of a trainee, and the way from anywhere to every page, for each role.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { Server, carnet } from "../harness/server.mjs";
import { totp } from "../harness/totp.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start()])));
after(async () => {
  await browser.close();
  await server.end();
});
const shots = process.env.CARNET_SHOTS;
const shot = async (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });

test("what waits for a trainee: works to hand in with their dates, the next first, and none that is handed in", async () => {
  const day = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long", timeZone: "Europe/Paris" });
  for (const [id, kinds] of [["stg-01", ["note_synthetique"]], ["stg-07", null], ["stg-11", null]]) {
    const works = (await (await server.as(id)).get("/api/works")).is(200).json.filter((w) => w.owner === id);
    const due = works.filter((w) => ["not_started", "draft", "reopened"].includes(w.state) && !w.carriedOverFrom).sort((a, b) => a.dueAt.localeCompare(b.dueAt));
    if (kinds) assert.deepEqual(due.map((w) => w.kind), kinds);
    assert.ok(due.length > 0, id);
    const page = await windowOf(browser, server, id, { width: 360, height: 740 });
    const part = page.getByRole("region", { name: "Ce qui m'attend" });
    await part.waitFor();
    const lines = await part.getByRole("listitem").allTextContents();
    assert.equal(lines.length, due.length, lines.join("\n"));
    for (const [i, work] of due.entries()) {
      assert.ok(lines[i].includes(day.format(new Date(work.dueAt))), `${lines[i]} is due on ${day.format(new Date(work.dueAt))}`);
      assert.equal(/la date est passée/.test(lines[i]), work.overdue, lines[i]);
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
  "resp-01": ["Tableau", "Les stagiaires", "Les équipes", "Calendrier", "Journaux partagés", "Les comptes", "Le programme", "Aménagements", "Le courrier", "Le registre"],
  "ass-01": ["Tableau", "Les stagiaires", "Les équipes", "Calendrier", "Journaux partagés", "Les comptes", "Le programme", "Aménagements", "Le courrier"],
  "jur-01": ["Accueil", "Calendrier", "Le programme", "Aménagements"],
  "rh-01": ["Accueil", "Aménagements", "Calendrier", "Le programme"],
  "rq-01": ["Accueil", "Calendrier", "Le programme", "Le registre"],
  "admin": ["Accueil", "Les comptes", "Le courrier", "Le registre", "Le serveur"],
};

/** Whoever administers opens their account from the link of the command line, with a second step. */
async function administrator() {
  const email = "machine@exemple.invalid", phrase = "quatre mots sans rapport";
  const { stdout } = await carnet(["admin", "--data", server.data, "--email", email]);
  const page = await windowOf(browser, server, null, { path: /\/mot-de-passe#\S+/.exec(stdout)[0] });
  await page.getByLabel("Nouveau mot de passe").fill(phrase);
  await page.getByRole("button", { name: "Garder ce mot de passe" }).click();
  await page.getByText("C'est fait.").waitFor();
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.getByLabel("Adresse électronique").fill(email);
  await page.getByLabel("Mot de passe", { exact: true }).fill(phrase);
  await page.getByRole("radio", { name: "Le mien" }).check();
  await page.getByRole("button", { name: "Ouvrir mon carnet" }).click();
  const secret = (await page.locator("code.secret").first().textContent()).replaceAll(" ", "");
  await page.getByLabel("Code à six chiffres").fill(totp(secret, Date.now()));
  await page.getByRole("button", { name: "Vérifier ce code" }).click();
  await page.getByRole("button", { name: "Je les ai notés" }).click();
  return page;
}

for (const [id, names] of Object.entries(ways))
  test(`every page of ${id} is in the way: beside the text on a wide screen, two taps away on a phone, and each opens`, async () => {
    const page = id === "admin" ? await administrator() : await windowOf(browser, server, id);
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
      assert.deepEqual((await all.locator(".title").allTextContents()).slice(0, names.length), names);
      await isAccessible(page, `all pages of ${id}`);
      await shot(page, `plan-${id}`);
      await all.getByRole("link", { name: new RegExp(`^${names.at(-1)}`) }).click();
      await page.locator("nav.tabs [aria-current=true]", { hasText: "Plus" }).waitFor();
    } else assert.equal(count, names.length);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
