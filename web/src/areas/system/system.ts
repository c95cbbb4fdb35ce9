// How the server is, for those who look after it.
import { api } from "../../lib/api";

export type JobName = "clock" | "mail" | "revision" | "compaction" | "index" | "backup" | "check" | "erasure" | "erasure_lists";

/** What the server does by itself, as far as it knows since its start. */
export interface Job {
  name: JobName;
  running: boolean;
  endedAt: string | null;
  well: boolean;                     // the last one
  failures: number;
}

export interface System {
  startedAt: string;
  versions: Record<string, string>;
  storage: { database: number; keys: number; repositories: number; files: number; free: number };
  settings: { name: string; value: string | null; meaning: string }[];
  live: { rooms: number; members: number; documents: number; memory: number };
  database: { failedTurns: number; full: boolean };
  waiting: number;
  jobs: Job[];
  newestBackup: string | null;       // of those that are still where they were put
  mailLeaves: boolean;
}

export const loadSystem = (signal?: AbortSignal) => api.get<System>("/api/system", signal);

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** "12 Mo": French, one decimal at most. */
export function bytesWords(bytes: number): string {
  let value = bytes, unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  if (unit === 0) return `${bytes}\u00a0o`;
  return new Intl.NumberFormat("fr-FR", { style: "unit", unit: UNITS[unit] ?? "gigabyte", maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
