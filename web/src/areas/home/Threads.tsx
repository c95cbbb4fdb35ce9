// Conversations beside somebody's texts that nobody settled yet: on which words, who spoke, whose turn it is.
import { t, tn } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { Icon } from "../../ui/Icon";
import { documentHref, isWork, nameOf } from "../document/document";
import type { OpenThread, TraineeDetail } from "./trainees";

const QUOTED = 140;
const LINES = 6;

export function Threads({ trainee }: { trainee: TraineeDetail }) {
  const threads = trainee.threads ?? [];
  const latest = [...threads].sort((a, b) => b.lastAt.localeCompare(a.lastAt));
  return (
    <section class="leaf" aria-labelledby="trainee-threads">
      <h2 id="trainee-threads">{t("threads.title")}</h2>
      {threads.length === 0 && <p class="soft">{t("threads.none")}</p>}
      <Lines threads={latest.slice(0, LINES)} trainee={trainee} />
      {latest.length > LINES && (
        <details>
          <summary>{tn("threads.more", latest.length - LINES)}</summary>
          <Lines threads={latest.slice(LINES)} trainee={trainee} />
        </details>
      )}
    </section>
  );
}

function Lines({ threads, trainee }: { threads: readonly OpenThread[]; trainee: TraineeDetail }) {
  if (threads.length === 0) return null;
  return <ul class="items" role="list">{threads.map((one) => <Line key={`${one.document.id} ${one.openedAt} ${one.quote}`} thread={one} trainee={trainee} />)}</ul>;
}

function Line({ thread, trainee }: { thread: OpenThread; trainee: TraineeDetail }) {
  const who = thread.openedBy?.name ?? t("threads.somebody");
  return (
    <li>
      <a class="item" href={documentHref(thread.document)}>
        <Icon name="comment" />
        <span>
          <span class="title">{t("threads.by", { what: t(`comment.kind.${thread.kind}`), who })}</span>
          <span class="why">{t("queue.quote", { words: shortened(thread.quote) })}</span>
          <span class="why">{[isWork(thread.document) ? t(`work.${thread.document.kind}`) : nameOf(thread.document), t("threads.begun", { day: day(parse(thread.openedAt)) }), stateWords(thread, trainee)].join(" · ")}</span>
        </span>
        <Icon name="next" />
      </a>
    </li>
  );
}

function stateWords(thread: OpenThread, { name, works }: TraineeDetail): string {
  const over = works.some((work) => work.kind === thread.document.kind && (work.state === "graded" || work.state === "withdrawn"));
  if (thread.answered) return t("threads.answered", { name });
  if (thread.replies > 0) return t("threads.last", { name: thread.lastBy.name });
  if (thread.kind === "encouragement") return t("threads.encouragement");
  return over ? t("threads.over") : t("threads.waits", { name });
}

/** The beginning of a passage, cut between two words; quotes within it are those of a second level. */
function shortened(quote: string): string {
  const words = quote.replace(/\s+/g, " ").trim().replace(/«\s?/g, "“").replace(/\s?»/g, "”");
  return words.length <= QUOTED ? words : `${words.slice(0, QUOTED).replace(/\s+\S*$/, "")}…`;
}
