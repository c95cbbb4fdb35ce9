// The words of one block without their marks, as the server's Markdown library (cmark-gfm) shows them: what emphasis,
// links, images, code, entities and notes leave of the text. No tree is made; only what is left is told, piece by piece.
import { decoded } from "./entities";
import { addressEnd, isPunctuation, isSpace, labelAt, labelName, skipSpaces, titleEnd } from "./links";

/** A stretch of the input that shows as itself, or as `shown`. */
export interface Piece {
  from: number;
  to: number;
  shown: string | null;
  call?: string;                    // `[^call]`: shows as itself when there is no such note
  image?: Piece[];                  // its description
}

/** What opens and what closes some words, and does not show. */
export interface Pair {
  open: readonly [from: number, to: number];
  close: readonly [from: number, to: number];
}

export interface Inlines {
  pieces: Piece[];
  pairs: Pair[];
  calls: string[];                  // names of the notes that are called, also inside pictures
}

interface Delimiter {
  char: string;
  length: number;
  opens: boolean;
  closes: boolean;
  piece: Piece;
  previous: Delimiter | null;
  next: Delimiter | null;
}

interface Bracket {
  image: boolean;
  active: boolean;
  followed: boolean;                // by another bracket
  at: number;                       // after it
  column: number;                   // where it stands in its line
  piece: number;                    // its place among the pieces
  below: Delimiter | null;
  previous: Bracket | null;
}

