// Images of texts: what goes in, what is kept of it, who sees it, how it is sealed, and that it goes with its entry.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { backup, bench, must, restore, sql } from "../harness/backups.mjs";
import { until, updateOf } from "../harness/live.mjs";
import { PLACE, jpeg, png, webp } from "../harness/pictures.mjs";
import { cohort as sample } from "../harness/sample.mjs";
import { Server } from "../harness/server.mjs";

const octets = { "content-type": "application/octet-stream" };
const at = (document, id, query = "") => `/api/documents/${document}/images/${id}${query}`;
const put = (person, document, id, picture, thumbnail = Buffer.alloc(0)) =>
  person.send("PUT", at(document, id, `?thumbnail=${thumbnail.length}`), { body: Buffer.concat([thumbnail, picture]), headers: octets });
const files = (server) => readdirSync(join(server.data, "files"));
const days = (n) => new Date(Date.parse(sample.snapshotAt) + n * 86_400_000).toISOString();
const write = async (person, document, text) =>
  (await person.post(`/api/documents/${document}/updates`, undefined, { body: Buffer.from(updateOf(text, 4_100_000_000)), headers: { ...octets, "carnet-state-vector": "AA" } })).is(200);

test("an image of each kind goes in without what the camera wrote beside it, and comes out as what it is, for readers only", async (t) => {
  const server = await Server.start(t);
  const [idriss, tutor, stranger] = await Promise.all(["stg-02", "tut-03", "stg-01"].map((id) => server.as(id)));
  const page = (await idriss.post("/api/groups/grp-b/pages", { title: "Repérage" })).is(201).json.id;
  for (const [type, picture] of Object.entries({ "image/png": png(31, 20), "image/jpeg": jpeg(31, 20), "image/webp": webp(31, 20) })) {
    const id = `photo-${type.slice(6)}`, small = png(3, 2, [1, 2, type.length]);
    const added = (await put(idriss, page, id, picture, small)).is(201).json;
    assert.deepEqual([added.id, added.type, added.width, added.height], [id, type, 31, 20]);
    const out = (await tutor.get(at(page, id))).is(200);
    assert.equal(out.headers["content-type"], type);
    assert.equal(out.headers["x-content-type-options"], "nosniff");
    assert.equal(out.headers["cache-control"], "no-store", "a shared device keeps nothing");
    assert.match(out.headers["content-security-policy"], /sandbox/);
    assert.ok(picture.includes(PLACE) && !out.body.includes(PLACE), type);
    const thumbnail = (await tutor.get(at(page, id, "?thumbnail=1"))).is(200);
    assert.equal(thumbnail.headers["content-type"], "image/png");
    assert.ok(!thumbnail.body.includes(PLACE) && thumbnail.body.length < small.length);
    (await stranger.get(at(page, id))).is(404);
    (await server.nobody().get(at(page, id))).is(401);
  }
  (await put(tutor, page, "autre", png())).is(403);
  (await put(stranger, page, "autre", png())).is(404);
  (await idriss.get(at(page, "autre"))).is(404);
  for (const name of files(server)) assert.ok(!readFileSync(join(server.data, "files", name)).includes(PLACE), "the place is on the disk");
  assert.deepEqual(readdirSync(join(server.data, "tmp")), [], "nothing is left behind");

  (await put(idriss, page, "sans-vignette", png(5, 5))).is(201);
  assert.deepEqual((await tutor.get(at(page, "sans-vignette", "?thumbnail=1"))).is(200).body, (await tutor.get(at(page, "sans-vignette"))).body, "a small one is its own");
  const other = (await idriss.post("/api/groups/grp-b/pages", { title: "Autre" })).is(201).json.id;
  (await idriss.get(at(other, "photo-png"))).is(404);
});

test("an upload that comes twice is one image, and what came first stays", async (t) => {
  const server = await Server.start(t);
  const author = await server.as("stg-01");
  const { document } = (await author.post("/api/journal/entries", {})).is(201).json;
  (await put(author, document, "une", png(9, 9))).is(201);
  const kept = files(server).length, first = (await author.get(at(document, "une"))).is(200).body;
  (await put(author, document, "une", png(9, 9))).is(200);
  (await put(author, document, "une", png(8, 8))).is(200);
  assert.deepEqual((await author.get(at(document, "une"))).is(200).body, first);
  assert.equal(files(server).length, kept, "what was sealed for nothing is gone");
});

