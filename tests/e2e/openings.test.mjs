// Opening a text with two administrators, as they and its author see it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { administratorWindow } from "../harness/administrators.mjs";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { Server } from "../harness/server.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start()])));
after(async () => {
  await browser.close();
  await server.end();
});
const shots = process.env.CARNET_SHOTS;
const shot = async (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
const PAGE = "/serveur/ouvertures", PHRASE = "quatre mots sans rapport";

test("one asks, another agrees with their password, both read; the author finds who and why in their account", async () => {
  const author = await server.as("stg-01"), [entry] = (await author.get("/api/journal")).is(200).json.entries;
  const first = await administratorWindow(browser, server, "une@exemple.invalid", PHRASE, { width: 360 });
  const second = await administratorWindow(browser, server, "deux@exemple.invalid", PHRASE);
  await first.goto(`${server.origin}/serveur`);
  await first.getByRole("link", { name: "Les demandes d'ouverture" }).click();
  await first.getByText("Aucune demande").waitFor();
  await first.getByLabel("Adresse du texte").fill(`${server.origin}/journal/${entry.document}?x#y`);
  await first.getByLabel("Motif").fill("Le texte ne s'ouvre plus depuis la panne de lundi, et son autrice demande ce qu'il en reste.");
  await first.getByLabel("Fondement").fill("Réparation, demande écrite de l'autrice");
  await first.getByLabel("La loi interdit d'en prévenir la personne").check();
  await first.getByLabel("Pourquoi la loi l'interdit").waitFor();
  await isAccessible(first, "asking for an opening");
  assert.ok(await fits(first), "no sideways scroll");
  await shot(first, "opening-ask-360");
  await first.getByLabel("La loi interdit d'en prévenir la personne").uncheck();
  await first.getByRole("button", { name: "Demander l'accord d'une autre personne" }).press("Enter");
  await first.getByText("C'est demandé.").waitFor();
  assert.equal(await first.getByRole("button", { name: "Donner mon accord" }).count(), 0, "not one's own");
  assert.equal(await first.getByRole("button", { name: "Lire le texte" }).count(), 0);

  const late = await administratorWindow(browser, server, "trois@exemple.invalid", PHRASE);
  await late.goto(server.origin + PAGE);
  await late.getByText("Cette demande attend l'accord de quelqu'un qui administrait déjà Carnet avant elle.").waitFor();
  assert.equal(await late.getByRole("button", { name: "Donner mon accord" }).count(), 0, "not who came after it");
  await late.context().close();
  await second.goto(`${server.origin}/serveur/ouvertures`);
  await second.getByText("En attente de l'accord d'une autre personne").waitFor();
  await isAccessible(second, "deciding about an opening");
  await shot(second, "opening-decide-1280");
  const own = second.getByLabel("Votre mot de passe, pour confirmer que c'est vous");
  await own.fill("ce n'est pas le bon");
  await second.getByRole("button", { name: "Donner mon accord" }).press("Enter");
  await second.getByRole("alert").waitFor();
  await own.fill(PHRASE);
  await second.getByRole("button", { name: "Donner mon accord" }).press("Enter");
  await second.getByRole("button", { name: "Lire le texte" }).press("Enter");
  await second.getByRole("heading", { level: 4, name: entry.title }).waitFor();
  await isAccessible(second, "a text that was opened");
  await shot(second, "opening-read-1280");
  await first.reload();
  await first.getByRole("button", { name: "Lire le texte" }).press("Enter");
  await first.getByRole("heading", { level: 4, name: entry.title }).waitFor();
  assert.ok(await fits(first), "no sideways scroll");
  await isAccessible(first, "a text that was opened, on a phone");
  await shot(first, "opening-read-360");
  await first.getByRole("button", { name: "Refermer le texte" }).press("Enter");
  assert.equal(await first.getByRole("heading", { level: 4 }).count(), 0);

  const page = await windowOf(browser, server, "stg-01", { width: 360, path: "/compte/actes" });
  await page.getByText(/ont ouvert un de vos textes.*Motif\s:\sLe texte ne s.ouvre plus.*Fondement\s:\sRéparation/).waitFor();
  assert.equal(await page.getByText(/a lu un de vos textes/).count(), 2);
  await isAccessible(page, "the acts of the author");
  await shot(page, "opening-told-360");
  await page.goto(`${server.origin}/nouvelles`);
  await page.getByText(/Un de vos textes a été ouvert par deux personnes/).waitFor();
  for (const one of [first, second, page]) assert.deepEqual(one.complaints, []);
});

test("whoever is no administrator finds nothing at that address", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: PAGE });
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await page.getByText("Demander une ouverture").count(), 0);
});
