// Somebody writes what runs in careless pages into everything that takes words: texts, titles, names, remarks, proposed edits, file
// names, addresses, searches, what is pasted, what a page announces to the others. Everybody else then looks: nothing runs, nothing is
// loaded from elsewhere, and the policy that would stop it has nothing to stop.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { sql } from "../harness/backups.mjs";
import { loaded, startBrowser, windowOf } from "../harness/browser.mjs";
import { asHtml, asLines, asText, label, payloads, shownInPage, watch, wrongInPage } from "../harness/hostile.mjs";
import { RawClient, message, until } from "../harness/live.mjs";
import { Server, carnet, patience } from "../harness/server.mjs";

const ADMIN = "admin@exemple.invalid", DAY = 86_400_000;
const soon = new Date(Date.now() + 20 * DAY).toISOString().slice(0, 10);
let browser, server;
const made = { pages: [] };                         // what somebody else will look at
const seen = new Set();                             // numbers that were on some page
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), Server.start()]);
  assert.equal((await carnet(["admin", "--data", server.data, "--email", ADMIN])).code, 0);
  await writeEverywhere();
  await server.stop();
  await renameEverything(join(server.data, "carnet.db"));
  await server.restart();
});
after(async () => {
  await browser.close();
  await server.end();
});

async function write(person, document, text) {
  const client = await (await RawClient.open(person, document, { protocol: "carnet" })).sync();
  client.edit((content) => {
    content.delete(0, content.length);
    content.insert(0, text);
  });
  await client.settled();
  await client.end();
}

