// What happens in the half-days of a session, or of the jury's day: for those who run the cohort, one after the other or several alike.
import { useSignal } from "@preact/signals";

import { t, tn } from "../../i18n/t";
import { typed } from "../../lib/form";
import type { Named } from "../../lib/people";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { announce } from "../../ui/Announcer";
import { Dialog } from "../../ui/Dialog";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { MissingPage } from "../../ui/MissingPage";
import { Notice } from "../../ui/Notice";
import { useSending } from "../../ui/sending";
import { loadPeople } from "../people/people";
import { loadCohortProgramme } from "../programme/programme";
import { milestoneName, Warnings } from "./YearPage";
import {
  changeSession, FORMATS, halfHours, halfWhen, halfWords, isPlanned, loadYear, milestoneWhen, modulesOf, planHalfDay, sessionDays,
  type HalfDay, type Modules, type Plan, type Year, type YearMilestone, type YearSession,
} from "./year";

interface Planning {
  year: Year;
  modules: Modules;
  trainers: Named[];
}

async function load(cohort: string, signal: AbortSignal): Promise<Planning | null> {
  const year = await loadYear(cohort, signal);
  if (!year.abilities.plan) return null;
  const [programme, people] = await Promise.all([loadCohortProgramme(cohort, signal), loadPeople(cohort, signal)]);
  return { year, modules: modulesOf(programme), trainers: people.filter((one) => one.roles.includes("trainer") && one.state !== "closed") };
}

/** part: a session, or a date of the year that has half-days. */
export function HalfDaysPage({ cohort, part }: { cohort: string; part: string }) {
  const loaded = useResource(`plan ${cohort}`, (signal) => load(cohort, signal));
  return (
    <Loaded from={loaded}>{(planning) => {
      const of = planning?.year.sessions.find((one) => one.id === part) ?? planning?.year.milestones.find((one) => one.id === part);
      if (!planning || !of) return <MissingPage />;
      return <Part planning={planning} of={of} changed={(year) => loaded.replace({ ...planning, year })} />;
    }}</Loaded>
  );
}

const capital = (words: string) => words.charAt(0).toLocaleUpperCase("fr") + words.slice(1);
const isSession = (of: YearSession | YearMilestone): of is YearSession => "order" in of;

function Part({ planning, of, changed }: { planning: Planning; of: YearSession | YearMilestone; changed: (year: Year) => void }) {
  const { year, modules } = planning;
  const title = isSession(of) ? t("halfday.title", { n: of.order }) : milestoneName(of);
  useTitle(title);
  const chosen = useSignal<HalfDay | null>(null);
  const here = new Set(of.halfDays.map((half) => half.id));
  return (
    <>
      <p><a class="back" href={`/promotions/${year.id}/calendrier`}><Icon name="back" />{t("halfday.back")}</a></p>
      <header class="page-head"><h1>{title}</h1><p>{isSession(of) ? sessionDays(of) : milestoneWhen(of)}</p></header>
      <div class="stack">
        <Warnings warnings={(year.warnings ?? []).filter((one) => here.has(one.about))} />
        {isSession(of) && year.abilities.move && <Theme year={year} session={of} changed={changed} />}
        <section class="leaf" aria-labelledby="plan-halfdays">
          <h2 id="plan-halfdays">{t("halfday.halfdays")}</h2>
          <ol class="items" role="list">{of.halfDays.map((half) => (
            <li key={half.id} class="item plain">
              <span>
                <span class="title">{capital(halfWhen(half))}</span>
                <span class="why">{halfHours(half)} · {isPlanned(half) ? halfWords(half, modules) : t("halfday.nothing")}</span>
              </span>
              <button type="button" class="button small" onClick={() => (chosen.value = half)}>{t(isPlanned(half) ? "halfday.change" : "halfday.link")}<span class="sr-only">, {halfWhen(half)}</span></button>
            </li>
          ))}</ol>
        </section>
      </div>
      {chosen.value && <Planner planning={planning} half={chosen.value} others={of.halfDays.filter((one) => one.id !== chosen.value?.id)} changed={changed} close={() => (chosen.value = null)} />}
    </>
  );
}

