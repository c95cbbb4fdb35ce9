// Taking all of one's journal away as files: what is in it, said before; the browser keeps it like any other download.
import { t } from "../../i18n/t";
import { Icon } from "../../ui/Icon";

export function TakeAway() {
  return (
    <section class="leaf" aria-labelledby="take-away">
      <h2 id="take-away">{t("takeaway.title")}</h2>
      <p>{t("takeaway.what")}</p>
      <p class="soft">{t("takeaway.care")}</p>
      <p><a class="button" href="/api/journal/export" download><Icon name="download" />{t("takeaway.do")}</a></p>
    </section>
  );
}
