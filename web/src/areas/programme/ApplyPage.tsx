// A later version of the programme, for a cohort that runs: read first, then applied after a question.
import { useSignal } from "@preact/signals";

import { t, tn } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Dialog } from "../../ui/Dialog";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { loadCohorts } from "../calendar/year";
import { applyVersion, changesInWords, loadChanges, loadFile, type Change, type Changes, type Part } from "./applying";
import "./words";

interface Applying extends Changes {
  label: string;
  parts: Part[];
  rest: Change[];
}

async function load(cohort: string, signal: AbortSignal): Promise<Applying> {
  const [changes, { cohorts }] = await Promise.all([loadChanges(cohort, signal), loadCohorts(signal)]);
  const one = cohorts.find((each) => each.id === cohort);
  const file = one && changes.changes.length > 0 ? await loadFile(one.programme.id, signal) : null;
  return { ...changes, label: one?.label ?? "", ...changesInWords(changes.changes, file) };
}

export function ApplyPage({ cohort }: { cohort: string }) {
  useTitle(t("apply.page"));
  const loaded = useResource(`apply ${cohort}`, (signal) => load(cohort, signal));
  const done = useSignal(0);
  return (
    <>
      <p><a class="back" href="/programmes"><Icon name="back" />{t("programmes.title")}</a></p>
      <Loaded from={loaded}>{(applying) => (
        <>
          <header class="page-head"><h1>{t("apply.page")}</h1><p>{applying.label}</p></header>
          <div class="stack">
            {done.value > 0 && (
              <Notice mood="calm" urgent>
                <p>{t("apply.done", { version: done.value })}</p>
                <p><a href="/programme">{t("apply.read")}</a></p>
              </Notice>
            )}
            {applying.version !== applying.newest && <Proposed cohort={cohort} applying={applying} reload={loaded.reload} applied={(version) => (done.value = version, loaded.reload())} />}
            {applying.version === applying.newest && done.value === 0 && <div class="empty"><p class="say">{t("apply.nothing", { version: applying.version })}</p></div>}
          </div>
        </>
      )}</Loaded>
    </>
  );
}

function Proposed({ cohort, applying, reload, applied }: { cohort: string; applying: Applying; reload: () => void; applied: (version: number) => void }) {
  const asking = useSignal(false);
  const failure = useSignal("");
  const { version, newest } = applying;
  const apply = async () => {
    asking.value = false;
    failure.value = "";
    await applyVersion(cohort, newest).then(() => applied(newest), (error: unknown) => {
      failure.value = failureWords(error);
      reload();                                    // it may be that another version has come: the page then shows that one
    });
  };
  return (
    <>
      <section class="leaf" aria-labelledby="apply-changes">
        <h2 id="apply-changes">{t("apply.changes", { version, newest })}</h2>
        {applying.parts.map((part) => (
          <div key={part.title} class="stack tight">
            <h3>{part.title}</h3>
            <ul>{part.sentences.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
          </div>
        ))}
        {applying.changes.length === 0 && <p>{t("apply.alike")}</p>}
        {applying.rest.length > 0 && <Rest changes={applying.rest} />}
      </section>
      <section class="leaf" aria-labelledby="apply-stays">
        <h2 id="apply-stays">{t("apply.stays")}</h2>
        <p>{t("apply.stays.what")}</p>
        <p>{t("apply.told")}</p>
        {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
        <p><button type="button" class="button primary" onClick={() => (asking.value = true)}>{t("apply.do", { version: newest })}</button></p>
      </section>
      {asking.value && (
        <Dialog title={t("apply.sure", { version: newest })} close={() => (asking.value = false)}>
          <div class="stack tight">
            <p>{t("apply.sure.what", { version: newest })}</p>
            <p>{t("apply.sure.back")}</p>
            <div class="actions">
              <button type="button" class="button primary" onClick={() => void apply()}>{t("apply.yes_apply")}</button>
              <button type="button" class="button plain" onClick={() => (asking.value = false)}>{t("ask.cancel")}</button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** What Carnet has no words for, as the file has it. */
function Rest({ changes }: { changes: readonly Change[] }) {
  const shown = (value: unknown) => (value === null ? t("apply.absent") : typeof value === "string" ? value : JSON.stringify(value));
  return (
    <details>
      <summary>{tn("apply.rest", changes.length)}</summary>
      <dl class="facts refusals">{changes.map((one) => <div key={one.path}><dt><code>{one.path}</code></dt><dd>{t("apply.raw", { before: shown(one.before), after: shown(one.after) })}</dd></div>)}</dl>
    </details>
  );
}
