// Versions of a text: the moments in which it was written, what changed between two of them, in the words people say.
import { t, tn } from "../../i18n/t";
import { api, Problem } from "../../lib/api";
import { clock, day, isoDay, parse, weekday } from "../../lib/dates";
import type { Named } from "../../lib/people";
import { enumerate } from "../../lib/people";

export interface Revision {
  id: string;
  at: string;
  authors: Named[];
  name: string | null;
  namedBy: Named | null;
  namedAt: string | null;
  restored: { id: string; at: string } | null;
  abilities: { name: boolean; restore: boolean };
}

export interface Moment {
  steps: Revision[];                 // newest first
  wordsAdded: number | null;
  wordsRemoved: number | null;
}

export interface Run {
  kind: "same" | "removed" | "added";
  text: string;
}

export interface Part {
  passage: string | null;            // null: nothing changed in it
  runs: Run[];
}

export interface Comparison {
  from: Revision;
  to: Revision;
  wordsAdded: number;
  wordsRemoved: number;
  passages: number;
  parts: Part[];
}

const NOW = "now";
/** Stands for the present text in addresses. */
export const PRESENT = "maintenant";
const asked = (version: string) => (version === PRESENT ? NOW : version);
export const isPresent = (revision: Pick<Revision, "id">) => revision.id === NOW;

export const versionsHref = (document: string, ...versions: string[]) =>
  ["/versions", document, ...versions.map((one) => (one === NOW ? PRESENT : one))].join("/");

export const loadMoments = (document: string, signal?: AbortSignal) => api.get<Moment[]>(`/api/documents/${document}/moments`, signal);
export const loadRevision = (document: string, id: string, signal?: AbortSignal) =>
  api.get<Revision & { text: string }>(`/api/documents/${document}/revisions/${id}`, signal);
export const loadRevisionHtml = (document: string, id: string, signal?: AbortSignal) =>
  api.text(`/api/documents/${document}/revisions/${id}/html`, signal);
/** An edit that a reader proposed and the author took. */
export interface Accepted {
  by: Named;
  at: string;
}

interface Said {
  author: Named | null;
  edit: { decision: "accepted" | "refused" | null; decidedAt: string | null } | null;
}

