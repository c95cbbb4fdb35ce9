// From an empty folder to a living cohort, through the pages alone: the steps follow each other, each by the person who does it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looksRight, startBrowser, windowOf } from "../harness/browser.mjs";
import { MailServer, mailSettings } from "../harness/mail.mjs";
import { programme } from "../harness/sample.mjs";
import { Server, carnet, sampleFolder, temporaryFolder } from "../harness/server.mjs";
import { totp } from "../harness/totp.mjs";

const noon = "2026-09-14T12:00:00+02:00"; // a Monday; letters leave by day
const phrase = "quatre mots sans rapport";
const ADMIN = "machine@exemple.invalid", MANAGER = "solenn@exemple.invalid";
let server, browser, post, ahead, office;
before(async () => {
  post = await MailServer.start();
  server = await Server.start(null, { data: temporaryFolder(), now: noon, config: mailSettings(post.port) });
  ahead = Date.parse(noon) - Date.now();
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
  await server.end();
  await post.stop();
});

const linkIn = (text) => /http:\S+#\S+/.exec(text)[0];
const pathOf = (link) => new URL(link).pathname + new URL(link).hash;
const invitation = (email) => post.letter((l) => l.to[0] === email && /#/.test(l.body), `the invitation of ${email}`);

/** From a link to one's first page: a password, a sign-in, and for those of whom it is asked, a second step. */
async function openAccount(path, email, { width = 360, factor = false, on = server, routes = [] } = {}) {
  const page = await windowOf(browser, on, null, { path, width, height: 740, now: noon, routes });
  await page.getByLabel("Nouveau mot de passe").fill(phrase);
  await page.getByRole("button", { name: "Garder ce mot de passe" }).click();
  await page.getByText("C'est fait.").waitFor();
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.getByLabel("Adresse électronique").fill(email);
  await page.getByLabel("Mot de passe", { exact: true }).fill(phrase);
  await page.getByRole("radio", { name: "Le mien" }).check();
  await page.getByRole("button", { name: "Ouvrir mon carnet" }).click();
  if (factor) {
    const secret = (await page.locator("code.secret").first().textContent()).replaceAll(" ", "");
    await page.getByLabel("Code à six chiffres").fill(totp(secret, Date.now() + ahead));
    await page.getByRole("button", { name: "Vérifier ce code" }).click();
    await page.getByRole("button", { name: "Je les ai notés" }).click();
  }
  await page.getByRole("navigation").first().waitFor();
  return page;
}

test("whoever installs Carnet opens the first account from a link, names the centre and invites who runs the training", async () => {
  const made = await carnet(["admin", "--data", server.data, "--email", ADMIN]);
  assert.equal(made.code, 0, made.stderr);
  const page = await openAccount(/\/mot-de-passe#\S+/.exec(made.stdout)[0], ADMIN, { factor: true });
  await page.getByRole("link", { name: /^Commencer Le nom/ }).click();
  await page.getByRole("heading", { level: 1, name: "Commencer" }).waitFor();
  await page.getByLabel("Nom du centre").fill("Les Deux Rives");
  await page.getByRole("button", { name: "Garder ce nom" }).click();
  await page.getByText("C'est gardé.").waitFor();
  await page.getByLabel("Prénom").fill("Solenn");
  await page.getByLabel("Nom", { exact: true }).fill("Kermarec");
  await page.getByLabel("Adresse électronique").fill("solenn@");
  await page.getByRole("button", { name: "Inviter" }).click();
  await page.getByText(/Il manque un prénom, un nom ou une adresse/).waitFor();
  await page.getByLabel("Adresse électronique").fill(MANAGER);
  await page.getByRole("button", { name: "Inviter" }).click();
  await page.getByText("L'invitation est partie.").waitFor();
  await page.getByText(/invitation en attente/).waitFor();
  await looksRight(page, "beginning");
  await page.context().close();
});

test("the manager uploads the programme: every fault is told, then it is read before it is kept", async () => {
  office = await openAccount(pathOf(linkIn((await invitation(MANAGER)).body)), MANAGER, { factor: true, width: 1280 });
  const page = office;
  await page.getByRole("link", { name: /^Préparer une première promotion/ }).click();
  await page.getByRole("heading", { level: 1, name: "Les programmes" }).waitFor();
  const choose = (name, text) => page.getByLabel(/^Choisir un (autre )?fichier$/).setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  await choose("cassé.json", '{\n "id": "cpsl",\n nom }');
  await page.getByText(/n'est pas du JSON lisible\. La lecture s'arrête à la ligne 3/).waitFor();
  const wrong = structuredClone(programme);
  wrong.assessment.modalities[1].deliverable = "dossier";
  wrong.jury.seats[2].count = 0;
  delete wrong.objectives;
  await choose("faux.json", JSON.stringify(wrong));
  const refused = page.getByRole("alert");
  await refused.getByText("3 choses sont à corriger").waitFor();
  await refused.getByText("assessment.modalities[1].deliverable").waitFor();
  await refused.getByText("Rien dans le fichier ne porte cet identifiant.").waitFor();
  await looksRight(page, "a programme refused");
  await page.setViewportSize({ width: 1280, height: 780 });
  const more = structuredClone(programme);
  more.deliverables.push({ ...structuredClone(more.deliverables[2]), id: "portfolio", title: "Portfolio" });
  await choose("portfolio.json", JSON.stringify(more));
  const warned = page.getByRole("alert").filter({ hasText: "Une chose à savoir avant" });
  await warned.getByText("deliverables[3].id").waitFor();
  await warned.getByText(/^Carnet n'ouvre pas d'écrit pour ce livrable/).waitFor();
  await page.getByRole("button", { name: "Garder ce programme" }).waitFor();
  await looksRight(page, "a programme with a deliverable that nobody writes");
  await page.setViewportSize({ width: 1280, height: 780 });
  // Dropped, not chosen.
  const dropped = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "cpsl.json", { type: "application/json" }));
    return data;
  }, JSON.stringify(programme));
  await page.locator(".drop").dispatchEvent("drop", { dataTransfer: dropped });
  await page.getByRole("heading", { name: "Ce que ce fichier apporte" }).waitFor();
  await page.getByText("Ce programme est nouveau ici.").waitFor();
  await page.getByRole("region", { name: "Ce que vous écrivez" }).getByText(/^5\s000 signes$/).waitFor();
  await looksRight(page, "a programme read before it is kept");
  await page.getByRole("button", { name: "Garder ce programme" }).click();
  await page.getByText(/C'est gardé/).waitFor();
  await page.getByRole("listitem").filter({ hasText: /Version 1/ }).waitFor();
});

