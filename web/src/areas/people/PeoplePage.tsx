// The accounts of a cohort, for those who keep them: who came, who has not, and what to do about it.
import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Loaded } from "../../ui/Loaded";
import { Cohorts } from "../cohort/Cohorts";
import { cohortsWhere, underCohort, type Me } from "../session/session";
import { AccountRow } from "./AccountRow";
import { Invite } from "./Invite";
import { loadPeople } from "./people";

/** cohort null: everybody, for administrators. */
export function PeoplePage({ me, cohort }: { me: Me; cohort: string | null }) {
  useTitle(t("people.title"));
  const people = useResource(`people ${cohort ?? ""}`, (signal) => loadPeople(cohort, signal));
  return (
    <Loaded from={people}>
      {(all) => (
        <>
          <header class="page-head"><h1>{t("people.title")}</h1></header>
          <div class="stack">
            {cohort !== null && <Cohorts all={cohortsWhere(me, "assist")} now={cohort} page="personnes" />}
            <Invite cohort={cohort} sent={people.replace} />
            <section class="leaf">
              <ul class="items">
                {all.map((one) => <li key={one.id}><AccountRow account={one} path={cohort === null ? null : `${underCohort(me, cohort)}/stagiaires/${one.id}/parcours`} changed={(now) => people.replace((before) => before.map((a) => (a.id === now.id ? now : a)))} reload={people.reload} /></li>)}
              </ul>
            </section>
            <p><a href="/courrier">{t("people.mail")}</a></p>
          </div>
        </>
      )}
    </Loaded>
  );
}
