// What the server does to a text before it parses it (its text/tree.c): front matter goes, and in a line with very many
// bars each is escaped.
const MOST_BARS = 100;
const SETTING = /^[A-Za-z_][A-Za-z0-9_-]*:/;

interface Prepared {
  text: string;
  place: (source: number) => number;
  origin: (place: number) => number;
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end === -1 ? source.length : end + 1;
}

const lineIs = (source: string, from: number, to: number, ...words: string[]) => words.includes(source.slice(from, to).replace(/[ \t\r\n]+$/, ""));

/** Where the text begins. Without a setting on its second line, "---" is a rule that somebody wrote. */
function afterFrontMatter(source: string): number {
  const start = source.startsWith("\ufeff") ? 1 : 0;
  const second = lineEnd(source, start);
  if (!source.startsWith("---", start) || !lineIs(source, start, second, "---") || !SETTING.test(source.slice(second, lineEnd(source, second)))) return start;
  for (let at = lineEnd(source, second); at < source.length;) {
    const next = lineEnd(source, at);
    if (lineIs(source, at, next, "---", "...")) return next;
    at = next;
  }
  return start;
}

interface Fence {
  mark: string;
  length: number;
}

function fenceAfter(fence: Fence | null, line: string): Fence | null {
  const found = /^[ >]*(`{3,}|~{3,})/.exec(line)?.[1];
  if (found === undefined) return fence;
  if (!fence) return { mark: found.charAt(0), length: found.length };
  const alone = /^[ >]*(?:`{3,}|~{3,})[ \t\r\n]*$/.test(line);
  return alone && found.startsWith(fence.mark) && found.length >= fence.length ? null : fence;
}

function bars(line: string): number[] {
  const found: number[] = [];
  for (let i = 0; i < line.length; i++) {
    if (line[i] === "\\") i++;
    else if (line[i] === "|") found.push(i);
  }
  return found;
}

function hasManyBars(source: string): boolean {
  let bars = 0;
  for (let at = source.indexOf("|"), end = -1; at !== -1; at = source.indexOf("|", at + 1)) {
    if (at > end) {
      end = lineEnd(source, at) - 1;
      bars = 0;
    }
    if (++bars > MOST_BARS) return true;
  }
  return false;
}

/** Where backslashes are put in. */
function escapes(source: string, start: number): number[] {
  const found: number[] = [];
  if (!hasManyBars(source)) return found;
  let fence: Fence | null = null;
  for (let at = start; at < source.length;) {
    const next = lineEnd(source, at), line = source.slice(at, next);
    fence = fenceAfter(fence, line);
    const here: number[] = !fence && line.length > MOST_BARS ? bars(line) : [];
    if (here.length > MOST_BARS) for (const bar of here) found.push(at + bar);
    at = next;
  }
  return found;
}

const below = (sorted: readonly number[], limit: (value: number, index: number) => boolean) => {
  const at = sorted.findIndex((value, index) => !limit(value, index));
  return at === -1 ? sorted.length : at;
};

export function prepared(source: string): Prepared {
  const start = afterFrontMatter(source);
  const clean = source.includes("\0") ? source.replaceAll("\0", "\ufffd") : source;
  const added = escapes(source, start);
  if (added.length === 0) return { text: clean.slice(start), place: (at) => Math.max(0, at - start), origin: (at) => at + start };
  let text = "";
  let from = start;
  for (const bar of added) {
    text += `${clean.slice(from, bar)}\\`;
    from = bar;
  }
  return {
    text: text + clean.slice(from),
    place: (at) => Math.max(0, at - start + below(added, (bar) => bar < at)),
    origin: (at) => at + start - below(added, (bar, index) => bar + index - start < at),
  };
}
