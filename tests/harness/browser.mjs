// Chromium as a person uses it: roles, names, keyboard. One browser per test file, one context per person.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { email, password, patience } from "./server.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export async function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

/** A window of this person's own, signed in; what the page complains about in its console is kept in `page.complaints`. */
export async function windowOf(browser, server, id, { width = 1280, height = 800, path = "/" } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: "fr-FR", timezoneId: "Europe/Paris", reducedMotion: "reduce" });
  context.setDefaultTimeout(patience(10_000));
  if (id) {
    const person = await server.as(id);
    const [name, ...value] = person.headers.cookie.split("=");
    await context.addCookies([{ name, value: value.join("="), url: server.origin, httpOnly: true, sameSite: "Lax" }]);
  }
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error.stack ?? error)));
  page.on("console", (m) => {
    // A refused request is a line of Chromium's own; policy violations and errors of ours are what we look for.
    if (m.type() === "error" && !/Failed to load resource|WebSocket connection to|net::ERR_/.test(m.text())) page.complaints.push(m.text());
  });
  await page.goto(server.origin + path);
  return page;
}

export async function signInByHand(page, id, device = "Le mien") {
  await page.getByLabel("Adresse électronique").fill(email(id));
  await page.getByLabel("Mot de passe").fill(password);
  await page.getByRole("radio", { name: device }).check();
  await page.getByRole("button", { name: "Ouvrir mon carnet" }).click();
}

/** Everything that axe finds on the page as it is now, as readable lines. */
export async function accessibilityFaults(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id} (${v.impact}): ${v.help}: ${n.target.join(" ")}  ${n.html.slice(0, 140)}`));
}

export async function isAccessible(page, what) {
  assert.deepEqual(await accessibilityFaults(page), [], what);
  const { inner, scroll } = await page.evaluate(() => ({ inner: innerWidth, scroll: document.documentElement.scrollWidth }));
  assert.ok(scroll <= inner, `${what}: the page is ${scroll} px wide in a window of ${inner}`);
}
