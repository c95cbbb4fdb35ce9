// The blocks of a text that hold words, in the order of the text, as the server's Markdown library (cmark-gfm) finds them:
// paragraphs, headings, code, cells of tables. A port of its first phase, line by line, that keeps where the words stand.
import { definitionAt, isSpace, labelName, trimmed } from "./links";
import { isRule, rowOf, type Cell } from "./rows";

type Kind = "document" | "quote" | "list" | "item" | "code" | "html" | "heading" | "paragraph" | "rule" | "note" | "table";

/** A note at the foot of the text. */
export interface Note {
  name: string;
}

export interface Leaf {
  text: string;
  spans: number[];                  // pairs: a place in `text` as it was read, where that is in the source
  cut: number;                      // how much of its beginning was definitions of links
  code: boolean;
  cell: boolean;                    // of a table
  level: number;                    // of a heading of the document itself, not one in a quotation; 0: none
  from: number;                     // the line it begins on, in the source
  note: Note | null;
}

interface Block {
  kind: Kind;
  parent: Block | null;
  last: Block | null;
  children: number;
  open: boolean;
  leaf: Leaf | null;
  note: Note | null;
  mark: string;                     // of a list: what its items begin with; of code: its fence
  size: number;                     // of an item: how far its words stand in; of code: length of the fence; of HTML: its type
  offset: number;                   // of a fence: its indent
  columns: number;                  // of a table
}

export interface Blocks {
  leaves: Leaf[];
  links: Set<string>;
  notes: Note[];
}

const LINES_AT_A_TIME = 50;
const TAB = 4;
const CODE_INDENT = 4;
const LONGEST_FENCE = 255;
const BEGINNINGS = new Set("#>`~<=-*_+[0123456789");
const HEADING = /#{1,6}(?:[ \t]+|\n)/y;
const FENCE = /`{3,}(?=[^`\n]*\n)|~{3,}(?=[^\n]*\n)/y;
const FENCE_END = /(?:`{3,}|~{3,})(?=[ \t]*\n)/y;
const UNDERLINE = /(?:=+|-+)[ \t]*\n/y;
const BREAK = /([*_-])[ \t]*(?:\1[ \t]*){2,}\n/y;
const MARKER = /[*+-]|([0-9]{1,9})[.)]/y;
const NOTE = /\[\^([^\] \r\n\t]+)\]:[ \t]*/y;
const TASK = /^[ \t\v\f]*(?:[-+*]|[0-9]+.)[ \t\v\f]+\[[ xX]\][ \t\v\f]+/s;
const TAG_7 = /<(?:[A-Za-z][A-Za-z0-9-]*(?:[ \t\v\f\r\n]+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:[ \t\v\f\r\n]*=[ \t\v\f\r\n]*(?:[^ \t\r\n\v\f"'=<>`]+|'[^']*'|"[^"]*"))?)*[ \t\v\f\r\n]*\/?>|\/[A-Za-z][A-Za-z0-9-]*[ \t\v\f\r\n]*>)[\t\n\f ]*\n/y;
const RULES = new Set("|:-\v\f");
const HTML: readonly RegExp[] = [
  /<(?:script|pre|style)(?:[ \t\v\f\n]|>)/iy, /<!--/y, /<\?/y, /<![A-Z]/y, /<!\[CDATA\[/iy,
  /<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|section|source|title|summary|table|tbody|td|tfoot|th|thead|tr|track|ul)(?:[ \t\v\f\n]|\/?>)/iy,
];
const HTML_ENDS: readonly RegExp[] = [/<\/(?:script|pre|style)>/i, /-->/, /\?>/, />/, /\]\]>/];

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const takesLines = (kind: Kind) => kind === "paragraph" || kind === "heading" || kind === "code";

function contains(parent: Block, kind: Kind): boolean {
  switch (parent.kind) {
    case "document":
    case "quote":
    case "note":
    case "item": return kind !== "item";
    case "list": return kind === "item";
    case "code":
    case "html":
    case "heading":
    case "paragraph":
    case "rule":
    case "table": return false;
  }
}

function block(kind: Kind, parent: Block | null): Block {
  return { kind, parent, last: null, children: 0, open: true, leaf: null, note: parent?.note ?? null, mark: "", size: 0, offset: 0, columns: 0 };
}

