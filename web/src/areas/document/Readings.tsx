// For the author: who said they have read, and what they added.
import { t } from "../../i18n/t";
import { clock, day, daysBetween, parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { loadReadings, type Reading } from "./readings";

const SHOWN = 3;

export function Readings({ document }: { document: string }) {
  const loaded = useResource(`readings ${document}`, (signal) => loadReadings(document, signal));
  if (loaded.state !== "ready" || loaded.value.length === 0) return null;
  const [latest, older] = [loaded.value.slice(0, SHOWN), loaded.value.slice(SHOWN)];
  return (
    <div class="readings">
      <ul class="names" role="list">{latest.map((one) => <Line key={one.at + one.person.id} reading={one} />)}</ul>
      {older.length > 0 && (
        <details><summary>{t("readings.older")}</summary><ul class="names" role="list">{older.map((one) => <Line key={one.at + one.person.id} reading={one} />)}</ul></details>
      )}
    </div>
  );
}

function Line({ reading }: { reading: Reading }) {
  const at = parse(reading.at);
  const when = daysBetween(at, new Date()) === 0 ? t("readings.today", { time: clock(at) }) : t("readings.day", { day: day(at) });
  return (
    <li>
      <b>{reading.person.name}</b>{` ${t("readings.has_read")} `}<time dateTime={reading.at}>{when}</time>
      {reading.sentence !== "" && <>{" "}<q>{reading.sentence}</q></>}
    </li>
  );
}
