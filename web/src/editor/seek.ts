// Words found as people see them: marks of form, kinds of spaces and of apostrophes do not count, nor, unless one asks,
// capitals and accents. What is not seen at all is a gap that no words go over.

export interface Span {
  from: number;
  to: number;
}

export interface Query {
  words: string;
  exact: boolean;                   // capitals and accents count
}

const MARK = /[*_~`]/;
const COMBINING = /^\p{M}+$/u;
const ALIKE: Record<string, string> = { "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "‑": "-", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE" };

interface Folded {
  text: string;
  at: number[];                     // where each of its characters is in the source
}

function foldOne(one: string, exact: boolean): string {
  if (/[^\S\n]/.test(one)) return " ";
  const alike = ALIKE[one] ?? one;
  if (exact) return alike;
  const decomposed = one < "\u0080" ? alike : alike.normalize("NFD").replace(/\p{M}/gu, "");
  return decomposed.toLowerCase();
}

const GAP = "\n";

function fold(source: string, exact: boolean, marks: boolean, unseen: readonly Span[] = []): Folded {
  const at: number[] = [];
  let text = "", gap = 0;
  for (let i = 0; i < source.length; i++) {
    while ((unseen[gap]?.to ?? Infinity) <= i) gap++;
    const hidden = unseen[gap];
    if (hidden && hidden.from <= i) {
      text += GAP;
      at.push(i);
      i = hidden.to - 1;
      continue;
    }
    const one = source.charAt(i);
    if (!marks && MARK.test(one)) continue;
    for (const letter of foldOne(one, exact)) {
      text += letter;
      at.push(i);
    }
  }
  return { text, at };
}

/** Every place of these words, in order, none over another. `unseen`: in order too. */
export function seek(source: string, { words, exact }: Query, unseen: readonly Span[] = []): Span[] {
  const precise = words.normalize("NFC");
  const bare = fold(precise, exact, false).text;
  const marks = bare.trim() === "";                        // one looks for the marks themselves
  const wanted = marks ? fold(precise, exact, true).text : bare;
  if (wanted === "") return [];
  const { text, at } = fold(source, exact, marks, unseen);
  const found: Span[] = [];
  for (let n = text.indexOf(wanted); n !== -1; n = text.indexOf(wanted, n + wanted.length)) {
    const from = at[n] ?? 0;
    let to = (at[n + wanted.length - 1] ?? 0) + 1;
    while (to < source.length && COMBINING.test(source.charAt(to))) to++;
    if (from >= (found.at(-1)?.to ?? 0)) found.push({ from, to });
  }
  return found;
}

/** What to write for words that were found: a mark that opened or closed inside them without its other half stays, on the
 * side where it still marks something. */
export function instead(source: string, { from, to }: Span, words: string): string {
  const found = source.slice(from, to);
  let [before, after] = ["", ""];
  for (const mark of ["**", "~~", "`", "*", "_"]) {
    const sign = mark.charAt(0);
    const places = Array.from(found.matchAll(new RegExp(`(?<![${sign}])[${sign}]{${mark.length}}(?![${sign}])`, "g")), (place) => place.index);
    const last = places.at(-1);
    if (places.length % 2 === 0 || last === undefined || (mark === "_" && /\w_\w/.test(found.slice(last - 1, last + 2)))) continue;
    const opens = /\s/.test(found.charAt(last - 1));
    const bare = opens ? source.startsWith(mark, to) : source.slice(0, from).endsWith(mark);
    if (opens !== bare) after += mark;
    else before += mark;
  }
  return `${before}${words}${after}`;
}
