// A centre begins: its name, who runs it, how letters leave. For administrators, and told as it is now.
import { t, tn } from "../../i18n/t";
import { typed } from "../../lib/form";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Loaded } from "../../ui/Loaded";
import { useSending } from "../../ui/sending";
import { Sample } from "./Sample";
import { inviteManager, loadStart, nameCentre, type Start } from "./start";
import "../people/words";

export function StartPage() {
  useTitle(t("start.title"));
  const loaded = useResource("start", loadStart);
  return (
    <Loaded from={loaded}>{(start) => (
      <>
        <header class="page-head"><h1>{t("start.title")}</h1><p>{t("start.intro")}</p></header>
        <div class="stack">
          {start.sample && <Sample start={start} />}
          <Centre start={start} changed={loaded.replace} />
          <Manager start={start} changed={loaded.reload} />
          <Mail start={start} />
          <section class="leaf" aria-labelledby="start-programme">
            <h2 id="start-programme">{t("start.programme")}</h2>
            <p>{start.programmes === 0 ? t("start.programme.none") : tn("start.programme.some", start.programmes)}</p>
            <p><a class="button" href="/programmes">{t("start.programme.page")}</a></p>
          </section>
        </div>
      </>
    )}</Loaded>
  );
}

function Centre({ start, changed }: { start: Start; changed: (start: Start) => void }) {
  const { submit, saying } = useSending(async (form) => changed(await nameCentre(typed(form, "name"))), t("start.centre.kept"));
  return (
    <section class="leaf" aria-labelledby="start-centre">
      <h2 id="start-centre">{t("start.centre")}</h2>
      <form class="stack tight" onSubmit={submit}>
        <div class="field">
          <label for="centre-name">{t("start.centre.name")}</label>
          <input id="centre-name" name="name" class="input" required maxLength={120} aria-describedby="centre-name-why" defaultValue={start.name ?? ""} />
          <p id="centre-name-why" class="hint">{t("start.centre.why")}</p>
        </div>
        {saying}
        <p><button type="submit" class="button">{t("start.centre.keep")}</button></p>
      </form>
    </section>
  );
}

const FIELDS = ["given", "family", "email"] as const;

function Manager({ start, changed }: { start: Start; changed: () => void }) {
  const { submit, saying } = useSending(async (form) => {
    await inviteManager(typed(form, "given"), typed(form, "family"), typed(form, "email"));
    form.reset();
    changed();
  }, t(start.mail.leaves ? "start.manager.invited" : "start.manager.stays"));
  return (
    <section class="leaf" aria-labelledby="start-manager">
      <h2 id="start-manager">{t("start.manager")}</h2>
      <p class="soft">{t("start.manager.why")}</p>
      {start.managers.length > 0 && (
        <ul class="items">{start.managers.map((one) => (
          <li key={one.id} class="item plain"><span><span class="title">{one.name}</span><span class="why">{one.email} · {t(one.opened ? "start.manager.opened" : "start.manager.waiting")}</span></span></li>
        ))}</ul>
      )}
      <form class="stack tight" noValidate onSubmit={submit}>
        {FIELDS.map((name) => (
          <div key={name} class="field">
            <label for={`manager-${name}`}>{t(`start.manager.${name}`)}</label>
            <input id={`manager-${name}`} name={name} class="input" required autoComplete="off" inputMode={name === "email" ? "email" : "text"} />
          </div>
        ))}
        <p class="small soft">{t("start.manager.me")}</p>
        {saying}
        <p><button type="submit" class={start.managers.length > 0 ? "button" : "button primary"}>{t("start.manager.invite")}</button></p>
      </form>
    </section>
  );
}

function Mail({ start }: { start: Start }) {
  const { leaves, server, from } = start.mail;
  return (
    <section class="leaf" aria-labelledby="start-mail">
      <h2 id="start-mail">{t("start.mail")}</h2>
      <p>{leaves ? t("start.mail.leaves", { server, from }) : t("start.mail.stays")}</p>
      <p class="small soft">{t("start.mail.where")}</p>
      <p><a class="button" href="/courrier">{t("start.mail.page")}</a></p>
    </section>
  );
}
