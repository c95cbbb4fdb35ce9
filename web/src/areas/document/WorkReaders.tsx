// For the author of a work: whether the accompaniment reads the draft, and whom one asks to read it.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { Dialog } from "../../ui/Dialog";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { NamedReaders } from "./NamedReaders";
import { loadWork, shareDraft } from "./work";

export function WorkReaders({ document }: { document: string }) {
  const open = useSignal(false);
  return (
    <>
      <button type="button" class="badge" aria-haspopup="dialog" onClick={() => (open.value = true)}><Icon name="share" />{t("works.sharing")}</button>
      {open.value && <Dialog title={t("works.sharing")} close={() => (open.value = false)}><Sharing document={document} /><NamedReaders document={document} /></Dialog>}
    </>
  );
}

function Sharing({ document }: { document: string }) {
  const work = useResource(`work ${document}`, (signal) => loadWork(document, signal));
  const failure = useSignal("");
  return (
    <Loaded from={work}>{(one) => (
      <>
        <label class="choice">
          <input type="checkbox" checked={one.draftShared} onChange={(event) => {
            const wanted = event.currentTarget.checked;
            shareDraft(document, wanted).then((now) => work.replace({ ...one, ...now }), (error: unknown) => {
              failure.value = failureWords(error);
              work.reload();
            });
          }} />
          <span><strong>{t("works.sharing.open")}</strong><small>{t("works.sharing.open.why")}</small></span>
        </label>
        {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      </>
    )}</Loaded>
  );
}