test("what is no image, is cut, is too large or has too many points is refused, and nothing of it stays", async (t) => {
  const server = await Server.start(t);
  const idriss = await server.as("stg-02");
  const page = (await idriss.post("/api/groups/grp-b/pages", { title: "Repérage" })).is(201).json.id;
  const wrong = {
    "nothing": "", "a page": "<!DOCTYPE html><script>alert(1)</script>", "an SVG": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a GIF": "GIF89a\x01\0\x01\0\0\0\0;",
    "a PDF": "%PDF-1.4\n%%EOF\n", "a cut PNG": png().subarray(0, 60), "a cut JPEG": jpeg().subarray(0, 120), "a cut WebP": webp().subarray(0, 50),
    "a PNG of 7,000 points": png(7000, 1), "a JPEG of no height": jpeg(3, 0), "a WebP of 16,000 points": webp(16000, 2),
  };
  for (const [what, body] of Object.entries(wrong)) {
    const a = await put(idriss, page, "x", Buffer.from(body, "latin1"));
    assert.deepEqual([a.status, a.json.code], [415, "image.type"], what);
    assert.equal((await put(idriss, page, "x", png(), Buffer.from(body, "latin1"))).status, body.length ? 415 : 201, `${what} as a thumbnail`);
  }
  const huge = await put(idriss, page, "y", Buffer.concat([png(), Buffer.alloc(4 << 20)]));
  assert.deepEqual([huge.status, huge.json.code], [413, "image.large"]);
  (await put(idriss, page, "y", Buffer.alloc((8 << 20) + 1))).is(413);
  (await idriss.send("PUT", at(page, "y"), { body: png(), headers: { "content-type": "image/png" } })).is(415);
  (await idriss.send("PUT", at(page, "y", "?thumbnail=99999"), { body: png(), headers: octets })).is(400);
  (await idriss.send("PUT", at(page, "y", "?thumbnail=-1"), { body: png(), headers: octets })).is(400);
  assert.equal(files(server).length, 1, "the one that was added");
});

test("a text has room for 100 MB of images", async (t) => {
  const server = await Server.start(t);
  const idriss = await server.as("stg-02");
  const page = (await idriss.post("/api/groups/grp-b/pages", { title: "Repérage" })).is(201).json.id;
  const large = (n) => {                                       // 3.9 MB that cleaning leaves, each another
    const body = Buffer.alloc(3_900_000, n), [head, rest] = [webp(9, 9).subarray(0, 12 + 18), Buffer.from("VP8L\0\0\0\0", "latin1")];
    body[0] = 0x2f;
    rest.writeUInt32LE(body.length, 4);
    const out = Buffer.concat([head, rest, body]);
    out.writeUInt32LE(out.length - 8, 4);
    return out;
  };
  for (let n = 0; n < 26; n++) (await put(idriss, page, `n-${n}`, large(n))).is(201);
  const a = await put(idriss, page, "de-trop", large(77));
  assert.deepEqual([a.status, a.json.code], [413, "image.quota"]);
  (await put(idriss, page, "n-3", large(3))).is(413);
});

test("a text shows its images to its readers, and a guest sees those of the page with the link alone", async (t) => {
  const server = await Server.start(t, { now: sample.snapshotAt });
  const idriss = await server.as("stg-02");
  const page = (await idriss.post("/api/groups/grp-b/pages", { title: "Repérage" })).is(201).json.id;
  (await put(idriss, page, "plan", png(31, 20))).is(201);
  await write(idriss, page, '![Le plan de la salle "3"](images/plan "Salle 3 & 4")\n\n![](images/plan)\n\n![x](/api/me) ![y](plan.png) ![z](images/../me)\n');
  const html = (await idriss.get(`/api/documents/${page}/html`)).is(200).text;
  assert.match(html, /<figure id="p-1"><img src="images\/plan" alt="Le plan de la salle &quot;3&quot;" loading="lazy"><figcaption>Salle 3 &amp; 4<\/figcaption><\/figure>/);
  assert.match(html, /<p id="p-2"><img src="images\/plan" alt="" loading="lazy"><\/p>\n<p id="p-3">x y z<\/p>/);
  const { path, links: [link] } = (await idriss.post(`/api/documents/${page}/guest-links`, { guest: "Mairie", until: days(30).slice(0, 10) })).is(201).json;
  const seen = (await server.nobody().get(path)).is(200).text, [, source] = /<img src="([^"]+)"/.exec(seen);
  assert.equal(source, `${path}/images/plan`);
  const out = (await server.nobody().get(source)).is(200);
  assert.deepEqual([out.headers["content-type"], out.headers["cache-control"]], ["image/png", "no-store"]);
  assert.ok(!out.body.includes(PLACE));
  (await server.nobody().get(`${path}/images/autre`)).is(404);
  (await server.nobody().get(`/lecture/${"a".repeat(26)}/images/plan`)).is(404);
  const other = (await idriss.post("/api/groups/grp-b/pages", { title: "Autre" })).is(201).json.id;
  (await put(idriss, other, "secret", png(7, 7))).is(201);
  (await server.nobody().get(`${path}/images/secret`)).is(404);
  (await idriss.delete(`/api/documents/${page}/guest-links/${link.id}`)).is(204);
  (await server.nobody().get(source)).is(404);
});

