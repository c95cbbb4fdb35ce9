// What a work group is called, what it is about, and whether people join by themselves; before it is opened, in which cohort.
import { t } from "../../i18n/t";
import { typed } from "../../lib/form";
import type { GroupSettings } from "./group";

export interface CohortChoice {
  id: string;
  label: string;
}

interface Props {
  id: string;
  cohorts?: readonly CohortChoice[];
  settings?: GroupSettings;
  label: string;
  save: (settings: GroupSettings & { cohort?: string }) => Promise<void>;
}

export function SettingsFields({ id, cohorts = [], settings, label, save }: Props) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    void save({ name: typed(form, "name"), theme: typed(form, "theme"), open: typed(form, "joining") === "open", ...(cohorts.length > 1 ? { cohort: typed(form, "cohort") } : {}) });
  };
  const option = (value: "open" | "closed", checked: boolean) => (
    <label class="choice">
      <input type="radio" name="joining" value={value} defaultChecked={checked} />
      <span><strong>{t(`group.joining.${value}`)}</strong><small>{t(`group.joining.${value}.why`)}</small></span>
    </label>
  );
  const open = settings?.open ?? true;
  return (
    <form class="stack tight" onSubmit={submit}>
      <div class="field">
        <label for={`${id}-name`}>{t("group.field.name")}</label>
        <input class="input" id={`${id}-name`} name="name" required maxLength={80} autoComplete="off" defaultValue={settings?.name ?? ""} />
      </div>
      <div class="field">
        <label for={`${id}-theme`}>{t("group.field.theme")}</label>
        <input class="input" id={`${id}-theme`} name="theme" maxLength={300} autoComplete="off" defaultValue={settings?.theme ?? ""} />
      </div>
      {cohorts.length > 1 && (
        <div class="field">
          <label for={`${id}-cohort`}>{t("group.field.cohort")}</label>
          <select class="input" id={`${id}-cohort`} name="cohort" data-kept>{cohorts.map((one) => <option key={one.id} value={one.id}>{one.label}</option>)}</select>
        </div>
      )}
      <fieldset class="choices">
        <legend>{t("group.joining")}</legend>
        {option("open", open)}
        {option("closed", !open)}
      </fieldset>
      <p><button type="submit" class="button primary">{label}</button></p>
    </form>
  );
}
