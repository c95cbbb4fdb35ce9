// Who is signed in, in this tab. The page starts by asking; it never guesses a right: the server says what one may do.
import { signal } from "@preact/signals";

import { t } from "../../i18n/t";
import { api, inNameOf, onSignedOut, Problem, request, speakFor } from "../../lib/api";
import { applyComfort, forgetComfort, type Comfort } from "../../lib/comfort";
import { forgetAnswer, isKeptAnswer, keepAnswer } from "../../lib/keep/answers";
import { keepForNobody, keeping, resumeKeeping, startKeeping, stopKeeping } from "../../lib/keep/keep";
import { installPage } from "../../lib/keep/page";
import { forgetTab, heedTabs, tellTabs } from "../../lib/tabs";
import { announce } from "../../ui/Announcer";
import { halted, perishableThings, resumed } from "../../lib/waiting";

export type Device = "mine" | "shared";

export interface Person {
  id: string;
  name: string;
  givenName: string;
  familyName: string;
  email: string;
  roles: string[];
}

export interface OwnCohort {
  id: string;
  label: string;
  abilities: { manage: boolean; assist: boolean; openGroup: boolean };
}

export interface Me {
  person: Person;
  abilities: { writeJournal: boolean; formTeams: boolean; openGroup: boolean };
  device: Device;
  build: string;
  comfort: Comfort;
  cohort: { id: string; label: string } | null;      // one's own
  cohorts?: OwnCohort[];            // that one and the others that run; not in answers that a device kept from an earlier version
}

/** starting: not asked yet · out: nobody · in: somebody · silent: the server did not answer. */
export const presence = signal<"starting" | "out" | "in" | "silent">("starting");
export const me = signal<Me | null>(null);

/** The session ended under an open page: what is written stays in it until the same person comes back. closed: by itself, and
 * nothing waited. */
export const interrupted = signal<"expired" | "idle" | "closed" | null>(null);

const RETRY_MS = 30_000;
const END_MS = 10_000;

let ending: Promise<boolean> = Promise.resolve(true);
let stopIdle: Promise<() => void> = Promise.resolve(() => undefined);
let leaving = false;                // what is still on its way is refused from now on, and that is no news

/** One has said that what waits here may go with the page. */
export const isLeaving = () => leaving;

export async function start(): Promise<void> {
  onSignedOut((code) => {
    if (presence.peek() !== "in" || leaving) return;
    if (code === "session.other") someoneElse();
    else interrupted.value ??= "expired";
  });
  heedTabs((said) => {
    if (presence.peek() !== "in" || leaving || said === "used") return;
    if (said === "left" || said.entered !== me.peek()?.person.id) someoneElse();
    else if (interrupted.peek()) void takeOver(said.entered).catch(() => undefined);
    else if (said.device === "shared") keepForNobody();
  });
  await load();
}

/** On a kept device the last answer stands in for a server that does not answer. */
export async function load(): Promise<void> {
  resumeKeeping();
  try {
    await enter(await api.get<Me>("/api/me"));
  } catch (error) {
    const person = keeping.peek();
    keepForNobody();
    if (error instanceof Problem && error.status === 401) {
      if (person !== null) void forgetAnswer("/api/me", person);       // without it nothing opens here before somebody signs in
      presence.value = "out";
    }
    else {
      presence.value = "silent";
      setTimeout(() => {
        if (presence.peek() === "silent") void load();
      }, RETRY_MS);
    }
  }
}

/** in: done · code: the code of the phone is wanted · setup: the second step must be set up first, with this link. */
export type Step = { step: "in" } | { step: "code" } | { step: "setup"; link: string };

/** Throws what the server answers; the form turns it into words. */
export async function signIn(email: string, password: string, device: Device, code?: string): Promise<Step> {
  let answer: { person?: { id: string }; enrolment?: string };
  await ending;                                   // or it would end the session that begins
  try {
    answer = await api.post("/api/session", { email, password, device, ...(code === undefined ? {} : { code }) });
  } catch (error) {
    if (error instanceof Problem && error.code === "session.code") return { step: "code" };
    throw error;
  }
  if (answer.enrolment !== undefined) return { step: "setup", link: answer.enrolment };
  await takeOver(answer.person?.id ?? "");
  return { step: "in" };
}

/** Somebody is signed in now: this page becomes theirs, unless another person's words wait in it. */
async function takeOver(id: string): Promise<void> {
  const before = me.peek();
  if (interrupted.peek() && before && before.person.id !== id) {
    if (perishableThings.peek() === 0) {
      location.replace("/");                      // nothing of the other person would be lost
      return;
    }
    await request("/api/session", { method: "DELETE", headers: inNameOf(id) });
    throw new SomeoneElse(before.person.name);
  }
  keepForNobody();                                // only the server says who is there now
  await enter(await api.get<Me>("/api/me"));
}

