// One person's year, for who runs the cohort and for themselves: inscription, accompaniment, team, arrangements.
import { t } from "../../i18n/t";
import type { Named } from "../../lib/people";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import type { OfCohort } from "../cohort/cohort";
import { loadCohortProgramme } from "../programme/programme";
import type { Me } from "../session/session";
import { AccompanimentPart } from "./AccompanimentPart";
import { date, isHere, loadPlace, loadPlaces, readableUntil, statusWords, type Place, type Places } from "./enrolment";
import { loadMeasures, type Measured } from "./measures";
import { MeasureLines } from "./MeasureLines";
import { ProjectPart } from "./ProjectPart";
import { StatusPart } from "./StatusPart";
import { TeamPart } from "./TeamPart";
import "./words";

interface Path {
  place: Place;
  places: Places | null;
  measures: Measured | null;
  blocks: ReadonlyMap<string, string>;
}

async function load(cohort: string, person: string, own: boolean, signal: AbortSignal): Promise<Path> {
  const optional = <T,>(what: Promise<T>) => what.catch(() => null);
  const place = await loadPlace(cohort, person, signal);
  const [places, measures, programme] = await Promise.all([
    own ? null : optional(loadPlaces(cohort, signal)), optional(loadMeasures(cohort, person, signal)),
    place.repeat ? optional(loadCohortProgramme(cohort, signal)) : null,
  ]);
  return { place, places, measures, blocks: new Map(programme?.blocks.map((block, i) => [block.id, t("path.block", { n: i + 1, title: block.title })])) };
}

export function PathPage({ of, me, person }: { of: OfCohort; me: Me; person: string }) {
  const own = person === me.person.id;
  const path = useResource(`path ${of.id} ${person}`, (signal) => load(of.id, person, own, signal));
  return <Loaded from={path}>{(one) => <Shown of={of} own={own} path={one} changed={(place) => path.replace({ ...one, place })} />}</Loaded>;
}

/** Of a cohort to come there is nothing to read yet: one goes back to its list. */
function backOf(of: OfCohort, own: boolean, person: Named): { href: string; to: string } {
  if (own) return { href: "/compte", to: t("path.back.own") };
  return of.under === "" ? { href: `/stagiaires/${person.id}`, to: person.name } : { href: `${of.under}/stagiaires/parcours`, to: t("paths.title") };
}

function Shown({ of, own, path, changed }: { of: OfCohort; own: boolean; path: Path; changed: (place: Place) => void }) {
  const { place, places, measures } = path, cohort = of.id, back = backOf(of, own, place.person);
  useTitle(own ? t("path.own") : t("path.of", { name: place.person.name }));
  return (
    <>
      <p><a class="back" href={back.href}><Icon name="back" />{back.to}</a></p>
      <header class="page-head"><h1>{own ? t("path.own") : t("path.of", { name: place.person.name })}</h1>{own && <p>{statusWords(place)}</p>}</header>
      <div class="columns">
        <div class="stack">
          {own && !isHere(place.status) && place.to !== null && <Notice mood="plain"><p>{t("path.left.own", { day: date(readableUntil(place.to)) })}</p><p><a href="/journal">{t("path.left.journal")}</a> · <a href="/ecrits">{t("path.left.works")}</a></p></Notice>}
          <StatusPart cohort={cohort} place={place} changed={changed} />
          {place.repeat && <Acquired place={place} blocks={path.blocks} />}
          <ProjectPart cohort={cohort} own={own} place={place} changed={changed} />
          <TeamPart cohort={cohort} place={place} teams={places?.teams ?? []} changed={changed} />
        </div>
        <div class="stack">
          <AccompanimentPart cohort={cohort} as="tutor" place={place} people={places?.tutors ?? []} changed={changed} />
          <AccompanimentPart cohort={cohort} as="cooperator" place={place} people={places?.cooperators ?? []} changed={changed} />
          {measures && <section class="leaf" aria-labelledby="path-measures"><h2 id="path-measures">{t("measures.title")}</h2><MeasureLines measured={measures} /></section>}
        </div>
      </div>
    </>
  );
}

/** What was acquired before, and the works that are not due because of it. */
function Acquired({ place, blocks }: { place: Place; blocks: ReadonlyMap<string, string> }) {
  const cohort = place.repeat?.previousCohort ?? "";
  const carried = place.works.filter((work) => work.carriedOverFrom !== null);
  return (
    <section class="leaf" aria-labelledby="path-acquired">
      <h2 id="path-acquired">{t("path.acquired")}</h2>
      <ul class="through">
        {place.repeat?.acquiredBlocks.map((block) => <li key={block}><span class="title">{blocks.get(block) ?? block}</span><span class="why"><Icon name="check" /> {t("path.acquired.in", { cohort })}</span></li>)}
        {carried.map((work) => <li key={work.kind}><span class="title">{t(`work.${work.kind}`)}</span><span class="why"><Icon name="check" /> {t("path.carried", { cohort })}</span></li>)}
      </ul>
    </section>
  );
}
