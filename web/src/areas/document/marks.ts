// What is written in a text and not read as it is written: links by their words, images by what is said of them, calls of notes by
// their numbers, emphasis by its words alone. Place by place of a whole text, so that a comparison may cut it anywhere.
import { t } from "../../i18n/t";

/** Where a link leads, which picture is shown, which note is called. */
export interface Target {
  kind: "address" | "picture" | "note";
  name: string;
}

export interface Marks {
  shown: ReadonlyMap<number, string>;              // what a reader sees of the sign that stands there, when it is not that sign
  targets: ReadonlyMap<number, Target>;            // those that are named there
}

export const FENCE = /^\s*(?:```|~~~)/;

// No stretch of signs may be cut in many ways: a line is read in a time that grows with its length.
const LABEL = String.raw`\[(?<label>(?:\\.|\[(?:\\.|[^[\]\\])*\](?:\([^()]*\))?|[^[\]\\])*)\]`;
const TARGET = String.raw`(?<opens>\(\s{0,9}<?)(?<address>(?:\\.|\([^()\s]*\)|[^()\s\\<>])*)>?(?<title>\s{1,9}(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))?\s{0,9}\)`;
const MARK = new RegExp([
  "(?<ticks>`+)(?!`)(?<code>.+?)(?<!`)\\k<ticks>(?!`)",
  String.raw`(?<escape>\\)[\\\x60*_{}[\]()#+\-.!>~|]`,
  String.raw`(?<picture>!?)${LABEL}${TARGET}`,
  String.raw`\[\^(?<note>[^\s\]]+)\](?<words>:(?<=^\s*\[\^[^\s\]]+\]:)\s?)?`,
  String.raw`(?<emphasis>\*{1,3}(?=\S)|(?<=\S)\*{1,3}|~~|(?<![\p{L}\p{N}])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\p{L}\p{N}]))`,
  String.raw`(?<bar>\s{0,99}\|\s{0,99})`,
].join("|"), "gu");
const WORDS = "\n";

class Reader implements Marks {
  readonly shown = new Map<number, string>();
  readonly targets = new Map<number, Target>();

  constructor(text: string, private readonly numberOf: (label: string, called: boolean) => number | undefined) {
    let at = 0, code = false;
    for (const line of text.split("\n")) {
      const fence = FENCE.test(line);
      if (fence) this.hide(at, line.length);
      else if (!code) this.read(line, at, line.trimStart().startsWith("|"));
      if (fence) code = !code;
      at += line.length + 1;
    }
  }

  private hide(at: number, length: number, shown = ""): void {
    for (let i = 0; i < length; i++) this.shown.set(at + i, i === 0 ? shown : "");
  }

  private aim(at: number, length: number, target: Target): void {
    for (let i = 0; i < length; i++) this.targets.set(at + i, target);
  }

  private read(words: string, from: number, row: boolean): void {
    for (const { 0: whole, index, groups = {} } of words.matchAll(MARK)) {
      const at = from + index, end = at + whole.length;
      if (groups["ticks"]) {
        this.hide(at, groups["ticks"].length);
        this.hide(end - groups["ticks"].length, groups["ticks"].length);
      } else if (groups["escape"]) this.hide(at, 1);
      else if (groups["emphasis"]) this.hide(at, whole.length);
      else if (groups["note"]) this.note(this.numberOf(groups["note"].toLowerCase(), groups["words"] === undefined), at, whole.length);
      else if (groups["bar"]) {
        if (row) this.bar(groups["bar"], at, index === 0 || index + whole.length === words.length);
      } else this.link(groups, at, end, row);
    }
  }

  private note(n: number | undefined, at: number, length: number): void {
    if (n === undefined) return;
    this.hide(at, length, t("compare.note", { n }));
    this.aim(at, length, { kind: "note", name: String(n) });
  }

  /** Between cells stands a sign, around them none; it is that of the bar, so that spaces may come and go. */
  private bar(bar: string, at: number, outer: boolean): void {
    this.hide(at, bar.length);
    if (!outer) this.shown.set(at + bar.indexOf("|"), " · ");
  }

  private link({ picture = "", label = "", opens = "", address = "", title = "" }: Partial<Record<string, string>>, at: number, end: number, row: boolean): void {
    const words = at + picture.length + 1, target = words + label.length + 1 + opens.length;
    const [before = "", after = ""] = t("image.told", { what: WORDS }).split(WORDS);
    this.hide(at, words - at, picture && before);
    this.read(label, words, row);
    this.hide(words + label.length, end - words - label.length);
    this.aim(target, address.length, { kind: picture ? "picture" : "address", name: address });
    if (!picture) return;
    if (label.trim() === "") this.shown.set(words - 1, t("image.decoration"));
    this.shown.set(end - 1, after);
    this.caption(title, target + address.length + (opens.endsWith("<") ? 1 : 0));
  }

  private caption(title: string, at: number): void {
    const quote = title.search(/["']/);
    if (quote === -1) return;
    this.shown.set(at + quote, t("compare.caption"));
    for (let i = quote + 1; i < title.length - 1; i++) if (title[i] !== "\\") this.shown.delete(at + i);
  }
}

/** In the order of their calls, as the editor has them; its own code would bring all of the editor here. */
function numbersOf(text: string): ReadonlyMap<string, number> {
  const labels = (pattern: RegExp) => new Set(Array.from(text.matchAll(pattern), ([, label = ""]) => label.toLowerCase()));
  const defined = labels(/^ {0,3}\[\^([^\s\]]+)\]:/gm), called = labels(/\[\^([^\s\]]+)\](?!:)/g);
  return new Map([...called].filter((label) => defined.has(label)).map((label, i) => [label, i + 1]));
}

/** Of the texts of before and after. A note that both have bears the number of after, so that a new one does not change all others. */
export function marksOf(before: string, after: string): [Marks, Marks] {
  const old = numbersOf(before), now = numbersOf(after);
  const numbered = (own: ReadonlyMap<string, number>) => (label: string, called: boolean) => (called && !own.has(label) ? undefined : now.get(label) ?? old.get(label));
  return [new Reader(before, numbered(old)), new Reader(after, numbered(now))];
}
