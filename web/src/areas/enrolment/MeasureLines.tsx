// What is arranged for somebody. The cause is there only for the officer and the person themselves.
import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { date } from "./enrolment";
import { loadMeasures, measureWords, type Measured } from "./measures";
import "./words";

export function MeasureLines({ measured }: { measured: Measured }) {
  if (measured.accommodations.length === 0) return <p class="soft">{t("measures.none")}</p>;
  return (
    <ul class="through">
      {measured.accommodations.map((one) => (
        <li key={one.id}>
          <span class="title">{measureWords(one)}</span>
          {one.kind === "deadline_extension" && one.measure !== null && <span class="why">{one.measure}</span>}
          <span class="why">{t("path.since", { day: date(one.since) })}</span>
          {one.cause && <span class="why">{t(measured.abilities.manage ? "measures.cause.officer" : "measures.cause.own", { cause: one.cause })}</span>}
        </li>
      ))}
    </ul>
  );
}

/** A part of a page about somebody: shown only when something is arranged that one may know. */
export function MeasuresOf({ cohort, person }: { cohort: string; person: string }) {
  const measures = useResource(`measures ${person}`, (signal) => loadMeasures(cohort, person, signal));
  if (measures.state !== "ready" || measures.value.accommodations.length === 0) return null;
  return (
    <section class="leaf" aria-labelledby="measures-of">
      <h2 id="measures-of">{t("measures.title")}</h2>
      <MeasureLines measured={measures.value} />
    </section>
  );
}
