// Finding words as people see them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

const { seek } = await load("editor/seek.ts");
const found = (source, words, exact = false) => seek(source, { words, exact }).map(({ from, to }) => source.slice(from, to));

test("capitals and accents do not count, unless one asks", () => {
  assert.deepEqual(found("Été, été, ETE, éte", "été"), ["Été", "été", "ETE", "éte"]);
  assert.deepEqual(found("Été, été, ETE, éte", "été", true), ["été"]);
  assert.deepEqual(found("un cœur, un coeur", "coeur"), ["cœur", "coeur"]);
  assert.deepEqual(found("e\u0301te\u0301 de", "été"), ["e\u0301te\u0301"]);
});

test("kinds of spaces, apostrophes and quotation marks do not count", () => {
  assert.deepEqual(found("Pourquoi\u202f? Parce que\u00a0: l’idée", "pourquoi ?"), ["Pourquoi\u202f?"]);
  assert.deepEqual(found("Parce que\u00a0: l’idée, l'idée", "que : l'idée"), ["que\u00a0: l’idée"]);
  assert.deepEqual(found("l’idée, l'idée", "l'idée", true), ["l’idée", "l'idée"]);
});

test("half a ligature is no word", () => {
  assert.deepEqual(found("Le cœur, la sœur, l’heure", "eur"), ["eur"]);
  assert.deepEqual(found("Le cœur", "co"), []);
  assert.deepEqual(found("Le cœur", "co", true), []);
  assert.deepEqual(found("Le cœur", "œ", true), ["œ"]);
  assert.deepEqual(found("œeur", "eu"), ["eu"]);
});

test("places do not overlap, lines stay apart, and nothing is found of nothing", () => {
  assert.deepEqual(found("aaaa", "aa"), ["aa", "aa"]);
  assert.deepEqual(found("fin\nde", "fin de"), []);
  assert.deepEqual(found("fin", ""), []);
  assert.deepEqual(found("fin  fin", " "), [" ", " "]);
});
