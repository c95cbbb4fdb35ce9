// Another date for a deadline, or for what has days: looked at first, with who will be told, then changed.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { isoDay, moment, parse, wallClock } from "../../lib/dates";
import { typed } from "../../lib/form";
import { announce } from "../../ui/Announcer";
import { Dialog } from "../../ui/Dialog";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { milestoneName, Warnings } from "./YearPage";
import { milestoneWhen, moveMilestone, tryMilestone, type ProposedYear, type When, type Year, type YearMilestone } from "./year";

interface Props {
  year: Year;
  milestone: YearMilestone;
  changed: (year: Year) => void;
  close: () => void;
}

interface Look {
  when: When;
  then: ProposedYear;
}

const lower = (words: string) => words.charAt(0).toLocaleLowerCase("fr") + words.slice(1);

function whenTyped(form: HTMLFormElement): When {
  return form.elements.namedItem("day") ? { dueAt: moment(typed(form, "day"), typed(form, "time")).toISOString() } : { from: typed(form, "from"), to: typed(form, "to") };
}

export function MoveMilestone({ year, milestone, changed, close }: Props) {
  const looked = useSignal<Look | null>(null);
  const failure = useSignal("");
  const fail = (error: unknown) => (failure.value = failureWords(error));
  const look = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    failure.value = "";
    const when = whenTyped(form);
    await tryMilestone(year.id, milestone.id, when).then((then) => (looked.value = { when, then }), fail);
  };
  const apply = async (when: When) => {
    failure.value = "";
    await moveMilestone(year.id, milestone.id, when).then((next) => {
      changed(next);
      announce(t("year.date.done"));
      close();
    }, fail);
  };
  return (
    <Dialog title={t("year.date.title", { name: milestoneName(milestone) })} close={close}>
      <form class="stack tight" onSubmit={(event) => void look(event)} onInput={() => (looked.value = null)}>
        <p>{t("year.date.now", { when: lower(milestoneWhen(milestone)) })}</p>
        <Fields milestone={milestone} />
        {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
        <p><button type="submit" class="button">{t("year.move.try")}</button></p>
      </form>
      <div class="after stack tight" aria-live="polite">{looked.value && <After milestone={milestone} look={looked.value} apply={apply} />}</div>
    </Dialog>
  );
}

function Fields({ milestone }: { milestone: YearMilestone }) {
  if (milestone.dueAt === undefined) {
    return (
      <>
        <Field of={milestone.id} name="from" type="date" label={t("year.date.from")} value={milestone.from ?? ""} />
        <Field of={milestone.id} name="to" type="date" label={t("year.date.to")} value={milestone.to ?? milestone.from ?? ""} />
      </>
    );
  }
  const due = parse(milestone.dueAt);
  return (
    <>
      <Field of={milestone.id} name="day" type="date" label={t("year.date.day")} value={isoDay(due)} />
      <Field of={milestone.id} name="time" type="time" label={t("year.date.time")} value={wallClock(due)} />
    </>
  );
}

function Field({ of, name, type, label, value }: { of: string; name: string; type: "date" | "time"; label: string; value: string }) {
  return (
    <div class="field">
      <label for={`${of}-${name}`}>{label}</label>
      <input id={`${of}-${name}`} name={name} class="input" type={type} required defaultValue={value} />
    </div>
  );
}

function After({ milestone, look, apply }: { milestone: YearMilestone; look: Look; apply: (when: When) => Promise<void> }) {
  const next = look.then.milestones.find((one) => one.id === milestone.id) ?? milestone;
  if (milestoneWhen(next) === milestoneWhen(milestone)) return <p>{t("year.date.same")}</p>;
  const about = new Set([milestone.key, ...milestone.halfDays.map((half) => half.id)]);
  const past = parse(next.dueAt ?? next.from ?? "") < new Date();
  return (
    <>
      <p><b>{t("year.date.after", { when: lower(milestoneWhen(next)) })}</b>{milestone.halfDays.length > 0 && ` ${t("year.date.halfdays")}`}</p>
      {past && <Notice mood="warn"><p>{t("year.date.past")}</p></Notice>}
      <Warnings warnings={(look.then.warnings ?? []).filter((one) => about.has(one.about))} />
      {milestone.deliverable !== null && <p>{t("year.date.own")}</p>}
      <p>{t("year.date.told")}</p>
      <p><button type="button" class="button primary" onClick={() => void apply(look.when)}>{t("year.date.apply")}</button></p>
    </>
  );
}
