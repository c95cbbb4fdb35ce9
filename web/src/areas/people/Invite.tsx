// Inviting: a pasted list, shown as it was understood, then sent. Nothing is made before the second step.
import { useSignal } from "@preact/signals";

import { t, tn, type Key } from "../../i18n/t";
import { Problem } from "../../lib/api";
import { useSingle } from "../../lib/useSingle";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { takesFocus } from "../../ui/takesFocus";
import { fit, invite, preview, type Account, type Pasted } from "./people";

const ROLES: readonly (readonly [string, Key])[] = [
  ["trainee", "role.trainee"], ["tutor", "role.tutor"], ["research_cooperator", "role.research_cooperator"], ["trainer", "role.trainer"],
  ["jury_member", "role.jury_member"], ["training_assistant", "role.training_assistant"], ["programme_manager", "role.programme_manager"],
  ["quality_officer", "role.quality_officer"], ["disability_officer", "role.disability_officer"],
];
const ORGANISATION_ROLES: readonly (readonly [string, Key])[] = [["platform_admin", "role.admin"]];

function words(error: unknown): string {
  return error instanceof Problem && error.code === "invitation.too_long" ? t("invite.long") : failureWords(error);
}

export function Invite({ cohort, sent }: { cohort: string | null; sent: (people: Account[]) => void }) {
  const checked = useSignal<Pasted[] | null>(null);
  const text = useSignal("");
  const role = useSignal(cohort ? "trainee" : "platform_admin");
  const failure = useSignal("");
  const done = useSignal(false);
  const check = async () => {
    const people = await preview(cohort, text.value);
    checked.value = people.length > 0 ? people : null;
    if (people.length === 0) failure.value = t("invite.empty");
  };
  const send = async (people: readonly Pasted[]) => {
    sent(await invite(cohort, role.value, fit(people)));
    checked.value = null;
    text.value = "";
    done.value = true;
  };
  const next = useSingle(async () => {
    failure.value = "";
    done.value = false;
    await (checked.value ? send(checked.value) : check()).catch((error: unknown) => (failure.value = words(error)));
  });

  return (
    <section class="leaf" aria-labelledby="invite">
      <h2 id="invite">{t("invite.title")}</h2>
      {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
      {/* One form for both steps: what was typed is sent by the second, and is being typed until then. */}
      <form noValidate onSubmit={(event) => { event.preventDefault(); next(); }}>
        <div hidden={checked.value !== null}>
          <div class="stack">
            <div class="field">
              <label for="invite-list">{t("invite.list")}</label>
              <textarea class="input" id="invite-list" rows={6} aria-describedby="invite-list-why" value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
              <p class="small soft" id="invite-list-why">{t("invite.list.why")}</p>
            </div>
            <div class="field">
              <label for="invite-role">{t("invite.role")}</label>
              <select class="input" id="invite-role" data-kept value={role.value} onChange={(event) => (role.value = event.currentTarget.value)}>
                {(cohort ? ROLES : ORGANISATION_ROLES).map(([name, key]) => <option key={name} value={name}>{t(key)}</option>)}
              </select>
            </div>
            <p><button class="button primary" type="submit">{t("invite.check")}</button> <span role="status">{done.value ? t("invite.sent") : ""}</span></p>
          </div>
        </div>
        {checked.value && <Checked people={checked.value} back={() => (checked.value = null)} />}
      </form>
    </section>
  );
}

function Checked({ people, back }: { people: readonly Pasted[]; back: () => void }) {
  const count = fit(people).length;
  return (
    <div class="stack">
      <h3 tabIndex={-1} ref={takesFocus}>{t("invite.checked")}</h3>
      <ul class="items">
        {people.map((one, i) => (
          <li key={i}>
            <div class="item">
              <Icon name={one.state === "error" || one.state === "duplicate" ? "warn" : "check"} />
              <span>
                <span class="title">{one.state === "error" ? t("invite.line", { line: one.line }) : `${one.givenName} ${one.familyName}`}</span>
                <span class="why">{one.email}</span>
                <span class="why">{one.error ? t(`invite.error.${one.error}`) : one.state === "error" ? "" : t(`invite.state.${one.state}`)}</span>
              </span>
            </div>
          </li>
        ))}
      </ul>
      <p>
        {count > 0 && <button class="button primary" type="submit">{tn("invite.send", count)}</button>}{" "}
        <button class="button" type="button" onClick={back}>{t("invite.back")}</button>
      </p>
    </div>
  );
}
