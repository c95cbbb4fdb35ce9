// A comparison as a page shows it: the words of a text without its marks, in the paragraphs, headings and lists they stand in.
import type { Part, Run } from "./versions";

export type Shape = "heading" | "paragraph" | "bullet" | "numbered" | "quote" | "row" | "code";

export interface Block {
  shape: Shape;
  level: number;                     // of a heading; the number of a numbered item
  pieces: Run[];
  passage: string | null;            // the one that ends here
  changed: boolean;
  reshaped: boolean;                 // only how it looks changed, or that too
}

interface Line {
  pieces: Run[];
  passage: string | null;
  end: Run["kind"];                  // of its line break
}

const BREAK = "¶";
const PREFIX = /^\s*(?:#{1,6}\s+|[-*+]\s+\[[ xX]\]\s+|[-*+]\s+|\d{1,9}[.)]\s+|>\s?)/;

function linesOf(parts: readonly Part[]): Line[] {
  const lines: Line[] = [];
  let pieces: Run[] = [], passage: string | null = null;
  const close = (end: Run["kind"]) => {
    lines.push({ pieces, passage, end });
    pieces = [];
    passage = null;
  };
  for (const part of parts) {
    for (const { kind, text } of part.runs) {
      for (const [i, words] of text.split("\n").entries()) {
        if (i > 0) close(kind);
        if (words === "") continue;
        pieces.push({ kind, text: words });
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
    if (keeps(next, line.end)) line.pieces.push({ kind: line.end, text: BREAK });
  }
}

/** Takes what stands before the words (#, -, 1., >) from both sides. */
function stripPrefix(pieces: readonly Run[], before: number, after: number): Run[] {
  let old = 0, now = 0;
  const kept: Run[] = [];
  for (const { kind, text } of pieces) {
    let at = 0;
    while (at < text.length && ((kind !== "added" && old < before) || (kind !== "removed" && now < after))) {
      if (kind !== "added") old++;
      if (kind !== "removed") now++;
      at++;
    }
    if (at < text.length) kept.push({ kind, text: text.slice(at) });
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

/** The words of a stretch: no stars, no addresses of links, no bars of tables. */
export function plain(text: string, row = false): string {
  const words = text
    .replace(/!?\[([^\]]*)\]\([^()\s]*(?:\s+"[^"]*")?\)/g, "$1")
    .replace(/\]\([^()\s]*\)/g, "")
    .replace(/(?<!\\)\*{1,3}(?=\S)|(?<=[^\s\\])\*{1,3}|~~|`+/g, "")
    .replace(/(?<![\p{L}\p{N}\\])_{1,3}(?=\S)|(?<=[^\s\\])_{1,3}(?![\p{L}\p{N}])/gu, "")
    .replace(/\\([\\`*_{}[\]()#+\-.!>~|])/g, "$1");
  return row ? words.replace(/\s*\|\s*/g, " · ") : words;
}

/** Each side as a reader would see it, then word against word again: marks alone leave no trace but `reshaped`. */
function clean(pieces: readonly Run[], row: boolean): { pieces: Run[]; reshaped: boolean } {
  let reshaped = false;
  const kept: Run[] = [];
  for (const { kind, text } of pieces) {
    const words = plain(text, row);
    if (kind !== "same" && words.trim() === "" && text.trim() !== "") reshaped = true;
    if (words === "") continue;
    const last = kept.at(-1);
    if (last?.kind === kind) last.text += words;
    else kept.push({ kind, text: words });
  }
  const first = kept[0], last = kept.at(-1);
  if (row && first && last) {
    first.text = first.text.replace(/^\s*·\s*/, "");
    last.text = last.text.replace(/\s*·\s*$/, "");
  }
  return { pieces: kept, reshaped };
}

function blockOf(line: Line): Block | null {
  const before = side(line.pieces, "added"), after = side(line.pieces, "removed");
  const oldPrefix = PREFIX.exec(before)?.[0] ?? "", newPrefix = PREFIX.exec(after)?.[0] ?? "";
  const was = shapeOf(oldPrefix, before), is = shapeOf(newPrefix, after);
  const both = before.trim() !== "" && after.trim() !== "";
  const { shape, level } = after.trim() === "" ? was : is;
  if (shape === "row" && /^[\s:|-]*$/.test(before + after)) return null;      // the rule under a table's head
  const { pieces, reshaped } = clean(stripPrefix(line.pieces, oldPrefix.length, newPrefix.length), shape === "row");
  if (pieces.every((piece) => piece.text.trim() === "") && !reshaped) return null;
  const becomes = both && (was.shape !== is.shape || (is.shape === "heading" && was.level !== is.level));
  const changed = becomes || reshaped || pieces.some((piece) => piece.kind !== "same");
  return { shape, level, pieces, passage: line.passage, changed, reshaped: becomes || reshaped };
}

const isFence = (line: Line) => /^\s*(?:```|~~~)/.test(side(line.pieces, "removed"));

/** Lines that follow each other without an empty one are one paragraph. */
const continues = (last: Block | undefined, block: Block, gap: boolean) =>
  last !== undefined && !gap && block.shape === "paragraph" && last.shape !== "heading" && last.shape !== "row" && last.shape !== "code";

export function blocksOf(parts: readonly Part[]): Block[] {
  const lines = linesOf(parts);
  markBreaks(lines);
  const blocks: Block[] = [];
  let gap = true, code = false;
  for (const line of lines) {
    if (isFence(line)) {
      code = !code;
      gap = true;
      continue;
    }
    const block: Block | null = code
      ? { shape: "code", level: 0, pieces: line.pieces, passage: line.passage, changed: line.pieces.some((piece) => piece.kind !== "same"), reshaped: false }
      : blockOf(line);
    if (!block || line.pieces.length === 0) {
      gap = true;
      continue;
    }
    const last = blocks.at(-1);
    if (last && continues(last, block, gap)) {
      last.pieces.push({ kind: "same", text: " " }, ...block.pieces);
      last.changed ||= block.changed;
      last.reshaped ||= block.reshaped;
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
