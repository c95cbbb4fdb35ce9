// One's own account: who Carnet thinks I am, and the way out.
import type { ComponentChildren } from "preact";

import { t } from "../../i18n/t";
import { useTitle } from "../../lib/title";
import { Icon, type IconName } from "../../ui/Icon";
import { AddressChange, PasswordChange } from "./AccountChanges";
import { NameChange } from "./NameChange";
import { keepsAccounts, roleWords } from "./roles";
import { SecondFactor } from "./SecondFactor";
import { SignIns } from "./SignIns";
import { SignOut } from "./SignOut";
import type { Me } from "./session";

/** `place`: what other areas know of this person; `pages`: the ways to their pages; `more`: what they let one choose. */
export function AccountPage({ me, place, pages, more }: { me: Me; place?: ComponentChildren; pages?: ComponentChildren; more?: ComponentChildren }) {
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
            <li><AccountLink href="/compte/confort" icon="journal" title={t("comfort.title")} why={t("comfort.why.short")} /></li>
            {me.abilities.writeJournal && <li><AccountLink href="/journal/prochaines" icon="lock" title={t("default.title")} why={t("default.why")} /></li>}
            <li><AccountLink href="/compte/lectures" icon="eye" title={t("account.readers")} why={t("account.readers.why")} /></li>
            {pages}
            <li><AccountLink href="/compte/actes" icon="clock" title={t("account.acts")} why={t("account.acts.why")} /></li>
          </ul>
        </nav>
        {keepsAccounts(me.person.roles) && <p><a href="/personnes">{t("account.people")}</a></p>}
        {more}
        <NameChange person={me.person} />
        <PasswordChange />
        <AddressChange />
        <SecondFactor />
        <SignIns />
        <SignOut />
      </div>
    </>
  );
}

export function AccountLink({ href, icon, title, why }: { href: string; icon: IconName; title: string; why: string }) {
  return <a class="item" href={href}><Icon name={icon} /><span><span class="title">{title}</span><span class="why">{why}</span></span><Icon name="next" /></a>;
}
