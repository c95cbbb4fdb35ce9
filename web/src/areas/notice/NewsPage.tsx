// News, newest first. What is shown counts as seen; it stays marked as new until the page is left.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { useSingle } from "../../lib/useSingle";
import { Day } from "../../ui/Day";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { failureWords } from "../../ui/failure";
import { loadNews, newsWords, sawUpTo, type Inbox, type News } from "./notice";

export function NewsPage() {
  useTitle(t("news.title"));
  const inbox = useResource("news", (signal) => loadNews(signal));
  return <Loaded from={inbox}>{(first) => <AllNews first={first} />}</Loaded>;
}

function AllNews({ first }: { first: Inbox }) {
  const rest = useSignal<News[]>([]);
  const more = useSignal(first.more);
  const failure = useSignal("");
  const newest = first.notices[0];
  useEffect(() => {
    if (newest && first.abilities.see) void sawUpTo(newest.id).catch(() => undefined);
  }, [newest?.id]);
  const all = [...first.notices, ...rest.value];
  const load = useSingle(async () => {
    failure.value = "";
    try {
      const next = await loadNews(undefined, all.at(-1)?.id);
      rest.value = [...rest.value, ...next.notices];
      more.value = next.more;
    } catch (error) {
      failure.value = failureWords(error);
    }
  });
  return (
    <>
      <header class="page-head"><h1>{t("news.title")}</h1></header>
      <div class="stack">
        {all.length === 0
          ? <p>{t("news.none")}</p>
          : <section class="leaf"><ul class="items">{all.map((news) => <li key={news.id}><Item news={news} /></li>)}</ul></section>}
        {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
        {more.value && <p><button type="button" class="button" onClick={load}>{t("news.more")}</button></p>}
        <p><a href="/compte#messages">{t("news.settings")}</a></p>
      </div>
    </>
  );
}

const PATHS: Readonly<Record<string, string>> = {
  "journal.leaving": "/compte/journal", "journal.shared": "/journal/partages", "reader.named": "/journal/partages",
  "opening.asked": "/serveur/ouvertures", "opening.agreed": "/serveur/ouvertures", "opening.refused": "/serveur/ouvertures",
  "opening.told": "/compte/actes", "opening.read_by": "/compte/actes",
};

function Item({ news }: { news: News }) {
  const inside = (
    <>
      <Icon name={news.seen ? "check" : "info"} />
      <span>
        <span class="title">{newsWords(news)}</span>
        <span class="why">{!news.seen && <strong>{t("news.new")} · </strong>}<Day iso={news.at} /></span>
      </span>
    </>
  );
  const to = (news.kind.startsWith("opening.") ? null : news.document?.path) ?? news.about?.path ?? PATHS[news.kind];
  return to ? <a class="item" href={to}>{inside}</a> : <div class="item">{inside}</div>;
}
