// Finding and replacing look only at what readers see.
import assert from "node:assert/strict";
import { test } from "node:test";

import { library, load } from "./page.mjs";

const { countOf, find, look, replaceAll, replaceHere, seenIn } = await load("editor/extensions/find.ts");
const { markdownText } = await load("editor/extensions/markdown.ts");
const { EditorState } = await library("@codemirror/state");

function opened(doc, words) {
  const view = { state: EditorState.create({ doc, extensions: [markdownText, find] }) };
  view.dispatch = (spec) => void (view.state = view.state.update(spec).state);
  look(view, { words, exact: false });
  return view;
}

/** How many are found, and the text once all are replaced. */
function replaced(doc, words, others) {
  const view = opened(doc, words), { all } = countOf(view.state);
  assert.equal(replaceAll(view, others), all, "as many are replaced as were counted");
  return [all, view.state.doc.toString()];
}

test("addresses, the ids of images and the labels of notes are neither counted nor changed", () => {
  assert.deepEqual(replaced('Le 9f.\n\n![un 9f](images/9f12ab "le 9f")', "9f", "X"), [3, 'Le X.\n\n![un X](images/9f12ab "le X")']);
  assert.deepEqual(replaced('Un café, [le café](https://cafe.invalid/café "café"), `café`, <https://cafe.invalid>', "café", "thé"), [4, 'Un thé, [le thé](https://cafe.invalid/café "café"), `thé`, <https://thé.invalid>']);
  assert.deepEqual(replaced("La note[^note].\n\n[^note]: Sa note.", "note", "suite"), [2, "La suite[^note].\n\n[^note]: Sa suite."]);
  assert.deepEqual(replaced("[un lien][lien] ou [lien]\n\n[lien]: https://lien.invalid 'lien'", "un", "le"), [1, "[le lien][lien] ou [lien]\n\n[lien]: https://lien.invalid 'lien'"]);
});

