// Everybody's place at a glance, for who runs the cohort: what waits for a decision first, then each person's year.
import { t, tn } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { BackToCohort } from "../cohort/Back";
import type { OfCohort } from "../cohort/cohort";
import { Cohorts } from "../cohort/Cohorts";
import { cohortsWhere, type Me } from "../session/session";
import { EnrolPart } from "./EnrolPart";
import { date, isHere, loadPlaces, statusWords, type PlaceLine, type Places } from "./enrolment";
import "./words";

export function PathsPage({ me, of }: { me: Me; of: OfCohort }) {
  useTitle(t("paths.title"));
  const places = useResource(`paths ${of.id}`, (signal) => loadPlaces(of.id, signal));
  return <Loaded from={places}>{(all) => <Shown me={me} of={of} all={all} reload={places.reload} />}</Loaded>;
}

function Shown({ me, of, all, reload }: { me: Me; of: OfCohort; all: Places; reload: () => void }) {
  const waiting = all.trainees.filter((one) => one.teamRequest !== null || one.suspensionOver);
  const alone = all.trainees.filter((one) => isHere(one.status) && one.tutor === null);
  return (
    <>
      <BackToCohort of={of} label={all.cohort.label}><a class="back" href="/stagiaires"><Icon name="back" />{t("trainees.back")}</a></BackToCohort>
      <header class="page-head">
        <h1>{t("paths.title")}</h1>
        <p>{t("paths.intro")}</p>
        {all.abilities.manage && <div class="actions"><a class="button" href={`${of.under}/stagiaires/accompagnement`}>{t("together.title")}</a></div>}
      </header>
      <div class="stack">
        <Cohorts all={cohortsWhere(me, "assist")} now={of.id} page="stagiaires/parcours" />
        {waiting.length > 0 && <section class="leaf" aria-labelledby="paths-waiting"><h2 id="paths-waiting">{t("paths.waiting")}</h2><Rows of={of} places={waiting} why={waitingWords} /></section>}
        <section class="leaf" aria-labelledby="paths-all">
          <h2 id="paths-all">{t("paths.all")}</h2>
          {alone.length > 0 && <p class="soft">{tn("paths.alone", alone.length)}</p>}
          {all.trainees.length === 0 ? <p class="soft">{t("paths.none")}</p> : <Rows of={of} places={all.trainees} why={placeWords} />}
        </section>
        {all.abilities.enrol && <EnrolPart of={of} from={all.day} enrolled={all.trainees} done={reload} />}
      </div>
    </>
  );
}

function waitingWords(one: PlaceLine): string {
  return [one.suspensionOver ? t("paths.suspension_over", { day: date(one.suspendedUntil ?? one.from) }) : "", one.teamRequest ? t("paths.wants_team", { day: date(one.teamRequest.askedAt) }) : ""].filter(Boolean).join(" · ");
}

function placeWords(one: PlaceLine): string {
  const repeat = one.repeat ? t("path.repeat.short", { cohort: one.repeat.previousCohort ?? "" }) : "";
  if (!isHere(one.status)) return [statusWords(one), repeat].filter(Boolean).join(" · ");
  return [
    one.status === "enrolled" ? "" : statusWords(one), one.team?.name ?? t("path.team.none"),
    one.tutor ? t("paths.tutor", { name: one.tutor.name }) : t("paths.no_tutor"), one.cooperator ? t("paths.cooperator", { name: one.cooperator.name }) : "", repeat,
  ].filter(Boolean).join(" · ");
}

function Rows({ of, places, why }: { of: OfCohort; places: readonly PlaceLine[]; why: (one: PlaceLine) => string }) {
  return (
    <ul class="items" role="list">
      {places.map((one) => (
        <li key={one.person.id}>
          <a class="item" href={`${of.under}/stagiaires/${one.person.id}/parcours`}>
            <Icon name={isHere(one.status) ? "person" : "leave"} />
            <span><span class="title">{one.person.name}</span><span class="why">{why(one)}</span></span>
            <Icon name="next" />
          </a>
        </li>
      ))}
    </ul>
  );
}
