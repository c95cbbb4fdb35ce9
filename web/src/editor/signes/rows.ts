// One row of a table, cut into cells as the server's Markdown library does.

const RULE = /^\|?[ \t\v\f]*:?-+:?[ \t\v\f]*(?:\|[ \t\v\f]*:?-+:?[ \t\v\f]*)*\|?[ \t\v\f]*\n/;

export interface Cell {
  from: number;
  to: number;
}

export interface Row {
  cells: Cell[];
  begins: number;                   // what stands before is a paragraph
}

export const isRule = (line: string): boolean => RULE.test(line);

const isBlank = (char: string | undefined) => char === " " || char === "\t" || char === "\v" || char === "\f";

/** After a bar and the blanks behind it; `at` when there is no bar. */
function afterBar(text: string, at: number): number {
  if (text[at] !== "|") return at;
  let i = at + 1;
  while (isBlank(text[i])) i++;
  return i;
}

/** After the words of a cell: a bar behind a backslash is one of them. */
function cellEnd(text: string, at: number): number {
  let i = at;
  while (i < text.length && text[i] !== "\n" && (text[i] !== "|" || (i > at && text[i - 1] === "\\"))) i++;
  return i;
}

/** The last row of these lines, whose earlier lines are then a paragraph; null when there is none. */
export function rowOf(text: string): Row | null {
  let cells: Cell[] = [];
  let begins = 0;
  let at = afterBar(text, 0);
  while (at < text.length) {
    const end = cellEnd(text, at), next = afterBar(text, end);
    if (end > at || next > end) cells.push({ from: at, to: end });
    at = next;
    if (next > end) continue;
    let rowEnd = at;
    while (isBlank(text[rowEnd])) rowEnd++;
    if (text[rowEnd] !== "\n") break;
    at = rowEnd + 1;
    if (at === text.length) break;
    begins = at;
    cells = [];
    at = afterBar(text, at);
  }
  return at === text.length && cells.length > 0 ? { cells, begins } : null;
}
