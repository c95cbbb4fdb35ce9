// An image in a text: how the text says it, and where it may stand.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

const { readImage, spotAt, writeImage } = await load("lib/images/written.ts");

/** The text with an image put in where "¦" is; "¦" is where its author's caret is afterwards. */
function put(marked) {
  const index = marked.indexOf("¦"), text = marked.replace("¦", "");
  const { at, before, after, above } = spotAt(text, index);
  const words = `${before}IMG${after}`, caret = index > at || (index === at && above) ? index + words.length : index;
  const out = text.slice(0, at) + words + text.slice(at);
  return `${out.slice(0, caret)}¦${out.slice(caret)}`;
}

test("an image is a paragraph of its own, before the line that begins there or after the line that holds the place", () => {
  assert.equal(put("¦"), "IMG\n\n¦");
  assert.equal(put("¦Après."), "IMG\n\n¦Après.");
  assert.equal(put("Avant.¦"), "Avant.¦\n\nIMG\n\n");
  assert.equal(put("Av¦ant.\n\nAprès."), "Av¦ant.\n\nIMG\n\nAprès.");
  assert.equal(put("Avant.\n\n¦\n\nAprès."), "Avant.\n\nIMG\n\n¦\n\nAprès.");
  assert.equal(put("Avant.\n¦Après."), "Avant.\n\nIMG\n\n¦Après.");
  assert.equal(put("Une ligne¦\nune autre"), "Une ligne¦\n\nIMG\n\nune autre");
  assert.equal(put("# Ti¦tre\n"), "# Ti¦tre\n\nIMG\n");
});

test("it stays in an item, a quotation or a note, and goes below a table or code", () => {
  assert.equal(put("- un¦\n- deux"), "- un¦ IMG\n- deux");
  assert.equal(put("- ¦"), "- ¦IMG");
  assert.equal(put("> dit¦\n\nAprès"), "> dit¦ IMG\n\nAprès");
  assert.equal(put("[^1]: note¦"), "[^1]: note¦ IMG");
  assert.equal(put("| a¦ | b |\n| --- | --- |\n| c | d |\n\nAprès"), "| a¦ | b |\n| --- | --- |\n| c | d |\n\nIMG\n\nAprès");
  assert.equal(put("```\n¦code\n```\n\nAprès"), "```\n¦code\n```\n\nIMG\n\nAprès");
});

test("what is said of an image comes back as it was said, whatever its signs", () => {
  for (const said of ["Le plan", "", "un *plan* [salle 3] `x` <b> & \"y\" | \\ ~z~ _a_ ![b](images/c)", "(a) \"b\" 'c'"])
    for (const caption of ["", "Salle 3", "« a » \"b\" \\ & | `c`"]) {
      const written = { id: "k3-9", description: said, caption };
      assert.deepEqual(readImage(writeImage(written)), written);
    }
  assert.equal(writeImage({ id: "a", description: " deux\n lignes ", caption: " " }), "![deux lignes](images/a)");
  assert.equal(writeImage({ id: "a", description: "x", caption: "y" }), '![x](images/a "y")');
});

test("only images of ours are images", () => {
  for (const other of ["![a](https://exemple.org/b.png)", "![a](/api/me)", "![a](images/../me)", "![a](images/A)", "[a](images/b)", "![a]", "![a](images/b) x"]) assert.equal(readImage(other), null, other);
  assert.deepEqual(readImage("![a](images/b 'c')"), { id: "b", description: "a", caption: "c" });
});
