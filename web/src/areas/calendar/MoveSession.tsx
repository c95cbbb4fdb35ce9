// Another first day for a session: looked at first, then moved.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { announce } from "../../ui/Announcer";
import { Dialog } from "../../ui/Dialog";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { Warnings } from "./YearPage";
import { changeSession, sessionDays, tryMove, type ProposedYear, type Year, type YearSession } from "./year";

export function MoveSession({ year, session, changed, close }: { year: Year; session: YearSession; changed: (year: Year) => void; close: () => void }) {
  const from = useSignal(session.from);
  const after = useSignal<ProposedYear | null>(null);
  const failure = useSignal("");
  const fail = (error: unknown) => (failure.value = failureWords(error));
  const look = async (event: SubmitEvent) => {
    event.preventDefault();
    failure.value = "";
    const asked = from.value;
    const shown = (then: ProposedYear) => {
      if (from.value === asked) after.value = then;         // another day may be there by now
    };
    await tryMove(year.id, session.id, asked).then(shown, fail);
  };
  const apply = async () => {
    failure.value = "";
    await changeSession(year.id, session.id, { from: from.value }).then((then) => {
      changed(then);
      announce(t("year.move.done"));
      close();
    }, fail);
  };
  const moved = after.value?.sessions.find((one) => one.id === session.id);
  return (
    <Dialog title={t("year.move.title", { n: session.order })} close={close}>
      <form class="stack tight" onSubmit={(event) => void look(event)}>
        <div class="field">
          <label for={`move-from-${session.id}`}>{t("year.move.from")}</label>
          <input id={`move-from-${session.id}`} class="input" type="date" required value={from.value} onInput={(event) => {
            from.value = event.currentTarget.value;
            after.value = null;
          }} />
        </div>
        {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
        <p><button type="submit" class="button">{t("year.move.try")}</button></p>
      </form>
      {moved && after.value && (
        <div class="after stack tight" aria-live="polite">
          <p>{t("year.move.after", { days: sessionDays(moved).toLocaleLowerCase("fr") })}</p>
          <Warnings warnings={after.value.warnings ?? []} />
          <p><button type="button" class="button primary" onClick={() => void apply()}>{t("year.move.apply")}</button></p>
        </div>
      )}
    </Dialog>
  );
}
