// Words that could not leave: shown, never thrown away by us. What can be done with them depends on what happened.
import { useSignal } from "@preact/signals";

import { t } from "../i18n/t";
import { download } from "../lib/device";
import type { Live } from "../lib/live";
import { passagesAsText, reenter, type Passage } from "../lib/live/unsent";
import { failureWords } from "../ui/failure";
import { Notice } from "../ui/Notice";

interface Props {
  title: string;
  keepElsewhere?: ((words: string) => Promise<void>) | undefined;
}

function Words({ passages }: { passages: readonly Passage[] }) {
  return (
    <>
      <p>{t("refused.words")}</p>
      <blockquote class="rescued">{passages.map((passage, i) => <p key={i}>{passage.words}</p>)}</blockquote>
    </>
  );
}

function Actions({ title, passages, keepElsewhere }: Props & { passages: readonly Passage[] }) {
  const failure = useSignal("");
  const words = passagesAsText(passages);
  return (
    <>
      <button type="button" class="button small" onClick={() => download(`${t("refused.copy", { title })}.md`, words)}>{t("refused.download")}</button>
      {keepElsewhere && (
        <button type="button" class="button small"
          onClick={() => void keepElsewhere(words).catch((error: unknown) => (failure.value = failureWords(error)))}>
          {t("refused.elsewhere")}
        </button>
      )}
      {failure.value !== "" && <span>{failure.value}</span>}
    </>
  );
}

/** The server has the last word about this text; the person keeps theirs. */
export function Refused({ live, ...props }: Props & { live: Live }) {
  if (live.state.value !== "refused" || live.refusal.value === "signed_out") return null;
  const passages = live.unsent();
  if (passages.length === 0) return null;
  return (
    <Notice mood="alert">
      <Words passages={passages} />
      <div class="actions"><Actions {...props} passages={passages} /></div>
    </Notice>
  );
}

/** The text was opened again under a new id: put the words back, as one edit, or not. */
export function Rescued({ live, passages, settle, ...props }: Props & { live: Live; passages: readonly Passage[]; settle: () => void }) {
  if (passages.length === 0) return null;
  return (
    <Notice mood="warn">
      <p>{t("rescued.text")}</p>
      <Words passages={passages} />
      <div class="actions">
        <button type="button" class="button small primary" aria-disabled={!live.synced.value}
          onClick={() => {
            if (!live.synced.value) return;
            reenter(live.text, passages);
            settle();
          }}>{t("rescued.put")}</button>
        <Actions {...props} passages={passages} />
        <button type="button" class="button small plain" onClick={settle}>{t("rescued.drop")}</button>
      </div>
    </Notice>
  );
}
