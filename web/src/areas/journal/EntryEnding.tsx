// Erasing one entry: asked in two steps, done in 30 days, taken back in one until then.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { day } from "../../lib/dates";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { endEntry, keepEntry, type Entry } from "./journal";

interface Props {
  entry: Entry;
  changed: (entry: Entry) => void;
}

/** Above the text of an entry that is to be erased. */
export function EntryEnds({ entry, changed }: Props) {
  const failure = useSignal("");
  if (!entry.erasesAt) return null;
  const keep = async () => {
    failure.value = "";
    await keepEntry(entry.id).then(changed, (error: unknown) => (failure.value = failureWords(error)));
  };
  return (
    <Notice mood="warn">
      <p>{t("ending.entry.soon", { day: day(new Date(entry.erasesAt)) })}</p>
      {failure.value !== "" && <p role="alert">{failure.value}</p>}
      <p><button type="button" class="button small" onClick={() => void keep()}>{t("ending.entry.keep")}</button></p>
    </Notice>
  );
}

/** Below the text of any other. */
export function EraseEntry({ entry, changed }: Props) {
  const asked = useSignal(false);
  const failure = useSignal("");
  if (entry.erasesAt) return null;
  const erase = async () => {
    failure.value = "";
    await endEntry(entry.id).then(changed, (error: unknown) => (failure.value = failureWords(error)));
  };
  if (!asked.value) return <p class="ui"><button type="button" class="button small plain" onClick={() => (asked.value = true)}>{t("ending.entry")}</button></p>;
  return (
    <Notice mood="warn" urgent>
      <p>{t("ending.entry.what")}</p>
      {failure.value !== "" && <p>{failure.value}</p>}
      <p class="actions">
        <button type="button" class="button small" onClick={() => void erase()}>{t("ending.entry.sure")}</button>
        <button type="button" class="button small plain" onClick={() => (asked.value = false)}>{t("ending.entry.no")}</button>
      </p>
    </Notice>
  );
}
