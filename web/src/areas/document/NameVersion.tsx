// A name for a version, so that it is found again: « Avant la relecture d'Aïcha ».
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { Problem } from "../../lib/api";
import { announce } from "../../ui/Announcer";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { loadMoments, nameVersion, type Revision } from "./versions";

interface Props {
  document: string;
  version: string;                   // "now": the present text
  name: string | null;
  named: () => void;
}

export function NameVersion({ document, version, name, named }: Props) {
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    open.value = false;
    setTimeout(() => button.current?.focus());
  };
  if (open.value) return <NameForm document={document} version={version} name={name} close={close} named={named} />;
  const label = version === "now" ? "version.name.present" : name === null ? "version.name" : "version.rename";
  return <div><button ref={button} type="button" class="button" onClick={() => (open.value = true)}>{t(label)}</button></div>;
}

function NameForm({ document, version, name, close, named }: Props & { close: () => void }) {
  const words = useSignal(name ?? "");
  const busy = useSignal(false);
  const failure = useSignal("");
  const taken = useSignal<Revision | null>(null);        // the present text has a name already
  const field = useRef<HTMLInputElement>(null);
  const id = `version-name-${version}`;
  useEffect(() => field.current?.focus(), []);

  const keep = async (wanted: string) => {
    busy.value = true;
    failure.value = "";
    try {
      await nameVersion(document, taken.value?.id ?? version, wanted);
      announce(wanted === "" ? t("version.unnamed") : t("version.name.done", { name: wanted }));
      named();
      close();
    } catch (error) {
      if (error instanceof Problem && error.code === "revision.named") taken.value = await presentNamed(document);
      failure.value = taken.value?.name ? t("version.name.taken", { name: taken.value.name }) : failureWords(error);
      busy.value = false;
    }
  };
  const leave = () => {
    if (taken.value) named();
    close();
  };
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    void keep(words.value.trim());
  };
  return (
    <form class="stack tight name-version no-print" onSubmit={send}>
      <div class="field">
        <label for={id}>{t("version.name.label")}</label>
        <input id={id} ref={field} class="input" maxLength={80} required autocomplete="off" value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} />
      </div>
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      <div class="actions">
        <button type="submit" class="button primary" disabled={busy.value}>{t(taken.value ? "version.name.replace" : "version.name.keep")}</button>
        {name !== null && <button type="button" class="button plain" disabled={busy.value} onClick={() => void keep("")}>{t("version.name.remove")}</button>}
        <button type="button" class="button plain" onClick={leave}>{t(taken.value ? "version.name.leave" : "version.name.cancel")}</button>
      </div>
    </form>
  );
}

async function presentNamed(document: string): Promise<Revision | null> {
  const last = (await loadMoments(document).catch(() => []))[0]?.steps[0];
  return last?.name ? last : null;
}
