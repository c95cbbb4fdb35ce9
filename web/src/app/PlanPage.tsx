// All the pages that a person has, each with what it is for: nothing is further than two taps from anywhere, on a phone too.
import { cohort } from "../areas/cohort/cohort";
import { SEARCH_PAGE } from "../areas/search/SearchBox";
import type { Me } from "../areas/session/session";
import { t } from "../i18n/t";
import { useTitle } from "../lib/title";
import { Icon, type IconName } from "../ui/Icon";
import { sectionsFor } from "./sections";

export function PlanPage({ me }: { me: Me }) {
  useTitle(t("plan.title"));
  return (
    <>
      <header class="page-head"><h1>{t("plan.title")}</h1></header>
      <nav class="leaf" aria-label={t("plan.title")}>
        <ul class="items" role="list">
          {sectionsFor(me, cohort.value?.team).map((one) => <Line key={one.href} href={one.href} icon={one.icon} title={t(one.long)} why={t(one.why)} />)}
          <Line href={SEARCH_PAGE} icon="search" title={t("search.title")} why={t("plan.search.why")} />
          <Line href="/nouvelles" icon="info" title={t("news.title")} why={t("plan.news.why")} />
          <Line href="/compte" icon="lock" title={t("nav.account")} why={t("plan.account.why")} />
        </ul>
      </nav>
    </>
  );
}

function Line({ href, icon, title, why }: { href: string; icon: IconName; title: string; why: string }) {
  return <li><a class="item" href={href}><Icon name={icon} /><span><span class="title">{title}</span><span class="why">{why}</span></span><Icon name="next" /></a></li>;
}
