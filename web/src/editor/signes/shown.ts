// What a text shows to whoever reads it, block by block, and where each letter of it is written. In the order of the page:
// notes come last, in the order of their calls.
import { blocksOf, sourceOf, type Blocks, type Leaf } from "./blocks";
import { inlinesOf, type Pair, type Piece } from "./inlines";
import { prepared } from "./prepared";

/** An image, or the call of a note: what is no letter and stands among them. */
export const OBJECT = "\ufffc";

export interface Letters {
  text: string;
  from: number[];                   // of each of its units, in the source
  to: number[];
}

export interface Shown {
  /** Without spaces, of which a page shows as many as it likes. */
  letters: Letters;
  all: Letters;
  pairs: Pair[];                    // in the source
  cell: boolean;                    // of a table
  code: boolean;                    // a block of it
}

const OWN_IMAGE = /\]\([ \t\n]*<?images\/[a-z0-9-]{1,64}[> \t\n)]/;
const WEB_IMAGE = /\]\([ \t\n]*<?(https?:\/\/[^\s>)]*)/i;

class Writer {
  readonly all: Letters = { text: "", from: [], to: [] };

  constructor(private readonly leaf: Leaf, private readonly origin: (place: number) => number, private readonly known: (note: string) => boolean) {}

  at(place: number): number {
    return this.origin(sourceOf(this.leaf, place)[0]);
  }

  span([from, to]: readonly [number, number]): readonly [number, number] {
    return [this.at(from), this.at(to - 1) + 1];
  }

  /** The letters of the leaf between two places. */
  copy(from: number, to: number): void {
    for (let at = from; at < to;) {
      const [place, next] = sourceOf(this.leaf, at);
      const stop = Math.min(next, to);
      for (let i = at; i < stop; i++) {
        this.all.from.push(this.origin(place + i - at));
        this.all.to.push(this.origin(place + i - at) + 1);
      }
      this.all.text += this.leaf.text.slice(at, stop);
      at = stop;
    }
  }

  /** Other letters than those that are written between two places. */
  put(shown: string, between: readonly [number, number]): void {
    const [from, to] = this.span(between);
    this.all.text += shown;
    for (let i = 0; i < shown.length; i++) {
      this.all.from.push(from);
      this.all.to.push(to);
    }
  }

  piece(piece: Piece): void {
    const { from, to, shown, image } = piece;
    if (to <= from) return;
    if (piece.call !== undefined && this.known(piece.call)) return this.put(OBJECT, [from, to]);
    if (image) return this.image(image, [from, to]);
    if (shown === null) return this.copy(from, to);
    const marks = (to - from - shown.length) / 2;
    if (/[`<]/.test(this.leaf.text.charAt(from)) && Number.isInteger(marks) && this.leaf.text.slice(from + marks, to - marks).replaceAll("\n", " ") === shown) return this.copy(from + marks, to - marks);
    this.put(shown, [from, to]);
  }

  /** A picture of ours is seen; of others there is only the description, or the address of those that have none. */
  private image(description: readonly Piece[], [from, to]: readonly [number, number]): void {
    const source = this.leaf.text.slice(from, to);
    if (OWN_IMAGE.test(source)) return this.put(OBJECT, [from, to]);
    const before = this.all.text.length;
    description.forEach((piece) => this.piece(piece));
    if (this.all.text.length === before) this.put(WEB_IMAGE.exec(source)?.[1] ?? "", [from, to]);
  }
}

function withoutSpaces({ text, from, to }: Letters): Letters {
  const letters: Letters = { text: "", from: [], to: [] };
  for (const found of text.matchAll(/\S/g)) {
    letters.text += found[0];
    letters.from.push(from[found.index] ?? 0);
    letters.to.push(to[found.index] ?? 0);
  }
  return letters;
}

function inOrder({ leaves, notes }: Blocks, calls: readonly string[]): Leaf[] {
  const called = [...new Set(calls)].map((name) => notes.find((note) => note.name === name) ?? null);
  return [null, ...called.filter((note) => note !== null)].flatMap((note) => leaves.filter((leaf) => leaf.note === note));
}

let last: { source: string; shown: readonly Shown[] } | null = null;

export function shownIn(source: string): readonly Shown[] {
  if (last?.source !== source) last = { source, shown: read(source) };
  return last.shown;
}

function read(source: string): Shown[] {
  const { text, origin } = prepared(source);
  const blocks = blocksOf(text);
  let step = blocks.next();
  while (!step.done) step = blocks.next();
  const { leaves, links, notes } = step.value;
  const names = new Set(notes.map((note) => note.name));
  const found = new Map(leaves.map((leaf) => [leaf, leaf.code ? null : inlinesOf(leaf.text, (name) => links.has(name))]));
  const calls = [...found.values()].flatMap((inlines) => inlines?.calls ?? []);
  return inOrder(step.value, calls).map((leaf) => {
    const inlines = found.get(leaf), writer = new Writer(leaf, origin, (note) => names.has(note));
    if (inlines) inlines.pieces.forEach((piece) => writer.piece(piece));
    else writer.copy(0, leaf.text.length);
    const pairs = (inlines?.pairs ?? []).map(({ open, close }) => ({ open: writer.span(open), close: writer.span(close) }));
    return { letters: withoutSpaces(writer.all), all: writer.all, pairs, cell: leaf.cell, code: leaf.code };
  });
}