/** What goes through the doors that the page uses. */
async function writeEverywhere() {
  const [idriss, yann, tutor, assistant] = await Promise.all(["stg-02", "stg-06", "tut-03", "ass-01"].map((id) => server.as(id)));
  const titles = asLines(200), names = asLines(80);
  const parts = Array.from({ length: 4 }, (_, i) => payloads.slice(i * payloads.length / 4, (i + 1) * payloads.length / 4));
  for (const [i, part] of parts.entries()) {
    const page = await idriss.newPage(titles[i], "grp-b");
    made.pages.push(page);
    await write(idriss, page, asText(part.slice(0, part.length / 2)));
    if (i === 0) made.revision = (await idriss.post(`/api/documents/${page}/revisions`, { name: names[0] })).is(201).json.id;
    await write(idriss, page, asText(part));
  }
  for (const title of titles.slice(4, 60)) await idriss.newPage(title, "grp-b");
  const [page] = made.pages;
  for (const [i, body] of asLines(3800).entries()) {
    const anchor = { exact: label(payloads[i]), prefix: "", suffix: " :" };
    const remark = (await tutor.post(`/api/documents/${page}/comments`, { key: `key-of-a-remark-${1000 + i}`, kind: "question", body, anchor })).is(201).json;
    (await yann.post(`/api/comments/${remark.id}/replies`, { key: `key-of-a-reply-${1000 + i}`, body })).is(201);
    (await tutor.post(`/api/documents/${page}/comments`, { key: `key-of-an-edit-${1000 + i}`, kind: "correction", anchor, edit: { kind: "replace", text: body } })).is(201);
  }
  made.path = (await idriss.post(`/api/documents/${page}/guest-links`, { guest: asLines(120)[1], until: soon })).is(201).json.path;
  for (const [i, name] of asLines(150).slice(0, 30).entries())
    (await idriss.send("POST", `/api/groups/grp-b/files?name=${encodeURIComponent(`${name}.txt`)}`, { body: `Une ligne, ${i}.\n`, headers: { "content-type": "application/octet-stream" } })).is(201);
  for (const title of titles.slice(60, 80)) {
    made.entry = await idriss.newEntry(title);
    await write(idriss, made.entry, asText(payloads.slice(0, 12)));
    const entry = (await idriss.get(`/api/journal/entries/${made.entry}`)).is(200).json.id;
    (await idriss.put(`/api/journal/entries/${entry}/visibility`, { visibility: "cohort" })).is(200);
  }
  (await idriss.put(`/api/documents/${made.entry}/named-readers/stg-06`, { until: soon, question: asLines(480)[0] })).is(200);
  (await tutor.post(`/api/documents/${page}/readings`, { sentence: asLines(270)[2] })).is(200);
  (await tutor.put("/api/trainees/stg-02/note", { cohort: "coh-2025-2026", text: asLines(15_000)[0] })).is(200);
  for (const name of names.slice(0, 20)) {
    const group = (await idriss.post("/api/groups", { name, theme: asLines(290)[3], open: true })).is(201).json.id;
    (await idriss.put(`/api/groups/${group}/invitations/stg-06`, {})).is(200);
  }
  const invite = (givenName, i) => assistant.post("/api/invitations", { cohort: "coh-2025-2026", role: "trainer", people: [{ givenName, familyName: "Nom", email: `hostile-${i}@exemple.invalid` }] });
  (await invite(names[0], 0)).is(400);              // a tag is no name
  for (const [i, { text, n }] of payloads.filter(({ text }) => text.length < 60 && !/[<>"\\;{}[\]\n\t\r\0-\x1f]/.test(text)).entries()) (await invite(`${label({ n })} ${text}`, i)).is(201);
}

/** What no door would let in as it is, or what only a file or a new year brings: written into the rows themselves. */
async function renameEverything(database) {
  const quoted = (text) => `'${text.replaceAll("\0", "").replaceAll("'", "''")}'`;
  const change = async (table, column, most) => {
    const rows = (await sql(database, `SELECT rowid FROM "${table}" WHERE ${column} IS NOT NULL`)).split("\n").filter(Boolean), lines = asLines(most);
    return rows.map((row, i) => `UPDATE "${table}" SET ${column} = ${quoted(lines[i % lines.length])} WHERE rowid = ${row};`);
  };
  const columns = { person: ["given_name", "family_name"], group: ["name", "commission", "commissioner", "theme"], session: ["theme"], milestone: ["label"], cohort: ["label"], programme: ["title"], organisation: ["name"],
    enrolment: ["reason", "project_title", "project_place"], half_day: ["room"], group_file: ["name", "description"], tutor_assignment: ["reason", "handover"], accommodation: ["measure", "cause"], work: ["title", "reopen_reason"] };
  const statements = [];
  for (const [table, names] of Object.entries(columns)) for (const name of names) statements.push(...await change(table, name, 160));
  for (const table of ["programme", "cohort"]) {
    let at = 0;
    const lines = asLines(300), prose = (_, value) => (typeof value === "string" && /\S \S+ \S/.test(value) ? lines[at++ % lines.length] : value);
    for (const row of (await sql(database, `SELECT id FROM ${table}`)).split("\n")) {
      const definition = JSON.parse(await sql(database, `SELECT definition FROM ${table} WHERE id = ${row}`));
      statements.push(`UPDATE ${table} SET definition = ${quoted(JSON.stringify(definition, prose))} WHERE id = ${row};`);
    }
  }
  const file = `${database}.changes`;
  writeFileSync(file, ["BEGIN;", ...statements, "COMMIT;"].join("\n"));
  await sql(database, `.read ${file}`);
  rmSync(file);
}

/** A window in which everything that runs, loads from elsewhere or breaks the policy is kept in `complaints`. */
async function watched(id, options = {}) {
  const page = await windowOf(browser, server, id, { path: "/icon.svg", ...options });
  await page.context().addInitScript(watch);
  page.on("dialog", (dialog) => (page.complaints.push(`a dialog: ${dialog.message()}`), dialog.dismiss()));
  page.context().on("page", (other) => page.complaints.push(`a new window: ${other.url()}`));
  page.on("frameattached", () => page.complaints.push("a frame"));
  page.on("request", (r) => r.url().startsWith(server.origin) || r.url().startsWith(server.live.replace("/live", "")) || page.complaints.push(`loads ${r.url().slice(0, 200)}`));
  return page;
}

/** Everything on the page as it is now, from top to bottom; an editor shows only what is near. */
async function look(page, what) {
  const faults = [];
  for (let at = 0, height = 1; at < height; at += 3500) {
    height = await page.evaluate((y) => (scrollTo(0, y), new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(document.documentElement.scrollHeight))))), at);
    for (const n of await page.evaluate(shownInPage)) seen.add(n);
    faults.push(...await page.evaluate(wrongInPage));
  }
  assert.deepEqual([...new Set(faults)].slice(0, 10), [], what);
  assert.deepEqual(page.complaints.slice(0, 10), [], what);
}

