// A comparison as a page shows it: the words of a text without its marks, in the paragraphs, headings and lists they stand in.
import { FENCE, marksOf, type Marks, type Target } from "./marks";
import type { Part, Run } from "./versions";

export type Shape = "heading" | "paragraph" | "bullet" | "numbered" | "quote" | "row" | "code";

/** How it looks, whether its case is ticked, the number its list begins with, where a link leads, which picture is shown. */
export type Unseen = "reshaped" | "ticked" | "unticked" | "number" | "address" | "picture";

export interface Block {
  shape: Shape;
  level: number;                     // of a heading; the number of a numbered item
  pieces: Run[];
  passage: string | null;            // the one that ends here
  changed: boolean;
  unseen: Unseen[];                  // what changed that no word shows, or that too
}

interface Piece extends Run {
  was: number;                       // where it stands in the text of before
  is: number;
}

interface Line {
  pieces: Piece[];
  passage: string | null;
  end: Run["kind"];                  // of its line break
}

const BREAK = "¶";
const PREFIX = /^\s*(?:#{1,6}\s+|(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?|>\s?)/;

function linesOf(parts: readonly Part[]): Line[] {
  const lines: Line[] = [];
  let pieces: Piece[] = [], passage: string | null = null, was = 0, is = 0;
  const close = (end: Run["kind"]) => {
    lines.push({ pieces, passage, end });
    pieces = [];
    passage = null;
  };
  const pass = (kind: Run["kind"], length: number) => {
    if (kind !== "added") was += length;
    if (kind !== "removed") is += length;
  };
  for (const part of parts) {
    for (const { kind, text } of part.runs) {
      for (const [i, words] of text.split("\n").entries()) {
        if (i > 0) {
          close(kind);
          pass(kind, 1);
        }
        if (words === "") continue;
        pieces.push({ kind, text: words, was, is });
        pass(kind, words.length);
        passage = part.passage ?? passage;
      }
    }
  }
  if (pieces.length > 0) close("same");
  return lines;
}

const side = (pieces: readonly Run[], left: Run["kind"]) => pieces.filter((piece) => piece.kind !== left).map((piece) => piece.text).join("");

/** Only where words of before and after meet does a break that came or went need a sign. */
function markBreaks(lines: readonly Line[]): void {
  const keeps = (line: Line | undefined, kind: Run["kind"]) => line?.pieces.some((piece) => piece.kind !== kind && piece.text.trim() !== "") ?? false;
  for (const [i, line] of lines.entries()) {
    if (line.end === "same" || !keeps(line, line.end)) continue;
    const next = lines.slice(i + 1).find((one) => one.pieces.length > 0);
    if (keeps(next, line.end)) line.pieces.push({ kind: line.end, text: BREAK, was: -1, is: -1 });   // written in neither text
  }
}

/** Takes what stands before the words (#, -, 1., >) from both sides. */
function stripPrefix(pieces: readonly Piece[], before: number, after: number): Piece[] {
  let old = 0, now = 0;
  const kept: Piece[] = [];
  for (const { kind, text, was, is } of pieces) {
    let at = 0;
    while (at < text.length && ((kind !== "added" && old < before) || (kind !== "removed" && now < after))) {
      if (kind !== "added") old++;
      if (kind !== "removed") now++;
      at++;
    }
    if (at < text.length) kept.push({ kind, text: text.slice(at), was: was + at, is: is + at });
  }
  return kept;
}

function shapeOf(prefix: string, text: string): { shape: Shape; level: number } {
  const mark = prefix.trim();
  if (mark.startsWith("#")) return { shape: "heading", level: mark.length };
  if (mark.startsWith(">")) return { shape: "quote", level: 0 };
  if (/^\d/.test(mark)) return { shape: "numbered", level: parseInt(mark, 10) };
  if (mark !== "") return { shape: "bullet", level: 0 };
  return { shape: text.trimStart().startsWith("|") ? "row" : "paragraph", level: 0 };
}

/** Both texts as a reader would see them, then sign against sign: what no reader sees leaves no trace but a word for it. */
function readable(pieces: readonly Piece[], before: Marks, after: Marks): { pieces: Run[]; unseen: Unseen[] } {
  const kept: Run[] = [], old = new Set<Target>(), now = new Set<Target>();
  let marks = false, targets = false;
  const put = (kind: Run["kind"], text: string) => {
    const last = kept.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== "") kept.push({ kind, text });
  };
  const show = (kind: Run["kind"], sign: string, was: number, is: number) => {
    const gone = kind === "added" ? "" : before.shown.get(was) ?? sign, come = kind === "removed" ? "" : after.shown.get(is) ?? sign;
    const from = kind === "added" ? undefined : before.targets.get(was), to = kind === "removed" ? undefined : after.targets.get(is);
    if (from) old.add(from);
    if (to) now.add(to);
    if (kind === "same" && gone === come) put("same", gone);
    else {
      put("removed", gone);
      put("added", come);
    }
    return { seen: (gone + come).trim() !== "", target: from !== undefined || to !== undefined };
  };
  for (const { kind, text, was, is } of pieces) {
    let seen = false, mark = false, target = false;
    for (let i = 0; i < text.length; i++) {
      const sign = text.charAt(i), shown = show(kind, sign, was + i, is + i);
      seen ||= shown.seen;
      target ||= shown.target;
      mark ||= !shown.target && sign.trim() !== "";
    }
    if (kind === "same" || seen) continue;
    marks ||= mark;
    targets ||= target;
  }
  const others = (["address", "picture", "note"] as const).filter((kind) => areOthers(old, now, kind)), unseen = others.filter((kind) => kind !== "note");
  return { pieces: kept, unseen: marks || (targets && others.length === 0) ? ["reshaped", ...unseen] : unseen };
}

