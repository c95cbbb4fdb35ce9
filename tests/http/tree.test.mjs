// Pages in a tree, the trash, the inner folder and a team's readers, through the routes, with sockets and repositories looked at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { git } from "../harness/folder.mjs";
import { RawClient, until } from "../harness/live.mjs";
import { Server, patience } from "../harness/server.mjs";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const lost = [4403, 4404];
const add = async (person, title, more = {}) => (await person.post("/api/groups/grp-b/pages", { title, ...more })).is(201).json.id;
const pages = async (person) => (await person.get("/api/groups/grp-b")).is(200).json.pages;

async function closes(client, change, what) {
  await change;
  assert.ok(lost.includes(await client.code()), `${what}: closed with ${client.close.code}`);
}

async function write(person, page, text) {
  const client = await (await RawClient.open(person, page, { protocol: "carnet" })).sync();
  client.type(text);
  await client.settled();
  await client.end();
}

test("the tree is listed with parents in order, and moves are seen", async (t) => {
  const server = await Server.start(t);
  const idriss = await server.as("stg-02");
  const enquete = await add(idriss, "Enquête"), guide = await add(idriss, "Guide", { parent: enquete }), affiches = await add(idriss, "Affiches");
  const order = async () => (await pages(idriss)).filter((p) => [enquete, guide, affiches].includes(p.id)).map((p) => [p.title, p.parent]);
  assert.deepEqual((await order()).sort(), [["Affiches", null], ["Enquête", null], ["Guide", enquete]]);
  (await idriss.put(`/api/documents/${affiches}/place`, { before: enquete })).is(204);
  assert.deepEqual((await order()).filter(([, parent]) => !parent).map(([title]) => title), ["Affiches", "Enquête"]);
  (await idriss.put(`/api/documents/${affiches}/place`, { parent: enquete, before: guide })).is(204);
  assert.deepEqual((await order()).filter(([, parent]) => parent).map(([title]) => title), ["Affiches", "Guide"]);
  assert.equal((await idriss.put(`/api/documents/${enquete}/place`, { parent: guide })).is(409).json.code, "page.inside_itself");
});

test("throwing a page away closes everybody's sockets on it and on those below; restoring opens all again", async (t) => {
  const server = await Server.start(t);
  const [idriss, yann, tutor] = await Promise.all(["stg-02", "stg-06", "tut-03"].map((id) => server.as(id)));
  const top = await add(idriss, "Enquête"), below = await add(idriss, "Guide", { parent: top });
  await write(idriss, below, "Questions.");
  const open = [await (await RawClient.open(yann, below)).sync(), await (await RawClient.open(tutor, top)).sync()];
  const change = idriss.delete(`/api/documents/${top}`).then((r) => r.is(204));
  await Promise.all(open.map((c) => closes(c, change, "thrown away")));
  (await yann.get(`/api/documents/${below}/text`)).is(404);
  const trash = (await yann.get("/api/groups/grp-b/trash")).is(200).json;
  assert.deepEqual(trash.map((p) => [p.id, p.title, p.by]), [[top, "Enquête", "Idriss Benhaddou"]]);
  assert.equal(Math.round((Date.parse(trash[0].until) - Date.parse(trash[0].at)) / 86_400_000), 30);
  (await yann.post(`/api/groups/grp-b/trash/${top}/restoration`, {})).is(200);
  assert.equal(await tutor.text(below), "Questions.");
});

test("inner pages are committed to a repository of their own, and no word of them to the other", async (t) => {
  const server = await Server.start(t);
  const idriss = await server.as("stg-02");
  const before = readdirSync(join(server.data, "groups"));
  const inner = await add(idriss, "Entre nous", { inner: true });
  await write(idriss, inner, "Un mot rien que pour nous : pamplemousse.");
  await until(async () => (await idriss.get(`/api/documents/${inner}/revisions`)).json.length > 0, "a revision", patience(20_000));
  await until(() => readdirSync(join(server.data, "groups")).length > before.length, "the repository", patience(20_000));
  const fresh = readdirSync(join(server.data, "groups")).find((name) => !before.includes(name));
  const folder = (name) => join(server.data, "groups", name);
  await until(() => existsSync(join(folder(fresh), "refs/heads/main")), "a commit", patience(20_000));
  assert.match(await git(folder(fresh), "show", "main:entre-nous.md"), /pamplemousse/);
  for (const name of before) assert.doesNotMatch(await git(folder(name), "log", "-p", "--all"), /pamplemousse|entre-nous/);
});

