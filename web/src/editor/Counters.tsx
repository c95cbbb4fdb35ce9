// The signes of a text beside its state, with what is asked of it: a word from nine tenths of the limit on, a warning
// beyond, never an obstacle. What is chosen in the text is counted too, in every text.
import { useEffect, useRef } from "preact/hooks";

import { t, tn } from "../i18n/t";
import { announce } from "../ui/Announcer";
import type { Counting } from "./counting";

const SIGNES_A_PAGE = 1_800;
const NEAR = 0.9;
const number = new Intl.NumberFormat("fr-FR");

/** What is asked of a work; null: nothing. */
export interface Limit {
  most: number | null;
}

export function Counters({ counting, limit, writes }: { counting: Counting; limit: Limit | undefined; writes: boolean }) {
  const counted = limit && counting.counted.value;
  const chosen = counting.chosen.value;
  if (!counted && chosen === 0) return null;
  return (
    <p class="counters" title={t("count.how")}>
      {counted && <Signes signes={counted.signes} most={limit.most} writes={writes} />}
      {chosen > 0 && <span>{tn("count.chosen", chosen)}</span>}
    </p>
  );
}

function Signes({ signes, most, writes }: { signes: number; most: number | null; writes: boolean }) {
  const over = most !== null && signes > most;
  useSaid(over, writes && most !== null ? overWords(signes - most, writes) : "");
  if (most === null) return <><span><b>{tn("count.signes", signes)}</b></span><span>{tn("count.pages", Math.ceil(signes / SIGNES_A_PAGE))}</span></>;
  return (
    <>
      <span data-over={over ? "" : undefined}><Gauge part={signes / most} /><b>{t("count.of", { n: number.format(signes), most: number.format(most) })}</b></span>
      {!over && signes >= NEAR * most && <span>{tn("count.left", most - signes)}</span>}
      {over && <span data-over="">{overWords(signes - most, writes)}</span>}
    </>
  );
}

function overWords(over: number, writes: boolean): string {
  return writes ? `${tn("count.over", over)} ${t("count.over.all.the.same")}` : tn("count.over", over);
}

/** Going over the limit is said once, not at each letter beyond. */
function useSaid(over: boolean, words: string): void {
  const before = useRef(over);
  useEffect(() => {
    if (over && !before.current && words !== "") announce(words);
    before.current = over;
  }, [over]);
}

function Gauge({ part }: { part: number }) {
  return (
    <svg class="gauge" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" data-over={part > 1 ? "" : undefined}>
      <rect width="100" height="8" rx="1" />
      <rect class="part" width={Math.min(100, Math.round(100 * part))} height="8" rx="1" />
    </svg>
  );
}
