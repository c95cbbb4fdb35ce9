// Words with their form, from a foreign page, as clean Markdown of one paragraph: neighbours of one form share their marks,
// spaces stay outside of them, and what only looks like a mark is a letter.

export interface Form {
  strong: boolean;
  em: boolean;
  strike: boolean;
  code: boolean;
  href: string;
}

export interface Run extends Form {
  text: string;                     // "\n" is a line one broke on purpose
  raw?: boolean;                    // already as it is to be written: the call of a note
}

export const PLAIN: Form = { strong: false, em: false, strike: false, code: false, href: "" };

const ORDER = ["href", "strong", "em", "strike", "code"] as const;
const MARKS = { strong: "**", em: "*", strike: "~~", code: "`" } as const;

/** Letters that Markdown would take for marks. */
export function letters(text: string): string {
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\")
    .replace(/[*`]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/~(?=~)|(?<=~)~/g, "\\~")
    .replace(/\[(?=\^)|\](?=\()/g, "\\$&")
    .replace(/<(?=[a-z/!?])/gi, "\\<")
    .replace(/&(?=#?\w+;)/g, "\\&");
}

/** A mark that touches a letter on its other side must not touch a comma or a space on this one. */
function wrapped(inner: string, mark: string, before: string, after: string): string {
  const [, lead = "", core = "", trail = ""] = /^(\s*)([^]*?)(\s*)$/.exec(inner) ?? [];
  if (core === "") return inner;
  const word = /[\p{L}\p{N}]/u;
  const start = lead === "" && word.test(before.slice(-1)) ? (/^\p{P}+\s*(?=[\p{L}\p{N}])/u.exec(core)?.[0] ?? "") : "";
  const end = trail === "" && word.test(after.slice(0, 1)) ? (/(?<=[\p{L}\p{N}])\s*\p{P}+$/u.exec(core.slice(start.length))?.[0] ?? "") : "";
  const middle = core.slice(start.length, core.length - end.length);
  if (/[*`~\]]/.test(start + end) || middle === "") return `${lead}${mark}${core}${mark}${trail}`;
  return `${lead}${start}${mark}${middle}${mark}${end}${trail}`;
}

function linked(inner: string, href: string): string {
  const [, lead = "", core = "", trail = ""] = /^(\s*)([^]*?)(\s*)$/.exec(inner) ?? [];
  const target = href.replace(/[\s()<>\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
  return core === "" ? inner : `${lead}[${core.replace(/\n/g, " ")}](${target})${trail}`;
}

function write(runs: readonly Run[], order: readonly (typeof ORDER)[number][], before: string, after: string): string {
  const [first, ...rest] = order;
  if (first === undefined) return runs.map((run) => (run.raw || run.code ? run.text : letters(run.text))).join("");
  let out = "";
  for (let at = 0; at < runs.length;) {
    const value = runs[at]?.[first];
    let end = at + 1;
    while (end < runs.length && runs[end]?.[first] === value) end++;
    const follows = runs[end]?.text ?? after;
    const inner = write(runs.slice(at, end), rest, before + out, follows);
    if (!value) out += inner;
    else if (first === "href") out += linked(inner, String(value));
    else out += first === "code" && inner.includes("`") ? letters(inner) : wrapped(inner, MARKS[first], before + out, follows);
    at = end;
  }
  return out;
}

/** Spaces as a page shows them; those that keep words together are kept when they stand alone. */
function collapsed(runs: readonly Run[]): Run[] {
  const kept: Run[] = [];
  let space = true;                 // at the beginning of a line
  for (const run of runs) {
    let text = run.raw ? run.text : run.text.replace(/[ \t\r\f\u00a0]{2,}/g, " ").replace(/ *\n */g, "\n");
    if (kept.length === 0) text = text.trimStart();
    else if (space) text = text.replace(/^[ \u00a0]+/, "");
    if (text === "") continue;
    space = /[\s]$/.test(text);
    kept.push({ ...run, text });
  }
  while (kept.length > 0) {
    const last = kept[kept.length - 1];
    const text = last?.text.trimEnd() ?? "";
    if (last && text !== "") {
      kept[kept.length - 1] = { ...last, text };
      break;
    }
    kept.pop();
  }
  return kept;
}

/** A line must not begin like a heading, a list or a quotation. */
export function lineLetters(line: string): string {
  return line.replace(/^(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+\s*$|-[-\s]+$|\|)/, "\\$1").replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2");
}

const WRAPPED = [60, 120] as const;             // letters of a line that a mail or a printed page is wrapped to

/** The lines of one paragraph. Where all but the last are long and of like length, and words go on from one to the next, a
 * program wrapped them: they are one line again. Other lines were ended on purpose, and end for readers too. */
export function linesTogether(lines: readonly string[]): string {
  const widths = lines.slice(0, -1).map((line) => line.length), [least, most] = [Math.min(...widths), Math.max(...widths)];
  const even = least >= WRAPPED[0] && most <= WRAPPED[1] && least >= most * 0.75 && (lines.at(-1)?.length ?? 0) <= most;
  return lines.join(even && lines.some((line, n) => n > 0 && /^\p{Ll}/u.test(line)) ? " " : "  \n");
}

/** The paragraphs that these words are: two broken lines part them, one is a line that ends. */
export function paragraphsOf(runs: readonly Run[]): string[] {
  const parts: Run[][] = [[]];
  for (const run of runs) {
    run.text.split(/\n(?:[ \u00a0]*\n)+/).forEach((text, n) => {
      if (n > 0) parts.push([]);
      parts[parts.length - 1]?.push({ ...run, text });
    });
  }
  return parts.map(collapsed).filter((part) => part.length > 0).map((part) => linesTogether(write(part, ORDER, "", "").split("\n").map((line) => lineLetters(line.trimEnd()))));
}

/** The same in one line, for headings and cells. */
export function lineOf(runs: readonly Run[]): string {
  const line = collapsed(runs.map((run) => ({ ...run, text: run.text.replace(/\n+/g, " ") })));
  return write(line, ORDER, "", "");
}
