// Who is named in an entry did not ask for it: one quiet line above an entry that is just begun, the same for
// everybody, until its reader has put it away.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { focusText } from "../../editor/Writing";
import type { Replace } from "../../lib/resource";
import { failureWords } from "../../ui/failure";
import { putReminderAway, type Entry } from "./journal";

export function Reminder({ entry, changed }: { entry: Entry; changed: Replace<Entry> }) {
  const failure = useSignal("");
  const template = entry.reminder;
  if (!template || !entry.abilities.write) return null;
  const putAway = async () => {
    failure.value = "";
    await putReminderAway(template).then(() => {
      changed((now) => ({ ...now, reminder: null }));
      focusText();
    }, (error: unknown) => (failure.value = failureWords(error)));
  };
  return (
    <p class="reminder soft ui small">
      {t("reminder.names")} <button type="button" class="button plain small" onClick={() => void putAway()}>{t("reminder.done")}</button>
      {failure.value !== "" && <span role="alert"> {failure.value}</span>}
    </p>
  );
}
