// Every page, in the roles that see different ones, at 1280 and at 360 px: axe finds nothing in light, in dark, nor in forced colours;
// at 400 % nothing sticks out to the side, no bar covers what has the focus, no word of a table is broken; nothing is loaded from
// elsewhere, and the console is silent.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { administratorWindow } from "../harness/administrators.mjs";
import { heed, isAccessible, loaded, startBrowser, windowOf } from "../harness/browser.mjs";
import { Server, carnet, sleep } from "../harness/server.mjs";
import { ZOOMED, faultsInEveryColour, reflowFaults } from "../harness/views.mjs";
import { totp } from "../harness/totp.mjs";

let browser, server;
const found = {}; // documents of the sample, by the word that stands for them in the table
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start()]);
  const list = async (id) => (await (await server.as(id)).get("/api/documents")).is(200).json;
  const [maelle, idriss, helene] = await Promise.all(["stg-01", "stg-02", "tut-01"].map(list));
  found.ENTRY = maelle.find((d) => d.kind === "journal_entry" && d.owner === "stg-01").id;
  found.WORK = maelle.find((d) => d.kind === "diagnostic" && d.owner === "stg-01").id;
  found.SHARED = helene.find((d) => d.kind === "journal_entry").id;
  const page = idriss.find((d) => d.kind === "group_page" && d.owner === "grp-b").id;
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  found.LINK = (await (await server.as("stg-02")).post(`/api/documents/${page}/guest-links`, { guest: "Maison de quartier", until })).is(201).json.path.slice(9);
  found.TEAM = idriss.find((d) => d.kind === "group_page" && d.owner === "grp-b").id;
});
after(async () => {
  await browser.close();
  await server.end();
});

