// « Écrire »: one tap makes a private entry and opens it ready to type. Large on the home page, a plain button elsewhere.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { creating, writeEntry } from "./journal";

export function WriteButton({ large = false }: { large?: boolean }) {
  const failure = useSignal("");
  const write = () => {
    failure.value = "";
    writeEntry().catch((error: unknown) => (failure.value = failureWords(error)));
  };
  return (
    <>
      {large
        ? <button type="button" class="write" onClick={write}>
            <span><strong>{t("journal.write")}</strong>{creating.value ? t("journal.write.busy") : t("journal.write.why")}</span>
            <Icon name="pen" />
          </button>
        : <button type="button" class="button primary" onClick={write}><Icon name="pen" />{t("journal.write")}</button>}
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
    </>
  );
}
