// People's places through time, on the pages: somebody replaced, moved, pausing, leaving, coming back for what is missing; and what is
// arranged for them, by whom it may be known.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { Server, today } from "../harness/server.mjs";

let browser, server;
const names = new Map();
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start()]);
  const all = (await (await server.as("ass-01")).get("/api/cohorts/coh-2025-2026/trainees")).is(200).json;
  for (const one of [...all.trainees.map((x) => x.person), ...all.tutors, ...all.cooperators, ...all.teams]) names.set(one.id, one.name);
});
after(async () => {
  await browser.close();
  await server.end();
});
const at = (id, path, width = 1280) => windowOf(browser, server, id, { path, width, height: 800 });
const part = (page, name) => page.getByRole("region", { name, exact: true });
const lines = async (page, name) => (await part(page, name).getByRole("listitem").locator(".title").allTextContents()).map((x) => x.trim());
const place = async (id) => (await (await server.as("resp-01")).get(`/api/cohorts/coh-2025-2026/trainees/${id}`)).is(200).json;

async function closed(...pages) {
  for (const page of pages) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
}

test("MGR-7, TUT-8: a tutor is replaced from a day, with a note for who takes over; the history stays, the access moves", async () => {
  const page = await at("resp-01", "/stagiaires", 390);
  await page.getByRole("link", { name: "Parcours et changements" }).click();
  await page.getByRole("link", { name: new RegExp(names.get("stg-05")) }).click();
  await page.getByRole("heading", { level: 1, name: `Le parcours de ${names.get("stg-05")}` }).waitFor();
  const before = (await lines(page, "Tutorat"))[0];
  assert.equal(before, names.get("tut-01"));
  await part(page, "Tutorat").getByText("Remplacer").click();
  await part(page, "Tutorat").getByRole("button", { name: "Changer à cette date" }).click();
  assert.equal((await place("stg-05")).tutor.id, "tut-01", "nobody was chosen yet");
  await part(page, "Tutorat").getByLabel("Qui").selectOption({ label: names.get("tut-03") });
  await part(page, "Tutorat").getByLabel("Raison").fill("Congé");
  await part(page, "Tutorat").getByLabel("Note de passage de relais").fill("Sa note avance, le budget moins.");
  await isAccessible(page, "replacing a tutor at 390 px");
  await part(page, "Tutorat").getByRole("button", { name: "Changer à cette date" }).click();
  await part(page, "Tutorat").getByRole("listitem").filter({ hasText: names.get("tut-03") }).getByText(/^Depuis le .* Congé$/).waitFor();
  assert.deepEqual((await lines(page, "Tutorat")).slice(0, 2), [names.get("tut-03"), names.get("tut-01")]);

  const [gone, next, own] = await Promise.all([at("tut-01", "/stagiaires/stg-05"), at("tut-03", "/stagiaires/stg-05"), at("stg-05", "/compte/parcours")]);
  await gone.getByText("Cette page n'existe pas, ou ne vous est pas ouverte.").waitFor();
  await part(next, "Note de passage de relais").getByText("Sa note avance, le budget moins.").waitFor();
  await part(own, "Tutorat").getByText(names.get("tut-03")).waitFor();
  assert.equal(await own.getByText("Sa note avance").count(), 0);
  await closed(page, gone, next, own);
});

test("MGR-7: all those of somebody who leaves are given to another at once", async () => {
  const page = await at("resp-01", "/stagiaires/parcours");
  await page.getByRole("link", { name: "Accompagnement de plusieurs personnes" }).click();
  await page.getByRole("radio", { name: "Coopération de recherche" }).check();
  const group = page.getByRole("group", { name: names.get("coop-02"), exact: true });
  const count = await group.getByRole("checkbox").count();
  await group.getByRole("button", { name: "Tout le groupe" }).click();
  await group.getByRole("checkbox").first().uncheck();
  await page.getByLabel("Qui").selectOption({ label: names.get("coop-01") });
  await isAccessible(page, "several at once");
  await page.getByRole("button", { name: `Changer pour ${count - 1} personnes` }).click();
  await page.waitForFunction(([name]) => [...document.querySelectorAll("[role=group]")].find((g) => g.textContent.includes(name))?.querySelectorAll("input").length === 1, [names.get("coop-02")]);
  await closed(page);
});

test("the day that a form offers is the school's, on a device whose clock is wrong too", async (t) => {
  const own = await Server.start(t, { now: "2026-06-12T09:00:00+02:00" });
  const manager = await windowOf(browser, own, "resp-01", { path: "/stagiaires/accompagnement", now: "2026-06-14T01:30:00+02:00" });
  await manager.getByLabel("À partir du").waitFor();
  assert.equal(await manager.getByLabel("À partir du").inputValue(), "2026-06-12");
  await manager.goto(`${own.origin}/stagiaires/stg-05/parcours`);
  await part(manager, "Tutorat").getByText("Remplacer").click();
  assert.equal(await part(manager, "Tutorat").getByLabel("À partir du").inputValue(), "2026-06-12");
  await closed(manager);
});