const pages = [
  ["the sign-in", null, "/"],
  ["the choice of a password", null, "/mot-de-passe"],
  ["a forgotten password", null, "/mot-de-passe-oublie"],
  ["the confirmation of an address", null, "/adresse"],
  ["a trainee's home", "stg-01", "/"],
  ["the journal", "stg-01", "/journal"],
  ["one's own entry", "stg-01", "/journal/ENTRY"],
  ["the list of one's works", "stg-01", "/ecrits"],
  ["a work", "stg-01", "/ecrits/WORK"],
  ["a work, to be read or printed", "stg-01", "/lire/WORK"],
  ["an entry of somebody else, to be read or printed", "tut-01", "/lire/SHARED"],
  ["one's account", "stg-01", "/compte"],
  ["how one reads", "stg-01", "/compte/confort"],
  ["one's journal, from one's account", "stg-01", "/compte/journal"],
  ["one's news", "stg-06", "/nouvelles"],
  ["the accounts an assistant keeps", "ass-01", "/personnes"],
  ["all the pages of a manager", "resp-01", "/plan"],
  ["the departure of a tutor", "ass-01", "/personnes/tut-01/depart"],
  ["the outbox of who runs the cohort", "ass-01", "/courrier"],
  ["the letters one wants, from a link that ended", null, "/messages"],
  ["a page that does not exist", "stg-01", "/nulle/part"],
  ["an empty journal", "stg-14", "/journal"],
  ["one's team", "stg-02", "/equipes/grp-b"],
  ["a team page, written", "stg-02", "/equipes/grp-b/TEAM"],
  ["the versions of a team page, of who writes it", "stg-02", "/versions/TEAM"],
  ["the versions of a team page, of who reads it", "coop-02", "/versions/TEAM"],
  ["the versions of a work, of who reads it", "tut-01", "/versions/WORK"],
  ["an entry that is not for me", "stg-02", "/journal/ENTRY"],
  ["what is shared with a trainee", "stg-06", "/journal/partages"],
  ["a tutor's home", "tut-01", "/"],
  ["somebody's entry, read by the tutor", "tut-01", "/journal/SHARED"],
  ["a tutor's trainees", "tut-01", "/stagiaires"],
  ["a tutor's notes, of which there are none yet", "tut-01", "/stagiaires/notes"],
  ["a trainee, seen by the tutor", "tut-01", "/stagiaires/stg-01"],
  ["a research cooperator's home", "coop-02", "/"],
  ["a team page, read", "coop-02", "/equipes/grp-b/TEAM"],
  ["the manager's home", "resp-01", "/"],
  ["the list of teams", "resp-01", "/equipes"],
  ["a jury member's home", "jur-01", "/"],
  ["the quality officer's home", "rq-01", "/"],
  ["the search", "stg-02", "/recherche"],
  ["a page that a guest reads", null, "/lecture/LINK"],
  ["a guest's link that opens nothing", null, "/lecture/absent"],
  ["who can read what, of a trainee", "stg-01", "/compte/lectures"],
  ["what happened, of a trainee", "stg-01", "/compte/actes"],
  ["the register of accounts, of the manager", "resp-01", "/registre"],
  ["the register of accounts, closed to a tutor", "tut-01", "/registre"],
  ["the openings of texts, closed to a manager", "resp-01", "/serveur/ouvertures"],
  ["who can read what, of somebody who writes nothing", "rq-01", "/compte/lectures"],
  ["everybody's path, of the manager", "resp-01", "/stagiaires/parcours"],
  ["somebody's path, of the assistant", "ass-01", "/stagiaires/stg-14/parcours"],
  ["somebody's path, of the manager", "resp-01", "/stagiaires/stg-14/parcours"],
  ["one's own path, of who is here", "stg-02", "/compte/parcours"],
  ["one's own path, of who repeats", "stg-13", "/compte/parcours"],
  ["one's own path, of who left", "stg-10", "/compte/parcours"],
  ["who accompanies several", "resp-01", "/stagiaires/accompagnement"],
  ["who accompanies several, closed to the assistant", "ass-01", "/stagiaires/accompagnement"],
  ["the programmes, of the manager", "resp-01", "/programmes"],
  ["a programme that is kept", "resp-01", "/programmes/cpsl"],
  ["the version that a cohort follows, of the manager", "resp-01", "/promotions/coh-2025-2026/programme"],
  ["the version that a cohort follows, closed to the assistant", "ass-01", "/promotions/coh-2025-2026/programme"],
  ["the programmes, of a trainee", "stg-01", "/programmes"],
  ["what a cohort still needs, of the assistant", "ass-01", "/promotions/coh-2025-2026"],
  ["what a cohort still needs, closed to a tutor", "tut-01", "/promotions/coh-2025-2026"],
  ["half-days to plan, of the manager", "resp-01", "/promotions/coh-2025-2026/calendrier/ses-6"],
  ["half-days of the jury's day, of the assistant", "ass-01", "/promotions/coh-2025-2026/calendrier/final-jury"],
  ["half-days to plan, closed to a trainee", "stg-01", "/promotions/coh-2025-2026/calendrier/ses-6"],
  ["beginning, closed to a manager", "resp-01", "/commencer"],
  ["the calendar of a trainee", "stg-02", "/calendrier"],
  ["the calendar, of the manager", "resp-01", "/promotions/coh-2025-2026/calendrier"],
  ["the programme one follows", "stg-01", "/programme"],
  ["a cohort to set up", "resp-01", "/promotions/nouvelle"],
  ["the people of a cohort", "ass-01", "/promotions/coh-2025-2026/personnes"],
  ["the board, of a cohort by its name", "resp-01", "/promotions/coh-2025-2026/tableau"],
  ["a trainee, of a cohort by its name", "tut-01", "/promotions/coh-2025-2026/stagiaires/stg-01"],
  ["teams to form", "resp-01", "/equipes/former"],
  ["teams to form, of a cohort by its name", "resp-01", "/promotions/coh-2025-2026/equipes/former"],
  ["teams to form, of a cohort by its name, closed to the assistant", "ass-01", "/promotions/coh-2025-2026/equipes/former"],
  ["everybody's path, of a cohort by its name", "ass-01", "/promotions/coh-2025-2026/stagiaires/parcours"],
  ["somebody's path, of a cohort by its name", "resp-01", "/promotions/coh-2025-2026/stagiaires/stg-14/parcours"],
  ["who accompanies several, of a cohort by its name", "resp-01", "/promotions/coh-2025-2026/stagiaires/accompagnement"],
  ["what an administrator sees first", "admin", "/"],
  ["the state of the server", "admin", "/serveur"],
  ["the openings of texts", "admin", "/serveur/ouvertures"],
  ["beginning, of an administrator", "admin", "/commencer"],
  ["the outbox, of an administrator", "admin", "/courrier"],
  ["the accounts, of an administrator", "admin", "/personnes"],
  ["arrangements, of the officer", "rh-01", "/amenagements"],
  ["arrangements, of a trainer", "form-01", "/amenagements"],
  ["arrangements, closed to a trainee", "stg-01", "/amenagements"],
];

let administered = null;
/** Signed in, nothing of the page loaded yet. */
async function signedIn(id) {
  if (id !== "admin") return windowOf(browser, server, id, { path: "/icon.svg" });
  administered ??= (await administratorWindow(browser, server, "qui-administre@exemple.invalid", "quatre mots sans rapport entre eux")).context();
  const page = await administered.newPage();
  heed(page);
  return page;
}

