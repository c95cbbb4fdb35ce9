// The headings of a text as a tree, and where one is in it.
import type { Section } from "./signes/signes";

export interface Part {
  index: number;                    // among the sections
  heading: string;
  signes: number;                   // with the parts below it
  parts: Part[];
}

/** Each heading stands under the nearest one above it that is larger. */
export function planOf(sections: readonly Section[]): Part[] {
  const top: Part[] = [];
  const open: { level: number; part: Part }[] = [];
  sections.forEach(({ level, heading, signes }, index) => {
    if (level === 0) return;
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    const part: Part = { index, heading, signes: 0, parts: [] };
    (open.at(-1)?.part.parts ?? top).push(part);
    open.push({ level, part });
    for (const one of open) one.part.signes += signes;
  });
  return top;
}

/** The section that a place of the text is in. */
export function sectionAt(sections: readonly Section[], place: number): number {
  return Math.max(0, sections.findLastIndex((section) => section.from <= place));
}
