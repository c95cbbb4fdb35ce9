// The pictures of an open text, fetched once: an editor draws its lines anew each time they come into view, and the
// browser may keep nothing of what it was sent.
import { keepSeen, seenImage } from "../../lib/keep/seen";

const known = new Map<string, Promise<string>>();

const keyOf = (document: string, id: string, small: boolean) => `${document} ${id} ${small ? "small" : "whole"}`;

export function pictureOf(document: string, id: string, small: boolean): Promise<string> {
  const key = keyOf(document, id, small);
  const before = known.get(key);
  if (before) return before;
  const asked = seenImage(document, id, small).then((picture) => URL.createObjectURL(picture));
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  return asked;
}

/** What this page itself sent needs no fetching. */
export function holdPicture(document: string, id: string, picture: Blob): void {
  const url = Promise.resolve(URL.createObjectURL(picture));
  for (const small of [true, false]) known.set(keyOf(document, id, small), url);
  void keepSeen(document, id, true, picture);
}

export function releasePictures(document: string): void {
  for (const [key, url] of known) {
    if (!key.startsWith(`${document} `)) continue;
    known.delete(key);
    void url.then((found) => URL.revokeObjectURL(found), () => undefined);
  }
}
