// The year of a cohort: sessions with what happens in them, and the dates that matter; its manager moves both, and sees what a
// move changes before making it.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { isoDay } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { lazily } from "../../ui/lazily";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { Cohorts } from "../cohort/Cohorts";
import { MILESTONES } from "../cohort/milestones";
import { loadCohortProgramme } from "../programme/programme";
import { halfWhen, halfWords, isPlanned, loadCohorts, loadYear, milestoneWhen, modulesOf, sessionDays, warningWords, type Modules, type ProposedYear, type Warning, type Year, type YearMilestone, type YearSession } from "./year";

const FeedSection = lazily(async () => (await import("./FeedSection")).FeedSection);
const MoveSession = lazily(async () => (await import("./MoveSession")).MoveSession);
const MoveMilestone = lazily(async () => (await import("./MoveMilestone")).MoveMilestone);

const NO_MODULES: Modules = new Map();

/** The year of that cohort; cohort null: of the first where one has a place. */
export function YearPage({ cohort = null }: { cohort?: string | null }) {
  useTitle(t("year.title"));
  const loaded = useResource(`year ${cohort ?? ""}`, async (signal) => {
    const { cohorts, abilities } = await loadCohorts(signal);
    const id = cohort ?? cohorts[0]?.id;
    if (id === undefined) return { year: null, modules: NO_MODULES, setUp: abilities.setUp, lasting: [] };
    const lasting = cohorts.filter((one) => one.end >= isoDay(new Date()));
    const [year, programme] = await Promise.all([loadYear(id, signal), loadCohortProgramme(id, signal)]);
    return { year, modules: modulesOf(programme), setUp: abilities.setUp, lasting };
  });
  return (
    <Loaded from={loaded}>{({ year, modules, setUp, lasting }) => (
      <>
        <header class="page-head"><h1>{t("year.title")}</h1>{year && <p>{t("year.intro", { label: year.label, programme: year.programme.title })}</p>}</header>
        <div class="stack">
          <Cohorts all={lasting} now={year?.id} page="calendrier" />
          {year ? <Sessions year={year} modules={modules} changed={(next) => loaded.replace({ year: next, modules, setUp, lasting })} /> : <div class="empty"><p class="say">{t("year.none")}</p></div>}
          {setUp && <p><a class="button" href="/promotions/nouvelle">{t("setup.link")}</a></p>}
        </div>
      </>
    )}</Loaded>
  );
}

function Sessions({ year, modules, changed }: { year: Year; modules: Modules; changed: (year: Year) => void }) {
  const moving = useSignal<YearSession | null>(null);
  const dating = useSignal<YearMilestone | null>(null);
  return (
    <div class="stack">
      <Warnings warnings={year.warnings ?? []} />
      <YearDates year={year} modules={modules} {...(year.abilities.plan ? { plan: (id: string) => `/promotions/${year.id}/calendrier/${id}` } : {})}
        {...(year.abilities.move ? { move: (session: YearSession) => (moving.value = session), date: (milestone: YearMilestone) => (dating.value = milestone) } : {})} />
      <FeedSection />
      {moving.value && <MoveSession year={year} session={moving.value} changed={changed} close={() => (moving.value = null)} />}
      {dating.value && <MoveMilestone year={year} milestone={dating.value} changed={changed} close={() => (dating.value = null)} />}
    </div>
  );
}

export function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null;
  const words = [...new Set(warnings.map(warningWords))];
  return <Notice mood="warn"><p><b>{t("year.warnings")}</b></p><ul>{words.map((one) => <li key={one}>{one}</li>)}</ul></Notice>;
}

interface DatesProps {
  year: ProposedYear;
  modules?: Modules;
  plan?: (id: string) => string;                   // the page where its half-days are planned
  move?: (session: YearSession) => void;
  date?: (milestone: YearMilestone) => void;
}

export function YearDates({ year, modules = NO_MODULES, plan, move, date }: DatesProps) {
  return (
    <>
      <section class="leaf" aria-labelledby="year-sessions">
        <h2 id="year-sessions">{t("year.sessions")}</h2>
        <ol class="items" role="list">{year.sessions.map((one) => <SessionLine key={one.id} session={one} modules={modules} plan={plan} move={move} />)}</ol>
      </section>
      <section class="leaf" aria-labelledby="year-milestones">
        <h2 id="year-milestones">{t("year.milestones")}</h2>
        <dl class="facts">{year.milestones.map((one) => <div key={one.id}><dt>{milestoneName(one)}</dt><dd class="dated"><span>{milestoneWhen(one)}</span><MilestoneActions milestone={one} plan={plan} date={date} /></dd></div>)}</dl>
      </section>
    </>
  );
}

export const milestoneName = (milestone: YearMilestone) => milestone.label ?? t(MILESTONES[milestone.key] ?? "milestone.other");

/** Two dates of a year may have one name: what is heard of a button has the date too. */
function MilestoneActions({ milestone, plan, date }: { milestone: YearMilestone } & { [K in "plan" | "date"]: DatesProps[K] | undefined }) {
  const planned = plan && milestone.halfDays.length > 0;
  if (!planned && !date) return null;
  const named = <span class="sr-only">{`, ${milestoneName(milestone)}, ${milestoneWhen(milestone)}`}</span>;
  return (
    <span class="actions">
      {planned && <a class="button small" href={plan(milestone.id)}>{t("halfday.link")}{named}</a>}
      {date && <button type="button" class="button small" onClick={() => date(milestone)}>{t("year.date")}{named}</button>}
    </span>
  );
}

function SessionLine({ session, modules, plan, move }: Omit<Required<DatesProps>, "year" | "plan" | "move" | "date"> & { session: YearSession } & { [K in "plan" | "move"]: DatesProps[K] | undefined }) {
  const planned = session.halfDays.filter(isPlanned);
  const named = <span class="sr-only">{`, ${t("year.session", { n: session.order })}`}</span>;
  const gap = session.weeksSincePrevious;
  return (
    <li class="item plain">
      <span>
        <span class="title">{t("year.session", { n: session.order })}{session.theme !== "" && ` · ${session.theme}`}</span>
        <span class="why">{sessionDays(session)}{gap !== null && ` · ${t("year.weeks", { n: gap })}`}</span>
        {planned.length > 0 && (
          <details>
            <summary>{t("year.halfdays")}</summary>
            <ul class="names">{planned.map((half) => <li key={half.id}>{t("year.half", { when: halfWhen(half), what: halfWords(half, modules) })}</li>)}</ul>
          </details>
        )}
      </span>
      {(plan ?? move) && (
        <span class="actions">
          {plan && session.halfDays.length > 0 && <a class="button small" href={plan(session.id)}>{t("halfday.link")}{named}</a>}
          {move && <button type="button" class="button small" onClick={() => move(session)}>{t("year.move")}{named}</button>}
        </span>
      )}
    </li>
  );
}
