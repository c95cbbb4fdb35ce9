// Where somebody is in their year, how they came there, and the next step with everything it changes, looked at before it is made.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { t, type Key } from "../../i18n/t";
import { typed } from "../../lib/form";
import { announce } from "../../ui/Announcer";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { CATEGORIES, changeStatus, date, effectsOf, needsReason, placeFailure, plus, statusWords, today, whyWords, type Place, type Status, type Step } from "./enrolment";
import { DayField, WordsField } from "./Fields";

interface Props {
  cohort: string;
  place: Place;
  changed: (place: Place) => void;
}

export function StatusPart({ cohort, place, changed }: Props) {
  return (
    <section class="leaf" aria-labelledby="path-status">
      <h2 id="path-status">{t("path.status")}</h2>
      <p><strong>{statusWords(place)}</strong></p>
      {place.suspensionOver && <Notice mood="warn"><p>{t("path.suspension.over", { day: date(place.suspendedUntil ?? place.from) })}</p></Notice>}
      {place.repeat && <Notice mood="calm"><p>{t("path.repeat", { cohort: place.repeat.previousCohort ?? "" })}</p></Notice>}
      <History changes={place.history} />
      {place.steps.length > 0 && <Next cohort={cohort} place={place} changed={changed} />}
    </section>
  );
}

function History({ changes }: { changes: Place["history"] }) {
  if (changes.length === 0) return null;
  return (
    <ol class="through" aria-label={t("path.history")}>
      {changes.map((change, i) => (
        <li key={i}>
          <span class="title">{t(`path.step.${change.to}` as Key)}, {date(change.day)}</span>
          <span class="why">{[whyWords(change), t("path.by", { name: change.actor.name, day: date(change.at) })].filter(Boolean).join(" · ")}</span>
        </li>
      ))}
    </ol>
  );
}

function stepOf(form: HTMLFormElement): Step {
  const status = typed(form, "status") as Status;
  const [until, category, reason] = ["until", "category", "reason"].map((name) => typed(form, name));
  return { status, day: typed(form, "day"), ...(until ? { until } : {}), ...(category ? { category } : {}), ...(reason ? { reason } : {}) };
}

function Next({ cohort, place, changed }: Props) {
  const details = useRef<HTMLDetailsElement>(null);
  const status = useSignal<Status | "">("");
  const day = useSignal(today());
  const step = useSignal<Step | null>(null);
  const choose = (to: Status) => {
    status.value = to;
    if (to === "enrolled" && place.status === "pre_enrolled" && place.from > today()) day.value = place.from;
    else if (day.value > today()) day.value = today();
  };
  const look = (event: SubmitEvent) => {
    event.preventDefault();
    if (event.currentTarget instanceof HTMLFormElement) step.value = stepOf(event.currentTarget);
  };
  const done = (now: Place) => {
    step.value = null;
    status.value = "";
    if (details.current) details.current.open = false;
    changed(now);
    announce(statusWords(now));
  };
  const why = status.value !== "" && needsReason(status.value);
  const starts = place.status === "pre_enrolled" && status.value === "enrolled";
  return (
    <details class="new-page" ref={details}>
      <summary class="button small">{t("path.change")}</summary>
      <form class="stack tight" onSubmit={look}>
        <fieldset class="choices">
          <legend>{t("path.change.what")}</legend>
          {place.steps.map((to) => (
            <label key={to} class="choice">
              <input type="radio" name="status" value={to} required checked={status.value === to} onChange={() => choose(to)} />
              <span><strong>{t(to === "enrolled" && place.status === "suspended" ? "path.to.back" : `path.to.${to}` as Key)}</strong><small>{t(to === "enrolled" && place.status === "suspended" ? "path.to.back.why" : `path.to.${to}.why` as Key)}</small></span>
            </label>
          ))}
        </fieldset>
        <div class="field">
          <label for="path-day">{t(status.value === "suspended" ? "path.day.pause" : status.value === "enrolled" ? "path.day.first" : "path.day.last")}</label>
          <input class="input short" id="path-day" name="day" type="date" required max={starts ? undefined : today()} value={day.value} onInput={(event) => (day.value = event.currentTarget.value)} />
        </div>
        {status.value === "suspended" && day.value !== "" &&
          <DayField key={day.value} id="path-until" name="until" label={t("path.until")} hint={t("path.until.hint")} value={plus(day.value, 60)} min={day.value} max={plus(day.value, 60)} required />}
        {why && <Why status={status.value} />}
        <p><button type="submit" class="button">{t("path.look")}</button></p>
      </form>
      {step.value && <Confirm cohort={cohort} place={place} step={step.value} changed={done} close={() => (step.value = null)} />}
    </details>
  );
}

function Why({ status }: { status: Status | "" }) {
  return (
    <>
      <div class="field">
        <label for="path-category">{t("path.category")}</label>
        <select class="input" id="path-category" name="category" required>
          {CATEGORIES.map((one) => <option key={one} value={one} selected={one === (status === "excluded" ? "discipline" : "personal")}>{t(`path.category.${one}`)}</option>)}
        </select>
      </div>
      <WordsField id={`path-reason-${status}`} name="reason" label={t("path.reason")} hint={t("path.reason.hint")} />
    </>
  );
}

function Confirm({ cohort, place, step, changed, close }: Props & { step: Step; close: () => void }) {
  const failure = useSignal("");
  const busy = useSignal(false);
  const go = async () => {
    if (busy.value) return;
    busy.value = true;
    await changeStatus(cohort, place.person.id, step).then(changed, (error: unknown) => (failure.value = placeFailure(error)));
    busy.value = false;
  };
  return (
    <Dialog title={t("path.confirm", { name: place.person.name })} close={close}>
      <div class="stack tight">
        <p>{t(`path.step.${step.status}` as Key)}, {date(step.day)}{whyWords({ category: step.category ?? null, reason: step.reason ?? null }) && ` · ${whyWords({ category: step.category ?? null, reason: step.reason ?? null })}`}</p>
        <h3>{t("path.effects")}</h3>
        <ul class="effects">{effectsOf(place, step).map((one) => <li key={one}>{one}</li>)}</ul>
        {(step.status === "dropped_out" || step.status === "excluded" || step.status === "deferred") && <p class="small soft"><Icon name="info" /> {t("path.effects.elsewhere")}</p>}
        {step.status !== "suspended" && !(step.status === "enrolled") && <p class="small">{t("path.effects.final")}</p>}
        {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
        <div class="actions">
          <button type="button" class="button primary" aria-disabled={busy.value} onClick={() => void go()}>{t("path.confirm.yes")}</button>
          <button type="button" class="button plain" onClick={close}>{t("path.confirm.no")}</button>
        </div>
      </div>
    </Dialog>
  );
}
