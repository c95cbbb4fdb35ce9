// What the page takes a text to show is what the server's HTML shows, block by block and letter by letter; each letter is
// written where the page says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";

import { random } from "../crdt/random.mjs";
import { ServerCounter } from "../harness/counting.mjs";
import { SIGNS } from "./markdown.mjs";
import { load } from "./page.mjs";

const { OBJECT, shownIn } = await load("editor/signes/shown.ts");
const server = new ServerCounter();
after(() => server.end());
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** The letters of the blocks of the server's HTML that have any: an image and the call of a note are one each. */
function blocksOf(html) {
  const seen = html
    .replace(/<sup class="footnote">.*?<\/sup>|<img [^>]*>/g, OBJECT)
    .replace(/<a [^>]*class="footnote-back"[^>]*>.*?<\/a>|<figcaption>.*?<\/figcaption>/gs, "")
    .replace(/<(?:table|tr)\b[^>]*>/g, "");
  const blocks = [];
  const open = [];
  for (const [token, closes, name] of seen.matchAll(/<(\/?)(\w+)[^>]*>|[^<]+/g)) {
    if (name === undefined) {
      open.findLast((one) => one.block)?.block.push(token);
    } else if (closes) {
      while (open.length > 0 && open.pop().name !== name);
    } else if (!["br", "hr", "input"].includes(name)) {
      const block = / id="p-\d+"/.test(token) || name === "td" || name === "th" ? [] : null;
      if (block) blocks.push(block);
      open.push({ name, block });
    }
  }
  return blocks.map((parts) => parts.join("").replace(/&(\w+);/g, (_, entity) => ENTITIES[entity]).replace(/\s/g, "")).filter(Boolean);
}

async function isShown(source, what) {
  const shown = shownIn(source);
  assert.deepEqual(shown.map(({ letters }) => letters.text).filter(Boolean), blocksOf(await server.html(source)), what);
  for (const { all, letters } of shown) for (const { text, from, to } of [all, letters]) {
    assert.ok(text.length === from.length && text.length === to.length, what);
    for (let i = 0; i < text.length; i++) {
      if (to[i] - from[i] !== 1) assert.ok(from[i] >= 0 && to[i] > from[i] && to[i] <= source.length, what);
      else assert.ok([text[i], "\0"].includes(source[from[i]]) || /\s/.test(text[i]), `${what}: ${text[i]} is written ${source[from[i]]}`);
    }
  }
}

test("lists, links, notes, images, tables, tasks, code, entities", async () => {
  await isShown("1. Réunir les habitants\n2. Réunir les élus\n\n3. Puis **tous**, [ici](https://brest.fr \"t\") `a  b` &amp; \\*\n");
  await isShown("Un[^b] deux[^a].\n\n[^a]: Note *a*.\n[^b]: Note b\n\n    et sa suite.\n\n![Un **plan**](images/abc \"Le plan\")\n\n![La mer](https://x.fr/y.png) ![](https://x.fr/z.png) fin\n\n- [x] fait\n- [ ] à faire\n\n| A | B |\n| - | - |\n| a \\| b | ![x](images/abc) |\n| c |\n\n```js\nlet a;\n\nb\n```\n");
});

test("the sample texts", async () => {
  const { documents } = JSON.parse(readFileSync(new URL("../fixtures/cpsl/cohort.json", import.meta.url), "utf8"));
  for (const { file } of documents) await isShown(readFileSync(new URL(`../fixtures/cpsl/${file}`, import.meta.url), "utf8"), file);
});

test("random Markdown", async () => {
  const first = Number(process.env.SEED ?? 1), rounds = Number(process.env.ROUNDS ?? 2_000);
  for (let seed = first; seed < first + rounds; seed++) {
    const rnd = random(seed);
    const text = Array.from({ length: 2 + rnd.int(22) }, () => rnd.pick(SIGNS)).join("");
    await isShown(text, `SEED=${seed}: ${JSON.stringify(text)}`);
  }
});
