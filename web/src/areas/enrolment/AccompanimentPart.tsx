// Who accompanies somebody, from when to when, and giving them somebody else from a day on.
import { t } from "../../i18n/t";
import { typed } from "../../lib/form";
import type { Named } from "../../lib/people";
import { Attempt } from "./Attempt";
import { assign, isHere, type Accompaniment, type Assigning, type Place } from "./enrolment";
import { chosenIn, DayField, PersonField, WordsField } from "./Fields";
import { Lines } from "./Lines";

interface Props {
  cohort: string;
  as: Accompaniment;
  place: Place;
  people: readonly Named[];
  changed: (place: Place) => void;
}

export function assigningOf(form: HTMLFormElement): Assigning {
  const [to, reason, handover] = ["to", "reason", "handover"].map((name) => typed(form, name));
  return { person: chosenIn(form, "person"), from: typed(form, "from"), ...(to ? { to } : {}), ...(reason ? { reason } : {}), ...(handover ? { handover } : {}) };
}

export function AccompanimentPart({ cohort, as, place, people, changed }: Props) {
  const id = `path-${as}`;
  const lines = place.assignments.filter((one) => one.as === as).map((one, i) => ({ key: `${one.person.id} ${i}`, title: one.person.name, from: one.from, to: one.to, reason: one.reason, note: one.handover ?? null }));
  const present = place[as];
  return (
    <section class="leaf" aria-labelledby={id}>
      <h2 id={id}>{t(`path.${as}`)}</h2>
      {!present && isHere(place.status) && <p>{t("path.nobody")}</p>}
      <Lines label={t(`path.${as}.through`)} lines={lines} />
      {place.abilities.manage && isHere(place.status) && (
        <Attempt label={t(present ? "path.replace" : "path.name")} about={t(`path.${as}`)} submit={t("path.assign")} done={t("path.assigned")}
          send={async (form) => changed(await assign(cohort, place.person.id, as, assigningOf(form)))}>
          <AssignFields id={id} people={people} from={place.day} />
        </Attempt>
      )}
    </section>
  );
}

/** from: the first day on which it can be. */
export function AssignFields({ id, people, from }: { id: string; people: readonly Named[]; from: string }) {
  return (
    <>
      <PersonField id={`${id}-person`} name="person" label={t("path.assign.person")} people={people} none={t("path.assign.none")} />
      <DayField id={`${id}-from`} name="from" label={t("path.assign.from")} hint={t("path.assign.from.hint")} value={from} min={from} required />
      <DayField id={`${id}-to`} name="to" label={t("path.assign.to")} min={from} />
      <WordsField id={`${id}-reason`} name="reason" label={t("path.assign.reason")} hint={t("path.assign.reason.hint")} />
      <WordsField id={`${id}-handover`} name="handover" label={t("path.handover")} hint={t("path.handover.hint")} rows={4} most={4000} />
    </>
  );
}
