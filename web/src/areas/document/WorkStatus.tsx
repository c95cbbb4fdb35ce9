// Where a work stands: an icon and a word, then the date that matters.
import { t, type Key } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { Icon, type IconName } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { isToDo, type WorkLine } from "./work";

interface Look {
  status: string;
  words: Key;
  icon: IconName;
}

export function lookOf(work: WorkLine): Look {
  if (work.carriedOverFrom !== null) return { status: "carried_over", words: "work.state.carried_over", icon: "check" };
  if (work.overdue) return { status: "overdue", words: "work.state.overdue", icon: "warn" };
  switch (work.state) {
    case "submitted": return work.late
      ? { status: "late", words: "work.state.late", icon: "check" }
      : { status: "submitted", words: "work.state.submitted", icon: "check" };
    case "graded": return { status: "submitted", words: "work.state.graded", icon: "check" };
    case "reopened": return { status: "reopened", words: "work.state.reopened", icon: "undo" };
    case "not_started": return { status: "draft", words: "work.state.not_started", icon: "dots" };
    case "draft": return { status: "draft", words: "work.state.draft", icon: "pen" };
    case "missed": return { status: "overdue", words: "work.state.missed", icon: "warn" };
    case "withdrawn": return { status: "draft", words: "work.state.withdrawn", icon: "leave" };
  }
}

function dateWords(work: WorkLine): string {
  const on = (iso: string) => day(parse(iso));
  if (work.carriedOverFrom !== null) return t("work.carried", { cohort: work.carriedOverFrom });
  if (work.submittedAt !== null && work.state !== "reopened") return t("work.submitted", { day: on(work.submittedAt) });
  if (work.dueAt === null || work.state === "withdrawn") return "";
  return t(work.extended ? "work.due.extended" : "work.due", { day: on(work.dueAt) });
}

/** The same in one line, beside a title. */
export const statusWords = (work: WorkLine): string => [t(lookOf(work).words), dateWords(work)].filter(Boolean).join(isToDo(work) ? ", " : " ");

export function WorkStatus({ work }: { work: WorkLine }) {
  const look = lookOf(work);
  const date = dateWords(work);
  return (
    <>
      <span class="status" data-status={look.status}><Icon name={look.icon} />{t(look.words)}</span>
      {date !== "" && <small>{date}</small>}
    </>
  );
}

/** Above the text of a work that was handed in; its author is told what counts. */
export function HandedIn({ work, mine }: { work: WorkLine; mine: boolean }) {
  if (work.submittedAt === null || work.carriedOverFrom !== null || work.state === "withdrawn") return null;
  const again = work.state === "reopened";
  const what = again ? t("work.handed_in.reopened", { day: day(parse(work.submittedAt)) }) : t("work.handed_in");
  return <Notice mood={again ? "plain" : "calm"}><p><b>{statusWords(work)}.</b>{mine && ` ${what}`}</p></Notice>;
}
