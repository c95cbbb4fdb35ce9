// Taking one's journal away: what is in the zip is what was written, it is for its author alone, and whoever gave a title chose no path.
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { contentsOf } from "../harness/folder.mjs";
import { updateOf } from "../harness/live.mjs";
import { jpeg, png, webp } from "../harness/pictures.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";
import { unzipped } from "../harness/zip.mjs";

const COHORT = "coh-2025-2026", today = sample.snapshotAt.slice(0, 10), INDEX = "LISEZ-MOI.html";
const octets = { "content-type": "application/octet-stream" };
const start = (t) => Server.start(t, { now: sample.snapshotAt });
const people = (server, ...who) => Promise.all(who.map((id) => server.as(id)));
const write = async (person, document, text) =>
  (await person.post(`/api/documents/${document}/updates`, undefined, { body: Buffer.from(updateOf(text, 4_100_000_000)), headers: { ...octets, "carnet-state-vector": "AA" } })).is(200);
const picture = async (person, document, id, body) => (await person.send("PUT", `/api/documents/${document}/images/${id}?thumbnail=0`, { body, headers: octets })).is(201);
const taken = async (person) => unzipped((await person.get("/api/journal/export")).is(200).body);
const share = async (person, entry, visibility) => (await person.put(`/api/journal/entries/${entry}/visibility`, { visibility })).is(200);
const text = (zip, name) => { assert.ok(zip.has(name), `${name} is not among ${[...zip.keys()].join(", ")}`); return zip.get(name).toString("utf8"); };
const body = (file) => file.replace(/^---\n[^]*?\n---\n\n/, "");
const all = (zip) => [...zip].map(([name, content]) => `${name}\n${content}`).join("\n");

let keys = 0;
const key = () => `key-of-an-export-${++keys}`;
const remark = (exact, said, more = {}) => ({ key: key(), kind: "question", body: said, anchor: { exact, prefix: "", suffix: "" }, ...more });

