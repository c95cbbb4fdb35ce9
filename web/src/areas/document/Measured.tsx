// The count of a work, by the server (the one that will be on the receipt), refreshed after each save.
import { useEffect, useState } from "preact/hooks";

import { t, tn } from "../../i18n/t";
import { loadMeasure, type Measure } from "./document";

const PAUSE_MS = 1_500;

export function Measured({ document, saved }: { document: string; saved: number }) {
  const [measure, setMeasure] = useState<Measure | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      loadMeasure(document, abort.signal).then(setMeasure, () => undefined);      // an old count is better than none
    }, measure ? PAUSE_MS : 0);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [document, saved]);
  if (!measure) return null;
  const number = new Intl.NumberFormat("fr-FR");
  return (
    <p class="counters" title={t("measure.how")}>
      <span><b>{t("measure.signes", { n: number.format(measure.signes) })}</b></span>
      <span>{tn("measure.pages", measure.estimatedPages)}</span>
    </p>
  );
}
