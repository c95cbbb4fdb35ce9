// Finding words as people see them, and what is written in their place.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

const { instead, seek } = await load("editor/seek.ts");
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

test("words are found across the marks that the page hides, and marks when one looks for them", () => {
  assert.deepEqual(found("mutualiser des **outils** numériques", "des outils num"), ["des **outils** num"]);
  assert.deepEqual(found("**outils**", "outils"), ["outils"]);
  assert.deepEqual(found("a_b et ab", "a_b"), ["a_b", "ab"]);
  assert.deepEqual(found("2 * 3 ** 4", "**"), ["**"]);
});

test("places do not overlap, lines stay apart, and nothing is found of nothing", () => {
  assert.deepEqual(found("aaaa", "aa"), ["aa", "aa"]);
  assert.deepEqual(found("fin\nde", "fin de"), []);
  assert.deepEqual(found("fin", ""), []);
  assert.deepEqual(found("fin  fin", " "), [" ", " "]);
});

test("what replaces words keeps the other half of a mark that began or ended inside them", () => {
  const replaced = (before, found, after) => `${before}${instead(before + found + after, { from: before.length, to: before.length + found.length }, "X")}${after}`;
  assert.equal(replaced("", "des **outils** num", "ériques"), "Xériques");
  assert.equal(replaced("", "des **outi", "ls** num"), "X**ls** num");
  assert.equal(replaced("des **ou", "tils** num", "ériques"), "des **ou**Xériques");
  assert.equal(replaced("un **", "ca**fé", " ?"), "un **X** ?");
  assert.equal(replaced("", "un **café", "** noir"), "**X** noir");
  assert.equal(replaced("", "a_b", " c"), "X c");
  assert.equal(instead("simple", { from: 0, to: 6 }, "$1 & $$"), "$1 & $$");
});
