// The parts of links, as the server's Markdown library reads them: labels, addresses, titles, and what a label is called.
const PUNCTUATION = /[!-/:-@[-`{-~]/;
const LONGEST_LABEL = 1_000;
const DEEPEST_PARENS = 32;

export const isPunctuation = (char: string | undefined): boolean => char !== undefined && PUNCTUATION.test(char);
export const isSpace = (char: string | undefined): boolean => char !== undefined && char !== "" && " \t\n\v\f\r".includes(char);

/** Without the spaces at its ends; no-break spaces stay. */
export function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && isSpace(text[from])) from++;
  while (to > from && isSpace(text[to - 1])) to--;
  return text.slice(from, to);
}

export interface Label {
  raw: string;
  end: number;
}

/** `[label]` at this place. */
export function labelAt(text: string, at: number): Label | null {
  if (text[at] !== "[") return null;
  let i = at + 1;
  for (; i < text.length && text[i] !== "[" && text[i] !== "]"; i++) {
    if (text[i] === "\\" && isPunctuation(text[i + 1])) i++;
    if (i - at > LONGEST_LABEL + 1) return null;
  }
  return text[i] === "]" ? { raw: trimmed(text.slice(at + 1, i)), end: i + 1 } : null;
}

/** Labels that differ in case and spaces are one. */
export const labelName = (raw: string): string => trimmed(raw).replace(/[ \t\n\v\f\r]+/g, " ").toLowerCase().toUpperCase();

/** Where the address that begins here ends; -1 when there is none. */
export function addressEnd(text: string, at: number): number {
  return text[at] === "<" ? pointedEnd(text, at) : bareEnd(text, at);
}

function pointedEnd(text: string, at: number): number {
  let i = at + 1;
  while (i < text.length && text[i] !== ">") {
    if (text[i] === "\n" || text[i] === "<") return -1;
    i += text[i] === "\\" ? 2 : 1;
  }
  return i + 1 < text.length ? i + 1 : -1;
}

function bareEnd(text: string, at: number): number {
  let i = at;
  for (let depth = 0; i < text.length; i++) {
    const char = text[i];
    if (char === "\\" && isPunctuation(text[i + 1])) i++;
    else if (char === "(" && ++depth > DEEPEST_PARENS) return -1;
    else if (char === ")" && depth-- === 0) break;
    else if (isSpace(char)) {
      if (i === at) return -1;
      break;
    }
  }
  return i < text.length ? i : -1;
}

const CLOSES: Record<string, string> = { '"': '"', "'": "'", "(": ")" };

/** Where the title that begins here ends; `at` when there is none. A sign after a backslash ends it only if no other does. */
export function titleEnd(text: string, at: number): number {
  const opens = text[at] ?? "", closes = CLOSES[opens];
  if (closes === undefined) return at;
  let end = at;
  for (let i = at + 1; i < text.length; i++) {
    const escaped = text[i - 1] === "\\" && i - 1 > at;
    if (text[i] === closes) {
      end = i + 1;
      if (!escaped) return end;
    } else if (opens === "(" && text[i] === "(" && !escaped) return end;
  }
  return end;
}

export function skipSpaces(text: string, at: number): number {
  let i = at;
  while (isSpace(text[i])) i++;
  return i;
}

function skipBlanks(text: string, at: number): number {
  let i = at;
  while (text[i] === " " || text[i] === "\t") i++;
  return i;
}

function skipOneLine(text: string, at: number): number {
  const i = skipBlanks(text, at);
  return text[i] === "\n" ? skipBlanks(text, i + 1) : i;
}

/** After the end of a line, which may be that of the text; -1 when something else stands there. */
function lineEnd(text: string, at: number): number {
  const i = skipBlanks(text, at);
  return i >= text.length ? i : text[i] === "\n" ? i + 1 : -1;
}

/** `[label]: address "title"` at the beginning of a paragraph: its name, and where what follows begins. */
export function definitionAt(text: string, at: number): { name: string; end: number } | null {
  const label = labelAt(text, at);
  if (!label || label.raw === "" || text[label.end] !== ":") return null;
  const after = addressEnd(text, skipOneLine(text, label.end + 1));
  if (after === -1) return null;
  const title = skipOneLine(text, after);
  const titled = title === after ? title : titleEnd(text, title);
  const end = titled > title ? lineEnd(text, titled) : -1;
  const whole = end === -1 ? lineEnd(text, after) : end;
  return whole === -1 ? null : { name: labelName(label.raw), end: whole };
}