test("the first Monday makes the year, and the list of what remains says the rest", async () => {
  const page = office;
  await page.getByRole("link", { name: "Préparer une promotion avec ce programme" }).click();
  await page.getByLabel("Nom de la promotion").fill("2026-2027");
  await page.getByLabel("Premier lundi").fill("2026-09-14");
  await page.getByRole("button", { name: "Proposer les dates" }).click();
  await page.getByRole("button", { name: "Créer la promotion" }).click();
  await page.getByRole("heading", { level: 1, name: "Préparer la promotion" }).waitFor();
  const left = page.getByRole("region", { name: "Ce qui reste à faire" });
  await left.getByRole("link", { name: /Inviter les stagiaires.*Personne pour l'instant/ }).waitFor();
  await page.getByRole("region", { name: "Ce qui est en place" }).getByRole("link", { name: /Les dates des sessions.*6 sessions/ }).waitFor();
  await looksRight(page, "what remains to be done");
});

const FIRST = ["Awen", "Brieuc", "Célia", "Djibril", "Élouan", "Fanta", "Gwenola", "Hugo", "Ilana", "Jonas", "Katell", "Léna", "Malo", "Nora"];
const people = FIRST.map((given, i) => ({ given, name: `${given} Le Goff`, email: `${given.normalize("NFD").replaceAll(/[^a-z]/gi, "").toLowerCase()}${i}@exemple.invalid` }));
const TUTORS = [{ name: "Perrine Quéré", email: "perrine@exemple.invalid" }, { name: "Quentin Riou", email: "quentin@exemple.invalid" }];

async function inviteList(page, lines, role, count) {
  await page.getByLabel("Une personne par ligne").fill(lines.join("\n"));
  await page.getByLabel("Comme").selectOption({ label: role });
  await page.getByRole("button", { name: "Vérifier la liste" }).click();
  await page.getByRole("heading", { name: "Voici ce que Carnet a compris" }).waitFor();
  await looksRight(page, `a list of ${count} as it was understood`);
  await page.getByRole("button", { name: `Inviter ${count} personnes` }).click();
  await page.getByText("C'est parti. Les invitations servent pendant 14 jours.").waitFor();
  await page.setViewportSize({ width: 1280, height: 780 });
}

test("fourteen people of a pasted list, and two tutors, are looked at, then invited by real letters", async () => {
  const page = office;
  await page.getByRole("link", { name: /Inviter les stagiaires/ }).click();
  const lines = people.map(({ name, email }) => `${name} <${email}>`);
  await page.getByLabel("Une personne par ligne").fill(["pas une adresse", ...lines].join("\n"));
  await page.getByRole("button", { name: "Vérifier la liste" }).click();
  await page.getByText("Il manque une adresse complète").waitFor();
  await page.getByRole("button", { name: "Corriger la liste" }).click();
  await inviteList(page, lines, "Stagiaire", 14);
  await inviteList(page, TUTORS.map(({ name, email }) => `${name};${email}`), "Tutorat", 2);
  for (const { email } of [...people, ...TUTORS]) await invitation(email);
});

/** From the letter to an account: the link is opened on a phone, a password is chosen. */
async function keepPassword(email) {
  const page = await windowOf(browser, server, null, { path: pathOf(linkIn((await invitation(email)).body)), width: 360, height: 740, now: noon });
  await page.getByLabel("Nouveau mot de passe").fill(phrase);
  await page.getByRole("button", { name: "Garder ce mot de passe" }).click();
  await page.getByText("C'est fait.").waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

let writer, reader;
test("everybody opens their account from the link of their letter, on a phone", async () => {
  const [first, ...others] = people, [tutor, ...tutors] = TUTORS;
  writer = await openAccount(pathOf(linkIn((await invitation(first.email)).body)), first.email);
  reader = await openAccount(pathOf(linkIn((await invitation(tutor.email)).body)), tutor.email);
  for (const { email } of [...others, ...tutors]) await keepPassword(email);
  await writer.getByRole("heading", { name: `Bonjour ${first.given}` }).waitFor();
  await looksRight(writer, "the first page of whoever just arrived");
  await looksRight(reader, "the first page of a tutor who just arrived");
  await goPrepare();
  await office.getByRole("region", { name: "Ce qui est en place" }).getByRole("link", { name: /Inviter les stagiaires.*14 personnes, tous les comptes sont ouverts/ }).waitFor();
});

async function goPrepare() {
  await office.getByRole("navigation").getByRole("link", { name: "Tableau" }).first().click();
  await office.getByRole("link", { name: /^Préparer\s: 2026-2027/ }).click();
  await office.getByRole("heading", { level: 1, name: "Préparer la promotion" }).waitFor();
}

const TEAMS = [["Le Fournil", people.slice(0, 7)], ["La Halte", people.slice(7)]];

test("the manager forms the teams and says who follows whom", async () => {
  const page = office;
  await page.getByRole("link", { name: /^Former les équipes/ }).click();
  for (const [team] of TEAMS) {
    const form = page.locator("details", { hasText: "Nouvelle équipe" }).last();
    if (!(await form.evaluate((e) => e.open))) await form.locator("summary").click();
    await form.getByLabel("Nom de l'équipe").fill(team);
    await form.getByLabel("Nom de l'équipe").press("Enter");
    await page.getByRole("heading", { level: 3, name: team }).waitFor();
  }
  for (const [team, members] of TEAMS) {
    for (const { name } of members) {
      await page.getByRole("combobox", { name: new RegExp(`^Équipe (de |d')${name}$`) }).selectOption({ label: team });
      await page.getByRole("button", { name: new RegExp(`${name}$`) }).click();
      await page.getByRole("region", { name: team }).getByText(name, { exact: true }).first().waitFor();
    }
  }
  await looksRight(page, "teams before they are published");
  await page.setViewportSize({ width: 1280, height: 780 });
  await page.getByRole("button", { name: "Publier les équipes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publier" }).click();
  await page.getByText("Les équipes que vous préparez viendront ici.").waitFor();
  await goPrepare();
  await page.getByRole("link", { name: /^Désigner qui suit chaque stagiaire.*14 stagiaires attendent/ }).click();
  for (const [i, [, members]] of TEAMS.entries()) {
    for (const { name } of members) await page.getByRole("checkbox", { name: new RegExp(`^${name}`) }).check();
    await page.getByLabel("Qui").selectOption({ label: TUTORS[i].name });
    await page.getByRole("button", { name: "Changer pour 7 personnes" }).click();
    await page.getByRole("group", { name: TUTORS[i].name, exact: true }).getByRole("checkbox").nth(6).waitFor();
  }
  await looksRight(page, "who follows whom");
  await page.setViewportSize({ width: 1280, height: 780 });
  await goPrepare();
  const done = page.getByRole("region", { name: "Ce qui est en place" });
  for (const need of [/^Former les équipes/, /^Désigner qui suit chaque stagiaire/]) await done.getByRole("link", { name: need }).waitFor();
});

test("a first entry is shared with the tutor, who answers it; the author reads the answer", async () => {
  await writer.reload();
  await writer.getByRole("button", { name: /^Écrire/ }).first().click();
  await writer.getByRole("textbox", { name: "Titre de l'entrée" }).fill("Premier jour");
  await writer.locator(".cm-content").click();
  await writer.keyboard.type("Nous avons dit d'où nous venions.");
  await writer.getByText(/^Enregistré/).waitFor();
  await writer.getByRole("button", { name: /Moi seul·e/ }).click();
  const panel = writer.getByRole("dialog", { name: "Qui lit cette entrée ?" });
  await panel.getByRole("radio", { name: /Mon tutorat/ }).check();
  await panel.getByText("Perrine Quéré pourra lire et commenter").waitFor();
  await panel.getByRole("button", { name: "Garder ce choix" }).click();
  await panel.waitFor({ state: "hidden" });

  await reader.reload();
  await reader.locator(".queue-item").getByRole("link", { name: /Premier jour/ }).click();
  await reader.getByText("Nous avons dit d’où nous venions.").waitFor();
  await reader.getByLabel("Un mot pour l'auteur·rice").fill("Et où irez-vous ?");
  await reader.getByRole("button", { name: /^J'ai lu/ }).click();
  await reader.getByText("Rien ne vous attend. Bonne semaine.").waitFor();

  await writer.reload();
  await writer.getByText("Et où irez-vous ?").waitFor();
  await looksRight(writer, "an entry that was answered");
  for (const page of [writer, reader, office]) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test("whoever tried the sample leaves it for a real cohort on a phone, from the page where a centre begins", { timeout: 300_000 }, async (t) => {
  const data = await sampleFolder({ now: noon });
  const sample = await Server.start(t, { data, now: noon });
  ahead = Date.parse(noon) - Date.now();
  const made = await carnet(["admin", "--data", data, "--email", ADMIN]);
  let unheard = true;
  const page = await openAccount(/\/mot-de-passe#\S+/.exec(made.stdout)[0], ADMIN, {
    factor: true, on: sample, routes: [["**/api/start/afresh", (route) => (unheard ? route.fulfill({ status: 202 }) : route.continue())]],
  });
  const leaf = page.getByRole("region", { name: "La promotion d'exemple" });
  const ask = async () => {
    await leaf.getByRole("button", { name: "Commencer avec une vraie promotion" }).click();
    await leaf.getByRole("heading", { name: "Voici ce qui va se passer" }).waitFor();
  };
  await page.getByRole("link", { name: /^Commencer Le nom/ }).click();
  await leaf.waitFor();
  await looksRight(page, "the sample before it is left");
  await ask();
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Voici ce qui va se passer");
  await leaf.getByRole("button", { name: "Commencer avec une vraie promotion" }).click();
  await leaf.getByText("Cochez cette ligne pour continuer.").waitFor();
  await looksRight(page, "what leaving the sample does");
  await leaf.getByRole("button", { name: "Garder l'exemple" }).click();
  await leaf.getByRole("heading", { name: "Voici ce qui va se passer" }).waitFor({ state: "hidden" });

  // A server that comes back with the sample still there: nothing is passed over in silence.
  await ask();
  await leaf.getByRole("checkbox", { name: /J'ai compris/ }).check();
  const asked = page.waitForResponse("**/api/start/afresh");
  await leaf.getByRole("button", { name: "Commencer avec une vraie promotion" }).click();
  await leaf.getByText("Carnet met l'exemple de côté et redémarre.").waitFor();
  await asked;
  await sample.stop();
  await sample.restart({ now: "2026-09-14T12:05:00+02:00" });
  await leaf.getByText(/rien n'a changé/).waitFor();

  unheard = false;
  await ask();
  await leaf.getByRole("checkbox", { name: /J'ai compris/ }).check();
  await leaf.getByRole("button", { name: "Commencer avec une vraie promotion" }).click();
  await leaf.waitFor({ state: "hidden" });
  await page.getByRole("heading", { level: 1, name: "Commencer" }).waitFor();
  assert.equal(await page.getByLabel("Nom du centre").inputValue(), "");
  await page.getByText("Aucun programme n'est encore déposé.").waitFor();
  page.complaints.length = 0; // the browser's own, of a server that was away
  await looksRight(page, "an empty centre after the sample");
  await page.getByLabel("Nom du centre").fill("Les Deux Rives");
  await page.getByRole("button", { name: "Garder ce nom" }).click();
  await page.getByText("C'est gardé.").waitFor();
  await page.goto(`${sample.origin}/registre`);
  await page.getByText("L'exemple laissé pour une vraie promotion").waitFor();
  assert.doesNotMatch(await page.locator("body").innerText(), /Vasseur|Marchadour|Passerelles/);
  await page.context().close();
});
