// One's own journal along its thread: sessions are full knots, the time between them open ones.
import { t } from "../../i18n/t";
import { day, isoDay, month, parse, span } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Loaded } from "../../ui/Loaded";
import { Ordinal } from "../../ui/Ordinal";
import { Notice } from "../../ui/Notice";
import { Words } from "../../ui/Words";
import { loadCohort, type Session } from "../cohort/cohort";
import { EarlierOffer } from "./Earlier";
import { EntryCard } from "./EntryCard";
import { loadJournal, type Entry } from "./journal";
import { periodsOf, type Period } from "./periods";
import { TakeAway } from "./TakeAway";
import { WriteButton } from "./WriteButton";

export function JournalPage() {
  useTitle(t("journal.title"));
  const loaded = useResource("journal", async (signal) => {
    const [journal, cohort] = await Promise.all([loadJournal(signal), loadCohort(signal)]);
    return { entries: journal.entries, erasesAt: journal.erasesAt, abilities: journal.abilities, sessions: cohort?.sessions ?? [] };
  });
  return (
    <Loaded from={loaded}>{({ entries, abilities: { create, export: all }, erasesAt, sessions }) => (
      <>
        <header class="page-head">
          <h1>{t("journal.title")}</h1>
          <p>{t("journal.yours")}</p>
          {create && <div class="actions"><WriteButton /><a class="button plain" href="/journal/prochaines">{t("default.title")}</a></div>}
        </header>
        {erasesAt && <Notice mood="warn"><p>{t("ending.all.soon", { day: day(new Date(erasesAt)) })}</p><p><a href="/compte">{t("ending.all.where")}</a></p></Notice>}
        {create && <EarlierOffer changed={loaded.reload} />}
        {entries.length === 0
          ? <div class="empty"><p class="say">{t("journal.empty.say")}</p><p class="soft">{t("journal.empty.why")}</p></div>
          : <Thread entries={entries} sessions={sessions} />}
        {all && <TakeAway />}
      </>
    )}</Loaded>
  );
}

function Thread({ entries, sessions }: { entries: Entry[]; sessions: Session[] }) {
  const periods = periodsOf(entries, sessions);
  const firstEmpty = periods.find((period) => period.entries.length === 0);
  return (
    <div class="journal">
      {periods.map((period) => (
        <section key={period.key} class={period.kind === "session" ? "period session" : "period"} aria-labelledby={`p-${period.key}`}>
          <header><h2 id={`p-${period.key}`}><PeriodName period={period} /></h2><PeriodDays period={period} /></header>
          {period.entries.map((entry) => <EntryCard key={entry.id} entry={entry} />)}
          {period.entries.length === 0 && (period === firstEmpty
            ? <div class="empty small"><p class="say">{t("journal.week.empty")}</p><p class="soft">{t("journal.week.permitted")}</p></div>
            : <p class="soft">{t("journal.week.short")}</p>)}
        </section>
      ))}
    </div>
  );
}

function PeriodName({ period }: { period: Period }) {
  if (period.kind === "month") return <>{month(parse(`${period.month}-01`))}</>;
  if (period.kind === "session") return <Words k="period.during" current={<Ordinal n={period.session.order} />} />;
  const { previous, next } = period;
  const slots = { previous: previous && <Ordinal n={previous.order} />, next: next && <Ordinal n={next.order} /> };
  if (!previous) return <Words k="period.before" {...slots} />;
  return next && next.from <= isoDay(new Date())
    ? <Words k="period.between" {...slots} />
    : <Words k="period.since" {...slots} />;
}

function PeriodDays({ period }: { period: Period }) {
  if (period.kind === "month") return null;
  const shift = (iso: string, days: number) => new Date(parse(iso).getTime() + days * 86_400_000);
  if (period.kind === "session") {
    const { from, to, theme } = period.session;
    return <p>{t("period.days.theme", { ...span(parse(from), parse(to)), theme: lowerFirst(theme) })}</p>;
  }
  const { previous, next } = period;
  if (!previous) return <p>{t("period.until", { to: next ? day(shift(next.from, -1)) : "" })}</p>;
  const from = shift(previous.to, 1);
  return next && next.from <= isoDay(new Date())
    ? <p>{t("period.days.field", span(from, shift(next.from, -1)))}</p>
    : <p>{t("period.days.today", { from: day(from) })}</p>;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLocaleLowerCase("fr") + text.slice(1);
}
