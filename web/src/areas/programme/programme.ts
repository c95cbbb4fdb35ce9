// A programme as everybody reads it: what one learns, block by block, and how it is assessed.
import { api } from "../../lib/api";

export interface ProgrammeLine {
  id: string;
  title: string;
  version: number;
  changedAt: string;
}

interface Labelled {
  id: string;
  label: string;
}

export interface Programme extends ProgrammeLine {
  objectives: Labelled[];
  competences: Labelled[];
  blocks: { id: string; title: string; certifiable?: boolean; modules: { id: string; title: string; aim?: string }[] }[];
  transversal: { id: string; title: string }[];
  deliverables: { id: string; title: string; limits: { unit: string; value: number }[] }[];
  modalities: Labelled[];
}

export const loadProgrammes = (signal?: AbortSignal) =>
  api.get<{ programmes: ProgrammeLine[]; abilities: { upload: boolean } }>("/api/programmes", signal);
export const loadCohortProgramme = (cohort: string, signal?: AbortSignal) => api.get<Programme>(`/api/cohorts/${cohort}/programme`, signal);
