// What two texts have in common that are the same, or nearly: the page may be ahead of the source for a moment, or behind it.

/** Which of the one are which of the other: those that begin and end both alike, and between them in their order. */
export function paired(page: readonly string[], source: readonly string[]): number[] {
  const most = Math.min(page.length, source.length);
  let start = 0, end = 0;
  while (start < most && page[start] === source[start]) start++;
  while (end < most - start && page.at(-1 - end) === source.at(-1 - end)) end++;
  let next = start;
  return page.map((text, i) => {
    if (i < start) return i;
    if (i >= page.length - end) return i - page.length + source.length;
    if (page.length === source.length) return i;
    const found = source.indexOf(text, next);
    if (found === -1 || found >= source.length - end) return -1;
    next = found + 1;
    return found;
  });
}

/** Where the letters of one text from `first` to `last` are in another that is nearly the same; more, rather than less. */
export function across(text: string, other: string, first: number, last: number): [first: number, last: number] {
  const most = Math.min(text.length, other.length);
  let start = 0, end = 0;
  while (start < most && text[start] === other[start]) start++;
  while (end < most - start && text.at(-1 - end) === other.at(-1 - end)) end++;
  const moved = other.length - text.length;
  return [
    first < start ? first : first >= text.length - end ? first + moved : start,
    last < start ? last : last >= text.length - end ? last + moved : other.length - end - 1,
  ];
}
