// Searching as the page knows it. The words stay in this tab: never in an address, which browsers and proxies remember.
import { signal } from "@preact/signals";

import { t, tn } from "../../i18n/t";
import { api, Problem } from "../../lib/api";
import { enumerate, type Named } from "../../lib/people";
import type { Abilities, Kind } from "../document/document";

export type Range = readonly [from: number, to: number];

export interface Hit {
  document: string;
  kind: Kind;
  title: string;
  titleMarks: Range[];
  owner: string;
  ownerName: string;
  section: string | null;
  extract: string;
  marks: Range[];
  updatedAt: string;
  writtenOn: string | null;
  abilities: Abilities;
}

export interface Found extends Named {
  marks: Range[];
  team: Named | null;
  abilities: { open: boolean };     // a trainee's page
}

/** A remark or an answer beside a text, and the passage its thread is about. */
export interface FoundComment {
  id: string;
  thread: string;
  document: string;
  kind: Kind;
  title: string;
  owner: string;
  ownerName: string;
  writtenOn: string | null;
  by: Named;
  at: string;
  quote: string;
  extract: string;
  marks: Range[];
}

export interface FoundFile {
  id: string;
  name: string;
  nameMarks: Range[];
  description: string;
  marks: Range[];
  group: Named;
  by: string;
  at: string;
}

export interface Results {
  hits: Hit[];
  people: Found[];
  files: FoundFile[];
  fileCount: number;                // of all; the newest are here
  comments: FoundComment[];
  commentsAfter: string | null;
  after: string | null;
  complete: boolean;
}

/** What was typed last in this tab: there again when one comes back from a text. */
export const typed = signal("");

/** Where the next page begins: of the texts, or of the comments. */
export interface After {
  of: "texts" | "comments";
  place: string;
}

export function ask(words: string, after: After | null, abort: AbortSignal): Promise<Results> {
  const query = new URLSearchParams({ q: words.replaceAll("\0", " "), ...(after === null ? {} : { after: after.place }), ...(after?.of === "comments" ? { of: after.of } : {}) });
  return api.get<Results>(`/api/search?${query.toString()}`, abort);
}

export function hasWords(words: string): boolean {
  return /[\p{L}\p{N}]/u.test(words);
}

/** How long to wait before asking again; null when waiting would not help. */
export function waitOf(error: unknown): number | null {
  return error instanceof Problem && error.status === 429 ? (error.retryAfter ?? 1) * 1000 : null;
}

export function isTooLong(error: unknown): boolean {
  return error instanceof Problem && error.code === "search.too_long";
}

/** A text in pieces, those that were searched apart. */
export function pieces(text: string, marks: readonly Range[]): { text: string; marked: boolean }[] {
  const list: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    if (from < at || to > text.length) continue;
    if (from > at) list.push({ text: text.slice(at, from), marked: false });
    list.push({ text: text.slice(from, to), marked: true });
    at = to;
  }
  if (at < text.length) list.push({ text: text.slice(at), marked: false });
  return list;
}

export function countWords(results: Results): string {
  const n = results.hits.length;
  const texts = results.after === null ? tn("search.found", n) : t("search.found.more", { n });
  const counted = (n: number, key: "search.people" | "search.comments.n" | "search.files.n", more: boolean) =>
    n === 0 ? [] : [more ? t("search.more_than", { what: tn(key, n) }) : tn(key, n)];
  return enumerate([
    texts, ...counted(results.comments.length, "search.comments.n", results.commentsAfter !== null), ...counted(results.fileCount, "search.files.n", false),
    ...counted(results.people.length, "search.people", false),
  ]);
}
