// The works a person may open: one's own first, then the others' by name.
import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import type { Me } from "../session/session";
import { documentHref, isWork, nameOf, updatedWords, type DocumentRecord } from "./document";
import { loadWorks, type WorkRecord } from "./work";
import { statusWords } from "./WorkStatus";

export function WorksPage({ me }: { me: Me }) {
  const writes = me.abilities.writeJournal;
  const title = t(writes ? "works.title" : "works.title.others");
  useTitle(title);
  const loaded = useResource("works", loadWorks);
  return (
    <Loaded from={loaded}>{(works) => {
      const groups = byOwner(works, me.person.id);
      return (
        <>
          <header class="page-head"><h1>{title}</h1><p>{t(writes ? "works.intro" : "works.intro.others")}</p></header>
          {groups.length === 0 && <div class="empty"><p class="say">{t(writes ? "works.empty" : "works.empty.others")}</p></div>}
          <div class="stack">
            {groups.map(({ owner, name, works: theirs }) => (
              <section key={owner} class="leaf" aria-labelledby={`of-${owner}`}>
                <h2 id={`of-${owner}`}>{owner === me.person.id ? t("works.mine") : name}</h2>
                <DocumentItems documents={theirs} />
              </section>
            ))}
            {groups.some(({ owner }) => owner === me.person.id) && <TakeAway />}
          </div>
        </>
      );
    }}</Loaded>
  );
}

/** What is in it, said before; the browser keeps it like any other download. */
function TakeAway() {
  return (
    <section class="leaf" aria-labelledby="take-away">
      <h2 id="take-away">{t("works.takeaway.title")}</h2>
      <p>{t("works.takeaway.what")}</p>
      <p class="soft">{t("takeaway.care")}</p>
      <p><a class="button" href="/api/me/works/export" download><Icon name="download" />{t("works.takeaway.do")}</a></p>
    </section>
  );
}

function byOwner(works: readonly WorkRecord[], me: string) {
  const owners = new Map<string, { owner: string; name: string; works: WorkRecord[] }>();
  for (const work of works) {
    const group = owners.get(work.owner) ?? { owner: work.owner, name: work.ownerName, works: [] };
    group.works.push(work);
    owners.set(work.owner, group);
  }
  return [...owners.values()].sort((a, b) => (a.owner === me ? -1 : b.owner === me ? 1 : a.name.localeCompare(b.name, "fr")));
}

/** Of a work that comes with where it stands, that is said; of others, when they last changed. */
export function DocumentItems({ documents, owner = false }: { documents: readonly (DocumentRecord | WorkRecord)[]; owner?: boolean }) {
  return (
    <ul class="items" role="list">
      {documents.map((one) => (
        <li key={one.id}>
          <a class="item" href={documentHref(one)}>
            <Icon name={one.kind === "group_page" ? "team" : one.kind === "journal_entry" ? "journal" : "works"} />
            <span>
              <span class="title">{nameOf(one)}</span>
              <span class="why">{[owner ? one.ownerName : "", isWork(one) && t(`work.${one.kind}`) !== nameOf(one) ? t(`work.${one.kind}`) : "", "state" in one ? statusWords(one) : updatedWords(one.updatedAt)].filter(Boolean).join(" · ")}</span>
            </span>
            <Icon name="next" />
          </a>
        </li>
      ))}
    </ul>
  );
}
