// The calendar of one's cohort: its sessions, its milestones, and where in the year a day falls.
import { signal } from "@preact/signals";

import { api, Problem } from "../../lib/api";
import { isoDay } from "../../lib/dates";

export interface Session {
  id: string;
  order: number;
  from: string;
  to: string;
  theme: string;
}

export interface Milestone {
  id: string;
  label?: string | null;            // what its programme calls it; not in answers that a device kept from an earlier version
  deliverable: string | null;
  dueAt?: string;
  from?: string;
  to?: string;
  date?: string;
}

export interface Named {
  id: string;
  name: string;
}

export interface Cohort {
  id: string;
  label: string;
  start: string;
  end: string;
  programme: { id: string; title: string };
  sessions: Session[];
  milestones: Milestone[];
  team: Named | null;
  tutor: Named | null;
  cooperator: Named | null;
  left?: boolean;                   // one was a trainee of it: what comes there is not expected of one any more
  abilities?: { manage: boolean; assist: boolean };   // not in answers that a device kept from an earlier version
}

export type Setting = "work_situation" | "internship";
/** A trainee's own local project; null: not known yet. */
export interface Project {
  title: string | null;
  place: string | null;
  setting: Setting | null;
}

/** The cohort that a page speaks of. under: how the addresses of its pages begin; "" for the one that runs, whose addresses name none. */
export interface OfCohort {
  id: string;
  under: string;
}

/** null until asked, or when this person belongs to no cohort. */
export const cohort = signal<Cohort | null>(null);

export async function loadCohort(signal?: AbortSignal): Promise<Cohort | null> {
  try {
    cohort.value = await api.get<Cohort | null>("/api/cohort", signal);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    cohort.value = null;                          // nothing to show, which is not a failure
  }
  return cohort.value;
}

/** Lines of more than one cohort say which each is of. */
export const areOfSeveral = (lines: readonly { cohort?: { id: string } }[]) => new Set(lines.map((one) => one.cohort?.id)).size > 1;

export type Place =
  | { kind: "before"; next: Session }
  | { kind: "during"; current: Session }
  | { kind: "between"; previous: Session; next: Session }
  | { kind: "after"; previous: Session };

/** Where a day (YYYY-MM-DD) falls among the sessions; null without sessions. */
export function placeOf(day: string, sessions: readonly Session[]): Place | null {
  const current = sessions.find((s) => s.from <= day && day <= s.to);
  if (current) return { kind: "during", current };
  const previous = sessions.findLast((s) => s.to < day);
  const next = sessions.find((s) => s.from > day);
  if (previous && next) return { kind: "between", previous, next };
  if (next) return { kind: "before", next };
  return previous ? { kind: "after", previous } : null;
}

export interface Coming {
  id: string;
  label?: string | null | undefined;
  at: string;                       // the day or time that counts
  until: string | null;             // last day, when it lasts
  session: Session | null;
}

/** What is still ahead, soonest first; what lasts stays until its last day. */
export function comingDates(of: Cohort, now = new Date()): Coming[] {
  const today = isoDay(now);
  const all: Coming[] = [
    ...of.sessions.map((s) => ({ id: s.id, at: s.from, until: s.to, session: s })),
    ...of.milestones.flatMap((m) => {
      const at = m.dueAt ?? m.from ?? m.date;
      return at === undefined ? [] : [{ id: m.id, label: m.label, at, until: m.to ?? null, session: null }];
    }),
  ];
  const last = (coming: Coming) => coming.until ?? (coming.at.length > 10 ? isoDay(new Date(coming.at)) : coming.at);
  return all.filter((coming) => last(coming) >= today).sort((a, b) => (a.at < b.at ? -1 : 1));
}
