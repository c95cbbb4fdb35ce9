// What a manager does at the beginning and at an end: a year from its first Monday, teams for a later day, somebody's departure.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looksRight, startBrowser, windowOf } from "../harness/browser.mjs";
import { until } from "../harness/live.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

const now = sample.snapshotAt;            // the year that is set up below is to come, whenever this runs
let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start(undefined, { now })])));
after(async () => {
  await browser.close();
  await server.end();
});

const plus = (day, n) => new Date(Date.parse(`${day}T12:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
/** Those of a whole year, Easter by Butcher's rule. */
function holidays(year) {
  const a = year % 19, b = Math.floor(year / 100), c = year % 100, d = Math.floor(b / 4), e = b % 4, f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3), h = (19 * a + b - d - g + 15) % 30, i = Math.floor(c / 4), k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451), n = h + l - 7 * m + 114;
  const easter = `${year}-${String(Math.floor(n / 31)).padStart(2, "0")}-${String((n % 31) + 1).padStart(2, "0")}`;
  return ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"].map((x) => `${year}-${x}`).concat([1, 39, 50].map((x) => plus(easter, x)));
}

test("MGR-1: the first Monday gives six sessions, five or six weeks apart and clear of holidays, and each can be moved", async () => {
  const page = await windowOf(browser, server, "resp-01", { now, path: "/calendrier" });
  await page.getByRole("link", { name: "Préparer une nouvelle promotion" }).click();
  await page.getByLabel("Nom de la promotion").fill("2027-2028");
  await page.getByLabel("Premier lundi").fill("2027-12-07");
  await page.getByRole("button", { name: "Proposer les dates" }).click();
  await page.getByText("Choisissez un lundi.").waitFor();
  await page.getByLabel("Premier lundi").fill("2027-12-06");
  await page.getByRole("button", { name: "Proposer les dates" }).click();
  const proposed = page.getByRole("region", { name: "Sessions" }).getByRole("listitem");
  await proposed.first().waitFor();
  assert.equal(await proposed.count(), 6);
  for (const line of (await proposed.allTextContents()).slice(1)) assert.match(line, /[56] semaines après la précédente/);
  await looksRight(page, "a year as proposed");
  await page.getByRole("button", { name: "Créer la promotion" }).click();
  await page.waitForURL((url) => url.pathname !== "/promotions/nouvelle");

  const manager = await server.as("resp-01");
  const { id } = (await manager.get("/api/cohorts")).is(200).json.cohorts.find((c) => c.label === "2027-2028");
  const year = async () => (await manager.get(`/api/cohorts/${id}/calendar`)).is(200).json.sessions;
  const off = new Set([...holidays(2027), ...holidays(2028)]);
  assert.ok(off.has("2028-04-17") && off.has("2028-05-25") && off.has("2028-06-05"), "Easter Monday, Ascension and Whit Monday of 2028");
  for (const s of await year())
    for (let i = 0; i < 5; i++) assert.ok(!off.has(plus(s.from, i)), `session ${s.order} falls on ${plus(s.from, i)}`);

  await page.goto(`${server.origin}/calendrier`);
  await page.getByText("2027-2028").first().waitFor();
  assert.equal(await page.getByRole("button", { name: /^Déplacer\s?, Session \d$/ }).count(), 6, "each");
  const last = (await year())[5], later = plus(last.from, 7);
  await page.getByRole("button", { name: /^Déplacer\s?, Session 6$/ }).click();
  const asked = page.getByRole("dialog"), day = asked.getByLabel("Premier jour (un lundi)"), look = asked.getByRole("button", { name: "Voir ce que cela change" });
  const waiting = [];
  await page.route("**/move?from=*", (route) => void waiting.push(route));
  await day.fill(plus(later, 7));
  await look.click();
  await until(() => waiting.length === 1, "a look whose answer waits");
  await day.fill(later);                          // another day meanwhile
  const answered = page.waitForResponse("**/move?from=*");
  await waiting[0].continue();
  await (await answered).finished();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.equal(await asked.getByRole("button", { name: "Déplacer la session" }).count(), 0, "what is not looked at cannot be done");
  await page.unroute("**/move?from=*");
  await look.click();
  await asked.getByText(/^La session irait du/).waitFor();
  assert.equal((await year())[5].from, last.from, "a look changes nothing");
  await looksRight(page, "before a session is moved");
  await asked.getByRole("button", { name: "Déplacer la session" }).click();
  await asked.waitFor({ state: "detached" });
  assert.equal((await year())[5].from, later);
  assert.deepEqual(page.complaints.filter((c) => !c.includes("400")), []);
  await page.context().close();
});

test("MGR-3: everybody is drafted into teams whose sizes and settings show, published for a later day, and nobody sees it before", async () => {
  const page = await windowOf(browser, server, "resp-01", { now, path: "/equipes/former" });
  const manager = await server.as("resp-01"), board = async () => (await manager.get(`/api/teams?cohort=${sample.cohort.id}`)).is(200).json;
  const { trainees, today } = await board(), names = ["Le Fournil", "La Halte", "Le Relais"];
  for (const name of names) {
    await page.getByRole("heading", { name: "Le brouillon" }).waitFor();
    const form = page.locator("details", { hasText: "Nouvelle équipe" }).last();
    if ((await form.getAttribute("open")) === null) await form.locator("summary").click();
    await form.getByLabel("Nom de l'équipe").fill(name);
    await form.getByLabel("Nom de l'équipe").press("Enter");
    await page.getByRole("heading", { level: 3, name }).waitFor();
  }
  for (const [i, one] of trainees.entries()) {
    const choice = page.getByRole("combobox", { name: new RegExp(`^Équipe (de |d')${one.name}$`) });
    await choice.selectOption({ label: names[i % 3] });
    await page.getByRole("button", { name: `Placer ${one.name}` }).click();
    await page.getByRole("region", { name: names[i % 3] }).getByText(one.name, { exact: true }).first().waitFor();
  }
  await page.getByText("Chaque stagiaire a sa place.").waitFor();
  for (const [i, name] of names.entries()) {
    const members = trainees.filter((_, n) => n % 3 === i), of = (setting) => members.filter((m) => m.project.setting === setting).length;
    const said = await page.getByRole("region", { name, exact: true }).getByText(/^\d stagiaires/).textContent();
    assert.ok(said.startsWith(`${members.length} stagiaires`), said);
    for (const [n, words] of [[of("work_situation"), "en situation de travail"], [of("internship"), "en stage"]]) assert.equal(said.includes(`${n} ${words}`), n > 0, said);
  }
  await looksRight(page, "teams with everybody in them");
  await page.getByLabel("À partir du").first().fill(plus(today, 1));
  await page.getByRole("button", { name: "Publier les équipes" }).click();
  await page.getByRole("dialog").getByText(/^Les espaces s'ouvriront le/).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Publier" }).click();
  await page.getByText("Les équipes que vous préparez viendront ici.").waitFor();
  const after = (await board()).trainees;
  assert.ok(after.every((one) => names.includes(one.next?.name) && one.nextFrom === plus(today, 1) && one.team?.id === trainees.find((t) => t.id === one.id).team?.id), JSON.stringify(after));
  const trainee = await server.as("stg-02");
  assert.ok(!(await trainee.get("/api/groups")).text.includes("Le Fournil"));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("ADM-5: who leaves hands over first, then the account is closed with all that it opened, and what they wrote stays", async () => {
  const page = await windowOf(browser, server, "resp-01", { now, path: "/personnes" });
  const tutor = await windowOf(browser, server, "tut-01", { now, width: 360, height: 740 });
  const manager = await server.as("resp-01"), name = (await tutor.evaluate(() => fetch("/api/me").then((r) => r.json()))).person.name;
  const row = page.getByRole("listitem").filter({ hasText: name });
  await row.getByText("Ce que je peux faire").click();
  await row.getByRole("link", { name: "Préparer son départ" }).click();
  await page.getByRole("heading", { level: 1, name: `Départ : ${name}` }).waitFor();
  const held = page.getByRole("region", { name: "Qui cette personne accompagne" });
  await held.getByRole("listitem").first().waitFor();
  const count = await held.getByRole("listitem").count();
  assert.ok(count > 1, `${count} trainees`);
  await looksRight(page, "somebody's departure");
  await held.getByRole("link", { name: "Passer le relais" }).click();
  const theirs = page.getByRole("group", { name, exact: true });
  await theirs.getByRole("button", { name: "Tout le groupe" }).click();
  await theirs.getByRole("checkbox").first().uncheck();
  await page.getByLabel("Qui").selectOption({ index: 2 });
  await page.getByRole("button", { name: `Changer pour ${count - 1} personne${count > 2 ? "s" : ""}` }).click();
  await until(async () => (await manager.get("/api/people/tut-01/departure")).json.accompanies.length === 1, "one is left on the server");
  await page.goto(`${server.origin}/personnes/tut-01/depart`);
  await held.getByRole("listitem").first().waitFor();
  assert.equal(await held.getByRole("listitem").count(), 1, "one is left");
  const [left] = (await manager.get("/api/people/tut-01/departure")).json.accompanies;

  await page.getByRole("button", { name: "Fermer le compte" }).press("Enter");
  await page.getByRole("dialog").getByText("n'auront plus personne dès aujourd'hui").waitFor();
  await looksRight(page, "before an account is closed");
  await page.getByRole("dialog").getByRole("button", { name: "Annuler" }).press("Enter");
  assert.equal((await manager.get("/api/people/tut-01/departure")).json.closed, false, "nothing happened yet");
  await page.getByRole("button", { name: "Fermer le compte" }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Oui, fermer" }).press("Enter");
  await page.getByText(`Les textes restent signés ${name}.`).waitFor();
  await held.getByText("Personne, ni aujourd'hui ni plus tard.").waitFor();
  await looksRight(page, "an account that is closed");
  await tutor.goto(`${server.origin}/stagiaires`);
  await tutor.getByLabel("Adresse électronique").waitFor();

  const trainee = await windowOf(browser, server, left.trainee.id, { now, width: 360, height: 740, path: "/compte/parcours" });
  await trainee.getByRole("region", { name: "Tutorat" }).getByText(name).first().waitFor();
  await page.goto(`${server.origin}/personnes`);
  await row.getByText("Compte fermé").waitFor();
  assert.deepEqual([...page.complaints, ...trainee.complaints], []);
  await Promise.all([page, tutor, trainee].map((p) => p.context().close()));
});
