// Beginning: what the centre is called and who runs it, for administrators; what a cohort still needs, for those who run it.
import { t, tn } from "../../i18n/t";
import { api, isSilence, request, Unreachable } from "../../lib/api";
import { day, parse } from "../../lib/dates";
import { fit, invite, type Pasted } from "../people/people";
import type { System } from "../system/system";

export interface Start {
  name: string | null;
  sample: boolean;
  programmes: number;
  cohorts: number;
  people: number;
  managers: { id: string; name: string; email: string; opened: boolean }[];
  mail: { leaves: boolean; server: string; from: string };
  abilities: { beginAfresh: boolean };
}

export const loadStart = (signal?: AbortSignal) => api.get<Start>("/api/start", signal);
export const nameCentre = (name: string) => api.put<Start>("/api/start", { name });

const POLL_MS = 500, PATIENCE_MS = 120_000;

/** From the server itself: what this device kept says nothing about it. */
const now = async <T>(path: string): Promise<T> => (await (await request(path)).json()) as T;

/** Since when the server runs; null while it is stopping, away, or not ready. */
async function since(): Promise<string | null> {
  try {
    return (await now<System>("/api/system")).startedAt;
  } catch (error) {
    if (isSilence(error)) return null;
    throw error;
  }
}

/** The server answers, works, and starts again: true once it has with an empty centre, false when it still has the sample. */
export async function beginAfresh(): Promise<boolean> {
  const before = await since();
  if (before === null) throw new Unreachable("not there");
  await api.postOnly("/api/start/afresh", { sure: true });
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    await new Promise((wake) => setTimeout(wake, POLL_MS));
    const after = await since();
    if (after !== null && after !== before) return !(await now<Start>("/api/start")).sample;
  }
  throw new Unreachable("not back yet");
}

/** The first one has no cohort to be invited into: they are invited into the whole organisation. */
export async function inviteManager(givenName: string, familyName: string, email: string): Promise<void> {
  const person: Pasted = { line: 1, givenName, familyName, email, state: "new", error: null };
  await invite(null, "programme_manager", fit([person]));
}

export interface Preparation {
  id: string;
  label: string;
  start: string;
  programme: { title: string; version: number };
  newestVersion: number;
  roles: Partial<Record<string, { people: number; opened: number }>>;
  sessions: number;
  sessionsWithoutTheme: number;
  halfDays: number;
  halfDaysWithoutFormat: number;
  halfDaysWithoutModule: number;
  halfDaysWithoutTrainer: number;
  deadlines: number;
  trainees: number;
  inTeam: number;
  withTutor: number;
  withCooperator: number;
  teams: number;
  lettersRefused: number;
  abilities: { manage: boolean };
}

export const loadPreparation = (cohort: string, signal?: AbortSignal) => api.get<Preparation>(`/api/cohorts/${cohort}/preparation`, signal);

/** One thing a cohort needs: where it is done, and what is said of it now. */
export interface Need {
  id: string;
  title: string;
  now: string;
  href: string;
  done: boolean;
}

/** All of it follows from what is there: nothing here can be ticked. */
export function needsOf(p: Preparation): Need[] {
  const calendar = `/promotions/${p.id}/calendrier`, people = `/promotions/${p.id}/personnes`;
  const paths = `/promotions/${p.id}/stagiaires/parcours`, accompaniment = p.abilities.manage ? `/promotions/${p.id}/stagiaires/accompagnement` : paths;
  const invited = (id: string, role: string): Need => {
    const there = p.roles[role] ?? { people: 0, opened: 0 };
    const waiting = there.people - there.opened;
    const now = there.people === 0 ? t("prepare.people.none") : waiting === 0 ? tn("prepare.people.all", there.people)
      : `${tn("prepare.people", there.people)} ${tn("prepare.waiting", waiting)}`;
    return { id, title: t(`prepare.${id}` as "prepare.trainees"), now, href: people, done: there.people > 0 && waiting === 0 };
  };
  const each = (id: "teams" | "tutors_assigned" | "cooperators_assigned", have: number, href: string): Need => ({
    id, title: t(`prepare.${id}`), href, done: p.trainees > 0 && have >= p.trainees,
    now: p.trainees === 0 ? t("prepare.no_trainees") : have >= p.trainees ? t("prepare.each.all") : tn("prepare.each", p.trainees - have),
  });
  const open = (n: number, of: number) => (n === 0 ? t("prepare.half.all", { of }) : tn("prepare.half", n, { of }));
  return [
    { id: "programme", title: t("prepare.programme"), href: "/programmes", done: p.newestVersion <= p.programme.version,
      now: p.newestVersion > p.programme.version ? t("prepare.programme.newer", { version: p.programme.version, newest: p.newestVersion })
        : t("prepare.programme.here", { title: p.programme.title, version: p.programme.version }) },
    { id: "dates", title: t("prepare.dates"), href: calendar, done: p.sessions > 0,
      now: `${tn("prepare.sessions", p.sessions, { day: day(parse(p.start)) })} ${tn("prepare.deadlines", p.deadlines)}` },
    { id: "themes", title: t("prepare.themes"), href: calendar, done: p.sessionsWithoutTheme === 0,
      now: p.sessionsWithoutTheme === 0 ? t("prepare.themes.all") : tn("prepare.themes", p.sessionsWithoutTheme) },
    { id: "half_days", title: t("prepare.half_days"), href: calendar, done: p.halfDaysWithoutFormat + p.halfDaysWithoutModule === 0,
      now: open(Math.max(p.halfDaysWithoutFormat, p.halfDaysWithoutModule), p.halfDays) },
    invited("trainees", "trainee"), invited("tutors", "tutor"), invited("cooperators", "research_cooperator"), invited("trainers", "trainer"),
    { id: "half_day_trainers", title: t("prepare.half_day_trainers"), href: calendar, done: p.halfDaysWithoutTrainer === 0, now: open(p.halfDaysWithoutTrainer, p.halfDays) },
    each("teams", p.inTeam, p.abilities.manage ? `/promotions/${p.id}/equipes/former` : paths),
    each("tutors_assigned", p.withTutor, accompaniment),
    each("cooperators_assigned", p.withCooperator, accompaniment),
    ...(p.lettersRefused > 0 ? [{ id: "letters", title: t("prepare.letters"), now: tn("prepare.letters", p.lettersRefused), href: "/courrier", done: false }] : []),
  ];
}
