// Publishing the draft: a day, what it will do, and a last question, because it cannot be taken back.
import { useSignal } from "@preact/signals";

import { t, tn } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { Dialog } from "../../ui/Dialog";
import { publish, type Board } from "./teams";
import type { Act } from "./TeamsPage";

export function Publication({ board, without, act }: { board: Board; without: number; act: Act }) {
  const from = useSignal(board.day);
  const asking = useSignal(false);
  const when = from.value === board.today ? t("teams.publish.today") : t("teams.publish.on", { day: day(parse(from.value || board.day)) });
  const confirm = async () => {
    asking.value = false;
    await act(() => publish(board.cohort.id, from.value), t("teams.publish.done"));
  };
  return (
    <section class="leaf" aria-labelledby="publication">
      <h2 id="publication">{t("teams.publish")}</h2>
      <p>{t("teams.publish.how")}</p>
      {without > 0 && <p class="soft">{tn("teams.publish.without", without)}</p>}
      <form class="stack tight" onSubmit={(event) => (event.preventDefault(), (asking.value = true))}>
        <div class="field">
          <label for="publish-from">{t("teams.publish.from")}</label>
          <input class="input short" id="publish-from" type="date" required min={board.day} max={board.cohort.end} value={from.value}
            onInput={(event) => (from.value = event.currentTarget.value)} />
        </div>
        <p><button type="submit" class="button primary">{t("teams.publish.button")}</button></p>
      </form>
      {asking.value && (
        <Dialog title={tn("teams.publish.ask", board.drafts.length)} close={() => (asking.value = false)}>
          <div class="stack tight">
            <p>{when}</p>
            <p>{t("teams.publish.after")}</p>
            <div class="actions">
              <button type="button" class="button primary" onClick={() => void confirm()}>{t("teams.publish.confirm")}</button>
              <button type="button" class="button plain" onClick={() => (asking.value = false)}>{t("teams.publish.cancel")}</button>
            </div>
          </div>
        </Dialog>
      )}
    </section>
  );
}
