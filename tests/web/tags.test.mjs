// What somebody writes between < and > is read by everybody: what a tag would hide becomes letters.
import assert from "node:assert/strict";
import { test } from "node:test";

import { random } from "../harness/live.mjs";
import { library, load } from "./page.mjs";

const { changed, made } = await load("editor/extensions/tags.ts");
const { markdownText } = await load("editor/extensions/markdown.ts");
const { shownIn } = await load("editor/signes/shown.ts");
const { EditorState } = await library("@codemirror/state");
const { SIGNS } = await import("./markdown.mjs");           // with a document of its own, which the view would take for a browser's

const open = (doc) => EditorState.create({ doc, extensions: markdownText });

/** The state after a change and what it makes of tags. */
function step(state, changes) {
  const first = state.update({ changes, userEvent: "input" });
  let { state: now, changes: since } = first;
  let spans = changed(first);
  for (let places; (places = made(state, since, now, spans)).length > 0;) {
    const next = now.update({ changes: places.map((from) => ({ from, insert: "\\" })) });
    spans = spans.map(({ from, to }) => ({ from: next.changes.mapPos(from, -1), to: next.changes.mapPos(to, 1) }));
    [now, since] = [next.state, since.compose(next.changes)];
  }
  return now;
}
const typed = (words, doc = "", at = doc.length) => [...words].reduce((state, key, n) => step(state, { from: state.doc.length - doc.length + at, insert: key }), open(doc)).doc.toString();
const pasted = (words, doc = "", at = doc.length) => step(open(doc), { from: at, insert: words }).doc.toString();
const read = (text) => shownIn(text).map(({ all }) => all.text).join("\n");

test("what is typed between < and > is there for whoever reads", () => {
  for (const words of ["Mme <X> vient", "<nom>", "<Mme Dupont>", "un </b> deux <br/>", "<p et q>", "<div", "a <!-- b --> c", "<!-- b", "<?php ?>", "- <i>", "> <nom>", "# <nom>", "Un <a href='x'>"]) {
    assert.equal(read(typed(words)), words.replace(/^(?:[-#>] )/, ""), words);
    assert.equal(read(pasted(words)), words.replace(/^(?:[-#>] )/, ""), words);
  }
  assert.equal(typed("Mme <X> vient"), "Mme \\<X> vient");
});

test("a line that holds only <nom> takes nothing of the next", () => {
  assert.equal(typed("<nom>", "\nSuite.\n\nFin.", 0), "\\<nom>\nSuite.\n\nFin.");
  assert.equal(typed("<!--", "\nSuite.\n\n<!-- à part -->", 0), "\\<!--\nSuite.\n\n<!-- à part -->");
});

test("pasted source is read as it was pasted, every line of it", () => {
  const source = "<div>\n<p class='x'>Un <b>mot</b></p>\n  <p>deux</p>\n</div>";
  assert.equal(read(pasted(source)), source.replace(/\n */g, " "));
});

test("addresses, code, and what begins no tag stay as they are typed", () => {
  for (const words of ["<https://a.fr/b>", "a <maelle@b.fr>", "`<b>`", "    <b>", "```\n<div>\n```", "a < b > c", "1 <2> 3", "\\<b>", "[a](<b c>)", "a -> b <- c"]) {
    assert.equal(typed(words), words);
    assert.equal(pasted(words), words);
  }
});

test("tags that stood there stay tags, and so do those whose backslash somebody takes away", () => {
  assert.equal(typed("un", "a <b>c</b>", 5), "a <b>unc</b>");
  assert.equal(typed("d", "<div>\nc", 7), "<div>\ncd");
  assert.equal(step(open("a \\<b> c"), { from: 2, to: 3 }).doc.toString(), "a <b> c");
});

const PLAIN = SIGNS.filter((sign) => !/[<`[\]()\r]|title/.test(sign));

test("whatever is typed after any text, no tag comes of it", () => {
  const { pick } = random(20260311);
  for (let n = 0; n < 300; n++) {
    const before = Array.from({ length: 4 }, () => pick(PLAIN)).join("");
    const words = Array.from({ length: 3 }, () => pick(["<b>", "<", ">", "a", " ", "</p>", "<!--", "\n", "<i", "x='y'", "/", "?", "-->"])).join("");
    const count = (text) => read(text).split("<").length;
    assert.equal(count(pasted(words, before)), count(before) + words.split("<").length - 1, JSON.stringify([before, words]));
  }
});
