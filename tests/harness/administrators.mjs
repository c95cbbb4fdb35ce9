// Two administrators as the command line makes them: each with a password of their own, and a token to ask with.
import { windowOf } from "./browser.mjs";
import { carnet, email } from "./server.mjs";
import { totp } from "./totp.mjs";

/** [{id, person, password}] */
export async function administrators(server, ids = ["admin-un", "admin-deux"]) {
  const made = [];
  for (const id of ids) {
    const { stdout } = await carnet(["admin", "--data", server.data, "--email", email(id)], { env: server.options.env });      // the clock of the server
    const password = `quatre mots sans rapport ${id}`, link = /#(\S+)/.exec(stdout)[1];
    (await server.nobody({ origin: server.origin }).put("/api/password", { link, password })).is(204);
    made.push({ id, password, person: await server.asToken(id) });
  }
  return made;
}

/** A window of whoever administers: they open their account from the link of the command line, with a second step. */
export async function administratorWindow(browser, server, address, phrase, options = {}) {
  const { stdout } = await carnet(["admin", "--data", server.data, "--email", address]);
  const page = await windowOf(browser, server, null, { ...options, path: /\/mot-de-passe#\S+/.exec(stdout)[0] });
  await page.getByLabel("Nouveau mot de passe").fill(phrase);
  await page.getByRole("button", { name: "Garder ce mot de passe" }).click();
  await page.getByText("C'est fait.").waitFor();
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.getByLabel("Adresse électronique").fill(address);
  await page.getByLabel("Mot de passe", { exact: true }).fill(phrase);
  await page.getByRole("radio", { name: "Le mien" }).check();
  await page.getByRole("button", { name: "Ouvrir mon carnet" }).click();
  const secret = (await page.locator("code.secret").first().textContent()).replaceAll(" ", "");
  await page.getByLabel("Code à six chiffres").fill(totp(secret, Date.now()));
  await page.getByRole("button", { name: "Vérifier ce code" }).click();
  await page.getByRole("button", { name: "Je les ai notés" }).click();
  return page;
}
