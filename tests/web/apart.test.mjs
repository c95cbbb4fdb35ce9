// Sentences that two sides changed apart: what counts as one, and that each is found from the texts alone, whoever comes back.
import assert from "node:assert/strict";
import { test } from "node:test";

import { random } from "../harness/live.mjs";
import { library, load } from "./page.mjs";

const Y = await library("yjs");
const { changedApart, sentenceEnds } = await load("lib/live/apart.ts");
const { Meeting } = await load("lib/live/meeting.ts");

const sentences = (text) => {
  const ends = [0, ...sentenceEnds(text), text.length];
  return ends.slice(1).map((end, i) => text.slice(ends[i], end).trim()).filter(Boolean);
};

test("a sentence ends with its line, or with a mark that a new sentence follows", () => {
  assert.deepEqual(sentences("Il fait beau. On y va ! « Déjà ? » Oui…\n- du pain\n- du sel"), ["Il fait beau.", "On y va !", "« Déjà ? »", "Oui…", "- du pain", "- du sel"]);
  assert.deepEqual(sentences("Avec M. Le Bris, vers 8 h 30. Puis J. Kerven. Voir p. 12, etc. et la suite."), ["Avec M. Le Bris, vers 8 h 30.", "Puis J. Kerven.", "Voir p. 12, etc. et la suite."]);
  assert.deepEqual(sentences(""), []);
});

/** A text that two people know; `mine` is written without network, `theirs` meanwhile on the server. */
function meet(base, mine, theirs) {
  const server = new Y.Doc(), there = new Y.Doc(), here = new Y.Doc({ gcFilter: () => false });
  server.getText("content").insert(0, base);
  for (const doc of [there, here]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(server));
  const taken = [];
  const note = ({ deleteSet }) => deleteSet.clients.size > 0 && taken.push(deleteSet);
  here.on("afterTransaction", note);
  mine(here.getText("content"));
  here.off("afterTransaction", note);
  theirs(there.getText("content"));
  Y.applyUpdate(server, Y.encodeStateAsUpdate(there));
  const text = here.getText("content");
  const meeting = new Meeting(text, Y.encodeStateVector(server), taken);
  const update = Y.encodeStateAsUpdate(server, Y.encodeStateVector(here)), changes = [];
  here.on("afterTransaction", (transaction) => changes.push(transaction));
  Y.applyUpdate(here, update);
  meeting.took(update, changes);
  meeting.asks(Y.encodeStateVector(server));
  return { found: changedApart(meeting.pieces()), merged: text.toString(), client: there.clientID };
}

/** Words in the place of other words. */
const put = (before, after) => (text) => {
  const at = text.toString().indexOf(before);
  assert.ok(at >= 0, before);
  text.delete(at, before.length);
  text.insert(at, after);
};
const behind = (before, words) => (text) => text.insert(text.toString().indexOf(before) + before.length, words);
const append = (words) => (text) => text.insert(text.length, words);
const versions = ({ found }) => found.map(({ mine, theirs }) => [mine, theirs]);

const TEXT = "Le marché ouvre lundi. Il y a du pain. On parle un peu.\n\nLe soir, tout ferme.\n";

test("a sentence that both changed is shown as each of them left it, with what the text made of it", () => {
  const met = meet(TEXT, put("lundi", "mardi"), put("ouvre", "ferme"));
  assert.deepEqual(versions(met), [["Le marché ouvre mardi.", "Le marché ferme lundi."]]);
  const [one] = met.found;
  assert.equal(one.merged, "Le marché ferme mardi.");
  assert.equal(met.merged.slice(one.from, one.to), one.merged);
  assert.deepEqual(one.clients, [met.client]);
});

test("changes count in every way in which a sentence can be changed", () => {
  const cases = [
    ["the same word", put("lundi", "mardi"), put("lundi", "jeudi"), ["Le marché ouvre mardi.", "Le marché ouvre jeudi."]],
    ["the whole sentence, by both", put("Il y a du pain.", "On trouve du pain."), put("Il y a du pain.", "Le pain manque."), ["On trouve du pain.", "Le pain manque."]],
    ["taken out by one", put("Il y a du pain. ", ""), put("du pain", "du bon pain"), ["", "Il y a du bon pain."]],
    ["words only taken out", put(" un peu", ""), put("On parle", "On parlait"), ["On parle.", "On parlait un peu."]],
    ["taken out by the others", put("tout ferme", "rien ne ferme"), put(", tout", ""), ["Le soir, rien ne ferme.", "Le soir ferme."]],
    ["words before it", put("Il y a", "Bientôt, il y a"), put("du pain.", "du pain et du sel."), ["Bientôt, il y a du pain.", "Il y a du pain et du sel."]],
    ["its end", put("du pain.", "du pain !"), put("Il y a", "Y a-t-il"), ["Il y a du pain !", "Y a-t-il du pain."]],
    ["made one with the next", put("pain. On", "pain, on"), put("un peu", "beaucoup"), ["Il y a du pain, on parle un peu.", "Il y a du pain. On parle beaucoup."]],
  ];
  for (const [what, mine, theirs, want] of cases) assert.deepEqual(versions(meet(TEXT, mine, theirs)), [want], what);
  assert.deepEqual(versions(meet("Il fait beau", append(" ce matin."), append(" et chaud."))), [["Il fait beau ce matin.", "Il fait beau et chaud."]], "both went on with the last words");
  const typo = meet("Une fautte ici.\n", put("fautte", "fotte"), put("fautte", "fotte"));
  assert.deepEqual(versions(typo), [["Une fotte ici.", "Une fotte ici."]], "the same change twice doubles the words");
});

