// What a work is besides its words: where it stands, when it is due, who reads the draft.
import { api } from "../../lib/api";
import type { DocumentRecord, Work } from "./document";

export type WorkState = "not_started" | "draft" | "submitted" | "missed" | "reopened" | "graded" | "withdrawn";

export interface WorkLine {
  kind: Work;
  title: string;
  state: WorkState;
  dueAt: string | null;
  overdue: boolean;
  late: boolean;
  extended: boolean;
  submittedAt: string | null;
  reopenedAt: string | null;
  carriedOverFrom: string | null;
  draftShared: boolean;
}

export interface WorkRecord extends DocumentRecord, WorkLine {
  kind: Work;
  title: string;
  signesMost: number | null;        // what the programme asks
  signes: number | null;            // of one's own text, once it is begun
}

export const loadWorks = (signal?: AbortSignal) => api.get<WorkRecord[]>("/api/works", signal);
export const loadWork = (document: string, signal?: AbortSignal) => api.get<WorkRecord>(`/api/works/${document}`, signal);
/** Something is still to be handed in. */
export const isToDo = (work: WorkLine) => work.carriedOverFrom === null && ["not_started", "draft", "reopened"].includes(work.state);

export const shareDraft = (document: string, shared: boolean) => api.put<WorkLine>(`/api/works/${document}/sharing`, { shared });
