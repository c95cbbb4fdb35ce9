// News of what others did, and how one wants to be told of it.
import { signal } from "@preact/signals";

import { api } from "../../lib/api";
import { t, type Key } from "../../i18n/t";

export interface News {
  id: string;
  at: string;
  kind: string;
  family: string;
  actor: { id: string; name: string } | null;
  document: { id: string; kind: string; title: string | null; path: string; dueAt: string | null } | null;
  seen: boolean;
}
export interface Inbox { notices: News[]; more: boolean; unread: number }

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

const WORDS: Readonly<Record<string, Key>> = {
  "journal.shared": "news.journal.shared",
  "journal.leaving": "news.journal.leaving",
  "page.created": "news.page.created",
  "page.renamed": "news.page.renamed",
  "guest.link_made": "news.guest.link_made",
  "guest.link_ended": "news.guest.link_ended",
  "reader.named": "news.reader.named",
  "deadline.near": "news.deadline.near",
  "work.reminder": "news.work.reminder",
  "work.submitted": "news.work.submitted",
  "work.reopened": "news.work.reopened",
  "account.password_chosen": "news.account.password_chosen",
  "account.token_made": "news.account.token_made",
  "account.role_given": "news.account.role_given",
  "account.address_changed": "news.account.address_changed",
  "account.second_factor_on": "news.account.second_factor_on",
  "account.second_factor_off": "news.account.second_factor_off",
  "account.recovery_code_used": "news.account.recovery_code_used",
  "mail.opened": "news.mail.opened",
};
const FAMILY_WORDS: Readonly<Record<string, Key>> = {
  account: "news.account", comment: "news.comment", page: "news.page", work: "news.work", review: "news.review", decision: "news.decision",
  change: "news.change",
};

/** One sentence. A journal entry has no title here, and its author no name. */
export function newsWords(news: News): string {
  const key = news.kind === "reader.named" && !news.document ? "news.journal.shared" : WORDS[news.kind] ?? FAMILY_WORDS[news.family] ?? "news.other";
  return t(key, { who: news.actor?.name ?? t("news.somebody"), title: news.document?.title ?? t("news.untitled") });
}
