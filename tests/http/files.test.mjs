// Files of groups: what goes in, what is kept of it, how it comes out; hostile files and names.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { deflateSync } from "node:zlib";
import { must, sql } from "../harness/backups.mjs";
import { until } from "../harness/live.mjs";
import { png as pngOf } from "../harness/pictures.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

let server, idriss, yann, tutor, stranger;
before(async () => {
  server = await Server.start();
  [idriss, yann, tutor, stranger] = await Promise.all(["stg-02", "stg-06", "tut-03", "stg-01"].map((id) => server.as(id)));
});
after(() => server.end());

const here = "/api/groups/grp-b/files";
const query = (values) => new URLSearchParams(values).toString();
const send = (person, body, values = {}, at = here) => person.send("POST", `${at}?${query(values)}`, { body, headers: { "content-type": "application/octet-stream" } });
const list = async (person) => (await person.get(here)).is(200).json;

function chunk(name, data) {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(name, 4, "latin1");
  data.copy(out, 8);
  return out; // the checksum is the decoder's affair
}
const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
const png = Buffer.concat([
  Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header), chunk("tEXt", Buffer.from("GPS\0 48.85N 2.35E")),
  chunk("IDAT", deflateSync(Buffer.from([0, 1, 2, 3]))), chunk("IEND", Buffer.alloc(0)), Buffer.from("<script>alert(1)</script>"),
]);
const pdf = Buffer.from("%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n");

test("a file goes in, is listed, comes out octet by octet as something to save, and is on the disk under its hash", async () => {
  const added = (await send(idriss, pdf, { name: "Compte rendu du 3 juin.pdf" })).is(201).json;
  assert.deepEqual([added.name, added.type, added.size, added.picture, added.by], ["Compte rendu du 3 juin.pdf", "application/pdf", pdf.length, false, "Idriss Benhaddou"]);
  const out = (await tutor.get(`${here}/${added.id}`)).is(200);
  assert.deepEqual(out.body, pdf);
  assert.equal(out.headers["content-type"], "application/pdf");
  assert.match(out.headers["content-disposition"], /^attachment; filename="Compte rendu du 3 juin.pdf"; filename\*=UTF-8''Compte%20rendu%20du%203%20juin.pdf$/);
  assert.equal(out.headers["x-content-type-options"], "nosniff");
  assert.match(out.headers["content-security-policy"], /sandbox/);
  assert.match((await tutor.get(`${here}/${added.id}?show=1`)).headers["content-disposition"], /^attachment/);
  const hash = createHash("sha256").update(pdf).digest("hex");
  assert.deepEqual(readFileSync(join(server.data, "files", hash)), pdf);
  assert.deepEqual(readdirSync(join(server.data, "tmp")), [], "nothing is left behind");
  assert.ok((await yann.get("/api/events")).json.some((e) => e.kind === "file.added"));
});

test("a picture needs a description, loses what was written beside it, and may be shown", async () => {
  assert.equal((await send(idriss, png, { name: "plan.png" })).is(400).json.code, "file.description");
  assert.equal((await send(idriss, png, { name: "plan.png", description: "  " })).is(400).json.code, "file.description");
  const added = (await send(idriss, png, { name: "plan.png", description: "Le plan de la salle" })).is(201).json;
  const out = (await tutor.get(`${here}/${added.id}?show=1`)).is(200);
  assert.match(out.headers["content-disposition"], /^inline/);
  assert.ok(out.body.length < png.length && !/GPS|48\.85N|script/.test(out.body.toString("latin1")));
  for (const name of readdirSync(join(server.data, "files"))) assert.ok(!readFileSync(join(server.data, "files", name), "latin1").includes("48.85N"), "the place is on the disk");
});

