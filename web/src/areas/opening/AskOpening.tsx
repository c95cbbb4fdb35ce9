// Asking in writing. That the person is not told needs the law, and a reason of its own.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { typed } from "../../lib/form";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { askOpening, idOf, type Opening } from "./opening";

export function AskOpening({ asked }: { asked: (opening: Opening) => void }) {
  const silent = useSignal(false);
  const failure = useSignal("");
  const done = useSignal(false);
  const busy = useSignal(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (busy.value || !(form instanceof HTMLFormElement)) return;
    failure.value = "";
    done.value = false;
    busy.value = true;
    try {
      const asking = { document: idOf(typed(form, "document")), reason: typed(form, "reason"), basis: typed(form, "basis") };
      const opening = await askOpening(silent.value ? { ...asking, silence: typed(form, "silence") } : asking);
      form.reset();
      silent.value = false;
      done.value = true;
      asked(opening);
    } catch (error) {
      failure.value = failureWords(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <section class="leaf" aria-labelledby="ask-opening">
      <h2 id="ask-opening">{t("opening.ask")}</h2>
      <form class="stack tight" onSubmit={(event) => void submit(event)}>
        <div class="field">
          <label for="opening-document">{t("opening.document")}</label>
          <input class="input" id="opening-document" name="document" required autoComplete="off" autoCapitalize="none" spellcheck={false} aria-describedby="opening-document-hint" />
          <span class="hint" id="opening-document-hint">{t("opening.document.hint")}</span>
        </div>
        <div class="field">
          <label for="opening-reason">{t("opening.reason")}</label>
          <textarea class="input" id="opening-reason" name="reason" required rows={3} maxLength={1000} aria-describedby="opening-reason-hint" />
          <span class="hint" id="opening-reason-hint">{t("opening.reason.hint")}</span>
        </div>
        <div class="field">
          <label for="opening-basis">{t("opening.basis")}</label>
          <input class="input" id="opening-basis" name="basis" required maxLength={300} autoComplete="off" aria-describedby="opening-basis-hint" />
          <span class="hint" id="opening-basis-hint">{t("opening.basis.hint")}</span>
        </div>
        <label class="choice">
          <input type="checkbox" checked={silent.value} onChange={(event) => (silent.value = event.currentTarget.checked)} />
          <span>{t("opening.silent")}</span>
        </label>
        {silent.value && (
          <div class="field">
            <label for="opening-silence">{t("opening.silence")}</label>
            <textarea class="input" id="opening-silence" name="silence" required rows={2} maxLength={1000} aria-describedby="opening-silence-hint" />
            <span class="hint" id="opening-silence-hint">{t("opening.silence.hint")}</span>
          </div>
        )}
        {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
        <p><button type="submit" class="button" aria-disabled={busy.value}>{t("opening.send")}</button> <span role="status">{done.value ? t("opening.sent") : ""}</span></p>
      </form>
    </section>
  );
}
