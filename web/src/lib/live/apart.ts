// Sentences that two sides changed without having seen each other's words. Pure: what became of a text, piece by piece,
// goes in; the sentences that both changed come out, as each side left them.
//
// A sentence is one of the text that both knew. A side changed it by taking letters out of it, or by letters of its own that
// stand, in its version, in one sentence with letters of it or in the place of what it took out. A whole new sentence beside
// it changes nothing.

export type Change = "kept" | "mine+" | "mine-" | "theirs+" | "theirs-" | "both-";

export interface Piece {
  change: Change;
  words: string;
  client?: number;                  // under which the others wrote it
}

export interface Apart {
  mine: string;
  theirs: string;
  merged: string;
  from: number;                     // where `merged` stands in the text as it is now
  to: number;
  clients: number[];
}

const BASE = 1, MINE = 2, THEIRS = 4, MERGED = 8;

const STANDS: Record<Change, number> = {
  "kept": BASE | MINE | THEIRS | MERGED,
  "mine+": MINE | MERGED,
  "mine-": BASE | THEIRS,
  "theirs+": THEIRS | MERGED,
  "theirs-": BASE | MINE,
  "both-": BASE,
};

/** The letters of all versions in one row. */
interface Row {
  length: number;
  text: string;
  stands: Uint8Array;               // in which versions
  solid: Uint8Array;                // 1: no blank
}

const BLANK = /\s/;

function rowOf(pieces: readonly Piece[]): Row {
  const text = pieces.map((piece) => piece.words).join("");
  const row = { length: text.length, text, stands: new Uint8Array(text.length), solid: new Uint8Array(text.length) };
  let at = 0;
  for (const { change, words } of pieces) {
    row.stands.fill(STANDS[change], at, at + words.length);
    at += words.length;
  }
  for (let i = 0; i < text.length; i++) row.solid[i] = BLANK.test(text.charAt(i)) ? 0 : 1;
  return row;
}

