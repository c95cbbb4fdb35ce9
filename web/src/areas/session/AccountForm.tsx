// A small form of the account page: fields, one button, what came of it.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

import { t } from "../../i18n/t";
import { Problem } from "../../lib/api";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";

interface AccountFormProps {
  id: string;
  title: string;
  submit: string;
  done: string;
  send: (data: (name: string) => string) => Promise<void>;
  children: ComponentChildren;
}

export function accountFailure(error: unknown): string {
  if (!(error instanceof Problem)) return failureWords(error);
  switch (error.code) {
    case "account.password_wrong": return t("account.password.wrong");
    case "password.too_short": return t("password.short");
    case "password.too_common": return t("password.common");
    case "people.email": return t("account.address.wrong");
    default: return failureWords(error);
  }
}

export function AccountForm({ id, title, submit, done, send, children }: AccountFormProps) {
  const failure = useSignal("");
  const finished = useSignal(false);
  const busy = useSignal(false);
  const go = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (busy.value || !(form instanceof HTMLFormElement)) return;
    const data = new FormData(form);
    const text = (name: string) => {
      const value = data.get(name);
      return typeof value === "string" ? value : "";
    };
    failure.value = "";
    finished.value = false;
    busy.value = true;
    try {
      await send(text);
      form.reset();
      finished.value = true;
    } catch (error) {
      failure.value = accountFailure(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <section class="leaf" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <form class="stack" noValidate onSubmit={(event) => void go(event)}>
        {children}
        {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
        <p><button class="button" type="submit" aria-disabled={busy.value}>{submit}</button> <span role="status">{finished.value ? done : ""}</span></p>
      </form>
    </section>
  );
}

export function SecretField({ id, name, label, complete, hint }: { id: string; name: string; label: string; complete: "current-password" | "new-password"; hint?: string }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input class="input" id={id} name={name} type="password" autoComplete={complete} required aria-describedby={hint ? `${id}-why` : undefined} />
      {hint && <p class="small soft" id={`${id}-why`}>{hint}</p>}
    </div>
  );
}
