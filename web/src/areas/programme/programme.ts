// A programme as everybody reads it: what one learns, block by block, and how it is assessed.
import { isKey, t } from "../../i18n/t";
import { api, Problem } from "../../lib/api";

export interface ProgrammeLine {
  id: string;
  title: string;
  version: number;
  changedAt: string | null;        // null: as Carnet came with it
}

interface Labelled {
  id: string;
  label: string;
}

export interface Module {
  id: string;
  title: string;
  aim?: string;
}

export interface Leaf {
  title: string;
  objectives: Labelled[];
  competences: Labelled[];
  blocks: { id: string; title: string; certifiable?: boolean; modules: Module[] }[];
  transversal: Module[];
  deliverables: { id: string; title: string; limits: { unit: string; value: number }[] }[];
  modalities: Labelled[];
}

export interface Programme extends ProgrammeLine, Leaf {}

/** What a file would bring: version null when it says what is kept already, kept null when nothing of that id is. */
export interface Preview extends Leaf {
  id: string;
  kept: number | null;
  version: number | null;
  warnings: Refusal[];             // accepted, and worth knowing before
}

export interface Refusal {
  path: string;
  code: string;
}

export const loadProgrammes = (signal?: AbortSignal) =>
  api.get<{ programmes: ProgrammeLine[]; abilities: { upload: boolean } }>("/api/programmes", signal);
export const loadCohortProgramme = (cohort: string, signal?: AbortSignal) => api.get<Programme>(`/api/cohorts/${cohort}/programme`, signal);
/** The same for whoever may give the cohort a later version. */
export const loadFollowed = (cohort: string, signal?: AbortSignal) =>
  api.get<{ version: number; newest: number; abilities: { apply: boolean } }>(`/api/cohorts/${cohort}/programme`, signal);
export const loadProgramme = (id: string, signal?: AbortSignal) => api.get<Programme>(`/api/programmes/${id}`, signal);
export const previewProgramme = (file: unknown) => api.ask<Preview>("/api/programmes/preview", file);
export const keepProgramme = (file: unknown) => api.post<ProgrammeLine>("/api/programmes", file);

/** Every reason for which a file was refused; null when that is not what went wrong. */
export function refusalsOf(error: unknown): Refusal[] | null {
  if (!(error instanceof Problem) || error.code !== "programme.refused") return null;
  const { body } = error;
  const list: unknown = typeof body === "object" && body !== null && "problems" in body ? body.problems : [];
  const is = (one: unknown): one is Refusal =>
    typeof one === "object" && one !== null && "path" in one && typeof one.path === "string" && "code" in one && typeof one.code === "string";
  return Array.isArray(list) ? list.filter(is) : [];
}

export function refusalWords({ code }: Refusal): string {
  const key = `programme.refusal.${code}`;
  return isKey(key) ? t(key) : t("programme.refusal.other");
}