test("a journal comes out whole: every entry's words, day, title, tags and readers, and a page that lists them", async (t) => {
  const server = await start(t), author = await server.as("stg-01");
  const answer = (await author.get("/api/journal/export")).is(200);
  assert.equal(answer.headers["content-type"], "application/zip");
  assert.equal(answer.headers["content-disposition"], `attachment; filename="mon-journal-${today}.zip"`);
  assert.equal(answer.headers["cache-control"], "no-store");
  assert.equal(answer.headers["transfer-encoding"], "chunked");
  const zip = unzipped(answer.body), { entries, abilities } = (await author.get("/api/journal")).is(200).json;
  assert.equal(abilities.export, true);
  const written = [...zip.keys()].filter((name) => /^entrees\/[^/]+\.md$/.test(name));
  assert.ok(entries.length > 0);
  assert.equal(written.length, entries.length);
  const index = text(zip, INDEX);
  for (const entry of entries) {
    const name = written.find((n) => text(zip, n).includes(`titre: ${JSON.stringify(entry.title)}\n`)), file = text(zip, name);
    assert.ok(name.startsWith(`entrees/${entry.writtenOn}-`), name);
    assert.equal(body(file), await author.text(entry.id), "not a character more or less");
    assert.match(file, new RegExp(`^---\ntitre: .*\ndate: ${entry.writtenOn}\nétiquettes: .*\nvisible par: "[^"]+"\n---\n\n`));
    assert.deepEqual(JSON.parse(/\nétiquettes: (.*)\n/.exec(file)[1]), entry.tags);
    assert.ok(index.includes(`href="${name}"`) && index.includes(entry.title.replace(/&/g, "&amp;").replace(/"/g, "&quot;")), name);
  }
  assert.ok(index.startsWith("<!doctype html>\n<html lang=\"fr\">") && /<title>.+<\/title>/.test(index));
  assert.doesNotMatch(index, /(src|href)="(?!entrees\/|commentaires\/)|@import|url\(|https?:/, "it opens without a network");
  assert.equal([...zip.keys()].at(-1), INDEX);
});

test("one's works come out in a zip of their own, with images and comments, and nothing of the journal or of others", async (t) => {
  const server = await start(t);
  const [author, tutor, manager] = await people(server, "stg-11", "tut-03", "resp-01");
  const works = (await author.get("/api/works")).is(200).json, draft = works.find((work) => work.kind === "dossier_professionnel");
  const entry = await author.newEntry("Titre du journal");
  await write(author, entry, "Rien que pour moi.");
  await picture(author, draft.id, "abcdefghijklmnop", png());
  await write(author, draft.id, "![Le four](images/abcdefghijklmnop)\n\nLe pain du lundi.\n\n");
  (await tutor.post(`/api/documents/${draft.id}/comments`, remark("Le pain du lundi.", "Lequel ?"))).is(201);
  const answer = (await author.get("/api/me/works/export")).is(200);
  assert.equal(answer.headers["content-disposition"], `attachment; filename="mes-ecrits-${today}.zip"`);
  const zip = unzipped(answer.body), written = [...zip.keys()].filter((name) => /^ecrits\/[^/]+\.md$/.test(name));
  assert.equal(written.length, works.length);
  const name = written.find((one) => text(zip, one).includes("Le pain du lundi.")), stem = /^ecrits\/(.*)\.md$/.exec(name)[1];
  assert.ok(text(zip, name).includes(`images/${stem}/abcdefghijklmnop.png`) && zip.has(`ecrits/images/${stem}/abcdefghijklmnop.png`));
  assert.match(text(zip, name), /\nvisible par: "mon accompagnement"\n/);
  assert.ok(text(zip, `commentaires/${stem}.md`).includes("Lequel ?") && text(zip, `commentaires/${stem}.md`).includes(`Son fichier : ${name}`));
  const index = text(zip, INDEX);
  assert.ok(index.includes("<h1>Mes écrits</h1>") && index.includes(`href="${name}"`) && index.includes("ecrits/images"));
  assert.ok(!all(zip).includes("Rien que pour moi.") && !all(zip).includes("Titre du journal"));
  assert.ok(!all(await taken(author)).includes("Le pain du lundi."), "nor the other way round");
  for (const other of [tutor, manager]) assert.equal((await other.get("/api/me/works/export")).is(404).json.code, "work.none");
  (await server.nobody().get("/api/me/works/export")).is(401);
  const gone = await server.as("stg-10"); // left in March, and takes it along
  assert.ok([...unzipped((await gone.get("/api/me/works/export")).is(200).body).keys()].some((one) => one.startsWith("ecrits/")));
});

test("who may read an entry is said in its file, in words", async (t) => {
  const server = await start(t), author = await server.as("stg-02");
  for (const visibility of ["private", "tutor", "group", "cohort"]) {
    const entry = await author.newEntry(`Pour ${visibility}`);
    await share(author, entry, visibility);
  }
  const leaving = await author.newEntry("Pour l’oubli");
  (await author.put(`/api/journal/entries/${leaving}/erasure`, {})).is(200);
  const zip = await taken(author), seen = (title) => /\nvisible par: "(.*)"\n/.exec(text(zip, `entrees/${today}-pour-${title}.md`))[1];
  assert.deepEqual(["private", "tutor", "cohort"].map(seen), ["moi seul·e", "mon tutorat", "la promotion"]);
  assert.match(seen("group"), /^le groupe .+/);
  assert.match(seen("l-oubli"), /^moi seul·e, jusqu’à son effacement le \d\d\/\d\d\/\d{4}$/);
});

test("images lie beside the texts that show them, octet for octet, and the text names them where they lie", async (t) => {
  const server = await start(t), author = await server.as("stg-02");
  const [first, second] = [await author.newEntry("Le canal"), await author.newEntry("La passerelle")];
  const kinds = { png: png(31, 20), jpg: jpeg(31, 20), webp: webp(31, 20) };
  for (const [id, content] of Object.entries(kinds)) await picture(author, first, `photo-${id}`, content);
  await picture(author, second, "photo-png", png(8, 8, [9, 9, 9]));
  const source = "![Le canal](images/photo-png) puis ![](<images/photo-jpg> \"titre\")\n\nmesimages/photo-png, images/photo-png-2, images/autre et images/photo-webp";
  await write(author, first, source);
  await write(author, second, "images/photo-png");
  const zip = await taken(author), folder = `images/${today}-le-canal`;
  assert.equal(body(text(zip, `entrees/${today}-le-canal.md`)),
    `![Le canal](${folder}/photo-png.png) puis ![](<${folder}/photo-jpg.jpg> "titre")\n\nmesimages/photo-png, images/photo-png-2, images/autre et ${folder}/photo-webp.webp`);
  for (const id of Object.keys(kinds))
    assert.deepEqual(zip.get(`entrees/${folder}/photo-${id}.${id}`), (await author.get(`/api/documents/${first}/images/photo-${id}`)).is(200).body);
  assert.deepEqual(zip.get(`entrees/images/${today}-la-passerelle/photo-png.png`), (await author.get(`/api/documents/${second}/images/photo-png`)).is(200).body);
  assert.match(text(zip, INDEX), /Le canal[^]*?3 images/);
});

test("comments come with the text they are about: who, when, of what kind, settled or not, with replies and proposed edits", async (t) => {
  const server = await start(t), [author, tutor, mate] = await people(server, "stg-02", "tut-03", "stg-06");
  const entry = await author.newEntry("Le marché"), on = `/api/documents/${entry}/comments`;
  await write(author, entry, "Le marché du lundi est fermé.\nOn y va quand même.");
  await share(author, entry, "cohort");
  const first = (await tutor.post(on, remark("du lundi", "Depuis quand ?\nEt pourquoi ?"))).is(201).json;
  (await author.post(`/api/comments/${first.id}/replies`, { key: key(), body: "Depuis mars." })).is(201);
  (await author.put(`/api/comments/${first.id}/status`, { status: "resolved" })).is(200);
  const edit = (await mate.post(on, remark("fermé", "Plus juste", { kind: "correction", edit: { kind: "replace", text: "déplacé" } }))).is(201).json;
  (await author.put(`/api/comments/${edit.id}/decision`, { decision: "refused", word: "Non, il est bien fermé." })).is(200);
  const gone = (await mate.post(on, remark("On y va", "Une bêtise", { kind: "encouragement" }))).is(201).json;
  (await author.post(`/api/comments/${gone.id}/replies`, { key: key(), body: "Merci quand même." })).is(201);
  (await mate.send("DELETE", `/api/comments/${gone.id}`)).is(204);
  const zip = await taken(author), said = text(zip, `commentaires/${today}-le-marché.md`);
  const names = Object.fromEntries(await Promise.all([["a", author], ["t", tutor], ["m", mate]].map(async ([k, p]) => [k, (await p.get("/api/me")).is(200).json.person.name])));
  const day = today.split("-").reverse().join("/");
  assert.match(said, new RegExp(`## Question : ${names.t}, le ${day} à \\d\\d:\\d\\d \\(réglé\\)\n\n> du lundi\n\nDepuis quand \\?\nEt pourquoi \\?\n\n### Réponse : ${names.a}, le ${day} à \\d\\d:\\d\\d\n\nDepuis mars\\.\n`));
  assert.match(said, new RegExp(`## Correction : ${names.m}, le .* \\((?:à traiter|réglé)\\)\n\n> fermé\n\nPlus juste\n\nModification proposée \\(non retenue par ${names.a}, le .*\\) : remplacer le passage par : « déplacé »\n\nNon, il est bien fermé\\.\n`));
  assert.match(said, /## Commentaire supprimé, du .*\n\n> On y va\n/);
  assert.ok(!said.includes("Une bêtise"));
  assert.match(text(zip, INDEX), new RegExp(`Le marché[^]*?<a href="commentaires/${today}-le-marché.md">3 commentaires</a>`));
  assert.ok(!text(zip, `entrees/${today}-le-marché.md`).includes("Depuis quand"));
});

test("a title is a name and never a path, whatever is in it, and the same title twice is two files", async (t) => {
  const server = await start(t), author = await server.as("stg-02");
  const titles = ["../../../etc/passwd", "..\\..\\boot", "a\u0000b\u0007\u202ecod.exe", "C:\\CON", "/", "~", "", "x".repeat(200), "é".repeat(200), "Échéance", "ÉCHÉANCE", "échéance 2", "日記 один", "\"titre\": oui\n---\nfaux: vrai", "{{text}} <script>alert(1)</script>"];
  for (const title of titles) {
    const made = await author.post("/api/journal/entries", { title });
    assert.ok([201, 400].includes(made.status), title);
    if (made.status === 201) await write(author, made.json.document, `Mots de « ${title.replace(/\u0000/g, "")} »`);
  }
  const zip = await taken(author), { entries } = (await author.get("/api/journal")).is(200).json;
  for (const name of zip.keys()) {
    assert.match(name, /^(LISEZ-MOI\.html|(entrees|commentaires)\/\d{4}-\d\d-\d\d-[\p{L}\p{M}\p{N}-]+\.md)$/u, JSON.stringify(name));
    assert.ok([...name].length < 90, name);
    assert.equal(name, name.normalize("NFC").toLowerCase().replace("lisez-moi", "LISEZ-MOI"), "no two names that some disks take for one");
  }
  const written = [...zip.keys()].filter((name) => name.startsWith("entrees/"));
  assert.equal(written.length, entries.length);
  for (const name of [`${today}-échéance.md`, `${today}-échéance-2.md`, `${today}-etc-passwd.md`, `${today}-sans-titre.md`, `${today}-日記-один.md`]) assert.ok(zip.has(`entrees/${name}`), name);
  for (const entry of entries) {
    const file = written.map((n) => text(zip, n)).filter((f) => f.startsWith(`---\ntitre: ${JSON.stringify(entry.title || "Sans titre")}\ndate: `));
    assert.ok(file.length > 0, entry.title);
    assert.ok(file.every((f) => f.split("\n").indexOf("---", 1) === 5), "the head has four lines, whatever the title says");
  }
  assert.doesNotMatch(text(zip, INDEX), /<script>/);
});

test("nobody else gets it, and it holds nothing of anybody else's, shared or not", async (t) => {
  const server = await start(t), [author, tutor, mate, manager] = await people(server, "stg-01", "tut-01", "stg-02", "resp-01");
  const entry = await author.newEntry("Un abricotier"), word = "abricotier du canal";
  await write(author, entry, word);
  for (const visibility of ["cohort", "private"]) {
    await share(author, entry, visibility);
    for (const person of [tutor, manager, await server.as("ass-01")]) assert.equal((await person.get("/api/journal/export")).is(404).json.code, "journal.none");
    assert.ok(!all(await taken(mate)).includes(word) && !all(await taken(mate)).includes(entry), visibility);
    assert.ok(all(await taken(author)).includes(word));
  }
  (await server.nobody().get("/api/journal/export")).is(401);
});

test("who dropped out takes it with them for twelve months, and no longer", async (t) => {
  const server = await start(t);
  let [author, manager] = await people(server, "stg-05", "resp-01");
  await write(author, await author.newEntry("À emporter"), "Tout ce qui reste.");
  (await manager.put(`/api/cohorts/${COHORT}/trainees/stg-05/enrolment`, { status: "dropped_out", day: today, category: "personal" })).is(200);
  const { entries, abilities } = (await author.get("/api/journal")).is(200).json;
  assert.equal(abilities.export, true);
  const zip = await taken(author);
  assert.equal([...zip.keys()].filter((n) => n.endsWith(".md") && n.startsWith("entrees/")).length, entries.length);
  assert.equal(body(text(zip, `entrees/${today}-à-emporter.md`)), "Tout ce qui reste.");
  for (const [now, left] of [["2027-06-12", true], ["2027-06-14", false]]) {
    await server.stop();
    await server.restart({ now: `${now}T12:00:00+02:00` });
    author = await server.as("stg-05", { again: true });
    assert.equal((await author.get("/api/journal")).is(200).json.abilities.create, false);
    if (left) assert.equal(body(text(await taken(author), `entrees/${today}-à-emporter.md`)), "Tout ce qui reste.");
    else (await author.get("/api/journal/export")).is(404);
  }
});

/** Asks, and reads nothing until `go` is called; then {whole, body}. */
function slowly(person, path) {
  return new Promise((done, fail) => {
    const req = request({ host: "127.0.0.1", port: person.server.port, path, agent: false, headers: person.headers, highWaterMark: 1024 }, (res) => {
      res.pause();
      done(() => new Promise((end) => {
        const pieces = [];
        res.on("data", (piece) => pieces.push(piece));
        res.on("close", () => end({ whole: res.complete, body: Buffer.concat(pieces) }));
        res.on("error", () => {});
        res.resume();
      }));
    });
    req.on("error", fail);
    req.end();
  });
}

test("it comes in pieces as it is read: nothing of it is on the disk, and signing out meanwhile ends it", async (t) => {
  const server = await start(t), author = await server.as("stg-02"), word = "rossignol-du-canal";
  const entry = await author.newEntry("Beaucoup d’images");
  await write(author, entry, `${word} `.repeat(1000));
  for (let i = 0; i < 10; i++) {
    const noise = Buffer.alloc(3 << 20);
    for (let at = 0, x = i + 1; at < noise.length; at += 4) noise.writeUInt32LE((x = (Math.imul(x, 1664525) + 1013904223) >>> 0), at);
    const whole = webp(31, 20), bare = Buffer.concat([whole.subarray(0, 12), Buffer.from("VP8X"), Buffer.from([10, 0, 0, 0, 0, 0, 0, 0, 30, 0, 0, 19, 0, 0]), Buffer.from("VP8 "), Buffer.alloc(4), noise]);
    bare.writeUInt32LE(noise.length, 34);
    bare.writeUInt32LE(bare.length - 8, 4);
    await picture(author, entry, `image-${i}`, bare);
  }
  const go = await slowly(author, "/api/journal/export");
  for (const [file, content] of contentsOf(server.data)) assert.ok(!content.includes(word), file);
  const through = await (await slowly(await server.as("stg-02", { again: true }), "/api/journal/export"))();
  assert.ok(through.whole && unzipped(through.body).size >= 12);
  for (const [file, content] of contentsOf(server.data)) assert.ok(!content.includes(word), file);
  (await author.send("DELETE", "/api/session")).is(204);
  const cut = await go();
  assert.ok(!cut.whole, "it was cut off");
  assert.ok(cut.body.length < through.body.length);
  assert.throws(() => unzipped(cut.body));
});
