// Taking a role back: which one, what ends with it, and only then.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { Problem } from "../../lib/api";
import { navigate } from "../../lib/router";
import { announce } from "../../ui/Announcer";
import { Dialog } from "../../ui/Dialog";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { roleWords } from "../session/roles";
import { load, me } from "../session/session";
import { takeRole, type Account, type HeldRole } from "./people";

const wordsOf = ({ role, cohort }: HeldRole) => (cohort ? t("people.role.in", { role: roleWords([role]), cohort: cohort.label }) : roleWords([role]));

export function TakeRole({ account, taken, close }: { account: Account; taken: () => void; close: () => void }) {
  const chosen = useSignal(0);
  const failure = useSignal<unknown>(null);
  const held = account.held[chosen.value];
  const self = me.peek()?.person.id === account.id;
  const take = async () => {
    if (!held) return;
    failure.value = null;
    try {
      await takeRole(account.id, held);
    } catch (error) {
      failure.value = error;
      return;
    }
    announce(t("people.role.done", { name: account.name, role: wordsOf(held) }));
    close();
    if (!self) return taken();
    await load();                   // this page may not be theirs any more
    navigate("/compte");
  };
  return (
    <Dialog title={t("people.role.title", { name: account.name })} close={close}>
      <form class="stack tight" onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}>
        <fieldset class="choices">
          <legend class="sr-only">{t("people.role.which")}</legend>
          {account.held.map((one, i) => (
            <label class="choice" key={`${one.role} ${one.cohort?.id ?? ""}`}>
              <input type="radio" name="role" checked={i === chosen.value} onChange={() => {
                chosen.value = i;
                failure.value = null;
              }} />
              <span><strong>{roleWords([one.role])}</strong><small>{one.cohort?.label ?? t("people.role.everywhere")}</small></span>
            </label>
          ))}
        </fieldset>
        <p>{t(self ? "people.role.own" : "people.role.why")}</p>
        <p class="soft">{t("people.role.stays")}</p>
        {failure.value !== null && <Refusal error={failure.value} account={account} />}
        <p class="actions">
          <button type="submit" class="button">{t("people.role.yes")}</button>
          <button type="button" class="button plain" onClick={close}>{t("people.cancel")}</button>
        </p>
      </form>
    </Dialog>
  );
}

function Refusal({ error, account }: { error: unknown; account: Account }) {
  const code = error instanceof Problem ? error.code : "";
  return (
    <Notice mood="warn" urgent>
      <p>{failureWords(error)}</p>
      {code === "role.accompanies" && account.abilities.close && <p><a href={`/personnes/${account.id}/depart`}>{t("people.role.accompanies", { name: account.name })}</a></p>}
    </Notice>
  );
}
