/** A passage as it is shown to people: without the marks of its form, also where only half of them is in it. */
export function plain(words: string): string {
  return words
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\]\([^)\s]*\)|!?\[$/g, "")
    .replace(/^\s*(?:#{1,6}|>|[-*+]|\d+[.)]) +/gm, "")
    .replace(/[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}/g, "");
}
