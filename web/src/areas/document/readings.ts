// What readers say about a text that is not theirs.
import { api } from "../../lib/api";
import type { Named } from "../../lib/people";

export interface Reading {
  person: Named;
  at: string;
  sentence: string;
}

/** All of them for its authors, one's own for a reader; newest first. */
export const loadReadings = (document: string, signal?: AbortSignal) => api.get<Reading[]>(`/api/documents/${document}/readings`, signal);
export const sayRead = (document: string, sentence: string) =>
  api.post<Reading[]>(`/api/documents/${document}/readings`, sentence === "" ? {} : { sentence });
