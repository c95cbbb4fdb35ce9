// What concerns me: one's own log of sensitive acts.
import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { ActList } from "./ActList";
import { loadActs } from "./acts";

export function ActsPage() {
  useTitle(t("acts.title"));
  const loaded = useResource("acts", (signal) => loadActs("/api/me/log", null, signal));
  return (
    <Loaded from={loaded}>{(first) => (
      <>
        <p><a class="back" href="/compte"><Icon name="back" />{t("account.title")}</a></p>
        <header class="page-head"><h1>{t("acts.title")}</h1><p>{t("acts.intro")}</p></header>
        <div class="stack">
          {first.acts.length === 0
            ? <div class="empty"><p class="say">{t("acts.empty")}</p></div>
            : <section class="leaf" aria-label={t("acts.title")}><ActList first={first} path="/api/me/log" /></section>}
          <p class="soft">{t("acts.doubt")}</p>
          {first.abilities?.register === true && (
            <a class="item leaf" href="/registre"><Icon name="list" /><span><span class="title">{t("register.title")}</span><span class="why">{t("register.link.why")}</span></span><Icon name="next" /></a>
          )}
        </div>
      </>
    )}</Loaded>
  );
}
