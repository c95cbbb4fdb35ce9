// « Écrire »: one tap makes an entry and opens it ready to type. Who would read it is said here first; until that is known it is private. Large on the home page, a plain button elsewhere.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { creating, loadDefault, nextOf, readersSentence, writeEntry } from "./journal";

export function WriteButton({ large = false }: { large?: boolean }) {
  const failure = useSignal("");
  const loaded = useResource("entry default", loadDefault);
  const next = loaded.state === "ready" ? nextOf(loaded.value) : null;
  const why = next ? t("journal.write.next", { readers: readersSentence(next, next.readers) }) : t("journal.write.why");
  const write = () => {
    failure.value = "";
    writeEntry("", next).catch((error: unknown) => (failure.value = failureWords(error)));
  };
  return (
    <>
      {large
        ? <button type="button" class="write" onClick={write}>
            <span><strong>{t("journal.write")}</strong>{creating.value ? t("journal.write.busy") : why}</span>
            <Icon name="pen" />
          </button>
        : <button type="button" class="button primary" onClick={write}><Icon name="pen" />{t("journal.write")}</button>}
      {!large && next && <p class="small soft">{why}</p>}
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
    </>
  );
}
