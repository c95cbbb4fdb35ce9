// A passage that somebody chose, and what may be proposed for it. Readers see and type words; what is written instead is
// made here, and leaves whole marks: those of which one half stands outside the passage stay.
import { difference } from "../../lib/difference";
import { letters, lineLetters } from "../paste/runs";
import { barsAsLetters } from "../table";
import { OBJECT, shownIn, type Letters, type Shown } from "../signes/shown";
import type { Pair } from "../signes/inlines";
import type { Edit } from "./comments";
import type { Span } from "./reading";

export interface Proposal {
  at: Span;
  kind: Edit["kind"];
  text: string;
}

export interface Chosen {
  at: Span;
  words: string;                    // as they are read
  fits: boolean;                    // one may propose other words: it is not in several cells of a table
  propose: (kind: Edit["kind"], words: string) => Proposal;
}

/** Longer ones are refused by the server, whatever they hold. */
export const LONGEST = 2_000;
export const isLong = ({ from, to }: Span) => to - from > LONGEST;

const opensIn = ({ open }: Pair, { from, to }: Span) => open[0] >= from && open[1] <= to;
const closesIn = ({ close }: Pair, { from, to }: Span) => close[0] >= from && close[1] <= to;

/** What stands between the halves of a pair, all of it in the span. */
function holds(span: Span, { open, close }: Pair, blocks: readonly Shown[]): boolean {
  return blocks.every(({ letters }) => letters.from.every((from, i) => from < open[1] || (letters.to[i] ?? 0) > close[0] || (from >= span.from && (letters.to[i] ?? 0) <= span.to)));
}

/** With both halves of the marks around what is all in it: of those that have one half in it, or of all. */
function widened(span: Span, blocks: readonly Shown[], all: boolean): Span {
  for (const pair of blocks.flatMap(({ pairs }) => pairs)) {
    const { open, close } = pair, [opens, closes] = [opensIn(pair, span), closesIn(pair, span)];
    if ((opens && closes) || (!opens && !closes && !all) || close[0] <= span.from || open[1] >= span.to || !holds(span, pair, blocks)) continue;
    return widened({ from: Math.min(span.from, open[0]), to: Math.max(span.to, close[1]) }, blocks, all);
  }
  return span;
}

