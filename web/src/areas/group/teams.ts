// Forming teams: the manager's draft, its publication on a day, moves afterwards. Every change answers with the board as it is then.
import { t, tn, type Key } from "../../i18n/t";
import { api, Problem } from "../../lib/api";
import type { Named } from "../../lib/people";
import { failureWords } from "../../ui/failure";
import type { Project, Setting } from "../cohort/cohort";

export interface Place extends Named {
  project: Project;
  team: Named | null;
  next: Named | null;
  nextFrom: string | null;
  draft: string | null;
}

/** Drafted or published: what one may say of it. */
export interface Team extends Named {
  commission: string | null;
  commissioner: string | null;
  cooperator: Named | null;
}

export interface Board {
  cohort: { id: string; label: string; end: string };
  today: string;
  day: string;                      // that the board is of: the first one while the cohort is to come
  trainees: Place[];
  expected: number;                 // who will be among them once enrolled
  drafts: Team[];
  teams: (Team & { from: string | null })[];
  cooperators: Named[];
  leftOut?: Named[];                // after a publication: drafted, but not in training on its day
}

export interface TeamSettings {
  name: string;
  commission: string;
  commissioner: string;
  cooperator: string;
}

const at = (cohort: string, part = "") => `/api/teams${part}?cohort=${cohort}`;
export const loadBoard = (cohort: string, signal?: AbortSignal) => api.get<Board>(at(cohort), signal);
export const newDraft = (cohort: string, settings: TeamSettings) => api.post<Board>(at(cohort, "/drafts"), settings);
export const changeDraft = (cohort: string, draft: string, settings: TeamSettings) => api.put<Board>(at(cohort, `/drafts/${draft}`), settings);
export const changeTeam = (cohort: string, team: string, settings: TeamSettings) => api.put<Board>(at(cohort, `/${team}`), settings);
export const dropDraft = async (cohort: string, draft: string) => {
  await api.remove(at(cohort, `/drafts/${draft}`));
  return loadBoard(cohort);
};
export const place = (cohort: string, person: string, draft: string) => api.put<Board>(at(cohort, `/places/${person}`), draft === "" ? {} : { draft });
export const publish = (cohort: string, from: string) => api.post<Board>(at(cohort, "/publication"), { from });
export async function move(cohort: string, person: string, team: string, from: string, reason: string): Promise<Board> {
  await api.put(`/api/cohorts/${cohort}/trainees/${person}/team`, { group: team === "" ? null : team, from, reason });
  return loadBoard(cohort);
}

/** "4 stagiaires : 3 en situation de travail, 1 en stage". */
export function sizeWords(members: readonly Place[]): string {
  const count = (setting: Setting | null) => members.filter((one) => one.project.setting === setting).length;
  const parts = [
    [count("work_situation"), "teams.setting.work_situation"], [count("internship"), "teams.setting.internship"], [count(null), "teams.setting.unknown"],
  ] as const;
  const settings = parts.flatMap(([n, key]) => (n === 0 ? [] : [t(key, { n })]));
  const size = tn("teams.size", members.length);
  return settings.length === 0 ? size : t("teams.size.settings", { size, settings: settings.join(", ") });
}

const REFUSALS: Readonly<Record<string, Key>> = {
  "team.name": "teams.refused.name",
  "team.name_taken": "teams.refused.name_taken",
  "team.nothing_drafted": "teams.refused.nothing_drafted",
  "team.nobody_in": "teams.refused.nobody_in",
  "team.not_enrolled": "teams.refused.not_enrolled",
  "team.day": "teams.refused.day",
  "team.already_there": "teams.refused.already_there",
  "team.not_open_yet": "teams.refused.not_open_yet",
  "enrolment.reason": "teams.refused.reason",
};

export function teamFailure(error: unknown): string {
  const key = error instanceof Problem ? REFUSALS[error.code] : undefined;
  return key ? t(key) : failureWords(error);
}
