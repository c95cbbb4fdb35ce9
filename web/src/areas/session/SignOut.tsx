// Leaving: the device forgets, and nothing that waits is lost without a yes.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { Problem, Unreachable } from "../../lib/api";
import { someRefused } from "../../lib/images/list";
import { refusedWords } from "../../lib/keep/wishes";
import { renewIfOutdated } from "../../lib/renew";
import { unsavedThings } from "../../lib/waiting";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { me, signOut } from "./session";

/** In this tab, or from another on this device. */
async function waits(): Promise<boolean> {
  if (unsavedThings.peek() + refusedWords.peek().length > 0 || someRefused.peek()) return true;
  const { waitsHere } = await import("../../lib/keep/leave");
  return waitsHere(me.peek()?.person.id ?? "");
}

/** Asks once more only when words would be lost. */
export function SignOut({ small = false }: { small?: boolean }) {
  const asked = useSignal(false);
  const failure = useSignal("");
  const go = async (sure: boolean) => {
    failure.value = "";
    try {
      if (!sure && await waits()) asked.value = true;
      else await signOut();
    } catch (error) {
      failure.value = failureWords(error);
      if (!(error instanceof Problem || error instanceof Unreachable)) void renewIfOutdated().catch(() => undefined);
    }
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
