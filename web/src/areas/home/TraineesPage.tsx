// The people one accompanies, or the whole cohort for those who run it.
import { t, tn } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { areOfSeveral } from "../cohort/cohort";
import { mayAccompany } from "../session/roles";
import { cohortsWhere, type Me } from "../session/session";
import { isHere, loadTrainees, type Trainee } from "./trainees";

export function TraineesPage({ me }: { me: Me }) {
  useTitle(t("trainees.title"));
  const runs = cohortsWhere(me, "assist").length > 0;
  const trainees = useResource("trainees", loadTrainees);
  return (
    <Loaded from={trainees}>{(all) => (
      <>
        <header class="page-head"><h1>{t("trainees.title")}</h1>{all.length > 0 && <p>{tn("trainees.intro", all.filter(isHere).length)}</p>}
          {(runs || mayAccompany(me.person.roles)) && <div class="actions">
            {runs && <><a class="button small" href="/stagiaires/parcours">{t("trainees.paths")}</a> <a class="button small" href="/amenagements">{t("trainees.measures")}</a></>}
            {mayAccompany(me.person.roles) && <a class="button small" href="/stagiaires/notes">{t("note.title")}</a>}
          </div>}
        </header>
        {all.length === 0 ? <div class="empty"><p class="say">{t("trainees.empty")}</p></div> : <section class="leaf" aria-label={t("trainees.title")}><TraineeItems trainees={all} /></section>}
      </>
    )}</Loaded>
  );
}

export function TraineeItems({ trainees }: { trainees: readonly Trainee[] }) {
  const several = areOfSeveral(trainees);
  return (
    <ul class="items" role="list">
      {trainees.map((one) => (
        <li key={one.id}>
          <a class="item" href={`/stagiaires/${one.id}`}>
            <Icon name="people" />
            <span>
              <span class="title">{one.name}</span>
              <span class="why">{[several && one.cohort?.label, ...(isHere(one) ? [one.project, one.team?.name] : [t("trainee.left")])].filter(Boolean).join(" · ")}</span>
            </span>
            <Icon name="next" />
          </a>
        </li>
      ))}
    </ul>
  );
}
