// Images in a text one writes: how they come in, what is said of them, who sees them, and what becomes of one that cannot
// come, or not yet.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, signInByHand, startBrowser, windowOf } from "../harness/browser.mjs";
import { another, database, hasWorker, lying, state } from "../harness/device.mjs";
import { until } from "../harness/live.mjs";
import { PLACE, png, pngOf } from "../harness/pictures.mjs";
import { Server, patience } from "../harness/server.mjs";

let browser, server, idriss;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start()]);
  idriss = await server.as("stg-02");
});
after(async () => {
  await browser.close();
  await server.end();
});

const shot = async (page, name) => process.env.SCREENSHOTS && page.screenshot({ path: `${process.env.SCREENSHOTS}/images-${name}.png` });
const surface = (page) => page.getByRole("textbox", { name: "Texte de la page" });
const sized = { 1280: { width: 1280, height: 800 }, 360: { width: 360, height: 740 } };
const ID = /images\/[a-z0-9-]+/g;

/** A page of the team with these words, open in a window of Idriss's. */
async function opened(words = "", { width = 1280, routes = [], window = null } = {}) {
  const document = await idriss.newPage("Essai", "grp-b"), path = `/equipes/grp-b/${document}`;
  const page = window ?? (await windowOf(browser, server, "stg-02", { path, ...sized[width], routes }));
  if (window) await page.goto(server.origin + path);
  await surface(page).click();
  if (words !== "") await page.keyboard.insertText(words);
  /** The text on the server, every image in it called "images/N" by its order. */
  const becomes = async (wanted, who = idriss) => {
    let has = "", ids = [];
    await until(async () => {
      has = await who.text(document);
      ids = [...new Set(has.match(ID) ?? [])];
      return has.replace(ID, (id) => `images/${ids.indexOf(id) + 1}`) === wanted;
    }, () => `« ${wanted} » instead of « ${has} »`, patience(20_000));
    return ids;
  };
  return { document, path, page, becomes };
}
async function done(...pages) {
  for (const page of pages) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
}

/** `more`: octets of nothing behind it. */
const file = (name, body, type = "image/png", more = 0) => ({ name, type, body: body.toString("base64"), more });
/** What a paste or a drop of these files does to the page. */
const give = (page, kind, files, { words = "", onto = null } = {}) => surface(page).evaluate((content, { kind, files, words, onto }) => {
  const data = new DataTransfer();
  for (const { name, type, body, more } of files) data.items.add(new File([Uint8Array.from(atob(body), (c) => c.charCodeAt(0)), new Uint8Array(more)], name, { type }));
  if (words !== "") data.setData("text/plain", words);
  if (kind === "paste") return content.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  const target = onto === null ? content.closest(".sheet") : [...content.querySelectorAll(".cm-line")].find((line) => line.textContent.includes(onto));
  const box = target.getBoundingClientRect(), at = { clientX: onto === null ? box.right - 4 : box.left + 60, clientY: onto === null ? box.bottom - 4 : box.top + box.height / 2 };
  for (const name of ["dragover", "drop"]) target.dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true, ...at }));
}, { kind, files, words, onto });
async function choose(page, files) {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Image (photo, capture, dessin)" }).click();
  const field = await chooser;
  assert.ok(field.isMultiple());
  await field.setFiles(files.map(({ name, type, body }) => ({ name, mimeType: type, buffer: Buffer.from(body, "base64") })));
}
/** It stays where it is for a while: a hand that presses and lets go in the middle of a move presses nothing. */
async function still(thing) {
  let box = null, since = 0;
  await until(async () => {
    const now = JSON.stringify(await thing.boundingBox());
    if (now !== box) [box, since] = [now, Date.now()];
    return Date.now() - since > 400;
  }, "stillness");
}
const drawn = (page) => page.locator(".md-image img").evaluateAll((all) => all.filter((image) => image.naturalWidth > 0 && image.getBoundingClientRect().height > 10).length);

