// Agreeing or not, with one's password once more: the session that was left open on a desk cannot.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { Problem } from "../../lib/api";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { decideOpening, type Opening } from "./opening";

export function DecideOpening({ opening, changed }: { opening: Opening; changed: (opening: Opening) => void }) {
  const failure = useSignal("");
  const busy = useSignal(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget, button = event.submitter;
    if (busy.value || !(form instanceof HTMLFormElement) || !(button instanceof HTMLButtonElement)) return;
    const password = new FormData(form).get("password");
    failure.value = "";
    busy.value = true;
    try {
      changed(await decideOpening(opening.id, button.value === "agree", typeof password === "string" ? password : ""));
    } catch (error) {
      failure.value = error instanceof Problem && error.code === "account.password_wrong" ? t("account.password.wrong") : failureWords(error);
    } finally {
      busy.value = false;
    }
  };
  const field = `password-${opening.id}`;
  return (
    <form class="stack tight" onSubmit={(event) => void submit(event)}>
      <p>{t("opening.decide.what")}</p>
      <div class="field">
        <label for={field}>{t("opening.decide.password")}</label>
        <input class="input" id={field} name="password" type="password" autoComplete="current-password" required />
      </div>
      {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
      <p class="actions">
        <button type="submit" class="button" value="agree" aria-disabled={busy.value}>{t("opening.agree")}</button>
        <button type="submit" class="button" value="refuse" aria-disabled={busy.value}>{t("opening.refuse")}</button>
      </p>
    </form>
  );
}
