// Several people in one text: who is here, each with cues of their own; what the others do is said now and then, or not at
// all; and their words never move the caret, the choice, the scroll or the focus.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { message, RawClient, until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const shots = process.env.CARNET_SHOTS;
const shot = async (page, name) => shots && page.screenshot({ path: `${shots}/together-${name}.png` });
const end = async (...pages) => {
  for (const page of pages) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
};
const surface = (page) => page.getByRole("textbox", { name: "Texte de la page" });
/** A person by an ordinary client of their own, present as a page would be. */
async function join(person, document, { author = 1, name = person.person.name, id = person.id, cursor = null } = {}) {
  const client = await RawClient.open(person, document, { protocol: "carnet" });
  await client.sync();
  client.announce = (more = {}) => client.send(message.awareness([{ id: client.doc.clientID, clock: (client.clock = (client.clock ?? 0) + 1), state: { user: { id, name, author }, cursor, writing: false, ...more } }]));
  client.announce();
  client.presence = setInterval(() => client.close || client.announce(), 10_000);
  client.presence.unref();
  return client;
}
const longText = `# Le marché\n\n${Array.from({ length: 60 }, (_, i) => `Paragraphe ${i + 1}. Les gens viennent le lundi, et restent un moment à parler.`).join("\n\n")}\n`;

async function teamPage(t, words = longText) {
  const server = await Server.start(t);
  const idriss = await server.as("stg-02"), yann = await server.as("stg-06");
  const document = await idriss.newPage("Le marché", "grp-b");
  const client = await join(yann, document);
  await client.settled(client.type(words, 0));
  return { server, document, client, path: `/equipes/grp-b/${document}`, idriss };
}

test("fifteen people in one text: each has a name and a colour and shape that nobody else has, everybody converges, and the page holds at both widths", async (t) => {
  const server = await Server.start(t);
  const all = await Promise.all(Array.from({ length: 14 }, (_, i) => server.as(`stg-${String(i + 1).padStart(2, "0")}`)));
  const commons = (await all[0].get("/api/groups")).is(200).json.find((group) => group.kind === "commons").id;
  const document = await all[0].newPage("À quinze", commons);
  const opens = await Promise.all(all.map(async (person) => (await person.get(`/api/documents/${document}`)).status === 200));
  const people = all.filter((_, i) => opens[i]);
  const path = `/equipes/${commons}/${document}`;
  const wide = await windowOf(browser, server, "stg-01", { path });
  await surface(wide).click();
  await wide.keyboard.type("Quinze voix. ");
  const narrow = await windowOf(browser, server, "stg-02", { path, width: 360, height: 740 });
  await narrow.getByText("Quinze voix.").waitFor();
  // The two pages settle their numbers between themselves, among the first six.
  const others = [];
  for (let i = 0; i < 13; i++) {                  // where the sample has too few, a sign-in of it lends itself to another name
    const person = people[2 + i], lent = person ? {} : { id: `invite-${i}`, name: `Quentin${i} Quinze` };
    others.push(await join(person ?? people[2], document, { author: 7 + i, ...lent }));
  }
  const summary = (page) => page.getByRole("region", { name: "Présence" }).locator("summary");
  let seen = "";
  for (const page of [wide, narrow]) await until(async () => /14 autres personnes/.test(seen = await page.getByRole("region", { name: "Présence" }).innerText()), () => `14 others in « ${seen} »`, patience(20_000));
  const cues = async (page) => page.getByRole("region", { name: "Présence" }).locator(".discs .who").evaluateAll((all) => all.map((who) => `${who.dataset.author}/${who.dataset.shape}`));
  for (const page of [wide, narrow]) {
    await until(async () => new Set(seen = await cues(page)).size === 14, () => `14 different cues in ${seen}`, patience(20_000));
    const looks = await page.locator(".discs .who").evaluateAll((all) => all.map((who) => [getComputedStyle(who).backgroundColor, getComputedStyle(who).borderRadius, getComputedStyle(who).clipPath].join(" ")));
    assert.equal(new Set(looks).size, 14, "and they look different");
  }
  await summary(narrow).focus();
  await narrow.keyboard.press("Enter");
  const names = await narrow.getByRole("region", { name: "Présence" }).getByRole("listitem").allInnerTexts();
  assert.equal(new Set(names).size, 15, names.join(" | "));
  await shot(narrow, "fifteen-open-360");
  await isAccessible(narrow, "fifteen people, named, on a phone");
  await narrow.keyboard.press("Enter");

  // All fifteen write at once, in the same line.
  const typed = others.map(async (client, i) => {
    for (let n = 0; n < 5; n++) client.type(`[${i}.${n}]`, client.doc.getText("content").length);
    await client.settled();
  });
  await Promise.all([...typed, wide.keyboard.type("Maëlle aussi. "), (async () => (await surface(narrow).click(), await narrow.keyboard.press("Control+End"), await narrow.keyboard.type("Et Idriss.")))()]);
  const text = async () => (await people[0].text(document));
  await until(async () => {
    const now = await text();
    return others.every((client) => client.text === now) && now.includes("Maëlle aussi.") && now.includes("Et Idriss.");
  }, "all of them hold the server's text", patience(20_000));
  const now = await text();
  for (let i = 0; i < others.length; i++) for (let n = 0; n < 5; n++) assert.equal(now.split(`[${i}.${n}]`).length, 2, `[${i}.${n}] once`);
  for (const page of [wide, narrow]) await until(async () => (await surface(page).innerText()).replace(/\s+/g, "") === now.replace(/\s+/g, ""), "the page shows it", patience(20_000));
  await shot(wide, "fifteen-1280");
  await shot(narrow, "fifteen-360");
  await isAccessible(wide, "fifteen people on a desk");
  others.forEach((client) => client.drop());
  await end(wide, narrow);
});

