// News of what others did, and how one wants to be told of it.
import { signal } from "@preact/signals";

import { api } from "../../lib/api";
import { isKey, t, type Key } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { MILESTONES } from "../cohort/milestones";

export interface News {
  id: string;
  at: string;
  kind: string;
  family: string;
  actor: { id: string; name: string } | null;
  document: { id: string; kind: string; title: string | null; path: string; dueAt: string | null } | null;
  about: { as: string | null; name: string | null; path: string | null; what: string | null; from: string | null; to: string | null } | null;
  cohort?: string | null;             // which one it is of, for who has several; not in answers that a device kept from an earlier version
  seen: boolean;
}
export interface Inbox { notices: News[]; more: boolean; unread: number; abilities: { see: boolean } }

export interface Family { id: string; stopped: boolean; abilities: { stop: boolean } }
export interface Settings { hour: number; excludedDays: number[]; families: Family[]; hours: { first: number; last: number } }

/** How many were not seen; the notebook shows it beside the link. */
export const unread = signal(0);

export async function loadNews(signal_?: AbortSignal, before?: string): Promise<Inbox> {
  const inbox = await api.get<Inbox>(before ? `/api/notices?before=${before}` : "/api/notices", signal_);
  unread.value = inbox.unread;
  return inbox;
}

export async function sawUpTo(id: string): Promise<void> {
  unread.value = (await api.put<{ unread: number }>("/api/notices/seen", { upTo: id })).unread;
}

export const loadSettings = (signal_?: AbortSignal) => api.get<Settings>("/api/notices/settings", signal_);
export const keepSettings = (hour: number, excludedDays: number[], stopped: string[]) =>
  api.put<Settings>("/api/notices/settings", { hour, excludedDays, stopped });

/** With the token of a letter, without signing in; without a family it only tells. */
export async function stopLetters(token: string, family?: string, stopped = true): Promise<Family[]> {
  return (await api.post<{ families: Family[] }>("/api/notices/unsubscribe", family === undefined ? { token } : { token, family, stopped })).families;
}

const FAMILY_WORDS: Readonly<Record<string, Key>> = {
  account: "news.account", comment: "news.comment", page: "news.page", work: "news.work", review: "news.review", decision: "news.decision",
  change: "news.change",
};

const known = (key: string): Key | null => (isKey(key) ? key : null);

function keyOf(news: News): Key {
  if (news.kind === "reader.named" && !news.document) return "news.journal.shared";
  const own = `news.${news.kind}`, as = `${own}.${news.about?.as ?? (news.document && news.document.kind !== "journal_entry" ? "on" : "")}`;
  return known(as) ?? known(own) ?? FAMILY_WORDS[news.family] ?? "news.other";
}

/** "12 juin", of a day or a moment. */
const date = (iso: string | null | undefined) => (iso ? day(parse(iso)) : "");

function nameOf(about: News["about"]): string {
  if (about?.name) return about.name;
  return about?.what ? t(MILESTONES[about.what] ?? "milestone.other") : t("news.group.unnamed");
}

/** One sentence. A journal entry has no title here, and its author no name. */
export function newsWords(news: News): string {
  const { about, cohort } = news;
  const line = t(keyOf(news), {
    who: news.actor?.name ?? t("news.somebody"), title: news.document?.title ?? t("news.untitled"),
    name: nameOf(about), from: date(about?.from), to: date(about?.to),
    what: about?.what ? t(known(`news.enrolment.${about.what}`) ?? "news.change") : "",
  });
  return cohort ? t("news.of", { cohort, line }) : line;
}
