// The notebook around the pages: spine, masthead, navigation. The sections depend on what a person does here.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

import { SignOut } from "../areas/session/SignOut";
import { roleWords } from "../areas/session/roles";
import { SEARCH_PAGE, SearchBox, useSearchKey } from "../areas/search/SearchBox";
import type { Me } from "../areas/session/session";
import { cohort, loadCohort } from "../areas/cohort/cohort";
import { loadNews, unread } from "../areas/notice/notice";
import { t, tn } from "../i18n/t";
import { deviceWords } from "../ui/deviceWords";
import { reachable } from "../lib/keep/answers";
import { someRefused } from "../lib/images/list";
import { Icon } from "../ui/Icon";
import { Who } from "../ui/Who";
import { lazily } from "../ui/lazily";
import { NewVersion } from "./NewVersion";
import { RefusedWords } from "./RefusedWords";
import { PLAN, sectionAt, sectionsFor, tabsOf, type Section } from "./sections";

/** It needs what sends images, which few pages do. */
const RefusedImages = lazily(async () => (await import("./RefusedImages")).RefusedImages, () => null);

export function Notebook({ me, at, children }: { me: Me; at: string; children: ComponentChildren }) {
  const sections = sectionsFor(me, cohort.value?.team);
  const tabs = tabsOf(sections), here = sectionAt(sections, at);
  useSearchKey();
  useEffect(() => {
    void loadNews().catch(() => undefined);
    if (!cohort.peek()) void loadCohort().catch(() => undefined);      // only names a section: pages ask for themselves
  }, []);
  const current = (section: Section) => (section !== here ? undefined : at === section.href ? "page" : "true");
  const beyond = at === PLAN ? "page" : here && !tabs.includes(here) ? "true" : undefined;
  const searching = at === SEARCH_PAGE ? "page" : undefined;
  const account = at === "/compte" ? "page" : at.startsWith("/compte/") ? "true" : undefined;
  return (
    <div class="notebook">
      <a class="skip" href="#content">{t("skip.content")}</a>
      <header class="masthead">
        <a class="brand" href="/"><Icon name="brand" />{t("brand")}</a>
        <div class="masthead-end">
          <a class="icon-button" href={SEARCH_PAGE} aria-current={searching} aria-label={t("search.title")}><Icon name="search" /></a>
          <NewsLink at={at} />
          <a class="person" href="/compte" aria-current={account}><Who name={me.person.name} /><span class="sr-only">{t("nav.account.of", { name: me.person.name })}</span></a>
        </div>
      </header>
      <header class="side">
        <a class="brand" href="/"><Icon name="brand" />{t("brand")}</a>
        {!searching && <SearchBox />}
        <nav class="nav" aria-label={t("nav.label")}>
          {sections.map((one) => <a key={one.href} href={one.href} aria-current={current(one)}><Icon name={one.icon} />{t(one.long)}</a>)}
          {searching && <a href={SEARCH_PAGE} aria-current={searching}><Icon name="search" />{t("search.title")}</a>}
        </nav>
        <div class="side-end">
          <NewsLink at={at} />
          <a class="person" href="/compte" aria-current={account}><Who name={me.person.name} /><span>{me.person.name}<small>{roleWords(me.person.roles)}</small></span></a>
          <SignOut small />
        </div>
      </header>
      <main id="content" class="page" tabIndex={-1}><NewVersion me={me} /><Offline /><RefusedWords />{someRefused.value && <RefusedImages />}{children}</main>
      <nav class="tabs" aria-label={t("nav.label")}>
        {tabs.map((one) => <a key={one.href} href={one.href} aria-current={current(one)}><Icon name={one.icon} />{t(one.short)}</a>)}
        {tabs.length < sections.length && <a href={PLAN} aria-current={beyond}><Icon name="dots" />{t("plan.short")}</a>}
      </nav>
    </div>
  );
}

/** What one sees may be older than what there is. */
function Offline() {
  return reachable.value ? null : <p class="state" data-state="offline" role="status"><Icon name="offline" /><span>{t("offline.shown", { device: deviceWords() })}</span></p>;
}

/** Says in words how much is new: a number alone says nothing to a screen reader. */
function NewsLink({ at }: { at: string }) {
  const n = unread.value;
  return (
    <a class="news" href="/nouvelles" aria-current={at === "/nouvelles" ? "page" : undefined}>
      <Icon name="info" />{n > 0 ? tn("news.unread", n) : t("news.title")}
    </a>
  );
}
