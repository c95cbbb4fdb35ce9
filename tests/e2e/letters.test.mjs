// From a letter to what it speaks of: its link, opened by whoever received it, leads to that very thing, after a sign-in if there is none.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { signInByHand, startBrowser, windowOf } from "../harness/browser.mjs";
import { RawClient } from "../harness/live.mjs";
import { MailServer, mailSettings } from "../harness/mail.mjs";
import { Server } from "../harness/server.mjs";

const noon = "2026-06-12T12:00:00+02:00", evening = "2026-06-12T18:00:05+02:00";
let browser, post, server, page, group, threads, note;

before(async () => {
  [browser, post] = await Promise.all([startBrowser(), MailServer.start()]);
  server = await Server.start(undefined, { now: noon, config: mailSettings(post.port) });
  const [author, team, other, tutor, trainee] = await Promise.all(["stg-02", "stg-06", "stg-01", "tut-03", "stg-03"].map((id) => server.as(id)));
  page = await author.newPage("Le marché", "grp-b");
  const client = await (await RawClient.open(author, page, { protocol: "carnet" })).sync();
  client.type("Le marché du lundi est fermé.\n\n" + "Une ligne de plus.\n\n".repeat(60) + "Il rouvrira en septembre.\n");
  await client.settled();
  await client.end();
  const say = async (exact, body, n) => (await tutor.post(`/api/documents/${page}/comments`, { key: `key-of-a-letter-${n}`, kind: "question", body, anchor: { exact } })).is(201).json.id;
  threads = [await say("en septembre", "Quel jour ?", 1), await say("du lundi", "Depuis quand ?", 2)];
  await team.newPage("Nos affiches", "grp-b");
  group = (await other.post("/api/groups", { name: "Les comptes", open: false })).is(201).json.id;
  (await other.put(`/api/groups/${group}/invitations/stg-02`, {})).is(200);
  note = (await trainee.get("/api/documents")).is(200).json.find((d) => d.kind === "note_synthetique" && d.owner === "stg-03");
  await server.stop();
  await server.restart({ now: evening });
});
after(async () => {
  await browser.close();
  await server.end();
  await post.stop();
});

/** The address below the line of a letter. */
async function linkIn(id, subject, line) {
  const { body } = await post.letter((l) => l.to[0] === `${id}@exemple.invalid` && subject.test(l.headers.subject) && line.test(l.body), `${subject} to ${id}`);
  const lines = body.split("\n"), at = lines.findIndex((one) => line.test(one));
  const link = new URL(lines.slice(at).find((one) => /^ +http/.test(one)).trim());
  assert.equal(link.origin, server.origin);
  return link.pathname + link.hash;
}

/** Opened by somebody who is not signed in, then by somebody who is; a sign-in is all that is asked. */
async function followed(id, path, arrived, sizes = {}) {
  const out = await windowOf(browser, server, null, { path, now: evening, ...sizes });
  await out.getByRole("heading", { name: "Ouvrir mon carnet" }).or(out.getByLabel("Adresse électronique")).first().waitFor();
  await signInByHand(out, id);
  const here = await windowOf(browser, server, id, { path, now: evening, ...sizes });
  for (const window of [out, here]) {
    await arrived(window);
    assert.equal(new URL(window.url()).pathname, path.split("#")[0]);
    assert.deepEqual(window.complaints, []);
    await window.context().close();
  }
}

test("comments: the text opens at the conversation that the letter speaks of, counted once for all of them, on a screen and on a phone", async () => {
  const path = await linkIn("stg-02", /ce qui est nouveau/, /a laissé un commentaire sur «\sLe marché\s».*×\s2/);
  assert.equal(path, `/equipes/grp-b/${page}#thread-${threads[0]}`);
  for (const sizes of [{}, { width: 360, height: 740 }])
    await followed("stg-02", path, async (window) => {
      const thread = window.getByRole("article", { name: /en septembre/ });
      await thread.getByText("Quel jour ?").waitFor();
      await window.waitForFunction((id) => document.activeElement?.id === `thread-${id}`, threads[0]);
      const { y, height } = await thread.boundingBox();
      assert.ok(y >= 0 && y < window.viewportSize().height && height > 0, `the conversation is at ${y}`);
      assert.equal(await thread.getAttribute("aria-current"), "true");
    }, sizes);
});

test("a team's page: it opens", async () => {
  const path = await linkIn("stg-02", /ce qui est nouveau/, /a ouvert la page «\sNos affiches\s»/);
  await followed("stg-02", path, (window) => window.getByRole("heading", { name: "Nos affiches" }).first().waitFor());
});

test("an invitation: the group opens, where one joins it", async () => {
  const path = await linkIn("stg-02", /ce qui est nouveau/, /vous invite dans le groupe «\sLes comptes\s»/);
  assert.equal(path, `/equipes/${group}`);
  await followed("stg-02", path, async (window) => {
    await window.getByRole("heading", { name: "Les comptes" }).first().waitFor();
    await window.getByRole("button", { name: /Rejoindre/ }).first().waitFor();
  });
});

test("a deadline: the text that is to be handed in opens", async () => {
  const path = await linkIn("stg-03", /une échéance approche/, /est à remettre avant le 15\/06\/2026/);
  assert.equal(path, `/ecrits/${note.id}`);
  await followed("stg-03", path, (window) => window.getByText("Note synthétique").first().waitFor());
});

test("all of it: the letter ends with the page of one's news, which leads to the same", async () => {
  const { body } = await post.letter((l) => l.to[0] === "stg-02@exemple.invalid" && /ce qui est nouveau/.test(l.headers.subject));
  const path = new URL(/Tout est là, quand vous voudrez\s: (\S+)/.exec(body)[1]).pathname;
  await followed("stg-02", path, async (window) => {
    await window.getByRole("link", { name: /a laissé un commentaire/ }).last().click();
    await window.waitForFunction((id) => document.activeElement?.id === `thread-${id}`, threads[0]);
    await window.goBack();
    await window.getByRole("heading", { name: "Nouvelles" }).waitFor();
  });
});
