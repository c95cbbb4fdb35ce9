// The accounts of a cohort, for those who keep them: who came, who has not, and what to do about it.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { Problem } from "../../lib/api";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { roleWords } from "../session/roles";
import type { Me } from "../session/session";
import { Invite } from "./Invite";
import { correctAddress, inviteAgain, loadPeople, unlock, type Account } from "./people";

export function PeoplePage({ me }: { me: Me }) {
  useTitle(t("people.title"));
  const cohort = me.cohort?.id ?? null;
  const people = useResource(`people ${cohort ?? ""}`, (signal) => loadPeople(cohort, signal));
  return (
    <Loaded from={people}>
      {(all) => (
        <>
          <header class="page-head"><h1>{t("people.title")}</h1></header>
          <div class="stack">
            <Invite cohort={cohort} sent={people.replace} />
            <section class="leaf">
              <ul class="items">
                {all.map((one) => <li key={one.id}><Row account={one} cohort={cohort !== null} changed={(now) => people.replace(all.map((a) => (a.id === now.id ? now : a)))} /></li>)}
              </ul>
            </section>
            <p><a href="/courrier">{t("people.mail")}</a></p>
          </div>
        </>
      )}
    </Loaded>
  );
}

function words(error: unknown): string {
  if (error instanceof Problem && error.code === "people.email_taken") return t("people.taken");
  if (error instanceof Problem && error.code === "people.email") return t("people.address.wrong");
  return failureWords(error);
}

function Row({ account, cohort, changed }: { account: Account; cohort: boolean; changed: (account: Account) => void }) {
  const asking = useSignal<"" | "address">("");
  const failure = useSignal("");
  const act = async (what: Promise<Account>) => {
    failure.value = "";
    try {
      changed(await what);
      asking.value = "";
    } catch (error) {
      failure.value = words(error);
    }
  };
  const can = account.abilities;
  return (
    <div class="stack tight">
      <div class="item">
        <Icon name={account.state === "open" ? "check" : account.state === "expired" ? "warn" : "info"} />
        <span>
          <span class="title">{account.name}</span>
          <span class="why">{roleWords(account.roles)} · {account.email}</span>
          <span class="why">{t(`people.state.${account.state}`)}</span>
        </span>
      </div>
      {cohort && account.roles.includes("trainee") && <p><a href={`/stagiaires/${account.id}/parcours`}>{t("people.path", { name: account.name })}</a></p>}
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      {asking.value === "" && (can.invite || can.correct || can.unlock || can.close) && (
        <details>
          <summary>{t("people.actions", { name: account.name })}</summary>
          <p class="stack tight">
            {can.invite && <button type="button" class="button small" onClick={() => void act(inviteAgain(account.id))}>{t("people.again")}</button>}
            {can.correct && <button type="button" class="button small" onClick={() => (asking.value = "address")}>{t("people.correct")}</button>}
            {can.unlock && <button type="button" class="button small" onClick={() => void act(unlock(account.id))}>{t("people.unlock")}</button>}
            {can.close && <a class="button small" href={`/personnes/${account.id}/depart`}>{t("people.departure")}</a>}
          </p>
        </details>
      )}
      {asking.value === "address" && <Correct account={account} send={(email) => void act(correctAddress(account.id, email))} cancel={() => (asking.value = "")} />}
    </div>
  );
}

function Correct({ account, send, cancel }: { account: Account; send: (email: string) => void; cancel: () => void }) {
  const id = `address-${account.id}`;
  return (
    <form class="stack tight" noValidate onSubmit={(event) => {
      event.preventDefault();
      const typed = new FormData(event.currentTarget).get("email");
      send(typeof typed === "string" ? typed.trim() : "");
    }}>
      <div class="field">
        <label for={id}>{t("people.correct.new")}</label>
        <input class="input" id={id} name="email" type="email" defaultValue={account.email} />
      </div>
      <p>
        <button class="button small" type="submit">{t("people.correct.send")}</button>{" "}
        <button class="button small plain" type="button" onClick={cancel}>{t("people.cancel")}</button>
      </p>
    </form>
  );
}