test("what the others do is said together, seldom, and not to whoever silenced it", async (t) => {
  const { server, client, document, path, idriss } = await teamPage(t, "Une ligne.\n");
  const page = await windowOf(browser, server, "stg-02", { path });
  await surface(page).waitFor();
  await page.evaluate(() => {
    window.said = [];
    const region = document.querySelector("p.sr-only[role=status]");
    new MutationObserver(() => region.textContent && window.said.push({ at: performance.now(), words: region.textContent })).observe(region, { childList: true, characterData: true, subtree: true });
  });
  const said = () => page.evaluate(() => window.said);
  const heard = async (pattern) => until(async () => (await said()).some((one) => pattern.test(one.words)), `${pattern} in the live region`, patience(30_000));
  for (let n = 0; n < 6; n++) client.type(`Mot ${n}. `);
  await heard(/Yann a écrit dans cette page\./);
  const before = (await said()).length;
  for (let n = 0; n < 30; n++) {                 // a keystroke at a time
    client.type("x");
    client.announce({ writing: n % 2 === 0 });
    await page.waitForTimeout(50);
  }
  assert.equal((await said()).length, before, "nothing at each key, nor at each pause");
  assert.equal(await page.evaluate(() => document.activeElement?.closest("[role=status]") ?? null), null);
  client.drop();
  await heard(/Yann a quitté la page\./);

  // Silenced, by keyboard, in the settings of the account.
  await page.goto(`${server.origin}/compte/confort`);
  const never = page.getByRole("group", { name: "Annoncer ce que les autres écrivent" }).getByRole("radio", { name: "Non, jamais" });
  await page.getByRole("group", { name: "Annoncer ce que les autres écrivent" }).getByRole("radio", { name: /^Oui/ }).focus();
  await page.keyboard.press("ArrowDown");
  assert.ok(await never.isChecked());
  await page.getByText("Gardé.").waitFor();
  assert.equal((await idriss.get("/api/me")).is(200).json.comfort.others, "silent");
  await isAccessible(page, "the setting");
  await page.goto(server.origin + path);
  await surface(page).waitFor();
  const again = await join(await server.as("stg-06"), document);
  await page.getByRole("region", { name: "Présence" }).getByText("Yann").waitFor();
  again.type("Encore un mot. ");
  await page.getByText("Encore un mot.").first().waitFor();
  await page.waitForTimeout(2_500);               // longer than it takes to gather what happened
  assert.doesNotMatch(await page.locator("p.sr-only[role=status]").innerText(), /Yann/);
  again.drop();
  await end(page);
});

