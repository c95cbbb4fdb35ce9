// Two people change the same sentence, one of them without network: both are shown both versions, and choose; nobody else
// learns of it. A window is without network when its sockets are cut and nothing that it asks is answered.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { ids, memberOf } from "../harness/sample.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const shots = process.env.CARNET_SHOTS;
const shot = async (page, name) => shots && page.screenshot({ path: `${shots}/apart-${name}.png` });
const surface = (page) => page.getByRole("textbox", { name: "Texte de la page" });
const notice = (page) => page.getByRole("region", { name: /avez changé la même phrase, séparément/ });
const state = (page) => page.locator(".state").last();
const TEXT = "# Le marché\n\nLe marché ouvre lundi. Il y a du pain.\n\nLe soir, tout ferme.\n";

async function windowWithLine(server, id, path, size) {
  const page = await windowOf(browser, server, id, size);
  await page.context().addInitScript(() => {
    const Socket = WebSocket, ask = fetch.bind(window), sockets = new Set();
    let cut = sessionStorage.getItem("cut") === "yes";
    window.WebSocket = class extends Socket {
      constructor(...how) {
        super(...how);
        sockets.add(this);
        if (cut) this.close();
      }
    };
    window.fetch = (...how) => (cut ? Promise.reject(new TypeError("no network")) : ask(...how));
    window.cutLine = (yes) => {
      cut = yes;
      sessionStorage.setItem("cut", yes ? "yes" : "no");
      if (yes) for (const socket of sockets) socket.close();
      else dispatchEvent(new Event("online"));
    };
  });
  await page.goto(server.origin + path);
  await surface(page).waitFor();
  await until(async () => /^Enregistré/.test(await state(page).textContent()), "the page is open", patience(20_000));
  return page;
}
const leave = async (page) => {
  await page.evaluate(() => window.cutLine(true));
  await until(async () => /Hors ligne|Gardé/.test(await state(page).textContent()), "the page says that it is offline", patience(20_000));
};
const comeBack = async (page) => {
  await page.evaluate(() => window.cutLine(false));
  await until(async () => /^Enregistré/.test(await state(page).textContent()), "the page is back", patience(30_000));
};
/** Puts words in the place of other words, by keyboard. */
async function write(page, before, words) {
  await choose(page, before);
  await page.keyboard.type(words);
}
const end = async (...pages) => {
  for (const page of pages) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
};

async function apart(t, { width, height }, again = () => undefined) {
  const server = await Server.start(t);
  const third = ids.find((id) => memberOf(id) === "grp-b" && !["stg-02", "stg-06"].includes(id));
  const idriss = await server.as("stg-02");
  const document = await idriss.newPage("Le marché", "grp-b");
  const client = await (await RawClient.open(idriss, document, { protocol: "carnet" })).sync();
  client.type(TEXT, 0);
  await client.settled();
  client.drop();
  const path = `/equipes/grp-b/${document}`;
  const [here, there, other] = await Promise.all(["stg-02", "stg-06", third].map((id) => windowWithLine(server, id, path, { width, height })));
  const text = () => idriss.text(document);
  await surface(here).click();
  await leave(here);
  await write(here, "lundi", "mardi");
  await surface(there).click();
  await write(there, "ouvre", "commence");
  await until(async () => (await text()).includes("commence lundi"), "the words of who is there");
  await again(here, there);
  await comeBack(here);
  await until(async () => (await text()).includes("Le marché commence mardi."), "the text holds both");
  for (const page of [here, there]) await notice(page).waitFor();
  return { server, here, there, other, text, document, idriss };
}

