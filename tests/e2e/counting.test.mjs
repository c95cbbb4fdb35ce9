// Signes counted in the page, with the limit of a work, and the plan of a text: at the width of a desk and of a phone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const WIDTHS = [1280, 360];
const plain = (text) => (text ?? "").replace(/[\u00a0\u202f]/g, " ");
const shot = async (page, name, width) => process.env.SCREENSHOTS && page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}-${width}.png` });

/** The note of somebody who may write it, with the signes and the limit that the server gives. */
async function note(server, id) {
  const person = await server.as(id);
  const work = (await person.get("/api/works")).is(200).json.find((w) => w.owner === id && w.kind === "note_synthetique");
  return { person, work };
}

async function teamPage(server, words) {
  const idriss = await server.as("stg-02");
  const document = await idriss.newPage("Essai");
  const client = await (await RawClient.open(idriss, document, { protocol: "carnet" })).sync();
  client.type(words);
  await client.settled();
  await client.end();
  return `/equipes/grp-b/${document}`;
}

for (const width of WIDTHS) {
  test(`a work shows its signes and its limit, warns beyond it, and goes on being written (${width} px)`, async (t) => {
    const server = await Server.start(t);
    const { work: handedIn } = await note(server, "stg-02");
    assert.deepEqual([handedIn.signes, handedIn.signesMost], [4971, 5000]);
    const { person, work } = await note(server, "stg-01");
    assert.ok(work.abilities.write);
    const measured = async () => (await person.get(`/api/documents/${work.id}/measure`)).is(200).json.signes;
    const page = await windowOf(browser, server, "stg-01", { path: `/ecrits/${work.id}`, width });
    const counters = page.locator(".counters");
    const says = (words) => until(async () => plain((await counters.allTextContents()).join()).includes(words), async () => `« ${words} » in « ${await counters.allTextContents()} »`, patience(10_000));
    await page.getByRole("textbox").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("Mot. ".repeat(994));
    await says("4 969 signes sur 5 000");
    await says("Il reste 31 signes");
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText("Et voici encore quelques mots de plus, pour voir.");
    await says("5 019 signes sur 5 000");
    await says("19 signes de trop. Vous pouvez déposer quand même ; le jury le verra.");
    await page.locator("p[role=status]", { hasText: "19 signes de trop." }).waitFor({ state: "attached" });
    await until(async () => (await measured()) === 5019, "the server counts the same", patience(10_000));
    await isAccessible(page, "a work over its limit");
    await shot(page, "limit", width);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test(`what is chosen is counted, marks and addresses apart, in a text one writes (${width} px)`, async (t) => {
    const server = await Server.start(t);
    const path = await teamPage(server, "# Titre\n\nUn **mot** et [la page](https://exemple.invalid/x).");
    const page = await windowOf(browser, server, "stg-02", { path, width });
    await page.getByRole("textbox", { name: "Texte de la page" }).click();
    assert.equal(await page.locator(".counters").count(), 0);
    const says = (words) => until(async () => plain((await page.locator(".counters").allTextContents()).join()) === words, async () => `« ${words} » in « ${await page.locator(".counters").allTextContents()} »`, patience(10_000));
    await page.keyboard.press("Control+a");
    await says("23 signes choisis");
    await page.locator("p[role=status]", { hasText: "23 signes choisis" }).waitFor({ state: "attached" });
    await page.keyboard.press("Control+Home");
    await says("");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await says("5 signes choisis");
    await page.keyboard.press("ArrowRight");
    await says("");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test(`the plan leads to each part by pointer and by keyboard, says its signes, and follows what is written (${width} px)`, async (t) => {
    const server = await Server.start(t);
    const words = (n) => Array.from({ length: n }, (_, i) => `Phrase ${i}.`).join(" ");
    const path = await teamPage(server, `Avant.\n\n# Un\n\n${words(150)}\n\n## Un bis\n\nabc\n\n${words(150)}\n\n# *Deux*\n\ndef[^1]\n\n[^1]: Note.`);
    const page = await windowOf(browser, server, "stg-02", { path, width });
    const text = page.getByRole("textbox", { name: "Texte de la page" });
    await text.waitFor();
    const button = page.getByRole("button", { name: "Plan", exact: true });
    const plan = page.getByRole("navigation", { name: "Plan" });
    await button.click();
    const lines = async () => (await plan.getByRole("listitem").getByRole("button").allTextContents()).map(plain);
    await until(async () => (await lines()).length === 4, async () => `four lines: ${await lines()}`, patience(10_000));
    assert.match((await lines())[0], /^Avant le premier titre/);
    assert.match((await lines())[3], /^Deux7/);
    assert.match(plain(await plan.textContent()), /signes en tout, dont 5 dans les notes/);
    await isAccessible(page, "the plan of a text");
    await shot(page, "plan", width);
    await plan.getByRole("button", { name: /^Un bis/ }).click();
    const atCaret = () => page.evaluate(() => getSelection().anchorNode?.parentElement?.closest(".cm-line")?.textContent ?? "");
    await until(async () => (await atCaret()).includes("Un bis"), async () => `the caret is at « ${await atCaret()} »`, patience(5_000));
    assert.ok(await text.evaluate((e) => e === document.activeElement), "the focus is in the text");
    assert.equal(await plan.count(), width < 1280 ? 0 : 1, "a sheet closes, a panel stays");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.type("## Un ter");
    if (width < 1280) await button.click();
    await plan.getByRole("button", { name: /^Un ter/ }).waitFor();
    await until(async () => (await plan.locator("[aria-current=location]").allTextContents()).join().startsWith("Un ter"), async () => `the current part is Un ter: ${await plan.locator("[aria-current]").allTextContents()}`, patience(5_000));
    await plan.getByRole("button", { name: /^Un ter/ }).focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await until(async () => (await atCaret()).includes("Deux"), async () => `the caret is at « ${await atCaret()} »`, patience(5_000));
    if (width < 1280) await button.click();
    await plan.getByRole("button", { name: /^Deux/ }).focus();
    await page.keyboard.press("Escape");
    await plan.waitFor({ state: "detached" });
    assert.ok(await button.evaluate((e) => e === document.activeElement), "the focus is back on the button");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test(`who reads a text has its plan and counts what they choose (${width} px)`, async (t) => {
    const server = await Server.start(t);
    const words = Array.from({ length: 200 }, (_, i) => `Phrase ${i}.`).join(" ");
    const path = await teamPage(server, `# Un\n\n${words}\n\n## Deux\n\nUn **mot** choisi.\n\n${words}`);
    const page = await windowOf(browser, server, "tut-01", { path, width });
    const heading = page.getByRole("heading", { name: "Deux" });
    await heading.waitFor();
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.getByRole("navigation", { name: "Plan" }).getByRole("button", { name: /^Deux/ }).click();
    await until(() => heading.evaluate((e) => e === document.activeElement), "the focus is on the heading", patience(5_000));
    await page.evaluate(() => {
      const line = [...document.querySelectorAll(".reading-text p")].find((p) => p.textContent.includes("mot choisi"));
      getSelection().selectAllChildren(line);
    });
    await until(async () => plain((await page.locator(".counters").allTextContents()).join()) === "14 signes choisis", async () => `14 signes: ${await page.locator(".counters").allTextContents()}`, patience(5_000));
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}
