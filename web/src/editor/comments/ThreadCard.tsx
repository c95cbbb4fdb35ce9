// One conversation: the passage, what was said, and what one may do about it.
import { useComputed } from "@preact/signals";
import { useRef, useState } from "preact/hooks";

import { t } from "../../i18n/t";
import { takeSent, typed } from "../../lib/form";
import { Day } from "../../ui/Day";
import { Icon } from "../../ui/Icon";
import { Who } from "../../ui/Who";
import { WordsForm } from "../../ui/WordsForm";
import { Keys, type Conversation, type Message, type Thread } from "./comments";
import { plain } from "./plain";

interface Props {
  thread: Thread;
  talk: Conversation;
  attempt: (work: () => Promise<unknown>) => Promise<boolean>;
  numberOf: (id: string) => number;  // the colour and the shape that somebody has in this text
  current: boolean;
  choose: () => void;
  go: () => void;
}

const SHORT = 70;
const short = (words: string) => (words.length > SHORT ? `${words.slice(0, SHORT)}…` : words);

export function ThreadCard({ thread, talk, attempt, numberOf, current, choose, go }: Props) {
  const settled = thread.status === "resolved", { anchor } = thread;
  return (
    <article class={settled ? "thread settled" : "thread"} id={`thread-${thread.id}`} tabIndex={-1} aria-current={current ? "true" : undefined}
      aria-label={t("comment.thread", { words: short(plain(anchor.exact)) })} onFocusIn={choose}>
      {anchor.state === "detached" && <p class="small soft">{t("comment.detached")}</p>}
      <blockquote class="quoted">{t("comment.quoted", { words: plain(anchor.exact) })}</blockquote>
      {anchor.state === "detached" && anchor.section !== "" && <p class="small soft">{t("comment.section", { section: anchor.section })}</p>}
      {anchor.state === "changed" && <p class="small soft">{t("comment.changed")}</p>}
      {thread.aside && <p class="small soft">{t(`comment.aside.${thread.aside}`)}</p>}
      <Said message={thread} kind={t(`comment.kind.${thread.kind}`)} talk={talk} attempt={attempt} numberOf={numberOf} />
      {thread.edit && <Proposed thread={thread} />}
      {thread.replies.map((reply) => <Said key={reply.id} message={reply} talk={talk} attempt={attempt} numberOf={numberOf} />)}
      {thread.abilities.reply && <Reply thread={thread} talk={talk} attempt={attempt} />}
      <div class="actions">
        {thread.abilities.decide && anchor.state === "placed" && (
          <button type="button" class="button small primary" onClick={() => void attempt(() => talk.decide(thread.id, "accepted"))}>{t("comment.accept")}</button>
        )}
        {thread.abilities.decide && <button type="button" class="button small" onClick={() => void attempt(() => talk.decide(thread.id, "refused"))}>{t("comment.refuse")}</button>}
        {thread.abilities.resolve && (
          <button type="button" class="button small" onClick={() => void attempt(() => talk.settle(thread.id, settled ? "open" : "resolved"))}>
            <Icon name={settled ? "undo" : "check"} />{t(settled ? "comment.reopen" : "comment.resolve")}
          </button>
        )}
        {anchor.state !== "detached" && <button type="button" class="button small plain" onClick={go}>{t("comment.go")}</button>}
      </div>
    </article>
  );
}

function Proposed({ thread }: { thread: Thread }) {
  const { edit, anchor } = thread;
  if (!edit) return null;
  return (
    <div class="proposed">
      {edit.kind !== "insert" && <p><del><span class="sr-only">{t("comment.edit.removes")} </span>{plain(anchor.exact)}</del></p>}
      {plain(edit.text) !== "" && <p><ins><span class="sr-only">{t("comment.edit.adds")} </span>{plain(edit.text)}</ins></p>}
      {edit.decision && <p class="small"><Icon name={edit.decision === "accepted" ? "check" : "info"} /> {t(`comment.edit.${edit.decision}`)}</p>}
      {edit.word !== "" && <p class="small soft">{edit.word}</p>}
    </div>
  );
}

function Said({ message, kind, talk, attempt, numberOf }: { message: Message; kind?: string } & Pick<Props, "talk" | "attempt" | "numberOf">) {
  const [writing, setWriting] = useState(false);
  const [sure, setSure] = useState(false);
  const number = useComputed(() => (message.mine || !message.author ? 0 : numberOf(message.author.id)));
  if (message.deleted) return <p class="soft">{t("comment.deleted")}</p>;
  const name = message.author?.name ?? "";
  const keep = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const form = event.currentTarget, body = typed(form, "body");
    if (await attempt(() => talk.rewrite(message.id, body)) && typed(form, "body") === body) setWriting(false);
  };
  return (
    <div class="message">
      <Who name={name} author={number.value} />
      <div>
        <header><b>{message.mine ? t("comment.you") : name}</b><small><Day iso={message.createdAt} />{message.editedAt ? ` · ${t("comment.edited")}` : ""}</small></header>
        {kind !== undefined && <span class="kind">{kind}</span>}
        {writing ? (
          <WordsForm class="stack tight" onSubmit={(event) => void keep(event)}>
            <label class="sr-only" for={`body-${message.id}`}>{t("comment.body")}</label>
            <textarea class="input" id={`body-${message.id}`} name="body" rows={3} maxLength={4000} defaultValue={message.body} />
            <div class="actions"><button class="button small primary">{t("comment.keep")}</button><button type="button" class="button small" onClick={() => setWriting(false)}>{t("comment.cancel")}</button></div>
          </WordsForm>
        ) : message.body !== "" && <p class="body">{message.body}</p>}
        {message.abilities.edit && !writing && (
          <div class="actions">
            <button type="button" class="button small plain" onClick={() => setWriting(true)}>{t("comment.rewrite")}</button>
            <button type="button" class="button small plain" onClick={() => (sure ? void attempt(() => talk.remove(message.id)) : setSure(true))} onBlur={() => setSure(false)}>
              {t(sure ? "comment.remove.sure" : "comment.remove")}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}

function Reply({ thread, talk, attempt }: Pick<Props, "thread" | "talk" | "attempt">) {
  const keys = useRef(new Keys());
  const field = useRef<HTMLTextAreaElement>(null);
  const [sending, setSending] = useState(false);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const words = field.current?.value ?? "", body = words.trim();
    if (body === "" || sending) return;
    setSending(true);
    const arrived = await attempt(() => talk.reply(thread.id, keys.current.of(body), body));
    setSending(false);
    if (!arrived) return;
    keys.current.arrived();
    if (field.current) takeSent(field.current, words);
  };
  return (
    <WordsForm class="stack tight" onSubmit={(event) => void send(event)}>
      <label class="sr-only" for={`reply-${thread.id}`}>{t("comment.reply.label")}</label>
      <textarea ref={field} class="input" id={`reply-${thread.id}`} name="body" rows={1} maxLength={4000} />
      <div class="actions"><button class="button small" aria-disabled={sending}>{t(sending ? "comment.sending" : "comment.reply")}</button></div>
    </WordsForm>
  );
}
