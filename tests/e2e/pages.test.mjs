// Every page, in the roles that see different ones, at 1280 and at 320 px: axe finds nothing, nothing sticks out to the side,
// nothing is loaded from elsewhere, and the console is silent.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { Server, sleep } from "../harness/server.mjs";

let browser, server, entry, shared, team, work;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start()]);
  const list = async (id) => (await (await server.as(id)).get("/api/documents")).is(200).json;
  entry = (await list("stg-01")).find((d) => d.kind === "journal_entry" && d.owner === "stg-01").id;
  shared = (await list("tut-01")).find((d) => d.kind === "journal_entry").id;
  const mine = await list("stg-02");
  team = mine.find((d) => d.kind === "group_page" && d.owner === "grp-b").id;
  work = (await list("stg-01")).find((d) => d.kind === "diagnostic" && d.owner === "stg-01").id;
});
after(async () => {
  await browser.close();
  await server.end();
});

const pages = () => ({
  "sign-in": [null, "/"],
  "a trainee's home": ["stg-01", "/"],
  "the journal": ["stg-01", "/journal"],
  "an empty journal": ["stg-14", "/journal"],
  "one's own entry": ["stg-01", `/journal/${entry}`],
  "what is shared with a trainee": ["stg-06", "/journal/partages"],
  "somebody's entry, read by the tutor": ["tut-01", `/journal/${shared}`],
  "a tutor's home": ["tut-01", "/"],
  "a research cooperator's home": ["coop-02", "/"],
  "the manager's home": ["resp-01", "/"],
  "a jury member's home": ["jur-01", "/"],
  "the quality officer's home": ["rq-01", "/"],
  "one's works": ["stg-01", "/ecrits"],
  "a work": ["stg-01", `/ecrits/${work}`],
  "the teams": ["resp-01", "/equipes"],
  "one's team": ["stg-02", "/equipes/grp-b"],
  "a team page, written": ["stg-02", `/equipes/grp-b/${team}`],
  "a team page, read": ["coop-02", `/equipes/grp-b/${team}`],
  "one's account": ["stg-01", "/compte"],
  "a page that does not exist": ["stg-01", "/nulle/part"],
  "an entry that is not for me": ["stg-02", `/journal/${entry}`],
});
const names = ["sign-in", "a trainee's home", "the journal", "an empty journal", "one's own entry", "what is shared with a trainee", "somebody's entry, read by the tutor", "a tutor's home", "a research cooperator's home", "the manager's home", "a jury member's home", "the quality officer's home", "one's works", "a work", "the teams", "one's team", "a team page, written", "a team page, read", "one's account", "a page that does not exist", "an entry that is not for me"];

for (const name of names) {
  test(`${name} is accessible at 1280 and at 320 px, keeps inside the window and loads nothing from elsewhere`, async () => {
    const [id, path] = pages()[name];
    for (const width of [1280, 320]) {
      const page = await windowOf(browser, server, id, { width, height: width === 320 ? 640 : 800, path: "/nulle/part" });
      const elsewhere = [];
      page.on("request", (r) => r.url().startsWith(server.origin) || r.url().startsWith("data:") || r.url().startsWith(server.live.replace("/live", "")) || elsewhere.push(r.url()));
      await page.goto(server.origin + path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      if (/\/(journal|ecrits|equipes)\/.*[0-9a-f-]{16,}$/.test(path) && name !== "an entry that is not for me") await page.locator(".cm-content, .reading-text > *").first().waitFor();
      await page.waitForLoadState("networkidle");
      await sleep(150);
      await isAccessible(page, `${name} at ${width} px`);
      assert.deepEqual(elsewhere, []);
      assert.deepEqual(page.complaints, [], `${name} at ${width} px`);
      await page.context().close();
    }
  });
}

test("the list of pages above has a name for each page and a page for each name", () => {
  assert.deepEqual(Object.keys(pages()), names);
});

for (const width of [1280, 320])
  test(`the panel of readers is accessible at ${width} px, closes with Escape and gives the focus back`, async () => {
    const page = await windowOf(browser, server, "stg-01", { width, path: `/journal/${entry}` });
    const button = page.getByRole("button", { name: /changer qui lit cette entrée/ });
    await button.click();
    await page.getByRole("dialog").getByRole("radio").first().waitFor();
    await isAccessible(page, `the panel at ${width} px`);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    assert.ok(await button.evaluate((e) => e === document.activeElement), "the focus is back on the button");
    await page.context().close();
  });

test("the errors of the sign-in form are accessible and tied to their fields", async () => {
  const page = await windowOf(browser, server, null, { width: 320 });
  await page.getByRole("button", { name: "Ouvrir mon carnet" }).click();
  await page.getByText("Il manque votre adresse électronique.").waitFor();
  await isAccessible(page, "sign-in with errors");
  assert.equal(await page.getByLabel("Adresse électronique").getAttribute("aria-invalid"), "true");
  await page.context().close();
});
