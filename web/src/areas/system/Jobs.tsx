// What the server does by itself: when it last did it, and how that ended.
import { t, tn } from "../../i18n/t";
import { clock, day, daysBetween, parse } from "../../lib/dates";
import { Icon } from "../../ui/Icon";
import type { Job, System } from "./system";

export function Jobs({ system }: { system: System }) {
  return (
    <section class="leaf" aria-labelledby="system-jobs">
      <h2 id="system-jobs">{t("system.jobs")}</h2>
      <p class="soft small">{t("system.jobs.why")}</p>
      <ul class="items work-states" role="list">
        {system.jobs.map((job) => (
          <li key={job.name}>
            <span><span class="title">{t(`system.job.${job.name}`)}</span><span class="why">{t(`system.job.${job.name}.why`)}</span></span>
            <span>
              <span class="status" data-status={mood(job)}><Icon name={ICONS[mood(job)]} />{outcome(job)}</span>
              {job.failures > 0 && <small>{tn("system.job.failures", job.failures)}</small>}
              {job.name === "mail" && !system.mailLeaves && <small>{t("system.job.mail.stays")}</small>}
              {job.name === "backup" && <small>{system.newestBackup === null ? t("system.job.backup.none") : t("system.job.backup.newest", when(system.newestBackup))}</small>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const ICONS = { submitted: "check", late: "warn", draft: "clock" } as const;

function mood({ endedAt, well }: Job): keyof typeof ICONS {
  if (endedAt === null) return "draft";
  return well ? "submitted" : "late";
}

function outcome({ running, endedAt, well }: Job): string {
  if (endedAt === null) return t(running ? "system.job.running" : "system.job.never");
  const words = t(well ? "system.job.well" : "system.job.failed", when(endedAt));
  return running ? `${words} ${t("system.job.again")}` : words;
}

const when = (iso: string) => {
  const at = parse(iso);
  return { day: daysBetween(at, new Date()) === 0 ? t("system.today") : t("system.on", { day: day(at) }), time: clock(at) };
};
