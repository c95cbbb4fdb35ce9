// The devices where one is signed in, and a way to end it.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { clock, parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { Day, dayWords } from "../../ui/Day";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { closeOtherSignIns, closeSignIn, loadSignIns } from "./account";

export function SignIns() {
  const open = useResource("sign-ins", (signal) => loadSignIns(signal));
  const failure = useSignal("");
  const close = async (what: () => Promise<void>) => {
    failure.value = "";
    await what().catch((error: unknown) => (failure.value = failureWords(error)));
    open.reload();
  };
  return (
    <section class="leaf" aria-labelledby="sign-ins">
      <h2 id="sign-ins">{t("account.sign_ins.title")}</h2>
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      <Loaded from={open}>
        {(all) => (
          <>
            <ul class="items">
              {all.map((one) => (
                <li key={one.id}>
                  <div class="item">
                    <Icon name="info" />
                    <span>
                      <span class="title">{t(one.device === "mine" ? "account.sign_ins.mine" : "account.sign_ins.shared")}</span>
                      <span class="why">{t("account.sign_ins.since")} <Day iso={one.createdAt} />{one.current && ` · ${t("account.sign_ins.here")}`}</span>
                      <span class="why">{t("account.sign_ins.used")} <time dateTime={one.seenAt}>{t("day.at", { day: dayWords(one.seenAt), time: clock(parse(one.seenAt)) })}</time></span>
                    </span>
                    {one.abilities.end && <span class="actions"><button type="button" class="button small" onClick={() => void close(() => closeSignIn(one.id))}>{t("account.sign_ins.close")}</button></span>}
                  </div>
                </li>
              ))}
            </ul>
            {all.some((one) => one.abilities.end) && <p><button type="button" class="button" onClick={() => void close(closeOtherSignIns)}>{t("account.sign_ins.close_others")}</button></p>}
          </>
        )}
      </Loaded>
    </section>
  );
}
