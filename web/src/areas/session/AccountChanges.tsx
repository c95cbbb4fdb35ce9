// Changing one's password and one's address.
import { t } from "../../i18n/t";
import { AccountForm, SecretField } from "./AccountForm";
import { askAddress, changePassword } from "./account";

export function PasswordChange() {
  return (
    <AccountForm id="change-password" title={t("account.password.title")} submit={t("password.submit")} done={t("account.password.done")}
      send={(text) => changePassword(text("current"), text("password"))}>
      <SecretField id="current" name="current" label={t("account.password.current")} complete="current-password" />
      <SecretField id="next" name="password" label={t("password.new")} complete="new-password" hint={t("password.why")} />
    </AccountForm>
  );
}

export function AddressChange() {
  return (
    <AccountForm id="change-address" title={t("account.address.title")} submit={t("account.address.submit")} done={t("account.address.done")}
      send={(text) => askAddress(text("email").trim(), text("password"))}>
      <div class="field">
        <label for="new-address">{t("account.address.new")}</label>
        <input class="input" id="new-address" name="email" type="email" autoComplete="email" required aria-describedby="new-address-why" />
        <p class="small soft" id="new-address-why">{t("account.address.why")}</p>
      </div>
      <SecretField id="address-password" name="password" label={t("account.password.current")} complete="current-password" />
    </AccountForm>
  );
}
