// The accounts of a cohort, for those who keep them: who came, who has not, and what to do about it.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";

import { seek } from "../../editor/seek";
import { t, tn } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { announce } from "../../ui/Announcer";
import { Loaded } from "../../ui/Loaded";
import { Cohorts } from "../cohort/Cohorts";
import { cohortsWhere, underCohort, type Me } from "../session/session";
import { AccountRow } from "./AccountRow";
import { Invite } from "./Invite";
import { loadPeople, type Account } from "./people";
import "./words";

const SILENCE_MS = 300;

/** cohort null: everybody, for administrators. */
export function PeoplePage({ me, cohort }: { me: Me; cohort: string | null }) {
  useTitle(t("people.title"));
  const people = useResource(`people ${cohort ?? ""}`, (signal) => loadPeople(cohort, signal));
  return (
    <Loaded from={people}>
      {(all) => (
        <>
          <header class="page-head"><h1>{t("people.title")}</h1></header>
          <div class="stack">
            {cohort !== null && <Cohorts all={cohortsWhere(me, "assist")} now={cohort} page="personnes" />}
            <Invite cohort={cohort} sent={people.replace} />
            <Accounts all={all} row={(one) => <AccountRow account={one} path={cohort === null ? null : `${underCohort(me, cohort)}/stagiaires/${one.id}/parcours`} changed={(now) => people.replace((before) => before.map((a) => (a.id === now.id ? now : a)))} reload={people.reload} />} />
            <p><a href="/courrier">{t("people.mail")}</a></p>
          </div>
        </>
      )}
    </Loaded>
  );
}

const has = (account: Account, words: readonly string[]) => words.every((word) => seek(`${account.name} ${account.email}`, { words: word, exact: false }).length > 0);

/** All of them, or those that hold each word of what is sought. What was found stays until one types on, whatever is corrected in it. */
function Accounts({ all, row }: { all: readonly Account[]; row: (account: Account) => ComponentChildren }) {
  const sought = useSignal("");
  const words = sought.value.split(/\s+/).filter(Boolean);
  const found = useMemo(() => new Set(all.filter((one) => has(one, words)).map((one) => one.id)), [sought.value, all.length]);
  const shown = all.filter((one) => found.has(one.id));
  const count = shown.length === 0 ? t("people.found.none") : tn("people.found", shown.length);
  useEffect(() => {
    if (words.length === 0) return;
    const timer = setTimeout(() => announce(count), SILENCE_MS);
    return () => clearTimeout(timer);
  }, [sought.value]);
  return (
    <section class="leaf" aria-label={t("people.title")}>
      <form class="search-form" role="search" aria-label={t("people.sought")} onSubmit={(event) => event.preventDefault()}>
        <div class="field">
          <label for="people-sought">{t("people.sought")}</label>
          <input id="people-sought" class="input" type="search" maxLength={200} autocomplete="off" value={sought.value} onInput={(event) => (sought.value = event.currentTarget.value)} />
          {words.length > 0 && <p class="hint">{count}</p>}
        </div>
      </form>
      <ul class="items">{shown.map((one) => <li key={one.id}>{row(one)}</li>)}</ul>
    </section>
  );
}
