// Enrolling somebody who has an account already: a newcomer, or who comes back for the blocks that are missing.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { typed } from "../../lib/form";
import { useResource } from "../../lib/resource";
import type { OfCohort } from "../cohort/cohort";
import { loadPeople } from "../people/people";
import { loadCohortProgramme } from "../programme/programme";
import { Attempt } from "./Attempt";
import { enrol, today, type Enrolling, type PlaceLine } from "./enrolment";
import { DayField, PersonField } from "./Fields";

interface Props {
  of: OfCohort;
  from: string;
  enrolled: readonly PlaceLine[];
  done: () => void;
}

function enrollingOf(form: HTMLFormElement, repeats: boolean): Enrolling {
  const from = typed(form, "from");
  const base = { person: typed(form, "person"), from, status: from > today() ? "pre_enrolled" : "enrolled" } as const;
  return repeats ? { ...base, previousCohort: typed(form, "previous"), acquiredBlocks: new FormData(form).getAll("block").filter((one) => typeof one === "string") } : base;
}

export function EnrolPart({ of, from, enrolled, done }: Props) {
  const repeats = useSignal(false);
  const loaded = useResource(`enrol ${of.id}`, async (signal) => {
    const [people, programme] = await Promise.all([loadPeople(of.id, signal), loadCohortProgramme(of.id, signal)]);
    return { people, blocks: programme.blocks.filter((block) => block.certifiable !== false) };
  });
  if (loaded.state !== "ready") return null;
  const free = loaded.value.people.filter((one) => one.state !== "closed" && !enrolled.some((place) => place.person.id === one.id));
  return (
    <section class="leaf" aria-labelledby="enrol">
      <h2 id="enrol">{t("enrol.title")}</h2>
      <p class="soft">{t("enrol.how")} <a href={`${of.under}/personnes`}>{t("enrol.invite")}</a></p>
      {free.length > 0 && (
        <Attempt label={t("enrol.open")} about="" submit={t("enrol.do")} done={t("enrol.done")}
          send={async (form) => {
            await enrol(of.id, enrollingOf(form, repeats.value));
            repeats.value = false;
            done();
          }}>
          <PersonField id="enrol-person" name="person" label={t("enrol.person")} people={free} />
          <DayField id="enrol-from" name="from" label={t("enrol.from")} hint={t("enrol.from.hint")} value={from} required />
          <label class="choice">
            <input type="checkbox" checked={repeats.value} onChange={(event) => (repeats.value = event.currentTarget.checked)} />
            <span><strong>{t("enrol.repeats")}</strong><small>{t("enrol.repeats.why")}</small></span>
          </label>
          {repeats.value && (
            <>
              <div class="field">
                <label for="enrol-previous">{t("enrol.previous")}</label>
                <input class="input" id="enrol-previous" name="previous" required maxLength={60} autoComplete="off" placeholder="2024-2025" />
              </div>
              <fieldset class="choices">
                <legend>{t("enrol.blocks")}</legend>
                {loaded.value.blocks.map((block, i) => <label key={block.id} class="choice"><input type="checkbox" name="block" value={block.id} /><span>{t("path.block", { n: i + 1, title: block.title })}</span></label>)}
              </fieldset>
            </>
          )}
        </Attempt>
      )}
    </section>
  );
}
