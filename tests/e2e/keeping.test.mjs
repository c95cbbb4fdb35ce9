// Keeping other people's accounts: what is taken away is asked for twice, and what may not be is said in words.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { administratorWindow } from "../harness/administrators.mjs";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { Server, password } from "../harness/server.mjs";
import { totp } from "../harness/totp.mjs";

let server, browser;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start()]);
});
after(async () => {
  await browser.close();
  await server.end();
});
const shoot = (page, name) => (process.env.SCREENSHOTS ? page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` }) : undefined);
const rowOf = (page, name) => page.getByRole("listitem").filter({ hasText: name });
async function open(page, name, what) {
  await rowOf(page, name).getByText("Ce que je peux faire").click();
  await rowOf(page, name).getByRole("button", { name: what }).click();
}

test("a role is taken back once it is said what ends with it; who accompanies, and who manages alone, keep theirs for a reason in words", async () => {
  for (const [width, name] of [[1280, "Annick Rouzeau"], [360, "Karim Zeroual"]]) {
    const page = await windowOf(browser, server, "resp-01", { width, path: "/personnes" });
    await open(page, name, "Retirer un rôle");
    const dialog = page.getByRole("dialog", { name: new RegExp(`Retirer un rôle à ${name}`) });
    await dialog.getByRole("radio", { name: /Membre du jury/ }).waitFor();
    await isAccessible(page, `taking a role back at ${width} px`);
    await shoot(page, `role-${width}`);
    await dialog.getByRole("button", { name: "Annuler" }).click();
    await rowOf(page, name).getByRole("button", { name: "Retirer un rôle" }).click();
    await dialog.getByRole("button", { name: "Oui, retirer" }).click();
    await rowOf(page, name).waitFor({ state: "detached" });

    await open(page, "Hélène Marchadour", "Retirer un rôle");
    await page.getByRole("button", { name: "Oui, retirer" }).click();
    await page.getByText(/accompagne encore des stagiaires/).waitFor();
    await isAccessible(page, `a role that cannot be taken back at ${width} px`);
    await shoot(page, `role-refused-${width}`);
    await page.getByRole("link", { name: /Voir qui Hélène Marchadour accompagne/ }).click();
    await page.getByRole("heading", { level: 1, name: /Hélène Marchadour/ }).waitFor();

    await page.goto(`${server.origin}/personnes`);
    await open(page, "Catherine Vasseur", "Retirer un rôle");
    await page.getByText(/C'est votre propre rôle/).waitFor();
    await page.getByRole("button", { name: "Oui, retirer" }).click();
    await page.getByText(/plus personne ne pourrait gérer/).waitFor();
    await page.goto(`${server.origin}/registre`);
    await page.getByText(/Rôle retiré\s: Membre du jury \(Promotion 2025-2026\)/).first().waitFor();
    await isAccessible(page, `the register at ${width} px`);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test("a name is corrected by oneself, and by who keeps the account, and what cannot be a name is said", async () => {
  for (const [width, id, before] of [[1280, "stg-07", "Clémence Aubrédan"], [360, "stg-08", "Nour Haddadène"]]) {
    const page = await windowOf(browser, server, id, { width, path: "/compte" });
    const form = page.getByRole("region", { name: "Corriger mon nom" });
    await form.getByLabel("Prénom").fill("");
    await form.getByRole("button", { name: "Garder ce nom" }).click();
    await form.getByText("Il manque le prénom ou le nom.").waitFor();
    await form.getByLabel("Prénom").fill("Camille");
    await form.getByRole("button", { name: "Garder ce nom" }).click();
    await form.getByText(/C'est fait/).waitFor();
    const after = `Camille ${before.split(" ")[1]}`;
    await page.getByRole("heading", { level: 2, name: after }).waitFor();
    assert.equal(await form.getByLabel("Prénom").inputValue(), "Camille");
    await isAccessible(page, `one's own name at ${width} px`);
    if (process.env.SCREENSHOTS) await form.screenshot({ path: `${process.env.SCREENSHOTS}/name-${width}.png` });

    const office = await windowOf(browser, server, "ass-01", { width, path: "/personnes" });
    await open(office, after, "Corriger le nom");
    await office.getByLabel("Nom de famille").fill("x".repeat(90));
    await office.getByRole("button", { name: "Corriger le nom" }).click();
    await office.getByText(/trop long/).waitFor();
    await isAccessible(office, `somebody's name at ${width} px`);
    await shoot(office, `name-of-${width}`);
    await office.getByLabel("Nom de famille").fill("Le Gall");
    await office.getByRole("button", { name: "Corriger le nom" }).click();
    await rowOf(office, "Camille Le Gall").waitFor();
    await page.goto(`${server.origin}/compte/actes`);
    await page.getByText("Nom corrigé").waitFor();
    await page.getByText(/par Denis Abgrallon/).waitFor();
    assert.deepEqual([...page.complaints, ...office.complaints], []);
    await Promise.all([page.context().close(), office.context().close()]);
    await (await server.as(id)).put("/api/account/name", { givenName: "Sacha", familyName: "Le Gall" });
  }
});

test("the code of somebody's phone is no longer asked for only after a second yes, and both logs say who decided it", async () => {
  const person = await server.as("stg-09");
  const { secret } = (await person.post("/api/account/second-factor", { password })).is(200).json;
  (await person.put("/api/account/second-factor", { code: totp(secret, Date.now()) })).is(200);
  const factor = async () => (await person.get("/api/account/second-factor")).json.on;
  const page = await administratorWindow(browser, server, "admin@exemple.invalid", "quatre mots sans rapport", { width: 1280 });
  await page.goto(`${server.origin}/personnes`);
  await open(page, "Gwendal Morizurec", /ne plus demander de code/);
  const dialog = page.getByRole("dialog", { name: /Ne plus demander de code à Gwendal Morizurec/ });
  await dialog.waitFor();
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await isAccessible(page, `before a code is no longer asked for at ${width} px`);
    await shoot(page, `unlock-${width}`);
  }
  await dialog.getByRole("button", { name: "Annuler" }).click();
  assert.equal(await factor(), true);
  await rowOf(page, "Gwendal Morizurec").getByRole("button", { name: /ne plus demander de code/ }).click();
  await dialog.getByRole("button", { name: /Oui, ne plus demander/ }).click();
  await dialog.waitFor({ state: "detached" });
  assert.equal(await factor(), false);
  const admin = (await person.get("/api/me/log")).json.acts.find((a) => a.kind === "account.second_factor_off").actor;
  await page.goto(`${server.origin}/registre`);
  const line = page.getByRole("listitem").filter({ hasText: "Gwendal Morizurec · Second facteur retiré" });
  await line.getByText(`par ${admin.name}`).waitFor();
  const own = await windowOf(browser, server, "stg-09", { path: "/compte/actes" });
  await own.getByRole("listitem").filter({ hasText: "Second facteur retiré" }).getByText(`par ${admin.name}`).waitFor();
  await own.goto(`${server.origin}/compte`);
  for (const width of [1280, 360]) {
    await own.setViewportSize({ width, height: 800 });
    const signIns = own.getByRole("region", { name: "Où je suis connecté·e" });
    await signIns.getByText(/Dernière utilisation/).first().waitFor();
    await isAccessible(own, `one's sign-ins at ${width} px`);
    if (process.env.SCREENSHOTS) await signIns.screenshot({ path: `${process.env.SCREENSHOTS}/sign-ins-${width}.png` });
  }
  assert.deepEqual([...page.complaints, ...own.complaints], []);
  await Promise.all([page.context().close(), own.context().close()]);
});
