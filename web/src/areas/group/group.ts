// Team spaces: who is in them and the pages they hold.
import { api } from "../../lib/api";
import type { Named } from "../../lib/people";

export type GroupKind = "team" | "work_group" | "commons";

export interface GroupLine {
  id: string;
  name: string;
  kind: GroupKind;
  mine: boolean;
  pages: number;
}

export interface Member extends Named {
  from: string | null;
  to: string | null;
}

export interface GroupPageLine {
  id: string;
  document: string;
  title: string;
  updatedAt: string;
  authors: Named[];
}

export interface Group {
  id: string;
  name: string;
  kind: GroupKind;
  commission: string | null;
  commissioner: string | null;
  members: Member[];
  former: Member[];
  readers: (Named & { relation: string })[];
  pages: GroupPageLine[];
  abilities: { read: boolean; write: boolean; createPage: boolean };
}

export const loadGroups = (signal?: AbortSignal) => api.get<GroupLine[]>("/api/groups", signal);
export const loadGroup = (id: string, signal?: AbortSignal) => api.get<Group>(`/api/groups/${id}`, signal);

/** A new page of the group; its document is open to write at once. */
export const createPage = (group: string, title: string) => api.post<{ id: string }>(`/api/groups/${group}/pages`, { title });
