// Texts as others read them: HTML without anything that runs, counts that equal the sample's, and hostile Markdown that
// costs nobody else anything.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RawClient } from "../harness/live.mjs";
import { cohort } from "../harness/sample.mjs";
import { Server, patience } from "../harness/server.mjs";

let server, idriss;
before(async () => {
  server = await Server.start();
  idriss = await server.as("stg-02");
});
after(() => server.end());

async function pageWith(text) {
  const document = await idriss.newPage();
  const c = await (await RawClient.open(idriss, document, { protocol: "carnet" })).sync();
  c.type(text);
  await c.settled();
  await c.end();
  return document;
}
const html = async (document) => (await idriss.get(`/api/documents/${document}/html`, { timeout: patience(30_000) })).is(200);

test("the counts of every sample text are the sample's own", async () => {
  const owners = { "diagnostic-stg-01.md": ["stg-01", "diagnostic"], "note-synthetique-stg-02.md": ["stg-02", "note_synthetique"], "groupe-b.md": ["stg-02", "group_page"] };
  for (const { file, expected } of cohort.documents) {
    const [owner, kind] = owners[file] ?? [/stg-\d\d/.exec(file)[0], "journal_entry"];
    const person = await server.as(owner);
    const found = (await person.get("/api/documents")).json.filter((d) => d.kind === kind && (kind === "group_page" ? d.owner === "grp-b" : d.owner === owner));
    const measures = await Promise.all(found.map(async (d) => (await person.get(`/api/documents/${d.id}/measure`)).is(200).json));
    assert.ok(measures.some((m) => m.signes === expected.signes && m.signesWithoutFootnotes === expected.signesWithoutFootnotes && m.estimatedPages === expected.estimatedPages),
      `${file}: ${JSON.stringify(measures)}, expected ${JSON.stringify(expected)}`);
  }
});

test("headings, tables, tasks, notes and strikethrough are rendered, and every block has its number", async () => {
  const { text, headers } = await html(await pageWith("# Titre\n\nUn *mot* et ~~deux~~.[^1]\n\n- [x] fait\n- [ ] à faire\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n[^1]: La note.\n"));
  assert.match(headers["content-type"], /^text\/html/);
  for (const part of [/<h1[ >]/, /<em>mot<\/em>/, /<del>deux<\/del>/, /<table/, /type="checkbox"/, /La note\./, /id="p-1"/, /id="p-2"/]) assert.match(text, part);
});

test("nothing that runs or loads comes through, however it is written", async () => {
  const attacks = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<iframe src=//mechant.invalid></iframe>", "<style>*{display:none}</style>",
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](&#106;avascript:alert(1))", "[x](java\tscript:alert(1))", "[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](vbscript:x)",
    "[x](file:///etc/passwd)", "![x](https://mechant.invalid/pixel.png)", "![x](//mechant.invalid/pixel.png)", "![x](data:image/svg+xml;base64,PHN2Zz4=)", "<javascript:alert(1)>",
    '[x](https://a.invalid "\\" onmouseover=alert(1) x=\\"")', "[x]: javascript:alert(1)\n\n[x]", "`<b onclick=x>`", '<a href="jav&#x09;ascript:alert(1)">x</a>', "| <script> |\n| --- |\n| <img onerror=x> |",
    "[^<script>]: x\n\n[^<script>]", "<!--><script>alert(1)</script>-->", "]]><script>", "&lt;script&gt;", "# <script>x</script>",
  ];
  const { text } = await html(await pageWith(attacks.join("\n\n")));
  const tags = [...text.matchAll(/<\/?([a-z][a-z0-9-]*)([^>]*)>/gi)];
  for (const [whole, name, attributes] of tags) {
    assert.ok(!/^(script|style|iframe|svg|object|embed|link|meta|base|form|button|math|video|audio)$/i.test(name), whole);
    assert.ok(!/\son[a-z]+\s*=/i.test(attributes.replace(/"[^"]*"/g, '""')), whole);
    for (const [, url] of attributes.matchAll(/(?:href|src)="([^"]*)"/g)) assert.match(url.replaceAll("&amp;", "&"), /^(https?:|mailto:|#|\/[^/]|$)/, whole);
    if (/^img$/i.test(name)) assert.doesNotMatch(attributes, /mechant|data:/, whole);
  }
});

for (const [what, text] of Object.entries({
  "a table of two thousand columns and rows": `${"|a".repeat(2000)}|\n${"|-".repeat(2000)}|\n${"|x\n".repeat(2000)}`,
  "a hundred thousand brackets": "[".repeat(100_000),
  "fifty thousand quotes": ">".repeat(50_000),
  "emphasis without end": "*a _b ".repeat(30_000),
  "ten thousand levels of lists": Array.from({ length: 1500 }, (_, i) => `${" ".repeat(2 * (i % 700))}- x`).join("\n"),
  "a million links": "[a](b)".repeat(60_000),
  "footnotes that call each other": Array.from({ length: 3000 }, (_, i) => `[^${i}]: voir[^${(i + 1) % 3000}]\n`).join("\n"),
  "backticks of every length": Array.from({ length: 900 }, (_, i) => "`".repeat(i)).join("a"),
  "a megabyte on one line": "mot ".repeat(260_000),
})) {
  test(`${what}: the page answers, and others read on meanwhile`, async () => {
    const document = await pageWith(text);
    const slow = idriss.get(`/api/documents/${document}/html`, { timeout: patience(30_000) });
    const measured = idriss.get(`/api/documents/${document}/measure`, { timeout: patience(30_000) });
    const yann = await server.as("stg-06");
    (await yann.get("/api/me")).is(200);
    assert.equal((await idriss.text(document)).length, text.length);
    for (const answer of [await slow, await measured]) assert.ok([200, 413, 422, 503].includes(answer.status), `${answer.what}: ${answer.status} ${answer.text.slice(0, 200)}`);
    assert.match((await html(await pageWith("encore **là**"))).text, /<strong>là<\/strong>/);
    assert.ok(server.alive);
  });
}
