// What the tools and their keys make of chosen words: in every kind of line, in cells, and over many of them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { library, load } from "./page.mjs";

const { formatAt, setHeading, toggleEm, toggleLines, toggleStrike, toggleStrong, insertLink } = await load("editor/format.ts");
const { markdownText } = await load("editor/extensions/markdown.ts");
const { Counter } = await load("editor/signes/signes.ts");
const { EditorState } = await library("@codemirror/state");

/** A text, « and » around what is chosen in it, and a view of it without a page. */
function opened(marked) {
  const [before, chosen = "", after = ""] = marked.split(/[«»]/);
  const selection = { anchor: before.length, head: before.length + chosen.length };
  const view = { state: EditorState.create({ doc: before + chosen + after, selection, extensions: markdownText }), steps: 0 };
  view.dispatch = (spec) => {
    view.steps++;
    view.state = view.state.update(spec).state;
  };
  view.text = () => view.state.doc.toString();
  view.chosen = () => view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to);
  return view;
}

function after(marked, ...commands) {
  const view = opened(marked);
  for (const command of commands) command(view);
  return view.text();
}

const signes = (text) => new Counter().count(text).signes;

const WHOLE = [
  ["## Titre\n", "## **Titre**\n"],
  ["## 1. Le territoire ##\n\nUn.", "## **1. Le territoire** ##\n\n**Un.**"],
  ["Un titre\n===", "**Un titre**\n==="],
  ["- un\n- deux", "- **un**\n- **deux**"],
  ["1. un\n   - dedans\n\n   suite\n2. deux", "1. **un**\n   - **dedans**\n\n   **suite**\n2. **deux**"],
  ["- [ ] pain\n- [x] lait", "- [ ] **pain**\n- [x] **lait**"],
  ["> dit\n> encore\n>\n> - un", "> **dit**\n> **encore**\n>\n> - **un**"],
  ["| a | b c |\n| --- | :-: |\n|  | d \\| e |", "| **a** | **b c** |\n| --- | :-: |\n|  | **d \\| e** |"],
  ["Un.\n\n\nDeux.  ", "**Un.**\n\n\n**Deux.**  "],
  ["Un  \ndeux\\\ntrois", "**Un**  \n**deux**\\\n**trois**"],
  ["Un.\n\n```\ncode\n```\n\n    code\n\n---\n\nDeux.", "**Un.**\n\n```\ncode\n```\n\n    code\n\n---\n\n**Deux.**"],
  ["Un[^1].\n\n[^1]: Une note.\n\n[a]: https://exemple.invalid", "**Un[^1].**\n\n[^1]: **Une note.**\n\n[a]: https://exemple.invalid"],
  ["Un.\n\n![un café](images/9f12ab \"Le café\")\n\nDeux.", "**Un.**\n\n![un café](images/9f12ab \"Le café\")\n\n**Deux.**"],
];

test("marks go around the words of each line and each cell, never around what makes it a title, an item or a row", () => {
  for (const [source, strong] of WHOLE) {
    const view = opened(`«${source}»`);
    toggleStrong(view);
    assert.equal(view.text(), strong);
    assert.equal(view.steps, 1, "one step to take back");
    assert.equal(signes(strong), signes(source), "readers see the same letters");
    assert.equal(formatAt(view.state).strong, true, `${strong} is said to be bold`);
    toggleStrong(view);
    assert.equal(view.text(), source, "the same key takes them back");
  }
});

test("whole lines get and lose each kind of mark, whatever others they have", () => {
  for (const [source] of WHOLE) {
    for (const [one, other] of [[toggleEm, toggleStrong], [toggleStrong, toggleEm], [toggleStrike, toggleStrong], [toggleEm, toggleStrike]]) {
      assert.equal(signes(after(`«${source}»`, one, other)), signes(source), after(`«${source}»`, one, other));
      assert.equal(after(`«${source}»`, one, other, one, other), source);
      assert.equal(after(`«${source}»`, one, other, other, one), source);
      const both = after(`«${source}»`, one, other);
      assert.equal(after(`«${both}»`, one), after(`«${source}»`, other), "also when they are chosen again");
    }
  }
});

test("where only some lines are bold the others become so, and words in them are not bold twice", () => {
  assert.equal(after("«- **un**\n- deux»", toggleStrong), "- **un**\n- **deux**");
  assert.equal(after("«Un **mot** et *deux*.\n\n**Tout.**»", toggleStrong), "**Un mot et *deux*.**\n\n**Tout.**");
  assert.equal(after("**un «deux** trois»", toggleStrong), "**un deux trois**");
  assert.equal(after("*un «deux* trois»", toggleStrong), "***un deux* trois**");
  assert.equal(after("«Un» [li»en](https://exemple.invalid)".replace("Un»", "Un"), toggleStrong), "**Un [lien](https://exemple.invalid)**");
  assert.equal(after("un «`co»de`", toggleEm), "un *`code`*");
  assert.equal(after("«**un\ndeux**»", toggleStrong), "un\ndeux");
});

test("a part of a line and a word are marked as they were, and the words stay chosen", () => {
  const view = opened("## Un «titre »long");
  toggleStrong(view);
  assert.equal(view.text(), "## Un **titre** long");
  assert.equal(view.chosen().trim(), "titre");
  toggleEm(view);
  toggleEm(view);
  toggleStrong(view);
  assert.equal(view.text(), "## Un titre long");
  assert.equal(after("un m«»ot", toggleStrong), "un **mot**");
  assert.equal(after("«»1. un", toggleStrong), "1. un");
  assert.equal(after("```\nco«»de\n```", toggleStrong), "```\ncode\n```");
  assert.equal(after("«```\ncode\n```»", toggleStrong, toggleEm), "```\ncode\n```");
  assert.equal(after("«## Titre\n»", insertLink), "## [Titre](https://)\n");
});

test("a row of a table is neither a title nor an item, also among other lines", () => {
  const table = "| a | b |\n| --- | --- |\n| c«» | d |";
  for (const command of [setHeading(2), toggleLines("list"), toggleLines("numbered"), toggleLines("task"), toggleLines("quote")]) assert.equal(after(table, command), table.replace("«»", ""));
  assert.equal(after("«Un\n\n| a | b |\n| --- | --- |\n| c | d |\n\nDeux»", toggleLines("numbered")), "1. Un\n\n| a | b |\n| --- | --- |\n| c | d |\n\n2. Deux");
  assert.equal(after("«- un\n\n| a |\n| --- |\n\n- deux»", toggleLines("list")), "un\n\n| a |\n| --- |\n\ndeux");
});

test("a line whose end is the last that is chosen is changed alone", () => {
  assert.equal(after("«un\n»deux", setHeading(2)), "## un\ndeux");
  assert.equal(after("«- un\n»- deux", toggleLines("list")), "un\n- deux");
  assert.equal(after("un\n«»deux", toggleLines("list")), "un\n- deux");
});
