// Accommodations: measures for who works with somebody; the cause for the officer and the person, and only they get it from the server.
import { t } from "../../i18n/t";
import { api } from "../../lib/api";
import type { Named } from "../../lib/people";
import type { Work } from "../document/document";
import { date } from "./enrolment";

export const KINDS = ["extra_time", "screen_reader_documents", "deadline_extension", "other"] as const;
export type Kind = (typeof KINDS)[number];
export interface Measure {
  id: string;
  kind: Kind;
  measure: string | null;
  deliverable: Work | null;
  dueAt: string | null;
  since: string;
  cause?: string | null;
}
export interface Measured { accommodations: Measure[]; abilities: { manage: boolean } }
export interface MeasuredPerson extends Measured { person: Named }
export interface Measuring { kind: Kind; measure?: string; deliverable?: string; dueAt?: string; cause?: string }

const of = (cohort: string, person: string) => `/api/cohorts/${cohort}/trainees/${person}/accommodations`;
export const loadMeasures = (cohort: string, person: string, signal?: AbortSignal) => api.get<Measured>(of(cohort, person), signal);
export const loadAllMeasures = (cohort: string, signal?: AbortSignal) => api.get<MeasuredPerson[]>(`/api/cohorts/${cohort}/accommodations`, signal);
export const addMeasure = (cohort: string, person: string, one: Measuring) => api.post<Measured>(of(cohort, person), one);
export const changeMeasure = (cohort: string, person: string, id: string, one: Measuring) => api.put<Measured>(`${of(cohort, person)}/${id}`, one);
export async function endMeasure(cohort: string, person: string, id: string): Promise<Measured> {
  await api.remove(`${of(cohort, person)}/${id}`);
  return loadMeasures(cohort, person);
}

/** "+ un tiers de temps", "Documents lisibles par lecteur d'écran", "Diagnostic : jusqu'au 3 juillet". */
export function measureWords(one: Measure): string {
  if (one.kind === "deadline_extension" && one.deliverable !== null && one.dueAt !== null) {
    return t("measures.extension.until", { work: t(`work.${one.deliverable}`), day: date(one.dueAt) });
  }
  return one.measure === null ? t(`measures.${one.kind}`) : one.kind === "other" ? one.measure : t("measures.with", { kind: t(`measures.${one.kind}`), measure: one.measure });
}
