// The server's HTML made ready for a page: one h1 per page, tables that scroll by themselves, boxes with a name, images with
// their whole address, the number of each paragraph as an attribute that the style shows.
import { t } from "../i18n/t";

export interface Readable {
  blocks: Element[];
  numbers: number;                  // how many blocks carry one
  heading: string | null;           // the large heading that the text begins with
}

export function readable(html: string, document: string): Readable {
  const template = globalThis.document.createElement("template");
  template.innerHTML = html;
  const { content } = template;
  const first = content.firstElementChild;
  const heading = first?.tagName === "H1" ? first.textContent.trim() : null;
  content.querySelectorAll("h1").forEach(lower);
  const leaves = [...content.querySelectorAll<HTMLElement>("[id^='p-']")];
  for (const block of leaves) block.dataset["number"] = block.id.slice("p-".length);
  content.querySelectorAll("table").forEach(wrap);
  content.querySelectorAll("img").forEach((image) => (image.src = `/api/documents/${document}/${image.getAttribute("src") ?? ""}`));
  content.querySelectorAll<HTMLInputElement>("input[type=checkbox]").forEach((box) => {
    box.ariaLabel = t(box.checked ? "editor.task.done" : "editor.task.open");
    box.closest("ul")?.classList.add("task-list");
  });
  content.querySelectorAll<HTMLAnchorElement>("a[href]").forEach((link) => {
    if (!/^(https?:|mailto:)/i.test(link.getAttribute("href") ?? "")) return;
    link.target = "_blank";
    link.rel = "noreferrer noopener";
    if (link.href !== link.textContent && !link.href.startsWith("mailto:")) link.dataset["address"] = link.getAttribute("href") ?? "";
  });
  return { blocks: [...content.children], numbers: leaves.length, heading };
}

/** The page has its own h1; a heading of the first rank in the text keeps its look one level below. */
function lower(heading: Element): void {
  const lowered = document.createElement("h2");
  lowered.className = "first-rank";
  lowered.id = heading.id;
  lowered.append(...heading.childNodes);
  heading.replaceWith(lowered);
}

function wrap(table: Element): void {
  const region = document.createElement("div");
  region.className = "wide";
  region.tabIndex = 0;
  region.role = "region";
  region.ariaLabel = t("reading.table", { name: (table.querySelector("th")?.textContent ?? "").trim() });
  region.dataset["number"] = table.id.slice("p-".length);
  table.removeAttribute("data-number");
  table.replaceWith(region);
  region.append(table);
}

/** Where a block stands among the others, and which note is called there: all that moves when something is put in above. */
const NUMBERS = ["id", "data-number", "aria-labelledby", "href"];
const CALL = "[role=doc-noteref], [role=doc-backlink]";
const numbered = (block: Element) => [block, ...block.querySelectorAll(`[id], [data-number], [aria-labelledby], ${CALL}`)];
const bareWords = new WeakMap<Element, string>();

/** Made of parts that one reads for themselves: an item, a note, a row. */
const PARTED = "ul, ol, li, blockquote, section, .wide, table, thead, tbody, tr";

/** What a block is whatever its number, and whether or not the page has given it the focus. */
function bare(block: Node): string {
  if (!(block instanceof Element)) return block.nodeValue ?? "";
  let words = bareWords.get(block);
  if (words === undefined) {
    const copy = block.cloneNode(true) as Element;
    for (const part of numbered(copy)) {
      for (const name of NUMBERS) if (part.hasAttribute(name) && (name !== "href" || part.matches(CALL))) part.setAttribute(name, "");
      if (part.matches(CALL)) part.textContent = "";
    }
    for (const part of [copy, ...copy.querySelectorAll("[tabindex='-1']")]) if (part.matches("[tabindex='-1']")) part.removeAttribute("tabindex");
    bareWords.set(block, (words = copy.outerHTML));
  }
  return words;
}

function number(part: Element, now: Element): void {
  for (const name of NUMBERS) {
    const value = now.getAttribute(name);
    if (value !== null && value !== part.getAttribute(name)) part.setAttribute(name, value);
  }
}

/** Both are the same but for their numbers, so their parts go in pairs. */
function renumber(block: Node, like: Node): void {
  if (!(block instanceof Element) || !(like instanceof Element)) return;
  const parts = numbered(like);
  numbered(block).forEach((part, i) => {
    const now = parts[i];
    if (!now) return;
    number(part, now);
    if (part.matches(CALL) && part.textContent !== now.textContent) part.textContent = now.textContent;
  });
}

/** Which block of before each of these is, -1 for none, in their order: alike from both ends, and between them what is there once. */
function paired(before: readonly string[], blocks: readonly string[]): number[] {
  const most = Math.min(before.length, blocks.length);
  let start = 0, end = 0;
  while (start < most && before[start] === blocks[start]) start++;
  while (end < most - start && before.at(-1 - end) === blocks.at(-1 - end)) end++;
  const places = new Map<string, number>();
  for (let i = start; i < before.length - end; i++) places.set(before[i] ?? "", places.has(before[i] ?? "") ? -1 : i);
  let next = start;
  return blocks.map((words, i) => {
    if (i < start) return i;
    if (i >= blocks.length - end) return i - blocks.length + before.length;
    const place = places.get(words) ?? -1;
    if (place < next) return -1;
    next = place + 1;
    return place;
  });
}

const opening = (words: string) => words.slice(0, words.indexOf(">") + 1);

/** Makes the children of `host` equal to `blocks`. Those that only have another number stay the ones they were, so that what is chosen
 * in them and the focus stay too; of a list, a table or the notes, each part that did. */
export function replaceChanged(host: Element, blocks: readonly Node[]): void {
  const before = [...(host.matches(PARTED) ? host.childNodes : host.children)], bareBefore = before.map(bare), bareBlocks = blocks.map(bare);
  const places = paired(bareBefore, bareBlocks), taken = new Set(places), parted = new Set<Node>();
  let last = -1;
  blocks.forEach((block, i) => {
    const isLike = (at: number) => before[at] instanceof Element && opening(bareBefore[at] ?? "") === opening(bareBlocks[i] ?? "");
    if (places[i] === -1 && block instanceof Element && block.matches(PARTED)) {
      let next = last + 1;
      while (next < before.length && !taken.has(next) && !isLike(next)) next++;
      if (next < before.length && !taken.has(next)) {
        places[i] = next;
        parted.add(block);
      }
    }
    last = Math.max(last, places[i] ?? -1);
  });
  const staying = new Set(places.map((place) => before[place]));
  for (const old of before) if (!staying.has(old)) old.remove();
  let after: Node | null = null;
  for (let i = blocks.length - 1; i >= 0; i--) {
    const block = blocks[i], same: Node | undefined = before[places[i] ?? -1];
    if (!block) continue;
    if (!same) host.insertBefore(block, after);
    else if (parted.has(block) && same instanceof Element && block instanceof Element) {
      number(same, block);
      replaceChanged(same, [...block.childNodes]);
      bareWords.set(same, bareBlocks[i] ?? "");
    } else renumber(same, block);
    after = same ?? block;
  }
}
