// The team spaces that a person may open.
import { t, tn } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { loadGroups, type GroupLine } from "./group";

export function GroupsPage({ formTeams }: { formTeams: boolean }) {
  useTitle(t("groups.title"));
  const groups = useResource("groups", loadGroups);
  return (
    <Loaded from={groups}>{(all) => (
      <>
        <header class="page-head"><h1>{t("groups.title")}</h1><p>{t("groups.intro")}</p>
          {formTeams && <p><a class="button" href="/equipes/former">{t("groups.form")}</a></p>}
        </header>
        {all.length === 0
          ? <div class="empty"><p class="say">{t("groups.empty")}</p></div>
          : <section class="leaf" aria-label={t("groups.title")}><GroupItems groups={all} /></section>}
      </>
    )}</Loaded>
  );
}

export function GroupItems({ groups }: { groups: readonly GroupLine[] }) {
  return (
    <ul class="items" role="list">
      {groups.map((one) => (
        <li key={one.id}>
          <a class="item" href={`/equipes/${one.id}`}>
            <Icon name="team" />
            <span>
              <span class="title">{one.name}</span>
              <span class="why">{[one.mine ? t("groups.mine") : t(`group.kind.${one.kind}`), tn("groups.pages", one.pages)].join(" · ")}</span>
            </span>
            <Icon name="next" />
          </a>
        </li>
      ))}
    </ul>
  );
}