/** As many as before, but not the same; one more or less shows by its marks. */
function areOthers(old: ReadonlySet<Target>, now: ReadonlySet<Target>, kind: Target["kind"]): boolean {
  const [before, after] = [old, now].map((all) => [...all].filter((one) => one.kind === kind).map((one) => one.name));
  return before?.length === after?.length && before?.join("\n") !== after?.join("\n");
}

/** The numbered lists of a text that go on, by how far in they stand: only the number of their first item is read. */
class Lists {
  private open: number[] = [];

  begins(line: string, gap: boolean): boolean {
    const { shape } = shapeOf(PREFIX.exec(line)?.[0] ?? "", line), numbered = shape === "numbered", inside = line.search(/\S/);
    if (inside < 0 || (shape === "paragraph" && !gap)) return false;
    this.open = this.open.filter((other) => other < inside || (numbered && other === inside));
    if (!numbered || this.open.includes(inside)) return false;
    this.open.push(inside);
    return true;
  }
}

function ticking(before: string, after: string): Unseen[] {
  const [was, is] = [before, after].map((prefix) => /\[(.)\]/.exec(prefix)?.[1]?.toLowerCase());
  if (was === is) return [];
  return was === undefined || is === undefined ? ["reshaped"] : is === "x" ? ["ticked"] : ["unticked"];
}

function blockOf(line: Line, old: Marks, now: Marks, begins: boolean): Block | null {
  const before = side(line.pieces, "added"), after = side(line.pieces, "removed");
  const oldPrefix = PREFIX.exec(before)?.[0] ?? "", newPrefix = PREFIX.exec(after)?.[0] ?? "";
  const was = shapeOf(oldPrefix, before), is = shapeOf(newPrefix, after);
  const both = before.trim() !== "" && after.trim() !== "";
  const { shape, level } = after.trim() === "" ? was : is;
  if (shape === "row" && /^[\s:|-]*$/.test(before + after)) return null;      // the rule under a table's head
  const { pieces, unseen } = readable(stripPrefix(line.pieces, oldPrefix.length, newPrefix.length), old, now);
  const becomes = both && (was.shape !== is.shape || (is.shape === "heading" && was.level !== is.level));
  const told = new Set<Unseen>([...(becomes ? ["reshaped" as const] : []), ...(both ? ticking(oldPrefix, newPrefix) : []), ...unseen]);
  if (begins && was.level !== is.level) told.add("number");
  if (pieces.every((piece) => piece.text.trim() === "") && told.size === 0) return null;
  return { shape, level, pieces, passage: line.passage, changed: told.size > 0 || pieces.some((piece) => piece.kind !== "same"), unseen: [...told] };
}

const isFence = (line: Line) => FENCE.test(side(line.pieces, "removed"));

/** Lines that follow each other without an empty one are one paragraph. */
const continues = (last: Block | undefined, block: Block, gap: boolean) =>
  last !== undefined && !gap && block.shape === "paragraph" && last.shape !== "heading" && last.shape !== "row" && last.shape !== "code";

function textsOf(parts: readonly Part[]): [string, string] {
  const runs = parts.flatMap((part) => part.runs);
  return [side(runs, "added"), side(runs, "removed")];
}

export function blocksOf(parts: readonly Part[]): Block[] {
  const lines = linesOf(parts), [old, now] = marksOf(...textsOf(parts));
  markBreaks(lines);
  const blocks: Block[] = [];
  const oldLists = new Lists(), newLists = new Lists();
  let gap = true, code = false;
  for (const line of lines) {
    if (isFence(line)) {
      code = !code;
      gap = true;
      continue;
    }
    const begins = !code && [oldLists.begins(side(line.pieces, "added"), gap), newLists.begins(side(line.pieces, "removed"), gap)].every(Boolean);
    const block: Block | null = code
      ? { shape: "code", level: 0, pieces: line.pieces, passage: line.passage, changed: line.pieces.some((piece) => piece.kind !== "same"), unseen: [] }
      : blockOf(line, old, now, begins);
    if (!block || line.pieces.length === 0) {
      gap = true;
      continue;
    }
    const last = blocks.at(-1);
    if (last && continues(last, block, gap)) {
      last.pieces.push({ kind: "same", text: " " }, ...block.pieces);
      last.changed ||= block.changed;
      last.unseen = [...new Set([...last.unseen, ...block.unseen])];
      last.passage = block.passage ?? last.passage;
    } else blocks.push(block);
    gap = false;
  }
  return endPassages(blocks);
}

/** A passage is offered once, under its last paragraph. */
function endPassages(blocks: Block[]): Block[] {
  for (const [i, block] of blocks.entries()) if (block.passage !== null && blocks[i + 1]?.passage === block.passage) block.passage = null;
  return blocks;
}

/** Which blocks to show when only what changed is wanted: those, what stands around them, the heading above. */
export function around(blocks: readonly Block[]): Set<number> {
  const shown = new Set<number>();
  let heading = -1;
  for (const [i, block] of blocks.entries()) {
    if (block.shape === "heading") heading = i;
    if (!block.changed) continue;
    for (const near of [heading, i - 1, i, i + 1]) if (near >= 0 && near < blocks.length) shown.add(near);
  }
  return shown;
}