async function visit(page, path, { shows = true } = {}) {
  await page.goto(server.origin + path);
  await page.getByRole("heading", { level: 1 }).or(page.getByRole("textbox", { name: /^Titre/ })).first().waitFor();
  await loaded(page);
  if (shows) await until(async () => (await page.evaluate(shownInPage)).length > 0, `words of somebody hostile on ${path}`);
  await look(page, path);
}

const TALL = { width: 1280, height: 4000 };
const who = {
  "stg-06": () => ["/", "/equipes", "/equipes/grp-b", ...made.pages.map((id) => `/equipes/grp-b/${id}`), `/versions/${made.pages[0]}`, `/versions/${made.pages[0]}/${made.revision}`, `/versions/${made.pages[0]}/${made.revision}/maintenant`,
    "/nouvelles", "/journal/partages", `/journal/${made.entry}`, "/compte/lectures", "/compte/actes", "/calendrier", "/programme", "/compte"],
  "tut-03": () => ["/", ...made.pages.slice(0, 2).map((id) => `/equipes/grp-b/${id}`), ...made.pages.map((id) => `/lire/${id}`), `/lire/${made.entry}`, "/stagiaires", "/stagiaires/notes", "/stagiaires/stg-02", "/stagiaires/stg-02/parcours"],
  "resp-01": () => ["/", "/equipes", "/equipes/former", "/stagiaires/parcours", "/stagiaires/accompagnement", "/registre", "/programmes", "/programmes/cpsl", "/promotions/coh-2025-2026", "/promotions/coh-2025-2026/calendrier/ses-6"],
  "ass-01": () => ["/personnes", "/personnes/tut-01/depart", "/amenagements"],
  "rh-01": () => ["/amenagements"],
};

for (const [id, paths] of Object.entries(who))
  test(`nothing runs on any page that ${id} opens`, async () => {
    const page = await watched(id, TALL);
    for (const path of paths()) await visit(page, path, { shows: path !== "/compte" });
    await page.context().close();
  });

test("nothing runs on paper, in another width, nor where a text is followed from its margin", async () => {
  const page = await watched("tut-03", TALL);
  for (const id of made.pages) {
    await visit(page, `/lire/${id}`);
    await page.emulateMedia({ media: "print" });
    await look(page, "print");
    await page.emulateMedia({ media: "screen" });
  }
  await page.setViewportSize({ width: 360, height: 4000 });
  await visit(page, `/equipes/grp-b/${made.pages[0]}`);
  await page.getByRole("button", { name: /^Dans la marge/ }).click();
  await page.getByRole("article").first().waitFor();
  await look(page, "the margin on a phone");
  await page.context().close();
});

