// What a later version of a programme changes, in words; nothing is left out, even what has no words.
import assert from "node:assert/strict";
import { test } from "node:test";

import { programme } from "../harness/sample.mjs";
import { load } from "./page.mjs";

Object.assign(globalThis, { location: { href: "http://127.0.0.1/", pathname: "/" } });
const { changesInWords } = await load("areas/programme/applying.ts");
await load("areas/programme/words.ts");

const plain = (text) => text.replaceAll(/[\u00a0\u202f]/g, " ");
const said = (changes, file = programme) => {
  const { parts, rest } = changesInWords(changes, file);
  return { lines: parts.flatMap((part) => part.sentences.map((one) => `${part.title} | ${plain(one)}`)), rest: rest.map((one) => one.path) };
};

test("a change is named by what it is about, in the unit it has", () => {
  assert.deepEqual(said([
    { path: "deliverables[note_synthetique].limits[0].value", before: 5000, after: 6000 },
    { path: "structure.blocks[b2].modules[b2-m2].title", before: "Expérimenter", after: "Expérimenter en équipe" },
    { path: "structure.blocks[b2].certifiable", before: false, after: true },
    { path: "competences[cmp-7]", before: null, after: { id: "cmp-7", label: "Évaluer" } },
    { path: "objectives[obj-9]", before: { id: "obj-9", label: "Douter" }, after: null },
    { path: "policies.deadlines.graceMinutes", before: 30, after: 60 },
    { path: "price.amount", before: null, after: 2500 },
  ]), {
    lines: [
      "Livrables | « Note synthétique », limite : 6 000 signes, au lieu de 5 000 signes.", "Blocs et modules | « Expérimenter » devient « Expérimenter en équipe ».",
      `Blocs et modules | « ${programme.structure.blocks[1].title} », compte pour la certification : oui, au lieu de non.`, "Compétences | Ajout : « Évaluer ».", "Objectifs | Retrait : « Douter ».",
      "Règles | Minutes de grâce après l'heure d'une remise : 60, au lieu de 30.", "Autour du programme | Prix : 2 500.",
    ], rest: [],
  });
});

test("what has no words is kept apart, and a path through what is not there breaks nothing", () => {
  assert.deepEqual(said([
    { path: "deliverables[note_synthetique].origin", before: "S", after: "D" },
    { path: "deliverables[gone].limits[3].value", before: 1, after: null },
    { path: "pedagogy.formats[x][0]", before: { a: 1 }, after: [] },
    { path: "", before: {}, after: [] },
  ]), { lines: [], rest: ["deliverables[note_synthetique].origin", "deliverables[gone].limits[3].value", "pedagogy.formats[x][0]", ""] });
});