test("an image of a journal is sealed on the disk, hidden with its entry, in the backup, and gone with it for good", async (t) => {
  const server = await Server.start(t, { now: sample.snapshotAt });
  const place = bench(t);
  let [author, mate] = await Promise.all(["stg-01", "stg-08"].map((id) => server.as(id)));
  const entry = (await author.post("/api/journal/entries", { title: "En visite" })).is(201).json;
  const stays = (await author.post("/api/journal/entries", { title: "Celle qui reste" })).is(201).json;
  const before = new Set(files(server));
  (await put(author, entry.document, "visite", png(64, 40), png(32, 20))).is(201);
  const own = files(server).filter((name) => !before.has(name));
  assert.equal(own.length, 2);
  (await put(author, stays.document, "visite", png(64, 40))).is(201);
  const shown = (await author.get(at(entry.document, "visite"))).is(200).body;
  for (const name of files(server)) {
    const content = readFileSync(join(server.data, "files", name));
    assert.ok(!content.includes("PNG") && !content.includes("IDAT"), "sealed");
  }
  (await mate.get(at(entry.document, "visite"))).is(404);
  (await author.put(`/api/journal/entries/${entry.id}/visibility`, { visibility: "cohort" })).is(200);
  assert.deepEqual((await mate.get(at(entry.document, "visite"))).is(200).body, shown);
  (await put(mate, entry.document, "autre", png())).is(403);
  (await author.put(`/api/journal/entries/${entry.id}/visibility`, { visibility: "private" })).is(200);
  (await mate.get(at(entry.document, "visite"))).is(404);

  await backup(server.data, place.file);
  await restore(place.file, place.restored);
  await must(0, "check", "--data", place.restored);
  const twin = await Server.start(t, { data: place.restored, now: sample.snapshotAt });
  assert.deepEqual((await (await twin.as("stg-01")).get(at(entry.document, "visite"))).is(200).body, shown);
  await twin.stop();

  (await author.put(`/api/journal/entries/${entry.id}/erasure`, {})).is(200);
  (await put(author, entry.document, "tard", png())).is(403);
  await server.stop();
  await server.restart({ now: days(31) });
  await until(async () => !files(server).some((name) => own.includes(name)), "its images to go");
  author = await server.as("stg-01", { again: true });
  (await author.get(at(entry.document, "visite"))).is(404);
  assert.deepEqual((await author.get(at(stays.document, "visite"))).is(200).body, shown);
  await until(async () => (await must(0, "check", "--data", server.data), true), "a sound folder");

  await backup(server.data, join(place.folder, "later"));
  const second = join(place.folder, "second");
  assert.match(await restore(place.file, second), /erased again: 1/);
  assert.ok(!readdirSync(join(second, "files")).some((name) => own.includes(name)), "the backup does not bring it back");
  await must(0, "check", "--data", second);
  await server.stop();
  assert.equal(await sql(join(server.data, "carnet.db"), "SELECT count(*) FROM document_image WHERE uid = 'visite'"), "1");
});

test("check says of an image that it is missing or damaged", async (t) => {
  const server = await Server.start(t);
  const { writeFileSync, rmSync } = await import("node:fs");
  const author = await server.as("stg-01");
  const { document } = (await author.post("/api/journal/entries", {})).is(201).json;
  const before = new Set(files(server));
  (await put(author, document, "une", png(9, 9))).is(201);
  const path = join(server.data, "files", files(server).find((name) => !before.has(name)));
  const content = readFileSync(path);
  await must(0, "check", "--data", server.data);
  content[content.length >> 1] ^= 1;
  writeFileSync(path, content);
  assert.match(await must(1, "check", "--data", server.data), /an image of it is missing or damaged/);
  (await author.get(at(document, "une"))).is(500);
  rmSync(path);
  assert.match(await must(1, "check", "--data", server.data), /an image of it is missing or damaged/);
  (await author.get(at(document, "une"))).is(404);
});

test("check says it too of an image of a page that still opens and shows something else", async (t) => {
  const server = await Server.start(t);
  const { writeFileSync } = await import("node:fs");
  const member = await server.as("stg-02"), page = (await member.post("/api/groups/grp-b/pages", { title: "Repérage" })).is(201).json.id;
  const before = new Set(files(server));
  (await put(member, page, "une", png(9, 9))).is(201);
  const path = join(server.data, "files", files(server).find((name) => !before.has(name)));
  await must(0, "check", "--data", server.data);
  writeFileSync(path, png(9, 9, [7, 7, 7]));
  (await member.get(at(page, "une"))).is(200);
  assert.match(await must(1, "check", "--data", server.data), /an image of it is missing or damaged/);
});
