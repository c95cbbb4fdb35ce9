// Notes as the editor makes them: each with a label of its own, whoever made another one meanwhile.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerCounter } from "../harness/counting.mjs";
import { library, load } from "./page.mjs";

const { freeNumber, newLabel, notesOf, noteHereOrNew } = await load("editor/footnotes.ts");
const { markdownText } = await load("editor/extensions/markdown.ts");
const { EditorState } = await library("@codemirror/state");
const Y = await library("yjs");

/** Whoever writes at `at` makes a note of these words; what they had of the text is `base`. */
function withNote(base, at, words) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, base);
  const shared = doc.getText("content");
  const view = { state: EditorState.create({ doc: shared.toString(), selection: { anchor: at }, extensions: markdownText }) };
  view.dispatch = (spec) => {
    const { changes, state } = view.state.update(spec);
    let moved = 0;
    changes.iterChanges((from, to, _fromB, _toB, insert) => {
      shared.delete(from + moved, to - from);
      shared.insert(from + moved, insert.toString());
      moved += insert.length - (to - from);
    });
    view.state = state;
  };
  noteHereOrNew(view);
  view.dispatch(view.state.replaceSelection(words));
  return doc;
}

test("two people who each add a note apart both see it kept, and each call leads to its own words", async () => {
  const text = "Le pain est bon, le sel aussi.\n\n[^1]: Ancienne[^1].\n", base = new Y.Doc();
  base.getText("content").insert(0, text);
  const known = Y.encodeStateAsUpdate(base);
  const [one, other] = [withNote(known, text.indexOf(" est"), "Celui du lundi."), withNote(known, text.indexOf(" aussi"), "Celui de Guérande.")];
  for (const doc of [one, other]) Y.applyUpdate(base, Y.encodeStateAsUpdate(doc));
  const merged = base.getText("content").toString(), server = new ServerCounter();
  try {
    const html = await server.html(merged);
    const called = (words) => new RegExp(`${words}<sup[^>]*><a href="#(fn-\\d+)"`).exec(html)?.[1];
    const said = (id) => new RegExp(`<li id="${id}">\\s*<p[^>]*>([^<]*?) <a`).exec(html)?.[1];
    assert.equal(said(called("pain")), "Celui du lundi.", `${merged}\n${html}`);
    assert.equal(said(called("sel")), "Celui de Guérande.", `${merged}\n${html}`);
  } finally {
    server.end();
  }
  assert.deepEqual([...notesOf(merged).numbers.values()], [1, 2, 3]);
});

test("the next number is above those of all notes, and says nothing else", () => {
  assert.equal(freeNumber("a"), 1);
  assert.equal(freeNumber("a[^2] b[^7-kqz] c[^9-zorro] d[^mot]"), 8);
  for (let n = 0; n < 50; n++) assert.match(newLabel(3), /^3-[b-df-hj-np-tv-xz]{3}$/);
});

test("a label that has words in two places is known", () => {
  assert.deepEqual([...notesOf("Un[^3], deux[^A].\n\n[^3]: A\n[^3]: B\n[^a]: C").twice], ["3"]);
});
