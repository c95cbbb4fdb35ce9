// Files of a group on the page: adding one, a picture that wants its words, a refusal in plain French, the trash.
import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { after, before, test } from "node:test";
import { isAccessible, startBrowser, windowOf } from "../harness/browser.mjs";
import { typedHere } from "../harness/device.mjs";
import { until } from "../harness/live.mjs";
import { Server } from "../harness/server.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([startBrowser(), Server.start()])));
after(async () => {
  await browser.close();
  await server.end();
});

function chunk(name, data) {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length, 0);
  head.write(name, 4, "latin1");
  return Buffer.concat([head, data, Buffer.alloc(4)]);
}
const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])), chunk("IDAT", deflateSync(Buffer.from([0, 1, 2, 3]))), chunk("IEND", Buffer.alloc(0))]);

test("a member adds a picture with its description at 360 px, throws it away and takes it back; a tutor saves it", async () => {
  const page = await windowOf(browser, server, "stg-02", { width: 360, height: 740, path: "/equipes/grp-b" });
  const files = page.getByRole("region", { name: "Fichiers" });
  await files.getByText("Ajouter un fichier").click();
  await isAccessible(page, "adding a file at 360 px");
  await files.getByLabel("Fichier", { exact: true }).setInputFiles({ name: "plan.png", mimeType: "image/png", buffer: png });
  await files.getByLabel("Ce que montre l'image").fill("Le plan de la salle");
  await files.getByRole("button", { name: "Ajouter le fichier" }).press("Enter");
  await files.getByRole("link", { name: /plan\.png/ }).waitFor();
  await files.getByText("Le plan de la salle").waitFor();
  await isAccessible(page, "a list of files at 360 px");

  await files.getByText("Ajouter un fichier").click();
  await files.getByLabel("Fichier", { exact: true }).setInputFiles({ name: "page.pdf", mimeType: "application/pdf", buffer: Buffer.from("<!DOCTYPE html><html><script>1</script></html>") });
  await files.getByRole("button", { name: "Ajouter le fichier" }).click();
  await files.getByRole("alert").getByText(/Ce genre de fichier n'est pas accepté/).waitFor();
  await isAccessible(page, "a refused file");

  await files.getByRole("button", { name: "Mettre plan.png à la corbeille" }).click();
  await files.getByText("Fichiers à la corbeille").click();
  await files.getByRole("button", { name: "Rétablir plan.png" }).click();
  await files.getByRole("link", { name: /plan\.png/ }).waitFor();

  const tutor = await windowOf(browser, server, "tut-03", { path: "/equipes/grp-b" });
  const [download] = await Promise.all([tutor.waitForEvent("download"), tutor.getByRole("link", { name: /plan\.png/ }).click()]);
  assert.equal(download.suggestedFilename(), "plan.png");
  assert.equal(await tutor.getByText("Ajouter un fichier").count(), 0);
  assert.deepEqual([...page.complaints, ...tutor.complaints], []);
  await Promise.all([page, tutor].map((p) => p.context().close()));
});

test("what was typed of a file that was not sent comes back beside that file, never beside another", async () => {
  const page = await windowOf(browser, server, "stg-02", { path: "/equipes/grp-b" });
  const files = page.getByRole("region", { name: "Fichiers" });
  const chooseFile = async (name) => {
    if (!(await files.locator("details.new-page[open]").count())) await files.getByText("Ajouter un fichier").click();
    await files.getByLabel("Fichier", { exact: true }).setInputFiles({ name, mimeType: "image/png", buffer: png });
  };
  const words = files.getByLabel("Ce que montre l'image");
  await files.getByText("Ajouter un fichier").click();
  await files.getByLabel("Description").fill("La salle du fond");         // before its file is chosen
  await chooseFile("salle.png");
  await until(async () => (await typedHere(page)).join() === "La salle du fond", "the words on the device");
  await page.reload();
  await chooseFile("jardin.png");
  await words.waitFor();
  assert.equal(await words.inputValue(), "");
  await chooseFile("salle.png");
  await until(async () => (await words.inputValue()) === "La salle du fond", "the words beside their file");
  await files.getByRole("button", { name: "Ajouter le fichier" }).click();
  await files.getByRole("link", { name: /salle\.png/ }).waitFor();
  await until(async () => (await typedHere(page)).length === 0, "nothing left once it was sent");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
