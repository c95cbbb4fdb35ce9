// Team spaces: who is in them and the pages they hold.
import { t, type Key } from "../../i18n/t";
import { api, Problem } from "../../lib/api";
import type { Named } from "../../lib/people";
import { failureWords } from "../../ui/failure";

export type GroupKind = "team" | "work_group" | "commons";

export interface GroupLine {
  id: string;
  name: string;
  kind: GroupKind;
  from: string | null;
  theme: string | null;
  open: boolean;
  archived: boolean;
  mine: boolean;
  invited: boolean;
  pages: number;
  cohort?: { id: string; label: string };   // not in answers that a device kept from an earlier version
  abilities: { read: boolean; join: boolean; leave: boolean };
}

export interface Member extends Named {
  from: string | null;
  to: string | null;
  role?: string | null;
  writes?: boolean;
}

export interface GroupPageLine {
  id: string;
  document: string;
  title: string;
  updatedAt: string;
  authors: Named[];
  charter: boolean;
  inner: boolean;
  parent: string | null;
}

export interface TrashedPage {
  id: string;
  title: string;
  by: string;
  at: string;
  until: string;
  inner: boolean;
  abilities: { restore: boolean };
}

export interface GroupReader extends Named {
  relation: string;
  can: ("read" | "comment" | "write")[];
}

export interface GroupAbilities {
  read: boolean;
  write: boolean;
  createPage: boolean;
  inner: boolean;
  narrow: boolean;
  addTutor: boolean;
  join: boolean;
  leave: boolean;
  settle: boolean;
  invite: boolean;
  takeOut: boolean;
  takeOutReaders: boolean;
  archive: boolean;
}

export interface Group {
  id: string;
  name: string;
  kind: GroupKind;
  commission: string | null;
  commissioner: string | null;
  theme: string | null;
  open: boolean;
  archived: boolean;
  invited: boolean;
  members: Member[];
  former: Member[];
  readers: GroupReader[];
  closedReaders: Named[];
  pages: GroupPageLine[];
  invitations: Named[];
  abilities: GroupAbilities;
}

export interface VisitPage {
  document: string;
  title: string;
  inner: boolean;
  made: boolean;                    // it is new
  at: string;
  authors: Named[];
}

/** What others changed since the visit before this one; since null: it is the first. */
export interface Visit {
  since: string | null;
  pages: VisitPage[];
  files: { id: string; name: string; by: Named; at: string }[];
}

export interface GroupSettings {
  name: string;
  theme: string;
  open: boolean;
}

/** Without this member nobody writes in it, and it will be archived. */
export const endsWithout = (group: Group, member: string) => !group.archived && group.members.every((one) => one.id === member || one.writes === false);

export const loadGroups = (signal?: AbortSignal) => api.get<GroupLine[]>("/api/groups", signal);
export const loadGroup = (id: string, signal?: AbortSignal) => api.get<Group>(`/api/groups/${id}`, signal);

export const visitGroup = (id: string) => api.put<Visit>(`/api/groups/${id}/visit`, {});

/** cohort: without it, the first in which one may. */
export const openGroup = (settings: GroupSettings & { cohort?: string }) => api.post<Group>("/api/groups", settings);
export const changeGroup = (id: string, settings: GroupSettings) => api.put<Group>(`/api/groups/${id}`, settings);
export const archiveGroup = (id: string, archived: boolean) => api.put<Group>(`/api/groups/${id}/archived`, { archived });
export const joinGroup = (id: string) => api.put<Group>(`/api/groups/${id}/membership`, {});
export const leaveGroup = (id: string) => api.remove(`/api/groups/${id}/membership`);
export const takeOut = (id: string, person: string) => api.remove(`/api/groups/${id}/members/${person}`);
export const loadInvitees = (id: string, signal?: AbortSignal) => api.get<(Named & { role: string; abilities: { invite: boolean } })[]>(`/api/groups/${id}/invitees`, signal);
export const invite = (id: string, person: string) => api.put<Group>(`/api/groups/${id}/invitations/${person}`, {});
export const uninvite = (id: string, person: string) => api.remove(`/api/groups/${id}/invitations/${person}`);

/** A new page of the group; its document is open to write at once. */
export const createPage = (group: string, page: { title: string; charter?: boolean; inner?: boolean; parent?: string }) => api.post<{ id: string }>(`/api/groups/${group}/pages`, page);

export const movePage = (page: string, parent: string, before: string) =>
  api.putOnly(`/api/documents/${page}/place`, { ...(parent === "" ? {} : { parent }), ...(before === "" ? {} : { before }) });
export const trashPage = (page: string) => api.remove(`/api/documents/${page}`);
export const loadTrash = (group: string, signal?: AbortSignal) => api.get<TrashedPage[]>(`/api/groups/${group}/trash`, signal);
export const restorePage = (group: string, page: string) => api.post<unknown>(`/api/groups/${group}/trash/${page}/restoration`, {});
export const setReader = (group: string, person: string, open: boolean) => api.put<Group>(`/api/groups/${group}/readers/${person}`, { open });
export const loadTutors = (group: string, signal?: AbortSignal) => api.get<(Named & { abilities: { add: boolean } })[]>(`/api/groups/${group}/tutors`, signal);
export const addTutor = (group: string, person: string) => api.put<Group>(`/api/groups/${group}/tutors/${person}`, { added: true });

const REFUSALS: Readonly<Record<string, Key>> = {
  "group.name": "group.refused.name",
  "group.theme": "group.refused.theme",
  "group.already_member": "group.refused.already_member",
  "group.not_yours": "group.refused.not_yours",
  "group.nobody": "group.refused.nobody",
  "page.charter": "group.refused.charter",
  "page.inside_itself": "group.refused.inside_itself",
  "page.elsewhere": "group.refused.elsewhere",
  "page.deep": "group.refused.deep",
  "page.not_in_trash": "group.refused.not_in_trash",
};

export function groupFailure(error: unknown): string {
  const key = error instanceof Problem ? REFUSALS[error.code] : undefined;
  return key ? t(key) : failureWords(error);
}