const SPECIAL = /[\n\\`&_*[\]<!~]/g;
const MOST_TICKS = 80;
const MOST_TILDES = 100;
const SPACE = /[\t\n\f\r\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;
const PUNCTUATION = /[\p{P}$+<=>^`|~]/u;
const NAMED_ENTITY = /&([A-Za-z][A-Za-z0-9]{1,31});/y;
const NUMBERED_ENTITY = /&#(?:([0-9]{1,8})|[xX]([0-9a-fA-F]{1,8}));/y;
const ADDRESS = /<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^\x00-\x20<>]*)>/y;    
const MAIL = /<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>/y;
const TAG = /<(?:[A-Za-z][A-Za-z0-9-]*(?:[ \t\v\f\r\n]+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:[ \t\v\f\r\n]*=[ \t\v\f\r\n]*(?:[^ \t\r\n\v\f"'=<>`]+|'[^']*'|"[^"]*"))?)*[ \t\v\f\r\n]*\/?>|\/[A-Za-z][A-Za-z0-9-]*[ \t\v\f\r\n]*>|!---->|!--(?:-?[^>-])(?:-?[^-])*-->|\?[^]*?\?>|![A-Z]+[ \t\v\f\r\n]+[^>]*>|!\[CDATA\[[^]*?\]\]>)/y;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** What entities stand for. */
function unescaped(text: string): string {
  return text.includes("&") ? text.replace(/&[#A-Za-z][A-Za-z0-9]*;/g, (whole) => entity(whole, 0)?.shown ?? whole) : text;
}

function entity(text: string, at: number): { shown: string; end: number } | null {
  const named = match(NAMED_ENTITY, text, at);
  if (named) {
    const shown = decoded(named[1] ?? "");
    return shown === null ? null : { shown, end: at + named[0].length };
  }
  const numbered = match(NUMBERED_ENTITY, text, at);
  if (!numbered) return null;
  const code = numbered[1] === undefined ? parseInt(numbered[2] ?? "", 16) : parseInt(numbered[1], 10);
  const known = code > 0 && code < 0x110000 && !(code >= 0xd800 && code < 0xe000);
  return { shown: known ? String.fromCodePoint(code) : "\ufffd", end: at + numbered[0].length };
}

class Reader {
  readonly pieces: Piece[] = [];
  readonly pairs: Pair[] = [];
  readonly calls: string[] = [];
  private at = 0;
  private lineStart = 0;
  private delimiters: Delimiter | null = null;         // the last one
  private brackets: Bracket | null = null;
  private readonly ticks = new Map<number, number>();  // where a run of so many was last seen
  private sawAllTicks = false;

  constructor(private readonly text: string, private readonly isLink: (name: string) => boolean) {}

  read(): Inlines {
    while (this.at < this.text.length) this.one();
    this.emphasize(null);
    return { pieces: this.pieces, pairs: this.pairs, calls: this.calls };
  }

  private put(from: number, to: number, shown: string | null = null): Piece {
    const piece = { from, to, shown };
    this.pieces.push(piece);
    this.at = to;
    return piece;
  }

  private one(): void {
    const { text, at } = this;
    switch (text[at]) {
      case "\n": return this.newLine();
      case "`": return this.code();
      case "\\": return this.backslash();
      case "&": {
        const found = entity(text, at);
        this.put(at, found?.end ?? at + 1, found?.shown ?? null);
        return;
      }
      case "<": return this.pointed();
      case "*":
      case "_": return this.delimiter(text[at] ?? "");
      case "~": return this.tildes();
      case "[": return this.open(1, false);
      case "]": return this.close();
      case "!":
        if (text[at + 1] === "[" && text[at + 2] !== "^") return this.open(2, true);
        this.put(at, at + 1);
        return;
      default: return this.words();
    }
  }

  private words(): void {
    const found = match(SPECIAL, this.text, this.at + 1);
    const end = found?.index ?? this.text.length;
    let to = end;
    if (this.text[end] === "\n") while (to > this.at && isSpace(this.text[to - 1])) to--;
    this.put(this.at, to);
    this.at = end;
  }

  private newLine(): void {
    this.put(this.at, this.at + 1, " ");
    this.lineStart = this.at;
    while (this.text[this.at] === " " || this.text[this.at] === "\t") this.at++;
  }

  private backslash(): void {
    const { at } = this;
    const next = this.text[at + 1];
    if (isPunctuation(next)) this.put(at, at + 2, next ?? null);
    else if (next === "\n") this.put(at, at + 2, " ");
    else this.put(at, at + 1);
  }

  private pointed(): void {
    const { text, at } = this;
    const address = match(ADDRESS, text, at) ?? match(MAIL, text, at);
    if (address) {
      const end = at + address[0].length;
      this.put(at, end, unescaped(address[1] ?? ""));
      this.pairs.push({ open: [at, at + 1], close: [end - 1, end] });
      return;
    }
    const tag = match(TAG, text, at);
    this.put(at, at + (tag?.[0].length ?? 1), tag ? "" : null);
  }

  // ---- code

  private code(): void {
    const start = this.at;
    let opened = start;
    while (this.text[opened] === "`") opened++;
    const length = opened - start;
    const end = this.closingTicks(opened, length);
    if (end === -1) {
      this.put(start, opened);
      return;
    }
    const words = this.text.slice(opened, end - length).replaceAll("\n", " ");
    const padded = words.startsWith(" ") && words.endsWith(" ") && /[^ ]/.test(words) && words.length > 1;
    this.put(start, end, padded ? words.slice(1, -1) : words);
    const inside = length + (padded ? 1 : 0);
    this.pairs.push({ open: [start, start + inside], close: [end - inside, end] });
  }

  private closingTicks(from: number, length: number): number {
    if (length > MOST_TICKS || (this.sawAllTicks && (this.ticks.get(length) ?? 0) <= from)) return -1;
    for (let i = this.text.indexOf("`", from); i !== -1; i = this.text.indexOf("`", i)) {
      const start = i;
      while (this.text[i] === "`") i++;
      this.ticks.set(i - start, start);
      if (i - start === length) return i;
    }
    this.sawAllTicks = true;
    return -1;
  }

  // ---- emphasis

  private before(at: number, over: boolean): string {
    let i = at;
    while (over && this.text[i - 1] === "~") i--;
    if (i <= 0) return "\n";
    const low = this.text.charCodeAt(i - 1);
    return String.fromCodePoint(this.text.codePointAt(low >= 0xdc00 && low < 0xe000 && i > 1 ? i - 2 : i - 1) ?? 10);
  }

  private after(at: number, over: boolean): string {
    let i = at;
    while (over && this.text[i] === "~") i++;
    return i < this.text.length ? String.fromCodePoint(this.text.codePointAt(i) ?? 10) : "\n";
  }

  private flanks(from: number, to: number, over: boolean) {
    const before = this.before(from, over), after = this.after(to, over);
    const [spaceBefore, spaceAfter] = [SPACE.test(before), SPACE.test(after)];
    const [signBefore, signAfter] = [PUNCTUATION.test(before), PUNCTUATION.test(after)];
    const left = !spaceAfter && (!signAfter || spaceBefore || signBefore);
    const right = !spaceBefore && (!signBefore || spaceAfter || signAfter);
    return { left, right, signBefore, signAfter };
  }

  private delimiter(char: string): void {
    const from = this.at;
    let to = from;
    while (this.text[to] === char) to++;
    const { left, right, signBefore, signAfter } = this.flanks(from, to, true);
    const opens = char === "_" ? left && (!right || signBefore) : left;
    const closes = char === "_" ? right && (!left || signAfter) : right;
    const piece = this.put(from, to);
    if (opens || closes) this.push(char, to - from, opens, closes, piece);
  }

  private tildes(): void {
    const from = this.at;
    let to = from;
    while (this.text[to] === "~" && to - from < MOST_TILDES) to++;
    const { left, right } = this.flanks(from, to, false);
    const piece = this.put(from, to);
    if (to - from === 2 && (left || right)) this.push("~", 2, left, right, piece);
  }

  private push(char: string, length: number, opens: boolean, closes: boolean, piece: Piece): void {
    const delimiter = { char, length, opens, closes, piece, previous: this.delimiters, next: null };
    if (this.delimiters) this.delimiters.next = delimiter;
    this.delimiters = delimiter;
  }

  private drop(delimiter: Delimiter): void {
    if (delimiter.next) delimiter.next.previous = delimiter.previous;
    else this.delimiters = delimiter.previous;
    if (delimiter.previous) delimiter.previous.next = delimiter.next;
  }

  /** Pairs what opens with what closes, above `bottom`; their marks do not show. */
  private emphasize(bottom: Delimiter | null): void {
    const bottoms = new Map<string, Delimiter | null>();
    let closer = this.delimiters;
    while (closer && closer.previous !== bottom) closer = closer.previous;
    while (closer) {
      if (!closer.closes) {
        closer = closer.next;
        continue;
      }
      const kind: string = `${closer.char}${closer.length % 3}`;
      const lowest = bottoms.has(kind) ? bottoms.get(kind) : bottom;
      const opener = openerOf(closer, bottom, lowest);
      const old: Delimiter = closer;
      closer = opener ? this.pair(opener, closer) : closer.next;
      if (opener) continue;
      bottoms.set(kind, old.previous);
      if (!old.opens) this.drop(old);
    }
    while (this.delimiters && this.delimiters !== bottom) this.drop(this.delimiters);
  }

  private pair(opener: Delimiter, closer: Delimiter): Delimiter | null {
    const following = closer.next;
    if (closer.char === "~") {
      if (opener.piece.to - opener.piece.from !== closer.piece.to - closer.piece.from) return following;
      for (let one: Delimiter | null = closer; one && one !== opener; one = one.previous) this.drop(one);
      this.drop(opener);
      this.pairs.push({ open: [opener.piece.from, opener.piece.to], close: [closer.piece.from, closer.piece.to] });
      opener.piece.to = opener.piece.from;
      closer.piece.to = closer.piece.from;
      return following;
    }
    const used = closer.piece.to - closer.piece.from >= 2 && opener.piece.to - opener.piece.from >= 2 ? 2 : 1;
    this.pairs.push({ open: [opener.piece.to - used, opener.piece.to], close: [closer.piece.from, closer.piece.from + used] });
    opener.piece.to -= used;
    closer.piece.from += used;
    for (let one = closer.previous; one && one !== opener; one = one.previous) this.drop(one);
    if (opener.piece.to === opener.piece.from) this.drop(opener);
    if (closer.piece.to > closer.piece.from) return closer;
    this.drop(closer);
    return following;
  }

  // ---- links, pictures, calls of notes

  private open(length: number, image: boolean): void {
    const column = this.at - this.lineStart;
    this.put(this.at, this.at + length);
    if (this.brackets) this.brackets.followed = true;
    this.brackets = { image, active: true, followed: false, at: this.at, column, piece: this.pieces.length - 1, below: this.delimiters, previous: this.brackets };
  }

  private close(): void {
    const { text } = this;
    const closing = this.at, after = closing + 1;
    const opener = this.brackets;
    if (opener?.active) {
      const end = this.inlineLink(after) ?? this.namedLink(opener, after);
      if (end !== null) return this.link(opener, end);
      if (text[opener.at] === "^" && !opener.image && closing > opener.at + 1) return this.call(opener, after);
    }
    this.brackets = opener?.previous ?? null;
    this.put(closing, after);
  }

  /** `(address "title")` */
  private inlineLink(at: number): number | null {
    const { text } = this;
    if (text[at] !== "(") return null;
    const address = addressEnd(text, skipSpaces(text, at + 1));
    if (address === -1) return null;
    const title = skipSpaces(text, address);
    const end = skipSpaces(text, title === address ? title : titleEnd(text, title));
    return text[end] === ")" ? end + 1 : null;
  }

  /** `[name]`, or the words themselves when they are a name. */
  private namedLink(opener: Bracket, at: number): number | null {
    const label = labelAt(this.text, at);
    const own = (!label || label.raw === "") && !opener.followed;
    const name = own ? this.text.slice(opener.at, at - 1) : label?.raw;
    if (name === undefined || !this.isLink(labelName(name))) return null;
    return label?.end ?? at;
  }

  private link(opener: Bracket, end: number): void {
    this.emphasize(opener.below);
    const mark = this.pieces[opener.piece];
    if (opener.image) {
      const image = this.pieces.splice(opener.piece).slice(1);
      this.put(opener.at - 2, end, "").image = image;
    } else if (mark) {
      this.pairs.push({ open: [mark.from, mark.to], close: [this.at, end] });
      mark.to = mark.from;
    }
    this.brackets = opener.previous;
    this.at = end;
    if (opener.image) return;
    for (let one = this.brackets; one; one = one.previous) {         // no link inside a link
      if (one.image) continue;
      if (!one.active) break;
      one.active = false;
    }
  }

  private call(opener: Bracket, after: number): void {
    this.emphasize(opener.below);
    const from = opener.at - 1;
    const raw = this.lineStart > from ? this.cutCall(opener, after) : this.text.slice(opener.at + 1, after - 1);
    this.pieces.length = opener.piece;
    this.put(from, after, `[^${raw}]`).call = labelName(raw);
    this.calls.push(labelName(raw));
    this.brackets = opener.previous;
  }

  /** A call that goes over the end of a line: the library takes its length from columns of two lines. */
  private cutCall(opener: Bracket, after: number): string {
    const bytes = (from: number, to: number) => new TextEncoder().encode(this.text.slice(from, to));
    const column = bytes(opener.at - 1 - opener.column, opener.at - 1).length + 1;
    const length = bytes(this.lineStart, after).length - column - 2;
    return length <= 0 ? "" : new TextDecoder().decode(bytes(opener.at + 1, this.text.length).slice(0, length));
  }
}

function openerOf(closer: Delimiter, bottom: Delimiter | null, lowest: Delimiter | null | undefined): Delimiter | null {
  for (let opener = closer.previous; opener && opener !== bottom && opener !== lowest; opener = opener.previous) {
    if (!opener.opens || opener.char !== closer.char) continue;
    const both = closer.opens || opener.closes;
    if (!both || closer.length % 3 === 0 || (opener.length + closer.length) % 3 !== 0) return opener;
  }
  return null;
}

export function inlinesOf(text: string, isLink: (name: string) => boolean): Inlines {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1])) end--;
  return new Reader(text.slice(0, end), isLink).read();
}