/** None for whoever does not read what is said beside the text. */
export async function loadAccepted(document: string, signal?: AbortSignal): Promise<Accepted[]> {
  try {
    const { comments } = await api.get<{ comments: Said[] }>(`/api/documents/${document}/comments`, signal);
    return comments.flatMap(({ author, edit }) => (author && edit?.decision === "accepted" && edit.decidedAt ? [{ by: author, at: edit.decidedAt }] : []));
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

export const nameVersion = (document: string, id: string, name: string) =>
  id === NOW
    ? api.post<Revision>(`/api/documents/${document}/revisions`, { name })
    : api.put<Revision>(`/api/documents/${document}/revisions/${id}/name`, { name });
/** Without a part, the whole; `undone`: only what was changed from the revision to that one. */
export const restore = (document: string, revision: string, part: { passage?: string; undone?: string } = {}) =>
  api.post<{ before: Revision; after: Revision }>(`/api/documents/${document}/restorations`, { revision, ...part });
export const visitText = (document: string) =>
  api.put<{ since: { revision: string; at: string } | null }>(`/api/documents/${document}/visit`, {});

/** null: they are too long to be compared. */
export async function loadComparison(document: string, from: string, to: string, signal?: AbortSignal): Promise<Comparison | null> {
  try {
    return await api.get<Comparison>(`/api/documents/${document}/revisions/${asked(from)}/compare/${asked(to)}`, signal);
  } catch (error) {
    if (error instanceof Problem && error.code === "text.too_long") return null;
    throw error;
  }
}

export const capital = (words: string) => words.charAt(0).toLocaleUpperCase("fr") + words.slice(1);
const HOUR = new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", hour: "numeric", hourCycle: "h23" });

function partOfDay(at: Date): "night" | "morning" | "noon" | "afternoon" | "evening" {
  const hour = Number(HOUR.formatToParts(at).find((part) => part.type === "hour")?.value ?? 0);
  return hour < 6 ? "night" : hour < 12 ? "morning" : hour < 14 ? "noon" : hour < 18 ? "afternoon" : "evening";
}

/** "mardi 9 juin à 22 h 15", with the year when it is not this one. */
export function momentWords(iso: string, now = new Date()): string {
  const at = parse(iso);
  const sameYear = isoDay(at).slice(0, 4) === isoDay(now).slice(0, 4);
  const date = sameYear ? weekday(at) : `${weekday(at).split(" ")[0] ?? ""} ${day(at, now)}`;
  return t("day.at", { day: date, time: clock(at) });
}

/** What a version is called where others are: its name, or when it was kept. */
export const versionWords = (revision: Revision): string =>
  isPresent(revision) ? t("version.present") : revision.name !== null ? t("version.named", { name: revision.name }) : momentWords(revision.at);

/** As the list of moments has it, which is newer when somebody just named it. */
export const asListed = (revision: Revision, moments: readonly Moment[]): Revision =>
  moments.flatMap((moment) => moment.steps).find((step) => step.id === revision.id) ?? revision;

/** "Mardi soir"; the name somebody gave; what it came back to; the first words of all. */
export function momentTitle(moment: Moment, first: boolean): string {
  const last = moment.steps[0];
  if (!last) return "";
  if (last.name !== null) return t("version.named", { name: last.name });
  if (last.restored) return t("moment.restored", { when: momentWords(last.restored.at) });
  if (first && moment.wordsAdded !== null) return t("moment.first");
  const at = parse(last.at);
  return capital(t(`moment.${partOfDay(at)}`, { day: weekday(at).split(" ")[0] ?? "" }));
}

/** "9 juin, de 21 h 05 à 21 h 40", "9 juin à 21 h 40". */
export function momentTime(moment: Moment, now = new Date()): string {
  const last = moment.steps[0], first = moment.steps.at(-1);
  if (!last || !first) return "";
  const from = parse(first.at), to = parse(last.at);
  if (clock(from) === clock(to)) return t("day.at", { day: day(to, now), time: clock(to) });
  if (isoDay(from) === isoDay(to)) return t("moment.from_to", { day: day(to, now), from: clock(from), to: clock(to) });
  return t("moment.over_night", { from: t("day.at", { day: day(from, now), time: clock(from) }), to: t("day.at", { day: day(to, now), time: clock(to) }) });
}

const NAMED_MOST = 3;

/** "vous et Idriss Benhaddou", "cinq personnes". */
export function authorWords(authors: readonly Named[], me: string): string {
  if (authors.length > NAMED_MOST) return tn("moment.people", authors.length);
  const names = authors.filter((one) => one.id !== me).map((one) => one.name);
  return enumerate(authors.some((one) => one.id === me) ? [t("moment.you"), ...names] : names);
}

export function authorsOf(moment: Moment): Named[] {
  const all = new Map(moment.steps.flatMap((step) => step.authors).map((one) => [one.id, one]));
  return [...all.values()];
}

/** "2 modifications proposées par Aïcha Lemoal, acceptées": those that came into the text in this moment. */
export function acceptedWords(moment: Moment, before: Moment | undefined, accepted: readonly Accepted[]): string {
  const end = (one: Moment | undefined) => (one?.steps[0] ? parse(one.steps[0].at).getTime() : -Infinity);
  const here = accepted.filter(({ at }) => parse(at).getTime() > end(before) && parse(at).getTime() <= end(moment));
  const names = new Map(here.map(({ by }) => [by.id, by.name]));
  return here.length === 0 ? "" : tn("moment.accepted", here.length, { names: enumerate([...names.values()]) });
}

/** "38 mots ajoutés, 21 retirés"; nothing when neither was counted. */
export function countWords(added: number | null, removed: number | null): string {
  if (added === null || removed === null) return "";
  if (added === 0 && removed === 0) return t("moment.marks");
  if (removed === 0) return tn("moment.added", added);
  if (added === 0) return tn("moment.removed", removed);
  return t("moment.both", { added: tn("moment.added", added), removed: tn("moment.removed_too", removed) });
}
