// A new tutor does not see what was shared with the one before. Asked once: share those earlier entries too, some of them, or not.
import { useSignal } from "@preact/signals";

import { t, tn } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { announce } from "../../ui/Announcer";
import { Dialog } from "../../ui/Dialog";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { answerEarlier, loadEarlier, titleOf, type Earlier } from "./journal";

export function EarlierOffer({ changed }: { changed: () => void }) {
  const loaded = useResource("earlier", loadEarlier);
  if (loaded.state !== "ready" || loaded.value.tutor === null || loaded.value.entries.length === 0) return null;
  return <Offer offer={loaded.value} tutor={loaded.value.tutor.name} replace={loaded.replace} changed={changed} />;
}

function Offer({ offer, tutor, replace, changed }: { offer: Earlier; tutor: string; replace: (now: Earlier) => void; changed: () => void }) {
  const choosing = useSignal(false);
  const failure = useSignal("");
  const answer = async (share: readonly string[]) => {
    try {
      const now = await answerEarlier(share);
      announce(share.length === 0 ? t("earlier.not") : tn("earlier.done", share.length, { tutor }));
      choosing.value = false;
      replace(now);
      changed();
    } catch (error) {
      failure.value = failureWords(error);
    }
  };
  return (
    <Notice>
      <p>{tn("earlier.offer", offer.entries.length, { tutor })}</p>
      {failure.value !== "" && <p class="error">{failure.value}</p>}
      <p class="actions">
        <button type="button" class="button small" onClick={() => (choosing.value = true)}>{t("earlier.title")}</button>
        <button type="button" class="button small plain" onClick={() => void answer([])}>{t("earlier.no")}</button>
      </p>
      {choosing.value && <Choice offer={offer} tutor={tutor} failure={failure.value} share={(ids) => void answer(ids)} close={() => (choosing.value = false)} />}
    </Notice>
  );
}

function Choice({ offer, tutor, failure, share, close }: { offer: Earlier; tutor: string; failure: string; share: (ids: string[]) => void; close: () => void }) {
  const chosen = useSignal<ReadonlySet<string>>(new Set(offer.entries.map((one) => one.id)));
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen.value);
    if (on) next.add(id);
    else next.delete(id);
    chosen.value = next;
  };
  return (
    <Dialog title={t("earlier.title")} close={close}>
      <form class="stack tight" onSubmit={(event) => {
        event.preventDefault();
        share([...chosen.value]);
      }}>
        <p>{t("earlier.what", { tutor })}</p>
        <fieldset class="choices">
          <legend class="sr-only">{t("earlier.title")}</legend>
          {offer.entries.map((one) => (
            <label key={one.id} class="choice">
              <input type="checkbox" checked={chosen.value.has(one.id)} onChange={(event) => toggle(one.id, event.currentTarget.checked)} />
              <span><strong>{titleOf(one)}</strong><small>{day(parse(one.writtenOn))}</small></span>
            </label>
          ))}
        </fieldset>
        {failure !== "" && <Notice mood="alert" urgent><p>{failure}</p></Notice>}
        <div class="actions">
          <button type="submit" class="button primary" disabled={chosen.value.size === 0}>{tn("earlier.share", Math.max(1, chosen.value.size), { tutor })}</button>
          <button type="button" class="button plain" onClick={close}>{t("earlier.later")}</button>
        </div>
      </form>
    </Dialog>
  );
}
