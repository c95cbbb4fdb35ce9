// On one's account: the team, who accompanies one and whom one accompanies, and the pages about it.
import { t, tn } from "../../i18n/t";
import { enumerate } from "../../lib/people";
import { useResource } from "../../lib/resource";
import { Icon, type IconName } from "../../ui/Icon";
import { loadCohort } from "../cohort/cohort";
import { cohortsWhere, isTrainee, type Me } from "../session/session";
import { loadAccompanied } from "./enrolment";
import "./words";

export function OwnPlace({ me }: { me: Me }) {
  const trainee = isTrainee(me);
  const loaded = useResource("own place", async (signal) => {
    const [cohort, accompanied] = await Promise.all([trainee ? loadCohort(signal) : null, loadAccompanied(signal)]);
    return { cohort, accompanied };
  });
  if (loaded.state !== "ready") return null;
  const { cohort, accompanied } = loaded.value;
  const names = [...new Set(accompanied.map((one) => one.trainee.name))];
  return (
    <>
      {(names.length > 0 || cohort) && (
        <section class="leaf" aria-labelledby="own-place">
          <h2 id="own-place">{t("own.title")}</h2>
          <dl class="facts">
            {trainee && cohort && <div><dt>{t("path.team")}</dt><dd>{cohort.team ? <a href={`/equipes/${cohort.team.id}`}>{cohort.team.name}</a> : t("path.team.none")}</dd></div>}
            {trainee && cohort && <div><dt>{t("path.tutor")}</dt><dd>{cohort.tutor?.name ?? t("path.nobody")}</dd></div>}
            {trainee && cohort && <div><dt>{t("path.cooperator")}</dt><dd>{cohort.cooperator?.name ?? t("path.nobody")}</dd></div>}
            {names.length > 0 && <div><dt>{tn("own.accompanies", names.length)}</dt><dd>{enumerate(names)}</dd></div>}
          </dl>
        </section>
      )}
      <Pages me={me} />
    </>
  );
}

/** Jury members read measures of time, trainers all of them; whoever enters them begins here. */
const READS_MEASURES = ["disability_officer", "trainer", "tutor", "research_cooperator", "jury_member"];

function Pages({ me }: { me: Me }) {
  const measures = me.cohort !== null && me.person.roles.some((role) => READS_MEASURES.includes(role));
  const own = me.cohort !== null && isTrainee(me);
  const paths = cohortsWhere(me, "assist").length > 0;
  if (!measures && !own && !paths) return null;
  return (
    <nav class="leaf" aria-label={t("own.pages")}>
      <ul class="items" role="list">
        {own && <li><Page href="/compte/parcours" icon="person" title={t("path.own")} why={t("own.path.why")} /></li>}
        {paths && <li><Page href="/stagiaires/parcours" icon="people" title={t("paths.title")} why={t("own.paths.why")} /></li>}
        {(measures || paths) && <li><Page href="/amenagements" icon="info" title={t("measures.title")} why={t(me.person.roles.includes("disability_officer") ? "own.measures.enter" : "own.measures.why")} /></li>}
      </ul>
    </nav>
  );
}

function Page({ href, icon, title, why }: { href: string; icon: IconName; title: string; why: string }) {
  return <a class="item" href={href}><Icon name={icon} /><span><span class="title">{title}</span><span class="why">{why}</span></span><Icon name="next" /></a>;
}
