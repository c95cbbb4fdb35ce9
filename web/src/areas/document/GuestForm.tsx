// For whom a link is, and until which day.
import { t } from "../../i18n/t";
import { isoDay } from "../../lib/dates";
import { typed } from "../../lib/form";

const IN_A_MONTH = 30, A_DAY = 86_400_000;

interface Props {
  daysMost: number;
  guest: string | undefined;
  until: string | undefined;
  next: (guest: string, until: string) => void;
}

export function GuestForm({ daysMost, guest, until, next }: Props) {
  const inDays = (days: number) => isoDay(new Date(Date.now() + days * A_DAY));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const whom = typed(form, "guest");
    if (whom !== "") next(whom, typed(form, "until"));
  };
  return (
    <form class="stack tight" onSubmit={submit}>
      <p>{t("guests.why")}</p>
      <div class="field">
        <label for="guest-name">{t("guests.name")}</label>
        <input id="guest-name" class="input" name="guest" defaultValue={guest ?? ""} required maxLength={120} autocomplete="off" aria-describedby="guest-name-hint" />
        <p class="small soft" id="guest-name-hint">{t("guests.name.hint")}</p>
      </div>
      <div class="field">
        <label for="guest-until">{t("guests.day", { n: daysMost })}</label>
        <input id="guest-until" class="input" name="until" type="date" required min={inDays(0)} max={inDays(daysMost)} defaultValue={until ?? inDays(IN_A_MONTH)} />
      </div>
      <p><button type="submit" class="button primary">{t("guests.next")}</button></p>
    </form>
  );
}
