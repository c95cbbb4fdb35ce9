// Any two versions side by side, chosen from a list.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { navigate } from "../../lib/router";
import { momentTime, momentTitle, PRESENT, versionsHref, versionWords, type Moment } from "./versions";

export function PickVersions({ moments, document, from, to }: { moments: readonly Moment[]; document: string; from: string | null; to: string | null }) {
  const before = useSignal(from ?? moments.at(-1)?.steps[0]?.id ?? "");
  const after = useSignal(from !== null && to !== null ? to : PRESENT);
  const options = moments.flatMap((moment, i) => {
    const title = momentTitle(moment, i === moments.length - 1);
    return moment.steps.map((step, at) => ({ id: step.id, words: at > 0 || step.name !== null ? versionWords(step) : t("versions.option", { title, when: momentTime(moment) }) }));
  });
  const compare = (event: SubmitEvent) => {
    event.preventDefault();
    navigate(versionsHref(document, before.value, after.value));
  };
  return (
    <form class="stack tight" onSubmit={compare} aria-labelledby="pick-versions">
      <h2 id="pick-versions">{t("versions.pick")}</h2>
      <div class="field">
        <label for="pick-from">{t("versions.pick.from")}</label>
        <select id="pick-from" class="input" value={before.value} onChange={(event) => (before.value = event.currentTarget.value)}>
          {options.map((one) => <option key={one.id} value={one.id}>{one.words}</option>)}
        </select>
      </div>
      <div class="field">
        <label for="pick-to">{t("versions.pick.to")}</label>
        <select id="pick-to" class="input" value={after.value} onChange={(event) => (after.value = event.currentTarget.value)}>
          <option value={PRESENT}>{t("version.present")}</option>
          {options.map((one) => <option key={one.id} value={one.id}>{one.words}</option>)}
        </select>
      </div>
      <div><button type="submit" class="button">{t("versions.pick.do")}</button></div>
    </form>
  );
}