class Reader {
  readonly leaves: Leaf[] = [];
  readonly links = new Set<string>();
  readonly notes: Note[] = [];
  private readonly root = block("document", null);
  private current = this.root;
  private line = "";
  private lineAt = 0;               // in the source
  private offset = 0;
  private column = 0;
  private nonspace = 0;
  private nonspaceColumn = 0;
  private indent = 0;
  private blank = false;
  private partialTab = false;

  constructor(private readonly source: string) {}

  *read(): Generator<void, Blocks> {
    const { source } = this;
    for (let at = 0, lines = 1; at < source.length; lines++) {
      if (lines % LINES_AT_A_TIME === 0) yield;
      let end = at;
      for (let code = source.charCodeAt(end); end < source.length && code !== 10 && code !== 13; code = source.charCodeAt(end)) end++;
      this.lineAt = at;
      this.line = source[end] === "\n" ? source.slice(at, end + 1) : `${source.slice(at, end)}\n`;
      this.readLine(at === 0);
      at = end + (source[end] === "\r" && source[end + 1] === "\n" ? 2 : 1);
    }
    while (this.current !== this.root) this.current = this.finish(this.current);
    return { leaves: this.leaves, links: this.links, notes: this.notes };
  }

  private readLine(first: boolean): void {
    this.offset = first && this.line.startsWith("\ufeff") ? 1 : 0;
    this.column = 0;
    this.nonspace = 0;
    this.nonspaceColumn = 0;
    this.partialTab = false;
    const matched = this.openBlocks();
    if (!matched) return;
    this.addText(this.newBlocks(matched.container, matched.all), matched.container);
  }

  // ---- the line

  private peek(at: number): string {
    return this.line[at] ?? "";
  }

  private isBlankAt(at: number): boolean {
    const char = this.line[at];
    return char === " " || char === "\t";
  }

  private findNonspace(): void {
    if (this.nonspace <= this.offset) {
      this.nonspace = this.offset;
      this.nonspaceColumn = this.column;
      let toTab = TAB - (this.column % TAB);
      for (; this.isBlankAt(this.nonspace); this.nonspace++) {
        const step = this.line[this.nonspace] === "\t" ? toTab : 1;
        this.nonspaceColumn += step;
        toTab -= step;
        if (toTab === 0) toTab = TAB;
      }
    }
    this.indent = this.nonspaceColumn - this.column;
    this.blank = this.line[this.nonspace] === "\n";
  }

  private advance(count: number): void {
    for (let left = count; left > 0 && this.offset < this.line.length; left--) {
      this.column += this.line[this.offset] === "\t" ? TAB - (this.column % TAB) : 1;
      this.partialTab = false;
      this.offset++;
    }
  }

  private advanceColumns(count: number): void {
    for (let left = count; left > 0 && this.offset < this.line.length;) {
      const toTab = this.line[this.offset] === "\t" ? TAB - (this.column % TAB) : 1;
      const step = Math.min(left, toTab);
      this.partialTab = this.line[this.offset] === "\t" && toTab > left;
      this.column += step;
      if (!this.partialTab) this.offset++;
      left -= step;
    }
  }

  private toEnd(): void {
    this.advance(this.line.length - 1 - this.offset);
  }

  // ---- blocks that go on

  private openBlocks(): { container: Block; all: boolean } | null {
    let container = this.root;
    while (container.last?.open) {
      const child = container.last;
      this.findNonspace();
      const goes = this.goesOn(child);
      if (goes === "done") return null;
      if (!goes) return { container, all: false };
      container = child;
    }
    return { container, all: true };
  }

  private goesOn(open: Block): boolean | "done" {
    switch (open.kind) {
      case "quote": return this.quoteGoesOn();
      case "item": return this.itemGoesOn(open);
      case "code": return open.mark === "" ? this.indentedGoesOn() : this.fenceGoesOn(open);
      case "heading":
      case "rule": return false;
      case "html": return open.size < 6 || !this.blank;
      case "paragraph": return !this.blank;
      case "note": return this.noteGoesOn();
      case "table": return rowOf(this.line.slice(this.nonspace)) !== null;
      case "document":
      case "list": return true;
    }
  }

  private quoteGoesOn(): boolean {
    if (this.indent >= CODE_INDENT || this.peek(this.nonspace) !== ">") return false;
    this.advanceColumns(this.indent + 1);
    if (this.isBlankAt(this.offset)) this.advanceColumns(1);
    return true;
  }

