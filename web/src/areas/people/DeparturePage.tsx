// Somebody leaves: whom they accompany, what ends with their account and what stays, then closing it. For who keeps the account.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Dialog } from "../../ui/Dialog";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { underCohort, type Me } from "../session/session";
import { closeAccount, loadDeparture, type Departure } from "./people";
import "./words";

export function DeparturePage({ me, person }: { me: Me; person: string }) {
  useTitle(t("departure.title"));
  const loaded = useResource(`departure ${person}`, (signal) => loadDeparture(person, signal));
  return (
    <>
      <p><a class="back" href="/personnes"><Icon name="back" />{t("people.title")}</a></p>
      <Loaded from={loaded}>{(departure) => (
        <>
          <header class="page-head"><h1>{t("departure.of", { name: departure.person.name })}</h1></header>
          <div class="stack">
            <Handing me={me} departure={departure} />
            <Ends departure={departure} closed={loaded.reload} />
          </div>
        </>
      )}</Loaded>
    </>
  );
}

function Handing({ me, departure }: { me: Me; departure: Departure }) {
  const { today, person: { name } } = departure;
  const handed = new Map(departure.accompanies.filter((one) => one.abilities.hand).map((one) => [one.cohort.id, one.cohort.name]));
  return (
    <section class="leaf" aria-labelledby="departure-held">
      <h2 id="departure-held">{t("departure.held")}</h2>
      {departure.enrolled && <p>{t("departure.trainee", { name })} <a href={`${underCohort(me, departure.enrolled.id)}/stagiaires/${departure.person.id}/parcours`}>{t("people.path", { name })}</a></p>}
      {departure.accompanies.length === 0
        ? <p class="soft">{t("departure.held.none")}</p>
        : (
          <>
            <p>{t("departure.held.why")}</p>
            <ul class="items">
              {departure.accompanies.map((one) => (
                <li key={`${one.as} ${one.trainee.id} ${one.from}`}>
                  <div class="item"><Icon name="people" /><span><span class="title">{one.trainee.name}</span><span class="why">{t(`departure.as.${one.as}`)} · {one.cohort.name}{one.from > today ? ` · ${t("departure.later", { day: day(parse(one.from)) })}` : ""}</span></span></div>
                </li>
              ))}
            </ul>
            {handed.size > 0 && (
              <p class="actions">
                {[...handed].map(([id, cohort]) => <a key={id} class="button" href={`/promotions/${id}/stagiaires/accompagnement`}>{handed.size === 1 ? t("departure.hand") : t("departure.hand.of", { cohort })}</a>)}
              </p>
            )}
          </>
        )}
    </section>
  );
}

function Ends({ departure, closed }: { departure: Departure; closed: () => void }) {
  const asking = useSignal(false);
  const failure = useSignal("");
  const name = departure.person.name;
  const close = async () => {
    failure.value = "";
    await closeAccount(departure.person.id).then(() => {
      asking.value = false;
      closed();
    }, (error: unknown) => (failure.value = failureWords(error)));
  };
  return (
    <section class="leaf" aria-labelledby="departure-account">
      <h2 id="departure-account">{t("departure.account")}</h2>
      {departure.closed
        ? <Notice mood="calm"><p role="status">{t("departure.closed", { name })}</p></Notice>
        : <><p>{t("departure.ends")}</p><p>{t("departure.stays")}</p><p>{t("departure.told")}</p></>}
      {departure.abilities.close && <p><button type="button" class="button" onClick={() => (asking.value = true)}>{t("people.close")}</button></p>}
      {!departure.closed && !departure.abilities.close && <p class="soft">{t("departure.not")}</p>}
      {asking.value && (
        <Dialog title={t("departure.sure", { name })} close={() => (asking.value = false)}>
          <div class="stack tight">
            <p>{t("departure.sure.why")}</p>
            {departure.accompanies.length > 0 && <p>{t("departure.sure.held")}</p>}
            {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
            <p class="actions">
              <button type="button" class="button" onClick={() => void close()}>{t("people.close.yes")}</button>
              <button type="button" class="button plain" onClick={() => (asking.value = false)}>{t("people.cancel")}</button>
            </p>
          </div>
        </Dialog>
      )}
    </section>
  );
}
