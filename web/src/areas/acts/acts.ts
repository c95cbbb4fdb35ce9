// The log of sensitive acts, as the server tells it; a kind this page does not know is said in general words rather than shown raw.
import { isKey, t, type Key } from "../../i18n/t";
import { api } from "../../lib/api";
import { clock, parse } from "../../lib/dates";
import type { Named } from "../../lib/people";
import { dayWords } from "../../ui/Day";
import type { Kind } from "../document/document";
import { roleWords } from "../session/roles";
import "./words";

export interface Act {
  at: string;
  kind: string;
  detail: {
    visibility?: string; guest?: string; who?: string; reason?: string; basis?: string; silent?: boolean;
    role?: string; label?: string | null; from?: number | string; to?: number | string;
  } | null;
  actor: Named | null;
  about?: Named | null;
  person?: Named | null;
  document?: { id: string; kind: Kind; title: string; owner: string } | null;
}

export interface Acts {
  acts: Act[];
  after: string | null;
  abilities?: { register: boolean };
}

export function loadActs(path: "/api/me/log" | "/api/log", after: string | null, signal?: AbortSignal): Promise<Acts> {
  return api.get<Acts>(after === null ? path : `${path}?after=${encodeURIComponent(after)}`, signal);
}

const PLAIN: Record<string, Key> = {
  "account.password_chosen": "acts.account.password_chosen",
  "account.invited": "acts.account.invited",
  "account.name_corrected": "acts.account.name_corrected",
  "account.address_corrected": "acts.account.address_corrected",
  "account.password_forgotten": "acts.account.password_forgotten",
  "account.address_asked": "acts.account.address_asked",
  "account.address_changed": "acts.account.address_changed",
  "account.sign_in_ended": "acts.account.sign_in_ended",
  "account.closed": "acts.account.closed",
  "account.recovery_code_used": "acts.account.recovery_code_used",
  "account.second_factor_on": "acts.account.second_factor_on",
  "account.second_factor_off": "acts.account.second_factor_off",
  "account.token_made": "acts.account.token_made",
  "account.administrator_made": "acts.account.administrator_made",
  "mail.opened": "acts.mail.opened",
  "organisation.afresh": "acts.organisation.afresh",
  "journal.visibility private": "acts.journal.visibility.private",
  "journal.visibility tutor": "acts.journal.visibility.tutor",
  "journal.visibility group": "acts.journal.visibility.group",
  "journal.visibility cohort": "acts.journal.visibility.cohort",
  "journal.visibility": "acts.journal.visibility",
  "journal.entry_erasure_asked": "acts.journal.entry_erasure_asked",
  "journal.entry_erasure_withdrawn": "acts.journal.entry_erasure_withdrawn",
  "journal.erasure_asked": "acts.journal.erasure_asked",
  "journal.erasure_withdrawn": "acts.journal.erasure_withdrawn",
  "calendar.feed_made": "acts.calendar.feed_made",
  "calendar.feed_ended": "acts.calendar.feed_ended",
  "work.draft_opened": "acts.work.draft_opened",
  "work.draft_closed": "acts.work.draft_closed",
};

const ABOUT_SOMEBODY: Record<string, Key> = {
  "enrolment.changed": "acts.enrolment.changed",
  "accompaniment.tutor": "acts.accompaniment.tutor",
  "accompaniment.cooperator": "acts.accompaniment.cooperator",
  "team.moved": "acts.team.moved",
  "group.tutor_added": "acts.group.tutor_added",
  "group.tutor_removed": "acts.group.tutor_removed",
  "accommodation.changed": "acts.accommodation.changed",
};

export function actWords(act: Act): string {
  const about = ABOUT_SOMEBODY[act.kind];
  if (about) return t(about, { name: act.about?.name ?? t("acts.somebody") });
  const how = act.detail?.visibility ?? "";
  switch (act.kind) {
    case "journal.shared": return t("acts.journal.shared", { name: act.actor?.name ?? t("acts.somebody") });
    case "reader.named": return t("acts.reader.named", { name: act.actor?.name ?? t("acts.somebody") });
    case "reader.chosen": return t("acts.reader.chosen", { name: act.about?.name ?? t("acts.somebody") });
    case "reader.removed": return t("acts.reader.removed", { name: act.about?.name ?? t("acts.somebody") });
    case "guest.link_made": return t("acts.guest.made", guestNames(act));
    case "guest.link_ended": return t("acts.guest.ended", guestNames(act));
    case "opening.asked":
    case "opening.read_by":
    case "opening.agreed":
    case "opening.refused":
    case "opening.read":
    case "opening.silence_ended": return openingWords(act, `acts.${act.kind}`);
    case "journal.default": {
      const key = `visibility.${how}`;
      return t("acts.journal.default", { who: isKey(key) ? t(key) : how });
    }
    case "account.role_given": return act.detail?.role === undefined ? t("acts.account.role_given") : t("acts.account.role_given.which", { role: roleOf(act) });
    case "account.role_taken_back": return t("acts.account.role_taken_back", { role: roleOf(act) });
    case "opening.told": return t("acts.opening.told", { who: act.detail?.who ?? t("acts.somebody"), reason: act.detail?.reason ?? "", basis: act.detail?.basis ?? "" });
    case "cohort.programme_changed": return t("acts.cohort.programme_changed", { label: act.detail?.label ?? t("acts.cohort.somewhere"), from: act.detail?.from ?? "", to: act.detail?.to ?? "" });
    default: return t(PLAIN[`${act.kind} ${how}`] ?? PLAIN[act.kind] ?? "acts.account.other");
  }
}

function openingWords(act: Act, key: Key): string {
  const words = t(key, { name: act.actor?.name ?? t("acts.somebody"), reason: act.detail?.reason ?? "" });
  return act.detail?.silent === true && act.kind === "opening.agreed" ? `${words} ${t("acts.opening.silent")}` : words;
}

function roleOf(act: Act): string {
  const role = roleWords([act.detail?.role ?? ""]) || t("acts.account.role.some");
  const cohort = act.detail?.label ?? "";
  return cohort === "" ? role : t("acts.account.role.in", { role, cohort });
}

function guestNames(act: Act) {
  return { name: act.actor?.name ?? t("acts.somebody"), guest: act.detail?.guest ?? t("acts.guest.somebody") };
}

/** Who did it to an account; "" when it was the person themselves, who is `reader` when the acts are one's own. */
export function byWords(act: Act, reader: string): string {
  if (act.actor === null) return t("register.server");
  return act.actor.id === (act.person?.id ?? reader) ? "" : t("register.by", { name: act.actor.name });
}

export function whenWords(act: Act, now = new Date()): string {
  return t("day.at", { day: dayWords(act.at, now), time: clock(parse(act.at)) });
}
