// Other people's entries that they chose to share with me.
import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Loaded } from "../../ui/Loaded";
import { EntryCard } from "./EntryCard";
import { loadShared } from "./journal";

export function SharedPage() {
  useTitle(t("journal.shared.title"));
  const shared = useResource("shared", loadShared);
  return (
    <Loaded from={shared}>{(entries) => (
      <>
        <header class="page-head"><h1>{t("journal.shared.title")}</h1><p>{t("journal.shared.intro")}</p></header>
        {entries.length === 0
          ? <div class="empty"><p class="say">{t("journal.shared.empty")}</p><p class="soft">{t("journal.shared.empty.why")}</p></div>
          : <><h2 class="sr-only">{t("journal.shared.title")}</h2><div class="stack tight">{entries.map((entry) => <EntryCard key={entry.id} entry={entry} shared />)}</div></>}
      </>
    )}</Loaded>
  );
}
