// Images given without network that the server did not want when it was back, shown wherever their text is not: its author
// takes them along or gives them up.
import { t } from "../i18n/t";
import { downloadBlob } from "../lib/device";
import { arrivals, hands, isRefused, type Arrival } from "../lib/images/list";
import { forget } from "../lib/images/send";
import { Notice } from "../ui/Notice";

export function RefusedImages() {
  return <>{arrivals.value.filter((one) => !hands.value.has(one.document)).map((one) => <Refused key={one.id} arrival={one} />)}</>;
}

function Refused({ arrival }: { arrival: Arrival }) {
  const step = arrival.step.value, pictures = arrival.pictures.value;
  if (!isRefused(step) || !pictures) return null;
  return (
    <Notice mood="warn">
      <p>{t(`image.refused.${step.refused}`, { name: arrival.name })}</p>
      <img class="image-refused" src={pictures.url} alt="" />
      <p class="actions">
        <button type="button" class="button small" onClick={() => downloadBlob(arrival.name, pictures.picture)}>{t("image.download")}</button>
        <button type="button" class="button small plain" onClick={() => forget(arrival)}>{t("image.drop")}</button>
      </p>
    </Notice>
  );
}