test("a team that narrows its readers closes their sockets, and may open again", async (t) => {
  const server = await Server.start(t);
  const [idriss, tutor, manager, cooperator] = await Promise.all(["stg-02", "tut-03", "resp-01", "coop-02"].map((id) => server.as(id)));
  const page = (await pages(idriss))[0].id;
  const open = await (await RawClient.open(tutor, page)).sync();
  const stays = await (await RawClient.open(cooperator, page)).sync();
  const seen = (await idriss.get("/api/groups/grp-b")).json;
  assert.deepEqual([seen.abilities.narrow, seen.abilities.addTutor, seen.abilities.inner], [true, false, true]);
  await closes(open, idriss.put("/api/groups/grp-b/readers/tut-03", { open: false }).then((r) => r.is(200)), "narrowed");
  await stays.sync();
  assert.equal(stays.close, undefined);
  (await tutor.get(`/api/documents/${page}`)).is(404);
  assert.deepEqual((await tutor.get("/api/groups/grp-b")).is(200).json.pages, []);
  assert.deepEqual((await manager.get("/api/groups/grp-b")).json.closedReaders.map((p) => p.id), ["tut-03"]);
  (await idriss.put("/api/groups/grp-b/readers/tut-03", { open: true })).is(200);
  (await tutor.get(`/api/documents/${page}`)).is(200);
  await stays.end();
});

test("whom a team lets in again is not told who wrote on its pages while they were shut out", async (t) => {
  const server = await Server.start(t);
  const [idriss, second, third, tutor] = await Promise.all(["stg-02", "stg-06", "stg-14", "tut-03"].map((id) => server.as(id)));
  const page = await add(idriss, "Affiches");
  const revisions = async () => (await idriss.get(`/api/documents/${page}/revisions`)).is(200).json.length;
  const leaves = async (person, text) => {
    const before = await revisions();
    await write(person, page, text);
    await until(async () => (await revisions()) > before, "the revision");
  };
  const authors = async (person) => (await pages(person)).find((p) => p.id === page).authors.map((a) => a.id);
  const shut = (open) => idriss.put("/api/groups/grp-b/readers/tut-03", { open }).then((r) => r.is(200));
  await shut(false);
  await leaves(second, "Entre nous. ");
  await leaves(third, "Pour vous. ");
  await shut(true);
  assert.deepEqual(await authors(idriss), ["stg-14", "stg-06"]);
  assert.deepEqual(await authors(tutor), ["stg-14"], "who made what they read now");
  await leaves(second, "Encore. ");
  assert.deepEqual(await authors(tutor), ["stg-06", "stg-14"]);
});

test("a tutor added by the manager reads, and is closed out when taken back", async (t) => {
  const server = await Server.start(t);
  const [maelle, tutor, manager] = await Promise.all(["stg-01", "tut-03", "resp-01"].map((id) => server.as(id)));
  const page = await maelle.newPage("Affiches");
  (await tutor.get(`/api/documents/${page}`)).is(404);
  assert.deepEqual((await manager.get("/api/groups/grp-a/tutors")).is(200).json.map((p) => p.id), ["tut-03"]);
  const group = (await manager.put("/api/groups/grp-a/tutors/tut-03", { added: true })).is(200).json;
  assert.ok(group.readers.some((r) => r.id === "tut-03" && r.can.includes("comment") && !r.can.includes("write")));
  const open = await (await RawClient.open(tutor, page)).sync();
  await closes(open, manager.put("/api/groups/grp-a/tutors/tut-03", { added: false }).then((r) => r.is(200)), "taken back");
});
