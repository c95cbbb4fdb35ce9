// What is written on the empty line between two blocks is read as a block of its own.
import assert from "node:assert/strict";
import { test } from "node:test";

import { library, load } from "./page.mjs";

const { missing } = await load("editor/extensions/between.ts");
const { markdownText } = await load("editor/extensions/markdown.ts");
const { EditorState } = await library("@codemirror/state");

/** The text once what stands between « and » has come into it. */
function written(marked) {
  const [before, words, after] = marked.split(/[«»]/);
  const state = EditorState.create({ doc: before + words + after, extensions: markdownText });
  return state.update({ changes: missing(state, { from: before.length, to: before.length + words.length }) }).state.doc.toString();
}

test("an empty line is put between what is written there and the words above and below", () => {
  for (const [marked, after] of [
    ["Un.\n«x»\nDeux.", "Un.\n\nx\n\nDeux."],
    ["- a\n«x»\nDeux.", "- a\n\nx\n\nDeux."],
    ["> a\n«x»\n# Deux", "> a\n\nx\n# Deux"],
    ["# Un\n«x»\nDeux.", "# Un\nx\n\nDeux."],
    ["Un.\n«- x\n- y»\nDeux.", "Un.\n\n- x\n- y\n\nDeux."],
    ["Un.\n«- »\nDeux.", "Un.\n\n- \n\nDeux."],
    ["Un.\n«x\n\ny»\n1. b", "Un.\n\nx\n\ny\n1. b"],
    ["Un.\n«-»\n- b", "Un.\n\n-\n- b"],
    ["| a |\n| - |\n«x»\n| b |\n| - |", "| a |\n| - |\n\nx\n\n| b |\n| - |"],
  ]) assert.equal(written(marked), after, marked);
});

test("a line that was ended on purpose goes on, and so do code and notes; a block that stands alone stays as it is", () => {
  for (const one of ["Un.  \n«x»", "Un.\\\n«x»", "```\na\n«x»\nb\n```", "[^1]: Un.\n«x»", "Un.\n\n«x»\n\nDeux.", "«x»", "# Un\n«x»\n- b"]) {
    assert.equal(written(one), one.replace(/[«»]/g, ""), one);
  }
});
