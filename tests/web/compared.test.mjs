// What a comparison shows: words without marks, in the shapes they stand in, with nothing lost that was added or taken out.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

Object.assign(globalThis, { location: { href: "http://127.0.0.1/", pathname: "/" } });
const { around, blocksOf } = await load("areas/document/compared.ts");
const versions = await load("areas/document/versions.ts");

const same = (text) => ({ kind: "same", text }), added = (text) => ({ kind: "added", text }), removed = (text) => ({ kind: "removed", text });
const part = (passage, ...runs) => ({ passage, runs });
const told = (blocks) => blocks.map((b) => `${b.shape}${b.level || ""}: ${b.pieces.map((p) => ({ same: p.text, added: `{+${p.text}+}`, removed: `[-${p.text}-]` })[p.kind]).join("")}${b.unseen.map((what) => ` ~${what}`).join("")}`);

test("paragraphs, headings, lists and quotes stand as such, and their marks are not shown", () => {
  const blocks = blocksOf([part(null, same("# Titre\n\nUn *mot* et [un lien](https://exemple.fr).\nSuite de la ligne.\n\n- [x] fait\n2. deux\n> cité\n"))]);
  assert.deepEqual(told(blocks), ["heading1: Titre", "paragraph: Un mot et un lien. Suite de la ligne.", "bullet: fait", "numbered2: deux", "quote: cité"]);
});

test("words that changed stand where they were, and only marks that changed are said in words", () => {
  assert.deepEqual(told(blocksOf([part("0-a", same("Le pain est "), removed("bonne"), added("**bon**"), same(".\n"))])), ["paragraph: Le pain est [-bonne-]{+bon+}."]);
  assert.deepEqual(told(blocksOf([part("0-a", same("Le "), added("**"), same("pain"), added("**"), same(".\n"))])), ["paragraph: Le pain. ~reshaped"]);
  assert.deepEqual(told(blocksOf([part("0-a", added("## "), same("Le pain\n"))])), ["heading2: Le pain ~reshaped"]);
  assert.deepEqual(told(blocksOf([part("0-a", removed("- un\n"), added("## Deux\n"))])), ["bullet: [-un-]", "heading2: {+Deux+}"]);
});

test("a break that came or went between words that stay has a sign; new paragraphs have none", () => {
  assert.deepEqual(told(blocksOf([part("0-a", same("Un."), added("\n\n"), same("Deux.\n"))])), ["paragraph: Un.{+¶+}", "paragraph: Deux."]);
  assert.deepEqual(told(blocksOf([part(null, same("Un.\n\n")), part("0-a", added("Deux.\n\n")), part(null, same("Trois.\n"))])), ["paragraph: Un.", "paragraph: {+Deux.+}", "paragraph: Trois."]);
});

test("rows of tables show their cells, and code keeps its lines", () => {
  assert.deepEqual(told(blocksOf([part("0-a", same("| Jour | Lieu |\n| --- | --- |\n| Lundi | "), removed("Brest"), added("Quimper"), same(" |\n"))])), ["row: Jour · Lieu", "row: Lundi · [-Brest-]{+Quimper+}"]);
  assert.deepEqual(told(blocksOf([part(null, same("```\na *b*\nc\n```\nfin\n"))])), ["code: a *b*", "code: c", "paragraph: fin"]);
});

test("a passage is offered once, under its last paragraph", () => {
  const blocks = blocksOf([part("0-a", removed("Un.\n\nDeux.\n"), added("Trois.\n")), part(null, same("\nQuatre.\n"))]);
  assert.deepEqual(blocks.map((b) => b.passage), [null, "0-a", null]);
});

test("around a change: the paragraphs beside it and the heading above", () => {
  const blocks = blocksOf([part(null, same("# Un\n\na\n\nb\n\nc\n\n")), part("0-a", added("d\n\n")), part(null, same("e\n\nf\n"))]);
  assert.deepEqual([...around(blocks)].sort(), [0, 3, 4, 5]);
});

test("no letter that was added or taken out is lost, whatever the text", () => {
  const pieces = ["mot", " ", "\n", "\n\n", "- ", "## ", "> ", "ça", "12", ". "];
  let seed = 7;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 300; round++) {
    const runs = Array.from({ length: 1 + random(12) }, () => ({ kind: ["same", "added", "removed"][random(3)], text: Array.from({ length: 1 + random(5) }, () => pieces[random(pieces.length)]).join("") }));
    const letters = (list, kind) => list.filter((p) => p.kind === kind).map((p) => p.text.replace(/\P{L}/gu, "")).join("");
    const shown = blocksOf([part("0-a", ...runs)]).flatMap((b) => b.pieces);
    for (const kind of ["same", "added", "removed"]) assert.equal(letters(shown, kind), letters(runs, kind), JSON.stringify(runs));
  }
});

const changes = (...runs) => told(blocksOf([part("0-a", ...runs, same("\n"))])).map((line) => line.replaceAll("\u00a0", " ").replace(/ {2,}/g, " "));

