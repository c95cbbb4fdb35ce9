// A device as its owner and those who look into it see it: what the line of state says, what lies in its database, whether its
// worker answers for the page.
import { until } from "./live.mjs";
import { patience } from "./server.mjs";

export const text = (page) => page.getByRole("textbox", { name: "Texte de l'entrée" });
export const title = (page) => page.getByRole("textbox", { name: "Titre de l'entrée" });
export const state = (page) => page.locator(".state").last();
export const says = (page, pattern) => until(async () => pattern.test((await state(page).textContent()) ?? ""), async () => `a state like ${pattern} instead of « ${await state(page).textContent()} »`, patience(20_000));
export const KEPT = /^Gardé sur cet ordinateur, partira dès que le réseau revient/;

/** The rows of these tables; null where there is no database. Looking makes none: the page would take an empty one for its own. */
export const database = (page, tables) => page.evaluate(async (names) => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open("carnet");
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(null);
  });
  if (db === null) return null;
  const tx = db.transaction(names), found = {};
  for (const name of names) found[name] = await new Promise((done) => (tx.objectStore(name).getAll().onsuccess = (event) => done(event.target.result)));
  db.close();
  return found;
}, tables);
export const lying = async (page, table) => (await database(page, [table]))?.[table] ?? [];
/** What fields say that lies on the device. */
export const typedHere = async (page) => (await lying(page, "fields")).map((row) => row.value);

/** The worker holds the page and answers for this window of it. */
export async function hasWorker(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await until(() => page.evaluate(() => navigator.serviceWorker.controller !== null), "a worker that answers for the page", patience(30_000));
}

/** The worker holds the page, and these texts lie on the device. */
export async function isReady(page, documents) {
  await hasWorker(page);
  await until(async () => {
    const kept = (await lying(page, "secured")).map((row) => row.document);
    return documents.every((id) => kept.includes(id));
  }, "the texts on the device", patience(30_000));
}

/** One more window of this device. */
export async function another(context, url) {
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error.stack ?? error)));
  await page.goto(url);
  return page;
}
