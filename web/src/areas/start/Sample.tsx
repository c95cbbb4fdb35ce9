// The sample gives way to a real cohort: what will happen, a last question because these pages cannot take it back, and the wait
// until the server is there again.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { forgetEverything } from "../../lib/keep/leave";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { beginAfresh, type Start } from "./start";

const WHAT = ["gone", "kept", "others", "pause"] as const;

export function Sample({ start }: { start: Start }) {
  const step = useSignal<"told" | "asking" | "waiting">("told");
  const failure = useSignal("");
  const begin = async () => {
    failure.value = "";
    step.value = "waiting";
    try {
      if (await beginAfresh()) {
        await forgetEverything();                  // what this device kept is of the sample
        location.replace("/commencer");
        return;
      }
      failure.value = t("start.sample.failed");
    } catch (error) {
      failure.value = failureWords(error);
    }
    step.value = "told";
  };
  return (
    <section class="leaf" aria-labelledby="start-sample">
      <h2 id="start-sample">{t("start.sample")}</h2>
      <p>{t("start.sample.what")}</p>
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      {!start.abilities.beginAfresh && <p>{t("start.sample.invented")}</p>}
      {start.abilities.beginAfresh && step.value === "told" && (
        <p><button type="button" class="button" onClick={() => (step.value = "asking")}>{t("start.sample.begin")}</button></p>
      )}
      {step.value === "asking" && <Question begin={begin} keep={() => (step.value = "told")} />}
      <p role="status">{step.value === "waiting" ? t("start.sample.waiting") : ""}</p>
    </section>
  );
}

function Question({ begin, keep }: { begin: () => Promise<void>; keep: () => void }) {
  const sure = useSignal(false);
  const missing = useSignal(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);   // the button that brought it has gone
  const submit = (event: Event) => {
    event.preventDefault();
    missing.value = !sure.value;
    if (sure.value) void begin();
  };
  return (
    <form class="stack tight" noValidate onSubmit={submit}>
      <h3 ref={heading} tabIndex={-1}>{t("start.sample.ask")}</h3>
      <ul>{WHAT.map((one) => <li key={one}>{t(`start.sample.${one}`)}</li>)}</ul>
      <label class="choice">
        <input type="checkbox" required checked={sure.value} aria-invalid={missing.value} aria-describedby={missing.value ? "start-sure-missing" : undefined}
          onChange={(event) => ((sure.value = event.currentTarget.checked), (missing.value = false))} />
        <span>{t("start.sample.sure")}</span>
      </label>
      {missing.value && <p class="small" id="start-sure-missing" role="alert">{t("start.sample.sure.missing")}</p>}
      <p class="actions">
        <button type="submit" class="button primary">{t("start.sample.begin")}</button>
        <button type="button" class="button plain" onClick={keep}>{t("start.sample.keep")}</button>
      </p>
    </form>
  );
}
