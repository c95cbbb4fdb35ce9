// What waits to be read.
import { t, tn } from "../../i18n/t";
import { api } from "../../lib/api";
import { daysBetween, parse, weekday } from "../../lib/dates";
import type { Named } from "../../lib/people";
import { documentHref, type DocumentRecord } from "../document/document";

/** Who spoke last in conversations that wait for one, and how many others besides. */
export interface Waiting {
  by: Named;
  others: number;
  threads: number;
}

export interface QueueItem {
  document: DocumentRecord;
  reason: "asked" | "answered" | "new" | "changed";
  question: string;
  answers: Waiting | null;
  since: string;
  readAt: string | null;
  readRevision: string | null;       // the text as it was then
}

/** One's own text, with conversations that one has to answer or to settle. */
export interface OwnText {
  document: DocumentRecord;
  waiting: Waiting;
  since: string;
}

interface Queue {
  items: QueueItem[];
  own?: OwnText[];                   // not in answers that a device kept from an earlier version
}

export const loadWaiting = (signal?: AbortSignal) => api.get<Queue>("/api/queue", signal);
export const loadQueue = async (signal?: AbortSignal) => (await loadWaiting(signal)).items;

export const asksSomething = (item: QueueItem) => item.reason === "asked" || item.reason === "answered";

/** "Hélène Marchadour et 2 autres personnes". */
export const whoWords = ({ by, others }: Waiting) => (others === 0 ? by.name : tn("queue.with_others", others, { name: by.name }));

/** "Hélène Marchadour vous a répondu". */
export const answerWords = (answers: Waiting) => tn("queue.answered", answers.others + 1, { who: whoWords(answers) });

/** "Hélène Marchadour a commenté votre diagnostic : 2 échanges à traiter". */
export function remarkWords({ document, waiting }: OwnText): string {
  const text = document.kind === "journal_entry" && document.title.trim() !== "" ? t("todo.remarks.entry", { title: document.title.trim() }) : t(`todo.remarks.${document.kind}`);
  return `${tn("todo.remarks", waiting.others + 1, { who: whoWords(waiting), text })}${tn("todo.remarks.threads", waiting.threads)}`;
}

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
