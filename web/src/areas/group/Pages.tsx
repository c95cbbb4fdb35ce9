// The pages of a group as a tree: what everybody of the group's readers opens, and what its members keep between themselves.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { enumerate } from "../../lib/people";
import { navigate } from "../../lib/router";
import { dayWords } from "../../ui/Day";
import { Icon } from "../../ui/Icon";
import { createPage, type Group, type GroupPageLine } from "./group";
import type { GroupAct } from "./GroupPage";
import { NewPage } from "./NewPage";
import { ArrangePanel } from "./ArrangePanel";
import { TrashPanel } from "./TrashPanel";

export function Pages({ group, act }: { group: Group; act: GroupAct }) {
  const arranged = useSignal<string | null>(null);
  const trash = useSignal(group.abilities.createPage && location.hash === "#corbeille"); // where news of a page thrown away lead
  const outer = group.pages.filter((page) => !page.inner);
  const inner = group.pages.filter((page) => page.inner);
  const one = group.pages.find((page) => page.id === arranged.value);
  const arrange = group.abilities.createPage ? (id: string) => (arranged.value = id) : undefined;
  return (
    <div class="stack">
      <section class="leaf" aria-labelledby="pages">
        <h2 id="pages">{t("group.pages")}</h2>
        {outer.length === 0
          ? <p class="soft">{t(group.abilities.read ? "group.pages.empty" : "group.pages.closed")}</p>
          : <Branch group={group} pages={outer} parent={null} arrange={arrange} />}
        {group.kind === "commons" && group.abilities.createPage && !outer.some((page) => page.charter) && <Charter group={group} act={act} />}
        {group.abilities.createPage && <NewPage group={group.id} id="new-page" />}
        {group.abilities.createPage && (
          <p><button type="button" class="button plain" onClick={() => (trash.value = true)}>{t("group.trash.open")}</button></p>
        )}
      </section>
      {group.abilities.inner && group.kind === "team" && (
        <section class="leaf inner" aria-labelledby="inner">
          <h2 id="inner"><Icon name="lock" /> {t("group.inner")}</h2>
          <p class="small soft">{t("group.inner.why")}</p>
          {inner.length > 0 && <Branch group={group} pages={inner} parent={null} arrange={arrange} />}
          <NewPage group={group.id} id="new-inner" inner />
        </section>
      )}
      {one && <ArrangePanel key={one.id} group={group} page={one} act={act} close={() => (arranged.value = null)} />}
      {trash.value && <TrashPanel group={group} act={act} close={() => (trash.value = false)} />}
    </div>
  );
}

interface BranchProps {
  group: Group;
  pages: readonly GroupPageLine[];
  parent: string | null;
  arrange: ((id: string) => void) | undefined;
}

function Branch({ group, pages, parent, arrange }: BranchProps) {
  const here = pages.filter((page) => page.parent === parent);
  if (here.length === 0) return null;
  return (
    <ul class={parent === null ? "items" : "items branch"} role="list">
      {here.map((page) => {
        const names = enumerate(page.authors.map((author) => author.name));
        return (
          <li key={page.id}>
            <div class="page-line">
              <a class="item" href={`/equipes/${group.id}/${page.document}`}>
                <Icon name={page.inner ? "lock" : "works"} />
                <span>
                  <span class="title">{page.title}</span>
                  <span class="why">{names === "" ? dayWords(page.updatedAt) : t("group.page.by", { day: dayWords(page.updatedAt), names })}</span>
                </span>
                <Icon name="next" />
              </a>
              {arrange && (
                <button type="button" class="icon-button" aria-label={t("group.arrange.label", { title: page.title })} onClick={() => arrange(page.id)}><Icon name="dots" /></button>
              )}
            </div>
            <Branch group={group} pages={pages} parent={page.id} arrange={arrange} />
          </li>
        );
      })}
    </ul>
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