const END = /\n|[.!?…]+(?:["'”’)\]*_]|\s?»)*(?=\s)/g;
const INITIAL = /(?:^|[\s(])\p{Lu}$/u;
const GOES_ON = /^\s*[\p{Ll}\p{N}]/u;

/** Where the sentences of a text end. */
export function sentenceEnds(text: string): number[] {
  const ends: number[] = [];
  for (const { 0: found, index } of text.matchAll(END)) {
    const end = index + found.length;
    const line = text.slice(end, end + 80).split("\n", 1)[0] ?? "";
    const inside = found !== "\n" && (GOES_ON.test(line) || (found === "." && INITIAL.test(text.slice(Math.max(0, index - 2), index))));
    if (!inside) ends.push(end);
  }
  return ends;
}

/** The number of the sentence of one version in which each letter stands; -1: in none. */
function sentencesOf(row: Row, version: number, first: number): { of: Int32Array; count: number } {
  let text = "";
  const at: number[] = [];
  for (let i = 0; i < row.length; i++) {
    if (!((row.stands[i] ?? 0) & version)) continue;
    text += row.text.charAt(i);
    at.push(i);
  }
  const of = new Int32Array(row.length).fill(-1);
  const ends = [...sentenceEnds(text), text.length];
  let sentence = 0;
  at.forEach((place, i) => {
    while (i >= (ends[sentence] ?? Infinity)) sentence++;
    of[place] = first + sentence;
  });
  return { of, count: ends.length };
}

/** Sentences that are one matter. */
class Matters {
  private readonly parent: Int32Array;

  constructor(count: number) {
    this.parent = Int32Array.from({ length: count }, (_, i) => i);
  }

  of(sentence: number): number {
    let root = sentence;
    for (let up = this.parent[root] ?? root; up !== root; up = this.parent[root] ?? root) {
      this.parent[root] = this.parent[up] ?? up;
      root = up;
    }
    return root;
  }

  join(a: number, b: number): void {
    this.parent[this.of(a)] = this.of(b);
  }
}

interface Side {
  version: number;
  sentences: Int32Array;
}

export function changedApart(pieces: readonly Piece[]): Apart[] {
  const row = rowOf(pieces);
  const base = sentencesOf(row, BASE, 0);
  const mine = sentencesOf(row, MINE, base.count), theirs = sentencesOf(row, THEIRS, base.count + mine.count);
  const matters = new Matters(base.count + mine.count + theirs.count);
  const sides: Side[] = [{ version: MINE, sentences: mine.of }, { version: THEIRS, sentences: theirs.of }];
  const sees = (i: number, version: number) => ((row.stands[i] ?? 0) & version) !== 0;
  const isNew = (i: number, { version }: Side) => row.solid[i] === 1 && sees(i, version) && !sees(i, BASE);
  const isGone = (i: number, { version }: Side) => row.solid[i] === 1 && sees(i, BASE) && !sees(i, version);
  const isOld = (i: number, { version }: Side) => row.solid[i] === 1 && sees(i, BASE) && sees(i, version);
  const sentence = (of: Int32Array, i: number) => of[i] ?? 0;

  for (const side of sides) {
    const written = new Set<number>();
    for (let i = 0; i < row.length; i++) if (isNew(i, side)) written.add(sentence(side.sentences, i));
    let fresh: number[] = [], gone: number[] = [];
    for (let i = 0; i <= row.length; i++) {
      if (i === row.length || isOld(i, side)) {
        const [into] = gone;                      // what stands in the place of what was taken out
        if (into !== undefined && fresh.length > 0) for (const one of [...fresh, ...gone]) matters.join(one, into);
        fresh = [];
        gone = [];
        if (i < row.length && written.has(sentence(side.sentences, i))) matters.join(sentence(side.sentences, i), sentence(base.of, i));
      } else if (isNew(i, side)) fresh.push(sentence(side.sentences, i));
      else if (isGone(i, side)) gone.push(sentence(base.of, i));
    }
  }

  const spans = new Map<number, { lo: number; hi: number; sides: number }>();
  for (let i = 0; i < row.length; i++) {
    if (row.solid[i] !== 1) continue;
    let matter = sees(i, BASE) ? matters.of(sentence(base.of, i)) : -1, changed = 0;
    for (const side of sides) {
      if (isGone(i, side)) changed |= side.version;
      if (!isNew(i, side)) continue;
      matter = matters.of(sentence(side.sentences, i));
      changed |= side.version;
    }
    const span = spans.get(matter) ?? { lo: i, hi: i, sides: 0 };
    span.hi = i;
    span.sides |= changed;
    spans.set(matter, span);
  }
  const both = [...spans.values()].filter((span) => span.sides === (MINE | THEIRS)).sort((a, b) => a.lo - b.lo);
  return together(both).map(({ lo, hi }) => cut(pieces, row, lo, hi + 1)).filter(({ mine, theirs, merged }) => mine !== theirs || mine !== merged);
}

/** Letters of two sentences may stand mixed: then they are shown as one. */
function together(spans: readonly { lo: number; hi: number }[]): { lo: number; hi: number }[] {
  const all: { lo: number; hi: number }[] = [];
  for (const { lo, hi } of spans) {
    const last = all.at(-1);
    if (last && lo <= last.hi) last.hi = Math.max(last.hi, hi);
    else all.push({ lo, hi });
  }
  return all;
}

function cut(pieces: readonly Piece[], row: Row, lo: number, hi: number): Apart {
  const take = (version: number, from: number, to: number) => {
    let text = "";
    for (let i = from; i < to; i++) if ((row.stands[i] ?? 0) & version) text += row.text.charAt(i);
    return text;
  };
  const clients = new Set<number>();
  let at = 0;
  for (const { client, words } of pieces) {
    if (client !== undefined && at < hi && at + words.length > lo) clients.add(client);
    at += words.length;
  }
  const from = take(MERGED, 0, lo).length, merged = take(MERGED, lo, hi);
  return { mine: take(MINE, lo, hi), theirs: take(THEIRS, lo, hi), merged, from, to: from + merged.length, clients: [...clients] };
}
