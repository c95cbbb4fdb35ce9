// A team's pages as its members arrange them, what they keep between themselves, and who reads.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { sql } from "../harness/backups.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start()])));
after(async () => {
  await browser.close();
  await server.end();
});
const close = (...pages) => Promise.all(pages.map((p) => p.context().close()));
const newPage = async (id, title, more = {}) => (await (await server.as(id)).post("/api/groups/grp-b/pages", { title, ...more })).is(201).json.id;

test("a member puts a page under another, makes one below, throws one away and takes it back, at 360 px", async () => {
  const page = await windowOf(browser, server, "stg-02", { width: 360, height: 740, path: "/equipes/grp-b" });
  await newPage("stg-02", "Enquête");
  await newPage("stg-02", "Affiches");
  await page.reload();
  await page.getByRole("button", { name: "Ranger Affiches" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Sous la page").selectOption({ label: "Enquête" });
  await isAccessible(page, "arranging a page at 360 px");
  await dialog.getByRole("button", { name: "Ranger ici" }).press("Enter");
  await page.locator(".branch").getByRole("link", { name: /Affiches/ }).waitFor();
  await isAccessible(page, "a tree at 360 px");

  await page.getByRole("button", { name: "Ranger Enquête" }).click();
  assert.equal(await dialog.getByLabel("Sous la page").locator("option", { hasText: "Affiches" }).count(), 0, "not under its own");
  await dialog.getByText("plus personne n'ouvre la page ni celles qui sont dessous").waitFor();
  await dialog.getByRole("button", { name: "Mettre à la corbeille" }).click();
  await page.getByRole("link", { name: /Affiches/ }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Corbeille", exact: true }).click();
  await dialog.getByRole("button", { name: "Rétablir Enquête" }).waitFor();
  await isAccessible(page, "the trash at 360 px");
  await dialog.getByRole("button", { name: "Rétablir Enquête" }).click();
  await dialog.getByText("La corbeille est vide.").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".branch").getByRole("link", { name: /Affiches/ }).waitFor();

  await page.getByRole("button", { name: "Ranger Enquête" }).click();
  await dialog.getByText("Nouvelle page en dessous", { exact: true }).click();
  await dialog.getByLabel("Titre de la nouvelle page").fill("Questions");
  await dialog.getByLabel("Titre de la nouvelle page").press("Enter");
  await page.locator(".cm-content").waitFor();
  assert.deepEqual(page.complaints, []);
  await close(page);
});

test("news of a page thrown away lead to where it comes back", async () => {
  const idriss = await server.as("stg-02"), id = await newPage("stg-02", "Jetée par erreur");
  (await idriss.delete(`/api/documents/${id}`)).is(204);
  const page = await windowOf(browser, server, "stg-06", { path: "/nouvelles" });
  await page.getByRole("link", { name: /La page « Jetée par erreur » est à la corbeille/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rétablir Jetée par erreur" }).click();
  await page.getByRole("dialog").getByText("La corbeille est vide.").waitFor();
  await close(page);
});

test("what a team keeps between itself is marked for its members and nowhere for the others", async () => {
  const mine = await windowOf(browser, server, "stg-06", { path: "/equipes/grp-b" });
  const inner = mine.getByRole("region", { name: "Entre nous" });
  await inner.getByText("Nouvelle page entre nous", { exact: true }).click();
  await isAccessible(mine, "the inner folder");
  await inner.getByLabel("Titre de la nouvelle page").fill("Ce qui coince");
  await inner.getByLabel("Titre de la nouvelle page").press("Enter");
  await mine.locator(".cm-content").waitFor();
  await mine.goBack();
  await inner.getByRole("link", { name: /Ce qui coince/ }).waitFor();
  for (const who of ["tut-03", "resp-01"]) {
    const page = await windowOf(browser, server, who, { path: "/equipes/grp-b" });
    await page.getByRole("heading", { level: 2, name: "Pages" }).waitFor();
    assert.equal(await page.getByText("Entre nous").count() + await page.getByText("Ce qui coince").count(), 0, who);
    await close(page);
  }
  assert.deepEqual(mine.complaints, []);
  await close(mine);
});

test("fields that make pages in different places have different names", async () => {
  const page = await windowOf(browser, server, "stg-02", { path: "/equipes/grp-b" });
  await page.getByText("Nouvelle page", { exact: true }).click();
  await page.getByText("Nouvelle page entre nous", { exact: true }).click();
  for (const name of ["Titre de la nouvelle page", "Titre de la nouvelle page entre nous"]) assert.equal(await page.getByRole("textbox", { name, exact: true }).count(), 1, name);
  await close(page);
});

test("what others changed since one's last visit is named with who and when, and leads there; the first time there is nothing to tell", async (t) => {
  const at = (minutes) => new Date(Date.parse(sample.snapshotAt) + minutes * 60_000).toISOString();
  const own = await Server.start(t, { now: at(0) });
  const first = await windowOf(browser, own, "stg-06", { path: "/equipes/grp-b" });
  await first.getByRole("heading", { level: 2, name: "Pages" }).waitFor();
  const writer = await own.as("stg-02");
  await until(async () => Number(await sql(join(own.data, "carnet.db"), "SELECT count(*) FROM group_visit")) === 1, "the visit to be noted");
  assert.equal(await first.getByText("Depuis votre dernière visite").count(), 0);
  await close(first);
  const made = (await writer.post("/api/groups/grp-b/pages", { title: "Enquête" })).is(201).json.id;
  const client = await (await RawClient.open(writer, made, { protocol: "carnet" })).sync();
  client.type("Des réponses.");
  await client.settled();
  await client.end();
  await own.stop();
  await own.restart({ now: at(60) });
  const page = await windowOf(browser, own, "stg-06", { path: "/equipes/grp-b" });
  const since = page.getByRole("region", { name: "Depuis votre dernière visite" });
  await since.getByText(/^Nouvelle page\s: Idriss Benhaddou, le\s12\sjuin/).waitFor();
  assert.equal(await since.getByRole("listitem").count(), 1);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 780 });
    await isAccessible(page, `since the last visit at ${width} px`);
    if (process.env.CARNET_SHOTS) await page.screenshot({ path: `${process.env.CARNET_SHOTS}/since-${width}.png`, fullPage: true });
  }
  await since.getByRole("link", { name: "Enquête" }).click();
  await page.waitForURL((url) => url.pathname === `/equipes/grp-b/${made}`);
  const writers = await windowOf(browser, own, "stg-02", { path: "/equipes/grp-b" });
  await writers.getByRole("heading", { level: 2, name: "Pages" }).waitFor();
  assert.deepEqual([...page.complaints, ...writers.complaints], []);
  await close(page, writers);
});

test("members close their pages to a tutor and open them again; the manager adds one", async () => {
  const page = await windowOf(browser, server, "stg-02", { width: 360, height: 740, path: "/equipes/grp-b" });
  const tutor = await server.as("tut-03");
  const name = (await (await server.as("stg-02")).get("/api/groups/grp-b")).json.readers.find((r) => r.id === "tut-03").name;
  await page.getByRole("button", { name: `Fermer ${name}` }).click();
  await page.getByRole("button", { name: `Rouvrir ${name}` }).waitFor();
  await isAccessible(page, "a closed reader at 360 px");
  assert.deepEqual((await tutor.get("/api/groups/grp-b")).json.pages, []);
  await page.getByRole("button", { name: `Rouvrir ${name}` }).click();
  await page.getByRole("button", { name: `Fermer ${name}` }).waitFor();

  const manager = await windowOf(browser, server, "resp-01", { path: "/equipes/grp-a" });
  await manager.getByLabel("Ajouter une personne qui tutore").selectOption({ label: name });
  await isAccessible(manager, "adding a tutor");
  await manager.getByRole("region", { name: "Qui peut lire" }).getByRole("button", { name: "Ajouter" }).click();
  await manager.getByRole("region", { name: "Qui peut lire" }).getByRole("listitem").filter({ hasText: name }).waitFor();
  assert.deepEqual([...page.complaints, ...manager.complaints], []);
  await close(page, manager);
});
