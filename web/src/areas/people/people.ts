// The accounts that a manager, an assistant or an administrator keeps, and inviting people.
import { api } from "../../lib/api";
import type { Named } from "../../lib/people";

export type AccountState = "none" | "invited" | "expired" | "open" | "closed";
/** cohort null: in the whole organisation. */
export interface HeldRole {
  role: string;
  cohort: { id: string; label: string } | null;
}
export interface Account {
  id: string;
  name: string;
  givenName: string;
  familyName: string;
  email: string;
  roles: string[];
  held: HeldRole[];                 // what one may take back
  state: AccountState;
  invitationEndsAt: string | null;
  abilities: { invite: boolean; correct: boolean; rename: boolean; close: boolean; unlock: boolean };
}
/** What somebody who leaves has in hand. */
export interface Departure {
  person: Named;
  today: string;                    // the school's
  closed: boolean;
  enrolled: Named | null;           // as a trainee, today, in a cohort that one runs
  accompanies: { as: "tutor" | "cooperator"; trainee: Named; cohort: Named; from: string; abilities: { hand: boolean } }[];
  abilities: { close: boolean };
}
export interface Pasted {
  line: number;
  givenName: string;
  familyName: string;
  email: string;
  state: "new" | "duplicate" | "account" | "invited" | "error";
  error: "address" | "name" | null;
}

export const loadPeople = async (cohort: string | null, signal?: AbortSignal) =>
  (await api.get<{ people: Account[] }>(cohort ? `/api/people?cohort=${cohort}` : "/api/people", signal)).people;
export const preview = async (cohort: string | null, text: string) =>
  (await api.ask<{ people: Pasted[] }>("/api/invitations/preview", { cohort, text })).people;
export const invite = async (cohort: string | null, role: string, people: readonly Pasted[]) =>
  (await api.post<{ people: Account[] }>("/api/invitations", {
    cohort, role, people: people.map(({ givenName, familyName, email }) => ({ givenName, familyName, email })),
  })).people;
export const inviteAgain = (id: string) => api.put<Account>(`/api/people/${id}/invitation`, {});
export const correctAddress = (id: string, email: string) => api.put<Account>(`/api/people/${id}/address`, { email });
export const correctName = (id: string, givenName: string, familyName: string) => api.put<Account>(`/api/people/${id}/name`, { givenName, familyName });
export const unlock = (id: string) => api.put<Account>(`/api/people/${id}/second-factor-removal`, {});
export const takeRole = (id: string, { role, cohort }: HeldRole) => api.putOnly(`/api/people/${id}/role-removal`, { role, cohort: cohort?.id ?? null });
export const loadDeparture = (id: string, signal?: AbortSignal) => api.get<Departure>(`/api/people/${id}/departure`, signal);
export const closeAccount = (id: string) => api.put<Account>(`/api/people/${id}/closing`, {});

/** What can be invited: one line per person, without those that are wrong or there twice. */
export const fit = (people: readonly Pasted[]) => people.filter((p) => p.state !== "error" && p.state !== "duplicate");
