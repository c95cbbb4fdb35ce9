// The year of a cohort: sessions with what happens in them, and the dates that matter; its manager moves sessions, and sees
// what a move changes before making it.
import { useSignal } from "@preact/signals";

import { t, type Key } from "../../i18n/t";
import { parse, weekday } from "../../lib/dates";
import { enumerate } from "../../lib/people";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { announce } from "../../ui/Announcer";
import { Dialog } from "../../ui/Dialog";
import { failureWords } from "../../ui/failure";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { MILESTONES } from "../cohort/milestones";
import { changeSession, loadCohorts, loadYear, milestoneWhen, sessionDays, tryMove, warningWords, type HalfDay, type ProposedYear, type Warning, type Year, type YearMilestone, type YearSession } from "./year";

export function YearPage() {
  useTitle(t("year.title"));
  const loaded = useResource("year", async (signal) => {
    const { cohorts, abilities } = await loadCohorts(signal);
    const first = cohorts[0];
    return { year: first ? await loadYear(first.id, signal) : null, setUp: abilities.setUp };
  });
  return (
    <Loaded from={loaded}>{({ year, setUp }) => (
      <>
        <header class="page-head"><h1>{t("year.title")}</h1>{year && <p>{t("year.intro", { label: year.label, programme: year.programme.title })}</p>}</header>
        {year ? <Sessions year={year} changed={(next) => loaded.replace({ year: next, setUp })} /> : <div class="empty"><p class="say">{t("year.none")}</p></div>}
        {setUp && <p><a class="button" href="/promotions/nouvelle">{t("setup.link")}</a></p>}
      </>
    )}</Loaded>
  );
}

function Sessions({ year, changed }: { year: Year; changed: (year: Year) => void }) {
  const moving = useSignal<YearSession | null>(null);
  return (
    <div class="stack">
      <Warnings warnings={year.warnings ?? []} />
      <YearDates year={year} {...(year.abilities.move ? { move: (session: YearSession) => (moving.value = session) } : {})} />
      {moving.value && <Move year={year} session={moving.value} changed={changed} close={() => (moving.value = null)} />}
    </div>
  );
}

export function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null;
  const words = [...new Set(warnings.map(warningWords))];
  return <Notice mood="warn"><p><b>{t("year.warnings")}</b></p><ul>{words.map((one) => <li key={one}>{one}</li>)}</ul></Notice>;
}

export function YearDates({ year, move }: { year: ProposedYear; move?: (session: YearSession) => void }) {
  return (
    <>
      <section class="leaf" aria-labelledby="year-sessions">
        <h2 id="year-sessions">{t("year.sessions")}</h2>
        <ol class="items" role="list">{year.sessions.map((one) => <SessionLine key={one.id} session={one} move={move} />)}</ol>
      </section>
      <section class="leaf" aria-labelledby="year-milestones">
        <h2 id="year-milestones">{t("year.milestones")}</h2>
        <dl class="facts">{year.milestones.map((one) => <div key={one.id}><dt>{milestoneName(one)}</dt><dd>{milestoneWhen(one)}</dd></div>)}</dl>
      </section>
    </>
  );
}

const milestoneName = (milestone: YearMilestone) => milestone.label ?? t(MILESTONES[milestone.key] ?? "milestone.other");

function SessionLine({ session, move }: { session: YearSession; move: ((session: YearSession) => void) | undefined }) {
  const planned = session.halfDays.filter((half) => half.format !== null || half.module !== null || half.trainers.length > 0);
  const gap = session.weeksSincePrevious;
  return (
    <li class="item plain">
      <span>
        <span class="title">{t("year.session", { n: session.order })}{session.theme !== "" && ` · ${session.theme}`}</span>
        <span class="why">{sessionDays(session)}{gap !== null && ` · ${t("year.weeks", { n: gap })}`}</span>
        {planned.length > 0 && (
          <details>
            <summary>{t("year.halfdays")}</summary>
            <ul class="names">{planned.map((half) => <li key={half.id}>{halfWords(half)}</li>)}</ul>
          </details>
        )}
      </span>
      {move && <button type="button" class="button small" onClick={() => move(session)}>{t("year.move")}<span class="sr-only">{`, ${t("year.session", { n: session.order })}`}</span></button>}
    </li>
  );
}

const FORMATS: Record<string, Key> = {
  seminar: "year.format.seminar",
  workshop: "year.format.workshop",
  cooperative_group: "year.format.cooperative_group",
  tutoring: "year.format.tutoring",
};

function halfWords(half: HalfDay): string {
  const format = half.format === null ? undefined : FORMATS[half.format];
  const what = [format ? t(format) : "", half.module ?? "", half.room ?? "", enumerate(half.trainers.map((one) => one.name))].filter(Boolean);
  return `${weekday(parse(half.day))}, ${t(`year.half.${half.part}`)} : ${what.join(", ")}`;
}

function Move({ year, session, changed, close }: { year: Year; session: YearSession; changed: (year: Year) => void; close: () => void }) {
  const from = useSignal(session.from);
  const after = useSignal<ProposedYear | null>(null);
  const failure = useSignal("");
  const fail = (error: unknown) => (failure.value = failureWords(error));
  const look = async (event: SubmitEvent) => {
    event.preventDefault();
    failure.value = "";
    await tryMove(year.id, session.id, from.value).then((then) => (after.value = then), fail);
  };
  const apply = async () => {
    failure.value = "";
    await changeSession(year.id, session.id, { from: from.value }).then((then) => {
      changed(then);
      announce(t("year.move.done"));
      close();
    }, fail);
  };
  const moved = after.value?.sessions.find((one) => one.id === session.id);
  return (
    <Dialog title={t("year.move.title", { n: session.order })} close={close}>
      <form class="stack tight" onSubmit={(event) => void look(event)}>
        <div class="field">
          <label for="move-from">{t("year.move.from")}</label>
          <input id="move-from" class="input" type="date" required value={from.value} onInput={(event) => {
            from.value = event.currentTarget.value;
            after.value = null;
          }} />
        </div>
        {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
        {!moved && <p><button type="submit" class="button">{t("year.move.try")}</button></p>}
      </form>
      {moved && after.value && (
        <div class="stack tight" aria-live="polite">
          <p>{t("year.move.after", { days: sessionDays(moved).toLocaleLowerCase("fr") })}</p>
          <Warnings warnings={after.value.warnings ?? []} />
          <p><button type="button" class="button primary" onClick={() => void apply()}>{t("year.move.apply")}</button></p>
        </div>
      )}
    </Dialog>
  );
}
