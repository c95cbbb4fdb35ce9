// An image as a text says it: `![description](images/<id> "caption")`, and where in a text it may stand. An image that nobody
// has described yet says so, to whoever listens to the text too; one without a description only decorates.

/** What stands in a text for a description that is still to come: data, hence the same in every language. */
export const UNDESCRIBED = "Image à décrire";

export interface Written {
  id: string;
  description: string;              // "": it only decorates
  caption: string;
}

const SOURCE = /^!\[([^]*)\]\(images\/([a-z0-9-]{1,64})(?:\s+(?:"([^]*)"|'([^]*)'))?\s*\)$/;
const ESCAPED = /\\([!-/:-@[-`{-~])/g;

const line = (words: string) => words.replace(/\s+/g, " ").trim();
const plain = (words: string) => words.replace(ESCAPED, "$1").replace(/\s*\n\s*/g, " ");

export const descriptionLetters = (words: string): string => words.replace(/[\\[\]*_`<&~|]/g, "\\$&");
export const captionLetters = (words: string): string => words.replace(/[\\"<&|`]/g, "\\$&");

export function writeImage({ id, description, caption }: Written): string {
  const title = line(caption);
  return `![${descriptionLetters(line(description))}](images/${id}${title === "" ? "" : ` "${captionLetters(title)}"`})`;
}

/** null: not an image of ours, or written in a way that only a hand would. */
export function readImage(source: string): Written | null {
  const found = SOURCE.exec(source);
  return found && { id: found[2] ?? "", description: plain(found[1] ?? ""), caption: plain(found[3] ?? found[4] ?? "") };
}

/** The images that a text names. */
export function namedIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(/\]\(images\/([a-z0-9-]{1,64})[\s)]/g), (found) => found[1] ?? ""));
}

export interface Spot {
  at: number;
  before: string;                   // what parts the image from the words around it
  after: string;
  above: boolean;                   // whoever writes at `at` finds the image above them
}

const INSIDE = /^\s*(?:[-*+]|\d{1,9}[.)]) |^ {0,3}>|^\[\^[^\]]+\]:|^ {2,}\S/;       // an item, a quotation, a note: it stays in them

/** A paragraph of its own near `index`: before the line that begins there, or after the line that holds it, never inside a
 * table or code. */
export function spotAt(text: string, index: number): Spot {
  const lines = new Lines(text, index);
  const whole = lines.skip();
  if (!whole && INSIDE.test(lines.words)) return { at: lines.to, before: /\s$/.test(lines.words) ? "" : " ", after: "", above: false };
  const next = text.slice(lines.to + 1, lines.to + 2);
  if (!whole && index === lines.from) {
    const before = lines.from === 0 || text.slice(0, lines.from).endsWith("\n\n") ? "" : "\n";
    return { at: lines.from, before, after: "\n\n", above: true };
  }
  const after = lines.to === text.length ? "\n\n" : next === "\n" || lines.to + 1 === text.length ? "" : "\n";
  return { at: lines.to, before: "\n\n", after, above: false };
}

/** The line around a place, or the last line of the table or the code around it. */
class Lines {
  from: number;
  to: number;

  constructor(private readonly text: string, index: number) {
    this.from = text.lastIndexOf("\n", index - 1) + 1;
    this.to = this.end(index);
  }

  get words(): string {
    return this.text.slice(this.from, this.to);
  }

  /** True when it went past a table or code. */
  skip(): boolean {
    const row = /^\s*\|/, fence = /^ {0,3}(?:```|~~~)/;
    const above = this.text.slice(0, this.from).split("\n").filter((one) => fence.test(one)).length;
    if (above % 2 === 1) {
      while (!fence.test(this.words) && this.next());
      return true;
    }
    if (fence.test(this.words)) {
      while (this.next() && !fence.test(this.words));
      return true;
    }
    if (!row.test(this.words)) return false;
    while (row.test(this.text.slice(this.to + 1, this.end(this.to + 1))) && this.next());
    return true;
  }

  private next(): boolean {
    if (this.to >= this.text.length) return false;
    this.from = this.to + 1;
    this.to = this.end(this.from);
    return true;
  }

  private end(index: number): number {
    const found = this.text.indexOf("\n", index);
    return found === -1 ? this.text.length : found;
  }
}
