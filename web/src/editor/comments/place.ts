// Passages as they are kept: the words with those around them, and their place in the shared text, which moves with it.
import * as Y from "yjs";

import { base64url, octetsOf } from "../../lib/bytes";
import type { Live } from "../../lib/live";
import type { Anchor, Thread } from "./comments";
import { chosenSpan, surface } from "./page";
import { writtenBlock, type Span } from "./reading";

const PARAGRAPH_MOST = 600;

/** So many whole characters from the end, or from the start. */
function outside(text: string, count: number): string {
  const points = Array.from(count < 0 ? text.slice(2 * count) : text);
  return (count < 0 ? points.slice(count) : points.slice(0, count)).join("").replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/, "");
}

function anchorOf(live: Live, source: string, { from, to }: Span): Anchor {
  const around = { exact: source.slice(from, to), prefix: outside(source.slice(0, from), -32), suffix: outside(source.slice(to, to + 64), 32) };
  const position = (at: number, side: number) => base64url(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(live.text, at, side)));
  return { ...around, positions: [position(from, 0), position(to, -1)] };
}

function trimmed(source: string, { from, to }: Span): Span {
  const words = source.slice(from, to);
  return { from: from + words.length - words.trimStart().length, to: to - words.length + words.trimEnd().length };
}

/** The passage that is chosen on the page; null when it cannot be told. */
export async function chosenPassage(live: Live): Promise<Anchor | null> {
  const span = await chosenSpan(live), source = live.content();
  const passage = span && trimmed(source, span);
  return passage && passage.to > passage.from ? anchorOf(live, source, passage) : null;
}

export const hasParagraphNumbers = () => surface()?.classList.contains("reading-text") ?? false;

/** A paragraph by the number that the reading page gives it; null when there is none, or when the text is being written. */
export function paragraphPassage(live: Live, number: number): Anchor | null {
  const text = surface(), block = text?.querySelector(`#p-${number}`);
  if (!text || !block) return null;
  const source = live.content(), span = writtenBlock(text, source, block, PARAGRAPH_MOST);
  return span && anchorOf(live, source, span);
}

/** Where the passage of a thread is now; null when it is not in the text that is here. */
export function placeOf({ anchor }: Thread, live: Live): Span | null {
  const [from, to] = (anchor.positions ?? []).map((position) => {
    const found = position === null ? null : Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(octetsOf(position)), live.doc);
    return found?.type === live.text ? found.index : -1;
  });
  return from === undefined || to === undefined || from < 0 || to <= from ? null : { from, to };
}
