// Who reads this entry: four choices, each with the names of the people, and what the change means before it is made.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { announce } from "../../ui/Announcer";
import { Dialog } from "../../ui/Dialog";
import { failureWords } from "../../ui/failure";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { NamedReaders } from "../document/NamedReaders";
import { ChoiceOption, keyOf } from "./ChoiceOption";
import { changeWords, loadChoices, readersSentence, shareEntry, type Choice, type Entry } from "./journal";

interface Props {
  entry: Entry;
  changed: (entry: Entry) => void;
  close: () => void;
}

export function SharePanel({ entry, changed, close }: Props) {
  const choices = useResource(`choices ${entry.id}`, () => loadChoices(entry.id));
  return (
    <Dialog title={t("share.title")} close={close}>
      <Loaded from={choices}>{(all) => <Choices entry={entry} choices={all} changed={changed} close={close} />}</Loaded>
      {entry.abilities.write && <NamedReaders document={entry.document} />}
    </Dialog>
  );
}

function Choices({ entry, choices, changed, close }: Props & { choices: Choice[] }) {
  const current = keyOf(entry);
  const chosen = useSignal(current);
  const failure = useSignal("");
  const choice = choices.find((one) => keyOf(one) === chosen.value);

  const apply = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!choice || chosen.value === current) {
      close();
      return;
    }
    try {
      const now = await shareEntry(entry.id, choice);
      changed(now);
      close();
      announce(t("share.done", { readers: readersSentence(now, now.readers ?? choice.readers) }));
    } catch (error) {
      failure.value = failureWords(error);
    }
  };

  return (
    <form class="stack tight" onSubmit={(event) => void apply(event)}>
      <fieldset class="choices">
        <legend class="sr-only">{t("share.title")}</legend>
        {choices.map((one) => (
          <ChoiceOption key={keyOf(one)} choice={one} checked={keyOf(one) === chosen.value} choose={() => (chosen.value = keyOf(one))} />
        ))}
      </fieldset>
      {choice && (
        <div aria-live="polite">
          {changeWords(entry.readers ?? [], choice.readers).map((words) => <p key={words} class="soft">{words}</p>)}
        </div>
      )}
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      <div class="actions">
        <button type="submit" class="button primary">{t("share.apply")}</button>
        <button type="button" class="button plain" onClick={close}>{t("share.cancel")}</button>
      </div>
    </form>
  );
}
