// The words of one's own that the server does not have: found in the document, carried over, shown, put back.
import * as Y from "yjs";

export interface Passage {
  words: string;
  after: Y.RelativePosition;        // the character before them, which the server knows
}

/** Runs of text that these clients typed, each from its clock on, and that still stand, in the order of the text. */
export function unsentPassages(text: Y.Text, clocks: ReadonlyMap<number, number>): Passage[] {
  const passages: Passage[] = [];
  let index = 0;
  let open = false;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const from = clocks.get(item.id.client);
    const known = from === undefined ? item.length : Math.max(0, from - item.id.clock);
    if (known >= item.length || !(item.content instanceof Y.ContentString)) {
      open = false;
    } else {
      const words = item.content.str.slice(known);
      const last = passages.at(-1);
      if (open && known === 0 && last) last.words += words;
      else passages.push({ words, after: Y.createRelativePositionFromTypeIndex(text, index + known, -1) });
      open = true;
    }
    index += item.length;
  }
  return passages;
}

/** Puts passages back where they stood, as one edit of whoever owns `text` now. */
export function reenter(text: Y.Text, passages: readonly Passage[]): void {
  const doc = text.doc;
  if (!doc) return;
  doc.transact(() => {
    for (const passage of [...passages].reverse()) {
      const at = Y.createAbsolutePositionFromRelativePosition(passage.after, doc);
      text.insert(at && at.type === text ? at.index : text.length, passage.words);
    }
  });
}

/** The passages as a file somebody can open anywhere. */
export function passagesAsText(passages: readonly Passage[]): string {
  return `${passages.map((passage) => passage.words.trim()).filter(Boolean).join("\n\n")}\n`;
}
