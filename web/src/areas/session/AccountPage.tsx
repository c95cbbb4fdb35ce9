// One's own account: who Carnet thinks I am, and the way out.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

import { t } from "../../i18n/t";
import { unsavedThings } from "../../lib/waiting";
import { useTitle } from "../../lib/title";
import { failureWords } from "../../ui/failure";
import { Icon, type IconName } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { AddressChange, PasswordChange } from "./AccountChanges";
import { keepsAccounts, roleWords } from "./roles";
import { SecondFactor } from "./SecondFactor";
import { SignIns } from "./SignIns";
import { signOut, type Me } from "./session";

/** `place`: what other areas know of this person; `more`: what they let one choose. */
export function AccountPage({ me, place, more }: { me: Me; place?: ComponentChildren; more?: ComponentChildren }) {
  useTitle(t("account.title"));
  return (
    <>
      <header class="page-head"><h1>{t("account.title")}</h1></header>
      <div class="stack">
        <section class="leaf" aria-labelledby="account-who">
          <h2 id="account-who">{me.person.name}</h2>
          <dl class="facts">
            <div><dt>{t("account.email")}</dt><dd>{me.person.email}</dd></div>
            <div><dt>{t("account.role")}</dt><dd>{roleWords(me.person.roles)}</dd></div>
            {me.cohort && <div><dt>{t("account.cohort")}</dt><dd>{me.cohort.label}</dd></div>}
            <div><dt>{t("account.device")}</dt><dd>{t(`account.device.${me.device}`)}</dd></div>
          </dl>
        </section>
        {place}
        <nav class="leaf" aria-label={t("account.more")}>
          <ul class="items" role="list">
            <li><AccountLink href="/compte/lectures" icon="eye" title={t("account.readers")} why={t("account.readers.why")} /></li>
            <li><AccountLink href="/compte/actes" icon="clock" title={t("account.acts")} why={t("account.acts.why")} /></li>
          </ul>
        </nav>
        <SignOut />
        {keepsAccounts(me.person.roles) && <p><a href="/personnes">{t("account.people")}</a></p>}
        {more}
        <PasswordChange />
        <AddressChange />
        <SecondFactor />
        <SignIns />
      </div>
    </>
  );
}

function AccountLink({ href, icon, title, why }: { href: string; icon: IconName; title: string; why: string }) {
  return <a class="item" href={href}><Icon name={icon} /><span><span class="title">{title}</span><span class="why">{why}</span></span><Icon name="next" /></a>;
}

/** Asks once more only when words would be lost. */
export function SignOut({ small = false }: { small?: boolean }) {
  const asked = useSignal(false);
  const failure = useSignal("");
  const go = async (sure: boolean) => {
    if (!sure && unsavedThings.value > 0) {
      asked.value = true;
      return;
    }
    failure.value = "";
    await signOut().catch((error: unknown) => (failure.value = failureWords(error)));
  };
  return (
    <div class="stack tight">
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      {asked.value
        ? <Notice mood="warn" urgent>
            <p>{t("account.signout.wait")}</p>
            <p><button type="button" class="button small" onClick={() => void go(true)}>{t("account.signout.anyway")}</button></p>
          </Notice>
        : <p><button type="button" class={small ? "button small plain" : "button"} onClick={() => void go(false)}>{t("account.signout")}</button></p>}
    </div>
  );
}
