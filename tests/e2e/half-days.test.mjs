// Saying what happens in a session: its theme, then half-day by half-day, one alike another where it repeats; and what others read of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

const at = `/promotions/coh-2025-2026/calendrier`;
let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start(undefined, { now: sample.snapshotAt })])));
after(async () => {
  await browser.close();
  await server.end();
});
const planned = async () => (await (await server.as("stg-01")).get("/api/cohorts/coh-2025-2026/calendar")).is(200).json.sessions[5];
const shot = async (page, name) => process.env.CARNET_PICTURES && page.screenshot({ path: `${process.env.CARNET_PICTURES}/${name}.png`, fullPage: true });

test("the assistant plans a half-day and another alike, at 360 px with the keyboard; the year shows it", async () => {
  const page = await windowOf(browser, server, "ass-01", { path: at, width: 360, height: 740, now: sample.snapshotAt });
  await page.getByRole("link", { name: /^Prévoir ?, Session 6$/ }).click();
  await page.getByRole("heading", { level: 1, name: "Session 6" }).waitFor();
  assert.equal(await page.getByLabel("Thème de la session").count(), 0, "the theme is the manager's");
  await page.getByText(/^de 9\sh à 12\sh\s30 · Rien n'est encore prévu/).first().waitFor();
  await isAccessible(page, "half-days at 360 px");
  await shot(page, "half-days-360");
  const open = page.getByRole("button", { name: /^Prévoir ?, .*mardi 23 juin, matin/ });
  await open.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Forme").selectOption({ label: "Atelier" });
  await dialog.getByLabel("Module").selectOption({ label: "Expérimenter en équipe" });
  await dialog.getByLabel("Lieu").fill("Salle 4");
  const trainer = (await (await server.as("form-01")).get("/api/me")).json.person.name;
  await dialog.getByRole("checkbox", { name: trainer }).press("Space");
  await dialog.getByText("Prévoir la même chose à d'autres moments").press("Enter");
  await dialog.getByRole("checkbox", { name: /mardi 23 juin, après-midi/ }).press("Space");
  await isAccessible(page, "planning at 360 px");
  await shot(page, "half-days-planning-360");
  await dialog.getByRole("button", { name: "Garder" }).press("Enter");
  await dialog.waitFor({ state: "detached" });
  for (const half of ["matin", "après-midi"]) await page.getByRole("listitem").filter({ hasText: `Mardi 23 juin, ${half}` }).getByText(`Atelier, Expérimenter en équipe, Salle 4, ${trainer}`).waitFor();
  const session = await planned();
  const tuesday = session.halfDays.filter((half) => half.day === "2026-06-23");
  assert.deepEqual(tuesday.map((half) => [half.format, half.module, half.room, half.trainers.map((one) => one.id)]), Array(2).fill(["workshop", "b2-m2", "Salle 4", ["form-01"]]));

  await page.getByRole("button", { name: /^Changer ?, .*mardi 23 juin, après-midi/ }).press("Enter");
  assert.equal(await dialog.getByLabel("Lieu").inputValue(), "Salle 4");
  await dialog.getByLabel("Lieu").fill("");
  await dialog.getByRole("button", { name: "Garder" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.equal((await planned()).halfDays.find((half) => half.id === tuesday[1].id).room, null);

  const trainee = await windowOf(browser, server, "stg-01", { path: "/calendrier", now: sample.snapshotAt });
  await trainee.getByText("Demi-journées").click();
  await trainee.getByText(/mardi 23 juin, matin\s: Atelier, Expérimenter en équipe, Salle 4/i).waitFor();
  assert.equal(await trainee.getByRole("link", { name: /^Prévoir/ }).count(), 0);
  for (const one of [page, trainee]) {
    assert.deepEqual(one.complaints, []);
    await one.context().close();
  }
});

test("the manager gives the session its theme; the jury's day has half-days to plan too", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: `${at}/ses-6`, now: sample.snapshotAt });
  await page.getByLabel("Thème de la session").fill("Soutenir");
  await page.getByRole("button", { name: "Garder ce thème" }).click();
  await page.getByText("C'est gardé.").waitFor();
  assert.equal((await planned()).theme, "Soutenir");
  await isAccessible(page, "half-days at 1280 px");
  await shot(page, "half-days-1280");
  await page.getByRole("link", { name: "Le calendrier" }).click();
  await page.getByText("Session 6 · Soutenir").waitFor();
  await page.getByRole("link", { name: /^Prévoir ?, .*[Jj]ury/ }).click();
  await page.getByRole("button", { name: /^Prévoir ?, .*matin/ }).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
