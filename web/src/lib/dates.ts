// Dates as French people say them, always in the time of the school (Europe/Paris).

const ZONE = "Europe/Paris";
const NBSP = "\u00a0";
const HOUR_MS = 3_600_000;

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("fr-FR", { timeZone: ZONE, ...options });
const CLOCK = format({ hour: "numeric", minute: "2-digit", hourCycle: "h23" });
const DAY = format({ day: "numeric", month: "long" });
const DAY_YEAR = format({ day: "numeric", month: "long", year: "numeric" });
const WEEKDAY = format({ weekday: "long", day: "numeric", month: "long" });
const MONTH = format({ month: "long", year: "numeric" });
const LEAF = format({ weekday: "short", day: "numeric", month: "short" });
const ISO = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });

function part(formatter: Intl.DateTimeFormat, date: Date, type: Intl.DateTimeFormatPartTypes): string {
  return formatter.formatToParts(date).find((p) => p.type === type)?.value ?? "";
}

/** "1er mai", "27 mai": the first day of a month is an ordinal. */
function firstOfMonth(text: string): string {
  return text.replace(/(^|\s)1(?=\s\p{L})/u, "$11er");
}

/** YYYY-MM-DD (a day, at noon so that no zone moves it) or a full RFC 3339 time. */
export function parse(iso: string): Date {
  return new Date(iso.length === 10 ? `${iso}T12:00:00Z` : iso);
}

export function isoDay(date: Date): string {
  return ISO.format(date);
}

/** "18 h 42", "9 h 05". */
export function clock(date: Date): string {
  return `${Number(part(CLOCK, date, "hour"))}${NBSP}h${NBSP}${part(CLOCK, date, "minute")}`;
}

/** "09:05", as a field for hours has it. */
export function wallClock(date: Date): string {
  return `${part(CLOCK, date, "hour").padStart(2, "0")}:${part(CLOCK, date, "minute")}`;
}

/** When the clocks of the school show that hour on that day; of the hour that comes twice in autumn, the first. */
export function moment(day: string, time: string): Date {
  const utc = Date.parse(`${day}T${time}:00Z`);
  const summer = new Date(utc - 2 * HOUR_MS);
  return wallClock(summer) === time ? summer : new Date(utc - HOUR_MS);
}

/** The last minute in which the day at the school is still this one, as the server takes moments. */
export const lastMinute = (day: string) => moment(day, "23:59").toISOString();

/** "27 mai", with the year when it is not this one. */
export function day(date: Date, now = new Date()): string {
  const sameYear = isoDay(date).slice(0, 4) === isoDay(now).slice(0, 4);
  return firstOfMonth((sameYear ? DAY : DAY_YEAR).format(date)).replaceAll(" ", NBSP);
}

/** "13" and "17 avril" in one month, else "18 avril" and "17 mai": for « Du … au … ». */
export function span(from: Date, to: Date, now = new Date()): { from: string; to: string } {
  const sameMonth = isoDay(from).slice(0, 7) === isoDay(to).slice(0, 7);
  const first = day(from, now);
  return { from: sameMonth ? (first.split(NBSP)[0] ?? first) : first, to: day(to, now) };
}

/** "mercredi 27 mai". */
export function weekday(date: Date): string {
  return firstOfMonth(WEEKDAY.format(date));
}

/** "mai 2026". */
export function month(date: Date): string {
  return MONTH.format(date);
}

/** Whole days from a to b, by the calendar. */
export function daysBetween(a: Date, b: Date): number {
  return Math.round((Date.parse(isoDay(b)) - Date.parse(isoDay(a))) / 86_400_000);
}

/** The three lines of a calendar leaf: "lun.", "15", "juin". */
export function leaf(date: Date): { weekday: string; day: string; month: string } {
  return { weekday: part(LEAF, date, "weekday"), day: part(LEAF, date, "day"), month: part(LEAF, date, "month") };
}
