// The notebook around the pages: spine, masthead, navigation. The sections depend on what a person does here.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

import { SignOut } from "../areas/session/AccountPage";
import { firstPageOf, roleWords } from "../areas/session/roles";
import { SEARCH_PAGE, SearchBox, useSearchKey } from "../areas/search/SearchBox";
import type { Me } from "../areas/session/session";
import { cohort, loadCohort } from "../areas/cohort/cohort";
import { loadNews, unread } from "../areas/notice/notice";
import { t, tn, type Key } from "../i18n/t";
import { Icon, type IconName } from "../ui/Icon";
import { Who } from "../ui/Who";
import { NewVersion } from "./NewVersion";

interface Section {
  href: string;
  under: string;                    // addresses that belong to it begin so
  icon: IconName;
  long: Key;
  short: Key;
}

function sectionsFor(me: Me): Section[] {
  const home: Section = { href: "/", under: "/", icon: "home", long: "nav.home", short: "nav.home" };
  if (!me.abilities.writeJournal) {
    const first = firstPageOf(me.person.roles);
    const shared: Section = { href: "/journal/partages", under: "/journal", icon: "journal", long: "nav.shared", short: "nav.shared.short" };
    const groups: Section = { href: "/equipes", under: "/equipes", icon: "team", long: "nav.groups", short: "nav.groups.short" };
    const people: Section = { href: "/stagiaires", under: "/stagiaires", icon: "people", long: "nav.trainees", short: "nav.trainees.short" };
    if (first === "reading") return [{ ...home, icon: "eye", long: "nav.queue", short: "nav.queue" }, people, shared, groups];
    if (first === "board") return [{ ...home, long: "nav.board", short: "nav.board" }, people, shared, groups];
    if (me.person.roles.includes("platform_admin")) return [home, { href: "/serveur", under: "/serveur", icon: "info", long: "nav.system", short: "nav.system.short" }];
    return [
      home,
      { href: "/journal/partages", under: "/journal", icon: "journal", long: "nav.shared", short: "nav.shared.short" },
      { href: "/ecrits", under: "/ecrits", icon: "works", long: "nav.works.others", short: "nav.works.short" },
      { href: "/equipes", under: "/equipes", icon: "team", long: "nav.groups", short: "nav.groups.short" },
    ];
  }
  const team = cohort.value?.team;
  return [
    home,
    { href: "/journal", under: "/journal", icon: "journal", long: "nav.journal", short: "nav.journal.short" },
    { href: "/ecrits", under: "/ecrits", icon: "works", long: "nav.works", short: "nav.works.short" },
    { href: team ? `/equipes/${team.id}` : "/equipes", under: "/equipes", icon: "team", long: team ? "nav.team" : "nav.groups", short: team ? "nav.team.short" : "nav.groups.short" },
  ];
}

export function Notebook({ me, at, children }: { me: Me; at: string; children: ComponentChildren }) {
  const sections = sectionsFor(me);
  useSearchKey();
  useEffect(() => {
    void loadNews().catch(() => undefined);
    if (!cohort.peek()) void loadCohort().catch(() => undefined);      // only names a section: pages ask for themselves
  }, []);
  const current = (section: Section) => {
    const here = section.under === "/" ? at === "/" : at.startsWith(section.under);
    return here ? (at === section.href ? "page" : "true") : undefined;
  };
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
      <main id="content" class="page" tabIndex={-1}><NewVersion me={me} />{children}</main>
      <nav class="tabs" aria-label={t("nav.label")}>
        {sections.map((one) => <a key={one.href} href={one.href} aria-current={current(one)}><Icon name={one.icon} />{t(one.short)}</a>)}
      </nav>
    </div>
  );
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
