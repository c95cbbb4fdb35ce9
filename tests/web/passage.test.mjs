// What becomes of a text when what readers propose for a passage is accepted: whole marks, whole rows, and the rest as it was.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

const { chosenIn } = await load("editor/comments/passage.ts");
const { plain } = await load("editor/comments/plain.ts");
const { shownIn } = await load("editor/signes/shown.ts");

/** Chosen as one reads: these words of the page, the first ones unless `nth` says others. */
function choose(source, words, nth = 0) {
  const shown = shownIn(source).map(({ all }) => all);
  const text = shown.map((all) => all.text).join("\n"), from = shown.flatMap((all) => [...all.from, -1]), to = shown.flatMap((all) => [...all.to, -1]);
  let at = text.indexOf(words);
  for (let i = 0; i < nth; i++) at = text.indexOf(words, at + 1);
  assert.ok(at >= 0, `${words} is read`);
  return chosenIn(source, { from: from[at], to: to[at + words.length - 1] });
}
const accepted = (source, { at, kind, text }) => source.slice(0, kind === "insert" ? at.to : at.from) + text + source.slice(at.to);
const removed = (source, words) => accepted(source, choose(source, words).propose("delete", ""));
const replaced = (source, words, other) => accepted(source, choose(source, words).propose("replace", other));
const exact = (source, words, nth) => {
  const { at } = choose(source, words, nth);
  return source.slice(at.from, at.to);
};

test("the passage is the words themselves, also the second time, behind links, images, notes and boxes", () => {
  const list = "1. Réunir les habitants\n2. Réunir les élus";
  assert.deepEqual(choose(list, "Réunir", 1).at, { from: 27, to: 33 });
  assert.equal(exact("Le [site](https://brest.fr) donne la liste.", "Le site donne"), "Le [site](https://brest.fr) donne");
  assert.equal(exact("- [x] Le pain\n- [ ] Le sel", "Le", 1), "Le");
  assert.equal(exact("Un mot[^note] et[^2].\n\n[^2]: Deux.\n[^note]: Un.", "et"), "et");
});

test("marks of which all words are chosen are chosen whole", () => {
  assert.equal(exact("Le pain est **bonne**.", "est bonne"), "est **bonne**");
  assert.equal(exact("voir le [site](https://x.fr)", "le site"), "le [site](https://x.fr)");
  assert.equal(exact("Le **pain *noir*** est là", "pain noir est"), "**pain *noir*** est");
  assert.equal(exact("Le pain est **bonne**.", "bonne"), "bonne");
});

test("marks that would make the passage longer than a quote may be stay outside", () => {
  const words = "mot ".repeat(490), source = (address) => `${words}[site](https://x.fr/${address})`;
  assert.equal(exact(source(""), `${words}site`), source(""));
  assert.equal(exact(source("y".repeat(40)), `${words}site`), `${words}[site`);
});

test("what is taken away leaves whole marks", () => {
  assert.equal(removed("Le pain est **bonne**.", "est bonne"), "Le pain .");
  assert.equal(removed("Le pain est **bonne**.", "bonne"), "Le pain est .");
  assert.equal(removed("voir le [site](https://x.fr)", "le site"), "voir ");
  assert.equal(removed("voir le [site de tous](https://x.fr)", "le site"), "voir [de tous](https://x.fr)");
  assert.equal(removed("Il est **bon jour** ici", "est bon"), "Il **jour** ici");
  assert.equal(removed("Il est **bon jour** ici", "jour ici"), "Il est **bon**");
  assert.equal(removed("Il est **bon jour** ici", "bon"), "Il est **jour** ici");
  assert.equal(removed("Il est **bon jour** ici", "jour"), "Il est **bon** ici");
  assert.equal(removed("le `code` là", "code"), "le  là");
});