for (const width of [1280, 360])
  test(`at ${width} px images come in by paste, by drop and by the button, several at once, where they were meant, and the caret stays`, async () => {
    const { page, becomes } = await opened("Avant.\n\nMilieu.\n\nAprès.", { width });
    await page.keyboard.press("Control+Home");
    await give(page, "paste", [file("une.png", png(300, 120))]);
    await becomes("![Image à décrire](images/1)\n\nAvant.\n\nMilieu.\n\nAprès.");
    await page.keyboard.type("Ici, ");
    await becomes("![Image à décrire](images/1)\n\nIci, Avant.\n\nMilieu.\n\nAprès.");
    await give(page, "drop", [file("deux.png", png(200, 90, [20, 90, 200])), file("trois.png", png(200, 60, [20, 140, 60]))], { onto: "Milieu" });
    const ids = await becomes("![Image à décrire](images/1)\n\nIci, Avant.\n\nMilieu.\n\n![Image à décrire](images/2)\n\n![Image à décrire](images/3)\n\nAprès.");
    const sizes = await page.evaluate((all) => Promise.all(all.map(async (src) => (await createImageBitmap(await (await fetch(src)).blob())).height)), ids.map((id) => `/api/documents/${page.url().split("/").at(-1)}/${id}`));
    assert.deepEqual(sizes, [120, 90, 60], "in the order in which they were given");
    await page.keyboard.type("et ");
    await page.keyboard.press("Control+End");
    await choose(page, [file("quatre.png", png(240, 80, [120, 40, 160]))]);
    await becomes("![Image à décrire](images/1)\n\nIci, et Avant.\n\nMilieu.\n\n![Image à décrire](images/2)\n\n![Image à décrire](images/3)\n\nAprès.\n\n![Image à décrire](images/4)\n\n");
    await page.keyboard.press("Control+z");
    await becomes("![Image à décrire](images/1)\n\nIci, et Avant.\n\nMilieu.\n\n![Image à décrire](images/2)\n\n![Image à décrire](images/3)\n\nAprès.");
    await page.locator(".md-image").first().scrollIntoViewIfNeeded();
    await until(async () => (await drawn(page)) > 0, "the images drawn");
    await isAccessible(page, `images at ${width} px`);
    await shot(page, `in-${width}`);
    await done(page);
  });

test("words that come with a picture of themselves are words, and a file beside the text does not take its place", async () => {
  const { page, path, becomes } = await opened("Un texte.");
  await give(page, "paste", [file("image.png", png())], { words: " Les mots de Word." });
  await becomes("Un texte. Les mots de Word.");
  await give(page, "drop", [file("image.png", png(30, 30))]);
  await becomes("Un texte. Les mots de Word.\n\n![Image à décrire](images/1)\n\n");
  assert.ok(page.url().endsWith(path));
  await done(page);
});