test("TUT-9: earlier entries are offered to a new tutor once; those chosen are theirs to read, the others are not", async () => {
  const author = await server.as("stg-04");
  const entries = [];
  for (const title of ["Avant, à partager", "Avant, à garder"]) {
    const entry = await author.newEntry(title);
    (await author.put(`/api/journal/entries/${entry}/visibility`, { visibility: "tutor" })).is(200);
    entries.push(entry);
  }
  const was = (await place("stg-04")).tutor.id, next = was === "tut-01" ? "tut-03" : "tut-01";
  (await (await server.as("resp-01")).put("/api/cohorts/coh-2025-2026/trainees/stg-04/tutor", { person: next, from: today() })).is(200);
  const page = await at("stg-04", "/journal", 360);
  await page.getByText(`${names.get(next)} vous accompagne maintenant`).waitFor();
  await page.getByRole("button", { name: "Partager aussi mes entrées précédentes" }).click();
  const asked = page.getByRole("dialog");
  await asked.getByRole("checkbox").first().waitFor();
  for (const one of await asked.getByRole("checkbox").all()) await one.uncheck();
  await asked.getByRole("checkbox", { name: /Avant, à partager/ }).check();
  await isAccessible(page, "the offer at 360 px");
  await asked.getByRole("button", { name: `Partager 1 entrée avec ${names.get(next)}` }).click();
  await asked.waitFor({ state: "detached" });
  await page.getByText("vous accompagne maintenant").waitFor({ state: "detached" });
  const tutor = await server.as(next);
  assert.deepEqual(await Promise.all(entries.map(async (entry) => (await tutor.get(`/api/documents/${entry}`)).status)), [200, 404]);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Mon journal" }).waitFor();
  await page.getByText("Avant, à garder").first().waitFor();
  assert.equal(await page.getByText("vous accompagne maintenant").count(), 0, "asked once");
  await closed(page);
});

