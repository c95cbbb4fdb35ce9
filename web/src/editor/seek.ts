// Words found as people see them: marks of form, kinds of spaces and of apostrophes do not count, nor, unless one asks,
// capitals and accents. No words go over what is not seen at all, and half a ligature is no word.

export interface Span {
  from: number;
  to: number;
}

/** What of the source no reader sees. Words go over a mark of form, of which `other` is the other half, and over the
 * backslash before a letter, which belongs to it; they end at a gap. */
export interface Hidden extends Span {
  kind: "gap" | "mark" | "backslash";
  other?: Span;
}

export interface Query {
  words: string;
  exact: boolean;                   // capitals and accents count
}

const COMBINING = /^\p{M}+$/u;
const ALIKE: Record<string, string> = { "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "‑": "-", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE" };

interface Folded {
  text: string;
  from: number[];                   // where each of its characters is in the source
  to: number[];
}

function foldOne(one: string, exact: boolean): string {
  if (/[^\S\n]/.test(one)) return " ";
  const alike = ALIKE[one] ?? one;
  if (exact) return alike;
  const decomposed = one < "\u0080" ? alike : alike.normalize("NFD").replace(/\p{M}/gu, "");
  return decomposed.toLowerCase();
}

const GAP = "\n";

function fold(source: string, exact: boolean, hidden: readonly Hidden[]): Folded {
  const folded: Folded = { text: "", from: [], to: [] };
  const add = (letter: string, from: number, to: number) => {
    folded.text += letter;
    folded.from.push(from);
    folded.to.push(to);
  };
  let start = 0, next = 0;          // of the letter that comes, with its backslash
  for (let i = 0; i < source.length; start = i) {
    while ((hidden[next]?.to ?? Infinity) <= i) next++;
    const part = hidden[next];
    if (part && part.from <= i) {
      i = part.to;
      if (part.kind === "gap") add(GAP, start, i);
      if (part.kind === "backslash") for (const letter of foldOne(source.charAt(i++), exact)) add(letter, start, i);
    } else {
      for (const letter of foldOne(source.charAt(i++), exact)) add(letter, start, i);
    }
  }
  return folded;
}

/** Every place of these words, in order, none over another. `hidden`: in order too. */
export function seek(source: string, { words, exact }: Query, hidden: readonly Hidden[] = []): Span[] {
  const wanted = fold(words.normalize("NFC"), exact, []).text;
  if (wanted === "") return [];
  const { text, from, to } = fold(source, exact, hidden);
  const found: Span[] = [];
  for (let n = text.indexOf(wanted); n !== -1;) {
    const last = n + wanted.length - 1, start = from[n] ?? 0;
    const whole = start !== from[n - 1] && from[last] !== from[last + 1];
    let end = to[last] ?? 0;
    while (end < source.length && COMBINING.test(source.charAt(end))) end++;
    if (whole && start >= (found.at(-1)?.to ?? 0)) found.push({ from: start, to: end });
    n = text.indexOf(wanted, whole ? last + 1 : n + 1);
  }
  return found;
}

/** The change that puts other words, as they are to be written, in the place of some that were found. A mark among them whose
 * other half is outside stays, on the side where it still marks something; marks around nothing go. */
export function instead(source: string, { from, to }: Span, words: string, hidden: readonly Hidden[]): Span & { insert: string } {
  const marks = hidden.flatMap(({ other, ...mark }) => (other ? [{ ...mark, other, sign: source.slice(mark.from, mark.to) }] : []));
  const inside = marks.filter((mark) => mark.from >= from && mark.to <= to);
  const closing = inside.filter(({ other }) => other.to <= from), opening = inside.filter(({ other }) => other.from >= to).reverse();     // inner ones first
  let [closed, closes, opened, opens] = ["", "", "", ""];
  for (const { other, sign } of closing) {
    const bare = other.to === from;
    if (bare && words === "") from = other.from;
    else if (bare || closes !== "") closes += sign;
    else closed += sign;
  }
  for (const { other, sign } of opening) {
    const bare = other.from === to;
    if (bare && words === "") to = other.to;
    else if ((bare && closes === "") || opened !== "") opened = sign + opened;
    else opens = sign + opens;
  }
  for (let around; words === "" && (around = marks.find((mark) => mark.to === from && mark.other.from === to));) [from, to] = [around.from, around.other.to];
  const space = (at: number, sign: string) => (sign !== "" && source.charAt(at) === " " ? " " : "");        // inside of a mark it would undo it
  const [before, after] = [space(from - 1, closed), space(to, opens)];
  return { from: from - before.length, to: to + after.length, insert: closed + before + opened + words + closes + after + opens };
}
