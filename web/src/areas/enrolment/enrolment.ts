// Somebody's place in a cohort through time: how their year goes, who accompanies them, which team they are in, what is arranged for them.
import { isKey, t, type Key } from "../../i18n/t";
import { api, Problem } from "../../lib/api";
import { day, daysBetween, isoDay, parse } from "../../lib/dates";
import { enumerate, type Named } from "../../lib/people";
import { failureWords } from "../../ui/failure";
import type { Project } from "../cohort/cohort";
import type { WorkLine, WorkState } from "../document/work";

export type Status = "pre_enrolled" | "enrolled" | "suspended" | "completed" | "cancelled" | "deferred" | "dropped_out" | "excluded";
export type Accompaniment = "tutor" | "cooperator";
export const CATEGORIES = ["employment", "personal", "financial", "project", "training", "discipline", "other"] as const;

export interface PlaceLine {
  person: Named;
  status: Status;
  from: string;
  to: string | null;
  reason: string | null;
  suspendedOn: string | null;
  suspendedUntil: string | null;
  suspensionOver: boolean;
  repeat: { previousCohort: string | null; acquiredBlocks: string[] } | null;
  team: Named | null;
  tutor: Named | null;
  cooperator: Named | null;
  teamRequest: { askedAt: string; words: string } | null;
  project: Project;
}
export interface Assignment { as: Accompaniment; person: Named; from: string; to: string | null; reason: string | null; handover?: string | null }
export interface Stay extends Named { from: string; to: string | null; reason: string | null }
export interface Change { at: string; actor: Named; from: Status | null; to: Status; day: string; category: string | null; reason: string | null }
export interface Place extends PlaceLine {
  today: string;                    // the school's, whatever the device believes
  day: string;                      // that team, tutor and cooperator are of: the first one while the cohort is to come
  history: Change[];
  assignments: Assignment[];
  teams: Stay[];
  workGroups: Named[];
  works: (WorkLine & { afterLeaving: WorkState })[];
  steps: Status[];                   // that may follow, as far as one may say so
  abilities: { manage: boolean; askTeam: boolean; project: boolean };
}
export interface Places {
  cohort: { id: string; label: string };
  today: string;
  day: string;
  trainees: PlaceLine[];
  tutors: Named[];
  cooperators: Named[];
  teams: (Named & { opensOn: string | null })[];
  abilities: { manage: boolean; enrol: boolean };
}
export interface Step { status: Status; day: string; until?: string; category?: string; reason?: string }
export interface Assigning { person: string | null; from: string; to?: string; reason?: string; handover?: string }
export interface Enrolling { person: string; from: string; status: "enrolled" | "pre_enrolled"; previousCohort?: string; acquiredBlocks?: string[] }

let ahead = 0;                      // days by which the school's day is later than this device's
async function heard<T extends { today: string }>(answer: Promise<T>): Promise<T> {
  const place = await answer;
  ahead = daysBetween(new Date(), parse(place.today));
  return place;
}
/** The day at the school, by its own clock: a form offers it, and the server refuses what is before it. */
export const today = () => plus(isoDay(new Date()), ahead);

const of = (cohort: string, person: string) => `/api/cohorts/${cohort}/trainees/${person}`;
export const loadPlaces = (cohort: string, signal?: AbortSignal) => heard(api.get<Places>(`/api/cohorts/${cohort}/trainees`, signal));
export const loadPlace = (cohort: string, person: string, signal?: AbortSignal) => heard(api.get<Place>(of(cohort, person), signal));
export const enrol = (cohort: string, one: Enrolling) => heard(api.post<Place>(`/api/cohorts/${cohort}/trainees`, one));
export const changeStatus = (cohort: string, person: string, step: Step) => heard(api.put<Place>(`${of(cohort, person)}/enrolment`, step));
export const assign = (cohort: string, person: string, as: Accompaniment, one: Assigning) => heard(api.put<Place>(`${of(cohort, person)}/${as}`, one));
export const assignAll = (cohort: string, as: Accompaniment, trainees: readonly string[], one: Assigning) =>
  heard(api.put<Places>(`/api/cohorts/${cohort}/accompaniment`, { as, trainees, ...one }));
export const sayProject = (cohort: string, person: string, project: Record<keyof Project, string>) => heard(api.put<Place>(`${of(cohort, person)}/project`, project));
export const moveTeam = (cohort: string, person: string, group: string | null, from: string, reason: string) =>
  heard(api.put<Place>(`${of(cohort, person)}/team`, { group, from, reason }));
export const askTeam = (cohort: string, person: string, words: string) => heard(api.post<Place>(`${of(cohort, person)}/team-request`, { words }));
export const settleTeamRequest = (cohort: string, person: string) => heard(api.take<Place>(`${of(cohort, person)}/team-request`));

export interface Accompanied { as: Accompaniment; trainee: Named; from: string; to: string | null; handover: string | null }
export const loadAccompanied = (signal?: AbortSignal) => api.get<Accompanied[]>("/api/accompaniment", signal);

export const date = (iso: string) => day(parse(iso));
export const isHere = (status: Status) => ["pre_enrolled", "enrolled", "suspended"].includes(status);
export const leaves = (status: Status) => ["cancelled", "deferred", "dropped_out", "excluded"].includes(status);
/** Stops or pauses: a category says why. */
export const needsReason = (status: Status) => status === "suspended" || leaves(status);

