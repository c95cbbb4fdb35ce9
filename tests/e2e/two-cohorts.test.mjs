// Two cohorts run at once: who runs or accompanies both goes from one to the other by what is on the page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, loaded, startBrowser, windowOf } from "../harness/browser.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { email, Server } from "../harness/server.mjs";

const now = sample.snapshotAt, FIRST = sample.cohort, TODAY = now.slice(0, 10);
const newcomer = { givenName: "Awen", familyName: "Quintric", email: "awen@exemple.invalid" };
let browser, server, second, awen;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start(null, { now })]);
  const manager = await server.as("resp-01");
  second = (await manager.post("/api/cohorts", { programme: "cpsl", label: "Bis", start: "2026-06-08" })).is(201).json;
  (await manager.post("/api/invitations", { cohort: second.id, role: "trainee", people: [newcomer] })).is(201);
  awen = (await manager.get(`/api/cohorts/${second.id}/trainees`)).is(200).json.trainees[0].person.id;
  (await manager.put(`/api/cohorts/${second.id}/trainees/${awen}/tutor`, { person: "tut-01", from: TODAY })).is(200);
  (await manager.post(`/api/cohorts/${second.id}/trainees`, { person: "stg-01", from: TODAY, status: "enrolled" })).is(201);
});
after(async () => {
  await browser.close();
  await server.end();
});
const shot = async (page, name) => process.env.CARNET_SHOTS && page.screenshot({ path: `${process.env.CARNET_SHOTS}/${name}.png`, fullPage: true });
const fits = async (page, what) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} is no wider than the window`);

for (const width of [1280, 360]) {
  test(`a manager of two cohorts chooses the other board, and its people and reminders are its own, at ${width} px`, async () => {
    const page = await windowOf(browser, server, "resp-01", { width, now });
    const which = page.getByRole("navigation", { name: "Promotion" }), board = page.getByRole("region", { name: "Où en est chaque personne" });
    await board.getByRole("link", { name: "Awen Quintric" }).waitFor();
    assert.equal(await board.getByRole("row").count(), 3, "the two of the last to begin, and the head");
    assert.equal(await which.locator("[aria-current]").textContent(), "Bis");
    await isAccessible(page, `a board among two at ${width}`);
    await which.getByRole("link", { name: FIRST.label }).press("Enter");
    await page.getByRole("heading", { level: 1, name: FIRST.label }).waitFor();
    await board.getByRole("link", { name: "Idriss Benhaddou" }).waitFor();
    assert.equal(await board.getByRole("link", { name: "Awen Quintric" }).count(), 0);
    assert.equal(await which.locator("[aria-current]").textContent(), FIRST.label);
    await isAccessible(page, `the other board at ${width}`);
    await fits(page, "the other board");
    await shot(page, `board-${width}`);
    await page.reload();
    await board.getByRole("link", { name: "Idriss Benhaddou" }).waitFor();

    await page.getByRole("button", { name: /^Relancer (cette personne|ces)/ }).click();
    const asked = page.waitForRequest("**/api/board/reminders");
    await page.getByRole("dialog").getByRole("button", { name: "Envoyer le rappel" }).click();
    assert.equal((await asked).postDataJSON().cohort, FIRST.id);
    await page.getByRole("dialog").waitFor({ state: "detached" });

    await board.getByRole("link", { name: "Maëlle Kerdavid" }).click();                // who is in both
    await page.getByRole("heading", { level: 1, name: "Maëlle Kerdavid" }).waitFor();
    await page.getByRole("link", { name: "Parcours et changements" }).click();
    await page.waitForURL((url) => url.pathname === `/promotions/${FIRST.id}/stagiaires/stg-01/parcours`);
    await page.getByRole("region", { name: "Tutorat" }).waitFor();
    await page.goBack();
    await page.goBack();
    await board.getByRole("link", { name: "Idriss Benhaddou" }).waitFor();
    await page.goBack();
    await board.getByRole("link", { name: "Awen Quintric" }).waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test(`who tutors in two cohorts opens the page of a trainee of each, from the list, at ${width} px`, async () => {
    const page = await windowOf(browser, server, "tut-01", { width, now, path: "/stagiaires" });
    const list = page.getByRole("region", { name: "Les stagiaires" });
    for (const [name, label] of [["Awen Quintric", "Bis"], ["Maëlle Kerdavid", FIRST.label]]) {
      await list.getByRole("link", { name: new RegExp(`^${name}.*${label}`) }).click();
      await page.getByRole("heading", { level: 1, name }).waitFor();
      await page.getByRole("region", { name: "Ses prochaines dates" }).waitFor();
      await page.getByRole("region", { name: "Mes notes" }).waitFor();
      assert.equal(await page.getByRole("link", { name: "Parcours et changements" }).count(), 0);
      await isAccessible(page, `${name} at ${width}`);
      await fits(page, name);
      await shot(page, `trainee-of-${label}-${width}`);
      await page.getByRole("link", { name: "Les stagiaires" }).first().click();
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test("who writes in two cohorts says in which a group opens, and who manages two forms the teams of each", async () => {
  const page = await windowOf(browser, server, "stg-01", { width: 360, path: "/equipes", now });
  await page.getByText("Ouvrir un groupe de travail").click();
  await page.getByLabel("Nom du groupe").fill("Nos marées");
  await page.getByLabel("Promotion").selectOption({ label: FIRST.label });
  await isAccessible(page, "a group to open in one of two cohorts");
  await fits(page, "a group to open");
  await page.getByRole("button", { name: "Ouvrir le groupe" }).click();
  await page.getByRole("heading", { level: 1, name: "Nos marées" }).waitFor();
  const groups = (await (await server.as("stg-01")).get("/api/groups")).is(200).json;
  assert.equal(groups.find((one) => one.name === "Nos marées").cohort.id, FIRST.id);
  assert.deepEqual(page.complaints, []);
  await page.context().close();

  const alone = await windowOf(browser, server, "stg-02", { path: "/equipes", now });
  await alone.getByText("Ouvrir un groupe de travail").click();
  assert.equal(await alone.getByLabel("Promotion").count(), 0, "no choice where there is none");
  await alone.context().close();

  const manager = await windowOf(browser, server, "resp-01", { path: "/equipes", now });
  await manager.getByRole("link", { name: /^Former les équipes.*Bis/ }).waitFor();
  await manager.getByRole("link", { name: new RegExp(`^Former les équipes.*${FIRST.label}`) }).click();
  await manager.getByRole("heading", { level: 1, name: "Former les équipes" }).waitFor();
  await manager.getByRole("region", { name: "Équipes publiées" }).waitFor();
  assert.deepEqual(manager.complaints, []);
  await manager.context().close();
});

/** Every page that somebody finds on the page of all pages and on their account, opened. */
async function opensEveryDoor(page, who) {
  const doors = new Set();
  for (const path of ["/plan", "/compte"]) {
    await page.goto(server.origin + path);
    const nav = page.getByRole("main").getByRole("navigation").first();
    await nav.waitFor();
    await page.waitForLoadState("networkidle");
    for (const href of await nav.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href")))) doors.add(href);
  }
  for (const href of doors) {
    await page.goto(server.origin + href);
    await page.waitForLoadState("networkidle");
    await loaded(page);
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, `${who}: ${href}`);
    assert.equal(await page.getByText("Cette page n'existe pas").count(), 0, `${who}: ${href}`);
  }
  return [...doors];
}

test("somebody with one role in each cohort finds what each gives, and no door opens on nothing", async () => {
  const manager = await server.as("resp-01");
  const invite = async (id, role, cohort) => (await manager.post("/api/invitations", { cohort, role, people: [{ givenName: "a", familyName: "b", email: email(id) }] })).is(201);
  await invite("stg-03", "trainer", second.id);                                       // learns in the first
  await invite("form-02", "training_assistant", FIRST.id);
  await invite("form-02", "research_cooperator", second.id);
  (await manager.put(`/api/cohorts/${second.id}/trainees/${awen}/cooperator`, { person: "form-02", from: TODAY })).is(200);

  const both = await windowOf(browser, server, "stg-03", { now });
  await both.getByRole("heading", { name: "Ce qui m'attend" }).waitFor();
  const doors = await opensEveryDoor(both, "a trainee who teaches in the other");
  for (const href of ["/journal", "/ecrits", "/calendrier", "/programme", "/amenagements", "/compte/parcours"]) assert.ok(doors.includes(href), href);
  await both.goto(`${server.origin}/amenagements`);
  await both.getByRole("navigation", { name: "Promotion" }).getByRole("link", { name: "Bis" }).click();
  await both.waitForURL((url) => url.pathname === `/promotions/${second.id}/amenagements`);
  await isAccessible(both, "arrangements of one of two cohorts");
  assert.deepEqual(both.complaints, []);
  await both.context().close();

  const office = await windowOf(browser, server, "form-02", { width: 360, now });
  await office.getByRole("region", { name: "Où en est chaque personne" }).getByRole("link", { name: "Idriss Benhaddou" }).click();
  await office.getByRole("link", { name: "Parcours et changements" }).click();
  await office.getByRole("region", { name: "Tutorat" }).waitFor();
  await office.goto(`${server.origin}/stagiaires/${awen}`);
  await office.getByRole("heading", { level: 1, name: "Awen Quintric" }).waitFor();
  assert.equal(await office.getByRole("link", { name: "Parcours et changements" }).count(), 0, "of somebody whom they only accompany");
  const ways = await opensEveryDoor(office, "an assistant who accompanies in the other");
  for (const href of ["/", "/stagiaires", "/personnes", "/stagiaires/parcours", "/amenagements"]) assert.ok(ways.includes(href), href);
  assert.deepEqual(office.complaints, []);
  await office.context().close();
});

test("a board by its name is absent for who does not run its cohort", async () => {
  const page = await windowOf(browser, server, "tut-01", { path: `/promotions/${FIRST.id}/tableau`, now });
  await page.getByText("Cette page n'existe pas, ou ne vous est pas ouverte.").waitFor();
  await page.context().close();
});
