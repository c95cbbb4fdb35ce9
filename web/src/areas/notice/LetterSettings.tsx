// In one's account: when and about what Carnet writes.
import { useSignal } from "@preact/signals";

import { t, type Key } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { failureWords } from "../../ui/failure";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { Families } from "./Families";
import { keepSettings, loadSettings, type Settings } from "./notice";

const WEEKDAYS = [1, 2, 3, 4, 5, 6];

export function LetterSettings() {
  const settings = useResource("letters", (signal) => loadSettings(signal));
  return (
    <section class="leaf" aria-labelledby="messages">
      <h2 id="messages">{t("letters.title")}</h2>
      <p>{t("letters.why")}</p>
      <Loaded from={settings}>{(value) => <Form given={value} />}</Loaded>
    </section>
  );
}

function Form({ given }: { given: Settings }) {
  const families = useSignal(given.families);
  const state = useSignal<"" | "kept" | "failed">("");
  const failure = useSignal("");
  const hours = Array.from({ length: given.hours.last - given.hours.first + 1 }, (_, i) => given.hours.first + i);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const data = new FormData(event.currentTarget);
    state.value = "";
    try {
      const kept = await keepSettings(Number(data.get("hour")), data.getAll("day").map(Number), families.value.filter((f) => f.stopped).map((f) => f.id));
      families.value = kept.families;
      state.value = "kept";
    } catch (error) {
      failure.value = failureWords(error);
      state.value = "failed";
    }
  };

  return (
    <form class="stack" onSubmit={(event) => void submit(event)}>
      <div class="field">
        <label for="letter-hour">{t("letters.hour")}</label>
        <select class="input" id="letter-hour" name="hour" defaultValue={String(given.hour)}>
          {hours.map((hour) => <option key={hour} value={hour} selected={hour === given.hour}>{t("letters.hour.at", { hour })}</option>)}
        </select>
      </div>
      <fieldset class="choices row">
        <legend>{t("letters.days")}</legend>
        {WEEKDAYS.map((day) => (
          <label class="choice" key={day}>
            <input type="checkbox" name="day" value={day} defaultChecked={given.excludedDays.includes(day)} />
            <span>{t(`letters.day.${day}` as Key)}</span>
          </label>
        ))}
      </fieldset>
      <Families families={families.value}
        change={(family, wanted) => (families.value = families.value.map((f) => (f.id === family.id ? { ...f, stopped: !wanted } : f)))} />
      {state.value === "failed" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      <p><button class="button" type="submit">{t("letters.keep")}</button> <span role="status">{state.value === "kept" ? t("letters.kept") : ""}</span></p>
    </form>
  );
}
