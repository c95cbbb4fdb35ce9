// Trainees as those see them who accompany them or run the course.
import { api } from "../../lib/api";
import { lastMinute } from "../../lib/dates";
import type { Named } from "../../lib/people";
import type { Kind } from "../../editor/comments/comments";
import { comingDates, type Cohort, type Coming, type Setting } from "../cohort/cohort";
import type { DocumentRecord, Work } from "../document/document";
import { isToDo, type WorkLine } from "../document/work";

export interface Trainee extends Named {
  status: string;
  from: string;
  to: string | null;
  project: string | null;
  place: string | null;
  setting?: Setting | null;          // not in answers that a device kept from an earlier version
  team: Named | null;
  tutor: Named | null;
  cooperator: Named | null;
  accompanied: boolean;
  cohort?: { id: string; label: string };   // not in answers that a device kept from an earlier version
}

/** A conversation beside one of their texts that nobody settled yet. */
export interface OpenThread {
  document: DocumentRecord;
  kind: Kind;
  quote: string;
  openedBy: Named | null;            // null: what opened it was taken back
  openedAt: string;
  lastBy: Named;
  lastAt: string;
  replies: number;
  answered: boolean;                 // the trainee spoke last
}

/** One's own note on somebody one accompanies or accompanied. */
export interface OwnNote {
  person: Named;
  cohort: { id: string; label: string };
  text: string;                      // "": there is none
  updatedAt: string | null;
  accompanied: boolean;
}

/** readAt: when one last said that one had read it. */
export type OpenText = DocumentRecord & { readAt?: string | null };          // not in answers that a device kept from an earlier version

export interface TraineeDetail extends Trainee {
  documents: OpenText[];
  threads?: OpenThread[];            // not in answers that a device kept from an earlier version
  works: (WorkLine & { document?: string | null })[];      // null: closed to oneself; not in answers that a device kept from an earlier version
  note: Pick<OwnNote, "text" | "updatedAt"> | null;
  abilities: { note: boolean };
}

export interface BoardWork extends WorkLine {
  updatedAt: string | null;
  signes: number | null;
  extensionReason?: string | null;   // these two not in answers that a device kept from an earlier version
  abilities?: { extend: boolean };
}

export interface Board {
  cohort?: { id: string; label: string };      // these two not in answers that a device kept from an earlier version
  cohorts?: { id: string; label: string }[];   // that one runs today, this one among them
  trainees: (Trainee & { works: BoardWork[]; pauseOver?: string | null; email?: string | null })[];     // pauseOver: its last day; these two not in answers that a device kept from an earlier version
  abilities: { remind: boolean };
}

export const WORKS: readonly Work[] = ["diagnostic", "dossier_professionnel", "note_synthetique"];
export const workOf = (row: Board["trainees"][number], kind: Work): BoardWork | undefined => row.works.find((work) => work.kind === kind);

export const loadTrainees = (signal?: AbortSignal) => api.get<Trainee[]>("/api/trainees", signal);
const asked = (path: string, cohort: string | undefined) => (cohort === undefined ? path : `${path}?cohort=${cohort}`);
/** As a trainee of that cohort, where one is named. */
export const loadTrainee = (id: string, cohort: string | undefined, signal?: AbortSignal) => api.get<TraineeDetail>(asked(`/api/trainees/${id}`, cohort), signal);
export const loadNotes = (signal?: AbortSignal) => api.get<OwnNote[]>("/api/me/notes", signal);
export const saveNote = (person: string, cohort: string, text: string) => api.put<OwnNote>(`/api/trainees/${person}/note`, { cohort, text });
export const loadBoard = (signal?: AbortSignal, cohort?: string) => api.get<Board>(asked("/api/board", cohort), signal);
export const remind = (cohort: string | undefined, kind: Work, people: readonly string[]) =>
  api.post<{ told: number }>("/api/board/reminders", { kind, people, ...(cohort === undefined ? {} : { cohort }) });

/** until: the last day, whole. */
export const extend = (cohort: string | undefined, { until, ...extension }: { person: string; kind: Work; until: string; reason: string }) =>
  api.postOnly("/api/board/extensions", { ...extension, dueAt: lastMinute(until), ...(cohort === undefined ? {} : { cohort }) });

/** Still in the training today. */
export const isHere = (trainee: Pick<Trainee, "status">) => ["pre_enrolled", "enrolled", "suspended"].includes(trainee.status);

/** Of those dates, which are later than the cohort's. */
export const putBack = (works: readonly WorkLine[]): string[] => works.filter((work) => work.extended).map((work) => `${work.kind}_due`);

/** The dates to come of one person: the cohort's, their own where one was put back, none for what they have handed in or need not. */
export function datesOf(cohort: Cohort, works: readonly WorkLine[], now = new Date()): Coming[] {
  const milestones = cohort.milestones.flatMap((milestone) => {
    if (milestone.deliverable === null) return [milestone];
    const work = works.find((one) => one.kind === milestone.deliverable);
    if (!work || work.carriedOverFrom !== null || work.state === "withdrawn") return [];
    if (milestone.id !== `${milestone.deliverable}_due`) return [milestone];
    return isToDo(work) ? [{ ...milestone, ...(work.dueAt === null ? {} : { dueAt: work.dueAt }) }] : [];
  });
  return comingDates({ ...cohort, milestones }, now);
}
