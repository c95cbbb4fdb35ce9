// The thread of the journal: entries gathered by the rhythm of the year, newest first. Pure.
import { isoDay } from "../../lib/dates";
import type { Session } from "../cohort/cohort";
import type { Entry } from "./journal";

export type Period = { key: string; entries: Entry[] } & (
  | { kind: "session"; session: Session }
  | { kind: "field"; previous: Session | null; next: Session | null }
  | { kind: "month"; month: string });            // YYYY-MM

/** Without sessions, months. A past session without entries is kept (it is allowed) if something older exists. */
export function periodsOf(entries: readonly Entry[], sessions: readonly Session[], now = new Date()): Period[] {
  const sorted = [...entries].sort((a, b) => (a.writtenOn === b.writtenOn ? (a.createdAt < b.createdAt ? 1 : -1) : a.writtenOn < b.writtenOn ? 1 : -1));
  return sessions.length === 0 ? byMonth(sorted) : bySession(sorted, sessions, isoDay(now));
}

function byMonth(entries: readonly Entry[]): Period[] {
  const periods: Period[] = [];
  for (const entry of entries) {
    const month = entry.writtenOn.slice(0, 7);
    const last = periods.at(-1);
    if (last?.kind === "month" && last.month === month) last.entries.push(entry);
    else periods.push({ kind: "month", month, key: month, entries: [entry] });
  }
  return periods;
}

function bySession(entries: readonly Entry[], sessions: readonly Session[], today: string): Period[] {
  const periods: Period[] = [];
  const take = (from: string | null, to: string | null) =>
    entries.filter((e) => (from === null || e.writtenOn > from) && (to === null || e.writtenOn < to));
  const oldest = entries.at(-1)?.writtenOn ?? today;
  const order = [...sessions].sort((a, b) => (a.from < b.from ? 1 : -1));
  let next: Session | null = null;
  for (const session of order) {
    const field = take(session.to, next?.from ?? null);
    if (field.length > 0) periods.push({ kind: "field", key: `after-${session.id}`, previous: session, next, entries: field });
    const during = entries.filter((e) => session.from <= e.writtenOn && e.writtenOn <= session.to);
    if (during.length > 0 || (session.to < today && oldest < session.from)) {
      periods.push({ kind: "session", key: session.id, session, entries: during });
    }
    next = session;
  }
  const before = take(null, next?.from ?? null);
  if (before.length > 0) periods.push({ kind: "field", key: "before", previous: null, next, entries: before });
  return periods;
}
