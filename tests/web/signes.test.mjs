// The page's counter of signes gives the server's number: on the school's vectors, on the sample texts, and on random
// Markdown, where the server's own counter is asked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";

import { random } from "../crdt/random.mjs";
import { ServerCounter } from "../harness/counting.mjs";
import { SIGNS } from "./markdown.mjs";
import { load } from "./page.mjs";

const { Counter } = await load("editor/signes/signes.ts");
const sample = (name) => readFileSync(new URL(`../fixtures/cpsl/${name}`, import.meta.url), "utf8");
const server = new ServerCounter();
after(() => server.end());
const count = (text) => new Counter().count(text);

test("every vector counts as the school says, alone and wholly chosen", () => {
  const { vectors } = JSON.parse(sample("counting-vectors.json"));
  assert.equal(vectors.length, 22);
  for (const { id, markdown, signes } of vectors) {
    assert.equal(count(markdown).signes, signes, id);
    assert.equal(new Counter().chosen(markdown, 0, markdown.length), signes, `${id}, chosen`);
  }
});

test("every sample text counts as the cohort says", () => {
  const { documents } = JSON.parse(sample("cohort.json"));
  assert.equal(documents.length, 9);
  for (const { file, expected } of documents) {
    const { signes, withoutNotes } = count(sample(file));
    assert.deepEqual({ signes, withoutNotes }, { signes: expected.signes, withoutNotes: expected.signesWithoutFootnotes }, file);
  }
});

test("random Markdown counts as on the server, and so do its sections", async () => {
  const first = Number(process.env.SEED ?? 1), rounds = Number(process.env.ROUNDS ?? 3_000);
  for (let seed = first; seed < first + rounds; seed++) {
    const rnd = random(seed);
    const text = Array.from({ length: 2 + rnd.int(22) }, () => rnd.pick(SIGNS)).join("");
    const { signes, withoutNotes, sections } = count(text);
    const here = { signes, withoutNotes, sections: sections.map(({ level, signes: own, heading }) => ({ level, signes: own, heading })) };
    assert.deepEqual(here, await server.count(text), `SEED=${seed}: ${JSON.stringify(text)}`);
  }
});
