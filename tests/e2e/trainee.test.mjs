// The page of one trainee, as those see it who accompany them or run the course.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { Server, today } from "../harness/server.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start()])));
after(async () => {
  await browser.close();
  await server.end();
});
const shots = process.env.CARNET_SHOTS;
const shot = async (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });

test("a tutor finds the open conversations of a trainee, on which words and whose turn it is, and their next dates", async () => {
  const tutor = await server.as("tut-01"), trainees = (await tutor.get("/api/trainees")).is(200).json;
  const all = await Promise.all(trainees.map(async ({ id }) => (await tutor.get(`/api/trainees/${id}`)).is(200).json));
  const talked = all.find((one) => one.threads.length > 0), quiet = all.find((one) => one.threads.length === 0);
  assert.ok(talked && quiet, "the sample has both");
  for (const width of [1280, 360]) {
    const page = await windowOf(browser, server, "tut-01", { width, path: `/stagiaires/${talked.id}` });
    const threads = page.getByRole("region", { name: "Échanges ouverts dans la marge" });
    await threads.waitFor();
    assert.equal(await threads.getByRole("link").count(), talked.threads.length);
    const latest = [...talked.threads].sort((a, b) => b.lastAt.localeCompare(a.lastAt))[0];
    const first = threads.getByRole("link").first();
    assert.ok((await first.textContent()).includes(latest.quote.split("«")[0].slice(0, 60).trim()));
    assert.match(await first.textContent(), /attend une réponse|a répondu|sans réponse|dernier mot|n'attend pas/);
    const dates = page.getByRole("region", { name: "Ses prochaines dates" });
    assert.match(await dates.textContent(), /session/);
    const due = talked.works.filter((work) => work.dueAt && new Date(work.dueAt) > Date.now() && !["submitted", "graded", "withdrawn"].includes(work.state) && !work.carriedOverFrom);
    for (const work of due) assert.equal(await dates.locator(`time[datetime="${work.dueAt}"]`).count(), 1, work.kind);
    await isAccessible(page, `a trainee with conversations at ${width}`);
    await shot(page, `trainee-${width}`);
    await first.click();
    await page.waitForURL((url) => url.pathname.endsWith(latest.document.id));
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
  const page = await windowOf(browser, server, "tut-01", { width: 360, path: `/stagiaires/${quiet.id}` });
  await page.getByText("Aucun échange ouvert sur les textes que vous pouvez lire.").waitFor();
  await isAccessible(page, "a trainee without conversations");
  await page.context().close();
});

test("a trainee's works stand in one list: where each is, when it was handed in, when one read it, and the way to it", async () => {
  const { works, documents } = (await (await server.as("tut-01")).get("/api/trainees/stg-01")).is(200).json;
  const open = works.find((one) => one.document !== null && one.submittedAt !== null);
  assert.ok(open && documents.some(({ id }) => id === open.document), "the sample has a work that was handed in");
  (await (await server.as("tut-01")).post(`/api/documents/${open.document}/readings`, {})).is(200);
  for (const width of [1280, 360]) {
    const page = await windowOf(browser, server, "tut-01", { width, path: "/stagiaires/stg-01" });
    const texts = page.getByRole("region", { name: "Ses textes" });
    await texts.waitFor();
    const others = documents.filter(({ id }) => !works.some((one) => one.document === id));
    assert.equal(await texts.getByRole("listitem").count(), works.length + others.length);
    assert.equal(await texts.locator(`a[href="/ecrits/${open.document}"]`).count(), 1);
    assert.match(await texts.locator(`a[href="/ecrits/${open.document}"]`).textContent(), /(Déposé|Évalué).* le .* · vous l'avez lu le /);
    await isAccessible(page, `the texts of a trainee at ${width}`);
    await shot(page, `trainee-texts-${width}`);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
  const closed = (await (await server.as("resp-01")).get("/api/trainees/stg-01")).is(200).json;
  const readable = new Set(closed.documents.map(({ id }) => id));
  assert.ok(closed.works.some((one) => one.document === null), "a manager reads no draft");
  assert.ok(closed.works.every((one) => one.document === null || readable.has(one.document)));
});

test("who accompanies somebody no more finds their own note, goes on with it, takes it along and erases it", async () => {
  const cohort = "coh-2025-2026", person = await server.as("tut-02"), manager = await server.as("resp-01");
  const tutored = (by) => manager.put(`/api/cohorts/${cohort}/trainees/stg-12/tutor`, { person: by, from: today() });
  const before = (await manager.get("/api/trainees/stg-12")).is(200).json.tutor.id, notes = async () => (await person.get("/api/me/notes")).is(200).json;
  (await tutored("tut-02")).is(200);
  (await person.put("/api/trainees/stg-12/note", { cohort, text: "Reparler du marché." })).is(200);
  (await tutored(before)).is(200);
  for (const width of [1280, 360]) {
    const page = await windowOf(browser, server, "tut-02", { width, path: "/stagiaires" });
    await page.getByRole("link", { name: "Mes notes" }).click();
    const field = page.getByRole("textbox");
    await field.waitFor();
    await page.getByText(/Vous ne l'accompagnez plus/).waitFor();
    await isAccessible(page, `one's own notes at ${width}`);
    await shot(page, `notes-${width}`);
    await field.fill(`Reparler du marché, à ${width}.`);
    await page.getByRole("button", { name: "Enregistrer mes notes" }).click();
    await page.getByRole("button", { name: "Notes enregistrées" }).waitFor();
    assert.equal((await notes())[0].text, `Reparler du marché, à ${width}.`);
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Télécharger mes notes" }).click()]);
    assert.equal(file.suggestedFilename(), "mes-notes.md");
    assert.ok(readFileSync(await file.path(), "utf8").includes(`Reparler du marché, à ${width}.`));
    await page.goto(`${server.origin}/compte`);
    await page.getByRole("link", { name: "Mes notes" }).click();
    if (width === 360) {
      await field.fill("");
      await page.getByRole("button", { name: "Enregistrer mes notes" }).click();
      await page.getByText("Vous n'avez pas encore de notes.").waitFor();
      assert.deepEqual(await notes(), []);
      await page.goto(`${server.origin}/compte`);
      await page.getByRole("link", { name: "Ce qui s'est passé" }).waitFor();
      assert.equal(await page.getByRole("link", { name: "Mes notes" }).count(), 0);
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test("a date put back for one person is theirs on their page, and what is handed in is no date any more", async () => {
  const manager = await server.as("resp-01"), { trainees } = (await manager.get("/api/board")).is(200).json;
  const later = trainees.find((one) => one.works.some((work) => work.extended && ["not_started", "draft", "reopened"].includes(work.state) && new Date(work.dueAt) > Date.now()));
  const work = later.works.find((one) => one.extended), done = trainees.find((one) => one.status === "enrolled" && one.works.find((w) => w.kind === work.kind)?.state === "submitted");
  const page = await windowOf(browser, server, "resp-01", { path: `/stagiaires/${later.id}` });
  const dates = page.getByRole("region", { name: "Ses prochaines dates" });
  await dates.locator("li").filter({ has: page.locator(`time[datetime="${work.dueAt}"]`) }).getByText("date prolongée").waitFor();
  await isAccessible(page, "a trainee whose date was put back");
  const own = await windowOf(browser, server, later.id);
  await own.getByRole("complementary", { name: "Prochaines dates" }).locator("li").filter({ has: own.locator(`time[datetime="${work.dueAt}"]`) }).getByText("date prolongée").waitFor();
  for (const shown of [dates, own.getByRole("complementary", { name: "Prochaines dates" })]) await shown.getByText("Jury de certification").waitFor();
  assert.deepEqual(own.complaints, []);
  await own.context().close();
  await page.goto(`${server.origin}/stagiaires/${done.id}`);
  await dates.waitFor();
  assert.equal(await dates.getByText(/Dépôt du dossier professionnel/).count(), work.kind === "dossier_professionnel" ? 0 : 1);
  const left = trainees.find((one) => !["pre_enrolled", "enrolled", "suspended"].includes(one.status));
  await page.goto(`${server.origin}/stagiaires/${left.id}`);
  await page.getByText("plus aucune date n'est prévue").waitFor();
  await isAccessible(page, "a trainee who left");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
