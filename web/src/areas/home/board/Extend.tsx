// Another date for one person's work: the day, and why.
import { t } from "../../../i18n/t";
import { isoDay } from "../../../lib/dates";
import { typed } from "../../../lib/form";
import { Attempt } from "../../enrolment/Attempt";
import { DayField, WordsField } from "../../enrolment/Fields";
import "../../enrolment/words";
import { extend, type Board, type BoardWork } from "../trainees";

interface Props {
  cohort: string | undefined;
  person: Board["trainees"][number];
  work: BoardWork;
  changed: () => void;
}

export function Extend({ cohort, person, work: { kind }, changed }: Props) {
  const id = `extend-${person.id}-${kind}`;
  const send = async (form: HTMLFormElement) => {
    await extend(cohort, { person: person.id, kind, until: typed(form, "until"), reason: typed(form, "reason") });
    changed();
  };
  return (
    <Attempt label={t("board.extend")} about={t("board.extend.about", { work: t(`work.${kind}`), name: person.name })} submit={t("board.extend")} done={t("board.extend.done", { name: person.name })} send={send}>
      <DayField id={`${id}-until`} name="until" label={t("board.extend.until")} hint={t("board.extend.until.hint", { name: person.name })} min={isoDay(new Date())} required />
      <WordsField id={`${id}-reason`} name="reason" label={t("board.extend.why")} hint={t("board.extend.why.hint")} most={300} required />
    </Attempt>
  );
}
