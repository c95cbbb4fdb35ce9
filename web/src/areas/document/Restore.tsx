// Coming back to a version, or to one passage of it: asked once more before, said after, and undone: what it changed goes, what was
// written since stays.
import { signal, useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { navigate } from "../../lib/router";
import { announce } from "../../ui/Announcer";
import { Dialog } from "../../ui/Dialog";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { restore, versionsHref } from "./versions";

/** The last time somebody came back, on this page. */
const done = signal<{ document: string; before: string; after: string; passage: boolean } | null>(null);

async function comeBack(document: string, revision: string, passage: string | undefined): Promise<void> {
  const { before, after } = await restore(document, revision, passage === undefined ? {} : { passage });
  done.value = { document, before: before.id, after: after.id, passage: passage !== undefined };
  announce(t(passage === undefined ? "restore.done" : "restore.passage.done"));
  show(document, before.id, after.id);
}

function show(document: string, before: string, after: string): void {
  navigate(versionsHref(document, before, after));
  scrollTo(0, 0);
}

interface Props {
  document: string;
  revision: string;
  passage?: string;                  // without: the whole
  label: string;
  restored: () => void;
}

export function RestoreButton({ document, revision, passage, label, restored }: Props) {
  const asking = useSignal(false);
  const small = passage !== undefined;
  return (
    <>
      <button type="button" class={small ? "button small no-print" : "button"} onClick={() => (asking.value = true)}><Icon name="undo" />{label}</button>
      {asking.value && <Sure document={document} revision={revision} {...(small ? { passage } : {})} label={label} restored={restored} close={() => (asking.value = false)} />}
    </>
  );
}

function Sure({ document, revision, passage, label, restored, close }: Props & { close: () => void }) {
  const busy = useSignal(false);
  const failure = useSignal("");
  const go = async () => {
    busy.value = true;
    failure.value = "";
    try {
      await comeBack(document, revision, passage);
      close();
      restored();
    } catch (error) {
      failure.value = failureWords(error);
      busy.value = false;
    }
  };
  return (
    <Dialog title={t(passage === undefined ? "restore.sure" : "restore.passage.sure")} close={close}>
      <div class="stack tight">
        <p>{t(passage === undefined ? "restore.what" : "restore.passage.what")}</p>
        <p class="soft">{t("restore.others")}</p>
        {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
        <div class="actions">
          <button type="button" class="button primary" disabled={busy.value} onClick={() => void go()}>{label}</button>
          <button type="button" class="button plain" onClick={close}>{t("restore.cancel")}</button>
        </div>
      </div>
    </Dialog>
  );
}

export function RestoredNotice({ document, restored }: { document: string; restored: () => void }) {
  const busy = useSignal(false);
  const failure = useSignal("");
  const last = done.value;
  if (last?.document !== document) return null;
  const undo = async () => {
    busy.value = true;
    failure.value = "";
    try {
      const { before, after } = await restore(document, last.before, { undone: last.after });
      done.value = null;
      announce(t("restore.undone"));
      show(document, before.id, after.id);
      restored();
    } catch (error) {
      failure.value = failureWords(error);
    }
    busy.value = false;
  };
  return (
    <div class="no-print">
      <Notice mood="calm">
        <p>{t(last.passage ? "restore.passage.done" : "restore.done")}</p>
        {failure.value !== "" && <p role="alert">{failure.value}</p>}
        <p class="actions">
          <button type="button" class="button small" disabled={busy.value} onClick={() => void undo()}>{t("restore.undo")}</button>
          <button type="button" class="button small plain" onClick={() => (done.value = null)}>{t("restore.fine")}</button>
        </p>
      </Notice>
    </div>
  );
}
