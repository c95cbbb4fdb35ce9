// Passages as they are kept: the words with those around them, and their place in the shared text, which moves with it.
import * as Y from "yjs";

import { base64url, octetsOf } from "../../lib/bytes";
import type { Live } from "../../lib/live";
import type { Anchor, Remark, Thread } from "./comments";
import { chosenIn, LONGEST } from "./passage";
import { chosenSpan, surface } from "./page";
import { writtenBlock, type Span } from "./reading";

export interface Passage {
  anchor: Anchor;
  about: string;                    // where it is, without a word of the text: a remark begun on it is kept by that
  words: string;                    // as they are read
  fits: boolean;                    // other words may be proposed for it
  propose: (kind: NonNullable<Remark["edit"]>["kind"], words: string) => Pick<Remark, "anchor" | "edit">;
}

/** The server refuses it. */
export const isTooLong = ({ anchor }: Passage) => Array.from(anchor.exact).length > LONGEST;

/** So many whole characters from the end, or from the start. */
function outside(text: string, count: number): string {
  const points = Array.from(count < 0 ? text.slice(2 * count) : text);
  return (count < 0 ? points.slice(count) : points.slice(0, count)).join("").replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/, "");
}

function anchorOf(live: Live, source: string, { from, to }: Span): Anchor {
  const around = { exact: source.slice(from, to), prefix: outside(source.slice(0, from), -32), suffix: outside(source.slice(to, to + 64), 32) };
  if (live.content() !== source) return around;             // it went on meanwhile
  const position = (at: number, side: number) => base64url(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(live.text, at, side)));
  return { ...around, positions: [position(from, 0), position(to, -1)] };
}

function passageOf(live: Live, source: string, span: Span): Passage | null {
  const chosen = chosenIn(source, span);
  if (!chosen) return null;
  const anchor = anchorOf(live, source, chosen.at);
  const removal = anchorOf(live, source, chosen.propose("delete", "").at);
  return {
    anchor, about: anchor.positions?.join(" ") ?? "", words: chosen.words, fits: chosen.fits,
    propose(kind, words) {
      const { at, kind: becomes, text } = chosen.propose(kind, words);
      const same = at.from === chosen.at.from && at.to === chosen.at.to;
      return { anchor: kind === "delete" ? removal : same ? anchor : anchorOf(live, source, at), edit: becomes === "delete" ? { kind } : { kind: becomes, text } };
    },
  };
}

/** The passage that is chosen on the page; null when it cannot be told. */
export async function chosenPassage(live: Live): Promise<Passage | null> {
  const span = await chosenSpan(live);
  return span && passageOf(live, live.content(), span);
}

/** The passage of a remark that was begun before; where nothing is left of it, the line in which it was. */
export function passageAgain(live: Live, about: string): Passage | null {
  const source = live.content(), [from = -1, to = -1] = about.split(" ").map((position) => indexOf(position, live));
  if (from < 0) return null;
  const line = { from: source.lastIndexOf("\n", from - 1) + 1, to: `${source}\n`.indexOf("\n", from) };
  const found = passageOf(live, source, to > from ? { from, to } : line);
  return found && { ...found, about };
}

export const hasParagraphNumbers = () => surface()?.classList.contains("reading-text") ?? false;

/** A paragraph by the number that the reading page gives it; null when there is none, or when the text is being written. */
export function paragraphPassage(live: Live, number: number): Passage | null {
  const text = surface(), block = text?.querySelector(`#p-${number}`);
  if (!text || !block) return null;
  const source = live.content(), span = writtenBlock(text, source, block);
  return span && passageOf(live, source, span);
}

function indexOf(position: string | null, live: Live): number {
  const found = position === null ? null : Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(octetsOf(position)), live.doc);
  return found?.type === live.text ? found.index : -1;
}

/** Where the passage of a thread is now; null when it is not in the text that is here. */
export function placeOf({ anchor }: Thread, live: Live): Span | null {
  const [from = -1, to = -1] = (anchor.positions ?? []).map((position) => indexOf(position, live));
  return from < 0 || to <= from ? null : { from, to };
}
