// Opening a text with two administrators, as the server tells it. What is read is kept nowhere.
import { api } from "../../lib/api";
import type { Named } from "../../lib/people";

export type State = "waiting" | "agreed" | "refused" | "expired" | "ended";

export interface Opening {
  id: string;
  document: string;                   // the public id that was asked for; there need not be such a text
  reason: string;
  basis: string;
  silence: string | null;             // why the person is not told
  state: State;
  askedBy: Named;
  askedAt: string;
  decidedBy: Named | null;
  decidedAt: string | null;
  until: string;
  toldAt: string | null;
  newer: boolean;                     // the reader became an administrator after it was asked for
  abilities: { decide: boolean; read: boolean; tell: boolean };
}

export interface OpenedText {
  kind: string;
  title: string;
  ownerName: string;
  html: string;
}

export interface Asking {
  document: string;
  reason: string;
  basis: string;
  silence?: string;
}

export const loadOpenings = async (signal?: AbortSignal) => (await api.get<{ openings: Opening[] }>("/api/openings", signal)).openings;
export const askOpening = (asking: Asking) => api.post<Opening>("/api/openings", asking);
export const decideOpening = (id: string, agree: boolean, password: string) => api.put<Opening>(`/api/openings/${id}/decision`, { agree, password });
export const tellOpening = (id: string) => api.put<Opening>(`/api/openings/${id}/telling`, {});
export const readOpening = (id: string) => api.post<OpenedText>(`/api/openings/${id}/readings`, {});

/** The id in what somebody pasted: an address of a text, or the id itself. */
export function idOf(typed: string): string {
  return typed.trim().replace(/[?#].*$/, "").replace(/\/+$/, "").split("/").at(-1) ?? "";
}
