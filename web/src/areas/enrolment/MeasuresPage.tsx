// Arrangements of a cohort: the officer enters, changes and ends them; the others read those they have to act on.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { lastMinute } from "../../lib/dates";
import { typed } from "../../lib/form";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { announce } from "../../ui/Announcer";
import { Dialog } from "../../ui/Dialog";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { Cohorts } from "../cohort/Cohorts";
import type { Me } from "../session/session";
import { Attempt } from "./Attempt";
import { date, placeFailure, today } from "./enrolment";
import { DayField, WordsField } from "./Fields";
import { MeasureLines } from "./MeasureLines";
import { addMeasure, changeMeasure, endMeasure, KINDS, loadAllMeasures, measureWords, type Kind, type Measure, type Measured, type MeasuredPerson, type Measuring } from "./measures";
import "./words";

const WORKS = ["diagnostic", "dossier_professionnel", "note_synthetique"] as const;

export function MeasuresPage({ me, cohort }: { me: Me; cohort: string }) {
  useTitle(t("measures.title"));
  const all = useResource("measures", (signal) => loadAllMeasures(cohort, signal));
  return (
    <Loaded from={all}>{(people) => {
      const officer = people.some((one) => one.abilities.manage);
      const replace = (person: string) => (now: Measured) => all.replace((before) => before.map((one) => (one.person.id === person ? { ...one, ...now } : one)));
      const [some, none] = [people.filter((one) => one.accommodations.length > 0), people.filter((one) => one.accommodations.length === 0)];
      return (
        <>
          <header class="page-head"><h1>{t("measures.title")}</h1><p>{t(officer ? "measures.intro.officer" : "measures.intro")}</p></header>
          <div class="stack">
            <Cohorts all={me.cohorts ?? []} now={cohort} page="amenagements" />
            {some.length === 0 && <div class="empty"><p class="say">{t("measures.empty")}</p></div>}
            {some.map((one) => <Person key={one.person.id} cohort={cohort} one={one} changed={replace(one.person.id)} />)}
            {officer && none.length > 0 && (
              <section class="leaf" aria-labelledby="measures-others">
                <h2 id="measures-others">{t("measures.others")}</h2>
                <ul class="items places" role="list">
                  {none.map((one) => <li key={one.person.id} class="place"><span class="title">{one.person.name}</span><Add cohort={cohort} one={one} changed={replace(one.person.id)} /></li>)}
                </ul>
              </section>
            )}
          </div>
        </>
      );
    }}</Loaded>
  );
}

interface PersonProps {
  cohort: string;
  one: MeasuredPerson;
  changed: (now: Measured) => void;
}

function Person({ cohort, one, changed }: PersonProps) {
  const heading = `measures-${one.person.id}`;
  return (
    <section class="leaf" aria-labelledby={heading}>
      <h2 id={heading}>{one.person.name}</h2>
      {one.abilities.manage
        ? <ul class="items" role="list">{one.accommodations.map((measure) => <li key={measure.id}><Managed cohort={cohort} person={one.person.id} name={one.person.name} measure={measure} changed={changed} /></li>)}</ul>
        : <MeasureLines measured={one} />}
      {one.abilities.manage && <Add cohort={cohort} one={one} changed={changed} />}
    </section>
  );
}

function Managed({ cohort, person, name, measure, changed }: { cohort: string; person: string; name: string; measure: Measure; changed: (now: Measured) => void }) {
  const ending = useSignal(false);
  const failure = useSignal("");
  const end = async () => {
    try {
      changed(await endMeasure(cohort, person, measure.id));
      announce(t("measures.ended"));
    } catch (error) {
      failure.value = placeFailure(error);
    }
    ending.value = false;
  };
  return (
    <div class="stack tight measure">
      <MeasureLines measured={{ accommodations: [measure], abilities: { manage: true } }} />
      {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
      <div class="actions">
        <Attempt label={t("measures.change")} about={`${measureWords(measure)}, ${name}`} submit={t("measures.save")} done={t("measures.saved")}
          send={async (form) => changed(await changeMeasure(cohort, person, measure.id, measuringOf(form, measure.kind)))}>
          <KindFields id={measure.id} kind={measure.kind} measure={measure} />
        </Attempt>
        <button type="button" class="button small" onClick={() => (ending.value = true)}>{t("measures.end")}<span class="sr-only"> {measureWords(measure)}, {name}</span></button>
      </div>
      {ending.value && (
        <Dialog title={t("measures.end.sure")} close={() => (ending.value = false)}>
          <div class="stack tight">
            <p>{measureWords(measure)}, {name}</p>
            <p>{t("measures.end.what")}</p>
            <div class="actions">
              <button type="button" class="button primary" onClick={() => void end()}>{t("measures.end.yes")}</button>
              <button type="button" class="button plain" onClick={() => (ending.value = false)}>{t("path.confirm.no")}</button>
            </div>
          </div>
        </Dialog>
      )}
    </div>
  );
}

function measuringOf(form: HTMLFormElement, kind: Kind): Measuring {
  const [measure, deliverable, due, cause] = ["measure", "deliverable", "due", "cause"].map((name) => typed(form, name));
  return { kind, ...(measure ? { measure } : {}), ...(deliverable ? { deliverable } : {}), ...(due ? { dueAt: lastMinute(due) } : {}), ...(cause ? { cause } : {}) };
}

function Add({ cohort, one, changed }: PersonProps) {
  const kind = useSignal<Kind>("extra_time");
  const id = `add-${one.person.id}`;
  return (
    <Attempt label={t("measures.add")} about={one.person.name} submit={t("measures.add.do")} done={t("measures.added")}
      send={async (form) => changed(await addMeasure(cohort, one.person.id, measuringOf(form, kind.value)))}>
      <div class="field">
        <label for={`${id}-kind`}>{t("measures.kind")}</label>
        <select class="input" id={`${id}-kind`} value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value as Kind)}>
          {KINDS.map((name) => <option key={name} value={name}>{t(`measures.${name}`)}</option>)}
        </select>
      </div>
      <KindFields key={kind.value} id={`${id}-${kind.value}`} kind={kind.value} />
    </Attempt>
  );
}

function KindFields({ id, kind, measure }: { id: string; kind: Kind; measure?: Measure }) {
  const words = kind === "extra_time" || kind === "other";
  return (
    <>
      <WordsField id={`${id}-measure`} name="measure" label={t(kind === "extra_time" ? "measures.measure.time" : words ? "measures.measure" : "measures.measure.more")} hint={t("measures.measure.hint")}
        value={measure?.measure ?? (kind === "extra_time" ? t("measures.third") : "")} most={200} required={words} />
      {kind === "deadline_extension" && (
        <>
          <div class="field">
            <label for={`${id}-deliverable`}>{t("measures.deliverable")}</label>
            <select class="input" id={`${id}-deliverable`} name="deliverable">
              {WORKS.map((name) => <option key={name} value={name} selected={name === measure?.deliverable}>{t(`work.${name}`)}</option>)}
            </select>
          </div>
          <DayField id={`${id}-due`} name="due" label={t("measures.due")} hint={measure?.dueAt ? t("measures.due.now", { day: date(measure.dueAt) }) : t("measures.due.hint")}
            value={measure?.dueAt ? measure.dueAt.slice(0, 10) : ""} min={measure?.dueAt ? undefined : today()} required />
        </>
      )}
      <WordsField id={`${id}-cause`} name="cause" label={t("measures.cause")} hint={t("measures.cause.hint")} value={measure?.cause ?? ""} most={1000} />
    </>
  );
}
