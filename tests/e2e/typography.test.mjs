// French typography while somebody really types, at the width of a desk and of a phone: what the server has, one undo, the
// switch of the account, code, addresses, pasted and composed words.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const NB = "\u00a0", NN = "\u202f";
const textbox = (page) => page.getByRole("textbox", { name: "Texte de la page" });

async function opened(t, width) {
  const server = await Server.start(t);
  const idriss = await server.as("stg-02");
  const document = await idriss.newPage("Essai");
  const page = await windowOf(browser, server, "stg-02", { path: `/equipes/grp-b/${document}`, width });
  await textbox(page).click();
  const becomes = async (wanted) => {
    let has = "";
    await until(async () => (has = await idriss.text(document)) === wanted, () => `${JSON.stringify(wanted)}; the server has ${JSON.stringify(has)}`, patience(6_000));
  };
  const done = async () => {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  };
  return { server, idriss, document, page, becomes, done, keys: page.keyboard };
}

for (const width of [1280, 360]) {
  test(`what one types gets its guillemets, spaces, apostrophes and points, and nothing else does (${width} px)`, async (t) => {
    const { page, keys, becomes, done } = await opened(t, width);
    const written = `L’idée : «${NB}on y va${NB}»${NN}! Et l’eau… à 10:30`.replace(" :", `${NB}:`);
    await keys.type("L'idée : \"on y va\" ! Et l'eau... à 10:30");
    await becomes(written);
    await keys.press("Enter");
    await keys.type("`a ? \"b\"` https://a.fr/x?y=l'eau! [c](/d?e)");
    await becomes(`${written}\n\n\`a ? "b"\` https://a.fr/x?y=l'eau! [c](/d?e)`);
    await keys.press("Control+a");
    await keys.press("Delete");
    await keys.type("```");
    await keys.press("Enter");
    await keys.type("l'x ? \"y\" : ...");
    await becomes("```\nl'x ? \"y\" : ...");
    await page.screenshot(process.env.SCREENSHOTS ? { path: `${process.env.SCREENSHOTS}/typography-${width}.png` } : {});
    await done();
  });

  test(`one undo takes back the help alone, and what was typed stays (${width} px)`, async (t) => {
    const { keys, becomes, done } = await opened(t, width);
    await keys.type("Un mot?");
    await becomes(`Un mot${NN}?`);
    await keys.press("Control+z");
    await becomes("Un mot?");
    await keys.type(" Il l'a");                      // one letter after the help: with a pause between two of them each would be undone by itself
    await becomes("Un mot? Il l’a");
    await keys.press("Control+z");
    await keys.press("Control+z");
    await becomes("Un mot? Il l'");
    await keys.press("Control+y");
    await keys.press("Control+y");
    await becomes("Un mot? Il l’a");
    await done();
  });
}

test("the switch of the account ends the help at once and everywhere, and brings it back", async (t) => {
  const { server, idriss, document, page, keys, becomes, done } = await opened(t, 360);
  await page.goto(`${server.origin}/compte/confort`);
  const group = page.getByRole("group", { name: "Quand vous écrivez, aider la typographie" });
  assert.ok(await group.getByRole("radio", { name: /^Oui/ }).isChecked());
  await group.getByRole("radio", { name: /^Non/ }).check();
  await page.getByText("Gardé.").waitFor();
  await isAccessible(page, "the comfort of somebody who writes");
  assert.equal((await idriss.get("/api/me")).is(200).json.comfort.typography, "plain");
  await page.goto(`${server.origin}/equipes/grp-b/${document}`);
  await textbox(page).click();
  await keys.type("L'idée : \"non\" ?");
  await becomes("L'idée : \"non\" ?");
  await page.goto(`${server.origin}/compte/confort`);
  await group.getByRole("radio", { name: /^Oui/ }).check();
  await page.getByText("Gardé.").waitFor();
  await page.goto(`${server.origin}/equipes/grp-b/${document}`);
  await textbox(page).click();
  await keys.press("Control+End");
  await keys.type(" l'eau");
  await becomes("L'idée : \"non\" ? l’eau");
  await done();
});

test("pasted words stay as they are, and a word that is composed is helped once it ends", async (t) => {
  const { page, keys, becomes, done } = await opened(t, 360);
  await textbox(page).evaluate((e) => {
    const data = new DataTransfer();
    data.setData("text/plain", "L'idée : \"non\" ?");
    e.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await becomes("L'idée : \"non\" ?");
  await keys.press("Control+a");
  await keys.press("Delete");
  const session = await page.context().newCDPSession(page);
  for (const text of ["l", "l'", "l'e", "l'ea", "l'eau"]) await session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await until(async () => (await textbox(page).innerText()).includes("l'eau"), "the composed word is in the page, untouched");
  await session.send("Input.insertText", { text: "l'eau" });
  await becomes("l’eau");
  await keys.type(" vive");
  await becomes("l’eau vive");
  await done();
});
