// People without an account who read one page of a team by a link, until a day.
import { api } from "../../lib/api";
import type { Named } from "../../lib/people";

export interface GuestLink {
  id: string;
  guest: string;
  until: string;
  openedOn: string | null;
  madeAt: string;
  madeBy: Named;
}

export interface GuestLinks {
  links: GuestLink[];
  path: string | null;              // of the link just made; never shown again
  daysMost: number;
  abilities: { invite: boolean };
}

const path = (document: string) => `/api/documents/${document}/guest-links`;

export const loadGuests = (document: string, signal?: AbortSignal) => api.get<GuestLinks>(path(document), signal);
export const inviteGuest = (document: string, guest: string, until: string) => api.post<GuestLinks>(path(document), { guest, until });
export const endGuest = (document: string, link: string) => api.remove(`${path(document)}/${link}`);
