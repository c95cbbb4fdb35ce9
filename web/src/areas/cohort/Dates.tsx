// The next dates of the cohort, as calendar leaves.
import { t } from "../../i18n/t";
import { clock, day, daysBetween, leaf, parse } from "../../lib/dates";
import { Ordinal } from "../../ui/Ordinal";
import { Words } from "../../ui/Words";
import type { Coming } from "./cohort";
import { dateName } from "./milestones";

const SHOWN = 5;

interface Props {
  all: readonly Coming[];
  putBack?: readonly string[];      // those that are one's own, later than the others'
}

export function Dates(dates: Props) {
  return (
    <aside class="leaf" aria-labelledby="dates">
      <h2 id="dates">{t("dates.title")}</h2>
      <ComingDates {...dates} />
      <p><a class="button small" href="/calendrier">{t("dates.all")}</a> <a class="button small plain" href="/programme">{t("dates.programme")}</a></p>
    </aside>
  );
}

export function ComingDates({ all, putBack = [] }: Props) {
  const coming = all.slice(0, SHOWN);
  return coming.length === 0
    ? <p class="soft">{t("dates.none")}</p>
    : <ol class="dates" role="list">{coming.map((one) => <ComingDate key={one.id} coming={one} later={putBack.includes(one.id)} />)}</ol>;
}

function ComingDate({ coming, later }: { coming: Coming; later: boolean }) {
  const date = parse(coming.at);
  const on = leaf(date);
  return (
    <li>
      <time dateTime={coming.at}>{on.weekday}<b>{on.day}</b>{on.month}</time>
      {coming.session
        ? <span><SessionTitle coming={coming} order={coming.session.order} /><small>{coming.session.theme}</small></span>
        : <span>{dateName(coming.id, coming.label)}<small>{[details(coming, date), later ? t("dates.later") : ""].filter(Boolean).join(", ")}</small></span>}
    </li>
  );
}

function SessionTitle({ coming, order }: { coming: Coming; order: number }) {
  const n = daysBetween(parse(coming.at), parse(coming.until ?? coming.at)) + 1;
  return <Words k="dates.session" ordinal={<Ordinal n={order} />} days={t("dates.session.days", { n })} />;
}

function details(coming: Coming, date: Date): string {
  if (coming.at.length > 10) return t("dates.before", { time: clock(date) });
  return coming.until ? t("dates.until", { day: day(parse(coming.until)) }) : "";
}
