// What a relation is and was, from when to when: a short list, newest first, each with its reason.
import { t } from "../../i18n/t";
import { date, reasonWords, today } from "./enrolment";

export interface Line {
  key: string;
  title: string;
  from: string;
  to: string | null;
  reason: string | null;
  note?: string | null;
}

function span({ from, to }: Line): string {
  if (to !== null) return t("path.between", { from: date(from), to: date(to) });
  return t(from > today() ? "path.from" : "path.since", { day: date(from) });
}

export function Lines({ label, lines }: { label: string; lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <ol class="through" aria-label={label}>
      {[...lines].reverse().map((line) => (
        <li key={line.key}>
          <span class="title">{line.title}</span>
          <span class="why">{span(line)}{line.reason ? ` · ${reasonWords(line.reason)}` : ""}</span>
          {line.note && <details><summary class="small">{t("path.handover")}</summary><p class="prewrap">{line.note}</p></details>}
        </li>
      ))}
    </ol>
  );
}
