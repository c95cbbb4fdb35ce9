// The pages of the notebook that a person has in their way, by what they do here. The server decides what may be seen; this only spares
// doors that would open on nothing.
import { firstPageOf, mayAccompany } from "../areas/session/roles";
import type { Me } from "../areas/session/session";
import type { Named } from "../lib/people";
import type { Key } from "../i18n/t";
import type { IconName } from "../ui/Icon";

export interface Section {
  href: string;
  under: string;                    // addresses that belong to it begin so
  icon: IconName;
  long: Key;
  short: Key;
  why: Key;
}

export const PLAN = "/plan";
const TABS = 4;                     // and one more for all the others

const SECTIONS = {
  home: { href: "/", under: "/", icon: "home", long: "nav.home", short: "nav.home", why: "nav.home.why" },
  queue: { href: "/", under: "/", icon: "eye", long: "nav.queue", short: "nav.queue", why: "nav.queue.why" },
  board: { href: "/", under: "/", icon: "home", long: "nav.board", short: "nav.board", why: "nav.board.why" },
  journal: { href: "/journal", under: "/journal", icon: "journal", long: "nav.journal", short: "nav.journal.short", why: "nav.journal.why" },
  formerJournal: { href: "/compte/journal", under: "/compte/journal", icon: "journal", long: "nav.journal", short: "nav.journal.short", why: "nav.journal.former" },
  shared: { href: "/journal/partages", under: "/journal/partages", icon: "share", long: "nav.shared", short: "nav.shared.short", why: "nav.shared.why" },
  others: { href: "/journal/partages", under: "/journal", icon: "journal", long: "nav.shared", short: "nav.shared.short", why: "nav.shared.why" },
  works: { href: "/ecrits", under: "/ecrits", icon: "works", long: "nav.works", short: "nav.works.short", why: "nav.works.why" },
  otherWorks: { href: "/ecrits", under: "/ecrits", icon: "works", long: "nav.works.others", short: "nav.works.short", why: "nav.works.others.why" },
  groups: { href: "/equipes", under: "/equipes", icon: "team", long: "nav.groups", short: "nav.groups.short", why: "nav.groups.why" },
  trainees: { href: "/stagiaires", under: "/stagiaires", icon: "people", long: "nav.trainees", short: "nav.trainees.short", why: "nav.trainees.why" },
  measures: { href: "/amenagements", under: "/amenagements", icon: "task", long: "nav.measures", short: "nav.measures.short", why: "nav.measures.why" },
  year: { href: "/calendrier", under: "/calendrier", icon: "calendar", long: "nav.year", short: "nav.year.short", why: "nav.year.why" },
  programme: { href: "/programme", under: "/programme", icon: "list", long: "nav.programme", short: "nav.programme.short", why: "nav.programme.why" },
  programmes: { href: "/programmes", under: "/programmes", icon: "works", long: "nav.programmes", short: "nav.programmes.short", why: "nav.programmes.why" },
  start: { href: "/commencer", under: "/commencer", icon: "task", long: "nav.start", short: "nav.start", why: "nav.start.why" },
  people: { href: "/personnes", under: "/personnes", icon: "person", long: "nav.people", short: "nav.people.short", why: "nav.people.why" },
  mail: { href: "/courrier", under: "/courrier", icon: "mail", long: "nav.mail", short: "nav.mail.short", why: "nav.mail.why" },
  register: { href: "/registre", under: "/registre", icon: "clock", long: "nav.register", short: "nav.register.short", why: "nav.register.why" },
  system: { href: "/serveur", under: "/serveur", icon: "info", long: "nav.system", short: "nav.system.short", why: "nav.system.why" },
} as const satisfies Record<string, Section>;

/** All of them, the most used first. team: the one somebody is in, which is their way into the groups. */
export function sectionsFor(me: Me, team: Named | null | undefined): Section[] {
  const is = (...roles: string[]) => roles.some((role) => me.person.roles.includes(role));
  const writes = me.abilities.writeJournal, left = is("trainee") && !writes, first = firstPageOf(me.person.roles);
  const office = is("programme_manager", "training_assistant"), accompanies = mayAccompany(me.person.roles);
  const inside = writes || office || accompanies || is("trainer"), here = me.cohort !== null && (inside || !left);
  const groups: Section = writes && team ? { ...SECTIONS.groups, href: `/equipes/${team.id}`, long: "nav.team", short: "nav.team.short" } : SECTIONS.groups;
  const all: [boolean, Section][] = [
    [true, writes || first === "other" || first === "writing" ? SECTIONS.home : first === "board" ? SECTIONS.board : SECTIONS.queue],
    [writes, SECTIONS.journal],
    [left, SECTIONS.formerJournal],
    [writes || left, SECTIONS.works],
    [office || accompanies, SECTIONS.trainees],
    [is("disability_officer"), SECTIONS.measures],
    [inside && !office && !writes, SECTIONS.others],
    [inside, groups],
    [here, SECTIONS.year],
    [accompanies && !writes, SECTIONS.otherWorks],
    [inside && office && !writes, SECTIONS.others],
    [writes, SECTIONS.shared],
    [office || is("platform_admin"), SECTIONS.people],
    [here, SECTIONS.programme],
    [is("platform_admin"), SECTIONS.start],
    [is("platform_admin"), SECTIONS.system],
    [is("programme_manager", "platform_admin"), SECTIONS.programmes],
    [!is("disability_officer") && (office || accompanies || is("trainer", "jury_member")), SECTIONS.measures],
    [office || is("platform_admin"), SECTIONS.mail],
    [is("programme_manager", "quality_officer", "platform_admin"), SECTIONS.register],
  ];
  return all.filter(([has]) => has).map(([, section]) => section);
}

/** Those at the foot of a phone; the others are on the page of all pages. */
export const tabsOf = (sections: readonly Section[]) => (sections.length <= TABS + 1 ? sections : sections.slice(0, TABS));

/** What is said of one cohort belongs where it is said of one's own; setting one up begins in the calendar. */
const ownOf = (at: string) => (at === "/promotions/nouvelle" ? "/calendrier" : /^\/promotions\/[^/]+\/tableau$/.test(at) ? "/" : at.replace(/^\/promotions\/[^/]+(?=\/(?:amenagements|calendrier|personnes|stagiaires|equipes)(?:\/|$))/, ""));

/** The one an address belongs to: of several that fit, the closest. */
export function sectionAt(sections: readonly Section[], at: string): Section | undefined {
  const own = ownOf(at);
  const within = (under: string) => (under === "/" ? own === "/" : own === under || own.startsWith(`${under}/`));
  return sections.filter((one) => within(one.under)).sort((a, b) => b.under.length - a.under.length)[0];
}
