// The dated year of a cohort, as those read it who have a place in it, and as its manager moves it.
import { t, type Key } from "../../i18n/t";
import { api } from "../../lib/api";
import { clock, day, parse, span, weekday } from "../../lib/dates";
import { enumerate, type Named } from "../../lib/people";
import type { Leaf } from "../programme/programme";

export interface HalfDay {
  id: string;
  day: string;
  part: "am" | "pm";
  starts: string;
  ends: string;
  format: string | null;
  module: string | null;
  room: string | null;
  trainers: Named[];
}

export interface YearSession {
  id: string;
  order: number;
  from: string;
  to: string;
  theme: string;
  weeksSincePrevious: number | null;
  halfDays: HalfDay[];
}

export interface YearMilestone {
  id: string;
  key: string;
  deliverable: string | null;
  label: string | null;
  dueAt?: string;
  from?: string;
  to?: string;
  halfDays: HalfDay[];
}

export interface Warning {
  code: string;
  about: string;
  day?: string;
  weeks?: number;
  person?: string;
}

export interface ProposedYear {
  sessions: YearSession[];
  milestones: YearMilestone[];
  warnings?: Warning[];
}

export interface Year extends ProposedYear {
  id: string;
  label: string;
  start: string;
  end: string;
  programme: { id: string; title: string; version: number };
  abilities: { move: boolean; plan: boolean };
}

export interface Cohorts {
  cohorts: { id: string; label: string; start: string; end: string; programme: { id: string; title: string } }[];
  abilities: { setUp: boolean };
}

export const loadCohorts = (signal?: AbortSignal) => api.get<Cohorts>("/api/cohorts", signal);
export const loadYear = (cohort: string, signal?: AbortSignal) => api.get<Year>(`/api/cohorts/${cohort}/calendar`, signal);
export const proposeYear = (programme: string, start: string) => api.get<ProposedYear>(`/api/programmes/${programme}/calendar?start=${encodeURIComponent(start)}`);
export const setUpCohort = (programme: string, label: string, start: string) => api.post<Year>("/api/cohorts", { programme, label, start });
export const tryMove = (cohort: string, session: string, from: string) =>
  api.get<ProposedYear>(`/api/cohorts/${cohort}/sessions/${session}/move?from=${encodeURIComponent(from)}`);
export const changeSession = (cohort: string, session: string, change: { from?: string; theme?: string }) =>
  api.put<Year>(`/api/cohorts/${cohort}/sessions/${session}`, change);

/** The hour by which, or the first and last day. */
export type When = { dueAt: string } | { from: string; to: string };
export const tryMilestone = (cohort: string, milestone: string, when: When) =>
  api.get<ProposedYear>(`/api/cohorts/${cohort}/milestones/${milestone}/move?${new URLSearchParams(when).toString()}`);
export const moveMilestone = (cohort: string, milestone: string, when: When) => api.put<Year>(`/api/cohorts/${cohort}/milestones/${milestone}`, when);

/** What is said of a half-day, replaced whole. */
export interface Plan {
  format: string | null;
  module: string | null;
  room: string | null;
  trainers: string[];
}
export const planHalfDay = (cohort: string, halfDay: string, plan: Plan) => api.put<Year>(`/api/cohorts/${cohort}/halfdays/${halfDay}`, plan);

export const FORMATS = {
  seminar: "year.format.seminar",
  workshop: "year.format.workshop",
  cooperative_group: "year.format.cooperative_group",
  tutoring: "year.format.tutoring",
} as const satisfies Record<string, Key>;
const FORMAT_KEYS: Readonly<Record<string, Key>> = FORMATS;

/** The modules of a programme by their id. */
export type Modules = ReadonlyMap<string, string>;
export function modulesOf(programme: Pick<Leaf, "blocks" | "transversal">): Modules {
  return new Map([...programme.blocks.flatMap((block) => block.modules), ...programme.transversal].map((one) => [one.id, one.title]));
}

export const isPlanned = (half: HalfDay) => half.format !== null || half.module !== null || half.room !== null || half.trainers.length > 0;
export const halfWhen = (half: HalfDay) => `${weekday(parse(half.day))}, ${t(`year.half.${half.part}`)}`;

const hour = (text: string) => text.replace(/^0?(\d+):(\d+)$/, (_, h: string, m: string) => (m === "00" ? `${h}\u00a0h` : `${h}\u00a0h\u00a0${m}`));
export const halfHours = (half: HalfDay) => t("halfday.hours", { from: hour(half.starts), to: hour(half.ends) });

/** What happens in it, with whom and where. */
export function halfWords(half: HalfDay, modules: Modules): string {
  const format = half.format === null ? undefined : FORMAT_KEYS[half.format];
  const module = half.module === null ? "" : modules.get(half.module) ?? "";
  return [format ? t(format) : "", module, half.room ?? "", enumerate(half.trainers.map((one) => one.name))].filter(Boolean).join(", ");
}

const WARNINGS: Record<string, Key> = {
  holiday: "year.warning.holiday",
  not_monday: "year.warning.not_monday",
  gap_short: "year.warning.gap_short",
  gap_long: "year.warning.gap_long",
  late_in_year: "year.warning.late_in_year",
  past: "year.warning.past",
  before_session: "year.warning.before_session",
  trainer_busy: "year.warning.trainer_busy",
  room_busy: "year.warning.room_busy",
};

export function warningWords(warning: Warning): string {
  return t(WARNINGS[warning.code] ?? "year.warning.other", { day: warning.day === undefined ? "" : day(parse(warning.day)), weeks: warning.weeks ?? 0 });
}

export function sessionDays(session: Pick<YearSession, "from" | "to">): string {
  return t("year.days", span(parse(session.from), parse(session.to)));
}

export function milestoneWhen(milestone: YearMilestone): string {
  if (milestone.dueAt !== undefined) return t("year.due", { day: day(parse(milestone.dueAt)), time: clock(parse(milestone.dueAt)) });
  const from = milestone.from ?? "", to = milestone.to ?? from;
  return from === to ? t("year.on", { day: day(parse(from)) }) : t("year.days", span(parse(from), parse(to)));
}
