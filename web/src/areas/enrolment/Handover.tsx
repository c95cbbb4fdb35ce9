// What whoever decided left for the one who takes over, on the page of the person they accompany.
import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { date, loadAccompanied } from "./enrolment";
import "./words";

export function Handover({ person }: { person: string }) {
  const mine = useResource("accompanied", loadAccompanied);
  const notes = mine.state === "ready" ? mine.value.filter((one) => one.trainee.id === person && one.handover !== null) : [];
  if (notes.length === 0) return null;
  return (
    <section class="leaf" aria-labelledby="handover">
      <h2 id="handover">{t("path.handover")}</h2>
      {notes.map((one) => <div key={one.as}><p class="small soft">{t("path.since", { day: date(one.from) })}</p><p class="prewrap">{one.handover}</p></div>)}
    </section>
  );
}