  private itemGoesOn(item: Block): boolean {
    if (this.indent >= item.size) this.advanceColumns(item.size);
    else if (this.blank && item.children > 0) this.advance(this.nonspace - this.offset);
    else return false;
    return true;
  }

  private indentedGoesOn(): boolean {
    if (this.indent >= CODE_INDENT) this.advanceColumns(CODE_INDENT);
    else if (this.blank) this.advance(this.nonspace - this.offset);
    else return false;
    return true;
  }

  private fenceGoesOn(code: Block): true | "done" {
    const closing = this.indent < CODE_INDENT && this.peek(this.nonspace) === code.mark ? match(FENCE_END, this.line, this.nonspace) : null;
    if (closing && closing[0].length >= code.size) {
      this.current = this.finish(code);
      return "done";
    }
    for (let i = code.offset; i > 0 && this.isBlankAt(this.offset); i--) this.advanceColumns(1);
    return true;
  }

  private noteGoesOn(): boolean {
    if (this.indent < CODE_INDENT) return this.line === "\n";
    this.advanceColumns(CODE_INDENT);
    return true;
  }

  // ---- blocks that begin

  private newBlocks(matched: Block, all: boolean): Block {
    let container = matched;
    let lazy = this.current.kind === "paragraph";
    while (container.kind !== "code" && container.kind !== "html") {
      this.findNonspace();
      const begun = this.begin(container, all, lazy);
      if (!begun) break;
      container = begun;
      if (takesLines(container.kind)) break;
      lazy = false;
    }
    return container;
  }

  private begin(container: Block, all: boolean, lazy: boolean): Block | null {
    const indented = this.indent >= CODE_INDENT;
    const plain = !BEGINNINGS.has(this.peek(this.nonspace));
    const found = indented || plain ? null : this.beginQuote(container) ?? this.beginHeading(container) ?? this.beginFence(container) ?? this.beginHtml(container)
      ?? this.underline(container) ?? this.beginRule(container, all) ?? this.beginNote(container);
    if (found) return found;
    const item = indented || plain ? null : this.beginItem(container);
    if (item) return item;
    if (indented && !lazy && !this.blank) {
      this.advanceColumns(CODE_INDENT);
      return this.addLeaf(container, "code");
    }
    if (!indented && container.kind === "paragraph") return this.beginTable(container);
    if (!indented && container.kind === "table" && !this.blank) {
      this.addRow(container);
      return null;
    }
    if (container.kind === "item" && TASK.test(this.line)) this.advance(3);
    return null;
  }

  private beginQuote(container: Block): Block | null {
    if (this.peek(this.nonspace) !== ">") return null;
    this.advance(this.nonspace + 1 - this.offset);
    if (this.isBlankAt(this.offset)) this.advanceColumns(1);
    return this.add(container, "quote");
  }

  private beginHeading(container: Block): Block | null {
    const found = match(HEADING, this.line, this.nonspace);
    if (!found) return null;
    this.advance(this.nonspace + found[0].length - this.offset);
    const heading = this.addLeaf(container, "heading");
    this.setLevel(heading, found[0].trimEnd().length);
    return heading;
  }

  private beginFence(container: Block): Block | null {
    const found = match(FENCE, this.line, this.nonspace);
    if (!found) return null;
    const code = this.addLeaf(container, "code");
    code.mark = found[0].charAt(0);
    code.size = Math.min(found[0].length, LONGEST_FENCE);
    code.offset = this.nonspace - this.offset;
    this.partialTab = false;
    this.offset = this.line.length;               // what follows names the language
    return code;
  }

  private beginHtml(container: Block): Block | null {
    if (this.peek(this.nonspace) !== "<") return null;
    const type = HTML.findIndex((pattern) => match(pattern, this.line, this.nonspace)) + 1;
    const any = type === 0 && container.kind !== "paragraph" && match(TAG_7, this.line, this.nonspace);
    if (type === 0 && !any) return null;
    const html = this.add(container, "html");
    html.size = type === 0 ? 7 : type;
    return html;
  }

  /** A line of = or - makes a heading of the paragraph above. */
  private underline(container: Block): Block | null {
    const found = container.kind === "paragraph" ? match(UNDERLINE, this.line, this.nonspace) : null;
    if (!found || !container.leaf) return null;
    if (!this.takeDefinitions(container.leaf)) return container;
    container.kind = "heading";
    this.setLevel(container, found[0].startsWith("=") ? 1 : 2);
    this.toEnd();
    return container;
  }

