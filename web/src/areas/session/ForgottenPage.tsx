// A forgotten password: an address, and one answer whoever asks.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { useTitle } from "../../lib/title";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { forgetPassword } from "./session";

export function ForgottenPage() {
  const failure = useSignal("");
  const done = useSignal(false);
  const busy = useSignal(false);
  useTitle(t("forgotten.title"));

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value || !(event.currentTarget instanceof HTMLFormElement)) return;
    const typed = new FormData(event.currentTarget).get("email");
    const email = typeof typed === "string" ? typed.trim() : "";
    failure.value = email === "" ? t("signin.email.missing") : "";
    if (failure.value) return;
    busy.value = true;
    try {
      await forgetPassword(email);
      done.value = true;
    } catch (error) {
      failure.value = failureWords(error);
    } finally {
      busy.value = false;
    }
  };

  return (
    <main class="cover">
      <form class="label" aria-labelledby="forgotten-title" noValidate onSubmit={(event) => void submit(event)}>
        <div>
          <p class="brand"><Icon name="brand" />{t("brand")}</p>
          <h1 id="forgotten-title">{t("forgotten.title")}</h1>
        </div>
        {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
        {done.value
          ? <p role="status">{t("forgotten.done")}</p>
          : <>
              <div class="field">
                <label for="email">{t("signin.email")}</label>
                <input class="input" id="email" name="email" type="email" autoComplete="username" required aria-describedby="forgotten-why" />
                <p class="small soft" id="forgotten-why">{t("forgotten.why")}</p>
              </div>
              <button class="button primary block" type="submit" aria-disabled={busy.value}>{t("forgotten.submit")}</button>
            </>}
        <p class="small"><a href="/">{t("forgotten.back")}</a></p>
      </form>
    </main>
  );
}
