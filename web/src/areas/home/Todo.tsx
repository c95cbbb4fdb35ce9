// What waits for a trainee: works to hand in with their dates, the next first, what others said of their texts, and groups that
// ask them in.
import { t, tn } from "../../i18n/t";
import { clock, daysBetween, parse, weekday } from "../../lib/dates";
import { Icon, type IconName } from "../../ui/Icon";
import { documentHref } from "../document/document";
import type { WorkRecord } from "../document/work";
import type { GroupLine } from "../group/group";
import { remarkWords, waitWords, type OwnText } from "./queue";
import { lookOf } from "../document/WorkStatus";

const number = new Intl.NumberFormat("fr-FR");

interface Props {
  due: readonly WorkRecord[];
  remarked: readonly OwnText[];
  invitations: readonly GroupLine[];
}

export function Todo({ due, remarked, invitations }: Props) {
  return (
    <section class="leaf" aria-labelledby="todo">
      <h2 id="todo">{t("todo.title")}</h2>
      {due.length + remarked.length + invitations.length === 0
        ? <p class="soft">{t("home.nothing")}</p>
        : (
          <ul class="items" role="list">
            {due.map((work) => <Line key={work.id} href={documentHref(work)} icon={work.overdue ? "warn" : "works"} title={dueWords(work)} why={whyWords(work)} />)}
            {remarked.map((text) => <Line key={text.document.id} href={documentHref(text.document)} icon="comment" title={remarkWords(text)} why={waitWords(text.since)} />)}
            {invitations.map((group) => <Line key={group.id} href={`/equipes/${group.id}`} icon="team" title={t("todo.group", { name: group.name })} why={t("todo.group.why")} />)}
          </ul>
        )}
    </section>
  );
}

function Line({ href, icon, title, why }: { href: string; icon: IconName; title: string; why: string }) {
  return (
    <li>
      <a class="item" href={href}>
        <Icon name={icon} />
        <span><span class="title">{title}</span><span class="why">{why}</span></span>
        <Icon name="next" />
      </a>
    </li>
  );
}

function dueWords(work: WorkRecord): string {
  const name = t(`work.${work.kind}`);
  if (work.dueAt === null) return t("todo.work", { work: name });
  const due = parse(work.dueAt);
  return t(work.overdue ? "todo.work.overdue" : "todo.work.before", { work: name, day: weekday(due), time: clock(due) });
}

function whyWords(work: WorkRecord): string {
  const state = t(work.overdue ? `work.state.${work.state}` : lookOf(work).words);
  const signes = work.signes === null || work.signes === 0 ? ""
    : work.signesMost === null ? tn("count.signes", work.signes) : t("count.of", { n: number.format(work.signes), most: number.format(work.signesMost) });
  const rest = work.dueAt === null || work.overdue ? "" : restWords(daysBetween(new Date(), parse(work.dueAt)));
  return [state, signes, work.extended ? t("todo.extended") : "", rest].filter(Boolean).join(" · ");
}

const restWords = (days: number) => (days <= 0 ? t("todo.today") : tn("todo.days", days));
