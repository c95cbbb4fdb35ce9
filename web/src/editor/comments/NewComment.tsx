// Saying something about the passage that was chosen, or proposing other words for it.
import { useRef, useState } from "preact/hooks";

import { t } from "../../i18n/t";
import { holdsWords, takeSent, typed } from "../../lib/form";
import { WordsForm } from "../../ui/WordsForm";
import { Keys, KINDS, type Kind, type Remark } from "./comments";
import type { Passage } from "./place";
import { plain } from "./plain";

const WAYS = ["replace", "insert", "delete"] as const;
type Way = (typeof WAYS)[number];

/** Words that are added stand apart from those before them, unless they begin with what sticks to these. */
const fitting = (way: Way, words: string) => (way === "insert" && /^[\p{L}\p{N}«(]/u.test(words) ? ` ${words}` : words);

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

interface Props {
  passage: Passage;
  begun: readonly string[];         // its fields in which somebody wrote before
  close: () => void;
  send: (remark: Remark) => Promise<boolean>;
}

export function NewComment({ passage, begun, close, send }: Props) {
  const keys = useRef(new Keys());
  const body = useRef<HTMLTextAreaElement>(null);
  const [sending, setSending] = useState(false);
  const began = WAYS.find((one) => begun.includes(`comment-words-${one}`));
  const [proposes, setProposes] = useState(began !== undefined);
  const [way, setWay] = useState<Way>(began ?? "replace");
  const [chosen, choose] = useState<Kind | null>(null);
  const kind = chosen ?? (proposes ? "correction" : "question");
  const quoted = passage.words === "" ? plain(passage.anchor.exact) : passage.words;
  const now = useRef({ kind, way, proposes, passage });
  now.current = { kind, way, proposes, passage };

  /** What the form says; the words as they stand in their fields. */
  const said = (form: HTMLFormElement) => {
    const { kind, way, proposes, passage } = now.current, words = form.elements.namedItem("words");
    const proposal = () => passage.propose(way, fitting(way, words instanceof HTMLTextAreaElement ? words.value : ""));
    return { kind, body: typed(form, "body"), anchor: passage.anchor, ...(proposes ? proposal() : {}) };
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement) || sending) return;
    const remark = said(form), words = body.current?.value ?? "";
    setSending(true);
    const arrived = await send({ key: keys.current.of(remark), ...remark });
    setSending(false);
    if (!arrived || !form.isConnected) return;                      // given up meanwhile: another form may be open
    const since = said(form);
    if (isSame(since, remark)) return close();
    if (body.current) takeSent(body.current, words);
    if (isSame(since.edit, remark.edit)) setProposes(false);
  };
  return (
    <WordsForm class="thread new-comment" data-about={passage.about} onSubmit={(event) => void submit(event)} onKeyDown={(event) => event.key === "Escape" && !holdsWords(event.currentTarget) && close()}>
      <blockquote class="quoted"><span class="sr-only">{t("comment.passage")} </span>{t("comment.quoted", { words: quoted })}</blockquote>
      <div class="field">
        <label for="comment-kind">{t("comment.kind")}</label>
        <select class="input" id="comment-kind" data-kept value={kind} onChange={(event) => choose(event.currentTarget.value as Kind)}>
          {KINDS.map((one) => <option key={one} value={one}>{t(`comment.kind.${one}`)}</option>)}
        </select>
      </div>
      <div class="field">
        <label for="comment-body">{t("comment.body")}</label>
        <textarea ref={body} class="input" id="comment-body" name="body" rows={3} maxLength={4000} required={!proposes} />
      </div>
      {!passage.fits && <p class="small soft">{t("comment.propose.one_cell")}</p>}
      {passage.fits && <label class="check"><input type="checkbox" checked={proposes} onChange={(event) => setProposes(event.currentTarget.checked)} />{t("comment.propose")}</label>}
      {proposes && (
        <>
          <div class="field">
            <label for="comment-way">{t("comment.propose.way")}</label>
            <select class="input" id="comment-way" value={way} onChange={(event) => setWay(event.currentTarget.value as Way)}>
              {WAYS.map((one) => <option key={one} value={one}>{t(`comment.propose.${one}`)}</option>)}
            </select>
          </div>
          {way !== "delete" && (
            <div class="field" key={way}>
              <label for={`comment-words-${way}`}>{t(`comment.propose.${way}.words`)}</label>
              <textarea class="input" id={`comment-words-${way}`} name="words" rows={4} maxLength={10000} required defaultValue={way === "replace" ? passage.words : ""} />
            </div>
          )}
        </>
      )}
      <div class="actions">
        <button class="button small primary" aria-disabled={sending}>{t(sending ? "comment.sending" : "comment.send")}</button>
        <button type="button" class="button small" onClick={close}>{t("comment.cancel")}</button>
      </div>
    </WordsForm>
  );
}
