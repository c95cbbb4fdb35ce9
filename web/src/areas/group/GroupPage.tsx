// A team's space: its pages, its members, who else may read.
import { t } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { enumerate } from "../../lib/people";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { dayWords } from "../../ui/Day";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Who } from "../../ui/Who";
import { loadGroup, type Group } from "./group";
import { NewPage } from "./NewPage";

export function GroupPage({ id, me }: { id: string; me: string }) {
  const group = useResource(`group ${id}`, (signal) => loadGroup(id, signal));
  return <Loaded from={group}>{(one) => <Space group={one} me={me} />}</Loaded>;
}

function Space({ group, me }: { group: Group; me: string }) {
  useTitle(group.name);
  return (
    <>
      <header class="page-head">
        <h1>{group.name}</h1>
        {group.commission && group.commissioner
          ? <p>{t("group.commission", { commissioner: group.commissioner, commission: lowerFirst(group.commission) })}</p>
          : <p>{t(`group.kind.${group.kind}`)}</p>}
      </header>
      <div class="columns">
        <section class="leaf" aria-labelledby="pages">
          <h2 id="pages">{t("group.pages")}</h2>
          <Pages group={group} />
          {group.abilities.createPage && <NewPage group={group.id} />}
        </section>
        <aside class="stack"><Members group={group} me={me} /></aside>
      </div>
    </>
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

function Members({ group, me }: { group: Group; me: string }) {
  return (
    <>
      <section class="leaf" aria-labelledby="members">
        <h2 id="members">{t("group.members")}</h2>
        <ul class="people" role="list">
          {group.members.map((one) => (
            <li key={one.id} class="person"><Who name={one.name} /><span>{one.id === me ? t("group.you", { name: one.name }) : one.name}</span></li>
          ))}
        </ul>
        {group.former.map((one) => (
          <p key={one.id} class="small soft">{t("group.former", { name: one.name, day: one.to ? day(parse(one.to)) : "" })}</p>
        ))}
      </section>
      {group.readers.length > 0 && (
        <section class="leaf" aria-labelledby="readers">
          <h2 id="readers">{t("group.readers")}</h2>
          <ul class="names">{group.readers.map((one) => <li key={one.id}>{one.name}</li>)}</ul>
        </section>
      )}
    </>
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLocaleLowerCase("fr") + text.slice(1);
}
