// Every word of the interface, from the fr.ts beside each area; a missing key does not compile. Those of a room that few people
// enter come with its pages (addWords).
import type { acts } from "../areas/acts/fr";
import { audience } from "../areas/audience/fr";
import { document } from "../areas/document/fr";
import { calendar } from "../areas/calendar/fr";
import { cohort } from "../areas/cohort/fr";
import type { enrolment } from "../areas/enrolment/fr";
import { group } from "../areas/group/fr";
import type { board } from "../areas/home/board/fr";
import { home } from "../areas/home/fr";
import { journal } from "../areas/journal/fr";
import type { programme } from "../areas/programme/fr";
import { mail } from "../areas/mail/fr";
import { notice } from "../areas/notice/fr";
import { opening } from "../areas/opening/fr";
import type { people } from "../areas/people/fr";
import { search } from "../areas/search/fr";
import { session } from "../areas/session/fr";
import { start } from "../areas/start/fr";
import type { system } from "../areas/system/fr";
import { apart } from "../editor/apart/fr";
import { comments } from "../editor/comments/fr";
import { editor } from "../editor/fr";
import { ui } from "../ui/fr";
import { elides } from "./elide";

const catalogue = {
  ...ui, ...session, ...notice, ...mail, ...cohort, ...calendar, ...home, ...journal, ...group, ...document, ...opening, ...search,
  ...audience, ...start, ...editor, ...comments, ...apart,
} as const;

export type Key = keyof typeof catalogue | keyof typeof acts | keyof typeof board | keyof typeof enrolment | keyof typeof people | keyof typeof programme | keyof typeof system;

/** French spaces: what : ; ! ? » close, and what « opens, never stand alone at the end or the start of a line. */
export function typeset(text: string): string {
  return text.replace(/ (?=[:»])|(?<=«) /g, "\u00a0").replace(/ (?=[;!?])/g, "\u202f");
}
const typesetCatalogue = {} as Record<Key, string>;
export function addWords(words: Partial<Record<Key, string>>): void {
  for (const [key, text] of Object.entries(words)) typesetCatalogue[key as Key] = typeset(text);
}
addWords(catalogue);

export const isKey = (key: string): key is Key => key in typesetCatalogue;
export type Plural = Extract<Key, `${string}.one`> extends `${infer Stem}.one` ? Stem : never;

/** The text of a key, its {slots} filled; « de {name} » becomes « d'Idriss » where it must. */
export function t(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  return typesetCatalogue[key].replace(/((?<!\p{L})(?:d|qu)e )?\{(\w+)\}/giu, (whole: string, before: string | undefined, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    const link = before ?? "";
    return (elides(String(value)) ? link.replace("e ", "'") : link) + String(value);
  });
}

/** The text for a count: `.one` for 0 and 1, as French does, `.many` above. */
export function tn(stem: Plural, n: number, values: Readonly<Record<string, string | number>> = {}): string {
  return t(n < 2 ? `${stem}.one` : `${stem}.many`, { n: new Intl.NumberFormat("fr-FR").format(n), ...values });
}