test("links, emphasis and escapes become the words one reads", () => {
  assert.deepEqual(changes(same("**gras** et *penché*, ~~barré~~, `code *`, snake_case, 5 * 3, \\*étoile\\*, [**un** lien](https://a.fr/b_(c) \"t\")")),
    ["paragraph: gras et penché, barré, code *, snake_case, 5 * 3, *étoile*, un lien"]);
});

test("a link is told by its words, wherever a change cuts it", () => {
  assert.deepEqual(changes(same("Voir [le "), removed("site"), added("lien"), same("](u).")), ["paragraph: Voir le [-site-]{+lien+}."]);
  assert.deepEqual(changes(removed("["), same("Brest"), removed("](https://a)")), ["paragraph: Brest ~reshaped"]);
  assert.deepEqual(changes(added("["), same("Brest"), added("](https://a)")), ["paragraph: Brest ~reshaped"]);
  assert.deepEqual(changes(same("[Brest](https://"), removed("a"), added("b"), same(")")), ["paragraph: Brest ~address"]);
  assert.deepEqual(changes(same("["), removed("Brest](https://a.fr"), added("Quimper](https://b.fr"), same(") ici")), ["paragraph: [-Brest-]{+Quimper+} ici ~address"]);
  assert.deepEqual(changes(same("[Brest"), added("]"), same("(https://a)")), ["paragraph: [-[-]Brest[-(https://a)-] ~reshaped"]);
  assert.deepEqual(told(blocksOf([part("0-a", same("[le"), removed(" "), added("\n\n"), same("site](u)\n"))])), ["paragraph: {+[+}le[- -]{+¶+}", "paragraph: site{+](u)+}"]);
});

test("an image is told by its description and its caption", () => {
  assert.deepEqual(changes(same("![Le "), removed("port"), added("quai"), same("](images/3f2a \"Le "), removed("matin"), added("soir"), same("\")")),
    ["paragraph: [Image : Le [-port-]{+quai+}, légende : Le [-matin-]{+soir+}]"]);
  assert.deepEqual(changes(same("![Photo](images/"), removed("3f2a"), added("77b0"), same(")")), ["paragraph: [Image : Photo] ~picture"]);
  assert.deepEqual(changes(same("![Photo](images/3f2a"), added(" \"Le soir\""), same(")")), ["paragraph: [Image : Photo{+, légende : Le soir+}]"]);
  assert.deepEqual(changes(same("Ici "), added("![](images/3f2a)")), ["paragraph: Ici {+[Image : image décorative]+}"]);
});

test("a note is told by its number, the one it bears after, at its call and before its words", () => {
  const words = "\n\n[^b]: Cité.\n";
  assert.deepEqual(changes(same("Le pain[^b]"), added(" chaud"), same(` ici.${words}`)), ["paragraph: Le pain (note 1) {+ chaud+} ici.", "paragraph: (note 1) Cité."]);
  assert.deepEqual(changes(same("Un"), added("[^n]"), same(` et deux[^b].${words}`), added("[^n]: Neuf.\n")),
    ["paragraph: Un{+ (note 1) +} et deux (note 2) .", "paragraph: (note 2) Cité. {+ (note 1) Neuf.+}"]);
  assert.deepEqual(changes(same("Un[^"), removed("1"), added("2"), same("], puis [^1][^2].\n\n[^1]: A.\n[^2]: B.")), ["paragraph: Un[- (note 2) -]{+ (note 1) +}, puis (note 2) (note 1) .", "paragraph: (note 2) A. (note 1) B."]);
  assert.deepEqual(changes(same("Un"), removed("[^b]"), same(`.${words}`)), ["paragraph: Un[- (note 1) -].", "paragraph: (note 1) Cité."]);
  assert.deepEqual(changes(same("Un[^"), removed("a"), added("b"), same("].\n\n[^"), removed("a"), added("b"), same("]: A.")), ["paragraph: Un (note 1) . ~reshaped", "paragraph: (note 1) A. ~reshaped"]);
  assert.deepEqual(changes(same("Un[^rien].")), ["paragraph: Un[^rien]."]);
});

test("a long line of brackets is read in good time", () => {
  for (const piece of ["[a](b ", "![", "[^a]:", "[x [y] ", "|  ", "[a](   ", "[a](b \"", "**a", "\\["]) {
    const began = process.cpuUsage();               // of this process alone, whatever else the machine does
    blocksOf([part("0-a", same(`|${piece.repeat(20_000)}`), added("."))]);
    const { user } = process.cpuUsage(began);
    assert.ok(user < 1_500_000, `${piece}: ${user} µs`);
  }
});

