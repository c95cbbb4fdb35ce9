// One's account and one's news as people use them: from a letter to the page, and in the account page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { MailServer, mailSettings } from "../harness/mail.mjs";
import { Server, email, password } from "../harness/server.mjs";
import { totp } from "../harness/totp.mjs";

const phrase = "quatre mots sans rapport";
const noon = "2026-06-12T12:00:00+02:00"; // letters leave by day
let server, browser, post, ahead;
before(async () => {
  post = await MailServer.start();
  server = await Server.start(null, { now: noon, config: mailSettings(post.port) });
  ahead = Date.parse(noon) - Date.now();
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
  await server.end();
  await post.stop();
});
const linkIn = (letter) => /http:\S+#\S+/.exec(letter.body)[0];
const pathOf = (link) => { const url = new URL(link); return url.pathname + url.search + url.hash; };
const to = (id, words) => (l) => l.to[0] === email(id) && words.test(l.headers.subject);

test("somebody who forgot asks, gets a letter, chooses, and is told when the link serves no more", async () => {
  const page = await windowOf(browser, server, null, { width: 320 });
  await page.getByRole("link", { name: "Mot de passe oublié" }).click();
  await page.getByLabel("Adresse électronique").fill(email("stg-03"));
  await page.getByRole("button", { name: "Recevoir le lien" }).click();
  await page.getByText(/Si un compte a cette adresse/).waitFor();
  await isAccessible(page, "the answer to whoever asks");
  const link = pathOf(linkIn(await post.letter(to("stg-03", /nouveau mot de passe/))));
  await page.goto(server.origin + link);
  await page.getByLabel("Nouveau mot de passe").fill("Motdepasse2026");
  await page.getByRole("button", { name: "Garder ce mot de passe" }).click();
  await page.getByText(/parmi|premiers que l/).waitFor();
  await page.getByLabel("Nouveau mot de passe").fill(phrase);
  await page.getByRole("button", { name: "Garder ce mot de passe" }).click();
  await page.getByText("C'est fait.").waitFor();
  await page.goto("about:blank"); // the link is opened afresh
  await page.goto(server.origin + link);
  await page.getByLabel("Nouveau mot de passe").fill(phrase);
  await page.getByRole("button", { name: "Garder ce mot de passe" }).click();
  await page.getByRole("button", { name: "Recevoir une nouvelle invitation" }).click();
  await page.getByText(/un nouveau message part/).waitFor();
  assert.equal(await page.getByLabel("Nouveau mot de passe").count(), 0, "nothing is asked that cannot be kept");
  await isAccessible(page, "a link that ended");
  await page.context().close();
});

