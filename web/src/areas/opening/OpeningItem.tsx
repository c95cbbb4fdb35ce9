// One opening: who asked what and why, what became of it, and what the person before the screen may do.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { clock, day, parse } from "../../lib/dates";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { DecideOpening } from "./DecideOpening";
import { OpenedArticle } from "./OpenedArticle";
import { tellOpening, type Opening } from "./opening";

const when = (iso: string) => t("day.at", { day: day(parse(iso)), time: clock(parse(iso)) });

function stateWords({ state, until, decidedBy, decidedAt }: Opening): string {
  const by = { name: decidedBy?.name ?? "", at: decidedAt ? when(decidedAt) : "", until: when(until) };
  return t(`opening.state.${state}`, by);
}

function toldWords({ silence, toldAt, decidedBy, state }: Opening): string {
  if (toldAt) return t("opening.told", { at: when(toldAt) });
  if (silence) return t("opening.silent.because", { why: silence });
  return decidedBy && state !== "refused" ? "" : t("opening.will_tell");
}

export function OpeningItem({ opening, changed }: { opening: Opening; changed: (opening: Opening) => void }) {
  const failure = useSignal("");
  const { abilities } = opening;
  const told = toldWords(opening);
  const tell = async () => {
    failure.value = "";
    await tellOpening(opening.id).then(changed, (error: unknown) => (failure.value = failureWords(error)));
  };
  return (
    <article class="stack tight" aria-labelledby={`opening-${opening.id}`}>
      <h3 id={`opening-${opening.id}`}>{t("opening.by", { name: opening.askedBy.name, at: when(opening.askedAt) })}</h3>
      <dl class="facts">
        <div><dt>{t("opening.document")}</dt><dd><code>{opening.document}</code></dd></div>
        <div><dt>{t("opening.reason")}</dt><dd>{opening.reason}</dd></div>
        <div><dt>{t("opening.basis")}</dt><dd>{opening.basis}</dd></div>
      </dl>
      <p><b>{stateWords(opening)}</b></p>
      {opening.state === "waiting" && opening.newer && <p>{t("opening.newer")}</p>}
      {told !== "" && <p>{told}</p>}
      {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
      {abilities.decide && <DecideOpening opening={opening} changed={changed} />}
      {abilities.read && <OpenedArticle id={opening.id} />}
      {abilities.tell && <p><button type="button" class="button small" onClick={() => void tell()}>{t("opening.tell")}</button></p>}
    </article>
  );
}
