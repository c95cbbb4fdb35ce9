// Under a text of somebody else: « J'ai lu », with a sentence if one wishes, then the next text that waits.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { navigate } from "../../lib/router";
import { announce } from "../../ui/Announcer";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { loadDocument } from "../document/document";
import { loadReadings, sayRead } from "../document/readings";
import { answerWords, hrefAfter, loadQueue, type QueueItem } from "./queue";

type Unread = Pick<QueueItem, "document" | "question" | "answers">;

/** What waits for this reader, or what changed since they last said that they had read it; null: nothing did. */
async function unread(id: string, queue: readonly QueueItem[], signal: AbortSignal): Promise<Unread | null> {
  const item = queue.find((one) => one.document.id === id);
  if (item) return item;
  const [document, [last]] = await Promise.all([loadDocument(id, signal), loadReadings(id, signal)]);
  return last && parse(last.at) >= parse(document.updatedAt) ? null : { document, question: "", answers: null };
}

export function ReadBar({ document }: { document: string }) {
  const loaded = useResource(`queue ${document}`, async (signal) => {
    const queue = await loadQueue(signal);
    return { queue, item: await unread(document, queue, signal) };
  });
  if (loaded.state !== "ready") return null;
  const { item, queue } = loaded.value;
  return item ? <Say item={item} queue={queue} /> : <p class="read-bar soft"><Icon name="check" />{t("read.done")}</p>;
}

function Say({ item, queue }: { item: Unread; queue: readonly QueueItem[] }) {
  const sentence = useSignal("");
  const busy = useSignal(false);
  const failure = useSignal("");
  const id = item.document.id;
  const after = hrefAfter(queue, id);
  const label = after === "/" ? t("read.say.last") : t("read.say.next");

  const say = async (event: SubmitEvent) => {
    event.preventDefault();
    busy.value = true;
    failure.value = "";
    try {
      await sayRead(id, sentence.value.trim());
      announce(t("read.said", { name: item.document.ownerName }));
      navigate(after);
    } catch (error) {
      failure.value = failureWords(error);
      busy.value = false;
    }
  };
  return (
    <form class="read-bar" onSubmit={(event) => void say(event)}>
      {item.question !== "" && <p class="question"><b>{t("read.question", { name: item.document.ownerName })}</b>{` ${t("queue.quote", { words: item.question })}`}</p>}
      {item.answers && <p class="question"><b>{t("read.answered", { words: answerWords(item.answers) })}</b></p>}
      <div class="field">
        <label for="read-sentence">{t(item.question === "" ? "read.sentence" : "read.answer")}</label>
        <input id="read-sentence" class="input" maxLength={280} autocomplete="off" value={sentence.value} onInput={(event) => (sentence.value = event.currentTarget.value)} />
      </div>
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      <button type="submit" class="button primary" disabled={busy.value}><Icon name="check" />{label}</button>
    </form>
  );
}