test("other words keep the marks around those that stay", () => {
  assert.equal(choose("Le pain est **bonne**. La table.", "pain est bonne. La").words, "pain est bonne. La");
  assert.equal(replaced("Le pain est **bonne**. La table.", "pain est bonne. La", "pain est bon. La"), "Le pain est **bon**. La table.");
  assert.equal(replaced("Le pain est **bonne**. La table.", "pain est bonne. La", "pain est très bonne. La"), "Le pain est très **bonne**. La table.");
  assert.equal(replaced("Le pain est **bonne**. La table.", "est bonne", "était bon"), "Le pain était bon. La table.");
  assert.equal(replaced("Il est **bon jour** ici", "est bon", "fait grand"), "Il fait grand **jour** ici");
  assert.equal(replaced("Le [site](https://x.fr) dit[^1] tout.\n\n[^1]: Oui.", "Le site dit\ufffc tout", "Le site dit bien tout"), "Le [site](https://x.fr) dit[^1] bien tout.\n\n[^1]: Oui.");
  assert.equal(replaced("La table est mis.", "mis", "mise"), "La table est mise.");
  assert.equal(replaced("1. Réunir\n2. Écrire", "Réunir\nÉcrire", "Réunir\nÉcrire enfin"), "1. Réunir\n2. Écrire enfin");
  const { kind, text } = choose("Le *pain*.", "pain").propose("replace", "pain");
  assert.deepEqual([kind, text], ["replace", "pain"]);
});

test("words that readers type stay the words they typed, whatever signs are among them", async () => {
  const words = ["<X>", "*un* __mot__ ~~biffé~~", "snake_case et _x_", "[lien](https://x.fr)", "[^1] &amp; \\* `x`", "# Titre", "- tiret", "1. premier", "> cité", "| a |", "-- -", "prix <b", "a*b*c"];
  for (const said of words) {
    for (const source of ["Le mot.", "mot", "- mot b>", "| A |\n| - |\n| mot |", "Un **mot** gras", "Un *mot*"]) {
      const { text } = choose(source, "mot").propose("replace", said);
      assert.equal(plain(text), said, `${said} is what is shown, and not ${text}`);
      const [shown] = shownIn(replaced(source, "mot", said)).slice(-1);
      assert.equal(shown.all.text.trim(), shownIn(source).at(-1).all.text.replace("mot", () => said), `${said} is what is read in ${source}`);
    }
    const after = choose("Le mot.", "mot").propose("insert", ` ${said}`);
    assert.equal(plain(after.text), ` ${said}`);
    assert.deepEqual(shownIn(accepted("Le mot.", after)).map(({ all }) => all.text), [`Le mot ${said}.`]);
  }
  assert.equal(replaced("le `code` là", "code", "a_*b*"), "le `a_*b*` là", "in code signs are signs");
  assert.equal(replaced("```\ncode\n```", "code", "*a*\n# b"), "```\n*a*\n# b\n```");
  assert.equal(replaced("Un *mot* *dit*", "mot", "autre"), "Un *autre* *dit*");
});

test("lines that readers type are lines, and paragraphs that they change stay apart", () => {
  assert.equal(replaced("Le mot dit.", "mot", "un\ndeux"), "Le un  \ndeux dit.");
  assert.equal(replaced("Le mot.", "mot.", "mot\n="), "Le mot  \n\\=");
  assert.equal(replaced("Le mot dit.", "mot", "un\n\n- deux"), "Le un\n\n\\- deux dit.");
  assert.equal(replaced("Un *mot*.\n\nUne **phrase**.", "mot.\nUne phrase", "nom.\nUne chanson"), "Un *nom*.\n\nUne **chanson**.");
  assert.equal(replaced("1. Réunir\n2. Écrire", "Réunir\nÉcrire", "Réunion\nÉcriture"), "1. Réunion\n2. Écriture");
  assert.equal(replaced("```\na\n\nb\n```", "a\n\nb", "a\nc\nb"), "```\na\nc\nb\n```");
});

test("a row of a table stays one row of as many cells", () => {
  const table = "| A | B |\n| - | - |\n| un mot | deux |\n";
  assert.equal(replaced(table, "mot", "a | b\nc"), "| A | B |\n| - | - |\n| un a \\| b c | deux |\n");
  assert.equal(accepted(table, choose(table, "mot").propose("insert", " ou\ntrois | quatre")), "| A | B |\n| - | - |\n| un mot ou trois \\| quatre | deux |\n");
  assert.equal(choose(table, "mot").fits, true);
  assert.equal(choose(table, "mot\ndeux").fits, false);
});

test("half a mark is not shown to people", () => {
  assert.deepEqual(["**", "voir le [", "](https://x.fr)", "pain est **bonne", "- un **deux**", "x](/a) y", "a_b \\*c\\* \\[d\\](e)"].map(plain), ["", "voir le ", "", "pain est bonne", "un deux", "x y", "a_b *c* [d](e)"]);
});