function Theme({ year, session, changed }: { year: Year; session: YearSession; changed: (year: Year) => void }) {
  const { submit, saying } = useSending(async (form) => changed(await changeSession(year.id, session.id, { theme: typed(form, "theme") })), t("halfday.theme.kept"));
  return (
    <form class="leaf stack tight" onSubmit={submit}>
      <div class="field">
        <label for="plan-theme">{t("halfday.theme")}</label>
        <input id="plan-theme" name="theme" class="input" maxLength={200} defaultValue={session.theme} />
      </div>
      {saying}
      <p><button type="submit" class="button">{t("halfday.theme.keep")}</button></p>
    </form>
  );
}

const checkedIn = (form: HTMLFormElement, name: string) => new FormData(form).getAll(name).filter((one) => typeof one === "string");

function planOf(form: HTMLFormElement): Plan {
  const [format, module, room] = ["format", "module", "room"].map((name) => typed(form, name) || null);
  return { format: format ?? null, module: module ?? null, room: room ?? null, trainers: checkedIn(form, "trainer") };
}

interface PlannerProps {
  planning: Planning;
  half: HalfDay;
  others: readonly HalfDay[];
  changed: (year: Year) => void;
  close: () => void;
}

function Planner({ planning, half, others, changed, close }: PlannerProps) {
  const { year, modules, trainers } = planning;
  const failure = useSignal("");
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    failure.value = "";
    const plan = planOf(form), also = checkedIn(form, "also");
    try {
      for (const id of [half.id, ...also]) changed(await planHalfDay(year.id, id, plan));
      announce(tn("halfday.kept", also.length + 1));
      close();
    } catch (error) {
      failure.value = failureWords(error);
    }
  };
  const here = new Set(trainers.map((one) => one.id));
  const all = [...trainers, ...half.trainers.filter((one) => !here.has(one.id))];
  const rooms = [...new Set([...year.sessions, ...year.milestones].flatMap((one) => one.halfDays.map((each) => each.room)).filter((one) => one !== null))];
  return (
    <Dialog title={t("halfday.ask", { when: halfWhen(half) })} close={close}>
      <form class="stack tight" data-about={half.id} onSubmit={(event) => void save(event)}>
        <Choice name="format" label={t("halfday.format")} chosen={half.format} options={Object.entries(FORMATS).map(([id, key]) => [id, t(key)])} />
        <Choice name="module" label={t("halfday.module")} chosen={half.module} options={[...modules]} />
        <div class="field">
          <label for="plan-room">{t("halfday.room")}</label>
          <input id="plan-room" name="room" class="input" maxLength={80} list="plan-rooms" aria-describedby="plan-room-hint" defaultValue={half.room ?? ""} />
          <span id="plan-room-hint" class="hint">{t("halfday.room.hint")}</span>
          <datalist id="plan-rooms">{rooms.map((one) => <option key={one} value={one} />)}</datalist>
        </div>
        <fieldset class="choices">
          <legend>{t("halfday.trainers")}</legend>
          {all.length === 0 && <p class="soft">{t("halfday.trainers.none")} <a href={`/promotions/${year.id}/personnes`}>{t("halfday.trainers.invite")}</a></p>}
          {all.map((one) => <Check key={one.id} name="trainer" value={one.id} checked={half.trainers.some((each) => each.id === one.id)} label={one.name} />)}
        </fieldset>
        {others.length > 0 && (
          <details>
            <summary>{t("halfday.also")}</summary>
            <fieldset class="choices">
              <legend class="sr-only">{t("halfday.others")}</legend>
              {others.map((one) => <Check key={one.id} name="also" value={one.id} checked={false} label={halfWhen(one)} why={isPlanned(one) ? halfWords(one, modules) : t("halfday.nothing")} />)}
            </fieldset>
          </details>
        )}
        {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
        <p><button type="submit" class="button primary">{t("halfday.keep")}</button></p>
      </form>
    </Dialog>
  );
}

function Choice({ name, label, chosen, options }: { name: string; label: string; chosen: string | null; options: readonly (readonly [string, string])[] }) {
  return (
    <div class="field">
      <label for={`plan-${name}`}>{label}</label>
      <select id={`plan-${name}`} name={name} class="input">
        <option value="">{t("halfday.none")}</option>
        {options.map(([id, words]) => <option key={id} value={id} selected={id === chosen}>{words}</option>)}
      </select>
    </div>
  );
}

function Check({ name, value, checked, label, why }: { name: string; value: string; checked: boolean; label: string; why?: string }) {
  return (
    <label class="choice">
      <input type="checkbox" name={name} value={value} defaultChecked={checked} />
      <span>{label}{why !== undefined && <small>{why}</small>}</span>
    </label>
  );
}