for (const [width, height] of [[1280, 800], [360, 740]]) {
  test(`at ${width} px the words of others move neither caret, choice, scroll nor focus`, async (t) => {
    const { server, client, path } = await teamPage(t);
    const page = await windowOf(browser, server, "stg-02", { path: "/icon.svg", width, height });
    let came = 0;                                // messages with words that reached the page
    page.on("websocket", (line) => line.on("framereceived", ({ payload }) => (came += payload[0] === 0 ? 1 : 0)));
    await page.goto(server.origin + path);
    await surface(page).click();
    await page.keyboard.press("Control+Home");
    for (let n = 0; n < 60; n++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Home");
    for (let n = 0; n < 12; n++) await page.keyboard.press("Shift+ArrowRight");
    const chosen = await page.evaluate(() => String(getSelection()));
    assert.equal(chosen.length, 12);
    const at = await page.evaluate(() => getSelection().anchorNode.parentElement.closest(".cm-line").textContent);
    const seen = () => page.evaluate(() => {
      const choice = getSelection(), range = choice.getRangeAt(0).getBoundingClientRect();
      return { choice: String(choice), top: Math.round(range.top), left: Math.round(range.left), focus: document.activeElement?.className.includes("cm-content") };
    });
    await page.waitForTimeout(300);
    const start = await seen();
    const text = client.doc.getText("content");
    const drawn = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const arrives = async (change) => {
      const before = came;
      client.edit(change);
      await client.settled();
      await until(() => came > before, "the words at the page");
      await page.waitForTimeout(350);
      await drawn();
    };
    const becomesLong = async (length) => {
      await until(async () => (await seen()).choice.length === length, `a choice of ${length} letters`);
      await drawn();
    };
    const still = async (what, expected = start) => {
      const now = await seen();
      assert.ok(Math.abs(now.top - expected.top) <= 2, `${what}: the line went from ${expected.top} to ${now.top} px`);
      assert.deepEqual({ ...now, top: 0 }, { ...expected, top: 0 }, what);
    };

    await arrives((content) => content.insert(0, "# Un titre de plus\n\nDes mots tout en haut. ".repeat(3)));
    await still("lines put in far above");
    const near = text.toString().indexOf(at) - 3;
    await arrives((content) => content.insert(near, " Une phrase ajoutée juste au-dessus, assez longue pour prendre plusieurs lignes sur un téléphone."));
    await still("a paragraph that grows just above");
    await arrives((content) => content.insert(text.toString().indexOf(at) + at.length, " Et une suite, au même paragraphe, après le choix."));
    await still("words after the choice in the same paragraph");
    await arrives((content) => content.insert(content.length, "\n\nTout en bas. ".repeat(4)));
    await still("words far below");
    const inside = text.toString().indexOf(at) + 6;
    await arrives((content) => content.insert(inside, "_"));
    await becomesLong(13);
    const grown = await seen();
    assert.equal(grown.choice, `${chosen.slice(0, 6)}_${chosen.slice(6)}`, "a letter inside the choice is part of it");
    assert.ok(Math.abs(grown.top - start.top) <= 2);
    await arrives((content) => content.delete(inside, 1));
    await becomesLong(12);
    await still("and taken out again");
    await arrives((content) => content.delete(0, "# Un titre de plus\n\n".length));
    await still("a line taken away above");

    // A caret alone, and the focus in another field.
    await page.keyboard.press("ArrowLeft");
    const caret = await seen();
    await arrives((content) => content.insert(0, "Encore au-dessus.\n\n"));
    await still("a caret", caret);
    await page.keyboard.type("ICI ");
    await until(() => client.text.includes(`ICI ${at.slice(0, 8)}`), () => "the words land where the caret was");
    const field = page.getByRole("textbox", { name: "Titre de la page" });
    if (await field.count()) {
      await field.focus();
      const scroll = await page.evaluate(() => scrollY);
      await arrives((content) => content.insert(content.length, "\n\nPendant qu'un titre s'écrit."));
      assert.equal(await field.evaluate((one) => one === document.activeElement), true, "the focus stays in the title");
      assert.equal(await page.evaluate(() => scrollY), scroll);
    }
    client.drop();
    await end(page);
  });
}
