// A sentence that two people changed apart, as the server keeps it for those two: where it stands in the text now, what a
// choice makes of it, and in which words the versions differ.
import * as Y from "yjs";

import { request } from "../../lib/api";
import { octetsOf } from "../../lib/bytes";
import { keeping } from "../../lib/keep/keep";
import type { Live } from "../../lib/live";
import type { Named } from "../../lib/people";

export interface Version {
  people: Named[];
  words: string;
}

export interface Matter {
  id: string;
  merged: string;
  positions: [string, string];
  versions: [Version, Version];     // what was in the text first, first
}

/** Not kept on the device: without network there is nothing to choose. */
export async function mattersOf(document: string): Promise<Matter[]> {
  const answer = (await (await request(`/api/documents/${document}/apart`)).json()) as { apart: Matter[] };
  return answer.apart;
}

const heldUnder = (document: string, person: string) => `carnet.apart ${document} ${person}`;

/** Those that were ended from this tab, perhaps, and whose text is not yet as was chosen: nobody else has their versions by then. On a
 * shared device they are on the screen alone. */
export function heldIn(document: string, person: string): readonly Matter[] {
  try {
    return JSON.parse(sessionStorage.getItem(heldUnder(document, person)) ?? "[]") as Matter[];
  } catch {
    return [];
  }
}

export function holdIn(document: string, person: string, matters: readonly Matter[]): void {
  try {
    if (matters.length === 0 || keeping.peek() === null) sessionStorage.removeItem(heldUnder(document, person));
    else sessionStorage.setItem(heldUnder(document, person), JSON.stringify(matters));
  } catch {
    // they are on the screen for as long as it stays
  }
}

/** Where it stands; null when it is not the same any more. */
export function passageOf(live: Live, { merged, positions }: Matter): { from: number; to: number } | null {
  const [from, to] = positions.map((position) => {
    const found = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(octetsOf(position)), live.doc);
    return found?.type === live.text ? found.index : -1;
  });
  if (from === undefined || to === undefined || from < 0 || to < from) return null;
  return live.content().slice(from, to) === merged ? { from, to } : null;
}

export type Choice = 0 | 1 | "both";

const OWN_LINE = /^\s*(?:#{1,6}|>|[-*+]|\d+[.)]|\|) ?/;

/** The words that a choice puts there. Two items of a list are two lines. */
export function chosen({ versions: [first, second] }: Matter, choice: Choice, beginsLine: boolean): string {
  if (choice !== "both") return (choice === 0 ? first : second).words;
  const words = [first.words, second.words].map((one) => one.trim()).filter((one) => one !== "");
  return words.join(beginsLine && OWN_LINE.test(first.words) ? "\n" : " ");
}

export interface Run {
  words: string;
  only: boolean;                    // in this version
}

const MOST_STEPS = 4_000_000;

/** Both versions in words, those that only one of them has marked. */
export function compare(a: string, b: string): [Run[], Run[]] {
  const left = a.match(/\s+|[\p{L}\p{N}'’-]+|[^\s]/gu) ?? [], right = b.match(/\s+|[\p{L}\p{N}'’-]+|[^\s]/gu) ?? [];
  if (left.length * right.length > MOST_STEPS) return [[{ words: a, only: true }], [{ words: b, only: true }]];
  const width = right.length + 1;
  const common = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      common[i * width + j] = left[i] === right[j] ? 1 + (common[(i + 1) * width + j + 1] ?? 0) : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  const runs: [Run[], Run[]] = [[], []];
  const put = (side: 0 | 1, words: string, only: boolean) => {
    const last = runs[side].at(-1);
    if (last?.only === only) last.words += words;
    else runs[side].push({ words, only });
  };
  let i = 0, j = 0;
  while (i < left.length || j < right.length) {
    const one = left[i], other = right[j];
    if (one !== undefined && one === other) {
      put(0, one, false);
      put(1, one, false);
      i++;
      j++;
    } else if (one !== undefined && (other === undefined || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))) {
      put(0, one, true);
      i++;
    } else {
      put(1, other ?? "", true);
      j++;
    }
  }
  return runs;
}
