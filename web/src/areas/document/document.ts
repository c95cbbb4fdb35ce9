// Documents as the server lists them: what a person may open, whatever it belongs to.
import { t } from "../../i18n/t";
import { api } from "../../lib/api";
import { clock, day, daysBetween, parse } from "../../lib/dates";
import type { Named } from "../../lib/people";

export type Kind = "journal_entry" | "group_page" | "diagnostic" | "dossier_professionnel" | "note_synthetique";
export type Work = "diagnostic" | "dossier_professionnel" | "note_synthetique";

export interface Abilities {
  read: boolean;
  write: boolean;
  comment: boolean;
  share: boolean;
  rename: boolean;
}

export interface DocumentRecord {
  id: string;
  kind: Kind;
  title: string;
  owner: string;
  ownerName: string;
  abilities: Abilities;
  updatedAt: string;
}

export interface DocumentReader extends Named {
  relation: string;
  can: ("read" | "comment" | "write")[];
}

export const loadDocuments = (signal?: AbortSignal) => api.get<DocumentRecord[]>("/api/documents", signal);
export const loadDocument = (id: string, signal?: AbortSignal) => api.get<DocumentRecord>(`/api/documents/${id}`, signal);
export const loadHtml = (id: string, signal?: AbortSignal) => api.text(`/api/documents/${id}/html`, signal);
export const loadReaders = (id: string) => api.get<DocumentReader[]>(`/api/documents/${id}/readers`);
export const renameDocument = (id: string, title: string) => api.put<DocumentRecord>(`/api/documents/${id}/title`, { title });

export function isWork(document: DocumentRecord): document is DocumentRecord & { kind: Work } {
  return document.kind === "diagnostic" || document.kind === "dossier_professionnel" || document.kind === "note_synthetique";
}

/** Where a document is read and written. */
export function documentHref(document: Pick<DocumentRecord, "id" | "kind" | "owner">): string {
  switch (document.kind) {
    case "journal_entry": return `/journal/${document.id}`;
    case "group_page": return `/equipes/${document.owner}/${document.id}`;
    case "diagnostic":
    case "dossier_professionnel":
    case "note_synthetique": return `/ecrits/${document.id}`;
  }
}

export function updatedWords(iso: string, now = new Date()): string {
  const date = parse(iso);
  return daysBetween(date, now) === 0 ? t("works.updated.today", { time: clock(date) }) : t("works.updated", { day: day(date, now) });
}

/** A title may be missing; the kind never is. */
export function nameOf(document: Pick<DocumentRecord, "kind" | "title">): string {
  return document.title.trim() === "" ? t(`work.${document.kind}`) : document.title;
}
