// The private address by which an agenda reads one's dates. The server keeps no copy of it that could be shown again.
import { api } from "../../lib/api";

export interface Feed {
  active: boolean;
  createdAt: string | null;
  abilities: { create: boolean; renew: boolean; end: boolean };
}

export const loadFeed = (signal?: AbortSignal) => api.get<Feed>("/api/calendar/feed", signal);
export const makeFeed = async () => new URL((await api.post<{ path: string }>("/api/calendar/feed", {})).path, location.href).href;
export const endFeed = () => api.remove("/api/calendar/feed");
