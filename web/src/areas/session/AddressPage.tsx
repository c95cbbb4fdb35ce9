// A new address, confirmed from the letter that reached it: by a tap, never by opening the link.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { Problem } from "../../lib/api";
import { useTitle } from "../../lib/title";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { confirmAddress, takeSecret } from "./session";

export function AddressPage() {
  const link = useRef<string | null>(null);
  link.current ??= takeSecret();
  const failure = useSignal(link.current ? "" : t("address.link.none"));
  const done = useSignal(false);
  useTitle(t("address.title"));
  const confirm = async () => {
    failure.value = "";
    try {
      await confirmAddress(link.current ?? "");
      done.value = true;
    } catch (error) {
      failure.value = error instanceof Problem && error.code === "link.none" ? t("address.link.none") : failureWords(error);
    }
  };
  return (
    <main class="cover">
      <div class="label">
        <div>
          <p class="brand"><Icon name="brand" />{t("brand")}</p>
          <h1>{t("address.title")}</h1>
        </div>
        {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
        {done.value
          ? <><p role="status">{t("address.done")}</p><p><a href="/">{t("address.open")}</a></p></>
          : <><p>{t("address.why")}</p><button class="button primary block" type="button" onClick={() => void confirm()}>{t("address.confirm")}</button></>}
      </div>
    </main>
  );
}
