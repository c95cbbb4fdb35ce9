// The second step of signing in, in one's account: set it up, change the phone, or stop it where one may.
import { useSignal } from "@preact/signals";

import { t, tn } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { Loaded } from "../../ui/Loaded";
import { AccountForm, SecretField } from "./AccountForm";
import { loadFactor, removeFactor } from "./account";
import { setUpFromAccount, type SetUp } from "./factor";
import { SecondFactorSetUp } from "./SecondFactorSetUp";

export function SecondFactor() {
  const factor = useResource("second-factor", (signal) => loadFactor(signal));
  const how = useSignal<SetUp | null>(null);
  const finish = () => {
    how.value = null;
    factor.reload();
  };
  if (how.value) return <section class="leaf"><SecondFactorSetUp how={how.value} done={finish} /></section>;
  return (
    <Loaded from={factor}>
      {(now) => (
        <>
          <AccountForm id="second-factor" title={t("factor.account")} submit={t(now.on ? "factor.again" : "factor.start")} done=""
            send={(text) => {
              how.value = setUpFromAccount(text("password"));
              return Promise.resolve();
            }}>
            <p>{now.on ? tn("factor.left", now.recoveryCodesLeft) : t("factor.off")}</p>
            <SecretField id="factor-password" name="password" label={t("account.password.current")} complete="current-password" />
          </AccountForm>
          {now.abilities.remove && (
            <AccountForm id="second-factor-stop" title={t("factor.stop.title")} submit={t("factor.stop")} done=""
              send={async (text) => {
                await removeFactor(text("password"));
                factor.reload();
              }}>
              <SecretField id="factor-stop-password" name="password" label={t("account.password.current")} complete="current-password" />
            </AccountForm>
          )}
        </>
      )}
    </Loaded>
  );
}
