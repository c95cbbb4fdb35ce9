// What Word, LibreOffice and web pages put on the clipboard, as the blocks of a text: headings, paragraphs, lists, tables,
// quotations and notes. Looks, hidden parts and scripts stay outside; nothing of the foreign page is ever shown or run.
import { newLabel } from "../footnotes";
import { barsAsLetters } from "../table";
import { PLAIN, lineOf, paragraphsOf, type Form, type Run } from "./runs";

export interface Pasted {
  blocks: string[];
  notes: string[];                  // the words of the notes that the blocks call, in order
  rich: boolean;                    // more than plain words of one line
  images: boolean;                  // some stood among the words; their pictures are not on the clipboard
}

const DROPPED = "script, style, head, meta, link, title, template, noscript, iframe, object, svg, math, nav, button, select, textarea, input:not([type=checkbox]), del, [hidden], [aria-hidden=true], .mw-editsection, [data-style*='mso-element:comment-list'], [data-style*='mso-hide:all'], .MsoCommentReference";
const BLOCKS = new Set(["P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "UL", "OL", "LI", "TABLE", "BLOCKQUOTE", "PRE", "HR", "DL", "DT", "DD", "SECTION", "ARTICLE", "MAIN", "HEADER", "FOOTER", "ASIDE", "FIGURE", "FIGCAPTION", "CENTER", "BODY", "ADDRESS", "DETAILS", "SUMMARY"]);
const LINK = /^(https?:|mailto:)/i;
const DEEPEST_HEADING = 3;
const ICON = 32;                    // pixels; a smaller image is part of the looks

/** A note is called by a link to "_ftn1" or "sdfootnote1sym", and its words begin with the link back. */
const CALL = /^#(?:_(?:ftn|edn)(\d+)|sd(?:foot|end)note(\d+)sym)$/;
const BACK = /^#(?:_(?:ftn|edn)ref(\d+)|sd(?:foot|end)note(\d+)anc)$/;

/** Styles are read under another name, and nothing that could run is parsed: our policy would report each of them. */
function tamed(html: string): string {
  const bare = html.replace(/<(style|script|xml|svg|math)\b[^]*?<\/\1\s*>/gi, "");
  const still = bare.replace(/<(\/?)(base|video|audio|source|track)(?=[\s/>])/gi, "<$1x-$2");    // act as soon as they are parsed, shown or not
  return still.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])style(?=\s*=)/gi, "$1 data-style").replace(/([\s"'/])on\w+(?=\s*=)/gi, "$1 data-on"));
}

const styleOf = (element: Element): string => (element.getAttribute("data-style") ?? "").toLowerCase().replace(/\s+/g, "");

class Reader {
  readonly notes: string[] = [];
  rich = false;
  images = false;
  private readonly labels = new Map<string, string>();
  private readonly words = new Map<string, Element>();

  constructor(root: Element, private next: number) {
    for (const link of root.querySelectorAll("a[href]")) {
      const target = targetOf(link), back = BACK.exec(target);
      if (back) this.words.set(noteKey(target, back), noteBox(link));
    }
  }

  /** The blocks of an element's children; words between blocks are paragraphs. */
  blocks(parent: Element): string[] {
    const out: string[] = [];
    let loose: Run[] = [];
    const flush = () => {
      out.push(...paragraphsOf(loose));
      loose = [];
    };
    for (let node = parent.firstChild; node; node = node.nextSibling) {
      if (node instanceof Element && this.isNoteWords(node)) continue;
      if (node instanceof Element && isWordItem(node)) {
        flush();
        const items: Element[] = [];
        let last: Node = node;
        for (let at: Node | null = node; at; at = at.nextSibling) {
          if (at instanceof Element && isWordItem(at)) items.push(at);
          else if (at.textContent?.trim() !== "") break;
          last = at;
        }
        out.push(this.wordList(items));
        node = last as ChildNode;
      } else if (node instanceof Element && (BLOCKS.has(node.tagName) || holdsBlocks(node))) {
        flush();
        out.push(...this.block(node));
      } else {
        loose.push(...this.runs(node, PLAIN));
      }
    }
    flush();
    return out;
  }

  private isNoteWords(element: Element): boolean {
    return /mso-element:(foot|end)note-list/.test(styleOf(element)) || [...this.words.values()].includes(element) || element.matches("div[id^='sdfootnote'], div[id^='sdendnote']");
  }

  private block(element: Element): string[] {
    const name = element.tagName;
    const heading = /^H[1-6]$/.test(name) ? Number(name.charAt(1)) : element.classList.contains("MsoTitle") ? 1 : 0;
    if (heading > 0) {
      const line = lineOf(this.inside(element).map((run) => ({ ...run, strong: false })));
      this.rich = true;
      return line === "" ? [] : [`${"#".repeat(Math.min(heading, DEEPEST_HEADING))} ${line}`];
    }
    if (name === "UL" || name === "OL") return this.list(element);
    if (name === "TABLE") return this.table(element as HTMLTableElement);
    if (name === "PRE") return this.pre(element);
    if (name === "HR") return this.isRule(element);
    if (name === "BLOCKQUOTE" || /^Mso(Intense)?Quote/.test(element.className)) return this.quote(element);
    if (name === "LI") return this.list(element.ownerDocument.createElement("ul"), [element]);
    return this.blocks(element);
  }

  private isRule(element: Element): string[] {
    return element.parentElement?.querySelector("[data-style*='mso-element'], [id^=ftn], [id^=edn]") ? [] : ["---"];
  }

  private quote(element: Element): string[] {
    const inner = this.blocks(element).join("\n\n");
    this.rich = true;
    return inner === "" ? [] : [inner.split("\n").map((line) => (line === "" ? ">" : `> ${line}`)).join("\n")];
  }

  private pre(element: Element): string[] {
    const code = element.textContent.replace(/\u00a0/g, " ").replace(/^\n|\s+$/g, "");
    this.rich = true;
    const fence = "`".repeat(Math.max(3, ...Array.from(code.matchAll(/`+/g), (ticks) => ticks[0].length + 1)));
    return code === "" ? [] : [`${fence}\n${code}\n${fence}`];
  }

  // ---- lists ----

  private list(list: Element, items: readonly Element[] = [...list.children]): string[] {
    const ordered = list.tagName === "OL";
    let number = Number(list.getAttribute("start") ?? 1) || 1;
    const out: string[] = [];
    for (const item of items) {
      if (item.tagName === "UL" || item.tagName === "OL") {          // inside the list, but not in an item
        const inner = this.list(item).join("\n");
        const last = out.pop();
        const width = last === undefined ? 0 : widthOf(last);
        out.push(last === undefined ? inner : `${last}\n${" ".repeat(width)}${indented(inner, width)}`);
      } else if (item.tagName === "LI") {
        const box = item.querySelector("input[type=checkbox]");
        const task = box?.closest("li") === item ? `[${box.hasAttribute("checked") ? "x" : " "}] ` : "";
        const mark = ordered ? `${number++}. ` : "- ";
        const [first = "", ...more] = this.blocks(item);
        out.push(this.item(mark, task + first, more));
      }
    }
    return out.length === 0 ? [] : [out.join("\n")];
  }

  private item(mark: string, first: string, more: readonly string[]): string {
    this.rich = true;
    const words = [first, ...more].reduce((all, block) => `${all}${/^(- |\d+[.)] )/.test(block) ? "\n" : "\n\n"}${block}`);
    return `${mark}${indented(words, mark.length)}`.trimEnd();
  }

  /** Word writes an item as a paragraph that says its level and shows its sign. */
  private wordList(items: readonly Element[]): string {
    const widths: number[] = [];
    const counts: number[] = [];
    return items.map((item) => {
      const level = Math.min(Number(/level(\d)/.exec(styleOf(item))?.[1] ?? 1), widths.length + 1);
      const sign = item.querySelector("[data-style*='mso-list:Ignore' i]");
      const shown = (sign?.textContent ?? "").trim();
      sign?.remove();
      const counted = /^\(?(\d+|[a-z]{1,4})[.)]/i.exec(shown)?.[1];
      widths.length = counts.length = level;
      const before = counts[level - 1];
      counts[level - 1] = before === undefined ? Number(counted) || 1 : before + 1;
      const mark = counted === undefined ? "- " : `${counts[level - 1] ?? 1}. `;
      const indent = widths.slice(0, level - 1).reduce((all, width) => all + width, 0);
      widths[level - 1] = mark.length;
      const [first = "", ...more] = this.blocks(item);
      return `${" ".repeat(indent)}${indented(this.item(mark, first, more), indent)}`;
    }).join("\n");
  }

  // ---- tables ----

  /** A table that only lays out a page is what it holds. */
  private table(table: HTMLTableElement): string[] {
    const rows = [...table.rows].map((row) => [...row.cells]);
    const width = Math.max(0, ...rows.map((cells) => cells.reduce((all, cell) => all + cell.colSpan, 0)));
    const layout = width < 2 || rows.length < 2 || table.querySelector("table, h1, h2, h3, h4, pre, blockquote") !== null;
    if (layout) return rows.flat().flatMap((cell) => this.blocks(cell));
    this.rich = true;
    const above: number[] = [];                   // how many rows more a cell from above takes in each column
    const lines = rows.map((cells) => this.row(cells, above, width));
    const head = lines.shift() ?? [];
    const heads = head.map((cell) => cell.replace(/^\*\*([^*]*)\*\*$/, "$1"));
    return [[heads, Array.from({ length: width }, () => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n")];
  }

  private row(cells: readonly HTMLTableCellElement[], above: number[], width: number): string[] {
    const line: string[] = [];
    const skip = () => {
      while (line.length < width && (above[line.length] ?? 0) > 0) {
        above[line.length] = (above[line.length] ?? 0) - 1;
        line.push("");
      }
    };
    for (const cell of cells) {
      skip();
      const words = this.cell(cell);
      for (let n = 0; n < cell.colSpan && line.length < width; n++) {
        above[line.length] = cell.rowSpan - 1;
        line.push(n === 0 ? words : "");
      }
    }
    skip();
    while (line.length < width) line.push("");
    return line;
  }

  private cell(cell: Element): string {
    const words = this.blocks(cell).map((block) => block.replace(/^\s*(?:[-+*]|\d+[.)]) /gm, "")).join(" ");
    return barsAsLetters(words);
  }

  // ---- words ----

  private inside(element: Element): Run[] {
    return [...element.childNodes].flatMap((child) => this.runs(child, PLAIN));
  }

  private runs(node: Node, form: Form): Run[] {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = (node.nodeValue ?? "").replace(/[ \t\r\n\f]+/g, " ").replace(/[\u200b\ufeff\u00ad]/g, "");
      return text === "" ? [] : [{ ...form, text }];
    }
    if (!(node instanceof Element)) return [];
    if (node.tagName === "BR") return [{ ...PLAIN, text: "\n" }];
    if (node.tagName === "IMG" && !(Number(node.getAttribute("width") ?? NaN) <= ICON)) this.images = true;
    if (node.tagName === "IMG" || node.tagName === "INPUT") return [];
    const call = this.call(node);
    if (call) return call;
    const own = formOf(node, form);
    if (own.strong || own.em || own.strike || own.code || own.href) this.rich = true;
    return [...node.childNodes].flatMap((child) => this.runs(child, own));
  }

  /** The call of a note, and its words with the others; the link back, and calls that lead nowhere here, are nothing. */
  private call(element: Element): Run[] | null {
    const link = element.tagName === "A" ? element : element.tagName === "SUP" && element.children.length === 1 ? element.firstElementChild : null;
    const target = link?.tagName === "A" ? targetOf(link) : "";
    if (BACK.test(target)) return [];
    const call = CALL.exec(target);
    const key = call ? noteKey(target, call) : "";
    const box = this.words.get(key);
    if (!box) return element.tagName === "SUP" && target.includes("#") && /^\[?[\w ]{1,10}\]?$/.test(element.textContent.trim()) ? [] : null;
    this.rich = true;
    let label = this.labels.get(key);
    if (label === undefined) {
      label = newLabel(this.next++);
      this.labels.set(key, label);
      const at = this.notes.push("") - 1;
      const [first = "", ...more] = this.blocks(box);
      this.notes[at] = `[^${label}]: ${indented([first, ...more].join("\n\n"), 4)}`;
    }
    return [{ ...PLAIN, text: `[^${label}]`, raw: true }];
  }
}

/** Where a link leads. Within a text it may name the text's own file first: "file:///C:/…/essai.docx#_ftn1". */
function targetOf(link: Element): string {
  return (link.getAttribute("href") ?? "").replace(/^[^#]*(?=#(?:_|sd))/, "");
}

function noteKey(target: string, found: RegExpExecArray): string {
  return `${/edn|end/.test(target) ? "end" : "foot"}${found[1] ?? found[2] ?? ""}`;
}

function noteBox(link: Element): Element {
  return link.closest("div[id^='sd'], div[id^=ftn], div[id^=edn], [data-style*='mso-element:footnote' i], [data-style*='mso-element:endnote' i]") ?? link.closest("p") ?? link;
}

function isWordItem(element: Element): boolean {
  return element.tagName === "P" && /mso-list:(?!none|ignore)/.test(styleOf(element));
}

function holdsBlocks(element: Element): boolean {
  return [...element.children].some((child) => BLOCKS.has(child.tagName) || holdsBlocks(child));
}

function widthOf(item: string): number {
  return /^(?:- |\d+[.)] )/.exec(item)?.[0].length ?? 2;
}

function indented(words: string, width: number): string {
  return words.replace(/\n(?=[^\n])/g, `\n${" ".repeat(width)}`);
}

function formOf(element: Element, form: Form): Form {
  const style = styleOf(element);
  const name = element.tagName;
  const weight = /(?:^|;)font-weight:(\w+)/.exec(style)?.[1];
  const bold = weight === undefined ? (name === "B" || name === "STRONG" ? true : form.strong) : weight === "bold" || weight === "bolder" || Number(weight) >= 600;
  const slant = /(?:^|;)font-style:(\w+)/.exec(style)?.[1];
  const em = slant === undefined ? (["I", "EM", "CITE"].includes(name) ? true : form.em) : slant !== "normal";
  const href = name === "A" ? (element.getAttribute("href") ?? "").trim() : "";
  return {
    strong: bold,
    em,
    strike: form.strike || name === "S" || name === "STRIKE" || /text-decoration[a-z-]*:[^;]*line-through/.test(style),
    code: form.code || name === "CODE" || name === "KBD" || name === "TT",
    href: LINK.test(href) ? href : form.href,
  };
}

/** `firstNote` is the first number that no note of the text has. */
export function fromHtml(html: string, firstNote: number): Pasted {
  const { body } = new DOMParser().parseFromString(tamed(html), "text/html");
  body.querySelectorAll(DROPPED).forEach((part) => part.remove());
  for (const part of body.querySelectorAll("[data-style]")) if (/display:none/.test(styleOf(part))) part.remove();
  const reader = new Reader(body, firstNote);
  const blocks = reader.blocks(body);
  return { blocks, notes: reader.notes, rich: reader.rich || blocks.length > 1 || blocks.some((block) => block.includes("\n")), images: reader.images };
}
