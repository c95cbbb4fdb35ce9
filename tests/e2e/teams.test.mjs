// Forming teams with the keyboard: a draft, its publication, a move; and what a trainee sees of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, looksRight, startBrowser, windowOf } from "../harness/browser.mjs";
import { until } from "../harness/live.mjs";
import { Server } from "../harness/server.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start()])));
after(async () => {
  await browser.close();
  await server.end();
});

async function nameTeam(page, name) {
  const form = page.locator("details", { hasText: "Nouvelle équipe" }).last();
  if (!(await form.getAttribute("open")) && (await form.getAttribute("open")) !== "") await form.locator("summary").press("Enter");
  await form.getByLabel("Nom de l'équipe").fill(name);
  await form.getByLabel("Nom de l'équipe").press("Enter");
  await page.getByRole("heading", { level: 3, name }).waitFor();
}

async function placeByKeyboard(page, person, team) {
  const choice = page.getByRole("combobox", { name: new RegExp(`^Équipe (de |d')${person}$`) });
  await choice.focus();
  await choice.selectOption({ label: team });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: team }).getByText(person, { exact: true }).first().waitFor();
  assert.ok(await page.getByRole("combobox", { name: new RegExp(`^Équipe (de |d')${person}$`) }).evaluate((e) => e === document.activeElement), "the focus follows the person");
}

test("the manager forms a team at 360 px with the keyboard, publishes it, and its members find their space", async () => {
  const page = await windowOf(browser, server, "resp-01", { width: 360, height: 740, path: "/equipes" });
  await page.getByRole("link", { name: "Former les équipes" }).click();
  await page.getByText("Les équipes que vous préparez viendront ici.").waitFor();
  await isAccessible(page, "an empty draft at 360 px");
  await nameTeam(page, "Le Fournil");
  const people = (await (await server.as("resp-01")).get("/api/teams")).json.trainees;
  const name = (id) => people.find((p) => p.id === id).name;
  await placeByKeyboard(page, name("stg-02"), "Le Fournil");
  await placeByKeyboard(page, name("stg-05"), "Le Fournil");
  await page.getByRole("region", { name: "Le Fournil" }).getByText(/^2 stagiaires/).waitFor();
  await isAccessible(page, "a draft at 360 px");
  await page.setViewportSize({ width: 1280, height: 800 });
  await isAccessible(page, "a draft at 1280 px");
  await nameTeam(page, "La Halte");
  await page.getByRole("button", { name: "Publier les équipes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publier" }).click();
  await page.getByRole("alert").getByText(/Une équipe du brouillon est encore vide/).waitFor();
  await page.getByRole("region", { name: "La Halte" }).getByText("Modifier").click();
  await page.getByRole("button", { name: /Retirer « La Halte » du brouillon/ }).click();
  await page.getByRole("heading", { level: 3, name: "La Halte" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Publier les équipes" }).click();
  await page.getByRole("dialog").waitFor();
  await isAccessible(page, "the last question");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Publier les équipes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publier" }).press("Enter");
  await page.getByText("Les équipes que vous préparez viendront ici.").waitFor();

  const trainee = await windowOf(browser, server, "stg-02", { width: 360, height: 740 });
  await trainee.getByRole("link", { name: "Équipe", exact: true }).click();
  await trainee.getByRole("heading", { level: 1, name: "Le Fournil" }).waitFor();
  await trainee.getByText(`${name("stg-05")}`).waitFor();
  assert.deepEqual([...page.complaints, ...trainee.complaints], []);
  await Promise.all([page, trainee].map((p) => p.context().close()));
});

test("the name of a published team is corrected", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: "/equipes/former" });
  const row = page.getByRole("listitem").filter({ hasText: "Café passage" }).first();
  await row.getByText("Modifier").click();
  await row.getByLabel("Nom de l'équipe").fill("Les Rallongeurs");
  await row.getByRole("button", { name: "Garder ces changements" }).click();
  const refusal = page.getByRole("alert").getByText("Une équipe porte déjà ce nom.");
  await refusal.waitFor();
  await until(() => refusal.evaluate((e) => e.getBoundingClientRect().top >= 0 && e.getBoundingClientRect().bottom <= innerHeight), "the refusal is in sight");
  await row.getByLabel("Nom de l'équipe").fill("Café de passage");
  await looksRight(page, "a published team is changed");
  await row.getByRole("button", { name: "Garder ces changements" }).click();
  await page.getByRole("listitem").filter({ hasText: "Café de passage" }).first().waitFor();
  const trainee = await windowOf(browser, server, "stg-03", { path: "/equipes/grp-c" });
  await trainee.getByRole("heading", { level: 1, name: "Café de passage" }).waitFor();
  await Promise.all([page, trainee].map((p) => p.context().close()));
});

test("a trainee is moved on a day, and only the manager finds the page", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: "/equipes/former" });
  const { trainees, teams } = (await (await server.as("resp-01")).get("/api/teams")).json;
  const one = trainees.find((p) => p.id === "stg-06"), to = teams.find((g) => g.id === "grp-a");
  const row = page.getByRole("listitem").filter({ hasText: one.name }).last();
  await row.getByText("Déplacer").first().click();
  await row.getByLabel("Vers").selectOption({ label: to.name });
  await row.getByLabel("Raison").fill("Plus près de chez elle");
  await isAccessible(page, "a move");
  await row.getByRole("button", { name: "Déplacer à cette date" }).click();
  await row.locator(".why", { hasText: to.name }).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();

  const other = await windowOf(browser, server, "stg-01", { path: "/equipes/former" });
  await other.getByText("Cette page n'existe pas, ou ne vous est pas ouverte.").waitFor();
  await other.context().close();
});