/** What is kept as one word is said in French; what somebody wrote is said as they wrote it. */
export function reasonWords(reason: string | null): string {
  const key = `path.reason.${reason ?? ""}`;
  return reason !== null && isKey(key) ? t(key) : reason ?? "";
}
export const whyWords = (change: Pick<Change, "category" | "reason">) =>
  [change.category === null ? "" : t(`path.category.${change.category}` as Key), reasonWords(change.reason)].filter(Boolean).join(" · ");

/** "En formation depuis le 8 décembre", "A arrêté la formation le 20 mars". */
export function statusWords(place: Pick<PlaceLine, "status" | "from" | "to" | "suspendedOn" | "suspendedUntil">): string {
  switch (place.status) {
    case "pre_enrolled": return t("path.status.pre_enrolled", { day: date(place.from) });
    case "enrolled": return t(place.from > today() ? "path.status.enrolled.later" : "path.status.enrolled", { day: date(place.from) });
    case "suspended": return t("path.status.suspended", { from: date(place.suspendedOn ?? place.from), to: date(place.suspendedUntil ?? place.from) });
    default: return t(`path.status.${place.status}`, { day: date(place.to ?? place.from) });
  }
}

/** The last day of reading one's own texts: twelve months after the end. */
export function readableUntil(end: string): string {
  const [year = 0, month = 1, dayOfMonth = 1] = end.split("-").map(Number);
  const lastOfMonth = new Date(Date.UTC(year + 1, month, 0)).getUTCDate();
  return `${year + 1}-${String(month).padStart(2, "0")}-${String(Math.min(dayOfMonth, lastOfMonth)).padStart(2, "0")}`;
}

function leavingEffects(place: Place, step: Step): string[] {
  const works = (test: (work: Place["works"][number]) => boolean) => enumerate(place.works.filter(test).map((work) => t(`work.${work.kind}`)));
  const accompaniment = enumerate([place.tutor, place.cooperator].flatMap((one) => (one ? [one.name] : [])));
  const withdrawn = works((work) => work.afterLeaving === "withdrawn" && work.state !== "withdrawn");
  const before = works((work) => work.state === "reopened" && work.afterLeaving === "submitted");
  const kept = works((work) => work.carriedOverFrom === null && work.afterLeaving === work.state && work.state !== "withdrawn");
  return [
    t("path.effect.attendance", { day: date(step.day) }),
    place.team ? t("path.effect.team", { team: place.team.name, day: date(step.day) }) : "",
    place.workGroups.length > 0 ? t("path.effect.groups", { groups: enumerate(place.workGroups.map((group) => group.name)) }) : "",
    accompaniment ? t("path.effect.accompaniment", { names: accompaniment }) : "",
    withdrawn ? t("path.effect.withdrawn", { works: withdrawn }) : "",
    before ? t("path.effect.before", { works: before }) : "",
    kept ? t("path.effect.kept", { works: kept }) : "",
    t("path.effect.own", { day: date(readableUntil(step.day)) }),
    t(`path.effect.count.${step.status as "cancelled" | "deferred" | "dropped_out" | "excluded"}`),
  ];
}

/** Everything that a step changes, in sentences, before it is made. */
export function effectsOf(place: Place, step: Step): string[] {
  const told = t(needsReason(step.status) ? "path.effect.told.why" : "path.effect.told");
  if (leaves(step.status)) return [...leavingEffects(place, step).filter(Boolean), told];
  switch (step.status) {
    case "suspended": return [t("path.effect.pause", { day: date(step.until ?? plus(step.day, 60)) }), t("path.effect.pause.keeps"), t("path.effect.pause.dates"), told];
    case "completed": return [t("path.effect.completed", { day: date(step.day) }), t("path.effect.own", { day: date(readableUntil(step.day)) }), told];
    default: return [t(place.status === "suspended" ? "path.effect.back" : "path.effect.starts", { day: date(step.day) }), told];
  }
}

export const plus = (iso: string, days: number) => isoDay(new Date(parse(iso).getTime() + days * 86_400_000));

const REFUSALS: Readonly<Record<string, Key>> = {
  "enrolment.day": "path.refused.day", "calendar.day": "path.refused.day", "enrolment.suspension": "path.refused.suspension", "enrolment.reason": "path.refused.reason",
  "enrolment.step": "path.refused.step", "enrolment.begun": "path.refused.begun", "enrolment.exists": "path.refused.exists", "enrolment.repeat": "path.refused.repeat",
  "enrolment.block": "path.refused.repeat", "accompaniment.past": "path.refused.past", "accompaniment.person": "path.refused.person", "accompaniment.left": "path.refused.left",
  "accompaniment.nobody": "path.refused.nobody", "accompaniment.handover": "path.refused.handover", "team.day": "path.refused.team_day", "team.already_there": "path.refused.already_there",
  "team.not_open_yet": "path.refused.not_open_yet", "team.not_enrolled": "path.refused.left", "team_request.waiting": "path.refused.waiting",
  "project.title": "project.refused.title", "project.place": "project.refused.place", "project.setting": "project.refused.setting", "project.not_yours": "project.refused.not_yours",
  "accommodation.measure": "measures.refused.measure", "accommodation.cause": "measures.refused.cause", "accommodation.due": "measures.refused.due",
  "work.due": "measures.refused.due", "work.not_later": "measures.refused.not_later", "work.not_open": "measures.refused.not_open",
};

export function placeFailure(error: unknown): string {
  const key = error instanceof Problem ? REFUSALS[error.code] : undefined;
  return key ? t(key) : failureWords(error);
}
