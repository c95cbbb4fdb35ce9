// Alternatives of one pattern, so that a sign behind a backslash is read once, as the letter that it is.
const SIGNS = new RegExp([
  String.raw`\\([!-/:-@[-\x60{-~])`,
  String.raw`!?\[((?:\\.|[^\]\\])*)\]\([^)]*\)`,
  String.raw`\]\([^)\s]*\)|!?\[$`,
  String.raw`(?:\*{1,3}|\x60{1,3}|~~)(?=\S)|(?<=\S)(?:\*{1,3}|\x60{1,3}|~~)`,
  String.raw`(?<![\p{L}\p{N}])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\p{L}\p{N}])`,
].join("|"), "gu");

const withoutMarks = (words: string): string =>
  words.replace(SIGNS, (_, letter?: string, label?: string) => letter ?? (label === undefined ? "" : withoutMarks(label)));

/** A passage as it is shown to people: without the marks of its form, also where only half of them is in it. */
export const plain = (words: string): string => withoutMarks(words.replace(/^\s*(?:#{1,6}|>|[-*+]|\d+[.)]) +/gm, ""));
