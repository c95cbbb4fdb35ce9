// The page of a work that was handed in.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { cohort } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

const now = cohort.snapshotAt;
let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start(undefined, { now })])));
after(async () => {
  await browser.close();
  await server.end();
});
const shots = process.env.CARNET_SHOTS;
const shot = async (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png` });

/** A work of the sample in this state, as its author has it. */
async function workOf(state) {
  const { trainee, deliverable } = cohort.deliverables.find((one) => one.state === state && one.submittedAt);
  const work = (await (await server.as(trainee)).get("/api/works")).is(200).json.find((one) => one.owner === trainee && one.kind === deliverable);
  return { trainee, work };
}

for (const width of [1280, 360])
  test(`the author of a work that was handed in is told when, and that the jury reads that text (${width} px)`, async () => {
    const { trainee, work } = await workOf("submitted");
    const page = await windowOf(browser, server, trainee, { now, width, path: `/ecrits/${work.id}` });
    await page.getByText(/^Déposé( en retard)? le .+\. C'est ce texte qui compte, tel que vous l'avez déposé\s: il ne change plus\.$/).waitFor();
    assert.equal(work.abilities.write, false);
    assert.equal(await page.getByRole("toolbar", { name: "Mise en forme" }).count(), 0);
    await isAccessible(page, `a work that was handed in at ${width}`);
    await shot(page, `handed-in-${width}`);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

test("who writes on in a work that was opened again is told which text counts", async () => {
  const { trainee, work } = await workOf("reopened");
  const page = await windowOf(browser, server, trainee, { now, path: `/ecrits/${work.id}` });
  await page.getByText(/^Rouvert, à déposer avant le [^,.]+, date prolongée\. Le jury lira ce que vous déposerez à nouveau\. Sans nouveau dépôt, c'est votre texte déposé le .+ qui compte\.$/).waitFor();
  assert.equal(work.abilities.write, true);
  await isAccessible(page, "a work that was opened again");
  await shot(page, "handed-in-reopened");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a draft says nothing of the kind, and a reader is told when the text was handed in", async () => {
  const draft = cohort.deliverables.find((one) => one.state === "draft" && !one.submittedAt), { trainee, work } = await workOf("submitted");
  const own = (await (await server.as(draft.trainee)).get("/api/works")).is(200).json.find((one) => one.owner === draft.trainee && one.kind === draft.deliverable);
  const page = await windowOf(browser, server, draft.trainee, { now, path: `/ecrits/${own.id}` });
  await page.getByRole("heading", { level: 1 }).or(page.getByRole("textbox").first()).first().waitFor();
  assert.equal(await page.getByText(/Déposé|le jury/i).count(), 0);
  await page.context().close();
  const tutors = await Promise.all(["tut-01", "tut-02", "tut-03"].map(async (id) => [id, (await (await server.as(id)).get(`/api/works/${work.id}`)).status]));
  const reader = await windowOf(browser, server, tutors.find(([, status]) => status === 200)[0], { now, path: `/ecrits/${work.id}` });
  await reader.getByText(/^Déposé( en retard)? le [^.]+\.$/).waitFor();
  assert.deepEqual(reader.complaints, []);
  await reader.context().close();
});
