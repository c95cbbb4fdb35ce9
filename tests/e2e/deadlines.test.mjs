// The dates of a year are moved by who runs it: looked at first, with who will be told, refused in plain words, and read by everybody after.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looksRight, startBrowser, windowOf } from "../harness/browser.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start(undefined, { now: sample.snapshotAt })])));
after(async () => {
  await browser.close();
  await server.end();
});

const milestone = async (id) => (await (await server.as("stg-01")).get("/api/cohorts/coh-2025-2026/calendar")).is(200).json.milestones.find((one) => one.id === id);

test("the manager moves a deadline after a look at what it meets and who is told; a trainee reads the new one and cannot move it", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: "/calendrier", width: 360, height: 740, now: sample.snapshotAt });
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: /^Changer la date\s?, Remise du dossier professionnel/ }).waitFor();
  await looksRight(page, "dates that may be changed");
  await page.getByRole("button", { name: /^Changer la date\s?, Remise du dossier professionnel/ }).press("Enter");
  await dialog.getByText(/^Pour l'instant\s: avant le 8\sjuin à 23\sh\s59\./).waitFor();
  assert.equal(await dialog.getByLabel("Dernier jour pour remettre").inputValue(), "2026-06-08");
  assert.equal(await dialog.getByLabel("Jusqu'à quelle heure").inputValue(), "23:59");
  await dialog.getByRole("button", { name: "Voir ce que cela change" }).press("Enter");
  await dialog.getByText("rien ne changerait").waitFor();

  await dialog.getByLabel("Dernier jour pour remettre").fill("2026-05-14");
  await dialog.getByRole("button", { name: "Voir ce que cela change" }).press("Enter");
  await dialog.getByText(/^Le 14\smai est férié\.$/).waitFor();
  await dialog.getByText("Une échéance tombe avant la session qui la prépare.").waitFor();
  await dialog.getByText("Cette date est déjà passée.").waitFor();
  await dialog.getByText("Toutes les personnes de la promotion seront prévenues").waitFor();
  await looksRight(page, "before a deadline goes where it should not");

  await dialog.getByLabel("Dernier jour pour remettre").fill("2026-06-19");
  assert.equal(await dialog.getByRole("button", { name: "Changer la date" }).count(), 0, "what was looked at is not what is typed");
  await dialog.getByLabel("Jusqu'à quelle heure").fill("18:00");
  await dialog.getByRole("button", { name: "Voir ce que cela change" }).press("Enter");
  await dialog.getByText(/^La nouvelle date serait\s: avant le 19\sjuin à 18\sh\s00\./).waitFor();
  assert.equal(await dialog.getByText("À regarder").count(), 0);
  await looksRight(page, "before a deadline is changed");
  assert.equal((await milestone("dossier-professionnel-due")).dueAt, "2026-06-08T21:59:00.000Z", "a look changes nothing");
  await dialog.getByRole("button", { name: "Changer la date" }).press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page.getByText(/^Avant le 19\sjuin à 18\sh\s00$/).waitFor();
  assert.equal((await milestone("dossier-professionnel-due")).dueAt, "2026-06-19T16:00:00.000Z");

  const trainee = await windowOf(browser, server, "stg-01", { path: "/calendrier", now: sample.snapshotAt });
  await trainee.getByText(/^Avant le 19\sjuin à 18\sh\s00$/).waitFor();
  assert.equal(await trainee.getByRole("button", { name: /^Changer la date/ }).count(), 0);
  await trainee.goto(`${server.origin}/nouvelles`);
  await trainee.getByText(/Remise du dossier professionnel\s: la date change/).first().waitFor();
  for (const one of [page, trainee]) {
    assert.deepEqual(one.complaints, []);
    await one.context().close();
  }
});

test("days that end before they begin are refused in a sentence; the jury's half-days go with their day", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: "/calendrier", now: sample.snapshotAt });
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: /^Changer la date\s?, .*Jury/i }).click();
  await dialog.getByLabel("Premier jour").fill("2026-07-09");
  await dialog.getByRole("button", { name: "Voir ce que cela change" }).click();
  await dialog.getByRole("alert").getByText("Le dernier jour vient avant le premier.").waitFor();
  await looksRight(page, "before days that cannot be");
  await dialog.getByLabel("Dernier jour").fill("2026-07-09");
  await dialog.getByRole("button", { name: "Voir ce que cela change" }).click();
  await dialog.getByText("Ses demi-journées la suivent.").waitFor();
  await dialog.getByRole("button", { name: "Changer la date" }).click();
  await dialog.waitFor({ state: "detached" });
  const { from, to, halfDays } = await milestone("final-jury");
  assert.deepEqual([from, to, ...halfDays.map((half) => half.day)], Array(4).fill("2026-07-09"));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
