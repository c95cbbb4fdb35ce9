// What the dates of a year are called.
import { t, type Key } from "../../i18n/t";

export const MILESTONES: Record<string, Key> = {
  peer_draft_due: "milestone.peer_draft_due",
  peer_evaluation: "milestone.peer_evaluation",
  diagnostic_due: "milestone.diagnostic_due",
  dossier_professionnel_due: "milestone.dossier_professionnel_due",
  note_synthetique_due: "milestone.note_synthetique_due",
  oral: "milestone.orals",
  orals: "milestone.orals",
  final_jury: "milestone.final_jury",
};

/** Those of a programme that Carnet does not know have the name that the programme gives them. */
export function dateName(key: string, label?: string | null): string {
  const known = MILESTONES[key];
  return known ? t(known) : label ?? t("milestone.other");
}
