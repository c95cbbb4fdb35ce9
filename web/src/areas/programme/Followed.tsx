// Which version each cohort that runs follows, for who may give it a later one.
import { t } from "../../i18n/t";
import { isoDay } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { Icon } from "../../ui/Icon";
import { Silence } from "../../ui/Loaded";
import { loadCohorts } from "../calendar/year";
import { loadFollowed } from "./programme";

interface Following {
  id: string;
  label: string;
  title: string;
  version: number;
  newest: number;
}

async function load(signal: AbortSignal): Promise<Following[]> {
  const { cohorts } = await loadCohorts(signal);
  const running = cohorts.filter((one) => one.end >= isoDay(new Date()));
  const all = await Promise.all(running.map(async (one) => ({ one, programme: await loadFollowed(one.id, signal) })));
  return all.filter(({ programme }) => programme.abilities.apply)
    .map(({ one, programme }) => ({ id: one.id, label: one.label, title: one.programme.title, version: programme.version, newest: programme.newest }));
}

/** kept: changes when a file has just been kept. */
export function Followed({ kept }: { kept: string }) {
  const loaded = useResource(`followed ${kept}`, load);
  if (loaded.state === "failed") return <Silence retry={loaded.reload} />;
  if (loaded.state !== "ready" || loaded.value.length === 0) return null;
  return (
    <section class="leaf" aria-labelledby="followed">
      <h2 id="followed">{t("followed.title")}</h2>
      <ul class="items">{loaded.value.map((one) => <li key={one.id}><Line following={one} /></li>)}</ul>
    </section>
  );
}

function Line({ following: { id, label, title, version, newest } }: { following: Following }) {
  const words = version === newest ? t("followed.newest", { title, version }) : t("followed.older", { title, version, newest });
  return (
    <div class="item">
      <Icon name="people" />
      <span><span class="title">{label}</span><span class="why">{words}</span></span>
      {version !== newest && <span class="actions"><a class="button small" href={`/promotions/${id}/programme`}>{t("followed.look")}<span class="sr-only">, {label}</span></a></span>}
    </div>
  );
}
