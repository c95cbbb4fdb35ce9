// Fields of the forms about people's places, each with its label and what helps to fill it.
import { t } from "../../i18n/t";
import { typed } from "../../lib/form";
import type { Named } from "../../lib/people";

const NOBODY = "-";
/** What was chosen in a PersonField. */
export function chosenIn(form: HTMLFormElement, name: string): string | null {
  const one = typed(form, name);
  return one === NOBODY ? null : one;
}

interface FieldProps {
  id: string;
  name: string;
  label: string;
  hint?: string;
}

function Hint({ id, hint }: { id: string; hint: string | undefined }) {
  return hint === undefined ? null : <span class="hint" id={`${id}-hint`}>{hint}</span>;
}

export function DayField({ id, name, label, hint, value, min, max, required = false }: FieldProps & { value?: string; min?: string; max?: string; required?: boolean }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input class="input short" id={id} name={name} type="date" required={required} aria-describedby={hint === undefined ? undefined : `${id}-hint`} defaultValue={value ?? ""} min={min} max={max} />
      <Hint id={id} hint={hint} />
    </div>
  );
}

export function WordsField({ id, name, label, hint, value, rows = 2, most = 500, required = false }: FieldProps & { value?: string; rows?: number; most?: number; required?: boolean }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea class="input" id={id} name={name} rows={rows} maxLength={most} required={required} aria-describedby={hint === undefined ? undefined : `${id}-hint`} defaultValue={value ?? ""} />
      <Hint id={id} hint={hint} />
    </div>
  );
}

/** With nothing chosen yet; one of them, or `none` (sent as NOBODY) where that is a choice. */
export function PersonField({ id, name, label, hint, people, none, chosen = "" }: FieldProps & { people: readonly Named[]; none?: string; chosen?: string }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select class="input" id={id} name={name} required aria-describedby={hint === undefined ? undefined : `${id}-hint`}>
        <option value="" selected={chosen === ""}>{t("path.choose")}</option>
        {people.map((one) => <option key={one.id} value={one.id} selected={one.id === chosen}>{one.name}</option>)}
        {none !== undefined && <option value={NOBODY}>{none}</option>}
      </select>
      <Hint id={id} hint={hint} />
    </div>
  );
}
