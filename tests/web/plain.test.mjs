// The line ends of plain words that are pasted.
import assert from "node:assert/strict";
import { test } from "node:test";

import { library, load } from "./page.mjs";

const { linesOfPlain } = await load("editor/paste/plain.ts");
const { markdownText } = await load("editor/extensions/markdown.ts");
const { EditorState } = await library("@codemirror/state");

const pasted = (words, doc = "", anchor = doc.length) => linesOfPlain(words, EditorState.create({ doc, selection: { anchor }, extensions: [markdownText] }));
const ADDRESS = "Maison des habitants \n12 rue des Lilas\n38000 Grenoble";
const MAIL = "Bonjour à toutes et à tous, nous avons retenu la date du mardi\ndouze mars pour la rencontre avec les habitants du quartier des\nLilas, qui se tiendra dans la salle du centre social, près de la\nplace du marché.";

test("lines are lines for readers too", () => {
  assert.equal(pasted(ADDRESS), "Maison des habitants  \n12 rue des Lilas  \n38000 Grenoble");
  assert.equal(pasted("Bonjour,\n\nUn\n  deux\ntrois "), "Bonjour,\n\nUn  \ndeux  \ntrois ");
  assert.equal(pasted("un\ndeux", "- a"), "un  \ndeux");
});

test("what a mail or a printed page wrapped is one line again", () => {
  assert.equal(pasted(MAIL), MAIL.replaceAll("\n", " "));
  assert.equal(pasted(`${ADDRESS}\n\n${MAIL}\n`), `${pasted(ADDRESS)}\n\n${MAIL.replaceAll("\n", " ")}\n`);
  const long = "Accompagner les habitants du quartier dans leurs démarches de tous les jours.";
  assert.equal(pasted(`${long}\n${long}\n${long}`), `${long}  \n${long}  \n${long}`, "each begins a sentence");
  const paragraphs = `${long} ${long}\n${long} ${long}\net la fin.`;
  assert.equal(pasted(paragraphs), paragraphs.replaceAll("\n", "  \n"), "longer than lines that are printed");
});

test("words of a text stay as they are written, and so do code, tables, lists and quotations", () => {
  const text = "# Titre\n\n- un\n- deux\n  suite\n\n> dit\n> encore\n\n```\na\nb\n```\n\n| a |\n| - |\n| b |\n\nUn  \ndeux\n\nTitre\n===\n\n[^1]: une\n[^2]: deux";
  assert.equal(pasted(text), text);
  assert.equal(pasted("| a | b |\n| c | d |"), "| a | b |\n| c | d |");
  assert.equal(pasted(MAIL.replaceAll("\n", "  \n")), MAIL.replaceAll("\n", "  \n"));
  assert.equal(pasted("un\ndeux", "```\ncode\n```", 6), "un\ndeux");
  assert.equal(pasted("un\ndeux", "| a |\n| - |\n| b |", 16), "un\ndeux");
});