test("what is no use to a group or could harm its readers is refused, whatever it is called, and nothing of it stays", async () => {
  const before = readdirSync(join(server.data, "files")).length;
  const hostile = {
    "a page called picture": ["photo.png", "<!DOCTYPE html><html><script>alert(1)</script></html>"],
    "an SVG with a script": ["logo.svg", '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    "an SVG called text": ["logo.txt", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'],
    "a program": ["outil.pdf", Buffer.concat([Buffer.from("\x7fELF\x02\x01\x01", "latin1"), Buffer.alloc(57)])],
    "a shell script": ["notes.txt", "#!/bin/sh\nrm -rf /\n"],
    "an archive": ["tout.zip", Buffer.concat([Buffer.from("PK\x03\x04\x14\0\0\0\0\0", "latin1"), Buffer.alloc(60)])],
    "a GIF that is JavaScript": ["a.gif", "GIF89a/*\x01\0\x01\0*/=1;alert(1)//"],
    "nothing in particular": ["x.pdf", Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 250, 251, 252])],
  };
  for (const [what, [name, body]] of Object.entries(hostile)) {
    const a = await send(idriss, body, { name, description: "Une image" });
    assert.deepEqual([a.status, a.json.code], [400, "file.type"], what);
  }
  for (const [what, body] of Object.entries({ "a cut PNG": png.subarray(0, 40), "a PNG of 2^32 points a side": Buffer.concat([png.subarray(0, 16), Buffer.alloc(8, 255), png.subarray(24)]) }))
    assert.equal((await send(idriss, body, { name: "x.png", description: "Une image" })).is(400).json.code, "file.picture", what);
  assert.equal((await send(idriss, "", { name: "vide.txt" })).is(400).json.code, "file.empty");
  (await send(idriss, Buffer.alloc((20 << 20) + 1, 65), { name: "gros.txt" })).is(413);
  assert.equal(readdirSync(join(server.data, "files")).length, before);
});

test("names are the last part of a path, with nothing that hides, and an end that fits what it is", async () => {
  const cases = {
    "../../etc/passwd": "passwd.txt",
    "C:\\Users\\moi\\notes.txt": "notes.txt",
    "  .caché .txt": "caché .txt",
    "page.html": "page.html.txt",
    "facture\u202Efdp.txt": "facturefdp.txt",
    "fac\u00adture\u061c.t\u200bxt": "facture.txt",
    'dit "oui".txt': "dit oui.txt",
    "": "file.txt",
    "Été à Ploumézel — 3 juin.TXT": "Été à Ploumézel — 3 juin.TXT",
  };
  assert.equal((await send(idriss, "x", { name: "a\r\nset-cookie: x=1.txt" })).status, 400);
  for (const [given, kept] of Object.entries(cases)) {
    const added = (await send(idriss, `Texte de ${given}`, { name: given })).is(201).json;
    assert.equal(added.name, kept);
    const { headers } = (await idriss.get(`${here}/${added.id}`)).is(200);
    assert.equal(headers["set-cookie"], undefined);
    assert.equal(decodeURIComponent(/filename\*=UTF-8''(\S+)$/.exec(headers["content-disposition"])[1]), kept);
  }
});

test("readers take and do not give, strangers do neither, and what is in the trash is nowhere until it comes back", async () => {
  const added = (await send(idriss, "Nos comptes : 505 euros.", { name: "comptes.txt" })).is(201).json;
  (await send(tutor, "x", { name: "x.txt" })).is(403);
  (await send(stranger, "x", { name: "x.txt" })).is(403);
  (await stranger.get(here)).is(403);
  (await stranger.get(`${here}/${added.id}`)).is(403);
  (await stranger.get(`/api/groups/grp-a/files/${added.id}`)).is(404);
  (await tutor.delete(`${here}/${added.id}`)).is(403);
  (await yann.delete(`${here}/${added.id}`)).is(204);
  (await idriss.get(`${here}/${added.id}`)).is(404);
  assert.ok(!(await list(idriss)).files.some((f) => f.id === added.id));
  assert.ok((await list(idriss)).trashed.some((f) => f.id === added.id));
  assert.deepEqual((await list(tutor)).trashed, []);
  (await tutor.post(`${here}/${added.id}/restoration`, {})).is(403);
  (await idriss.post(`${here}/${added.id}/restoration`, {})).is(200 + 4);
  (await idriss.post(`${here}/${added.id}/restoration`, {})).is(404);
  assert.equal((await tutor.get(`${here}/${added.id}`)).is(200).text, "Nos comptes : 505 euros.");
});

