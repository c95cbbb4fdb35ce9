// The least change that makes one text of another, so that words which stay remain their authors', and what somebody else
// writes among them meanwhile stays too. It never parts the two units of one letter (an emoji): the shared text has no halves.
export interface Difference {
  from: number;
  to: number;
  insert: string;
}

/** Whether `at` is between the two units of one letter. */
export const parts = (text: string, at: number): boolean => /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, at - 1), at + 1));

/** `offset`: where `before` begins. */
export function difference(before: string, after: string, offset = 0): Difference {
  const shortest = Math.min(before.length, after.length);
  let start = 0, end = 0;
  while (start < shortest && before[start] === after[start]) start++;
  if (parts(before, start) || parts(after, start)) start--;
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  if (parts(before, before.length - end) || parts(after, after.length - end)) end--;
  return { from: offset + start, to: offset + before.length - end, insert: after.slice(start, after.length - end) };
}
