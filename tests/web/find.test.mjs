// Finding and replacing look only at what readers see.
import assert from "node:assert/strict";
import { test } from "node:test";

import { library, load } from "./page.mjs";

const { countOf, find, look, replaceAll, replaceHere } = await load("editor/extensions/find.ts");
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