test("a case that was ticked or unticked is said", () => {
  assert.deepEqual(changes(same("- ["), removed(" "), added("x"), same("] Le pain")), ["bullet: Le pain ~ticked"]);
  assert.deepEqual(changes(same("2. ["), removed("X"), added(" "), same("] Le pain")), ["numbered2: Le pain ~unticked"]);
  assert.deepEqual(changes(same("- ["), removed(" "), added("x"), same("] Le "), removed("pain"), added("vin")), ["bullet: Le [-pain-]{+vin+} ~ticked"]);
  assert.deepEqual(changes(same("- "), added("[ ] "), same("Le pain")), ["bullet: Le pain ~reshaped"]);
  assert.deepEqual(changes(same("- "), removed("[x] "), same("Le pain")), ["bullet: Le pain ~reshaped"]);
  assert.deepEqual(changes(same("- ["), removed("x"), added("X"), same("] Le pain")), ["bullet: Le pain"]);
  assert.deepEqual(changes(added("- [x] Le pain\n")), ["bullet: {+Le pain+}"]);
});

test("the number that a list begins with is said when it changed, those that follow from it are not", () => {
  assert.deepEqual(changes(removed("1"), added("3"), same(". Un\n"), removed("2"), added("4"), same(". Deux\n\n"), removed("3"), added("5"), same(". Trois")),
    ["numbered3: Un ~number", "numbered4: Deux", "numbered5: Trois"]);
  assert.deepEqual(changes(same("1. Un\n"), added("2. Neuf\n"), removed("2"), added("3"), same(". Deux")), ["numbered1: Un", "numbered2: {+Neuf+}", "numbered3: Deux"]);
  assert.deepEqual(changes(removed("1. Un\n"), removed("2"), added("1"), same(". Deux")), ["numbered1: [-Un-]", "numbered1: Deux"]);
  assert.deepEqual(changes(same("1. Un\n   - dedans\n   suite\n\n   encore\n"), removed("2"), added("3"), same(". Deux\n   "), removed("1"), added("7"), same(". a")),
    ["numbered1: Un", "bullet: dedans suite", "paragraph: encore", "numbered3: Deux", "numbered7: a ~number"]);
  assert.deepEqual(changes(same("1. Un\nsuite\n"), removed("2"), added("3"), same(". Deux\n\nAutre chose.\n\n"), removed("1"), added("2"), same(". a")),
    ["numbered1: Un suite", "numbered3: Deux", "paragraph: Autre chose.", "numbered2: a ~number"]);
  assert.deepEqual(changes(added("Avant.\n\n"), same("1. Un\n"), removed("2"), added("3"), same(") Deux")), ["paragraph: {+Avant.+}", "numbered1: Un", "numbered3: Deux"]);
});

test("moments are told as people say them", () => {
  const now = new Date("2026-06-12T09:00:00+02:00"), clean = (text) => text.replaceAll("\u00a0", " ");
  const step = (at, more = {}) => ({ id: at, at, authors: [], name: null, namedBy: null, namedAt: null, restored: null, ...more });
  const moment = (...steps) => ({ steps, wordsAdded: 38, wordsRemoved: 21 });
  const evening = moment(step("2026-06-09T19:40:00Z"), step("2026-06-09T19:05:00Z"));
  assert.equal(versions.momentTitle(evening, false), "Mardi soir");
  assert.equal(clean(versions.momentTime(evening, now)), "9 juin, de 21 h 05 à 21 h 40");
  assert.equal(clean(versions.momentTime(moment(step("2026-06-09T19:05:00Z")), now)), "9 juin à 21 h 05");
  assert.equal(clean(versions.momentTime(moment(step("2026-06-09T22:20:00Z"), step("2026-06-09T21:40:00Z")), now)), "du 9 juin à 23 h 40 au 10 juin à 0 h 20");
  assert.equal(versions.momentTitle(moment(step("2026-06-09T22:20:00Z")), false), "Nuit de mercredi");
  assert.equal(clean(versions.momentTitle(moment(step("2026-06-09T19:05:00Z", { name: "Avant" })), false)), "« Avant »");
  assert.equal(versions.momentTitle(evening, true), "Premiers mots");
  assert.equal(versions.countWords(38, 21), "38 mots ajoutés, 21 retirés");
  assert.equal(versions.countWords(2, 1), "2 mots ajoutés, 1 retiré");
  assert.equal(versions.countWords(1, 0), "1 mot ajouté");
  assert.equal(versions.countWords(null, null), "");
  assert.equal(versions.authorWords([{ id: "a", name: "Ana" }, { id: "b", name: "Bo" }], "b"), "vous et Ana");
  const [ana, bo] = [{ id: "a", name: "Ana" }, { id: "b", name: "Bo" }];
  const taken = [{ by: ana, at: "2026-06-09T19:40:00Z" }, { by: bo, at: "2026-06-09T19:06:00.250Z" }, { by: ana, at: "2026-06-08T10:00:00Z" }, { by: ana, at: "2026-06-09T19:40:01Z" }];
  assert.equal(versions.acceptedWords(evening, moment(step("2026-06-08T10:00:00Z")), taken), "2 modifications proposées par Ana et Bo, acceptées");
  assert.equal(versions.acceptedWords(moment(step("2026-06-08T10:00:00Z")), undefined, taken), "une modification proposée par Ana, acceptée");
  assert.equal(versions.acceptedWords(evening, undefined, []), "");
  assert.equal(clean(versions.momentWords("2025-12-31T22:30:00Z", now)), "mercredi 31 décembre 2025 à 23 h 30");
});
