// Somebody's phone is lost: their second step is taken away, asked for twice because a password alone then opens the account.
import { t } from "../../i18n/t";
import { Dialog } from "../../ui/Dialog";
import { Notice } from "../../ui/Notice";
import type { Account } from "./people";

export function Unlock({ account, failure, unlock, close }: { account: Account; failure: string; unlock: () => void; close: () => void }) {
  return (
    <Dialog title={t("people.unlock.title", { name: account.name })} close={close}>
      <div class="stack tight">
        <p>{t("people.unlock.why")}</p>
        <p>{t("people.unlock.sure")}</p>
        <p class="soft">{t("people.unlock.told")}</p>
        {failure !== "" && <Notice mood="warn" urgent><p>{failure}</p></Notice>}
        <p class="actions">
          <button type="button" class="button" onClick={unlock}>{t("people.unlock.yes")}</button>
          <button type="button" class="button plain" onClick={close}>{t("people.cancel")}</button>
        </p>
      </div>
    </Dialog>
  );
}
