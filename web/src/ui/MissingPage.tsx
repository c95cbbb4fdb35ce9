// Absent and not for you look the same.
import { useTitle } from "../lib/title";
import { t } from "../i18n/t";

export function MissingPage() {
  useTitle(t("missing.title"));
  return (
    <div class="empty">
      <h1>{t("missing.title")}</h1>
      <p class="say">{t("missing.text")}</p>
      <a class="button" href="/">{t("missing.home")}</a>
    </div>
  );
}
