// From a letter, without signing in: which letters one wants. Opening the page changes nothing; a mail program's one click is a POST.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { Problem } from "../../lib/api";
import { useTitle } from "../../lib/title";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { Families } from "./Families";
import { stopLetters, type Family } from "./notice";

/** Behind # in the link of a letter; in the query where a mail program opens the address it would post to. */
const letter = () => location.hash.slice(1) || (new URLSearchParams(location.search).get("lettre") ?? "");

export function LettersPage() {
  const token = useRef<string | null>(null);
  token.current ??= letter().split(".")[0] ?? "";
  const families = useSignal<Family[] | null>(null);
  const failure = useSignal("");
  const kept = useSignal(false);
  useTitle(t("letters.title"));

  const ask = async (family?: string, stopped?: boolean) => {
    failure.value = "";
    kept.value = false;
    try {
      families.value = await stopLetters(token.current ?? "", family, stopped);
      kept.value = family !== undefined;
    } catch (error) {
      failure.value = error instanceof Problem && error.code === "notice.link" ? t("letters.link.none") : failureWords(error);
    }
  };
  useEffect(() => void ask(), []);

  return (
    <main class="cover">
      <div class="label">
        <div>
          <p class="brand"><Icon name="brand" />{t("brand")}</p>
          <h1>{t("letters.title")}</h1>
        </div>
        {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
        {families.value && (
          <>
            <p>{t("letters.stop.why")}</p>
            <Families families={families.value} change={(family, wanted) => void ask(family.id, !wanted)} />
          </>
        )}
        <p role="status">{kept.value ? t("letters.kept") : ""}</p>
      </div>
    </main>
  );
}