const spent = { colours: 0, zoom: 0 };
const timed = async (what, work) => {
  const start = performance.now(), result = await work();
  spent[what] += performance.now() - start;
  return result;
};

for (const [name, id, path] of pages) {
  test(`${name} is accessible in every colour at 1280 and at 360 px, needs no sideways scrolling at 400 %, and loads nothing from elsewhere`, async () => {
    const address = path.replace(/[A-Z]+$/, (word) => found[word]), faults = [];
    const page = await signedIn(id);
    const elsewhere = [], own = [server.origin, server.live.replace("/live", ""), "data:", "blob:"];
    page.on("request", (r) => own.some((o) => r.url().startsWith(o)) || elsewhere.push(r.url()));
    await page.goto(server.origin + address);
    const ready = async () => {
      await page.getByRole("heading", { level: 1 }).or(page.getByRole("textbox", { name: /^Titre/ })).first().waitFor();
      if (/[A-Z]{4}$/.test(path) && !/^\/(lecture|versions)/.test(path) && name !== "an entry that is not for me") await page.locator(".cm-content, .reading p").first().waitFor(); // the text itself, to write or to read
      await loaded(page);
      await sleep(120);
    };
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 720 });
      await ready();
      faults.push(...await timed("colours", () => faultsInEveryColour(page, `${width} px`)));
    }
    await page.setViewportSize(ZOOMED);
    await ready();
    faults.push(...await timed("zoom", () => reflowFaults(page)));
    assert.deepEqual([...faults, ...elsewhere, ...page.complaints], [], name);
    await (id === "admin" ? page.close() : page.context().close());
  });
}

