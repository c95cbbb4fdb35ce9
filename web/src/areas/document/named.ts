// Readers whom an author names on one text, until a day.
import { api } from "../../lib/api";
import type { Named } from "../../lib/people";

export interface NamedReaders {
  readers: (Named & { namedAt: string; until: string; question: string })[];
  people: (Named & { role: string })[];
  abilities: { name: boolean; remove: boolean };
}

const path = (document: string, person = "") => `/api/documents/${document}/named-readers${person === "" ? "" : `/${person}`}`;

export const loadNamed = (document: string, signal?: AbortSignal) => api.get<NamedReaders>(path(document), signal);
export const nameReader = (document: string, person: string, until: string, question: string) =>
  api.put<NamedReaders>(path(document, person), question === "" ? { until } : { until, question });
export const endNaming = (document: string, person: string) => api.take<NamedReaders>(path(document, person));
