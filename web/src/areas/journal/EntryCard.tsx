// One entry on the thread, or in a list of shared ones (then with its author).
import { t } from "../../i18n/t";
import { day } from "../../lib/dates";
import { Day } from "../../ui/Day";
import { Badge } from "./Badge";
import { titleOf, type Entry } from "./journal";

export function EntryCard({ entry, shared = false }: { entry: Entry; shared?: boolean }) {
  const heading = `entry-${entry.id}`;
  return (
    <article class="entry-card" aria-labelledby={heading}>
      <h3 id={heading}><a href={`/journal/${entry.document}`}>{titleOf(entry)}</a></h3>
      <p class="meta">
        {shared && <b>{entry.author.name}</b>}
        <Day iso={entry.writtenOn} />
        {entry.erasesAt ? <span>{t("ending.card", { day: day(new Date(entry.erasesAt)) })}</span> : <Badge entry={entry} reader={shared} />}
      </p>
    </article>
  );
}