test("nothing runs where a guest reads, nor in what the server gives as a document of its own", async () => {
  const page = await watched(null, TALL);
  await visit(page, made.path);
  await page.emulateMedia({ media: "print" });
  await look(page, "a guest's page, printed");
  await page.context().close();
  const reader = await watched("tut-03", TALL);
  for (const id of made.pages) for (const form of ["html", "text"]) {
    await reader.goto(`${server.origin}/api/documents/${id}/${form}`).catch((error) => assert.match(String(error), /Download|ERR_ABORTED/));
    await look(reader, form);
  }
  await reader.goto(`${server.origin}/api/documents/${made.pages[0]}/revisions/${made.revision}/html`);
  await look(reader, "a version's HTML");
  const { files } = (await (await server.as("tut-03")).get("/api/groups/grp-b/files")).is(200).json;
  assert.ok(files.length > 0, "there are files");
  for (const file of files.slice(0, 4)) {
    const [download] = await Promise.all([reader.waitForEvent("download"), reader.goto(`${server.origin}/api/groups/grp-b/files/${file.id}`).catch(() => {})]);
    assert.doesNotMatch(download.suggestedFilename(), /[<>/\\]/);
  }
  assert.deepEqual(reader.complaints, []);
  await reader.context().close();
});

test("nothing runs in what is found, nor in what is searched for", async () => {
  const tutor = await server.as("tut-03");
  await until(async () => (await tutor.get("/api/search?q=onerror")).json.hits?.length > 5, "the pages are indexed", patience(30_000));
  const page = await watched("tut-03", TALL);
  await page.goto(`${server.origin}/recherche`);
  const field = page.getByRole("searchbox", { name: "Mots à rechercher" }).last();
  await field.waitFor();
  for (const words of ["onerror", "script alert", "javascript", "img src x", "nom"]) {
    await field.fill(words);
    await page.locator(".hit, .item").first().waitFor();
    await loaded(page);
    await look(page, `found: ${words}`);
  }
  await field.evaluate(async (input, all) => {
    for (const words of all) {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, words);
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await new Promise((done) => setTimeout(done));
    }
  }, asLines(200));
  for (const words of asLines(200).filter((_, i) => i % 16 === 0)) {
    const answered = page.waitForResponse((r) => r.url().includes("/api/search"), { timeout: patience(3000) }).catch(() => null); // words that are none are not asked for
    await field.fill(words);
    await field.press("Enter");
    await answered;
    await look(page, `searched: ${words}`);
  }
  await page.context().close();
});

test("nothing runs in what is pasted, as its author and as another sees it", async () => {
  const idriss = await server.as("stg-02"), document = await idriss.newPage("Collé", "grp-b");
  const [author, other] = await Promise.all([watched("stg-02", TALL), watched("stg-06", TALL)]);
  for (const page of [author, other]) {
    await page.goto(`${server.origin}/equipes/grp-b/${document}`);
    await page.locator(".cm-content").waitFor();
  }
  await author.locator(".cm-content").click();
  await author.locator(".cm-content").evaluate(async (content, all) => {
    for (const [i, html] of all.entries()) {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/html", html);
      clipboardData.setData("text/plain", html);
      content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      if (i % 10 === 0) await new Promise((done) => setTimeout(done));
    }
  }, payloads.map(asHtml));
  const last = label(payloads.at(-1));
  await until(async () => (await idriss.text(document)).includes(last), "all that was pasted is kept", patience(30_000));
  await until(async () => { await other.evaluate(() => scrollTo(0, document.documentElement.scrollHeight)); return (await other.locator(".cm-content").innerText()).includes(last); }, "the other sees it");
  for (const page of [author, other]) await look(page, "what was pasted");
  await author.goto(`${server.origin}/lire/${document}`);
  await author.getByText(last).first().waitFor();
  await look(author, "what was pasted, to be read");
  await Promise.all([author, other].map((page) => page.context().close()));
});

