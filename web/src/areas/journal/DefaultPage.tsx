// Who reads one's next entries as soon as they are begun: nobody, until one chooses otherwise here.
import { useSignal } from "@preact/signals";

import { t, tn } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { ChoiceOption } from "./ChoiceOption";
import { keepDefault, loadDefault, readerNames, type EntryDefault, type Visibility } from "./journal";

export function DefaultPage() {
  useTitle(t("default.title"));
  const loaded = useResource("entry default", loadDefault);
  return (
    <>
      <p><a class="back" href="/journal"><Icon name="back" />{t("journal.title")}</a></p>
      <header class="page-head"><h1>{t("default.title")}</h1><p>{t("default.intro")}</p></header>
      <Loaded from={loaded}>{(now) => <Choices now={now} kept={loaded.replace} />}</Loaded>
    </>
  );
}

function Choices({ now, kept }: { now: EntryDefault; kept: (now: EntryDefault) => void }) {
  const chosen = useSignal<Visibility>(now.visibility);
  const failure = useSignal("");
  const done = useSignal(false);
  const choice = now.choices.find((one) => one.visibility === chosen.value);
  const keep = async () => {
    failure.value = "";
    done.value = false;
    await keepDefault(chosen.value).then((then) => {
      kept(then);
      done.value = true;
    }, (error: unknown) => (failure.value = failureWords(error)));
  };
  return (
    <form class="leaf stack" onSubmit={(event) => {
      event.preventDefault();
      void keep();
    }}>
      <fieldset class="choices">
        <legend class="sr-only">{t("default.title")}</legend>
        {now.choices.map((one) => (
          <ChoiceOption key={one.visibility} choice={one} checked={one.visibility === chosen.value} choose={() => {
            chosen.value = one.visibility;
            done.value = false;
          }} />
        ))}
      </fieldset>
      <p class="soft" aria-live="polite">
        {choice && choice.readers.length > 0
          ? tn("default.read", choice.readers.length, { names: readerNames(choice.readers) })
          : t(chosen.value === "private" ? "default.private" : "default.nobody")}
      </p>
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      <p class="actions">
        <button type="submit" class="button primary">{t("share.apply")}</button>
        <span role="status">{done.value ? t("default.done") : ""}</span>
      </p>
    </form>
  );
}
