// Setting up the second step: a picture to scan or a key to type, a first code, then codes to keep on paper.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { t } from "../../i18n/t";
import { Problem } from "../../lib/api";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { takesFocus } from "../../ui/takesFocus";
import { qrPath, type Secret, type SetUp } from "./factor";

function words(error: unknown): string {
  if (error instanceof Problem && error.code === "session.code_wrong") return t("factor.code.wrong");
  if (error instanceof Problem && error.code === "link.none") return t("factor.late");
  if (error instanceof Problem && error.code === "account.password_wrong") return t("account.password.wrong");
  return failureWords(error);
}

export function SecondFactorSetUp({ how, done }: { how: SetUp; done: () => void }) {
  const secret = useSignal<Secret | null>(null);
  const codes = useSignal<string[] | null>(null);
  const failure = useSignal("");
  useEffect(() => {
    how.begin().then((given) => (secret.value = given), (error: unknown) => (failure.value = words(error)));
  }, []);

  const confirm = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const typed = new FormData(event.currentTarget).get("code");
    failure.value = "";
    try {
      codes.value = await how.confirm(typeof typed === "string" ? typed.replace(/\s/g, "") : "");
    } catch (error) {
      failure.value = words(error);
    }
  };

  if (codes.value) return <Codes codes={codes.value} done={done} />;
  return (
    <form class="stack" aria-labelledby="factor-title" noValidate onSubmit={(event) => void confirm(event)}>
      <h2 id="factor-title">{t("factor.title")}</h2>
      <p>{t("factor.why")}</p>
      {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
      {secret.value && <Key secret={secret.value} />}
      <CodeField />
      <p><button class="button primary" type="submit">{t("factor.confirm")}</button></p>
    </form>
  );
}

export function CodeField({ paper = false }: { paper?: boolean }) {
  return (
    <div class="field">
      <label for="code">{t("factor.code")}</label>
      <input class="input" id="code" name="code" autoComplete="one-time-code" inputMode={paper ? "text" : "numeric"} required aria-describedby="code-why" />
      <p class="small soft" id="code-why">{t(paper ? "factor.code.or_paper" : "factor.code.why")}</p>
    </div>
  );
}

function Key({ secret }: { secret: Secret }) {
  const picture = useSignal<{ path: string; size: number } | null>(null);
  useEffect(() => {
    qrPath(secret.uri).then((made) => (picture.value = made), () => undefined); // the key can be typed
  }, [secret.uri]);
  return (
    <div class="stack tight">
      {picture.value && (
        <svg class="qr" role="img" aria-label={t("factor.picture")} viewBox={`0 0 ${picture.value.size} ${picture.value.size}`}>
          <path d={picture.value.path} />
        </svg>
      )}
      <p><a href={secret.uri}>{t("factor.open")}</a></p>
      <p>{t("factor.key")} <code class="secret">{secret.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code></p>
    </div>
  );
}

function Codes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  return (
    <section class="stack" aria-labelledby="paper-title">
      <h2 id="paper-title" tabIndex={-1} ref={takesFocus}>{t("factor.paper.title")}</h2>
      <p>{t("factor.paper.why")}</p>
      <ol class="secrets">{codes.map((code) => <li key={code}><code class="secret">{code}</code></li>)}</ol>
      <p><button class="button primary" type="button" onClick={done}>{t("factor.paper.done")}</button></p>
    </section>
  );
}