  private beginRule(container: Block, all: boolean): Block | null {
    if ((container.kind === "paragraph" && !all) || !match(BREAK, this.line, this.nonspace)) return null;
    const rule = this.add(container, "rule");
    this.toEnd();
    return rule;
  }

  private beginNote(container: Block): Block | null {
    const found = match(NOTE, this.line, this.nonspace);
    if (!found) return null;
    this.advance(this.nonspace + found[0].length - this.offset);
    const note = this.add(container, "note");
    note.note = { name: labelName(found[1] ?? "") };
    return note;
  }

  private beginItem(container: Block): Block | null {
    const marker = this.marker(container.kind === "paragraph");
    if (!marker) return null;
    const { indent } = this;
    this.advance(this.nonspace + marker.length - this.offset);
    const { partialTab, offset, column } = this;
    while (this.column - column <= 5 && this.isBlankAt(this.offset)) this.advanceColumns(1);
    const spaces = this.column - column;
    let padding = marker.length + spaces;
    if (spaces >= 5 || spaces < 1 || this.line[this.offset] === "\n") {
      padding = marker.length + 1;
      this.offset = offset;
      this.column = column;
      this.partialTab = partialTab;
      if (spaces > 0) this.advanceColumns(1);
    }
    const list = container.kind === "list" && container.mark === marker.sign ? container : this.add(container, "list");
    list.mark = marker.sign;
    const item = this.add(list, "item");
    item.size = indent + padding;
    return item;
  }

  private marker(interrupts: boolean): { length: number; sign: string } | null {
    const found = match(MARKER, this.line, this.nonspace);
    if (!found) return null;
    const [whole, number] = found;
    const after = this.nonspace + whole.length;
    if (!/[ \t\n\v\f\r]/.test(this.peek(after))) return null;
    if (interrupts && ((number !== undefined && Number(number) !== 1) || /^[ \t]*\n/.test(this.line.slice(after)))) return null;
    return { length: whole.length, sign: whole.charAt(whole.length - 1) };
  }

  // ---- tables

  private beginTable(paragraph: Block): Block | null {
    const leaf = paragraph.leaf;
    if (!leaf || !RULES.has(this.peek(this.nonspace))) return null;
    const rule = this.line.slice(this.nonspace);
    if (!isRule(rule)) return null;
    const head = rowOf(leaf.text);
    if (!head || head.cells.length !== rowOf(rule)?.cells.length) return null;
    this.leaves.pop();
    if (head.begins > 0) this.leaves.push({ ...leaf, ...withoutEscapes(leaf, { from: 0, to: head.begins }) });
    paragraph.kind = "table";
    paragraph.leaf = null;
    paragraph.columns = head.cells.length;
    for (const cell of head.cells) this.leaves.push({ ...leaf, ...withoutEscapes(leaf, cell), cell: true });
    this.toEnd();
    return paragraph;
  }

  private addRow(table: Block): void {
    const text = this.line.slice(this.nonspace);
    const row = { text, spans: [0, this.lineAt + this.nonspace], cut: 0 };
    for (const cell of (rowOf(text)?.cells ?? []).slice(0, table.columns)) {
      this.leaves.push({ code: false, cell: true, level: 0, from: this.lineAt, note: table.note, ...withoutEscapes(row, cell) });
    }
    this.toEnd();
  }

  // ---- the tree

  private add(parent: Block, kind: Kind): Block {
    let fits = parent;
    while (!contains(fits, kind)) fits = this.finish(fits);
    const child = block(kind, fits);
    fits.last = child;
    fits.children++;
    return child;
  }

  private addLeaf(parent: Block, kind: "paragraph" | "heading" | "code"): Block {
    const made = this.add(parent, kind);
    made.leaf = { text: "", spans: [], cut: 0, code: kind === "code", cell: false, level: 0, from: this.lineAt, note: made.note };
    this.leaves.push(made.leaf);
    return made;
  }

  private setLevel(heading: Block, level: number): void {
    if (heading.leaf && heading.parent?.kind === "document") heading.leaf.level = level;
  }

  private finish(ended: Block): Block {
    ended.open = false;
    if (ended.kind === "note" && ended.note) this.notes.push(ended.note);      // of two with one name the first to end counts
    if (ended.kind === "paragraph" && ended.leaf && !this.takeDefinitions(ended.leaf) && ended.parent) ended.parent.children--;
    return ended.parent ?? this.root;
  }

