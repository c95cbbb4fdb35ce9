// A group's space: its pages, the people in it, who else may read, and what one may do with it.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { announce } from "../../ui/Announcer";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { Files } from "./Files";
import { groupFailure, joinGroup, loadGroup, uninvite, type Group } from "./group";
import { Pages } from "./Pages";
import { People } from "./People";
import { Readers } from "./Readers";
import { Settings } from "./Settings";
import { Since } from "./Since";

/** Does something to the group and shows it as it is then; what was refused is said. */
export type GroupAct = (change: () => Promise<unknown>, done?: string) => Promise<boolean>;

export function GroupPage({ id, me }: { id: string; me: string }) {
  const group = useResource(`group ${id}`, (signal) => loadGroup(id, signal));
  return <Loaded from={group}>{(one) => <Space group={one} me={me} reload={group.reload} />}</Loaded>;
}

function Space({ group, me, reload }: { group: Group; me: string; reload: () => void }) {
  useTitle(group.name);
  const refused = useSignal("");
  const act: GroupAct = async (change, done) => {
    try {
      await change();
      refused.value = "";
      reload();
      if (done !== undefined) announce(done);
      return true;
    } catch (error) {
      refused.value = groupFailure(error);
      return false;
    }
  };
  return (
    <>
      <header class="page-head">
        <h1>{group.name}</h1>
        <p>{aboutWords(group)}</p>
        <p><a href="/equipes">{t("group.all")}</a></p>
      </header>
      {refused.value !== "" && <Notice mood="alert" urgent><p>{refused.value}</p></Notice>}
      {group.archived && <Notice><p>{t("group.archived.notice")}</p></Notice>}
      {group.abilities.join && <Joining group={group} me={me} act={act} />}
      <div class="columns">
        <div class="stack">
          <Pages group={group} act={act} />
          {group.abilities.read && <Files group={group.id} />}
        </div>
        <aside class="stack">
          {group.abilities.read && <Since group={group.id} />}
          <People group={group} me={me} act={act} />
          <Readers group={group} act={act} />
          <Settings group={group} me={me} act={act} />
        </aside>
      </div>
    </>
  );
}

function aboutWords(group: Group): string {
  if (group.commission && group.commissioner)
    return t("group.commission", { commissioner: group.commissioner, commission: lowerFirst(group.commission) });
  return [t(`group.kind.${group.kind}`), group.theme].filter(Boolean).join(" · ");
}

function Joining({ group, me, act }: { group: Group; me: string; act: GroupAct }) {
  return (
    <Notice>
      <p>{t(group.invited ? "group.invited.notice" : "group.open.notice")}</p>
      <p class="actions">
        <button type="button" class="button primary" onClick={() => void act(() => joinGroup(group.id), t("group.joined", { name: group.name }))}>{t("group.join")}</button>
        {group.invited && <button type="button" class="button plain" onClick={() => void act(() => uninvite(group.id, me))}>{t("groups.decline")}</button>}
      </p>
    </Notice>
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLocaleLowerCase("fr") + text.slice(1);
}