/** After setting up the second step, which signs in. */
export async function enterAfterSetUp(): Promise<void> {
  const now = (await (await request("/api/me", { headers: inNameOf("") })).json()) as Me;       // whoever it is
  await takeOver(now.person.id);
}

/** Whoever has the address gets a letter; the answer is the same when nobody does. */
export async function forgetPassword(email: string): Promise<void> {
  await api.postOnly("/api/password/forgotten", { email });
}
export async function askInvitationAgain(link: string): Promise<void> {
  await api.postOnly("/api/invitations/renewal", { link });
}
export async function confirmAddress(link: string): Promise<void> {
  await api.putOnly("/api/address", { link });
}

/** The secret of a link stands behind the « # », so that it is in no log; it leaves the address as soon as it is read. */
export function takeSecret(): string {
  const secret = location.hash.slice(1);
  if (secret) history.replaceState(null, "", location.pathname);
  return secret;
}

/** With the secret of a one-time link; ends every open session of that person. */
export async function choosePassword(link: string, password: string): Promise<void> {
  await api.putOnly("/api/password", { link, password });
}

/** Another person's words wait in this page: nobody else may take them over. */
export class SomeoneElse extends Error {}

async function enter(who: Me): Promise<void> {
  speakFor(who.person.id);
  applyComfort(who.comfort, who.device);
  if (who.device === "mine") {
    await startKeeping(who.person.id);
    void keepAnswer("/api/me", who);
    installPage();
    void import("../../lib/keep/takeUp").then(({ takeUp }) => takeUp(who.person.id, t("fields.filled"), announce), () => undefined);
  } else await stopKeeping(who.person.id);
  if (!isKeptAnswer(who)) tellTabs({ entered: who.person.id, device: who.device });
  me.value = who;
  presence.value = "in";
  if (interrupted.peek()) {
    interrupted.value = null;
    halted.value = false;
    resumed.value++;
  }
  (await stopIdle)();
  if (who.device === "shared") stopIdle = import("./closing").then(({ closeWhenIdle }) => closeWhenIdle(), () => () => undefined);      // the server closes too
}

/** Says whether the server knows by now that nobody is signed in here; waits for its answer a while, not for ever. */
export function endSession(): Promise<boolean> {
  return (ending = request("/api/session", { method: "DELETE", signal: AbortSignal.timeout(END_MS) }).then(
    () => true,
    (error: unknown) => error instanceof Problem && error.status === 401,
  ));
}

/** From now on, on this page and the next ones, network or not. */
export function readWith(comfort: Comfort): void {
  const who = me.peek();
  if (!who) return;
  applyComfort(comfort, who.device);
  me.value = { ...who, comfort };
  void keepAnswer("/api/me", me.peek());
}

/** One's name as it is now, here and without network. */
export function renamed(person: Person): void {
  const who = me.peek();
  if (!who) return;
  me.value = { ...who, person };
  void keepAnswer("/api/me", me.peek());
}

/** In another tab one signed out, or somebody else signed in: this one goes on with nothing of either, and words that wait here wait for whose they are. */
function someoneElse(): void {
  keepForNobody();
  forgetTab();
  if (perishableThings.peek() === 0) location.replace("/");
  else {
    interrupted.value = "expired";
    halted.value = true;
  }
}

/** Loading afresh is the surest way to forget what this page held. */
export async function signOut(): Promise<void> {
  const who = me.peek();
  const { leaveDevice } = await import("../../lib/keep/leave");
  leaving = true;
  await api.remove("/api/session").catch((error: unknown) => {
    if (error instanceof Problem && error.status === 401) return;      // it had ended: the device is emptied all the same
    leaving = false;
    throw error;
  });
  tellTabs("left");
  if (who) await leaveDevice(who.person.id);
  forgetComfort();
  forgetTab();
  location.replace("/");
}

/** Those of one's cohorts in which one may do something. */
export const cohortsWhere = (who: Me, what: keyof OwnCohort["abilities"]) => (who.cohorts ?? []).filter((one) => one.abilities[what]);

/** The cohort that an address without one means: the first that one runs, for who runs any. */
export const meantCohort = (who: Me) => (cohortsWhere(who, "assist")[0] ?? who.cohort)?.id;

/** How the addresses of a cohort's pages begin. */
export const underCohort = (who: Me, id: string | undefined) => (id === undefined || id === meantCohort(who) ? "" : `/promotions/${id}`);

/** The roles in the order one presents oneself. */
export function isTrainee(who: Me): boolean {
  return who.person.roles.includes("trainee");
}