test("nothing runs in what other pages announce of themselves", async () => {
  const page = await watched("stg-06", TALL), document = made.pages[1];
  await visit(page, `/equipes/grp-b/${document}`);
  const client = await (await RawClient.open(await server.as("stg-02"), document, { protocol: "carnet" })).sync();
  const names = payloads.map(({ text }) => text).filter((text) => text.length <= 80 && /^[^\s\0-\x1f]{4}[^\0]*$/.test(text));
  for (const [i, name] of names.entries()) {
    client.send(message.awareness([{ id: 4242, clock: i + 1, state: { user: { id: name, name, author: name, color: "url(https://evil.invalid/)" }, cursor: { anchor: { type: name }, head: {} }, writing: true, [name]: name } }]));
    if (i % 20 !== 0) continue;
    assert.equal(client.close, undefined);
    await until(() => page.evaluate((word) => document.body.textContent.includes(word), name.split(/\s/)[0]), `${name} is shown among those present`);
    await look(page, `present: ${name}`);
  }
  await client.end();
  await page.context().close();
});

test("nothing runs from an address, followed or opened", async () => {
  const page = await watched("stg-06");
  await page.goto(`${server.origin}/equipes`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  const refused = await page.evaluate(async (all) => {
    let count = 0;
    for (const text of all)
      for (const address of [`/${text}`, `/equipes/${text}`, `/recherche?x=${text}#${text}`]) {
        try { history.pushState(null, "", address); } catch { count++; continue; }
        dispatchEvent(new PopStateEvent("popstate"));
        for (let i = 0; i < 3; i++) await null;       // the page is drawn between two of them
      }
    return count;
  }, payloads.map(({ text }) => text));
  assert.ok(refused < payloads.length, `${refused} addresses that the browser itself refuses`);
  await look(page, "addresses one after the other");
  for (const [i, { text }] of payloads.filter((_, at) => at % 14 === 0).entries()) {
    const start = ["/", "/mot-de-passe", "/adresse", "/messages", "/lecture/", "/api/documents/", "/recherche?q=", "/connexion?next=", "/equipes/"][i % 9];
    await page.goto(`${server.origin}${start}${i % 9 < 4 ? "#" : ""}${i % 2 ? encodeURIComponent(text) : text.replace(/[\s\\]/g, "")}`).catch((error) => assert.match(String(error), /net::ERR_/));
    await look(page, `${start} and ${text.slice(0, 80)}`);
  }
  await page.context().close();
});

test("nothing runs in the letters that an administrator opens", async () => {
  const { headers } = await server.asToken(ADMIN.split("@")[0]);
  const page = await watched(null, { ...TALL, routes: [["https://never.invalid/", (route) => route.abort()]] });
  await page.context().setExtraHTTPHeaders(headers);
  await visit(page, "/courrier");
  const open = page.getByRole("button", { name: "Ouvrir" });
  await open.first().waitFor();
  for (let left = Math.min(await open.count(), 15); left > 0; left--) {
    const before = await page.locator("pre.letter").count();
    await open.first().click();
    await until(async () => (await page.locator("pre.letter").count()) > before, "the letter is open");
  }
  await look(page, "letters");
  for (const path of ["/personnes", "/registre", "/commencer"]) await visit(page, path, { shows: path !== "/commencer" });
  await page.context().close();
});

test("nothing runs in a list of people as it was understood", async () => {
  const page = await watched("ass-01", TALL);
  await page.goto(`${server.origin}/personnes`);
  await page.getByLabel("Une personne par ligne").fill(asLines(150).slice(0, 100).map((line, i) => (i % 2 ? line : `${line} <personne-${i}@exemple.invalid>`)).join("\n"));
  await page.getByRole("button", { name: "Vérifier la liste" }).click();
  await page.getByText("Il manque une adresse complète").first().waitFor();
  await look(page, "a list as it was understood");
  await page.context().close();
});

test("every one of them was there to be seen", (t) => {
  const missing = payloads.filter(({ n }) => !seen.has(n));
  t.diagnostic(`${payloads.length} payloads, ${seen.size} of them seen on some page`);
  assert.ok(payloads.length >= 300);
  assert.deepEqual(missing.map(({ n, text }) => [n, text.slice(0, 60)]), []);
});
