// A later version of a programme for a cohort that runs: what would change, said in words.
import { t, type Key } from "../../i18n/t";
import { api } from "../../lib/api";

export interface Change {
  path: string;                                    // "deliverables[diagnostic].limits[0].value"
  before: unknown;
  after: unknown;
}

export interface Changes {
  version: number;
  newest: number;
  changes: Change[];
}

export const loadChanges = (cohort: string, signal?: AbortSignal) => api.get<Changes>(`/api/cohorts/${cohort}/programme/changes`, signal);
export const applyVersion = (cohort: string, version: number) => api.put<Changes>(`/api/cohorts/${cohort}/programme`, { version });
export const loadFile = (programme: string, signal?: AbortSignal) => api.get<unknown>(`/api/programmes/${programme}/file`, signal);

/** The sentences of one part of the programme; of what has no sentence, its place in the file. */
export interface Part {
  title: string;
  sentences: string[];
}

const PARTS: Record<string, Key> = {
  objectives: "apply.part.objectives",
  competences: "apply.part.competences",
  structure: "apply.part.structure",
  deliverables: "apply.part.deliverables",
  assessment: "apply.part.assessment",
  jury: "apply.part.jury",
  calendarRules: "apply.part.calendar",
  policies: "apply.part.policies",
};

/** What a value is, by its place behind the last thing with a name. */
const OF_NAMED: Record<string, Key> = {
  "aim": "apply.aim",
  "summary": "apply.summary",
  "limits[].value": "apply.limit",
  "limits[]": "apply.limit",
  "due.session": "apply.due",
  "certifiable": "apply.certifiable",
  "count": "apply.count",
  "purpose": "apply.summary",
  "rule.session": "apply.due",
};

const OF_FILE: Record<string, Key> = {
  "title": "apply.title",
  "shortTitle": "apply.short_title",
  "calendarRules.totalHours": "apply.hours",
  "calendarRules.durationMonths": "apply.months",
  "calendarRules.derived.sessionCount": "apply.sessions",
  "policies.counting.tolerancePercent.page": "apply.tolerance.page",
  "policies.counting.tolerancePercent.signe": "apply.tolerance.signe",
  "policies.deadlines.graceMinutes": "apply.grace",
  "policies.deadlines.lateWindowDays": "apply.late",
  "policies.peerEvaluation.reviewsPerTrainee": "apply.reviews",
  "jury.rules.appealDays": "apply.appeal",
  "price.display": "apply.price",
  "price.amount": "apply.price",
  "contact.name": "apply.contact",
  "contact.email": "apply.contact.email",
  "contact.phone": "apply.contact.phone",
};

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
function nameOf(item: unknown): string {
  const name = isFields(item) ? item["title"] ?? item["label"] : null;
  return typeof name === "string" ? name : "";
}

interface Place {
  named: string;                                   // the last thing with a name on the way, or ""
  rest: string;                                    // the way from there, numbers of lists left out
  holder: unknown;                                 // what holds the value itself
}

/** Follows a path through the file as it would be; what it drops is not there any more. */
function placeOf(path: string, file: unknown): Place {
  let at = file, holder = file, named = "", rest = "";
  for (const step of path.match(/[^.[\]]+|\[[^\]]*\]/g) ?? []) {
    const inside = /^\[(.*)\]$/.exec(step)?.[1];
    holder = at;
    if (inside === undefined) {
      rest += rest === "" ? step : `.${step}`;
      at = isFields(at) ? at[step] : undefined;
      continue;
    }
    const list: readonly unknown[] = Array.isArray(at) ? at : [];
    at = list.find((one) => isFields(one) && one["id"] === inside) ?? (/^\d+$/.test(inside) ? list[Number(inside)] : undefined);
    if (nameOf(at) !== "") [named, rest] = [nameOf(at), ""];
    else rest += "[]";
  }
  return { named, rest, holder };
}

const number = new Intl.NumberFormat("fr-FR");

function valueWords(value: unknown, unit?: unknown): string | null {
  if (isFields(value) && "unit" in value) return valueWords(value["value"], value["unit"]);
  if (typeof value === "number") {
    const n = number.format(value);
    return unit === "signe" ? t("programme.limit.signes", { n }) : unit === "page" ? t("programme.limit.pages", { n }) : n;
  }
  if (typeof value === "boolean") return t(value ? "apply.yes" : "apply.no");
  return typeof value === "string" ? t("apply.quoted", { words: value }) : null;
}

/** null: Carnet has no words for it. */
function sentenceOf({ path, before, after }: Change, file: unknown): string | null {
  if (path.endsWith("]") && before === null && nameOf(after) !== "") return t("apply.added", { name: nameOf(after) });
  if (path.endsWith("]") && after === null && nameOf(before) !== "") return t("apply.removed", { name: nameOf(before) });
  const { named, rest, holder } = placeOf(path, file);
  if (named !== "" && (rest === "title" || rest === "label") && typeof before === "string" && typeof after === "string") return t("apply.renamed", { before, after });
  const key = named === "" ? OF_FILE[rest] : OF_NAMED[rest];
  if (!key) return null;
  const unit = isFields(holder) ? holder["unit"] : undefined;
  const [was, will] = [valueWords(before, unit), valueWords(after, unit)];
  const what = named === "" ? t(key) : t("apply.of", { name: named, what: t(key) });
  if (was !== null && will !== null) return t("apply.changed", { what, was, will });
  return will !== null ? t("apply.set", { what, will }) : was !== null ? t("apply.unset", { what, was }) : null;
}

/** By part of the programme, in the order of the file; the rest is what has no words here. */
export function changesInWords(changes: readonly Change[], file: unknown): { parts: Part[]; rest: Change[] } {
  const parts = new Map<string, Part>(), rest: Change[] = [];
  for (const change of changes) {
    const sentence = sentenceOf(change, file);
    if (sentence === null) {
      rest.push(change);
      continue;
    }
    const title = t(PARTS[/^\w+/.exec(change.path)?.[0] ?? ""] ?? "apply.part.other");
    const part = parts.get(title) ?? { title, sentences: [] };
    if (!part.sentences.includes(sentence)) part.sentences.push(sentence);
    parts.set(title, part);
  }
  return { parts: [...parts.values()], rest };
}
