// Forming teams: the manager's draft, its publication on a day, moves afterwards. Every change answers with the board as it is then.
import { t, tn, type Key } from "../../i18n/t";
import { api, Problem } from "../../lib/api";
import type { Named } from "../../lib/people";
import { failureWords } from "../../ui/failure";

export type Setting = "work_situation" | "internship";

export interface Place extends Named {
  project: { title: string | null; place: string | null; setting: Setting | null };
  team: Named | null;
  next: Named | null;
  nextFrom: string | null;
  draft: string | null;
}

export interface Draft extends Named {
  commission: string | null;
  commissioner: string | null;
  cooperator: Named | null;
}

export interface Board {
  cohort: { id: string; label: string; end: string };
  today: string;
  trainees: Place[];
  drafts: Draft[];
  teams: (Named & { from: string | null })[];
  cooperators: Named[];
}

export interface DraftSettings {
  name: string;
  commission: string;
  commissioner: string;
  cooperator: string;
}

export const loadBoard = (signal?: AbortSignal) => api.get<Board>("/api/teams", signal);
export const newDraft = (settings: DraftSettings) => api.post<Board>("/api/teams/drafts", settings);
export const changeDraft = (draft: string, settings: DraftSettings) => api.put<Board>(`/api/teams/drafts/${draft}`, settings);
export const dropDraft = async (draft: string) => {
  await api.remove(`/api/teams/drafts/${draft}`);
  return loadBoard();
};
export const place = (person: string, draft: string) => api.put<Board>(`/api/teams/places/${person}`, draft === "" ? {} : { draft });
export const publish = (from: string) => api.post<Board>("/api/teams/publication", { from });
export async function move(cohort: string, person: string, team: string, from: string, reason: string): Promise<Board> {
  await api.put(`/api/cohorts/${cohort}/trainees/${person}/team`, { group: team === "" ? null : team, from, reason });
  return loadBoard();
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
