// The names of roles; one that this page does not know is not shown rather than shown raw.
import { t, type Key } from "../../i18n/t";

const KNOWN: Record<string, Key> = {
  trainee: "role.trainee",
  tutor: "role.tutor",
  research_cooperator: "role.research_cooperator",
  trainer: "role.trainer",
  programme_manager: "role.programme_manager",
  training_assistant: "role.training_assistant",
  jury_member: "role.jury_member",
  quality_officer: "role.quality_officer",
  disability_officer: "role.disability_officer",
  platform_admin: "role.admin",
};

/** What a person's first page is about. The server decides what they may see; this only chooses what comes first. */
export function firstPageOf(roles: readonly string[]): "writing" | "reading" | "board" | "other" {
  if (roles.includes("programme_manager") || roles.includes("training_assistant")) return "board";
  if (mayAccompany(roles)) return "reading";
  return roles.includes("trainee") ? "writing" : "other";
}

/** Trainees are given to them, or were. */
export const mayAccompany = (roles: readonly string[]) => roles.includes("tutor") || roles.includes("research_cooperator");

/** Has pages about other people's accounts in their way. Again only what is shown first: the server decides. */
export function keepsAccounts(roles: readonly string[]): boolean {
  return ["programme_manager", "training_assistant", "platform_admin"].some((role) => roles.includes(role));
}

export function roleWords(roles: readonly string[]): string {
  return roles.map((role) => KNOWN[role]).filter((key) => key !== undefined).map((key) => t(key)).join(", ");
}
