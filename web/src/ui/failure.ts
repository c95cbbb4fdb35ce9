// A failure as one plain sentence: the one an area has for that problem ("problem.<code>"), or that nothing is lost.
import { isKey, t, tn } from "../i18n/t";
import { Problem, Unreachable } from "../lib/api";

export function failureWords(error: unknown): string {
  if (error instanceof Unreachable) return t("failure.unreachable");
  if (error instanceof Problem && error.status === 429) {
    return t("failure.too_many", { minutes: tn("minutes", Math.max(1, Math.ceil((error.retryAfter ?? 60) / 60))) });
  }
  const known = error instanceof Problem ? `problem.${error.code}` : "";
  return isKey(known) ? t(known) : t("failure.unexpected");
}