test("signs that make a title, an item, a row or a link are no words", () => {
  const text = "# Un\n\n- un - deux\n1. 1 x\n\n- [x] x\n\n> un > deux\n\n| a | b |\n| --- | --- |\n| c - d | e |\n\n---\n\n![un !](images/1)\n\n```x\nx\n```";
  assert.deepEqual(replaced(text, "-", "~"), [2, text.replace("un - deux", "un ~ deux").replace("c - d", "c ~ d")]);
  assert.deepEqual(replaced(text, "1", "2"), [1, text.replace("1 x", "2 x")]);
  assert.deepEqual(replaced(text, "x", "y"), [5, text.replaceAll(/(?<!\[|```)x/g, "y")]);
  assert.deepEqual(replaced(text, "#", "y"), [0, text]);
  assert.deepEqual(replaced(text, ">", "y"), [1, text.replace("n >", "n y")]);
  assert.deepEqual(replaced(text, "|", "y"), [0, text]);
  assert.deepEqual(replaced(text, "!", "?"), [1, text.replace("un !", "un ?")]);
  assert.deepEqual(replaced("un [mot] seul", "[", "("), [1, "un (mot] seul"]);
});

test("words do not go over the call of a note or the end of a link, which would go with them", () => {
  assert.deepEqual(replaced("un mot[^1] dit\n\n[^1]: A", "mot dit", "X")[0], 0);
  assert.deepEqual(replaced("[un mot](https://a.invalid) dit", "mot dit", "X")[0], 0);
});

test("what is written in the words of an image stays in them", () => {
  assert.deepEqual(replaced('![un mot](images/1 "un mot")', "mot", 'gros "mot]'), [2, '![un gros "mot\\]](images/1 "un gros \\"mot]")']);
  const view = opened("![a](images/a) a", "a");
  replaceHere(view, "b");
  replaceHere(view, "b");
  assert.equal(view.state.doc.toString(), "![b](images/a) b");
});

test("words are found across the marks that the page hides, and signs that are no marks are letters", () => {
  assert.deepEqual(replaced("mutualiser des **outils** numériques", "des outils num", "X"), [1, "mutualiser Xériques"]);
  assert.deepEqual(replaced("l’étudiant*es", "étudiant*es", "étudiant·es"), [1, "l’étudiant·es"]);
  assert.deepEqual(replaced("3 * 4 = *douze*", "3 * 4", "trois fois quatre"), [1, "trois fois quatre = *douze*"]);
  assert.deepEqual(replaced("La clé_usb et la cléusb", "clé_usb", "clef"), [1, "La clef et la cléusb"]);
  assert.deepEqual(replaced("Il y en a ~ 3", "~ 3", "environ 3"), [1, "Il y en a environ 3"]);
  assert.deepEqual(replaced("**gras** et 2 ** 3", "**", "^"), [1, "**gras** et 2 ^ 3"]);
});

test("what replaces words keeps the other half of a mark that began or ended inside them", () => {
  assert.deepEqual(replaced("des **outils** num", "des outi", "X"), [1, "X**ls** num"]);
  assert.deepEqual(replaced("des **outils** num", "tils num", "X"), [1, "des **ou**X"]);
  assert.deepEqual(replaced("un **ca**fé ?", "café", "X"), [1, "un **X** ?"]);
  assert.deepEqual(replaced("un **café** noir", "un café", "X"), [1, "**X** noir"]);
  assert.deepEqual(replaced("a~~b~~ ***c*d** `e`f", "cd", "X"), [1, "a~~b~~ ***X*** `e`f"]);
  assert.deepEqual(replaced("un **mot gras** ici", "gras ici", "X"), [1, "un **mot** X"]);
});

test("marks around nothing go with the words", () => {
  assert.deepEqual(replaced("un **café** noir", "café", ""), [1, "un  noir"]);
  assert.deepEqual(replaced("un ***ca*fé** noir", "café", ""), [1, "un  noir"]);
  assert.deepEqual(replaced("un **ca**fé noir", "café", ""), [1, "un  noir"]);
});

test("letters written with a backslash are found, and go with it", () => {
  assert.deepEqual(replaced("5 \\* 3 et 5 * 3", "5 * 3", "quinze"), [2, "quinze et quinze"]);
  assert.deepEqual(replaced("5 \\* 3", "* 3", "fois trois"), [1, "5 fois trois"]);
  assert.deepEqual(replaced("5 \\* 3", "\\", "x"), [0, "5 \\* 3"]);
  assert.deepEqual(replaced("| a \\| b | `c\\|d` |\n| --- | --- |\n| e | f |", "|", "/"), [2, "| a / b | `c/d` |\n| --- | --- |\n| e | f |"]);
  assert.deepEqual(replaced('![un \\*](images/1 "dit \\"non\\"")', '"non"', "oui"), [1, '![un \\*](images/1 "dit oui")']);
});

test("what is put in are words for readers too", () => {
  assert.deepEqual(replaced("un mot, `un mot`", "mot", "*mot*"), [2, "un \\*mot\\*, `un *mot*`"]);
  assert.deepEqual(replaced("| a |\n| --- |\n| mot `mot` |", "mot", "b|c"), [2, "| a |\n| --- |\n| b\\|c `b\\|c` |"]);
  assert.deepEqual(replaced("Point un\n\n> Point deux\n\nUn Point", "Point", "-"), [3, "\\- un\n\n> \\- deux\n\nUn -"]);
  assert.deepEqual(replaced("un mot", "mot", "[mot](lien)"), [1, "un [mot\\](lien)"]);
});

test("what is chosen in the text is looked for as readers see it", () => {
  const { state } = opened("5 \\* 3 **est** [là](https://a.invalid) ![x](images/1)", "");
  assert.equal(seenIn(state, 0, state.doc.length), "5 * 3 est là x");
  assert.equal(seenIn(state, 3, 11), "* 3 es");
});
