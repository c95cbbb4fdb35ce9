// Chromium as a person uses it: roles, names, keyboard. One browser per test file, one context per person.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { email, password, patience } from "./server.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** `more`: flags of its own. */
export async function startBrowser(more = []) {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...flags, ...more] });
}

/** Notes in `page.complaints` what a page says against itself. */
export function heed(page) {
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error.stack ?? error)));
  page.on("console", (m) => {
    // A refused request is a line of Chromium's own; policy violations and errors of ours are what we look for.
    if (m.type() === "error" && !/Failed to load resource|WebSocket connection to|net::ERR_/.test(m.text())) page.complaints.push(m.text());
  });
}

/** A window of this person's own, signed in; what the page complains about in its console is kept in `page.complaints`.
 * `touch`: a telephone: fingers, no mouse.
 * `now`: where its clock stands, as the server's does.
 * `routes`: pairs of a pattern and who answers for it, from the first page on; the page's worker would answer before them, so it stays away. */
export async function windowOf(browser, server, id, { width = 1280, height = 800, path = "/", touch = false, routes = [], now = null } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, locale: "fr-FR", timezoneId: "Europe/Paris", reducedMotion: "reduce",
    hasTouch: touch, isMobile: touch,
    serviceWorkers: routes.length > 0 ? "block" : "allow",
  });
  context.setDefaultTimeout(patience(10_000));
  if (id) {
    const person = await server.as(id);
    const [name, ...value] = person.headers.cookie.split("=");
    await context.addCookies([{ name, value: value.join("="), url: server.origin, httpOnly: true, sameSite: "Lax" }]);
  }
  if (now) await context.clock.setFixedTime(now);
  const page = await context.newPage();
  for (const [pattern, answer] of routes) await page.route(pattern, answer);
  heed(page);
  await page.goto(server.origin + path);
  return page;
}

/** Waits until nothing on the page is still being brought. */
export async function loaded(page) {
  await page.waitForFunction(() => ![...document.querySelectorAll("p")].some((p) => p.textContent === "Un instant…" && p.checkVisibility()));
}

export async function signInByHand(page, id, device = "Le mien") {
  await page.getByLabel("Adresse électronique").fill(email(id));
  await page.getByLabel("Mot de passe").fill(password);
  await page.getByRole("radio", { name: device }).check();
  await page.getByRole("button", { name: "Ouvrir mon carnet" }).click();
}

/** Everything that axe finds on the page as it is now, as readable lines. `options`: as axe takes them. */
export async function accessibilityFaults(page, options = {}) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const { violations } = await page.evaluate((more) => window.axe.run(document, { resultTypes: ["violations"], ...more }), options);
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id} (${v.impact}): ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? v.help}: ${n.target.join(" ")}  ${n.html.slice(0, 140)}`));
}

/** Finds nothing as the page is once it says what it is, nor in what depends on its colours once they are dark. */
export async function isAccessible(page, what) {
  await page.locator("h1").first().waitFor({ state: "attached" });
  assert.deepEqual(await accessibilityFaults(page), [], what);
  if (!(await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches))) {
    await page.emulateMedia({ colorScheme: "dark" });
    const faults = await accessibilityFaults(page, { runOnly: ["color-contrast", "link-in-text-block"] });
    await page.emulateMedia({ colorScheme: "light" });
    assert.deepEqual(faults, [], `${what}, dark`);
  }
  const { inner, scroll } = await page.evaluate(() => ({ inner: innerWidth, scroll: document.documentElement.scrollWidth }));
  assert.ok(scroll <= inner, `${what}: the page is ${scroll} px wide in a window of ${inner}`);
}

/** The page as a desk and as a telephone show it; photographed where somebody wants to look. */
export async function looksRight(page, what) {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 780 });
    await isAccessible(page, `${what} at ${width} px`);
    if (process.env.CARNET_SHOTS) await page.screenshot({ path: `${process.env.CARNET_SHOTS}/${what.replaceAll(/[^a-z0-9]+/gi, "-")}-${width}.png`, fullPage: (await page.locator("dialog[open]").count()) === 0 });
  }
  assert.deepEqual(page.complaints, [], what);
}

/** Chooses words of the text as a mouse, or a finger that stays on them, would leave them. The text has just been given the
 * focus, perhaps: within a moment of it the library puts its own caret back over a choice it has not yet heard of, and no hand is that quick. */
export const choose = (page, words) => page.evaluate(async (wanted) => {
  const find = () => {
    const walker = document.createTreeWalker(document.querySelector(".reading-text, .cm-content"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node.data.includes(wanted)) return node;
    throw new Error(`${wanted} is not on the page`);
  };
  do {
    const node = find(), at = node.data.indexOf(wanted);
    getSelection().setBaseAndExtent(node, at, node, at + wanted.length);
    await new Promise((done) => setTimeout(done, 50));
  } while (String(getSelection()) !== wanted);
}, words);
