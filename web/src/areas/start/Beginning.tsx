// On the first page of those who begin: where to begin, or what the cohort still needs.
import { t, tn } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { Icon } from "../../ui/Icon";
import { loadCohorts } from "../calendar/year";
import type { Me } from "../session/session";
import { loadPreparation, needsOf } from "./start";

interface Way {
  href: string;
  title: string;
  why: string;
}

/** Cohorts that somebody prepares: those they run, newest first, as long as something is left. */
async function waysOf(me: Me, signal: AbortSignal): Promise<Way[]> {
  if (me.person.roles.includes("platform_admin")) return [{ href: "/commencer", title: t("start.link"), why: t("start.link.why") }];
  const { cohorts, abilities } = await loadCohorts(signal);
  if (cohorts.length === 0) return abilities.setUp ? [{ href: "/programmes", title: t("prepare.begin"), why: t("prepare.begin.why") }] : [];
  const prepared = await Promise.all(cohorts.map((one) => loadPreparation(one.id, signal).catch(() => null)));
  return prepared.filter((one) => one !== null).flatMap((one) => {
    const left = needsOf(one).filter((need) => !need.done).length;
    return left === 0 ? [] : [{ href: `/promotions/${one.id}`, title: t("prepare.link", { label: one.label }), why: tn("prepare.link.left", left) }];
  });
}

export function Beginning({ me }: { me: Me }) {
  const ways = useResource("beginning", (signal) => waysOf(me, signal));
  if (ways.state !== "ready" || ways.value.length === 0) return null;
  return (
    <ul class="items leaf">
      {ways.value.map((one) => (
        <li key={one.href}>
          <a class="item" href={one.href}>
            <Icon name="task" />
            <span><span class="title">{one.title}</span><span class="why">{one.why}</span></span>
            <Icon name="next" />
          </a>
        </li>
      ))}
    </ul>
  );
}
