// A person's two names, to be corrected.
import { t } from "../../i18n/t";

/** `own`: by the person themselves, whose device may fill them in. */
export function NameFields({ id, given, family, own = false }: { id: string; given: string; family: string; own?: boolean }) {
  return (
    <>
      <div class="field">
        <label for={`given-${id}`}>{t("account.name.given")}</label>
        <input class="input" id={`given-${id}`} name="givenName" required autoComplete={own ? "given-name" : "off"} defaultValue={given} />
      </div>
      <div class="field">
        <label for={`family-${id}`}>{t("account.name.family")}</label>
        <input class="input" id={`family-${id}`} name="familyName" autoComplete={own ? "family-name" : "off"} defaultValue={family} />
      </div>
    </>
  );
}
