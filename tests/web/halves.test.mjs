// The end of a line in marked words, and its end: what the text is then.
import assert from "node:assert/strict";
import { test } from "node:test";

import { library, load } from "./page.mjs";

const { beforeMarks, markHalves, withoutSeam } = await load("editor/halves.ts");
const { markdownText } = await load("editor/extensions/markdown.ts");
const { EditorState } = await library("@codemirror/state");

/** A text, « and » around what is chosen in it. */
function stateOf(marked) {
  const [before, chosen = "", after = ""] = marked.split(/[«»]/);
  return EditorState.create({ doc: before + chosen + after, selection: { anchor: before.length, head: before.length + chosen.length }, extensions: [markdownText, markHalves] });
}

/** The text with the caret in it, after these signs took the place of what was chosen. */
function ended(marked, signs = "\n\n", userEvent = "input") {
  const state = stateOf(marked), { from, to } = state.selection.main;
  const now = state.update({ changes: { from, to, insert: signs }, selection: { anchor: from + signs.length }, userEvent }).state;
  const { head } = now.selection.main;
  return `${now.sliceDoc(0, head)}|${now.sliceDoc(head)}`;
}

const HALVES = [
  ["**a «»b**", "**a**\n\n**|b**"],
  ["**a«» b**", "**a**\n\n**|b**"],
  ["Un **mot gras «»et la suite** ici.", "Un **mot gras**\n\n**|et la suite** ici."],
  ["***x «»y***", "***x***\n\n***|y***"],
  ["**a *b «»c* d**", "**a *b***\n\n***|c* d**"],
  ["__a «»b__ et ~~c~~", "__a__\n\n__|b__ et ~~c~~"],
  ["~~a «»b~~", "~~a~~\n\n~~|b~~"],
  ["[a «»b](https://exemple.invalid \"T\")", "[a](https://exemple.invalid \"T\")\n\n[|b](https://exemple.invalid \"T\")"],
  ["**[a «»b](u)**", "**[a](u)**\n\n**[|b](u)**"],
  ["**a «b» c**", "**a**\n\n**|c**"],
  ["un **«»a b**", "un \n\n**|a b**"],
  ["**«a» b**", "\n\n**|b**"],
  ["**a «b»**", "**a**\n\n|"],
  ["**a *«»b c* d**", "**a**\n\n***|b c* d**"],
  ["`a «»b`", "`a`\n\n`|b`"],
  ["`**a «»b**`", "`**a`\n\n`|b**`"],
  ["un ``c`a «»b``", "un ``c`a``\n\n``|b``"],
  ["**a `b «»c` d**", "**a `b`**\n\n**`|c` d**"],
];

test("the end of a line in marked words leaves two halves marked alike, and the caret in the second", () => {
  for (const [before, after] of HALVES) assert.equal(ended(before), after, before);
  assert.equal(ended("**a «»b**", "  \n"), "**a**  \n**|b**");
  assert.equal(ended("- **a «»b**", "\n- "), "- **a**\n- **|b**");
});

test("elsewhere, and where a half would say nothing, only the line ends", () => {
  for (const one of ["a «»b", "«»**a b**", "**a b**«»", "**a** «»**b**", "[a «»b]", "[a b](htt«»ps://exemple.invalid)", "![a «»b](images/1)", "```\n**a «»b**\n```"]) {
    assert.equal(ended(one), one.replace("«»", "\n\n|"), one);
  }
  assert.equal(ended("**a «»b**", "x"), "**a x|b**");
  assert.equal(ended("**a «»b**", "\n\n", "input.paste"), "**a \n\n|b**");
});

test("taking the end of a line away makes one of two halves, and only of such", () => {
  const joined = (text) => {
    const state = stateOf(text.replace("\n\n", "«\n\n»")), { from, to } = state.selection.main;
    return state.update({ changes: withoutSeam(state, from, to) }).state.doc.toString();
  };
  assert.equal(joined("**a**\n\n**b**"), "**ab**");
  assert.equal(joined("***a***\n\n***b***"), "***ab***");
  assert.equal(joined("~~a~~\n\n~~b~~"), "~~ab~~");
  for (const apart of ["**a**\n\n*b*", "**a**\n\nb", "a\n\n**b**", "a \\*\n\n*b*", "a\n\nb"]) assert.equal(joined(apart), apart.replace("\n\n", ""));
});

test("Backspace behind the marks that a line begins with means what is before them", () => {
  const before = (marked) => {
    const view = { state: stateOf(marked), dispatch: (spec) => (view.state = view.state.update(spec).state) };
    assert.equal(beforeMarks(view), false);
    return view.state.selection.main.head;
  };
  assert.equal(before("a\n\n**«»b**"), 3);
  assert.equal(before("a\n\n***«»b***"), 3);
  assert.equal(before("- **«»b**"), 2);
  assert.equal(before("[«»b](u)"), 0);
  for (const there of ["a **«»b**", "**b«»c**", "«»**b**"]) assert.equal(before(there), there.indexOf("«"));
});
