// Choosing one's password, from a one-time link. When it serves no more, the page offers another one.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { Problem } from "../../lib/api";
import { navigate } from "../../lib/router";
import { useTitle } from "../../lib/title";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { askInvitationAgain, choosePassword, takeSecret } from "./session";

const SHORTEST = 12;

function words(error: unknown): string {
  if (error instanceof Problem && error.code === "link.none") return t("password.link.none");
  if (error instanceof Problem && error.code === "password.too_short") return t("password.short");
  if (error instanceof Problem && error.code === "password.too_common") return t("password.common");
  return failureWords(error);
}

export function PasswordPage() {
  const link = useRef<string | null>(null);
  link.current ??= takeSecret();
  const fault = useSignal("");
  const failure = useSignal(link.current ? "" : t("password.link.none"));
  const done = useSignal(false);
  const ended = useSignal(!link.current);
  const busy = useSignal(false);
  useTitle(t("password.title"));

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (busy.value || !(form instanceof HTMLFormElement)) return;
    const typed = new FormData(form).get("password");
    const password = typeof typed === "string" ? typed : "";
    failure.value = "";
    fault.value = Array.from(password).length < SHORTEST ? t("password.short") : "";
    if (fault.value) {
      form.querySelector<HTMLElement>("#new-password")?.focus();
      return;
    }
    busy.value = true;
    try {
      await choosePassword(link.current ?? "", password);
      done.value = true;
    } catch (error) {
      failure.value = words(error);
      ended.value = error instanceof Problem && error.code === "link.none";
    } finally {
      busy.value = false;
    }
  };

  return (
    <main class="cover">
      <form class="label" aria-labelledby="password-title" noValidate onSubmit={(event) => void submit(event)}>
        <div>
          <p class="brand"><Icon name="brand" />{t("brand")}</p>
          <h1 id="password-title">{t("password.title")}</h1>
        </div>
        {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
        {done.value
          ? <>
              <p role="status">{t("password.done")}</p>
              <button class="button primary block" type="button" onClick={() => navigate("/", { replace: true })}>{t("signin.title")}</button>
            </>
          : !ended.value && <>
              <div class="field">
                <label for="new-password">{t("password.new")}</label>
                <input class="input" id="new-password" name="password" type="password" autoComplete="new-password" required
                  aria-invalid={fault.value !== ""} aria-describedby={fault.value ? "new-password-why new-password-error" : "new-password-why"} />
                <p class="small soft" id="new-password-why">{t("password.why")}</p>
                {fault.value !== "" && <p class="error" id="new-password-error"><Icon name="warn" />{fault.value}</p>}
              </div>
              <button class="button primary block" type="submit" aria-disabled={busy.value}>{t("password.submit")}</button>
            </>}
        {ended.value && !done.value && <Another link={link.current} />}
      </form>
    </main>
  );
}

/** The answer is the same whether or not the link was ever somebody's. */
function Another({ link }: { link: string }) {
  const asked = useSignal(false);
  const failure = useSignal("");
  const ask = async () => {
    failure.value = "";
    try {
      await askInvitationAgain(link);
      asked.value = true;
    } catch (error) {
      failure.value = failureWords(error);
    }
  };
  return (
    <div class="stack tight">
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      {asked.value
        ? <p role="status">{t("password.link.asked")}</p>
        : link !== "" && <p><button class="button" type="button" onClick={() => void ask()}>{t("password.link.again")}</button></p>}
      <p><a class="button block" href="/mot-de-passe-oublie">{t("forgotten.link")}</a></p>
    </div>
  );
}
