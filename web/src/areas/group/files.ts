// Files of a group.
import { t, type Key } from "../../i18n/t";
import { api, Problem, request } from "../../lib/api";
import { failureWords } from "../../ui/failure";

export interface GroupFile {
  id: string;
  name: string;
  type: string;
  size: number;
  description: string | null;
  by: string;
  at: string;
  picture: boolean;
  until: string | null;
}

export interface GroupFiles {
  files: GroupFile[];
  trashed: GroupFile[];
  used: number;
  most: number;
  abilities: { add: boolean };
}

export const loadFiles = (group: string, signal?: AbortSignal) => api.get<GroupFiles>(`/api/groups/${group}/files`, signal);
export const trashFile = (group: string, file: string) => api.remove(`/api/groups/${group}/files/${file}`);
export const restoreFile = (group: string, file: string) =>
  request(`/api/groups/${group}/files/${file}/restoration`, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
export const fileHref = (group: string, file: string) => `/api/groups/${group}/files/${file}`;

export async function addFile(group: string, file: File, description: string): Promise<GroupFile> {
  const values = new URLSearchParams({ name: file.name, ...(description === "" ? {} : { description }) });
  const answer = await request(`/api/groups/${group}/files?${values}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
  return (await answer.json()) as GroupFile;
}

/** "240 ko", "1,4 Mo". */
export function sizeWords(octets: number): string {
  const kilo = octets / 1024;
  if (kilo < 1000) return t("files.size.kilo", { n: Math.max(1, Math.round(kilo)) });
  return t("files.size.mega", { n: new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 }).format(kilo / 1024) });
}

const REFUSALS: Readonly<Record<string, Key>> = {
  "file.type": "files.refused.type",
  "file.picture": "files.refused.picture",
  "file.description": "files.refused.description",
  "file.empty": "files.refused.empty",
  "file.quota": "files.refused.quota",
  "file.missing": "files.refused.missing",
  "group.not_yours": "group.refused.not_yours",
};

export function fileFailure(error: unknown): string {
  if (!(error instanceof Problem)) return failureWords(error);
  const key = REFUSALS[error.code];
  if (key) return t(key);
  return error.status === 413 ? t("files.refused.large") : failureWords(error);
}