  /** Definitions of links at the beginning of a paragraph are none of its words. Says whether words remain. */
  private takeDefinitions(leaf: Leaf): boolean {
    for (let found = definitionAt(leaf.text, 0); found; found = definitionAt(leaf.text, 0)) {
      if (found.name !== "") this.links.add(found.name);
      leaf.text = leaf.text.slice(found.end);
      leaf.cut += found.end;
    }
    return !/^[ \t]*(?:\n|$)/.test(leaf.text);
  }

  // ---- words

  private addLine(leaf: Leaf, line: string): void {
    if (this.partialTab) {
      this.offset++;
      leaf.text += " ".repeat(TAB - (this.column % TAB));
    }
    leaf.spans.push(leaf.cut + leaf.text.length, this.lineAt + this.offset);
    leaf.text += line.slice(this.offset);
  }

  private addText(container: Block, matched: Block): void {
    this.findNonspace();
    if (this.current !== matched && container === matched && !this.blank && this.current.kind === "paragraph" && this.current.leaf) {
      this.addLine(this.current.leaf, this.line);
      return;
    }
    while (this.current !== matched) this.current = this.finish(this.current);
    this.current = this.put(container);
  }

  private put(container: Block): Block {
    switch (container.kind) {
      case "code":
        if (container.leaf) this.addLine(container.leaf, this.line);
        return container;
      case "html":
        return HTML_ENDS[container.size - 1]?.test(this.line.slice(this.nonspace)) ? this.finish(container) : container;
      case "paragraph":
      case "heading":
        if (this.blank || !container.leaf) return container;
        this.advance(this.nonspace - this.offset);
        this.addLine(container.leaf, container.kind === "heading" ? withoutHashes(this.line) : this.line);
        return container;
      default: {
        if (this.blank) return container;
        const paragraph = this.addLeaf(container, "paragraph");
        this.advance(this.nonspace - this.offset);
        if (paragraph.leaf) this.addLine(paragraph.leaf, this.line);
        return paragraph;
      }
    }
  }
}

function withoutEnd(text: string, goes: (char: string | undefined) => boolean): string {
  let to = text.length;
  while (to > 0 && goes(text[to - 1])) to--;
  return text.slice(0, to);
}

function withoutHashes(line: string): string {
  const words = withoutEnd(line, isSpace);
  const bare = withoutEnd(words, (char) => char === "#");
  return bare !== words && /[ \t]$/.test(bare) ? withoutEnd(bare, isSpace) : words;
}

/** A part of a leaf, its ends trimmed, its `\|` become bars. */
function withoutEscapes(leaf: Pick<Leaf, "text" | "spans" | "cut">, { from, to }: Cell): Pick<Leaf, "text" | "spans" | "cut"> {
  const spans: number[] = [];
  let text = "";
  const copy = (start: number, end: number) => {
    for (let at = start; at < end;) {
      const [place, next] = sourceOf(leaf, at);
      spans.push(text.length, place);
      const stop = Math.min(end, next);
      text += leaf.text.slice(at, stop);
      at = stop;
    }
  };
  let start = from;
  for (let bar = leaf.text.indexOf("\\|", from); bar !== -1 && bar + 1 < to; bar = leaf.text.indexOf("\\|", bar + 2)) {
    copy(start, bar);
    start = bar + 1;
  }
  copy(start, to);
  let lead = 0;
  while (isSpace(text[lead])) lead++;
  return { text: trimmed(text), spans, cut: lead };
}

/** Where a place of a leaf's text is in the source, and up to which place the two go on together. */
export function sourceOf({ spans, cut, text }: Pick<Leaf, "text" | "spans" | "cut">, at: number): [source: number, next: number] {
  const place = at + cut;
  let low = 0;
  for (let high = spans.length / 2 - 1; low < high;) {
    const middle = (low + high + 1) >> 1;
    if ((spans[middle * 2] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  const next = low * 2 + 2 < spans.length ? (spans[low * 2 + 2] ?? 0) - cut : text.length;
  return [(spans[low * 2 + 1] ?? 0) + place - (spans[low * 2] ?? 0), next];
}

export const blocksOf = (source: string): Generator<void, Blocks> => new Reader(source).read();
