// What waits to be read.
import { t } from "../../i18n/t";
import { api } from "../../lib/api";
import { daysBetween, parse, weekday } from "../../lib/dates";
import { documentHref, type DocumentRecord } from "../document/document";

export interface QueueItem {
  document: DocumentRecord;
  reason: "asked" | "new" | "changed";
  question: string;
  since: string;
  readAt: string | null;
}

export const loadQueue = async (signal?: AbortSignal) => (await api.get<{ items: QueueItem[] }>("/api/queue", signal)).items;

/** "Depuis 16 jours", "Depuis hier", "Aujourd'hui". */
export function waitWords(since: string, now = new Date()): string {
  const days = daysBetween(parse(since), now);
  if (days <= 0) return t("queue.wait.today");
  if (days === 1) return t("queue.wait.yesterday");
  if (days < 7) return t("queue.wait.since", { day: weekday(parse(since)).split(" ")[0] ?? "" });
  return t("queue.wait.days", { n: days });
}

/** Where to go after an item: the next one, or the first page, which says that nothing waits. */
export const hrefAfter = (items: readonly QueueItem[], done: string) => {
  const next = items.find((item) => item.document.id !== done);
  return next ? documentHref(next.document) : "/";
};
