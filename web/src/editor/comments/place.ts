// Passages found by their letters and digits alone, so that what a reader chose on the page is found in the words as they
// are written, whose marks the page does not show, and the other way round.

const KEPT = /[\p{L}\p{N}]/u;
const CONTEXT = [60, 24, 8, 0] as const;

/** Some characters of a text, and where each of them is. */
export interface Letters {
  text: string;
  at: number[];
}

export function letters(source: string): Letters {
  const at: number[] = [];
  let text = "";
  for (let i = 0; i < source.length; i++) {
    const one = source.charAt(i);
    if (!KEPT.test(one)) continue;
    text += one;
    at.push(i);
  }
  return { text, at };
}

/** Where the words that follow `before` are; the more context agrees, the better. */
export function findLetters(within: string, before: string, words: string): number {
  if (words === "") return -1;
  for (const length of CONTEXT) {
    const context = length === 0 ? "" : before.slice(-length);
    const found = within.indexOf(context + words);
    if (found >= 0) return found + context.length;
  }
  return -1;
}

/** A passage of the source from what was chosen on the page; null when it is not there as a whole. */
export function locate(source: string, before: string, chosen: string): { from: number; to: number } | null {
  const all = letters(source), words = letters(chosen).text;
  const found = findLetters(all.text, letters(before).text, words);
  const from = all.at[found], last = all.at[found + words.length - 1];
  if (from === undefined || last === undefined) return null;
  const ending = /[^\p{L}\p{N}\s]*$/u.exec(chosen.trim())?.[0] ?? "";
  const to = last + 1;
  return { from, to: source.startsWith(ending, to) ? to + ending.length : to };
}

export function anchorAt(source: string, from: number, to: number) {
  return { exact: source.slice(from, to), prefix: around(source.slice(0, from), -32), suffix: around(source.slice(to, to + 64), 32) };
}

/** So many whole characters from the end, or from the start. */
function around(text: string, count: number): string {
  const points = Array.from(count < 0 ? text.slice(2 * count) : text);
  return (count < 0 ? points.slice(count) : points.slice(0, count)).join("").replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/, "");
}

/** A passage as it is shown to people: without the marks of its form. */
export function plain(words: string): string {
  return words.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/^\s*(?:#{1,6}|>|[-*+]|\d+[.)]) +/gm, "").replace(/[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}/g, "");
}

/** The letters of what the page shows, each with its node. */
export interface ShownLetters {
  text: string;
  nodes: Text[];
  offsets: number[];
}

export function shownLetters(root: Element): ShownLetters {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const shown: ShownLetters = { text: "", nodes: [], offsets: [] };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.parentElement?.closest("[aria-hidden='true'], .sr-only, .proposed-words")) continue;
    const found = letters(node.data);
    shown.text += found.text;
    for (const offset of found.at) {
      shown.nodes.push(node);
      shown.offsets.push(offset);
    }
  }
  return shown;
}

export function shownRange(shown: ShownLetters, before: string, words: string): Range | null {
  const wanted = letters(words).text;
  const found = findLetters(shown.text, letters(before).text, wanted);
  const start = shown.nodes[found], end = shown.nodes[found + wanted.length - 1];
  if (!start || !end) return null;
  const range = document.createRange();
  range.setStart(start, shown.offsets[found] ?? 0);
  range.setEnd(end, (shown.offsets[found + wanted.length - 1] ?? 0) + 1);
  return range;
}