test("what this file looks for is found when it is there", async (t) => {
  t.diagnostic(`axe in three colours: ${Math.round(spent.colours / 1000)} s, what 400 % shows: ${Math.round(spent.zoom / 1000)} s, for ${pages.length} pages`);
  const page = await windowOf(browser, server, null);
  await page.getByRole("heading", { name: "Se connecter" }).waitFor();
  const image = await page.evaluateHandle(() => document.querySelector("main").appendChild(Object.assign(new Image(), { src: "/icon.svg" })));
  await assert.rejects(isAccessible(page, "a page with a nameless image"), /image-alt/);
  await image.evaluate((e) => ((e.alt = ""), (e.style.inlineSize = "3000px"), (e.style.maxInlineSize = "none"), (e.style.flexShrink = "0")));
  await assert.rejects(isAccessible(page, "a page that is too wide"), /px wide/);
  await image.evaluate((e) => e.remove());
  await page.setViewportSize(ZOOMED);
  assert.deepEqual(await reflowFaults(page), []);
  const bar = await page.evaluateHandle(() => document.body.appendChild(Object.assign(document.createElement("div"), { style: "position: fixed; inset: 0 0 40px; background: red" })));
  assert.match((await reflowFaults(page)).join(), /bars that stay leave \d+ px.*covered/);
  await bar.evaluate((e) => (e.style.cssText = ""));
  await bar.evaluate((e) => {
    const cell = e.appendChild(document.createElement("table")).insertRow().insertCell();
    cell.textContent = "Population";
    cell.style.cssText = "display: block; inline-size: 3em; overflow-wrap: anywhere";
  });
  assert.deepEqual(await reflowFaults(page), ["broken inside: Population"]);
  await bar.evaluate((e) => {
    e.textContent = "gris";
    e.style.cssText = "color: #777; background: #888";
  });
  assert.match((await faultsInEveryColour(page, "grey on grey")).join(), /grey on grey, light: color-contrast.*grey on grey, dark: color-contrast/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

for (const width of [1280, 320])
  test(`the panel of readers is accessible at ${width} px, closes with Escape and gives the focus back`, async () => {
    const page = await windowOf(browser, server, "stg-01", { width, path: `/journal/${found.ENTRY}` });
    const button = page.getByRole("button", { name: /changer qui lit cette entrée/ });
    await button.click();
    await page.getByRole("dialog").getByRole("radio").first().waitFor();
    await isAccessible(page, `the panel at ${width} px`);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    assert.ok(await button.evaluate((e) => e === document.activeElement), "the focus is back on the button");
    await page.context().close();
  });

test("the errors of the sign-in form are accessible and tied to their fields", async () => {
  const page = await windowOf(browser, server, null, { width: 320 });
  await page.getByRole("button", { name: "Ouvrir mon carnet" }).click();
  await page.getByText("Il manque votre adresse électronique.").waitFor();
  await isAccessible(page, "sign-in with errors");
  assert.equal(await page.getByLabel("Adresse électronique").getAttribute("aria-invalid"), "true");
  await page.context().close();
});

test("the one-time link of a new administrator leads to a password, then to a sign-in, and works once", async () => {
  const made = await carnet(["admin", "--data", server.data, "--email", "nouvelle@exemple.invalid"]);
  const address = /\/mot-de-passe#\S+/.exec(made.stdout)[0];
  const page = await windowOf(browser, server, null, { path: address, width: 320 });
  await page.getByLabel("Nouveau mot de passe").fill("court");
  await page.getByRole("button", { name: "Garder ce mot de passe" }).click();
  await page.getByText("Il faut au moins 12 caractères.").waitFor();
  await isAccessible(page, "a password that is too short");
  await page.getByLabel("Nouveau mot de passe").fill("quatre mots sans rapport");
  await page.getByRole("button", { name: "Garder ce mot de passe" }).click();
  await page.getByText("C'est fait.").waitFor();
  assert.ok(!page.url().includes("#"), "the secret stays in the address");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.getByLabel("Adresse électronique").fill("nouvelle@exemple.invalid");
  await page.getByLabel("Mot de passe").fill("quatre mots sans rapport");
  await page.getByText("Le mien").click();
  await page.getByRole("button", { name: "Ouvrir mon carnet" }).click();
  await page.getByRole("heading", { level: 1, name: "Une étape de plus pour votre rôle" }).waitFor();
  await page.getByRole("img", { name: /Image à photographier/ }).waitFor();
  await isAccessible(page, "setting up the second step");
  const secret = (await page.locator("code.secret").textContent()).replaceAll(" ", "");
  await page.getByLabel("Code à six chiffres").fill("000000");
  await page.getByRole("button", { name: "Vérifier ce code" }).click();
  await page.getByText(/Ce code ne va pas/).waitFor();
  await page.getByLabel("Code à six chiffres").fill(totp(secret, Date.now()));
  await page.getByRole("button", { name: "Vérifier ce code" }).click();
  await page.getByRole("heading", { name: "Vos codes de secours" }).waitFor();
  assert.equal(await page.locator("li code.secret").count(), 10);
  const [paper] = await page.locator("li code.secret").allTextContents();
  await isAccessible(page, "the codes for paper");
  await page.getByRole("button", { name: "Je les ai notés" }).click();
  await page.getByRole("heading", { level: 1, name: /Bonjour/ }).waitFor();
  // The next sign-in asks for a code, in the same form.
  const again = await windowOf(browser, server, null);
  await again.getByLabel("Adresse électronique").fill("nouvelle@exemple.invalid");
  await again.getByLabel("Mot de passe", { exact: true }).fill("quatre mots sans rapport");
  await again.getByText("Le mien").click();
  await again.getByRole("button", { name: "Ouvrir mon carnet" }).click();
  await again.getByLabel("Code à six chiffres").fill(paper);
  await isAccessible(again, "the code at the sign-in");
  await again.getByRole("button", { name: "Ouvrir mon carnet" }).click();
  await again.getByRole("heading", { level: 1, name: /Bonjour/ }).waitFor();
  await again.context().close();
  await page.goto(`${server.origin}${address}`);
  await page.getByLabel("Nouveau mot de passe").fill("encore une autre phrase");
  await page.getByRole("button", { name: "Garder ce mot de passe" }).click();
  await page.getByText(/Ce lien ne sert plus/).waitFor();
  await page.context().close();
});

test("who one is and the way out stay in sight beside the pages, however many ways there are", async () => {
  for (const id of ["resp-01", "stg-01"]) for (const height of [800, 640]) {
    const page = await windowOf(browser, server, id, { height });
    const side = page.locator(".side"), ways = side.getByRole("navigation").getByRole("link");
    await side.getByRole("button", { name: "Se déconnecter" }).waitFor();
    await loaded(page);
    const inSight = (one) => one.evaluate((e) => e.getBoundingClientRect().bottom <= innerHeight);
    assert.ok(await inSight(side.getByRole("button", { name: "Se déconnecter" })), `${id}, ${height} px`);
    if (height === 800) assert.ok(await inSight(ways.last()), `every way of ${id}`);
    await ways.last().focus();
    assert.ok(await ways.last().evaluate((e) => e.getBoundingClientRect().bottom <= e.closest(".side").querySelector(".side-end").getBoundingClientRect().top), `the last way of ${id} comes, ${height} px`);
    if (process.env.CARNET_SHOTS) await page.screenshot({ path: `${process.env.CARNET_SHOTS}/side-${id}-${height}.png` });
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});
