// Acts on accounts, for those who look after them; the server says who that is.
import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Loaded } from "../../ui/Loaded";
import { ActList } from "./ActList";
import { loadActs } from "./acts";

export function RegisterPage() {
  useTitle(t("register.title"));
  const loaded = useResource("register", (signal) => loadActs("/api/log", null, signal));
  return (
    <Loaded from={loaded}>{(first) => (
      <>
        <header class="page-head"><h1>{t("register.title")}</h1><p>{t("register.intro")}</p></header>
        {first.acts.length === 0
          ? <div class="empty"><p class="say">{t("register.empty")}</p></div>
          : <section class="leaf" aria-label={t("register.title")}><ActList first={first} path="/api/log" /></section>}
      </>
    )}</Loaded>
  );
}
