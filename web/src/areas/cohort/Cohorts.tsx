// One page of several cohorts: which of them it speaks of, and the way to the same page of the others.
import { t } from "../../i18n/t";

/** page: how the address goes on after the cohort. Nothing where there is no choice. */
export function Cohorts({ all, now, page }: { all: readonly { id: string; label: string }[]; now: string | undefined; page: string }) {
  if (all.length < 2) return null;
  return (
    <nav class="actions" aria-labelledby="cohorts">
      <span id="cohorts" class="small soft">{t("cohorts.label")}</span>
      {all.map((one) => <a key={one.id} class="button small" href={`/promotions/${one.id}/${page}`} aria-current={one.id === now ? "page" : undefined}>{one.label}</a>)}
    </nav>
  );
}