test("a group has room for 500 MB, its trash included", async () => {
  const { used, most } = await list(idriss);
  assert.equal(most, 500 << 20);
  const body = Buffer.alloc(19 << 20, "Une ligne de texte.\n");
  const last = Math.floor((most - used) / body.length);
  for (let i = 0; i < last; i++) {
    const added = (await send(idriss, body, { name: `gros-${i}.txt` })).is(201).json;
    if (i % 2) (await idriss.delete(`${here}/${added.id}`)).is(204);
  }
  const a = await send(idriss, body, { name: "de-trop.txt" });
  assert.deepEqual([a.status, a.json.code], [413, "file.quota"]);
});

test("a file is erased 30 days after it was thrown away, and days later what only it held, as what an upload left behind", async (t) => {
  const server = await Server.start(t, { now: sample.snapshotAt }), db = join(server.data, "carnet.db");
  const kept = () => new Set(readdirSync(join(server.data, "files")));
  const hash = (words) => createHash("sha256").update(words).digest("hex"), names = (row) => sql(db, `SELECT count(*) FROM group_file WHERE name = '${row}'`);
  const later = async (n) => {
    await server.stop();
    await server.restart({ now: new Date(Date.parse(sample.snapshotAt) + n * 86_400_000).toISOString() });
  };
  const member = await server.as("stg-02"), other = await server.as("stg-01");
  for (const words of ["À jeter.", "Chez deux équipes."]) {
    const { id } = (await send(member, words, { name: words === "À jeter." ? "jeté.txt" : "double.txt" })).is(201).json;
    (await member.delete(`${here}/${id}`)).is(204);
  }
  (await send(other, "Chez deux équipes.", { name: "double.txt" }, "/api/groups/grp-a/files")).is(201);
  const page = (await member.post("/api/groups/grp-b/pages", { title: "Repérage" })).is(201).json.id;
  const image = (picture) => member.send("PUT", `/api/documents/${page}/images/une?thumbnail=0`, { body: picture, headers: { "content-type": "application/octet-stream" } });
  const empty = kept();
  (await image(pngOf(9, 9))).is(201);
  const first = [...kept()].find((name) => !empty.has(name)), before = kept();
  (await image(pngOf(8, 8))).is(200); // what came first stays, and what came second is nobody's
  const second = [...kept()].find((name) => !before.has(name));
  assert.ok(first && second);

  await later(29);
  assert.equal(await names("jeté.txt"), "1");
  await later(31);
  await until(async () => (await names("jeté.txt")) === "0" && (await names("double.txt")) === "1", "both rows erased");
  assert.ok(kept().has(hash("À jeter.")), "its content is marked first");
  assert.ok(kept().has(second), "and so is the image that came second");
  await later(32);
  await until(() => (statSync(join(server.data, "files", hash("À jeter."))).mode & 0o777) === 0o400, "marked");
  await later(40);
  await until(() => !kept().has(hash("À jeter.")) && !kept().has(second), "what no row names forgotten");
  assert.ok(kept().has(hash("Chez deux équipes.")) && kept().has(first));
  const again = await server.as("stg-01", { again: true });
  const { files } = (await again.get("/api/groups/grp-a/files")).is(200).json;
  assert.equal((await again.get(`/api/groups/grp-a/files/${files[0].id}`)).is(200).text, "Chez deux équipes.");
  assert.equal(await must(0, "check", "--data", server.data), "");
});
