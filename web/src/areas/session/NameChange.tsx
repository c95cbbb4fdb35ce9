// Correcting one's own name: it is read from the account everywhere, so the right one shows at once.
import { t } from "../../i18n/t";
import { AccountForm } from "./AccountForm";
import { changeName } from "./account";
import { NameFields } from "./NameFields";
import { renamed, type Person } from "./session";

export function NameChange({ person }: { person: Person }) {
  return (
    <AccountForm id="change-name" title={t("account.name.title")} submit={t("account.name.submit")} done={t("account.name.done")}
      send={async (text) => renamed(await changeName(text("givenName"), text("familyName")))}>
      <NameFields id="own" given={person.givenName} family={person.familyName} own />
    </AccountForm>
  );
}
