// A member lets somebody from outside read one page, on a phone; a stranger's browser reads it; the link is closed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { RawClient } from "../harness/live.mjs";
import { Server } from "../harness/server.mjs";

let browser, server, page;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start(undefined, { config: { contact: "Accueil <accueil@exemple.invalid>" } })]);
  const idriss = await server.as("stg-02");
  page = (await idriss.post("/api/groups/grp-b/pages", { title: "Enquête" })).is(201).json.id;
  const client = await (await RawClient.open(idriss, page, { protocol: "carnet" })).sync();
  client.type("# Ce qui ressort\n\nOn ne sait pas où aller le mercredi.\n\n| Oui | Non |\n| --- | --- |\n| 5 | 8 |\n\n- [x] Relire\n");
  await client.settled();
  await client.end();
});
after(async () => {
  await browser.close();
  await server.end();
});

test("a link is made with what it opens said before, read by a stranger at phone width, printed, and closed again", async () => {
  const idriss = await windowOf(browser, server, "stg-02", { width: 360, height: 740, path: `/equipes/grp-b/${page}` });
  await idriss.getByRole("button", { name: "Inviter quelqu'un d'extérieur" }).click();
  const panel = idriss.getByRole("dialog");
  await panel.getByLabel("Pour qui").fill("Maison de la Rive");
  await isAccessible(idriss, "the form at 360 px");
  await panel.getByRole("button", { name: "Continuer" }).click();
  await panel.getByText(/^Maison de la Rive pourra lire «\sEnquête\s» jusqu'au .* inclus/).waitFor();
  await isAccessible(idriss, "what will be seen, at 360 px");
  await panel.getByRole("button", { name: "Revenir" }).click();
  assert.equal(await panel.getByLabel("Pour qui").inputValue(), "Maison de la Rive");
  await panel.getByRole("button", { name: "Continuer" }).click();
  await panel.getByRole("button", { name: "Créer le lien" }).click();
  const address = await panel.getByLabel("Lien à envoyer").inputValue();
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/lecture\/[a-z2-7]{26}$/);
  await panel.getByRole("button", { name: "Copier le lien" }).click();
  await panel.getByText(/^(Lien copié|Le lien est sélectionné)/).waitFor();
  await isAccessible(idriss, "the link, at 360 px");

  const stranger = await windowOf(browser, server, null, { width: 360, height: 740, path: "/icon.svg" });
  const elsewhere = [];
  stranger.on("request", (r) => r.url().startsWith(server.origin) || elsewhere.push(r.url()));
  await stranger.goto(address);
  await stranger.getByRole("heading", { level: 1, name: "Enquête" }).waitFor();
  await stranger.getByRole("heading", { level: 2, name: "Ce qui ressort" }).waitFor();
  assert.equal(await stranger.evaluate(() => getComputedStyle(document.querySelector("main")).fontFamily !== "" && document.fonts.size > 0), true, "its own style and fonts");
  assert.deepEqual(await stranger.context().cookies(), []);
  for (const media of ["screen", "print"]) {
    await stranger.emulateMedia({ media });
    await isAccessible(stranger, `a guest's page, ${media}`);
  }
  await stranger.emulateMedia({ media: "screen" });

  await idriss.reload();
  await idriss.getByText(/Aussi ouverte, par un lien, à\s: Maison de la Rive/).waitFor();
  await idriss.getByRole("button", { name: "Liens vers l'extérieur" }).click();
  await panel.getByText("ouvert pour la dernière fois le").waitFor();
  assert.equal(await idriss.getByText(address.split("/").at(-1)).count(), 0, "shown once");
  await panel.getByRole("button", { name: /^Refermer\s?, Maison/ }).click();
  await isAccessible(idriss, "the last question at 360 px");
  await panel.getByRole("button", { name: "Refermer le lien" }).click();
  await panel.getByLabel("Pour qui").waitFor();
  await stranger.reload();
  await stranger.getByRole("heading", { level: 1, name: "Ce lien n’ouvre rien" }).waitFor();
  await stranger.getByRole("link", { name: "accueil@exemple.invalid" }).waitFor();
  await isAccessible(stranger, "a closed link at 360 px");
  assert.deepEqual(elsewhere, []);
  assert.deepEqual([...idriss.complaints, ...stranger.complaints], []);
  await Promise.all([idriss, stranger].map((p) => p.context().close()));
});

test("the others see who was let in, where they look; a page of the inner folder offers nothing of the kind", async () => {
  const until = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10), idriss = await server.as("stg-02");
  (await idriss.post(`/api/documents/${page}/guest-links`, { guest: "Mairie", until })).is(201);
  const yann = await windowOf(browser, server, "stg-06", { path: "/compte/lectures" });
  await yann.getByText("Mairie").first().waitFor();
  await yann.getByText("n'a pas de compte : quelqu'un de l'équipe lui a donné un lien").first().waitFor();
  await isAccessible(yann, "who can read what");
  await yann.goto(`${server.origin}/compte/actes`);
  await yann.getByText("Idriss Benhaddou a ouvert une page de l'équipe à Mairie, par un lien").waitFor();
  const inner = (await idriss.post("/api/groups/grp-b/pages", { title: "Entre nous", inner: true })).is(201).json.id;
  await yann.goto(`${server.origin}/equipes/grp-b/${inner}`);
  await yann.locator(".cm-content").waitFor();
  await yann.getByText("Qui peut ouvrir ce texte").waitFor();
  assert.equal(await yann.getByRole("button", { name: /extérieur/ }).count(), 0);
  assert.deepEqual(yann.complaints, []);
  await yann.context().close();
});
