// Saying something about the passage that was chosen, or proposing other words for it.
import { useEffect, useRef, useState } from "preact/hooks";

import { t } from "../../i18n/t";
import { typed } from "../../lib/form";
import { KINDS, newKey, type Anchor, type Kind, type Remark } from "./comments";
import { plain } from "./place";

export function NewComment({ passage, close, send }: { passage: Anchor; close: () => void; send: (remark: Remark) => Promise<boolean> }) {
  const key = useRef(newKey());
  const body = useRef<HTMLTextAreaElement>(null);
  const [proposes, setProposes] = useState(false);
  useEffect(() => body.current?.focus(), []);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const words = form.elements.namedItem("words");
    const text = words instanceof HTMLTextAreaElement ? words.value : "";
    const edit: Remark["edit"] = text === "" ? { kind: "delete" } : { kind: "replace", text };
    const remark: Remark = { key: key.current, kind: typed(form, "kind") as Kind, body: typed(form, "body"), anchor: passage, ...(proposes ? { edit } : {}) };
    if (await send(remark)) close();
  };
  return (
    <form class="thread new-comment" onSubmit={(event) => void submit(event)} onKeyDown={(event) => event.key === "Escape" && close()}>
      <blockquote class="quoted"><span class="sr-only">{t("comment.passage")} </span>{t("comment.quoted", { words: plain(passage.exact) })}</blockquote>
      <div class="field">
        <label for="comment-kind">{t("comment.kind")}</label>
        <select class="input" id="comment-kind" name="kind">{KINDS.map((kind) => <option key={kind} value={kind}>{t(`comment.kind.${kind}`)}</option>)}</select>
      </div>
      <div class="field">
        <label for="comment-body">{t("comment.body")}</label>
        <textarea ref={body} class="input" id="comment-body" name="body" rows={3} maxLength={4000} required={!proposes} />
      </div>
      <label class="check"><input type="checkbox" checked={proposes} onChange={(event) => setProposes(event.currentTarget.checked)} />{t("comment.propose")}</label>
      {proposes && (
        <div class="field">
          <label for="comment-words">{t("comment.propose.text")}</label>
          <textarea class="input" id="comment-words" name="words" rows={4} maxLength={10000} defaultValue={passage.exact} aria-describedby="comment-words-hint" />
          <small id="comment-words-hint" class="soft">{t("comment.propose.hint")}</small>
        </div>
      )}
      <div class="actions">
        <button class="button small primary">{t("comment.send")}</button>
        <button type="button" class="button small" onClick={close}>{t("comment.cancel")}</button>
      </div>
    </form>
  );
}
