// Erasing all of one's journal, from one's account: a word is typed, 30 days pass, and until then it is taken back in one step.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { day } from "../../lib/dates";
import { useResource, type Resource } from "../../lib/resource";
import { failureWords } from "../../ui/failure";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { endJournal, keepJournal, loadEnding, type Ending } from "./journal";

export function JournalEnding() {
  const loaded = useResource("journal ending", loadEnding);
  return <Loaded from={loaded}>{(ending) => (ending.journal ? <Part ending={ending} loaded={loaded} /> : null)}</Loaded>;
}

function Part({ ending, loaded }: { ending: Ending; loaded: Resource<Ending> }) {
  const failure = useSignal("");
  const change = async (call: () => Promise<Ending>) => {
    failure.value = "";
    await call().then(loaded.replace, (error: unknown) => (failure.value = failureWords(error)));
  };
  return (
    <section class="leaf" aria-labelledby="journal-ending">
      <h2 id="journal-ending">{t("ending.all.title")}</h2>
      <p><a href="/compte/journal">{t("ending.all.read")}</a></p>
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      {ending.erasesAt
        ? <Notice mood="warn">
            <p>{t("ending.all.soon", { day: day(new Date(ending.erasesAt)) })}</p>
            <p><button type="button" class="button" onClick={() => void change(keepJournal)}>{t("ending.all.keep")}</button></p>
          </Notice>
        : <Ask end={() => change(endJournal)} />}
    </section>
  );
}

function Ask({ end }: { end: () => Promise<void> }) {
  const asked = useSignal(false);
  const typed = useSignal("");
  const wrong = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    wrong.value = typed.value.trim().toLocaleLowerCase("fr") !== t("ending.all.word");
    if (!wrong.value) await end();
  };
  if (!asked.value) {
    return (
      <>
        <p class="soft">{t("ending.all.why")}</p>
        <p><button type="button" class="button small" onClick={() => (asked.value = true)}>{t("ending.all.ask")}</button></p>
      </>
    );
  }
  return (
    <form class="stack tight" onSubmit={(event) => void submit(event)}>
      <Notice mood="warn" urgent><p>{t("ending.all.what")}</p></Notice>
      <div class="field">
        <label for="ending-word">{t("ending.all.type", { word: t("ending.all.word") })}</label>
        <input class="input" id="ending-word" data-fleeting autoComplete="off" autoCapitalize="none" spellcheck={false} value={typed.value}
          aria-invalid={wrong.value} aria-describedby={wrong.value ? "ending-wrong" : undefined}
          onInput={(event) => (typed.value = event.currentTarget.value)} />
        {wrong.value && <p class="small" id="ending-wrong" role="alert">{t("ending.all.wrong", { word: t("ending.all.word") })}</p>}
      </div>
      <p class="actions">
        <button type="submit" class="button">{t("ending.all.sure")}</button>
        <button type="button" class="button plain" onClick={() => (asked.value = false)}>{t("ending.all.no")}</button>
      </p>
    </form>
  );
}