for (const width of [1280, 360])
  test(`at ${width} px an image is described, captioned or called a decoration in its place; a press shows what the text says; readers and paper have it`, async () => {
    const { page, path, document, becomes } = await opened("Avant.\n\nAprès.", { width });
    const yann = await windowOf(browser, server, "stg-06", { path });
    await surface(yann).getByText("Avant.").waitFor();
    const tutor = await windowOf(browser, server, "tut-03", { path, ...sized[width] });
    await tutor.getByText("Avant.").waitFor();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("End");
    await choose(page, [file("plan.png", png(700, 300))]);
    await becomes("Avant.\n\n![Image à décrire](images/1)\n\nAprès.");
    await until(async () => (await drawn(yann)) === 1, "the image with who writes too", patience(20_000));
    await yann.getByRole("button", { name: "Décrire l'image" }).waitFor();
    assert.equal(await yann.getByLabel("Décrivez l'image").count(), 0, "only its author is asked");

    const field = page.getByLabel("Décrivez l'image pour qui ne la voit pas");
    await field.click();
    await page.keyboard.type("Le plan de la *salle* 3 ");
    await page.getByLabel("Légende").click();
    await page.keyboard.type('La "grande" salle');
    const [id] = await becomes('Avant.\n\n![Le plan de la \\*salle\\* 3](images/1 "La \\"grande\\" salle")\n\nAprès.');
    await isAccessible(page, "the fields");
    await shot(page, `words-${width}`);
    await page.keyboard.press("Enter");
    assert.equal(await field.count(), 0);
    assert.ok(await surface(page).evaluate((content) => content === globalThis.document.activeElement), "back in the text");
    await page.keyboard.type("!");
    await becomes('Avant.!\n\n![Le plan de la \\*salle\\* 3](images/1 "La \\"grande\\" salle")\n\nAprès.');

    const image = page.getByRole("img", { name: "Le plan de la *salle* 3" });
    await image.waitFor();
    assert.doesNotMatch(await surface(page).innerText(), /images\//);
    await image.click();
    await until(async () => (await surface(page).innerText()).includes(`](${id} "La`), "what the text says");
    await page.keyboard.press("Tab");
    await until(() => field.evaluate((one) => one === globalThis.document.activeElement), "the field after Tab");
    await page.keyboard.press("End");
    await page.keyboard.type(" vue du quai");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+Home");
    await until(async () => !(await surface(page).innerText()).includes("images/"), "marks that hide again");
    await becomes('Avant.!\n\n![Le plan de la \\*salle\\* 3 vue du quai](images/1 "La \\"grande\\" salle")\n\nAprès.');

    for (const reader of [tutor, await windowOf(browser, server, "tut-03", { path: `/lire/${document}`, ...sized[width] })]) {
      const figure = reader.getByRole("figure").filter({ hasText: 'La "grande" salle' });
      const seen = figure.getByRole("img", { name: "Le plan de la *salle* 3 vue du quai" });
      await seen.waitFor();
      await until(() => seen.evaluate((one) => one.complete && one.naturalWidth === 700), "the picture itself", patience(20_000));
      await isAccessible(reader, "read");
      await reader.emulateMedia({ media: "print" });
      const { height } = await seen.boundingBox();
      assert.ok(height > 80, `${height} px on paper`);
      await shot(reader, `print-${width}`);
      await reader.emulateMedia({ media: "screen" });
      if (reader !== tutor) await done(reader);
    }
    await page.getByRole("img", { name: /vue du quai/ }).click();
    await still(page.getByRole("button", { name: "Description et légende" }));       // what the text says has come above it
    await page.getByRole("button", { name: "Description et légende" }).click();
    await page.getByRole("checkbox", { name: /décorative/ }).check();
    await becomes('Avant.!\n\n![](images/1 "La \\"grande\\" salle")\n\nAprès.');
    await page.getByRole("checkbox", { name: /décorative/ }).uncheck();
    await page.getByRole("button", { name: "Terminé" }).click();
    await becomes('Avant.!\n\n![Le plan de la \\*salle\\* 3 vue du quai](images/1 "La \\"grande\\" salle")\n\nAprès.');
    await done(page, yann, tutor);
  });

test("an apostrophe typed amid what is said of an image leaves the caret where it is", async () => {
  const { page, becomes } = await opened("Avant.");
  await page.keyboard.press("End");
  await choose(page, [file("plan.png", png(70, 30))]);
  await becomes("Avant.\n\n![Image à décrire](images/1)\n\n");
  const field = page.getByLabel("Décrivez l'image pour qui ne la voit pas");
  await field.click();
  await page.keyboard.type("La vue deau");
  for (let n = 0; n < 3; n++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("'x");
  await becomes("Avant.\n\n![La vue d'xeau](images/1)\n\n");
  assert.equal(await field.inputValue(), "La vue d'xeau");
  await done(page);
});

test("while it leaves, its author sees it in its place and may describe it; the others see nothing of it, and nobody's caret moves", async () => {
  let let_go;
  const held = new Promise((go) => (let_go = go));
  const slow = async (route) => {
    if (route.request().method() === "PUT") await held;
    await route.continue();
  };
  const { page, path, becomes } = await opened("Avant.\n\nAprès.", { routes: [["**/images/*", slow]] });
  const yann = await windowOf(browser, server, "stg-06", { path });
  await surface(yann).getByText("Avant.").waitFor();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("End");
  await give(page, "paste", [file("photo du quai.png", png(400, 200))]);
  const card = page.getByRole("group", { name: "Image « photo du quai.png »" });
  await card.getByRole("progressbar").waitFor();
  await until(() => card.locator("img").evaluate((image) => image.naturalWidth === 400), "the picture in its place");
  await isAccessible(page, "an image on its way");
  await shot(page, "way");
  await page.keyboard.type(" Puis.");
  await surface(yann).click();
  await yann.keyboard.press("Control+Home");
  await yann.keyboard.type("Yann, ");
  await becomes("Yann, Avant. Puis.\n\nAprès.");
  assert.equal(await yann.locator(".image-place, .md-image").count(), 0);
  await card.getByLabel("Décrivez l'image").click();
  await page.keyboard.type("Le quai");
  await page.keyboard.press("ArrowLeft");
  let_go();
  await becomes("Yann, Avant. Puis.\n\n![Le quai](images/1)\n\nAprès.");
  await card.waitFor({ state: "detached" });
  await page.keyboard.type("x");
  await becomes("Yann, Avant. Puis.\n\n![Le quaxi](images/1)\n\nAprès.");
  await yann.keyboard.type("donc ");
  await becomes("Yann, donc Avant. Puis.\n\n![Le quaxi](images/1)\n\nAprès.");
  await done(page, yann);
});

test("what is no image, or too much of one, is refused in a plain sentence, and neither text nor server sees it", async () => {
  const sent = [];
  const full = (route) => {
    if (route.request().method() !== "PUT") return route.continue();
    sent.push(route.request().url());
    return route.fulfill({ status: 413, contentType: "application/problem+json", body: '{"status":413,"code":"image.quota"}' });
  };
  const { page, becomes } = await opened("Un texte.", { routes: [["**/images/*", full]] });
  const refused = page.locator(".image-card[data-step=refused]");
  const wrong = [
    ["notes.txt", Buffer.from("des mots"), "text/plain", "« notes.txt » n'est pas une image que nous pouvons montrer. Choisissez une image JPEG, PNG ou WebP."],
    ["anime.gif", Buffer.from("GIF89a\x01\0\x01\0\0\0\0;", "latin1"), "image/gif", "« anime.gif » n'est pas une image que nous pouvons montrer."],
    ["coupee.png", png(50, 50).subarray(0, 40), "image/png", "« coupee.png » n'est pas une image que nous pouvons montrer."],
    ["immense.png", pngOf(12_000, 9_000), "image/png", "« immense.png » est trop grande : 100 millions de points au plus."],
    ["lourde.png", png(), "image/png", "« lourde.png » est trop lourde", 41 << 20],
  ];
  for (const [name, body, type, sentence, more] of wrong) {
    await give(page, "paste", [file(name, body, type, more)]);
    await refused.getByText(sentence.replace(/ (?=[:»])|(?<=«) /g, "\u00a0")).waitFor();
    await page.getByRole("status").filter({ hasText: name }).waitFor({ state: "attached" });
    if (name === "notes.txt") {
      await isAccessible(page, "a refusal");
      await shot(page, "refused");
    }
    await refused.getByRole("button", { name: "Compris" }).click();
    await refused.waitFor({ state: "detached" });
  }
  assert.deepEqual(sent, []);
  await give(page, "paste", [file("de trop.png", png(40, 40))]);
  await refused.getByText(/n'entre plus.: les images de ce texte pèsent déjà 100 Mo/).waitFor();
  const download = page.waitForEvent("download");
  await refused.getByRole("button", { name: "Télécharger l'image" }).click();
  assert.equal((await download).suggestedFilename(), "de trop.png");
  await refused.getByRole("button", { name: "Retirer" }).click();
  await page.keyboard.type(" Rien de plus.");
  await becomes("Un texte. Rien de plus.");
  await done(page);
});

test("a large photograph leaves as large as a page needs it, upright, without the place where it was taken, with a small one beside it", async () => {
  const { page, document, becomes } = await opened("Un texte.");
  const photo = Buffer.from(await page.evaluate(async () => {
    const canvas = Object.assign(globalThis.document.createElement("canvas"), { width: 3200, height: 1600 }), paper = canvas.getContext("2d");
    for (let i = 0; i < 400; i++) {
      paper.fillStyle = `hsl(${i * 47} 60% 50%)`;
      paper.fillRect((i * 641) % 3200, (i * 397) % 1600, 240, 160);
    }
    const blob = await new Promise((got) => canvas.toBlob(got, "image/jpeg", .9));
    return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (octet) => String.fromCharCode(octet)).join(""));
  }), "base64");
  // Lying on its side, with a place: what a camera writes.
  const exif = Buffer.concat([Buffer.from("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0", "latin1"), Buffer.from(PLACE)]);
  const marked = Buffer.concat([photo.subarray(0, 2), Buffer.of(0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255), exif, photo.subarray(2)]);
  await choose(page, [file("IMG_0042.JPG", marked, "image/jpeg")]);
  const [id] = await becomes("Un texte.\n\n![Image à décrire](images/1)\n\n");
  const sides = (query) => page.evaluate(async (src) => {
    const { width, height } = await createImageBitmap(await (await fetch(src)).blob());
    return [width, height];
  }, `/api/documents/${document}/${id}${query}`);
  assert.deepEqual(await sides(""), [1280, 2560]);
  assert.deepEqual(await sides("?thumbnail=1"), [320, 640]);
  const kept = (await idriss.get(`/api/documents/${document}/${id}`)).is(200).body;
  assert.ok(marked.includes(PLACE) && !kept.includes(PLACE) && kept.length < 1_500_000);
  await done(page);
});

// ---- without network: the server is stopped, because the page's worker has a line of its own ----

const back = (page) => page.evaluate(() => dispatchEvent(new Event("online")));

/** A server of its own, which the test stops and starts, and an entry of Idriss's with these words, open. */
async function alone(t, words, device = "mine") {
  const own = await Server.start(t);
  const author = await own.as("stg-02");
  const document = await author.newEntry("Sur le quai"), path = `/journal/${document}`;
  const page = await windowOf(browser, own, device === "mine" ? "stg-02" : null, { path: device === "mine" ? path : "/" });
  if (device !== "mine") {
    await signInByHand(page, "stg-02", "Un appareil partagé");
    await page.getByRole("heading", { name: "Bonjour Idriss" }).waitFor();
    await page.goto(own.origin + path);
  } else await hasWorker(page);
  const box = page.getByRole("textbox", { name: "Texte de l'entrée" });
  await box.click();
  await page.keyboard.insertText(words);
  await until(async () => (await author.text(document)) === words, "the words on the server", patience(20_000));
  const says = async (who = author) => (await who.text(document)).replace(ID, "images/N");
  return { server: own, author, document, path, page, box, says };
}
const giveTo = (box, files) => box.evaluate((content, files) => {
  const data = new DataTransfer();
  for (const { name, type, body } of files) data.items.add(new File([Uint8Array.from(atob(body), (c) => c.charCodeAt(0))], name, { type }));
  content.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}, files);

test("on one's own device images given without network are kept, described, seen after a reload, and enter their text in order when the network is back, open or not", async (t) => {
  const { server: own, page, path, document, box, says } = await alone(t, "Avant.\n\nAprès.");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("End");
  await own.kill();
  await giveTo(box, [file("une.png", png(60, 40)), file("deux.png", png(50, 30, [20, 90, 200]))]);
  await until(async () => /2 images attendent le réseau$/.test(await state(page).textContent()), "how many wait", patience(20_000));
  const card = page.getByRole("group", { name: "Image « une.png »" });
  await card.getByText("Cette image attend le réseau. Elle est gardée sur cet ordinateur").waitFor();
  await card.getByLabel("Décrivez l'image").fill("Le quai vide");
  await until(async () => (await lying(page, "images")).length === 2, "two rows");
  await isAccessible(page, "images that wait");
  await shot(page, "waiting");
  await page.reload();
  await card.getByText("Cette image attend le réseau.").waitFor();
  assert.equal(await card.getByLabel("Décrivez l'image").inputValue(), "Le quai vide");
  await until(() => card.locator("img").evaluate((image) => image.naturalWidth === 60), "drawn from what lies here");
  await box.getByText("Avant.").click();
  await page.keyboard.press("Control+Home");
  const breathless = await page.context().newCDPSession(page);
  await breathless.send("Emulation.setCPUThrottlingRate", { rate: 20 });
  await page.keyboard.type("Écrit hors ligne. ");
  await until(async () => (await page.locator(".state").last().getAttribute("data-state")) === "kept", "the words lie on the device", patience(10_000));
  await breathless.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await page.goto(`${own.origin}/journal`);
  await page.getByText("Hors ligne : voici").waitFor();
  await own.restart();
  await back(page);
  const again = await own.as("stg-02");
  let has = "";
  await until(async () => (has = await says(again)) === "Écrit hors ligne. Avant.\n\n![Le quai vide](images/N)\n\n![Image à décrire](images/N)\n\nAprès.", () => `both in « ${has} »`, patience(60_000));
  const [first] = (await again.text(document)).match(ID);
  assert.equal((await again.get(`/api/documents/${document}/${first}`)).is(200).body.readUInt32BE(16), 60);
  await until(async () => (await lying(page, "images")).length + (await lying(page, "pictures")).length === 0, "nothing left to keep", patience(20_000));
  await page.goto(own.origin + path);
  await page.getByRole("img", { name: "Le quai vide" }).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("an image that was seen, and those of one's own texts, are there without network; on a shared device none lies there", async (t) => {
  const { server: own, page, path, box, says } = await alone(t, "Avant.");
  await giveTo(box, [file("une.png", png(60, 40))]);
  await until(async () => /!\[Image à décrire\]\(images\/N\)/.test(await says()), "the image in the text", patience(20_000));
  const elsewhere = await windowOf(browser, own, "stg-02", { path: "/" });
  await elsewhere.getByRole("heading", { name: "Bonjour Idriss" }).waitFor();
  const seen = async (who) => (await lying(who, "seen")).length;
  for (const one of [page, elsewhere]) {
    await hasWorker(one);
    await until(async () => (await seen(one)) > 0, "the image lies here", patience(20_000));
  }
  const shared = await windowOf(browser, own, null, { path: "/" });
  await signInByHand(shared, "stg-02", "Un appareil partagé");
  await shared.getByRole("heading", { name: "Bonjour Idriss" }).waitFor();
  await shared.goto(own.origin + path);
  await until(async () => (await drawn(shared)) === 1, "drawn there too");
  assert.equal(await seen(shared), 0);
  await own.kill();
  for (const one of [page, elsewhere]) {
    await one.goto(own.origin + path);
    await until(async () => (await drawn(one)) === 1, "drawn from what lies here", patience(20_000));
    assert.deepEqual(one.complaints, []);
  }
  await Promise.all([page, elsewhere, shared].map((one) => one.context().close()));
});

test("an image of an entry begun without network comes home after its entry", async (t) => {
  const { server: own, page, author } = await alone(t, "Avant.");
  const before = (await author.get("/api/journal")).is(200).json.entries.length;
  await page.goto(`${own.origin}/`);
  await page.getByRole("heading", { name: "Bonjour Idriss" }).waitFor();
  await own.kill();
  await page.getByRole("button", { name: /^Écrire/ }).first().click();
  const box = page.getByRole("textbox", { name: "Texte de l'entrée" });
  await box.waitFor();
  await page.keyboard.type("Née hors ligne.");
  await giveTo(box, [file("une.png", png(60, 40))]);
  await until(async () => (await lying(page, "images")).length === 1, "a row");
  const born = page.url().split("/").at(-1);
  await own.restart();
  await back(page);
  const again = await own.as("stg-02");
  await until(async () => (await again.get("/api/journal")).json.entries.length === before + 1, "the entry", patience(60_000));
  await until(async () => /^Née hors ligne\.\n\n!\[Image à décrire\]\(images\/\w+\)/.test(await again.text(born)), "its image", patience(60_000));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("an image that nobody wants when the network is back is said, wherever one is, and can be taken along", async (t) => {
  const { server: own, page: before, document, box } = await alone(t, "Avant."), context = before.context();
  await own.kill();
  await giveTo(box, [file("une.png", png(60, 40))]);
  await until(async () => (await lying(before, "images")).length === 1, "a row");
  await before.close({ runBeforeUnload: false });               // it would try again by itself, as soon as the server is back
  await own.restart();
  const again = await own.as("stg-02");
  (await again.put(`/api/journal/entries/${document}/erasure`, {})).is(200);
  const page = await another(context, `${own.origin}/journal`);
  const notice = page.locator(".notice", { hasText: "« une.png » n'a pas pu entrer dans le texte" });
  await notice.waitFor({ timeout: patience(40_000) });
  await isAccessible(page, "an image that nobody wanted");
  await shot(page, "unwanted");
  await page.reload();
  const download = page.waitForEvent("download");
  await notice.getByRole("button", { name: "Télécharger l'image" }).click();
  assert.equal((await download).suggestedFilename(), "une.png");
  await notice.getByRole("button", { name: "Retirer" }).click();
  await notice.waitFor({ state: "detached" });
  await until(async () => (await lying(page, "images")).length === 0, "nothing left");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("on a shared device one is told that an image needs the network; nothing of it lies there, and it enters if the page is still open", async (t) => {
  const { server: own, page, box, says } = await alone(t, "Avant.", "shared");
  await own.kill();
  await giveTo(box, [file("une.png", png(60, 40))]);
  const card = page.getByRole("group", { name: "Image « une.png »" });
  await card.getByText("Une image a besoin du réseau pour entrer dans le texte, et rien n'est gardé sur cet ordinateur.").waitFor({ timeout: patience(20_000) });
  assert.equal(await database(page, ["images", "pictures"]), null);
  assert.deepEqual(await page.evaluate(() => caches.keys()), []);
  assert.doesNotMatch(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })), /une\.png|blob:/);
  await isAccessible(page, "an image without network on a shared device");
  await shot(page, "shared");
  await own.restart();
  await back(page);
  const again = await own.as("stg-02");
  await until(async () => (await says(again)) === "Avant.\n\n![Image à décrire](images/N)\n\n", "it in the text", patience(60_000));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
