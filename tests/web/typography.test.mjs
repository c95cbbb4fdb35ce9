// French typography while one types: what each key does to the line, and what it leaves alone.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

const { help } = await load("editor/typography.ts");
const NB = "\u00a0", NN = "\u202f";

/** The line after typing these keys at the end of it, each helped. */
function typed(keys, start = "") {
  let line = start;
  for (const key of keys) {
    const found = help(line, key);
    line += key;
    if (found) line = line.slice(0, found.from) + found.insert + line.slice(found.to);
  }
  return line;
}

const becomes = (pairs) => {
  for (const [keys, wanted] of pairs) assert.equal(typed(keys), wanted, keys);
};
const staysAsTyped = (all) => becomes(all.map((keys) => [keys, keys]));

test("straight quotation marks become guillemets with their spaces", () => becomes([
  ['Il dit "oui" et "non".', `Il dit «${NB}oui${NB}» et «${NB}non${NB}».`],
  ['"Oui"', `«${NB}Oui${NB}»`],
  ['("Oui")', `(«${NB}Oui${NB}»)`],
  ['l\'"idée"', `l’«${NB}idée${NB}»`],
  ['- "un"', `- «${NB}un${NB}»`],
  ['**"gras"**', `**«${NB}gras${NB}»**`],
  ['"**gras**"', `«${NB}**gras**${NB}»`],
  ['"fin."', `«${NB}fin.${NB}»`],
  ['"oui "', `«${NB}oui${NB}»`],
  ['" oui "', `«${NB}oui${NB}»`],
]));

test("guillemets that one types get their spaces, once", () => becomes([
  ["« oui »", `«${NB}oui${NB}»`],
  ["«oui»", `«${NB}oui${NB}»`],
  ["« oui » !", `«${NB}oui${NB}»${NN}!`],
]));

test("a space that does not break stands before : ; ! ?", () => becomes([
  ["Quoi ?", `Quoi${NN}?`],
  ["Quoi?", `Quoi${NN}?`],
  ["Quoi?!", `Quoi${NN}?!`],
  ["Non!!!", `Non${NN}!!!`],
  ["un ; deux", `un${NN}; deux`],
  ["Trois choses : une", `Trois choses${NB}: une`],
  ["Trois choses: une", `Trois choses${NB}: une`],
  ["**Fort**!", `**Fort**${NN}!`],
  ["(oui) ?", `(oui)${NN}?`],
  ["un mot…?", `un mot…${NN}?`],
  ["en 2024: rien", `en 2024${NB}: rien`],
  ["en 2024 : rien", `en 2024${NB}: rien`],
  ["question B: oui", `question B${NB}: oui`],
  [`déjà${NB}: là`, `déjà${NB}: là`],
]));

test("an apostrophe is bent after a letter, and three points are one sign", () => becomes([
  ["l'eau d'Élodie", "l’eau d’Élodie"],
  ["aujourd'hui", "aujourd’hui"],
  ["et puis...", "et puis…"],
  ["...", "…"],
]));

test("hours, measures and signs of Markdown stay as they are typed", () => staysAsTyped([
  "10:30", "à 10:30:15", "5'", '5"', "[^1]: Note", "[nom]: /adresse", "> [nom]: /adresse", "| :---: |", "![image](a.png)", "- [ ] ", "- ! ", "# ", "! ", "../..", "&amp;", "&#233;", "<!-- ", '<a href="x?y">',
]));

test("code and addresses stay as they are typed", () => staysAsTyped([
  "`a ? b : \"c\"`", "`l'eau`", "https://a.fr/x?y=1;z=2", "http://a.fr:8080/l'eau!", "www.a.fr/x?y", "mailto:a@b.fr?subject=x", "exemple.fr/a?b", "[lien](https://a.fr/x?y)", '[lien](/x "un titre ?")', "[lien](/l'eau)",
]));

test("an image that begins after a word takes its space back", () => becomes([["Voir ![x](y.png)", "Voir ![x](y.png)"]]));

test("who took the help back keeps quotation marks straight to the end of the line", () => {
  assert.equal(typed('oui"', 'Il dit "'), 'Il dit "oui"');
});

test("only keys that mean something are looked at", () => {
  for (const key of ["a", "é", ",", "-", "\n", "", "ab", "::"]) assert.equal(help("mot", key), null, key);
});
