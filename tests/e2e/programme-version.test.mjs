// A later version of the programme for a cohort that runs: read in words, applied after a question, told, and found in the register.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looksRight, startBrowser, windowOf } from "../harness/browser.mjs";
import { cohort as sample, programme } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

let browser, server, manager;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start(undefined, { now: sample.snapshotAt })]);
  manager = await server.as("resp-01");
});
after(async () => {
  await browser.close();
  await server.end();
});

const followed = async () => (await manager.get("/api/cohorts/coh-2025-2026/programme")).is(200).json;
async function keep(change) {
  const file = structuredClone(programme);
  change(file);
  return (await manager.post("/api/programmes", file)).is(200).json.version;
}

test("the manager reads what a version changes and applies it; everybody is told, and the register has it", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: "/promotions/coh-2025-2026/programme", now: sample.snapshotAt });
  await page.getByText(/suit déjà la version 1, la plus récente\./).waitFor();
  await looksRight(page, "no later version");
  await keep((file) => {
    file.deliverables[2].limits[0].value = 6000;
    file.deliverables[2].limits[0].kindOrigin = "S";
    file.structure.blocks[1].modules[1].title = "Expérimenter à plusieurs";
    file.competences.push({ id: "cmp-7", label: "Évaluer un projet avec celles et ceux qu'il concerne" });
    file.policies.deadlines.graceMinutes = 60;
  });
  await page.goto(`${server.origin}/programmes`);
  const cohorts = page.getByRole("region", { name: "Ce que suivent les promotions" });
  await cohorts.getByText(/La version 2 est déposée et ne lui est pas appliquée\.$/).waitFor();
  await looksRight(page, "a cohort behind its programme");
  await cohorts.getByRole("link", { name: /^Voir ce qui changerait\s?, / }).click();
  const changes = page.getByRole("region", { name: /^De la version\s1 à la version\s2, ce qui changerait$/ });
  await changes.getByText(/^«\sNote synthétique\s», limite\s: 6\s000\ssignes, au lieu de 5\s000\ssignes\.$/).waitFor();
  await changes.getByText(/^«\sExpérimenter en équipe\s» devient «\sExpérimenter à plusieurs\s»\.$/).waitFor();
  await changes.getByText(/^Ajout\s: «\sÉvaluer un projet avec/).waitFor();
  await changes.getByText(/^Minutes de grâce après l'heure d'une remise\s: 60, au lieu de 30\.$/).waitFor();
  await changes.getByText("Un autre détail du fichier").click();
  await changes.getByText("deliverables[note_synthetique].limits[0].kindOrigin").waitFor();
  await looksRight(page, "what a version changes");

  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Appliquer la version 2" }).press("Enter");
  await dialog.getByText("Il n'y a pas de retour en un geste").waitFor();
  await looksRight(page, "before a version is applied");
  await dialog.getByRole("button", { name: "Annuler" }).press("Enter");
  assert.equal((await followed()).version, 1, "nothing happened yet");

  assert.equal(await keep((file) => (file.deliverables[2].limits[0].value = 7000)), 3);
  await page.getByRole("button", { name: "Appliquer la version 2" }).press("Enter");
  await dialog.getByRole("button", { name: "Oui, appliquer" }).press("Enter");
  await page.getByRole("alert").getByText("Une version plus récente vient d'être déposée.").waitFor();
  await page.getByText(/limite\s: 7\s000\ssignes, au lieu de 5\s000\ssignes/).waitFor();
  assert.equal((await followed()).version, 1, "only what was looked at is applied");

  await page.getByRole("button", { name: "Appliquer la version 3" }).press("Enter");
  await dialog.getByRole("button", { name: "Oui, appliquer" }).press("Enter");
  await page.getByRole("alert").getByText(/suit maintenant la version 3/).waitFor();
  await looksRight(page, "a version just applied");
  assert.equal((await followed()).version, 3);
  await page.goto(`${server.origin}/programmes`);
  await cohorts.getByText(/version 3\s: la plus récente/).waitFor();
  await page.goto(`${server.origin}/registre`);
  await page.getByText(`${sample.cohort.label}\u00a0: programme passé de la version 1 à la version 3`).waitFor();
  await looksRight(page, "the register with a programme");

  const trainee = await windowOf(browser, server, "stg-01", { path: "/nouvelles", now: sample.snapshotAt });
  await trainee.getByText("Le programme de votre promotion a changé.").first().waitFor();
  await trainee.goto(`${server.origin}/promotions/coh-2025-2026/programme`);
  await trainee.getByText("Cette page n'existe pas").waitFor();
  for (const one of [page, trainee]) {
    assert.deepEqual(one.complaints, []);
    await one.context().close();
  }
});

test("a version that takes away what people already write is refused in a sentence", async () => {
  await keep((file) => {
    const gone = file.deliverables[2].id;
    file.deliverables.splice(2, 1);
    file.assessment.modalities = file.assessment.modalities.filter((one) => one.deliverable !== gone);
    delete file.assessment.grids[gone];
    file.structure.blocks[1].certifiable = false;
  });
  const page = await windowOf(browser, server, "resp-01", { path: "/promotions/coh-2025-2026/programme", now: sample.snapshotAt });
  await page.getByText(/^Retrait\s: «\sNote synthétique\s»\.$/).first().waitFor();
  await page.getByRole("button", { name: /^Appliquer la version/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Oui, appliquer" }).click();
  await page.getByRole("alert").getByText("Cette version retire un livrable que des stagiaires de la promotion écrivent déjà.").waitFor();
  await looksRight(page, "a version that is refused");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("what goes on all year says its aim, as every module does", async () => {
  await keep((file) => (file.structure.transversal[0].aim = "Relire son chemin"));
  const page = await windowOf(browser, server, "stg-01", { path: "/programmes/cpsl", now: sample.snapshotAt });
  const whole = page.getByRole("region", { name: "Tout au long de l'année" });
  await whole.getByText("Parcours didactique").waitFor();
  await whole.getByText("Relire son chemin").waitFor();
  await looksRight(page, "a programme");
  await page.context().close();
});
