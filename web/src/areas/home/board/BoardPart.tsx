// The board of who runs a cohort: what is to be decided, then where each person's works are; a table on a desk, cards on a phone.
import { t } from "../../../i18n/t";
import { day, parse } from "../../../lib/dates";
import { Cohorts } from "../../cohort/Cohorts";
import { underCohort, type Me } from "../../session/session";
import { Extend } from "./Extend";
import { Reminders } from "./Reminders";
import { isHere, WORKS, workOf, type Board } from "../trainees";
import { WorkStatus } from "../../document/WorkStatus";
import "./words";

const LATER = ["oral", "presence"] as const;          // what Carnet does not keep yet: a blank, never a zero
type Row = Board["trainees"][number];

export function BoardPart({ me, board, reload }: { me: Me; board: Board; reload: () => void }) {
  const of = board.cohort?.id, under = underCohort(me, of);
  const here = board.trainees.filter(isHere);
  const gone = board.trainees.filter((one) => !isHere(one));
  return (
    <>
      <Cohorts all={board.cohorts ?? []} now={of} page="tableau" />
      <Todo rows={here} under={under} cohort={of} reload={reload} />
      {board.abilities.remind && <Reminders rows={here} cohort={of} />}
      <section class="board stack tight" aria-labelledby="board">
        <h2 id="board">{t("board.title")}</h2>
        <table role="table">
          <caption>{t(board.abilities.remind ? "board.caption" : "board.caption.handed_in")}</caption>
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader">{t("board.who")}</th>
              {WORKS.map((kind) => <th key={kind} scope="col" role="columnheader">{t(`work.${kind}`)}</th>)}
              {LATER.map((one) => <th key={one} class="later" scope="col" role="columnheader">{t(`board.${one}`)}</th>)}
            </tr>
          </thead>
          <tbody role="rowgroup">{here.map((row) => <Line key={row.id} row={row} under={under} />)}</tbody>
        </table>
        <p class="small soft">{t("board.later")}</p>
        {gone.length > 0 && <p class="small soft">{gone.map((one) => `${one.name} : ${t("trainee.left").toLocaleLowerCase("fr")}`).join(". ")}.</p>}
      </section>
    </>
  );
}

function Line({ row, under }: { row: Row; under: string }) {
  return (
    <tr role="row">
      <th scope="row" role="rowheader"><a href={`${under}/stagiaires/${row.id}`}>{row.name}</a><small>{row.team?.name ?? ""}</small></th>
      {WORKS.map((kind) => {
        const work = workOf(row, kind);
        return (
          <td key={kind} role="cell">
            <span class="short" aria-hidden="true">{t(`work.${kind}`)}</span>
            {!work && <div class="soft small">{t("board.none")}</div>}
            {work && <div><WorkStatus work={work} />{work.signes !== null && work.signes > 0 && <small>{t("board.signes", { n: new Intl.NumberFormat("fr-FR").format(work.signes) })}</small>}{work.extended && work.extensionReason && <small>{work.extensionReason}</small>}</div>}
          </td>
        );
      })}
      {LATER.map((one) => <td key={one} class="later soft" role="cell"><span aria-hidden="true">—</span><span class="sr-only">{t("board.blank")}</span></td>)}
    </tr>
  );
}

/** What only the manager can settle; nothing is made up where nothing is known. */
function Todo({ rows, under, cohort, reload }: { rows: readonly Row[]; under: string; cohort: string | undefined; reload: () => void }) {
  const overdue = rows.flatMap((row) => row.works.filter((work) => work.overdue).map((work) => ({ row, work })));
  const paused = rows.filter((row) => row.pauseOver);
  const alone = rows.filter((row) => !row.tutor);
  const teamless = rows.filter((row) => !row.team);
  const nothing = overdue.length + paused.length + alone.length + teamless.length === 0;
  return (
    <section class="leaf" aria-labelledby="todo">
      <h2 id="todo">{t("board.todo")}</h2>
      {nothing && <p class="soft">{t("board.todo.none")}</p>}
      <ul class="items" role="list">
        {overdue.map(({ row, work }) => (
          <li key={`${row.id} ${work.kind}`} class="item plain">
            <span>
              <a class="title" href={`${under}/stagiaires/${row.id}`}>{t("board.todo.overdue", { work: t(`work.${work.kind}`), name: row.name })}</a>
              {work.dueAt !== null && <span class="why">{t("board.todo.overdue.since", { day: day(parse(work.dueAt)) })}</span>}
            </span>
            <div class="actions">
              {work.abilities?.extend && <Extend cohort={cohort} person={row} work={work} changed={reload} />}
              {row.email && <a class="button small" href={`mailto:${row.email}?subject=${encodeURIComponent(t(`work.${work.kind}`))}`}>{t("board.write")}<span class="sr-only"> {row.name}</span></a>}
            </div>
          </li>
        ))}
        {paused.map((row) => <Decision key={`pause ${row.id}`} href={`${under}/stagiaires/${row.id}/parcours`} title={t("board.todo.pause", { name: row.name, day: day(parse(row.pauseOver ?? "")) })} why={t("board.todo.pause.where")} />)}
        {alone.map((row) => <Decision key={`tutor ${row.id}`} href={`${under}/stagiaires/${row.id}/parcours`} title={t("board.todo.tutor", { name: row.name })} why={t("board.todo.tutor.where")} />)}
        {teamless.map((row) => <Decision key={`team ${row.id}`} href={`${under}/stagiaires/${row.id}/parcours`} title={t("board.todo.team", { name: row.name })} why={t("board.todo.team.where")} />)}
      </ul>
    </section>
  );
}

function Decision({ href, title, why }: { href: string; title: string; why: string }) {
  return <li><a class="item plain" href={href}><span><span class="title">{title}</span>{why !== "" && <span class="why">{why}</span>}</span></a></li>;
}