test("TRN-14: a trainee asks for another team; the manager finds it waiting and moves them; the new space opens", async () => {
  const own = await at("stg-14", "/compte", 360);
  await own.getByRole("link", { name: /Mon parcours/ }).click();
  await own.getByText("Demander à changer d'équipe").click();
  await own.getByLabel("Pourquoi").fill("Nous ne voulons pas le même projet.");
  await isAccessible(own, "asking for another team at 360 px");
  await own.getByRole("button", { name: "Envoyer la demande" }).click();
  await own.getByText(/^Vous avez demandé à changer d'équipe/).waitFor();
  const page = await at("resp-01", "/stagiaires/parcours");
  await part(page, "Attend votre décision").getByRole("link", { name: new RegExp(names.get("stg-14")) }).click();
  const team = part(page, "Équipe");
  await team.getByText("Nous ne voulons pas le même projet.").waitFor();
  await team.getByText("Changer d'équipe", { exact: false }).last().click();
  await team.getByLabel("Vers").selectOption({ label: names.get("grp-a") });
  await team.getByLabel("Raison").fill("Désaccord sur le projet");
  await isAccessible(page, "moving somebody");
  await team.getByRole("button", { name: "Changer à cette date" }).click();
  await team.getByRole("listitem").filter({ hasText: names.get("grp-a") }).waitFor();
  assert.equal(await team.getByText("Nous ne voulons pas le même projet.").count(), 0, "settled by the move");
  await own.reload();
  await part(own, "Équipe").getByRole("link", { name: names.get("grp-a") }).click();
  await own.getByRole("heading", { level: 1, name: names.get("grp-a") }).waitFor();
  await closed(page, own);
});

async function look(page, what) {
  await page.getByText("Changer la situation").click();
  await page.getByRole("radio", { name: what }).check();
  await page.getByRole("button", { name: "Voir ce que cela change" }).click();
  return page.getByRole("dialog");
}

test("TRN-15: the manager sees all that leaving changes before it does; one's own texts stay readable", async () => {
  const page = await at("resp-01", "/stagiaires/stg-09/parcours", 360);
  let asked = await look(page, /^Arrêt/);
  await asked.waitFor();
  await isAccessible(page, "what leaving changes at 360 px");
  for (const words of [/Sort de l'équipe/, /L'accompagnement par .* prend fin/, /^Retiré, car jamais déposé/, /jusqu'au .*; ne peut plus y écrire/, /taux d'abandon/]) await asked.getByText(words).waitFor();
  await asked.getByRole("button", { name: "Ne rien changer" }).click();
  assert.equal((await place("stg-09")).status, "enrolled");
  await part(page, "La formation").getByLabel("Raison").selectOption({ label: "Emploi trouvé ou changement d'emploi" });
  await part(page, "La formation").getByLabel("Précision").fill("Un poste à Brest");
  await page.getByRole("button", { name: "Voir ce que cela change" }).click();
  asked = page.getByRole("dialog");
  await asked.getByText(/Un poste à Brest/).waitFor();
  await asked.getByRole("button", { name: "Confirmer" }).click();
  await part(page, "La formation").getByRole("listitem").filter({ hasText: "Un poste à Brest" }).getByText(/Arrêt de la formation/).waitFor();
  assert.equal(await page.getByText("Changer la situation").count(), 0, "it is not undone here");

  const own = await at("stg-09", "/compte/parcours", 360);
  await own.getByText(/^Vos propres textes restent à vous/).waitFor();
  await isAccessible(own, "the path of who left at 360 px");
  await own.getByRole("link", { name: "Mes écrits" }).click();
  await own.getByRole("heading", { level: 1 }).waitFor();
  await closed(page, own);
});

test("TRN-15: the first page of who left has their texts, and no date that is not theirs any more", async () => {
  const page = await at("stg-10", "/", 360);
  await page.getByRole("heading", { name: "Mes écrits" }).waitFor();
  assert.equal(await page.getByRole("complementary", { name: "Prochaines dates" }).count(), 0);
  assert.equal(await page.getByText(/session/).count(), 0, "nor between which sessions it is");
  await isAccessible(page, "the first page of who left");
  await closed(page);
});

test("a pause takes nothing away, and ends with the next step", async () => {
  const page = await at("resp-01", "/stagiaires/stg-07/parcours");
  const asked = await look(page, /^Pause/);
  await asked.getByText(/Garde son équipe/).waitFor();
  await asked.getByRole("button", { name: "Confirmer" }).click();
  await part(page, "La formation").getByText(/^En pause du/).waitFor();
  const back = await look(page, /^Reprise/);
  await back.getByRole("button", { name: "Confirmer" }).click();
  await part(page, "La formation").getByText(/^En formation depuis/).waitFor();
  assert.deepEqual((await lines(page, "La formation")).slice(-2).map((x) => x.split(",")[0]), ["Pause", "En formation"]);
  await closed(page);
});

test("TRN-16: what was acquired is shown with its year, and its work is not due", async () => {
  const own = await at("stg-13", "/compte/parcours", 320);
  const acquired = part(own, "Déjà acquis");
  await acquired.getByRole("listitem").filter({ hasText: "Bloc 1" }).getByText("acquis (2024-2025)", { exact: true }).waitFor();
  await acquired.getByRole("listitem").filter({ hasText: "Diagnostic" }).getByText("acquis (2024-2025) : rien à rendre cette année").waitFor();
  await closed(own);

  const page = await at("ass-01", "/stagiaires/parcours");
  await page.getByText("Inscrire", { exact: true }).click();
  const candidates = await page.getByLabel("Qui", { exact: true }).locator("option").allTextContents();
  assert.ok(!candidates.includes(names.get("stg-01")), "nobody twice");
  await page.getByLabel("Qui", { exact: true }).selectOption("ext-02");
  await page.getByRole("checkbox", { name: /Poursuit après une promotion précédente/ }).check();
  await page.getByLabel("Promotion précédente", { exact: true }).fill("2024-2025");
  await page.getByRole("checkbox", { name: /^Bloc 1/ }).check();
  await isAccessible(page, "enrolling who comes back");
  await page.getByRole("button", { name: "Inscrire cette personne" }).click();
  await page.getByRole("link", { name: /poursuit après 2024-2025/ }).nth(1).waitFor();
  const made = await place("ext-02");
  assert.deepEqual([made.repeat.acquiredBlocks, made.works.find((w) => w.kind === "diagnostic").carriedOverFrom], [["b1"], "2024-2025"]);
  await closed(page);
});

test("QDO-5: the officer enters a measure and its cause, changes and ends it; who works with the person reads the measure, never the cause", async () => {
  const CAUSE = "Cause que personne ne lit";
  const page = await at("rh-01", "/compte", 360);
  await page.getByRole("link", { name: /^Aménagements/ }).click();
  const row = page.getByRole("listitem").filter({ hasText: names.get("stg-03") });
  await row.getByText("Ajouter une mesure").click();
  await row.getByLabel("Combien").fill("un quart");
  await row.getByLabel("Cause").fill(CAUSE);
  await isAccessible(page, "entering a measure at 360 px");
  await row.getByRole("button", { name: "Ajouter", exact: true }).click();
  const one = part(page, names.get("stg-03"));
  await one.getByText("Temps supplémentaire : un quart").first().waitFor();
  await one.getByText(CAUSE).first().waitFor();

  const tutor = (await place("stg-03")).tutor.id;
  for (const [id, path, region] of [[tutor, "/stagiaires/stg-03", "Aménagements"], ["resp-01", "/stagiaires/stg-03/parcours", "Aménagements"], ["form-01", "/amenagements", names.get("stg-03")]]) {
    const reader = await at(id, path);
    await part(reader, region).getByText("Temps supplémentaire : un quart").waitFor();
    assert.equal(await reader.getByText(CAUSE).count(), 0, id);
    assert.equal(await reader.getByText("Ajouter une mesure").count(), 0, id);
    await closed(reader);
  }
  const own = await at("stg-03", "/compte/parcours");
  await part(own, "Aménagements").getByText(CAUSE).waitFor();
  const mate = await at("stg-01", "/amenagements");
  await mate.getByText("Aucun aménagement dont vous ayez à tenir compte.").or(mate.getByText("Cette page n'existe pas, ou ne vous est pas ouverte.")).waitFor();
  assert.equal(await mate.getByText("un quart").count(), 0);
  await closed(own, mate);

  await one.getByText("Modifier").click();
  await one.getByLabel("Combien").first().fill("un tiers");
  await one.getByRole("button", { name: "Enregistrer" }).click();
  await one.getByText("Temps supplémentaire : un tiers").first().waitFor();
  await one.getByRole("button", { name: /Mettre fin/ }).click();
  await page.getByRole("dialog").waitFor();
  await isAccessible(page, "before a measure ends");
  await page.getByRole("dialog").getByRole("button", { name: "Mettre fin" }).click();
  await part(page, "Sans aménagement").getByText(names.get("stg-03")).first().waitFor();
  await closed(page);
});

test("the path of somebody else is not a trainee's to see, nor a tutor's", async () => {
  for (const id of ["stg-01", "tut-01"]) {
    const page = await at(id, "/stagiaires/stg-02/parcours");
    await page.getByText("Cette page n'existe pas, ou ne vous est pas ouverte.").waitFor();
    assert.equal(await page.getByText(names.get("stg-02")).count(), 0, id);
    await closed(page);
  }
});

test("MGR-3: a trainee says their project on a phone; teams are formed knowing its setting, and the manager says it for who did not", async () => {
  const own = await at("stg-11", "/compte/parcours", 360);
  await part(own, "Le projet").locator("summary").click();
  await own.getByLabel("Intitulé").fill("La ronde des vélos");
  await own.getByLabel("Lieu").fill("Landreval, association Roule");
  await own.getByRole("radio", { name: /^Pas encore décidé/ }).check();
  await isAccessible(own, "saying one's project at 360 px");
  await part(own, "Le projet").getByRole("button", { name: "Enregistrer le projet" }).click();
  await part(own, "Le projet").getByText("La ronde des vélos").waitFor();
  await own.getByRole("status").filter({ hasText: "Le projet est enregistré." }).waitFor();
  assert.equal(await part(own, "Le projet").getByText("Cadre", { exact: true }).filter({ visible: true }).count(), 0);
  assert.deepEqual((await place("stg-11")).project, { title: "La ronde des vélos", place: "Landreval, association Roule", setting: null });

  const manager = await at("resp-01", "/equipes/former");
  await manager.locator("#new-team-name").fill("Les Rayons");
  await manager.getByRole("button", { name: "Ajouter au brouillon" }).click();
  await manager.getByRole("link", { name: `Dire son projet ${names.get("stg-11")}` }).click();
  await part(manager, "Le projet").locator("summary").click();
  await manager.getByRole("radio", { name: /^En situation de travail/ }).check();
  await isAccessible(manager, "saying somebody's project at 1280 px");
  await part(manager, "Le projet").getByRole("button", { name: "Enregistrer le projet" }).click();
  await part(manager, "Le projet").getByText("En situation de travail").filter({ visible: true }).first().waitFor();
  await manager.goto(`${server.origin}/equipes/former`);
  await manager.getByRole("listitem").filter({ hasText: names.get("stg-11") }).first().getByText(/En situation de travail · La ronde des vélos/).waitFor();
  const reader = await at("ass-01", "/stagiaires/stg-11/parcours");
  await part(reader, "Le projet").getByText("La ronde des vélos").waitFor();
  assert.equal(await part(reader, "Le projet").locator("summary").count(), 0);
  await closed(own, manager, reader);
});