for (const [width, height] of [[1280, 800], [360, 740]]) {
  test(`at ${width} px both are shown both versions; one keeps theirs, takes it back, and nobody else learns of it`, async (t) => {
    const { here, there, other, text } = await apart(t, { width, height });
    assert.match(await notice(here).innerText(), /Vous et Yann avez changé/);
    assert.match(await notice(there).innerText(), /Vous et Idriss avez changé/);
    assert.equal(await notice(other).count(), 0);
    assert.equal(await here.evaluate(() => document.activeElement.className.includes("cm-content")), true, "the focus stays in the text");
    await here.keyboard.type("s");                  // one goes on writing
    await until(async () => (await text()).includes("mardis."), "writing goes on");
    await here.keyboard.press("Backspace");
    await until(async () => (await text()).includes("commence mardi."), "as before");
    await shot(here, `line-${width}`);
    await isAccessible(here, "the notice");

    // By keyboard: what is said, the versions, each with its own words and what to do with it.
    await notice(here).getByRole("button", { name: "Voir les deux versions" }).focus();
    await here.keyboard.press("Enter");
    await notice(here).getByRole("button", { name: "Refermer" }).waitFor();
    const mine = notice(here).getByRole("article", { name: "Ce que vous avez écrit" }), theirs = notice(here).getByRole("article", { name: "Ce que Yann a écrit" });
    assert.match(await mine.innerText(), /ouvre.*mardi\./s);
    assert.match(await theirs.innerText(), /commence.*lundi\./s);
    assert.deepEqual((await mine.locator("mark").allInnerTexts()).map((one) => one.replace(/^.*:\s*/s, "")), ["ouvre", "mardi"]);
    const boxes = await Promise.all([mine, theirs].map((one) => one.boundingBox()));
    assert.equal(boxes[0].y === boxes[1].y, width > 700, "side by side where there is room, else one below the other");
    const order = [];
    for (let n = 0; n < 5; n++) {
      await here.keyboard.press("Tab");
      order.push(await here.evaluate(() => document.activeElement.textContent));
    }
    assert.deepEqual(order, ["Garder ma version", "Garder celle de Yann", "Garder les deux", "Voir dans le texte", "Laisser le texte tel qu'il est"]);
    await here.waitForTimeout(200);
    await shot(here, `open-${width}`);
    await isAccessible(here, "both versions");

    await mine.getByRole("button", { name: "Garder ma version" }).press("Enter");
    await until(async () => (await text()).includes("Le marché ouvre mardi. Il y a du pain."), "the version that was kept");
    for (const page of [here, there]) await notice(page).waitFor({ state: "detached" });
    assert.equal(await here.evaluate(() => document.activeElement.className.includes("cm-content")), true);
    await here.keyboard.press("Control+z");
    await until(async () => (await text()).includes("Le marché commence mardi. Il y a du pain."), "taken back");
    assert.equal(await notice(other).count(), 0);
    await isAccessible(here, "afterwards");
    await end(here, there, other);
  });
}

test("the other may choose, and keep the words of the one who came back", async (t) => {
  const { here, there, other, text } = await apart(t, { width: 1280, height: 800 });
  await notice(there).getByRole("button", { name: "Voir les deux versions" }).click();
  await shot(there, "other-1280");
  await notice(there).getByRole("button", { name: "Garder celle d'Idriss" }).click();
  await until(async () => (await text()).includes("Le marché ouvre mardi. Il y a du pain."), "their version");
  for (const page of [here, there]) await notice(page).waitFor({ state: "detached" });
  await there.keyboard.press("Control+z");
  await until(async () => (await text()).includes("Le marché commence mardi."), "taken back by who chose");
  await end(here, there, other);
});

test("on a phone, both versions are kept one behind the other, and undone at one stroke", async (t) => {
  const { here, there, other, text } = await apart(t, { width: 360, height: 740 });
  await notice(here).getByRole("button", { name: "Voir les deux versions" }).click();
  await notice(here).getByRole("button", { name: "Garder les deux" }).click();
  await until(async () => (await text()).includes("Le marché commence lundi. Le marché ouvre mardi. Il y a du pain."), "both");
  for (const page of [here, there]) await notice(page).waitFor({ state: "detached" });
  await here.keyboard.press("Control+z");
  await until(async () => (await text()).includes("Le marché commence mardi. Il y a du pain."), "taken back");
  await end(here, there, other);
});

test("a sentence rewritten since can only be copied; the notice is there again after a reload, and can be left", async (t) => {
  const { here, there, other, text } = await apart(t, { width: 1280, height: 800 });
  await write(there, "mardi", "mercredi");
  await until(async () => (await text()).includes("commence mercredi"), "rewritten");
  await here.reload();
  await notice(here).getByRole("button", { name: "Voir les deux versions" }).click();
  await notice(here).getByText("Cette phrase a été réécrite depuis.").waitFor();
  await here.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await notice(here).getByRole("button", { name: "Copier ma version" }).click();
  await until(async () => (await here.evaluate(() => navigator.clipboard.readText())) === "Le marché ouvre mardi.", "the words copied");
  assert.equal(await notice(here).getByRole("button", { name: /^Garder/ }).count(), 0);
  await shot(here, "changed-1280");
  await isAccessible(here, "a sentence rewritten since");
  await notice(here).getByRole("button", { name: "Laisser le texte tel qu'il est" }).click();
  for (const page of [here, there]) await notice(page).waitFor({ state: "detached" });
  assert.ok((await text()).includes("commence mercredi"));
  await end(here, there, other);
});

