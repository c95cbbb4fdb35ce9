// Trainees as those see them who accompany them or run the course.
import { api } from "../../lib/api";
import type { Named } from "../../lib/people";
import type { DocumentRecord, Work } from "../document/document";
import type { WorkLine } from "../document/work";

export interface Trainee extends Named {
  status: string;
  from: string;
  to: string | null;
  project: string | null;
  place: string | null;
  team: Named | null;
  tutor: Named | null;
  cooperator: Named | null;
  accompanied: boolean;
}

export interface TraineeDetail extends Trainee {
  documents: DocumentRecord[];
  works: WorkLine[];
  note: { text: string; updatedAt: string | null } | null;
  abilities: { note: boolean };
}

export interface BoardWork extends WorkLine {
  updatedAt: string | null;
  signes: number | null;
}

export interface Board {
  trainees: (Trainee & { works: BoardWork[] })[];
  abilities: { remind: boolean };
}

export const loadTrainees = (signal?: AbortSignal) => api.get<Trainee[]>("/api/trainees", signal);
export const loadTrainee = (id: string, signal?: AbortSignal) => api.get<TraineeDetail>(`/api/trainees/${id}`, signal);
export const saveNote = (id: string, text: string) => api.put<{ text: string; updatedAt: string }>(`/api/trainees/${id}/note`, { text });
export const loadBoard = (signal?: AbortSignal) => api.get<Board>("/api/board", signal);
export const remind = (kind: Work, people: readonly string[]) => api.post<{ told: number }>("/api/board/reminders", { kind, people });

/** Still in the training today. */
export const isHere = (trainee: Pick<Trainee, "status">) => ["pre_enrolled", "enrolled", "suspended"].includes(trainee.status);
