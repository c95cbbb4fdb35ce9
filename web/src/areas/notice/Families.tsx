// Which letters one wants: a box per family of news. What cannot be refused says why.
import { t, type Key } from "../../i18n/t";
import type { Family } from "./notice";

export function Families({ families, change }: { families: readonly Family[]; change: (family: Family, wanted: boolean) => void }) {
  return (
    <fieldset class="choices row">
      <legend>{t("letters.families")}</legend>
      {families.map((family) => (
        <label class="choice" key={family.id}>
          <input type="checkbox" name={family.id} checked={!family.stopped} disabled={!family.abilities.stop}
            onChange={(event) => change(family, event.currentTarget.checked)} />
          <span><strong>{t(`letters.family.${family.id}` as Key)}</strong>{!family.abilities.stop && <small>{t("letters.always")}</small>}</span>
        </label>
      ))}
    </fieldset>
  );
}
