// A version that is not there, or not for who asks: the list beside stays.
import { t } from "../../i18n/t";

export function VersionAbsent() {
  return <div class="empty"><h2>{t("version.absent")}</h2><p class="say">{t("version.absent.text")}</p></div>;
}
