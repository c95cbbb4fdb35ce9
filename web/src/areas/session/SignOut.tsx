// Leaving: the device forgets, and nothing that waits is lost without a yes.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { someRefused } from "../../lib/images/list";
import { refusedWords } from "../../lib/keep/wishes";
import { unsavedThings } from "../../lib/waiting";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { signOut } from "./session";

/** Asks once more only when words would be lost. */
export function SignOut({ small = false }: { small?: boolean }) {
  const asked = useSignal(false);
  const failure = useSignal("");
  const go = async (sure: boolean) => {
    if (!sure && unsavedThings.value + refusedWords.value.length + (someRefused.value ? 1 : 0) > 0) {
      asked.value = true;
      return;
    }
    failure.value = "";
    await signOut().catch((error: unknown) => (failure.value = failureWords(error)));
  };
  return (
    <div class="stack tight">
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      {asked.value
        ? <Notice mood="warn" urgent>
            <p>{t("account.signout.wait")}</p>
            <p><button type="button" class="button small" onClick={() => void go(true)}>{t("account.signout.anyway")}</button></p>
          </Notice>
        : <p><button type="button" class={small ? "button small plain" : "button"} onClick={() => void go(false)}>{t("account.signout")}</button></p>}
    </div>
  );
}
