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
  const numbered = [...content.querySelectorAll<HTMLElement>("[id^='p-']")];
  for (const block of numbered) block.dataset["number"] = block.id.slice("p-".length);
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
  return { blocks: [...content.children], numbers: numbered.length, heading };
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

/** Makes the children of `host` equal to `blocks`, touching only what lies between the first and the last difference. */
export function replaceChanged(host: Element, blocks: readonly Element[]): void {
  const before = [...host.children];
  const same = (a: Element | undefined, b: Element | undefined) => a !== undefined && b !== undefined && a.outerHTML === b.outerHTML;
  let start = 0;
  while (same(before[start], blocks[start])) start++;
  let end = 0;
  while (end < Math.min(before.length, blocks.length) - start && same(before.at(-1 - end), blocks.at(-1 - end))) end++;
  const anchor = end > 0 ? (before.at(-end) ?? null) : null;
  for (const old of before.slice(start, before.length - end)) old.remove();
  for (const block of blocks.slice(start, blocks.length - end)) host.insertBefore(block, anchor);
}