const isCode = (source: string, { open }: Pair) => /[`<]/.test(source.charAt(open[0]));

/** Words as they are to be written there, so that they read as they were typed: none of their signs is a mark, also with what
 * comes behind them, and their lines are lines for readers too. */
function written(source: string, { from, to }: Span, words: string, blocks: readonly Shown[]): string {
  const inCode = blocks.some(({ code, pairs }) => code || pairs.some((pair) => isCode(source, pair) && pair.open[1] <= from && to <= pair.close[0]));
  const said = inCode ? words : words.split("\n").map((line) => line.replace(/\S.*/, (signs) => lineLetters(letters(signs)))).join("\n").replace(/[<[\]&]$/, "\\$&");
  if (blocks.some(({ cell }) => cell)) return barsAsLetters(said);
  return inCode ? said : said.replace(/[ \t]*\n\s*/g, (ends) => (ends.split("\n").length > 2 ? "\n\n" : "  \n"));
}

/** Words in the place of a part of the source: halves of marks in it stay, on the side where their other half is. */
function instead(source: string, part: Span, words: string, blocks: readonly Shown[]): Omit<Proposal, "kind"> {
  let { from, to } = widened(part, blocks, words === "");
  const pairs = blocks.flatMap((block) => block.pairs), at = { from, to };
  const kept = (marks: readonly (readonly [number, number])[]) => [...marks].sort((a, b) => a[0] - b[0]).map(([start, end]) => source.slice(start, end)).join("");
  const closing = kept(pairs.filter((pair) => closesIn(pair, at) && !opensIn(pair, at)).map(({ close }) => close));
  const opening = kept(pairs.filter((pair) => opensIn(pair, at) && !closesIn(pair, at)).map(({ open }) => open));
  let [before, after] = ["", ""];
  const space = (place: number) => source.charAt(place) === " ";
  if (space(to) && (opening !== "" || (words === "" && pairs.some(({ open }) => open[1] === from)))) {            // a mark with a space behind it opens nothing
    to++;
    if (words !== "") after = " ";
  }
  if (space(from - 1) && (closing !== "" || (words === "" && pairs.some(({ close }) => close[0] === to)))) {
    from--;
    if (words !== "") before = " ";
  }
  return { at: { from, to }, text: closing + before + written(source, { from, to }, words, blocks) + after + opening };
}

/** The words of some blocks between two places, without what is no letter; what parts two blocks is one line end. */
function wordsIn(blocks: readonly Shown[], span: Span): Letters {
  const words: Letters = { text: "", from: [], to: [] };
  for (const { all } of blocks) {
    const first = all.from.findIndex((at) => at >= span.from), last = all.to.findLastIndex((at) => at <= span.to);
    if (first < 0 || last < first) continue;
    if (words.text !== "") {
      words.from.push(words.to.at(-1) ?? 0);
      words.to.push(all.from[first] ?? 0);
      words.text += "\n";
    }
    for (let i = first; i <= last; i++) {
      if (all.text[i] === OBJECT) continue;
      words.text += all.text.charAt(i);
      words.from.push(all.from[i] ?? 0);
      words.to.push(all.to[i] ?? 0);
    }
  }
  return words;
}

const lineOf = ({ text, from, to }: Letters, start: number, end: number): Letters => ({ text: text.slice(start, end), from: from.slice(start, end), to: to.slice(start, end) });

/** What changes in the source where somebody changed these words. */
function changed(source: string, span: Span, { text, from, to }: Letters, typed: string, blocks: readonly Shown[]): Omit<Proposal, "kind">[] {
  if (typed === text) return [];
  const { from: start, to: end, insert } = difference(text, typed), last = end - 1;
  const gap = start > 0 ? to[start - 1] ?? span.from : span.from;
  return [instead(source, start <= last ? { from: from[start] ?? span.to, to: to[last] ?? span.to } : { from: gap, to: gap }, insert, blocks)];
}

/** The source of a passage in which somebody changed the words that it shows: what did not change stays as it is written, and
 * so does what parts blocks, unless there are more of them or fewer. */
function rewritten(source: string, span: Span, shown: Letters, typed: string, blocks: readonly Shown[]): Omit<Proposal, "kind"> {
  if (shown.text === "") return { at: span, text: written(source, span, typed, blocks) };
  const lines = shown.text.split("\n"), others = typed.split("\n");
  let start = 0;
  const changes = lines.length !== others.length ? changed(source, span, shown, typed, blocks) : lines.flatMap((line, n) => {
    const begin = start, words = lineOf(shown, begin, begin + line.length), from = words.from[0] ?? shown.to[begin - 1] ?? span.from;
    start += line.length + 1;
    return changed(source, { from, to: words.to.at(-1) ?? from }, words, others[n] ?? "", blocks);
  });
  const at = { from: Math.min(span.from, ...changes.map((one) => one.at.from)), to: Math.max(span.to, ...changes.map((one) => one.at.to)) };
  let text = "", done = at.from;
  for (const { at: { from, to }, text: words } of changes) {
    text += source.slice(done, Math.max(done, from)) + words;
    done = Math.max(done, to);
  }
  return { at, text: text + source.slice(done, at.to) };
}

const beginning = ({ letters }: Shown) => letters.from[0] ?? 0;

/** The passage that a span of the source is: from its first letter to its last, and with whole marks where it has all of
 * their words, unless these made it too long. */
export function chosenIn(source: string, { from, to }: Span): Chosen | null {
  const touched = shownIn(source).filter(({ letters }) => letters.from.some((at, i) => at >= from && (letters.to[i] ?? 0) <= to)).sort((a, b) => beginning(a) - beginning(b));
  if (touched.length === 0) return null;
  const letters = touched.flatMap((block) => block.letters.from.map((at, i) => ({ from: at, to: block.letters.to[i] ?? at }))).filter((one) => one.from >= from && one.to <= to);
  const exact = { from: letters.reduce((least, one) => Math.min(least, one.from), Infinity), to: letters.reduce((most, one) => Math.max(most, one.to), 0) };
  const whole = isLong(exact) ? exact : widened(exact, touched, false), at = isLong(whole) ? exact : whole;
  const shown = wordsIn(touched, at), fits = touched.length === 1 || !touched.some(({ cell }) => cell);
  return {
    at, fits,
    words: shown.text,
    propose(kind, words) {
      if (kind === "insert") return { at, kind, text: written(source, { from: at.to, to: at.to }, words, touched.slice(-1)) };
      if (kind === "replace") return { kind, ...rewritten(source, at, shown, words, touched) };
      const left = instead(source, at, "", touched);
      return left.text === "" ? { at: left.at, kind, text: "" } : { at: left.at, kind: "replace", text: left.text };
    },
  };
}
