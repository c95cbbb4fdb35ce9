// One account among those that one keeps: what state it is in, and what may be done about it.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { Problem } from "../../lib/api";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { roleWords } from "../session/roles";
import { NameFields } from "../session/NameFields";
import { load, me } from "../session/session";
import { correctAddress, correctName, inviteAgain, unlock, type Account } from "./people";
import { TakeRole } from "./TakeRole";
import { Unlock } from "./Unlock";

function words(error: unknown): string {
  if (error instanceof Problem && error.code === "people.email_taken") return t("people.taken");
  if (error instanceof Problem && error.code === "people.email") return t("people.address.wrong");
  return failureWords(error);
}

/** `path`: the page about a trainee's year, where the list is of one cohort. `reload`: what changed may take the account off the list. */
export function AccountRow({ account, path, changed, reload }: { account: Account; path: string | null; changed: (account: Account) => void; reload: () => void }) {
  const asking = useSignal<"" | "address" | "name" | "role" | "unlock">("");
  const failure = useSignal("");
  const act = async (what: Promise<Account>) => {
    failure.value = "";
    try {
      changed(await what);
      asking.value = "";
      if (account.id === me.peek()?.person.id) await load();       // one's own name stands on every page
    } catch (error) {
      failure.value = words(error);
    }
  };
  const can = account.abilities, own = path !== null && account.roles.includes("trainee");
  return (
    <div class="account stack tight">
      <div class="item">
        <Icon name={account.state === "open" ? "check" : account.state === "expired" ? "warn" : "info"} />
        <span>
          <span class="title">{account.name}</span>
          <span class="why">{[roleWords(account.roles), account.email].filter(Boolean).join(" · ")}</span>
          <span class="why">{t(`people.state.${account.state}`)}</span>
        </span>
      </div>
      {failure.value !== "" && asking.value !== "unlock" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      {asking.value !== "address" && asking.value !== "name" && (own || can.invite || can.correct || can.rename || can.unlock || can.close || account.held.length > 0) && (
        <details>
          <summary>{t("people.actions")}<span class="sr-only"> {t("people.actions.for", { name: account.name })}</span></summary>
          <p class="actions">
            {own && <a class="button small" href={path}>{t("people.path.own")}</a>}
            {can.invite && <button type="button" class="button small" onClick={() => void act(inviteAgain(account.id))}>{t("people.again")}</button>}
            {can.correct && <button type="button" class="button small" onClick={() => (asking.value = "address")}>{t("people.correct")}</button>}
            {can.rename && <button type="button" class="button small" onClick={() => (asking.value = "name")}>{t("people.name")}</button>}
            {can.unlock && <button type="button" class="button small" onClick={() => (asking.value = "unlock")}>{t("people.unlock")}</button>}
            {account.held.length > 0 && <button type="button" class="button small" onClick={() => (asking.value = "role")}>{t("people.role")}</button>}
            {can.close && <a class="button small" href={`/personnes/${account.id}/depart`}>{t("people.departure")}</a>}
          </p>
        </details>
      )}
      {asking.value === "unlock" && (
        <Unlock account={account} failure={failure.value} unlock={() => void act(unlock(account.id))} close={() => {
          asking.value = "";
          failure.value = "";
        }} />
      )}
      {asking.value === "role" && <TakeRole account={account} taken={reload} close={() => (asking.value = "")} />}
      {asking.value === "name" && <CorrectName account={account} send={(given, family) => void act(correctName(account.id, given, family))} cancel={() => (asking.value = "")} />}
      {asking.value === "address" && <Correct account={account} send={(email) => void act(correctAddress(account.id, email))} cancel={() => (asking.value = "")} />}
    </div>
  );
}

function CorrectName({ account, send, cancel }: { account: Account; send: (given: string, family: string) => void; cancel: () => void }) {
  return (
    <form class="stack tight" noValidate onSubmit={(event) => {
      event.preventDefault();
      const data = new FormData(event.currentTarget);
      const text = (name: string) => {
        const typed = data.get(name);
        return typeof typed === "string" ? typed : "";
      };
      send(text("givenName"), text("familyName"));
    }}>
      <NameFields id={account.id} given={account.givenName} family={account.familyName} />
      <p class="small soft">{t("people.name.why")}</p>
      <p>
        <button class="button small" type="submit">{t("people.name.send")}</button>{" "}
        <button class="button small plain" type="button" onClick={cancel}>{t("people.cancel")}</button>
      </p>
    </form>
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
