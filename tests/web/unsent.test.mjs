// The words of one's own that the server does not have: found exactly, put back where they stood.
import assert from "node:assert/strict";
import { test } from "node:test";

import { library, load } from "./page.mjs";

const Y = await library("yjs");
const { passagesAsText, reenter, unsentPassages } = await load("lib/live/unsent.ts");

/** A document that two people share up to now; what `mine` writes from here on is unsent. */
function shared(words) {
  const mine = new Y.Doc();
  const theirs = new Y.Doc();
  mine.getText("content").insert(0, words);
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
  return { mine: mine.getText("content"), theirs: theirs.getText("content"), clock: Y.getState(mine.store, mine.clientID) };
}

const unsent = ({ mine, clock }) => unsentPassages(mine, new Map([[mine.doc.clientID, clock]]));
const text = (type) => type.toString();

test("what was typed in one place is one passage, what was typed elsewhere another", () => {
  const pair = shared("Le matin.\nLe soir.");
  pair.mine.insert(9, " Annie arrive");
  pair.mine.insert(22, " tôt.");
  pair.mine.insert(text(pair.mine).length, " Fin.");
  assert.deepEqual(unsent(pair).map((passage) => passage.words), [" Annie arrive tôt.", " Fin."]);
});

test("nothing typed, or typed and deleted again, is nothing unsent", () => {
  const pair = shared("Le matin.");
  assert.deepEqual(unsent(pair), []);
  pair.mine.insert(3, "grand ");
  pair.mine.delete(3, 6);
  assert.deepEqual(unsent(pair), []);
});

test("words that the server had before are not among them, also when one goes on in the same breath", () => {
  const pair = shared("Bon");
  pair.mine.insert(3, "jour");
  assert.deepEqual(unsent(pair).map((passage) => passage.words), ["jour"]);
});

test("passages come back where they stood although others wrote meanwhile", () => {
  const pair = shared("Un. Deux. Trois.");
  pair.mine.insert(3, " Un et demi.");
  pair.mine.insert(text(pair.mine).length, " Quatre.");
  const passages = unsent(pair);
  pair.theirs.insert(0, "Zéro. ");
  pair.theirs.delete(pair.theirs.length - 1, 1);
  let edits = 0;
  pair.theirs.doc.on("update", () => edits++);
  reenter(pair.theirs, passages);
  assert.equal(text(pair.theirs), "Zéro. Un. Un et demi. Deux. Trois Quatre.");
  assert.equal(edits, 1);
});

test("passages at the very beginning, or after something deleted, still find a place", () => {
  const pair = shared("fin");
  pair.mine.insert(0, "Début, ");
  const passages = unsent(pair);
  pair.theirs.delete(0, 3);
  reenter(pair.theirs, passages);
  assert.equal(text(pair.theirs), "Début, ");
});

test("the file holds the words, apart and without their spaces", () => {
  const pair = shared("Le matin.\nLe soir.");
  pair.mine.insert(9, " Annie ");
  pair.mine.insert(text(pair.mine).length, " Fin.");
  assert.equal(passagesAsText(unsent(pair)), "Annie\n\nFin.\n");
});