test("both versions can still be copied, after a reload too, when the sentence is rewritten while one's choice is on its way", async (t) => {
  const { here, there, other, text } = await apart(t, { width: 1280, height: 800 });
  await here.route("**/api/apart/*", async (route) => {
    const response = await route.fetch();
    await write(there, "mardi", "mercredi");
    await until(async () => (await surface(here).innerText()).includes("commence mercredi"), "rewritten under the one who chose");
    await route.fulfill({ response });
  }, { times: 1 });
  await notice(here).getByRole("button", { name: "Voir les deux versions" }).click();
  await notice(here).getByRole("button", { name: "Garder ma version" }).click();
  await notice(there).waitFor({ state: "detached" });
  await here.locator("[role=status], [aria-live]").getByText("Cette phrase a été réécrite depuis.").first().waitFor({ state: "attached" });
  await here.waitForTimeout(500);                 // the list has been asked for again
  await here.reload();
  await notice(here).getByRole("button", { name: "Voir les deux versions" }).click();
  await here.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await notice(here).getByRole("button", { name: "Copier ma version" }).click();
  await until(async () => (await here.evaluate(() => navigator.clipboard.readText())) === "Le marché ouvre mardi.", "the words copied");
  await isAccessible(here, "a choice that came too late");
  await notice(here).getByRole("button", { name: "Laisser le texte tel qu'il est" }).click();
  await notice(here).waitFor({ state: "detached" });
  assert.ok((await text()).includes("commence mercredi"));
  await end(here, there, other);
});

test("a choice whose answer was lost is made with the next click, after a reload too", async (t) => {
  const { here, there, other, text } = await apart(t, { width: 1280, height: 800 });
  await here.route("**/api/apart/*", async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await notice(here).getByRole("button", { name: "Voir les deux versions" }).click();
  await notice(here).getByRole("button", { name: "Garder ma version" }).click();
  await notice(here).getByRole("alert").waitFor();
  await notice(there).waitFor({ state: "detached" });
  await here.waitForTimeout(500);                 // both pages were told that it is ended
  await here.reload();
  await notice(here).getByRole("button", { name: "Voir les deux versions" }).click();
  await notice(here).getByRole("button", { name: "Garder ma version" }).click();
  await until(async () => (await text()).includes("Le marché ouvre mardi. Il y a du pain."), "the version that was kept");
  await notice(here).waitFor({ state: "detached" });
  assert.equal(await here.evaluate(() => JSON.stringify(sessionStorage).includes("pain")), false, "nothing of it stays");
  await end(here, there, other);
});

test("on one's own device, a page closed without network and opened again finds it too", async (t) => {
  const { here, there, other, text } = await apart(t, { width: 1280, height: 800 }, async (page) => {
    await until(async () => /^Gardé sur cet ordinateur/.test(await state(page).textContent()), "kept on the device", patience(20_000));
    await page.evaluate(() => sessionStorage.setItem("cut", "no"));
    await page.reload();
    await surface(page).waitFor();
  });
  await notice(here).getByRole("button", { name: "Voir les deux versions" }).click();
  await notice(here).getByRole("button", { name: "Garder celle de Yann" }).click();
  await until(async () => (await text()).includes("Le marché commence lundi."), "their version");
  await end(here, there, other);
});

test("two who write in one sentence with the line open are alarmed by nothing, nor are those who change different ones", async (t) => {
  const server = await Server.start(t);
  const idriss = await server.as("stg-02");
  const document = await idriss.newPage("Le marché", "grp-b");
  const client = await (await RawClient.open(idriss, document, { protocol: "carnet" })).sync();
  client.type(TEXT, 0);
  await client.settled();
  const [here, there] = await Promise.all(["stg-02", "stg-06"].map((id) => windowWithLine(server, id, `/equipes/grp-b/${document}`, {})));
  await surface(here).click();
  await surface(there).click();
  await Promise.all([write(here, "lundi", "mardi"), write(there, "ouvre", "commence")]);
  await until(async () => (await idriss.text(document)).includes("commence mardi"), "both words");
  for (const page of [here, there]) {             // each has the other's, and knows that the server has theirs
    await until(async () => (await surface(page).innerText()).includes("commence mardi"), "both words on the page");
    await page.locator(".state[data-state=saved]").last().waitFor();
  }
  await leave(here);
  await write(here, "du pain", "du sel");
  await write(there, "tout ferme", "tout dort");
  await until(async () => (await idriss.text(document)).includes("dort"), "the words of who is there");
  await comeBack(here);
  await until(async () => /du sel[^]*dort/.test(await idriss.text(document)), "the text holds both");
  await here.waitForTimeout(500);
  for (const page of [here, there]) assert.equal(await notice(page).count(), 0);
  assert.deepEqual((await idriss.get(`/api/documents/${document}/apart`)).is(200).json.apart, []);
  client.drop();
  await end(here, there);
});
