// A group's space: its pages, the people in it, who else may read, and what one may do with it.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { enumerate } from "../../lib/people";
import { useResource } from "../../lib/resource";
import { navigate } from "../../lib/router";
import { useTitle } from "../../lib/title";
import { announce } from "../../ui/Announcer";
import { dayWords } from "../../ui/Day";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { createPage, groupFailure, joinGroup, loadGroup, uninvite, type Group } from "./group";
import { NewPage } from "./NewPage";
import { People } from "./People";
import { Settings } from "./Settings";

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
        <section class="leaf" aria-labelledby="pages">
          <h2 id="pages">{t("group.pages")}</h2>
          <Pages group={group} />
          {group.kind === "commons" && group.abilities.createPage && !group.pages.some((page) => page.charter) && <Charter group={group} act={act} />}
          {group.abilities.createPage && <NewPage group={group.id} />}
        </section>
        <aside class="stack">
          <People group={group} me={me} act={act} />
          <Settings group={group} act={act} />
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

function Charter({ group, act }: { group: Group; act: GroupAct }) {
  const begin = () => act(async () => {
    const page = await createPage(group.id, { title: t("group.charter.title"), charter: true });
    navigate(`/equipes/${group.id}/${page.id}`);
  });
  return (
    <div class="empty">
      <p>{t("group.charter.why")}</p>
      <p><button type="button" class="button" onClick={() => void begin()}><Icon name="pen" />{t("group.charter.begin")}</button></p>
    </div>
  );
}

function Pages({ group }: { group: Group }) {
  if (group.pages.length === 0) return <p class="soft">{t(group.abilities.read ? "group.pages.empty" : "group.pages.closed")}</p>;
  return (
    <ul class="items" role="list">
      {group.pages.map((page) => {
        const names = enumerate(page.authors.map((author) => author.name));
        return (
          <li key={page.id}>
            <a class="item" href={`/equipes/${group.id}/${page.document}`}>
              <Icon name="works" />
              <span>
                <span class="title">{page.title}</span>
                <span class="why">{names === "" ? dayWords(page.updatedAt) : t("group.page.by", { day: dayWords(page.updatedAt), names })}</span>
              </span>
              <Icon name="next" />
            </a>
          </li>
        );
      })}
    </ul>
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLocaleLowerCase("fr") + text.slice(1);
}
