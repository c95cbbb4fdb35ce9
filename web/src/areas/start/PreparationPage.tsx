// What a cohort still needs, counted from what is there; a list to come back to until the first Monday, and after.
import { t } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { loadPreparation, needsOf, type Need } from "./start";

export function PreparationPage({ cohort }: { cohort: string }) {
  useTitle(t("prepare.title"));
  const loaded = useResource(`preparation ${cohort}`, (signal) => loadPreparation(cohort, signal));
  return (
    <Loaded from={loaded}>{(preparation) => {
      const needs = needsOf(preparation);
      const left = needs.filter((one) => !one.done), done = needs.filter((one) => one.done);
      return (
        <>
          <header class="page-head"><h1>{t("prepare.title")}</h1><p>{t("prepare.intro", { label: preparation.label, day: day(parse(preparation.start)) })}</p></header>
          <div class="stack">
            <section class="leaf" aria-labelledby="prepare-left">
              <h2 id="prepare-left">{t("prepare.left")}</h2>
              {left.length === 0 ? <p>{t("prepare.left.none")}</p> : <Needs needs={left} />}
            </section>
            {done.length > 0 && (
              <section class="leaf" aria-labelledby="prepare-done">
                <h2 id="prepare-done">{t("prepare.done")}</h2>
                <Needs needs={done} />
              </section>
            )}
          </div>
        </>
      );
    }}</Loaded>
  );
}

function Needs({ needs }: { needs: readonly Need[] }) {
  return (
    <ul class="items">
      {needs.map((one) => (
        <li key={one.id}>
          <a class="item" href={one.href}>
            <Icon name={one.done ? "check" : "untouched"} />
            <span><span class="title">{one.title}</span><span class="why">{one.now}</span></span>
            <Icon name="next" />
          </a>
        </li>
      ))}
    </ul>
  );
}
