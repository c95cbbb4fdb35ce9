// A work group from opening to leaving, as people do it on a phone and at a desk; the commons and their charter.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { Server } from "../harness/server.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start()])));
after(async () => {
  await browser.close();
  await server.end();
});
const close = (...pages) => Promise.all(pages.map((p) => p.context().close()));

test("two taps open a group; somebody joins it, an invited tutor accepts, the opener takes somebody out", async () => {
  const maelle = await windowOf(browser, server, "stg-01", { width: 360, height: 740, path: "/equipes" });
  await maelle.getByText("Ouvrir un groupe de travail").click();
  await isAccessible(maelle, "opening a group at 360 px");
  await maelle.getByLabel("Nom du groupe").fill("Le budget du repas");
  await maelle.getByLabel("Nom du groupe").press("Enter");
  await maelle.getByRole("heading", { level: 1, name: "Le budget du repas" }).waitFor();
  await isAccessible(maelle, "a new group at 360 px");

  const idriss = await windowOf(browser, server, "stg-02", { path: "/equipes" });
  await idriss.getByRole("region", { name: "Vous pouvez rejoindre" }).getByRole("button", { name: "Rejoindre Le budget du repas" }).click();
  await idriss.getByRole("heading", { level: 1, name: "Le budget du repas" }).waitFor();
  await idriss.getByRole("region", { name: "Membres" }).getByText("Idriss Benhaddou (vous)").waitFor();

  await maelle.getByRole("button", { name: "Inviter", exact: true }).click();
  const panel = maelle.getByRole("dialog");
  await panel.getByRole("button", { name: "Inviter Hélène Marchadour" }).click();
  await panel.getByText("Invitation envoyée").waitFor();
  await isAccessible(maelle, "the panel of invitations at 360 px");
  await maelle.keyboard.press("Escape");

  const helene = await windowOf(browser, server, "tut-01", { path: "/equipes" });
  await helene.getByRole("region", { name: "On vous invite" }).waitFor();
  await isAccessible(helene, "an invitation");
  await helene.getByRole("region", { name: "On vous invite" }).getByRole("button", { name: /^Rejoindre/ }).click();
  await helene.getByRole("heading", { level: 1, name: "Le budget du repas" }).waitFor();
  assert.equal(await helene.getByText("Nouvelle page").count(), 0, "she reads and comments");

  await maelle.reload();
  await maelle.getByRole("button", { name: "Retirer Idriss Benhaddou du groupe" }).click();
  await maelle.getByRole("dialog").waitFor();
  await isAccessible(maelle, "the last question at 360 px");
  await maelle.getByRole("dialog").getByRole("button", { name: "Retirer du groupe" }).click();
  await maelle.getByRole("region", { name: "Membres" }).getByText("Idriss Benhaddou").waitFor({ state: "detached" });
  await idriss.reload();
  await idriss.getByText("Les pages de cet espace ne vous sont pas ouvertes.").waitFor();

  await maelle.getByRole("button", { name: "Archiver" }).click();
  await maelle.getByRole("dialog").getByRole("button", { name: "Archiver" }).click();
  await maelle.getByText("Ce groupe est archivé").first().waitFor();
  await maelle.getByRole("button", { name: "Rouvrir le groupe" }).click();
  await maelle.getByText("Ce groupe est archivé : ses pages").waitFor({ state: "detached" });
  assert.deepEqual([...maelle.complaints, ...idriss.complaints, ...helene.complaints], []);
  await close(maelle, idriss, helene);
});

test("the last who writes is told that leaving archives the group; who runs the cohort reopens it and invites", async () => {
  const maelle = await windowOf(browser, server, "stg-01", { path: "/equipes" });
  await maelle.getByText("Ouvrir un groupe de travail").click();
  await maelle.getByLabel("Nom du groupe").fill("Le four à pain");
  await maelle.getByLabel("Sur invitation").check();
  await maelle.getByLabel("Nom du groupe").press("Enter");
  await maelle.getByRole("heading", { level: 1, name: "Le four à pain" }).waitFor();
  const path = new URL(maelle.url()).pathname;
  const leave = async () => {
    await maelle.getByRole("button", { name: "Quitter le groupe" }).click();
    await maelle.getByRole("dialog").waitFor();
  };
  await leave();
  await maelle.getByRole("dialog").getByText("Plus personne n'y écrira après vous : le groupe sera archivé").waitFor();
  await isAccessible(maelle, "leaving as the last");
  await maelle.getByRole("dialog").getByRole("button", { name: "Quitter le groupe" }).click();
  await maelle.getByRole("heading", { level: 1, name: "Équipes et groupes" }).waitFor();

  const manager = await windowOf(browser, server, "resp-01", { path });
  await manager.getByText("Ce groupe est archivé : ses pages").waitFor();
  await manager.getByRole("button", { name: "Rouvrir le groupe" }).click();
  await manager.getByText("Personne dans ce groupe pour l'instant.").waitFor();
  await manager.getByRole("button", { name: "Inviter", exact: true }).click();
  await manager.getByRole("dialog").getByRole("button", { name: "Inviter Maëlle Kerdavid" }).click();
  await manager.getByRole("dialog").getByText("Invitation envoyée").waitFor();

  await maelle.goto(server.origin + path);
  await maelle.getByRole("button", { name: "Rejoindre le groupe" }).click();
  await maelle.getByRole("region", { name: "Membres" }).getByText("(vous)").waitFor();
  await manager.reload();
  await manager.getByRole("button", { name: /^Retirer Maëlle/ }).click();
  await manager.getByRole("dialog").getByText("Plus personne n'y écrira : le groupe sera archivé").waitFor();
  assert.deepEqual([...maelle.complaints, ...manager.complaints], []);
  await close(maelle, manager);
});

test("the commons are among one's own groups, and their charter is begun with one button", async () => {
  const page = await windowOf(browser, server, "stg-05", { path: "/equipes" });
  await page.getByRole("region", { name: "Les vôtres" }).getByRole("link", { name: /Espace commun/ }).click();
  await page.getByRole("button", { name: "Commencer la charte" }).waitFor();
  await isAccessible(page, "the commons");
  await page.getByRole("button", { name: "Commencer la charte" }).click();
  await page.locator(".cm-content").waitFor();
  await page.goBack();
  await page.getByRole("link", { name: /La charte de la promotion/ }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Commencer la charte" }).count(), 0);
  assert.deepEqual(page.complaints, []);
  await close(page);
});
