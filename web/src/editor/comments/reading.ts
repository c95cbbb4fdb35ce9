// From a place on the reading page to the place where it is written, and back. The page and the source show the same
// blocks; where one of them is ahead of the other for a moment, what both have in common still has its place.
import { OBJECT, shownIn, type Letters, type Shown } from "../signes/shown";
import { across, paired } from "./alike";
import { isLong } from "./passage";

export interface Span {
  from: number;
  to: number;
}

interface Block {
  element: Element;
  text: string;                     // its letters, without spaces
  places: { node: Node; at: number }[];
}

interface Page {
  root: Element;
  source: string;
  blocks: Block[];
  shown: (Shown | null)[];          // of each block
}

const BLOCK = "[id^='p-'], td, th";
const NOT_WRITTEN = ".footnote-back, figcaption";
const LETTERS_MOST = 600;           // of a paragraph that is named by its number

/** Blocks of the page that have letters. An image and the call of a note are one each. */
function blocksOf(root: Element): Block[] {
  const blocks = new Map<Element, Block>();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (!(node instanceof Element)) return NodeFilter.FILTER_ACCEPT;
    if (node.matches(NOT_WRITTEN) || node.parentElement?.matches("sup.footnote")) return NodeFilter.FILTER_REJECT;
    return node.matches("img, sup.footnote") ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
  });
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement, element = parent?.closest(BLOCK);
    if (!element || !root.contains(element)) continue;
    const block = blocks.get(element) ?? { element, text: "", places: [] };
    blocks.set(element, block);
    if (node instanceof Text) {
      for (const found of node.data.matchAll(/\S/g)) {
        block.text += found[0];
        block.places.push({ node, at: found.index });
      }
    } else if (parent) {
      block.text += OBJECT;
      block.places.push({ node: parent, at: [...parent.childNodes].indexOf(node as ChildNode) });
    }
  }
  return [...blocks.values()].filter((block) => block.text !== "");
}

let held: Page | null = null;
const observer = new MutationObserver(() => (held = null));

function pageOf(root: Element, source: string): Page {
  if (observer.takeRecords().length > 0 || held?.root !== root) held = null;
  if (held?.source === source) return held;
  const blocks = held?.blocks ?? blocksOf(root), written = shownIn(source).filter(({ letters }) => letters.text !== "");
  const pairs = paired(blocks.map(({ text }) => text), written.map(({ letters }) => letters.text));
  if (!held) {
    observer.disconnect();
    observer.observe(root, { childList: true, subtree: true, characterData: true });
  }
  held = { root, source, blocks, shown: pairs.map((n) => written[n] ?? null) };
  return held;
}

function written(block: Block, shown: Shown | null | undefined, first: number, last: number): Span | null {
  if (!shown || last < first) return null;
  const { letters } = shown, [start, end] = across(block.text, letters.text, first, last);
  const from = letters.from[start], to = letters.to[end];
  return from === undefined || to === undefined || to <= from ? null : { from, to };
}

const together = (a: Span | null, b: Span | null): Span | null => (a && b && b.to > a.from ? { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) } : null);

/** The letters of a block that a range holds. */
function lettersIn(range: Range, { places }: Block): [first: number, last: number] {
  const count = (goes: (place: Block["places"][number]) => boolean) => {
    let low = 0;
    for (let high = places.length; low < high;) {
      const middle = (low + high) >> 1, place = places[middle];
      if (place && goes(place)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [count(({ node, at }) => range.comparePoint(node, at) < 0), count(({ node, at }) => range.comparePoint(node, at + 1) <= 0) - 1];
}

/** Where what a range holds is written; null when that cannot be told. */
export function writtenIn(root: Element, source: string, range: Range): Span | null {
  const { blocks, shown } = pageOf(root, source);
  let found: Span[] = [];
  blocks.forEach((block, i) => {
    if (!range.intersectsNode(block.element)) return;
    const span = written(block, shown[i], ...lettersIn(range, block));
    if (span) found.push(span);
  });
  const start = range.startContainer, figure = (start instanceof Element ? start : start.parentElement)?.closest("figure");
  if (found.length === 0 && figure) found = [writtenBlock(root, source, figure)].filter((span) => span !== null);
  return together(found[0] ?? null, found.at(-1) ?? null);
}

/** Where a block begins to be written, as far as a quote may go; of what is written long, less. */
function writtenStart(block: Block, shown: Shown | null | undefined): Span | null {
  for (let count = Math.min(block.text.length, LETTERS_MOST); ; count >>= 1) {
    const span = written(block, shown, 0, count - 1);
    if (count <= 1 || !span || !isLong(span)) return span;
  }
}

/** Where a block of the page is written, with all blocks in it but those that have a number of their own: of a table that
 * no quote can hold, its first rows, at least its first cell. */
export function writtenBlock(root: Element, source: string, element: Element): Span | null {
  const { blocks, shown } = pageOf(root, source);
  const inside = blocks.flatMap((block, i) => (block.element === element || (element.tagName === "TABLE" && element.contains(block.element)) ? [{ row: block.element.closest("tr"), span: writtenStart(block, shown[i]) }] : []));
  const first = inside[0]?.span ?? null, rows = inside.filter(({ row }, i) => inside[i + 1]?.row !== row);
  return rows.map(({ span }) => together(first, span)).findLast((span) => span !== null && !isLong(span)) ?? first;
}

function lettersBetween({ from, to }: Letters, span: Span): [first: number, last: number] {
  return [from.findIndex((at) => at >= span.from), to.findLastIndex((at) => at <= span.to)];
}

/** What the page shows of a passage, a range for each block. */
export function shownRanges(root: Element, source: string, span: Span): Range[] {
  const { blocks, shown } = pageOf(root, source);
  return blocks.flatMap((block, i) => {
    const letters = shown[i]?.letters;
    if (!letters || (letters.from[0] ?? 0) >= span.to || (letters.to.at(-1) ?? 0) <= span.from) return [];
    const [first, last] = lettersBetween(letters, span);
    if (first < 0 || last < first) return [];
    const [start, end] = across(letters.text, block.text, first, last);
    const begins = block.places[start], ends = block.places[end];
    if (!begins || !ends) return [];
    const range = document.createRange();
    range.setStart(begins.node, begins.at);
    range.setEnd(ends.node, ends.at + 1);
    return [range];
  });
}