test("what is no conflict alarms nobody", () => {
  const cases = [
    ["other sentences", put("lundi", "mardi"), put("du pain", "du sel")],
    ["other paragraphs", put("lundi", "mardi"), put("Le soir", "La nuit")],
    ["a new sentence behind one that the other changed", behind("lundi.", " Il est grand."), put("marché", "café")],
    ["new sentences in the same place", behind("un peu.", " Oui."), behind("un peu.", " Non.")],
    ["new paragraphs at the end", append("\nAu revoir.\n"), append("\nBonne nuit.\n")],
    ["new lines of a list", behind("lundi.", "\n- Un.\n"), put("du pain", "du sel")],
    ["the same words taken out", put(" un peu", ""), put(" un peu", "")],
    ["nothing on one side", put("lundi", "mardi"), () => undefined],
    ["words typed and taken out again", (text) => (append("Non")(text), text.delete(text.length - 3, 3)), append("Oui.\n")],
    ["blanks", behind("du pain.", "\n\n"), put("du pain", "du sel")],
  ];
  for (const [what, mine, theirs] of cases) assert.deepEqual(versions(meet(TEXT, mine, theirs)), [], what);
});

test("two sentences far apart are two matters", () => {
  const met = meet(TEXT, (text) => (put("lundi", "mardi")(text), put("Le soir", "La nuit")(text)), (text) => (put("lundi", "jeudi")(text), put("tout", "rien")(text)));
  assert.deepEqual(versions(met), [["Le marché ouvre mardi.", "Le marché ouvre jeudi."], ["La nuit, tout ferme.", "Le soir, rien ferme."]]);
});

test("at random: found whenever both changed the same sentence, never when they did not", () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1e9), rnd = random(seed);
  const words = ["marché", "pain", "sel", "camion", "école", "clé", "lundi", "soir"];
  const sentence = (n) => `Phrase ${n} ${Array.from({ length: 2 + rnd.below(5) }, () => rnd.pick(words)).join(" ")}.`;
  for (let round = 0; round < 300; round++) {
    const count = 3 + rnd.below(6);
    const base = Array.from({ length: count }, (_, n) => sentence(n) + (rnd.chance(0.3) ? "\n\n" : " ")).join("");
    const some = () => new Set(Array.from({ length: 1 + rnd.below(3) }, () => rnd.below(count)));
    const edit = (chosen, name) => (text) => {
      for (const n of chosen) {
        for (let k = 1 + rnd.below(2); k > 0; k--) {
          const now = text.toString(), start = now.indexOf(`Phrase ${n}`), end = now.indexOf(".", start);
          const at = start + `Phrase ${n}`.length + rnd.below(end - start - `Phrase ${n}`.length);
          if (rnd.chance(0.4) && at + 1 < end && now[at] !== " ") text.delete(at, 1);
          else text.insert(at, `${name}${round}`);
        }
      }
    };
    const mine = some(), theirs = some();
    const met = meet(base, edit(mine, "x"), edit(theirs, "y"));
    const want = [...mine].filter((n) => theirs.has(n)).sort((a, b) => a - b);
    // Of letters taken out by both nothing is left to choose.
    const same = (n) => !/[xy]\d/.test(new RegExp(`Phrase ${n}[^.]*\\.`).exec(met.merged)[0]);
    const got = met.found.map(({ mine: words }) => Number(/Phrase (\d)/.exec(words)[1]));
    assert.deepEqual(got.filter((n) => !want.includes(n)), [], `seed ${seed}, round ${round}: a false alarm in ${base}`);
    assert.deepEqual(want.filter((n) => !got.includes(n) && !same(n)), [], `seed ${seed}, round ${round}: missed in ${base}`);
    for (const one of met.found) assert.equal(met.merged.slice(one.from, one.to), one.merged, `seed ${seed}, round ${round}`);
  }
});

test("a choice that waits outlives the page on a device of one's own alone", async () => {
  const lying = new Map();
  globalThis.sessionStorage = { getItem: (key) => lying.get(key) ?? null, setItem: (key, value) => lying.set(key, value), removeItem: (key) => lying.delete(key) };
  const { heldIn, holdIn } = await load("editor/apart/apart.ts");
  const { keeping } = await load("lib/keep/keep.ts");
  const matters = [{ id: "m", merged: "Du pain.", positions: ["", ""], versions: [] }];
  keeping.value = "stg-02";
  holdIn("d", "stg-02", matters);
  assert.deepEqual([heldIn("d", "stg-02"), heldIn("d", "stg-06")], [matters, []]);
  keeping.value = null;
  holdIn("d", "stg-02", matters);
  assert.deepEqual([heldIn("d", "stg-02"), lying.size], [[], 0]);
});
