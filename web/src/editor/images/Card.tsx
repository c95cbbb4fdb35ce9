// An image on its way, where it will stand in the text: how far it is, or why it cannot come, and already what there is to
// say of it.
import { useEffect } from "preact/hooks";

import { t } from "../../i18n/t";
import { downloadBlob } from "../../lib/device";
import { isRefused, type Arrival } from "../../lib/images/list";
import { forget, say } from "../../lib/images/send";
import { announce } from "../../ui/Announcer";
import { deviceWords } from "../../ui/deviceWords";
import { Icon } from "../../ui/Icon";
import { Describe } from "./Describe";

export function Card({ arrival, leave, sized }: { arrival: Arrival; leave: () => void; sized: () => void }) {
  const step = arrival.step.value, pictures = arrival.pictures.value;
  useEffect(sized);
  useEffect(() => {
    if (step === "waiting" || isRefused(step)) announce(stateWords(arrival));
  }, [step]);
  const drop = () => {
    forget(arrival);
    leave();
  };
  const words = <p class="image-state"><Icon name={isRefused(step) ? "warn" : "image"} /><span>{stateWords(arrival)}</span></p>;
  return (
    <div class="image-card" role="group" aria-label={t("image.card", { name: arrival.name })} data-step={isRefused(step) ? "refused" : step}>
      {pictures && <img src={pictures.url} alt="" onLoad={sized} />}
      {words}
      {step === "sending" && <progress class="image-progress" value={arrival.progress.value} max={1} aria-label={t("image.sending", { name: arrival.name })} />}
      {!isRefused(step) && step !== "preparing" && (
        <Describe description={arrival.description.value} caption={arrival.caption.value} change={(said) => say(arrival, said)} />
      )}
      <p class="actions">
        {isRefused(step) && pictures && <button type="button" class="button small" onClick={() => downloadBlob(arrival.name, pictures.picture)}>{t("image.download")}</button>}
        <button type="button" class="button small" onClick={drop}>{t(isRefused(step) && !pictures ? "image.understood" : "image.drop")}</button>
      </p>
    </div>
  );
}

function stateWords({ step, name, kept }: Arrival): string {
  const now = step.value;
  if (isRefused(now)) return t(`image.refused.${now.refused}`, { name });
  if (now === "waiting") return kept.value ? t("image.waits.kept", { device: deviceWords() }) : t("image.waits", { device: deviceWords() });
  return t(now === "sending" ? "image.sending" : "image.preparing", { name });
}
