// The groups of the cohort: one's own, invitations, those one may join, the others; and opening a work group.
import type { ComponentChildren } from "preact";
import { useSignal } from "@preact/signals";

import { t, tn } from "../../i18n/t";
import { navigate } from "../../lib/router";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { areOfSeveral } from "../cohort/cohort";
import { cohortsWhere, underCohort, type Me } from "../session/session";
import { groupFailure, joinGroup, loadGroups, uninvite, type GroupLine } from "./group";
import { OpenGroup } from "./OpenGroup";

export function GroupsPage({ me }: { me: Me }) {
  useTitle(t("groups.title"));
  const formed = cohortsWhere(me, "manage");
  const groups = useResource("groups", loadGroups);
  return (
    <Loaded from={groups}>{(all) => (
      <>
        <header class="page-head">
          <h1>{t("groups.title")}</h1>
          <p>{t("groups.intro")}</p>
          {formed.length > 0 && (
            <p class="actions">
              {formed.map(({ id, label }) => <a key={id} class="button" href={`${underCohort(me, id)}/equipes/former`}>{formed.length === 1 ? t("groups.form") : t("groups.form.of", { label })}</a>)}
            </p>
          )}
        </header>
        {all.length === 0 ? <div class="empty"><p class="say">{t("groups.empty")}</p></div> : <Lists me={me.person.id} all={all} reload={groups.reload} />}
        {me.abilities.openGroup && <OpenGroup cohorts={cohortsWhere(me, "openGroup")} />}
      </>
    )}</Loaded>
  );
}

function Lists({ me, all, reload }: { me: string; all: readonly GroupLine[]; reload: () => void }) {
  const refused = useSignal("");
  const act = async (change: () => Promise<unknown>, then: () => void) => {
    try {
      await change();
      then();
    } catch (error) {
      refused.value = groupFailure(error);
    }
  };
  const join = (id: string) => void act(() => joinGroup(id), () => navigate(`/equipes/${id}`));
  const decline = (id: string) => void act(() => uninvite(id, me), reload);
  const live = all.filter((one) => !one.archived);
  const invited = live.filter((one) => one.invited && !one.mine);
  const mine = live.filter((one) => one.mine);
  const open = live.filter((one) => one.abilities.join && !one.invited);
  const others = live.filter((one) => !one.mine && !one.abilities.join && !one.invited);
  const archived = all.filter((one) => one.archived && one.abilities.read);
  return (
    <div class="stack">
      {refused.value !== "" && <Notice mood="alert" urgent><p>{refused.value}</p></Notice>}
      <Part id="invited" title={t("groups.invited")} groups={invited} actions={(one) => (
        <>
          <button type="button" class="button small primary" onClick={() => join(one.id)}>{t("groups.accept")}<span class="sr-only"> {one.name}</span></button>
          <button type="button" class="button small plain" onClick={() => decline(one.id)}>{t("groups.decline")}<span class="sr-only"> {one.name}</span></button>
        </>
      )} />
      <Part id="mine" title={t("groups.own")} groups={mine} />
      <Part id="open" title={t("groups.open")} groups={open} actions={(one) => (
        <button type="button" class="button small" onClick={() => join(one.id)}>{t("groups.join")}<span class="sr-only"> {one.name}</span></button>
      )} />
      <Part id="others" title={t("groups.others")} groups={others} />
      <Part id="archived" title={t("groups.archived")} groups={archived} />
    </div>
  );
}

function Part({ id, title, groups, actions }: { id: string; title: string; groups: readonly GroupLine[]; actions?: (one: GroupLine) => ComponentChildren }) {
  if (groups.length === 0) return null;
  return (
    <section class="leaf" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <GroupItems groups={groups} actions={actions} />
    </section>
  );
}

export function GroupItems({ groups, actions }: { groups: readonly GroupLine[]; actions?: ((one: GroupLine) => ComponentChildren) | undefined }) {
  const several = areOfSeveral(groups);
  return (
    <ul class="items" role="list">
      {groups.map((one) => (
        <li key={one.id} class={actions ? "with-actions" : undefined}>
          <a class="item" href={`/equipes/${one.id}`}>
            <Icon name="team" />
            <span>
              <span class="title">{one.name}</span>
              <span class="why">{several && `${one.cohort?.label} · `}{lineWords(one)}</span>
            </span>
            <Icon name="next" />
          </a>
          {actions && <p class="actions">{actions(one)}</p>}
        </li>
      ))}
    </ul>
  );
}

function lineWords(one: GroupLine): string {
  const kind = one.mine && one.kind === "team" ? t("groups.mine") : t(`group.kind.${one.kind}`);
  return [kind, one.theme, one.abilities.read && (one.pages === 0 ? t("groups.pages.none") : tn("groups.pages", one.pages))].filter(Boolean).join(" · ");
}
