// The outbox as staff see it.
import { api } from "../../lib/api";

export interface Letter {
  id: string;
  subject: string;
  state: "waiting" | "sending" | "sent" | "failed" | "expired";
  address: string;
  person: { id: string; name: string } | null;
  createdAt: string;
  answer: string | null;
  abilities: { send: boolean; open: boolean };
}
export interface Outbox { mail: Letter[]; more: boolean; canLeave: boolean; abilities: { test: boolean } }

export const loadMail = (signal?: AbortSignal, before?: string) => api.get<Outbox>(before ? `/api/mail?before=${before}` : "/api/mail", signal);
export const sendAgain = (id: string) => api.put<Letter>(`/api/mail/${id}/sending`, {});
export const openLetter = (id: string) => api.post<{ subject: string; body: string }>(`/api/mail/${id}/opening`, {});
export const sendTest = () => api.postOnly("/api/mail", {});
