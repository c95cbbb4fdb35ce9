// Around a text: the ways to its versions and to its words alone; above it, for who reads it, what changed since they were last there.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { t, tn } from "../../i18n/t";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { loadComparison, momentWords, PRESENT, versionsHref, visitText } from "./versions";

export function TextWays({ document }: { document: string }) {
  return (
    <p class="text-ways no-print">
      <a href={versionsHref(document)}><Icon name="clock" />{t("versions.link")}</a>
      <a href={`/lire/${document}`}><Icon name="eye" />{t("reading.link")}</a>
    </p>
  );
}

/** Opening the text is the visit; nobody else is told of it. */
export function SinceLastTime({ document }: { document: string }) {
  const found = useSignal<{ revision: string; at: string; passages: number } | null>(null);
  useEffect(() => {
    let here = true;
    const look = async () => {
      const { since } = await visitText(document);
      const changes = since && await loadComparison(document, since.revision, PRESENT);
      if (here && since && changes && changes.passages > 0) found.value = { ...since, passages: changes.passages };
    };
    look().catch(() => undefined);               // the text itself is what one came for
    return () => {
      here = false;
    };
  }, [document]);
  const since = found.value;
  if (!since) return null;
  return (
    <Notice>
      <p>{tn("since_read.passages", since.passages, { when: momentWords(since.at) })}</p>
      <p class="actions">
        <a class="button small" href={versionsHref(document, since.revision, PRESENT)}>{t("since_read.see")}</a>
        <button type="button" class="button small plain" onClick={() => (found.value = null)}>{t("since_read.later")}</button>
      </p>
    </Notice>
  );
}
