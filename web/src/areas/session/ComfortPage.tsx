// Confort de lecture: what is chosen shows at once, on the whole page, and is kept with the account.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { AS_IT_COMES, CHOICES, NAMES, type Comfort, type ComfortName } from "../../lib/comfort";
import { useTitle } from "../../lib/title";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { keepComfort } from "./account";
import { me as signedIn, readWith, type Me } from "./session";

export function ComfortPage({ me }: { me: Me }) {
  useTitle(t("comfort.title"));
  const state = useSignal<"" | "kept" | "failed">("");
  const failure = useSignal("");
  const sending = useRef<Promise<void>>(Promise.resolve());   // one after the other: the last choice is the one kept
  const { comfort } = me;

  const tell = (chosen: Comfort, how: "kept" | "failed") => {
    if (signedIn.peek()?.comfort === chosen) state.value = how;
  };
  const choose = async (chosen: Comfort) => {
    state.value = "";
    readWith(chosen);
    const kept = sending.current.then(() => keepComfort(chosen));
    sending.current = kept.catch(() => undefined);
    try {
      await kept;
      tell(chosen, "kept");
    } catch (error) {
      failure.value = failureWords(error);
      tell(chosen, "failed");
    }
  };

  return (
    <>
      <p><a class="back" href="/compte"><Icon name="back" />{t("account.title")}</a></p>
      <header class="page-head"><h1>{t("comfort.title")}</h1><p>{t("comfort.why")}</p></header>
      <div class="comfort">
        <form class="leaf stack" onSubmit={(event) => event.preventDefault()}>
          {NAMES.map((name) => <Choice key={name} name={name} comfort={comfort} choose={(chosen) => void choose(chosen)} />)}
          {state.value === "failed" && <Notice mood="warn" urgent><p>{t("comfort.failed")} {failure.value}</p></Notice>}
          <p class="actions">
            <button type="button" class="button" onClick={() => void choose(AS_IT_COMES)}>{t("comfort.reset")}</button>
            <span class="soft" role="status">{state.value === "kept" ? t("comfort.kept") : ""}</span>
          </p>
        </form>
        <section class="leaf" aria-labelledby="comfort-sample">
          <h2 id="comfort-sample">{t("comfort.sample")}</h2>
          <div class="prose">
            <p>{t("comfort.sample.first")}</p>
            <p>{t("comfort.sample.second")}</p>
          </div>
        </section>
      </div>
    </>
  );
}

function Choice({ name, comfort, choose }: { name: ComfortName; comfort: Comfort; choose: (chosen: Comfort) => void }) {
  return (
    <fieldset class="choices row">
      <legend>{t(`comfort.${name}`)}</legend>
      {CHOICES[name].map((value) => (
        <label class="choice" key={value} data-sample={name === "face" ? value : undefined}>
          <input type="radio" name={name} value={value} checked={comfort[name] === value} onChange={() => choose({ ...comfort, [name]: value })} />
          <span>{words(name, value)}</span>
        </label>
      ))}
    </fieldset>
  );
}

type ChoiceKey = { [N in ComfortName]: `comfort.${N}.${(typeof CHOICES)[N][number]}` }[ComfortName];

function words(name: ComfortName, value: string): string {
  return t(`comfort.${name}.${value}` as ChoiceKey);
}
