// Reminding those whose work is late: the people are named before anything leaves.
import { useComputed, useSignal, type Signal } from "@preact/signals";

import { t, tn } from "../../../i18n/t";
import { announce } from "../../../ui/Announcer";
import { Dialog } from "../../../ui/Dialog";
import { failureWords } from "../../../ui/failure";
import { Notice } from "../../../ui/Notice";
import type { Work } from "../../document/document";
import { remind, workOf, WORKS, type Board, type Trainee } from "../trainees";

export function Reminders({ rows, cohort }: { rows: Board["trainees"]; cohort: string | undefined }) {
  const kind = useSignal<Work>("dossier_professionnel");
  const asking = useSignal(false);
  const result = useSignal("");
  const late = useComputed(() => rows.filter((row) => workOf(row, kind.value)?.overdue));
  return (
    <section class="leaf slim" aria-labelledby="remind">
      <h2 id="remind" class="sr-only">{t("board.remind")}</h2>
      <Kinds chosen={kind} />
      {late.value.length === 0
        ? <p class="soft">{t("board.remind.none")}</p>
        : <button type="button" class="button" onClick={() => (asking.value = true)}>{tn("board.remind", late.value.length)}</button>}
      {result.value !== "" && <p>{result.value}</p>}
      {asking.value && <Confirm cohort={cohort} kind={kind.value} people={late.value} close={() => (asking.value = false)} done={(told) => {
        result.value = told === 0 ? t("board.told.none") : tn("board.told", told);
        announce(result.value);
        asking.value = false;
      }} />}
    </section>
  );
}

interface ConfirmProps {
  cohort: string | undefined;
  kind: Work;
  people: readonly Trainee[];
  close: () => void;
  done: (told: number) => void;
}

function Confirm({ cohort, kind, people, close, done }: ConfirmProps) {
  const busy = useSignal(false);
  const failure = useSignal("");
  const send = async () => {
    busy.value = true;
    failure.value = "";
    try {
      done((await remind(cohort, kind, people.map((one) => one.id))).told);
    } catch (error) {
      failure.value = failureWords(error);
      busy.value = false;
    }
  };
  return (
    <Dialog title={tn("board.confirm", people.length)} close={close}>
      <div class="stack tight">
        <p>{tn("board.confirm.what", people.length, { work: t(`work.${kind}`) })}</p>
        <ul class="names">{people.map((one) => <li key={one.id}>{one.name}</li>)}</ul>
        <p class="soft small">{t("board.confirm.once")}</p>
        {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
        <p class="actions">
          <button type="button" class="button primary" disabled={busy.value} onClick={() => void send()}>{t("board.confirm.send")}</button>
          {" "}
          <button type="button" class="button" onClick={close}>{t("board.confirm.not")}</button>
        </p>
      </div>
    </Dialog>
  );
}

function Kinds({ chosen }: { chosen: Signal<Work> }) {
  return (
    <div class="field inline">
      <label for="remind-kind">{t("board.remind.for")}</label>
      <select id="remind-kind" class="input" value={chosen.value} onChange={(event) => {
        const kind = WORKS.find((one) => one === event.currentTarget.value);
        if (kind) chosen.value = kind;
      }}>
        {WORKS.map((kind) => <option key={kind} value={kind}>{t(`work.${kind}`)}</option>)}
      </select>
    </div>
  );
}
