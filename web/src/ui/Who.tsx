// A person as a disc, square, arch, leaf, lens or octagon with initials. 0 is plain ink: oneself, or nobody in particular.
import { initials } from "../lib/people";

const CUES = 6;
export const AUTHORS = CUES * CUES;

/** The colour and the shape of an author number: the first six share neither, and no two share both. */
export function cueOf(author: number): { colour: number; shape: number } {
  const turn = Math.floor((author - 1) / CUES);
  return author === 0 ? { colour: 0, shape: 0 } : { colour: 1 + ((author - 1) % CUES), shape: 1 + ((author - 1 + turn) % CUES) };
}

/** The number somebody has wherever nobody else has it: of the first six, which differ in colour and in shape both. */
export function authorOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return 1 + (sum % CUES);
}

export function Who({ name, author = 0 }: { name: string; author?: number }) {
  const { colour, shape } = cueOf(author);
  return <span class="who" data-author={colour} data-shape={shape} aria-hidden="true">{initials(name)}</span>;
}
