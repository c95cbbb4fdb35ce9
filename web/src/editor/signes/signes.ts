// Signes: characters of the text as it is shown, spaces included, counted by the school's rules exactly as the server
// counts them (its text/measure.c). Each block's words are put in NFC, freed of invisible characters, their spaces
// collapsed and trimmed, and their code points counted; nothing is counted between blocks.
import { blocksOf, sourceOf, type Leaf } from "./blocks";
import { inlinesOf, type Inlines, type Piece } from "./inlines";
import { prepared } from "./prepared";

export interface Section {
  level: number;                    // 0: what stands before the first heading
  heading: string;
  from: number;                     // where its heading stands in the text
  signes: number;                   // its own, without the sections below it
}

export interface Counted {
  signes: number;
  withoutNotes: number;
  sections: Section[];
}

const LONGEST_HEADING = 200;
const BLOCKS_AT_A_TIME = 20;
const PIECE_MS = 3;

function words(text: string): string {
  const composed = /[\u0300-\uffff]/.test(text) ? text.normalize("NFC").replace(/[\u200b\ufeff\u00ad\u2060]/g, "") : text.replaceAll("\u00ad", "");
  return composed.replace(/[ \t\n\r]+/g, " ").replace(/^ | $/g, "");
}

function points(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) n--;
  }
  return n;
}

/** What one block shows. `within`: only this part of its text. */
function shown(source: string, inlines: Inlines | null, known: (note: string) => boolean, within: readonly [number, number] = [0, Infinity]): string {
  if (!inlines) return source.slice(...within).replaceAll("\n", "");
  let text = "";
  for (const piece of inlines.pieces) text += part(source, piece, known, within);
  return text;
}

function part(text: string, piece: Piece, known: (note: string) => boolean, [from, to]: readonly [number, number]): string {
  if (piece.to <= from || piece.from >= to || (piece.call !== undefined && known(piece.call))) return "";
  if (piece.shown === null) return text.slice(Math.max(from, piece.from), Math.min(to, piece.to));
  const whole = piece.from >= from && piece.to <= to;
  if (whole) return piece.shown;
  const inside = piece.to - piece.from >= piece.shown.length ? Math.floor((piece.to - piece.from - piece.shown.length) / 2) : 0;
  return piece.shown.slice(Math.max(0, from - piece.from - inside), Math.max(0, to - piece.from - inside));
}

/** What was found in one block; `whole` is its words, when no note is called in it. */
interface Found {
  inlines: Inlines | null;
  whole: string | null;
  signes: number;
}

interface Text {
  leaves: Leaf[];
  found: Found[];
  known: (note: string) => boolean;
  counts: (leaf: Leaf) => boolean;
  place: (source: number) => number;             // in the text that was read
  origin: (read: number) => number;              // in the source
}

/** Counts one text again and again while it is written: what did not change is not read again. */
export class Counter {
  private read = new Map<string, Found>();
  private links = "";
  private source: string | null = null;
  private text: Text | null = null;

  count(source: string): Counted {
    return atOnce(this.counting(source));
  }

  /** The same in small pieces of time, so that no key waits for it; null when `stopped` says that it is not wanted any more. */
  countGently(source: string, stopped: () => boolean): Promise<Counted | null> {
    return gently(this.counting(source), stopped);
  }

  private *counting(source: string): Generator<void, Counted> {
    const { leaves, found, known, counts, origin } = yield* this.take(source);
    const sections: Section[] = [{ level: 0, heading: "", from: 0, signes: 0 }];
    let inNotes = 0;
    leaves.forEach((leaf, i) => {
      const here = found[i];
      if (!here || !counts(leaf)) return;
      const text = here.whole ?? words(shown(leaf.text, here.inlines, known));
      const signes = here.whole === null ? points(text) : here.signes;
      if (leaf.note) {
        inNotes += signes;
        return;
      }
      if (leaf.level > 0) sections.push({ level: leaf.level, heading: Array.from(text).slice(0, LONGEST_HEADING).join(""), from: origin(leaf.from), signes: 0 });
      const section = sections.at(-1);
      if (section) section.signes += signes;
    });
    const withoutNotes = sections.reduce((sum, section) => sum + section.signes, 0);
    return { signes: withoutNotes + inNotes, withoutNotes, sections };
  }

  /** The signes of a part of the source: what of it is shown. */
  chosen(source: string, from: number, to: number): number {
    const { leaves, found, known, counts, place } = atOnce(this.take(source));
    const [start, end] = [place(from), place(to)];
    let signes = 0;
    leaves.forEach((leaf, i) => {
      const within = counts(leaf) ? partOf(leaf, start, end) : null;
      if (within) signes += points(words(shown(leaf.text, found[i]?.inlines ?? null, known, within)));
    });
    return signes;
  }

  private *take(source: string): Generator<void, Text> {
    if (this.text && this.source === source) return this.text;
    const { text, place, origin } = prepared(source);
    const { leaves, links, notes } = yield* blocksOf(text);
    const found = yield* this.find(leaves, links);
    const called = new Set(found.flatMap((one) => one.inlines?.calls ?? []));
    const first = new Map([...notes].reverse().map((note) => [note.name, note]));
    this.source = source;
    this.text = {
      leaves, found, place, origin,
      known: (note) => first.has(note),
      counts: ({ note }) => note === null || (called.has(note.name) && first.get(note.name) === note),
    };
    return this.text;
  }

  private *find(leaves: readonly Leaf[], links: ReadonlySet<string>): Generator<void, Found[]> {
    const names = [...links].sort().join("\n");
    const before = names === this.links ? this.read : new Map<string, Found>();
    const now = new Map<string, Found>();
    const all: Found[] = [];
    for (const { code, text } of leaves) {
      const key = code ? `\n${text}` : text;      // no other block begins with the end of a line
      const found = before.get(key) ?? now.get(key) ?? findIn(text, code, links);
      now.set(key, found);
      if (all.push(found) % BLOCKS_AT_A_TIME === 0) yield;
    }
    this.read = now;
    this.links = names;
    return all;
  }
}

function atOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

async function gently<T>(work: Generator<void, T>, stopped: () => boolean): Promise<T | null> {
  for (;;) {
    for (const until = performance.now() + PIECE_MS; performance.now() < until;) {
      const step = work.next();
      if (step.done) return step.value;
    }
    await new Promise((done) => setTimeout(done));
    if (stopped()) return null;
  }
}

function findIn(text: string, code: boolean, links: ReadonlySet<string>): Found {
  const inlines = code ? null : inlinesOf(text, (name) => links.has(name));
  if (inlines && inlines.calls.length > 0) return { inlines, whole: null, signes: 0 };
  const whole = words(shown(text, inlines, () => false));
  return { inlines, whole, signes: points(whole) };
}

/** Which part of a block's text stands between two places; null when none. */
function partOf(leaf: Leaf, from: number, to: number): [number, number] | null {
  let [first, last] = [-1, -1];
  for (let at = 0; at < leaf.text.length;) {
    const [source, next] = sourceOf(leaf, at);
    const end = source + next - at;
    if (source < to && end > from) {
      if (first === -1) first = at + Math.max(0, from - source);
      last = next - Math.max(0, end - to);
    }
    at = next;
  }
  return first !== -1 && last > first ? [first, last] : null;
}
