// A day in a <time>: "Aujourd'hui", "Hier", "27 mai".
import { t } from "../i18n/t";
import { day, daysBetween, isoDay, parse } from "../lib/dates";

export function dayWords(iso: string, now = new Date()): string {
  const date = parse(iso);
  const ago = daysBetween(date, now);
  if (ago === 0) return t("day.today");
  if (ago === 1) return t("day.yesterday");
  return day(date, now);
}

export function Day({ iso }: { iso: string }) {
  return <time dateTime={isoDay(parse(iso))}>{dayWords(iso)}</time>;
}
