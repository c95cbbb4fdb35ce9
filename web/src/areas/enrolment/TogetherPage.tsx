// Giving several trainees the same tutor or research cooperator from a day on; with one tap, all those of somebody who leaves.
import { useSignal } from "@preact/signals";

import { t, tn } from "../../i18n/t";
import type { Named } from "../../lib/people";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { announce } from "../../ui/Announcer";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { MissingPage } from "../../ui/MissingPage";
import { Notice } from "../../ui/Notice";
import { BackToCohort } from "../cohort/Back";
import type { OfCohort } from "../cohort/cohort";
import { assigningOf, AssignFields } from "./AccompanimentPart";
import { assignAll, isHere, loadPlaces, placeFailure, type Accompaniment, type PlaceLine, type Places } from "./enrolment";
import "./words";

export function TogetherPage({ of }: { of: OfCohort }) {
  useTitle(t("together.title"));
  const places = useResource(`paths ${of.id}`, (signal) => loadPlaces(of.id, signal));
  return <Loaded from={places}>{(all) => (all.abilities.manage ? <Form of={of} all={all} replace={places.replace} /> : <MissingPage />)}</Loaded>;
}

interface Group { who: Named | null; trainees: PlaceLine[] }

/** Those without anybody first, then by who accompanies them. */
function groupsOf(trainees: readonly PlaceLine[], as: Accompaniment): Group[] {
  const groups = new Map<string, Group>();
  for (const one of trainees.filter((place) => isHere(place.status))) {
    const who = one[as];
    const group = groups.get(who?.id ?? "") ?? { who, trainees: [] };
    group.trainees.push(one);
    groups.set(who?.id ?? "", group);
  }
  return [...groups.values()].sort((a, b) => (a.who?.name ?? "").localeCompare(b.who?.name ?? "", "fr"));
}

function Form({ of, all, replace }: { of: OfCohort; all: Places; replace: (all: Places) => void }) {
  const as = useSignal<Accompaniment>("tutor");
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  const failure = useSignal("");
  const nth = useSignal(0);
  const choose = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen.value);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    chosen.value = next;
  };
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    failure.value = "";
    const count = chosen.value.size;
    try {
      replace(await assignAll(of.id, as.value, [...chosen.value], assigningOf(event.currentTarget)));
      chosen.value = new Set();
      nth.value++;
      announce(tn("together.done", count));
    } catch (error) {
      failure.value = placeFailure(error);
    }
  };
  return (
    <>
      <BackToCohort of={of} label={all.cohort.label}><a class="back" href={`${of.under}/stagiaires/parcours`}><Icon name="back" />{t("paths.title")}</a></BackToCohort>
      <header class="page-head"><h1>{t("together.title")}</h1><p>{t("together.intro")}</p></header>
      <form class="columns" onSubmit={(event) => void send(event)}>
        <div class="stack">
          <fieldset class="choices">
            <legend>{t("together.as")}</legend>
            {(["tutor", "cooperator"] as const).map((one) => <label key={one} class="choice"><input type="radio" name="as" checked={as.value === one} onChange={() => { as.value = one; chosen.value = new Set(); nth.value++; }} /><span>{t(`path.${one}`)}</span></label>)}
          </fieldset>
          {groupsOf(all.trainees, as.value).map((group) => <Choice key={`${as.value} ${group.who?.id ?? ""}`} group={group} chosen={chosen.value} choose={choose} />)}
        </div>
        <section class="leaf" aria-labelledby="together-next">
          <h2 id="together-next">{t("together.next")}</h2>
          <div class="stack tight" key={nth.value}>
            <AssignFields id="together" people={as.value === "tutor" ? all.tutors : all.cooperators} from={all.day} />
            <p class="soft">{t("together.effect")}</p>
            {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
            <p><button type="submit" class="button primary" disabled={chosen.value.size === 0}>{chosen.value.size === 0 ? t("together.choose") : tn("together.do", chosen.value.size)}</button></p>
          </div>
        </section>
      </form>
    </>
  );
}

function Choice({ group, chosen, choose }: { group: Group; chosen: ReadonlySet<string>; choose: (ids: readonly string[], on: boolean) => void }) {
  const ids = group.trainees.map((one) => one.person.id);
  const all = ids.every((id) => chosen.has(id));
  const name = group.who?.name ?? t("path.nobody"), heading = `group-${group.who?.id ?? "nobody"}`;
  return (
    <div class="leaf together" role="group" aria-labelledby={heading}>
      <h2 id={heading}>{name}</h2>
      <p><button type="button" class="button small" onClick={() => choose(ids, !all)}>{t(all ? "together.none" : "together.all")}<span class="sr-only"> {name}</span></button></p>
      {group.trainees.map((one) => (
        <label key={one.person.id} class="choice">
          <input type="checkbox" checked={chosen.has(one.person.id)} onChange={(event) => choose([one.person.id], event.currentTarget.checked)} />
          <span><strong>{one.person.name}</strong>{one.team && <small>{one.team.name}</small>}</span>
        </label>
      ))}
    </div>
  );
}