test("one changes one's password and one's address, and sees and ends one's sign-ins", async () => {
  const page = await windowOf(browser, server, "stg-04", { path: "/icon.svg" });
  const elsewhere = await server.as("stg-04", { again: true });
  await page.goto(`${server.origin}/compte`);
  const section = (name) => page.getByRole("region", { name });
  await section("Où je suis connecté·e").getByText(/Dernière utilisation\s: .*à\s12\sh/).nth(1).waitFor();
  await section("Où je suis connecté·e").getByRole("button", { name: "Déconnecter", exact: true }).click();
  await section("Où je suis connecté·e").getByRole("button", { name: "Déconnecter", exact: true }).waitFor({ state: "detached" });
  (await elsewhere.get("/api/me")).is(401);
  const change = section("Changer de mot de passe");
  await change.getByLabel("Mot de passe actuel").fill("faux");
  await change.getByLabel("Nouveau mot de passe").fill(phrase);
  await change.getByRole("button").click();
  await change.getByText("Ce n'est pas votre mot de passe actuel.").waitFor();
  await change.getByLabel("Mot de passe actuel").fill(password);
  await change.getByLabel("Nouveau mot de passe").fill(phrase);
  await change.getByRole("button").click();
  await change.getByText("C'est fait.").waitFor();
  const address = section("Changer d'adresse");
  await address.getByLabel("Nouvelle adresse").fill("neuve@x.invalid");
  await address.getByLabel("Mot de passe actuel").fill(phrase);
  await address.getByRole("button").click();
  await address.getByText(/un message vient d'y partir/).waitFor();
  await isAccessible(page, "the account page");
  const link = pathOf(linkIn(await post.letter((l) => l.to[0] === "neuve@x.invalid")));
  await page.goto(server.origin + link);
  await page.getByRole("button", { name: "C'est bien mon adresse" }).click();
  await page.getByText("C'est fait").waitFor();
  assert.ok(!page.url().includes("#"));
  await page.goto(server.origin + "/compte");
  await page.getByText("neuve@x.invalid").waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("one sets up the second step from one's account, and stops it", async () => {
  const page = await windowOf(browser, server, "stg-05", { path: "/compte" });
  const section = page.getByRole("region", { name: "Code à la connexion" });
  await section.getByLabel("Mot de passe actuel").fill(password);
  await section.getByRole("button", { name: "Mettre en place" }).click();
  const secret = (await page.locator("code.secret").first().textContent()).replaceAll(" ", "");
  await page.getByLabel("Code à six chiffres").fill(totp(secret, Date.now() + ahead));
  await page.getByRole("button", { name: "Vérifier ce code" }).click();
  await page.getByRole("button", { name: "Je les ai notés" }).click();
  await page.getByText("Il vous reste 10 codes de secours").waitFor();
  const stop = page.getByRole("region", { name: "Ne plus demander de code" });
  await stop.getByLabel("Mot de passe actuel").fill(password);
  await stop.getByRole("button", { name: "Arrêter" }).click();
  await page.getByRole("button", { name: "Mettre en place" }).waitFor();
  await page.context().close();
});

test("news are counted in words, open the thing, and are seen once looked at", async () => {
  await (await server.as("stg-02")).newPage("Une page toute neuve", "grp-b");
  const page = await windowOf(browser, server, "stg-06");
  await page.getByRole("link", { name: /nouvelles? à lire/ }).first().click();
  await page.getByRole("heading", { level: 1, name: "Nouvelles" }).waitFor();
  await page.getByText(/Nouveau/).first().waitFor();
  await isAccessible(page, "the news");
  await page.getByRole("link", { name: /Une page toute neuve/ }).click();
  await page.getByRole("heading", { name: /Une page toute neuve/ }).or(page.getByLabel(/Titre/)).first().waitFor();
  await page.goto(server.origin);
  await page.getByRole("link", { name: "Nouvelles", exact: true }).first().waitFor();
  await page.context().close();
});

test("letters are chosen in the account, and from a letter without signing in", async () => {
  const page = await windowOf(browser, server, "stg-14", { path: "/compte" });
  const letters = page.getByRole("region", { name: "Les messages de Carnet" });
  await letters.getByLabel("À quelle heure").selectOption("9");
  await letters.getByLabel("Lundi").check();
  await letters.getByLabel("Les pages d'équipe").uncheck();
  assert.equal(await letters.getByLabel("La sécurité de mon compte").isDisabled(), true);
  await letters.getByRole("button", { name: "Garder ces choix" }).click();
  await letters.getByText("C'est noté.").waitFor();
  await page.reload();
  assert.equal(await letters.getByLabel("À quelle heure").inputValue(), "9");
  assert.equal(await letters.getByLabel("Lundi").isChecked(), true);
  assert.equal(await letters.getByLabel("Les pages d'équipe").isChecked(), false);
  await page.context().close();
  const letter = await post.letter(to("stg-14", /échéance/));
  const nobody = await windowOf(browser, server, null, { path: pathOf(/<(http[^>]*)>/.exec(letter.headers["list-unsubscribe"])[1]), width: 320 });
  await nobody.getByLabel("Les échéances qui approchent").waitFor();
  assert.equal(await nobody.getByLabel("Les échéances qui approchent").isChecked(), true, "opening the page changes nothing");
  await nobody.getByLabel("Les échéances qui approchent").uncheck();
  await nobody.getByText("C'est noté.").waitFor();
  await isAccessible(nobody, "the letters one wants");
  await nobody.reload();
  await nobody.getByLabel("Les échéances qui approchent").waitFor();
  assert.equal(await nobody.getByLabel("Les échéances qui approchent").isChecked(), false);
  await nobody.context().close();
});

test("an assistant pastes a list, sees how it is understood, invites, corrects an address, and closes an account", async () => {
  const page = await windowOf(browser, server, "ass-01", { path: "/personnes", width: 390 });
  await page.getByLabel("Une personne par ligne").fill("Noé Martin <inconnu.noe@x.invalid>; \"Petit, Zoé\" <zoe@x.invalid>\npas une adresse\nzoe@x.invalid");
  await page.getByLabel("Comme").selectOption({ label: "Tutorat" });
  await page.getByRole("button", { name: "Vérifier la liste" }).click();
  await page.getByText("Il manque une adresse complète").waitFor();
  await page.getByText("ne compte qu'une fois").waitFor();
  await isAccessible(page, "a list as it was understood");
  await page.getByRole("button", { name: "Inviter 2 personnes" }).click();
  await page.getByText("C'est parti.").waitFor();
  await post.letter((l) => l.to[0] === "zoe@x.invalid");
  await page.getByRole("link", { name: "Les messages qui ne sont pas arrivés" }).click();
  await page.getByText(/550/).first().waitFor();
  await isAccessible(page, "a letter that was refused");
  await page.goto(`${server.origin}/personnes`);
  const row = page.getByRole("listitem").filter({ hasText: "Noé Martin" });
  await row.getByText("Ce que je peux faire").click();
  await row.getByRole("button", { name: "Corriger l'adresse" }).click();
  await row.getByLabel("Adresse juste").fill("noe@x.invalid");
  await row.getByRole("button", { name: "Corriger et renvoyer" }).click();
  const letter = await post.letter((l) => l.to[0] === "noe@x.invalid");
  const invited = await windowOf(browser, server, null, { path: pathOf(linkIn(letter)), width: 320 });
  await invited.getByLabel("Nouveau mot de passe").fill(phrase);
  await invited.getByRole("button", { name: "Garder ce mot de passe" }).click();
  await invited.getByText("C'est fait.").waitFor();
  await invited.context().close();
  const zoe = page.getByRole("listitem").filter({ hasText: "Zoé Petit" });
  await zoe.getByText("Ce que je peux faire").click();
  await zoe.getByRole("link", { name: "Préparer son départ" }).click();
  await page.getByRole("button", { name: "Fermer le compte" }).click();
  await page.getByRole("dialog").waitFor();
  await isAccessible(page, "before an account is closed");
  await page.getByRole("dialog").getByRole("button", { name: "Oui, fermer" }).click();
  await page.getByText("Les textes restent signés Zoé Petit.").waitFor();
  await page.getByRole("link", { name: "Les comptes" }).click();
  await zoe.getByText("Compte fermé").waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("among many accounts one is found by a name or an address, and how many there are is said", async () => {
  const page = await windowOf(browser, server, "ass-01", { path: "/personnes", width: 320 });
  const rows = page.getByRole("region", { name: "Les comptes" }).getByRole("listitem"), field = page.getByRole("searchbox", { name: "Chercher un nom ou une adresse" });
  await rows.first().waitFor();
  const all = await rows.count();
  await field.fill("helene armengaud");
  await page.getByRole("status").getByText("Aucun compte n'a ce nom ou cette adresse.").waitFor();
  await isAccessible(page, "no account with that name");
  await field.fill("marchadour helene");
  await rows.filter({ hasText: "Hélène Marchadour" }).waitFor();
  assert.equal(await rows.count(), 1);
  await page.getByRole("status").getByText("1 compte").waitFor();
  await field.fill(email("tut-01").toUpperCase());
  await rows.filter({ hasText: "Hélène Marchadour" }).waitFor();
  assert.equal(await rows.count(), 1);
  await rows.getByText("Ce que je peux faire").click();
  await rows.getByRole("button", { name: "Corriger le nom" }).click();
  await rows.getByLabel("Nom de famille").fill("Kervella");
  await field.fill("marchadour");
  await rows.getByRole("button", { name: "Corriger le nom" }).click();
  await rows.filter({ hasText: "Hélène Kervella" }).waitFor(); // it does not go under the hand of who corrects it
  await field.fill("helene marchadour");
  await rows.waitFor({ state: "detached" });
  await field.fill("");
  await rows.nth(all - 1).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("invitations that did not leave leave whoever sends them at their button", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: "/personnes" });
  await page.getByLabel("Une personne par ligne").fill("Lou Blanc <lou@x.invalid>");
  await page.getByRole("button", { name: "Vérifier la liste" }).click();
  await page.locator(":focus").filter({ hasText: "Voici ce que Carnet a compris" }).waitFor();
  await page.route("**/api/invitations", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await page.getByRole("button", { name: "Inviter 1 personne" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  await page.locator(":focus").filter({ hasText: "Inviter 1 personne" }).waitFor();
  await page.context().close();
});

test("a button pressed twice invites once", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: "/personnes" });
  let asked = 0, answer;
  const pressed = new Promise((done) => (answer = done));
  await page.route("**/api/invitations", async (route) => {
    asked++;
    await pressed;
    await route.continue();
  });
  await page.getByLabel("Une personne par ligne").fill("Tom Vert <tom@x.invalid>");
  await page.getByRole("button", { name: "Vérifier la liste" }).click();
  await page.getByRole("button", { name: "Inviter 1 personne" }).dblclick();
  answer();
  await page.getByText("C'est parti.").waitFor();
  assert.equal(asked, 1);
  await page.context().close();
});

test("a list that was asked for before a change does not take the change back", async () => {
  const page = await windowOf(browser, server, "resp-01", { path: "/personnes" });
  await page.getByLabel("Une personne par ligne").fill("Ana Roux <ana@x.invalid>\nBob Roux <bob@x.invalid>");
  await page.getByLabel("Comme").selectOption({ label: "Tutorat" });
  await page.getByRole("button", { name: "Vérifier la liste" }).click();
  await page.getByRole("button", { name: "Inviter 2 personnes" }).click();
  await page.getByText("C'est parti.").waitFor();
  const [ana, bob] = ["Ana Roux", "Bob Roux"].map((name) => page.getByRole("listitem").filter({ hasText: name }));
  let letGo, asked = 0;
  const held = new Promise((done) => (letGo = done));
  await page.route("**/api/people*", async (route) => {
    if (route.request().method() !== "GET" || asked++ > 0) return route.continue();
    const response = await route.fetch();         // as the list is now
    await held;
    await route.fulfill({ response });
  });
  await ana.getByText("Ce que je peux faire").click();
  await ana.getByRole("button", { name: "Retirer un rôle" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Oui, retirer" }).click();
  await bob.getByText("Ce que je peux faire").click();
  await bob.getByRole("button", { name: "Corriger l'adresse" }).click();
  await bob.getByLabel("Adresse juste").fill("bob.roux@x.invalid");
  await bob.getByRole("button", { name: "Corriger et renvoyer" }).click();
  await bob.getByText("bob.roux@x.invalid").waitFor();
  letGo();
  await ana.waitFor({ state: "detached" });
  assert.equal(await bob.getByText("bob.roux@x.invalid").count(), 1, "the address stays corrected");
  await page.context().close();
});
