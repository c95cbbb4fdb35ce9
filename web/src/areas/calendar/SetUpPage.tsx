// A new cohort from a programme and its first Monday: the dates are proposed, looked at, then made.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { navigate } from "../../lib/router";
import { useTitle } from "../../lib/title";
import { failureWords } from "../../ui/failure";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { load } from "../session/session";
import { loadProgrammes, type ProgrammeLine } from "../programme/programme";
import { Warnings, YearDates } from "./YearPage";
import { proposeYear, setUpCohort, type ProposedYear } from "./year";

export function SetUpPage() {
  useTitle(t("setup.title"));
  const programmes = useResource("programmes", async (signal) => (await loadProgrammes(signal)).programmes);
  return (
    <>
      <header class="page-head"><h1>{t("setup.title")}</h1></header>
      <Loaded from={programmes}>{(all) => (all.length === 0 ? <div class="empty"><p class="say">{t("setup.none")}</p><a class="button primary" href="/programmes">{t("setup.none.link")}</a></div> : <Form programmes={all} />)}</Loaded>
    </>
  );
}

function Form({ programmes }: { programmes: readonly ProgrammeLine[] }) {
  const programme = useSignal(programmes[0]?.id ?? "");
  const label = useSignal("");
  const start = useSignal("");
  const proposed = useSignal<ProposedYear | null>(null);
  const failure = useSignal("");
  const fail = (error: unknown) => (failure.value = failureWords(error));
  const propose = async (event: SubmitEvent) => {
    event.preventDefault();
    failure.value = "";
    const [of, day] = [programme.value, start.value];
    const shown = (year: ProposedYear) => {
      if (programme.value === of && start.value === day) proposed.value = year;     // something else may be asked by now
    };
    await proposeYear(of, day).then(shown, fail);
  };
  const create = async () => {
    failure.value = "";
    await setUpCohort(programme.value, label.value.trim(), start.value).then((made) => {
      void load();                                  // a first cohort changes what the page is about
      navigate(`/promotions/${made.id}`);
    }, fail);
  };
  return (
    <div class="stack">
      <form class="leaf" onSubmit={(event) => void propose(event)}>
        <div class="field">
          <label for="setup-programme">{t("setup.programme")}</label>
          <select id="setup-programme" class="input" value={programme.value} onChange={(event) => {
            programme.value = event.currentTarget.value;
            proposed.value = null;
          }}>
            {programmes.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}
          </select>
        </div>
        <div class="field">
          <label for="setup-label">{t("setup.label")}</label>
          <input id="setup-label" class="input" required maxLength={60} aria-describedby="setup-label-hint" value={label.value} onInput={(event) => (label.value = event.currentTarget.value)} />
          <p id="setup-label-hint" class="hint">{t("setup.label.hint")}</p>
        </div>
        <div class="field">
          <label for="setup-start">{t("setup.start")}</label>
          <input id="setup-start" class="input" type="date" required value={start.value} onInput={(event) => {
            start.value = event.currentTarget.value;
            proposed.value = null;
          }} />
        </div>
        {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
        <p><button type="submit" class={proposed.value ? "button" : "button primary"}>{t("setup.propose")}</button></p>
      </form>
      {proposed.value && (
        <section class="stack tight" aria-labelledby="setup-proposed">
          <h2 id="setup-proposed">{t("setup.proposed")}</h2>
          <p class="soft">{t("setup.proposed.why")}</p>
          <Warnings warnings={proposed.value.warnings ?? []} />
          <YearDates year={proposed.value} />
          <p><button type="button" class="button primary" onClick={() => void create()}>{t("setup.create")}</button></p>
        </section>
      )}
    </div>
  );
}
