// Who can read what is mine, as the server says it, sorted for the page.
import { t } from "../../i18n/t";
import { api } from "../../lib/api";
import { day, parse } from "../../lib/dates";
import type { Named } from "../../lib/people";
import type { Abilities, Kind } from "../document/document";
import { roleWords } from "../session/roles";

export interface AudienceReader extends Named {
  relation: string;
  assigned: boolean;
  comments: boolean;
  writes: boolean;
  until: string | null;
}

/** Somebody without an account, who has a link. */
export interface AudienceGuest {
  name: string;
  until: string;
}

export interface Thing {
  document: string;
  kind: Kind;
  title: string;
  owner: string;
  ownerName: string;
  readers: AudienceReader[];
  guests: AudienceGuest[];
  abilities: Abilities;
  visibility?: "private" | "tutor" | "group" | "cohort";
  writtenOn?: string;
  state?: string;
  draftShared?: boolean;
}

export interface GroupPages extends Named {
  pages: Thing[];
  readers: AudienceReader[];
  guests: AudienceGuest[];
}

export interface Audience {
  shared: Thing[];
  alone: Thing[];
  works: Thing[];
  groups: GroupPages[];
}

export async function loadAudience(signal: AbortSignal): Promise<Audience> {
  const { things } = await api.get<{ things: Thing[] }>("/api/me/readers", signal);
  const entries = things.filter((one) => one.kind === "journal_entry");
  return {
    shared: entries.filter((one) => one.readers.length > 0),
    alone: entries.filter((one) => one.readers.length === 0),
    works: things.filter((one) => one.kind !== "journal_entry" && one.kind !== "group_page"),
    groups: byGroup(things.filter((one) => one.kind === "group_page")),
  };
}

/** The pages of a group, those with the same readers together: a group may keep some of its pages to itself. */
function byGroup(pages: readonly Thing[]): GroupPages[] {
  const groups = new Map<string, GroupPages>();
  for (const page of pages) {
    const key = JSON.stringify([page.owner, page.readers, page.guests]);
    const group = groups.get(key) ?? { id: page.owner, name: page.ownerName, pages: [], readers: page.readers, guests: page.guests };
    group.pages.push(page);
    groups.set(key, group);
  }
  return [...groups.values()];
}

export function canWords(reader: AudienceReader): string {
  if (reader.writes) return t("audience.writes");
  return t(reader.comments ? "audience.comments" : "audience.reads");
}

/** Why somebody reads it, in a few words. */
export function whyWords(reader: AudienceReader, kind: Kind): string {
  if (reader.relation === "named_reader") return t("audience.why.named_reader");
  if (reader.relation === "group") return t("audience.why.group");
  if (reader.assigned && (reader.relation === "tutor" || reader.relation === "research_cooperator")) {
    return t(kind === "group_page" ? `audience.why.${reader.relation}.group` : `audience.why.${reader.relation}`);
  }
  if (kind === "journal_entry") return t("audience.why.cohort.entry");
  return t("audience.why.cohort.page", { role: roleWords([reader.relation]).toLocaleLowerCase("fr") });
}

/** The last day of reading; the server gives the moment it ends. */
export function untilWords(reader: AudienceReader): string {
  return reader.until === null ? "" : t("audience.until", { day: day(new Date(parse(reader.until).getTime() - 1)) });
}
