// The queue of a tutor or of anybody who was asked to read: who asks something first, then what has waited longest.
import type { ComponentChildren } from "preact";

import { t } from "../../i18n/t";
import { Icon } from "../../ui/Icon";
import { documentHref, nameOf } from "../document/document";
import { PRESENT, versionsHref } from "../document/versions";
import { answerWords, asksSomething, waitWords, type QueueItem } from "./queue";
import type { Trainee } from "./trainees";

interface Props {
  items: readonly QueueItem[];
  trainees: readonly Trainee[];      // those one accompanies, with their projects
}

export function QueueParts({ items, trainees }: Props) {
  const asked = items.filter(asksSomething);
  const pages = items.filter((item) => !asksSomething(item) && item.document.kind === "group_page");
  const texts = items.filter((item) => !asksSomething(item) && item.document.kind !== "group_page");
  return (
    <>
      <Part id="asked" title={t("queue.asked")} items={asked} trainees={trainees} />
      <Part id="texts" title={t("queue.texts")} items={texts} trainees={trainees} />
      <Part id="pages" title={t("queue.pages")} items={pages} trainees={trainees} />
    </>
  );
}

function Part({ id, title, items, trainees }: Props & { id: string; title: string }) {
  if (items.length === 0) return null;
  return (
    <section class="stack tight" aria-labelledby={`queue-${id}`}>
      <h2 id={`queue-${id}`}>{title}</h2>
      <ul class="queue" role="list">{items.map((item) => <Item key={item.document.id} item={item} project={trainees.find((one) => one.id === item.document.owner)?.project} />)}</ul>
    </section>
  );
}

function Item({ item, project }: { item: QueueItem; project: string | null | undefined }) {
  const { document, reason, question, answers } = item;
  return (
    <li class="queue-item">
      <div class="who-line"><b>{document.ownerName}</b><span>{[project, t(`work.${document.kind}`)].filter(Boolean).join(" · ")}</span></div>
      <div>
        <h3><a href={documentHref(document)}>{nameOf(document)}</a></h3>
        {item.readRevision !== null && reason === "changed" && (
          <p class="what-changed"><a href={versionsHref(document.id, item.readRevision, PRESENT)}>{t("since_read.see")}<span class="sr-only">{` ${t("queue.of", { title: nameOf(document) })}`}</span></a></p>
        )}
        {answers && <p class="words">{answerWords(answers)}</p>}
        {question !== "" && <p class="words">{t("queue.quote", { words: question })}</p>}
      </div>
      <div class="who-line">
        <Wait>{waitWords(item.since)}</Wait>
        <span>{t(`queue.reason.${reason}`)}</span>
      </div>
    </li>
  );
}

function Wait({ children }: { children: ComponentChildren }) {
  return <span class="wait"><Icon name="clock" />{children}</span>;
}
