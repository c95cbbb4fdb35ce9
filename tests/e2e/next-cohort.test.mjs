// Who runs a cohort prepares the next one beside it: people, teams for its first day, who follows whom; the one that runs stays as it is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { Server } from "../harness/server.mjs";

const now = "2026-06-12T12:00:00+02:00", FIRST_DAY = "2026-11-30", RUNNING = "coh-2025-2026";
let browser, server, manager;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start(null, { now })]);
  manager = await server.as("resp-01");
});
after(async () => {
  await browser.close();
  await server.end();
});

async function looksRight(page, what) {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 780 });
    await isAccessible(page, `${what} at ${width} px`);
    if (process.env.CARNET_SHOTS) await page.screenshot({ path: `${process.env.CARNET_SHOTS}/${what.replaceAll(" ", "-")}-${width}.png`, fullPage: true });
  }
}

/** All that a manager sees of the cohort that runs. */
const seen = async () => {
  const [board, places] = await Promise.all(["/api/teams", `/api/cohorts/${RUNNING}/trainees`].map(async (path) => (await manager.get(path)).is(200).json));
  return { board, places };
};
const PEOPLE = ["Awen Le Goff", "Brieuc Le Goff", "Célia Le Goff"];
const tutorOf = {};

test("a manager of a cohort that runs prepares the next one, and nothing of it is left to do but what waits for others", async () => {
  const before = await seen();
  [tutorOf.together, tutorOf.apart] = before.places.tutors.map((one) => one.name);
  const page = await windowOf(browser, server, "resp-01", { path: "/promotions/nouvelle", now });
  await page.getByLabel("Nom de la promotion").fill("2026-2027");
  await page.getByLabel("Premier lundi").fill(FIRST_DAY);
  await page.getByRole("button", { name: "Proposer les dates" }).click();
  await page.getByRole("button", { name: "Créer la promotion" }).click();
  await page.getByRole("heading", { level: 1, name: "Préparer la promotion" }).waitFor();
  const here = new URL(page.url()).pathname, left = page.getByRole("region", { name: "Ce qui reste à faire" });
  const back = async () => {
    await page.getByRole("link", { name: /^Préparer\s: 2026-2027/ }).click();
    await page.getByRole("heading", { level: 1, name: "Préparer la promotion" }).waitFor();
  };

  await left.getByRole("link", { name: /^Former les équipes/ }).click();
  await page.getByText("Aucune inscription pour l'instant.").waitFor();
  await looksRight(page, "teams of a cohort without people");
  await page.getByRole("link", { name: "Inviter les stagiaires" }).click();
  await page.getByLabel("Une personne par ligne").fill(PEOPLE.map((name, i) => `${name} <awen${i}@exemple.invalid>`).join("\n"));
  await page.getByLabel("Comme").selectOption({ label: "Stagiaire" });
  await page.getByRole("button", { name: "Vérifier la liste" }).click();
  await page.getByRole("button", { name: "Inviter 3 personnes" }).click();
  await page.getByText(/^C'est parti\./).waitFor();

  await page.goto(server.origin + here);
  await left.getByRole("link", { name: /^Former les équipes.*3 stagiaires attendent/ }).click();
  await page.getByLabel("Nom de l'équipe").fill("Le Fournil");
  await page.getByLabel("Nom de l'équipe").press("Enter");
  for (const name of PEOPLE) {
    await page.getByRole("combobox", { name: new RegExp(`^Équipe (de |d')${name}$`) }).selectOption({ label: "Le Fournil" });
    await page.getByRole("button", { name: `Placer ${name}` }).click();
    await page.getByRole("region", { name: "Le Fournil" }).getByText(name, { exact: true }).first().waitFor();
  }
  assert.equal(await page.getByLabel("À partir du").first().inputValue(), FIRST_DAY, "its first day is offered");
  await looksRight(page, "teams of the next cohort");
  await page.getByRole("button", { name: "Publier les équipes" }).click();
  await page.getByRole("dialog").getByText("Les espaces s'ouvriront le 30 novembre").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Publier" }).click();
  await page.getByText("Les équipes que vous préparez viendront ici.").waitFor();
  await page.getByRole("region", { name: "Équipes publiées" }).getByText("Le Fournil").first().waitFor();
  await looksRight(page, "teams of the next cohort once published");
  await back();

  await left.getByRole("link", { name: /^Désigner qui suit chaque stagiaire.*3 stagiaires attendent/ }).click();
  for (const name of PEOPLE.slice(0, 2)) await page.getByRole("checkbox", { name: new RegExp(`^${name}`) }).check();
  await page.getByLabel("Qui").selectOption({ label: tutorOf.together });
  assert.equal(await page.getByLabel("À partir du").inputValue(), FIRST_DAY);
  await page.getByRole("button", { name: "Changer pour 2 personnes" }).click();
  await page.getByRole("group", { name: tutorOf.together, exact: true }).getByRole("checkbox").nth(1).waitFor();
  await page.getByRole("radio", { name: "Coopération de recherche" }).check();
  await page.getByRole("button", { name: /^Tout le groupe/ }).click();
  await page.getByLabel("Qui").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Changer pour 3 personnes" }).click();
  await page.getByRole("group", { name: before.places.cooperators[0].name, exact: true }).getByRole("checkbox").nth(2).waitFor();
  await looksRight(page, "who follows whom in the next cohort");

  await page.getByRole("link", { name: "Les parcours" }).click();
  await page.getByText("Une personne n'a pas de tutorat.").waitFor();
  await looksRight(page, "paths of the next cohort");
  await page.getByRole("link", { name: new RegExp(`^${PEOPLE[2]}`) }).click();
  const tutor = page.getByRole("region", { name: "Tutorat" });
  await tutor.getByText("Choisir quelqu'un").click();
  await tutor.getByLabel("Qui").selectOption({ label: tutorOf.apart });
  await tutor.getByRole("button", { name: "Changer à cette date" }).click();
  await tutor.getByText("À partir du 30 novembre").waitFor();
  await looksRight(page, "somebody's path in the next cohort");
  await page.getByRole("link", { name: "Les parcours" }).click();
  await page.getByText(`tutorat : ${tutorOf.apart}`).waitFor();
  await back();

  const done = page.getByRole("region", { name: "Ce qui est en place" });
  for (const need of [/^Former les équipes/, /^Désigner qui suit chaque stagiaire/, /^Désigner qui accompagne la recherche/]) {
    await done.getByRole("link", { name: need }).waitFor();
    assert.equal(await left.getByRole("link", { name: need }).count(), 0);
  }
  await looksRight(page, "what the next cohort still needs");

  assert.deepEqual(await seen(), before, "the cohort that runs");
  await page.goto(`${server.origin}/stagiaires/parcours`);
  await page.getByRole("link", { name: /^Idriss Benhaddou/ }).waitFor();
  assert.equal(await page.getByText(PEOPLE[0]).count(), 0, "an address without a cohort is of the one that runs");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("the next cohort does not exist for who has no part in it, nor do its teams for the assistant of both", async () => {
  const { cohorts } = (await manager.get("/api/cohorts")).is(200).json, next = cohorts.find((one) => one.label === "2026-2027").id;
  for (const [id, path] of [["tut-01", "equipes/former"], ["stg-01", "stagiaires/parcours"], ["ass-01", "equipes/former"]]) {
    const page = await windowOf(browser, server, id, { path: `/promotions/${next}/${path}`, now });
    await page.getByText("Cette page n'existe pas, ou ne vous est pas ouverte.").waitFor();
    await page.context().close();
  }
});

test("whoever is only expected is told of on the page of teams, and has a place there once enrolled from its first day", async () => {
  const { cohorts } = (await manager.get("/api/cohorts")).is(200).json, next = cohorts.find((one) => one.label === "2026-2027").id;
  const { person: { id, name } } = (await manager.post(`/api/cohorts/${next}/trainees`, { person: "stg-10", from: FIRST_DAY, status: "pre_enrolled" })).is(201).json;
  const page = await windowOf(browser, server, "resp-01", { path: `/promotions/${next}/equipes/former`, now });
  await page.getByText(/^Une inscription est prévue, mais pas encore confirmée/).waitFor();
  await looksRight(page, "teams of the next cohort when somebody is expected");
  await page.getByRole("link", { name: "Les parcours" }).click();
  await page.getByRole("link", { name: new RegExp(`^${name}`) }).click();
  await page.getByText("Inscription prévue au 30 novembre").waitFor();
  await page.getByText("Changer la situation").click();
  await page.getByRole("radio", { name: /^La formation commence/ }).check();
  assert.equal(await page.getByLabel("Premier jour").inputValue(), FIRST_DAY);
  await page.getByRole("button", { name: "Voir ce que cela change" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Confirmer" }).click();
  await page.getByRole("region", { name: "La formation" }).getByText("En formation à partir du 30 novembre").waitFor();
  await page.goto(`${server.origin}/promotions/${next}/equipes/former`);
  await page.getByRole("region", { name: "Équipes publiées" }).getByText(name).first().waitFor();
  assert.equal(await page.getByText(/^Une inscription est prévue/).count(), 0);
  assert.equal((await manager.get(`/api/teams?cohort=${next}`)).is(200).json.trainees.some((one) => one.id === id), true);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
