// The manager's board: what is to be decided, then where each person's works are; a table on a desk, cards on a phone.
import { useComputed, useSignal, type Signal } from "@preact/signals";

import { t, tn } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { announce } from "../../ui/Announcer";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import type { Work } from "../document/document";
import { isHere, remind, type Board, type BoardWork } from "./trainees";
import { WorkStatus } from "./WorkStatus";

const KINDS: readonly Work[] = ["diagnostic", "dossier_professionnel", "note_synthetique"];
type Row = Board["trainees"][number];

export function BoardPart({ board }: { board: Board }) {
  const here = board.trainees.filter(isHere);
  const gone = board.trainees.filter((one) => !isHere(one));
  return (
    <>
      <Todo rows={here} />
      {board.abilities.remind && <Reminders rows={here} />}
      <section class="board stack tight" aria-labelledby="board">
        <h2 id="board">{t("board.title")}</h2>
        <table role="table">
          <caption>{t("board.caption")}</caption>
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader">{t("board.who")}</th>
              {KINDS.map((kind) => <th key={kind} scope="col" role="columnheader">{t(`work.${kind}`)}</th>)}
            </tr>
          </thead>
          <tbody role="rowgroup">{here.map((row) => <Line key={row.id} row={row} />)}</tbody>
        </table>
        {gone.length > 0 && <p class="small soft">{gone.map((one) => `${one.name} : ${t("trainee.left").toLocaleLowerCase("fr")}`).join(". ")}.</p>}
      </section>
    </>
  );
}

const workOf = (row: Row, kind: Work): BoardWork | undefined => row.works.find((work) => work.kind === kind);

function Line({ row }: { row: Row }) {
  return (
    <tr role="row">
      <th scope="row" role="rowheader"><a href={`/stagiaires/${row.id}`}>{row.name}</a><small>{row.team?.name ?? ""}</small></th>
      {KINDS.map((kind) => {
        const work = workOf(row, kind);
        return (
          <td key={kind} role="cell">
            <span class="short" aria-hidden="true">{t(`work.${kind}`)}</span>
            {work && <div><WorkStatus work={work} />{work.signes !== null && work.signes > 0 && <small>{t("board.signes", { n: new Intl.NumberFormat("fr-FR").format(work.signes) })}</small>}</div>}
          </td>
        );
      })}
    </tr>
  );
}

/** What only the manager can settle; nothing is made up where nothing is known. */
function Todo({ rows }: { rows: readonly Row[] }) {
  const overdue = rows.flatMap((row) => row.works.filter((work) => work.overdue).map((work) => ({ row, work })));
  const alone = rows.filter((row) => !row.tutor);
  const teamless = rows.filter((row) => !row.team);
  const nothing = overdue.length + alone.length + teamless.length === 0;
  return (
    <section class="leaf" aria-labelledby="todo">
      <h2 id="todo">{t("board.todo")}</h2>
      {nothing && <p class="soft">{t("board.todo.none")}</p>}
      <ul class="items" role="list">
        {overdue.map(({ row, work }) => (
          <Decision key={`${row.id} ${work.kind}`} href={`/stagiaires/${row.id}`} title={t("board.todo.overdue", { work: t(`work.${work.kind}`), name: row.name })}
            why={work.dueAt === null ? "" : t("board.todo.overdue.since", { day: day(parse(work.dueAt)) })} />
        ))}
        {alone.map((row) => <Decision key={`tutor ${row.id}`} href={`/stagiaires/${row.id}`} title={t("board.todo.tutor", { name: row.name })} why="" />)}
        {teamless.map((row) => <Decision key={`team ${row.id}`} href={`/stagiaires/${row.id}`} title={t("board.todo.team", { name: row.name })} why="" />)}
      </ul>
    </section>
  );
}

function Decision({ href, title, why }: { href: string; title: string; why: string }) {
  return <li><a class="item plain" href={href}><span><span class="title">{title}</span>{why !== "" && <span class="why">{why}</span>}</span></a></li>;
}

function Reminders({ rows }: { rows: readonly Row[] }) {
  const kind = useSignal<Work>("dossier_professionnel");
  const result = useSignal("");
  const failure = useSignal("");
  const late = useComputed(() => rows.filter((row) => workOf(row, kind.value)?.overdue));
  const send = async () => {
    failure.value = result.value = "";
    try {
      const { told } = await remind(kind.value, late.value.map((row) => row.id));
      result.value = told === 0 ? t("board.told.none") : tn("board.told", told);
      announce(result.value);
    } catch (error) {
      failure.value = failureWords(error);
    }
  };
  return (
    <section class="leaf slim" aria-labelledby="remind">
      <h2 id="remind" class="sr-only">{t("board.remind")}</h2>
      <Kinds chosen={kind} />
      {late.value.length === 0
        ? <p class="soft">{t("board.remind.none")}</p>
        : <button type="button" class="button" onClick={() => void send()}>{tn("board.remind", late.value.length)}</button>}
      {result.value !== "" && <p>{result.value}</p>}
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
    </section>
  );
}

function Kinds({ chosen }: { chosen: Signal<Work> }) {
  return (
    <div class="field inline">
      <label for="remind-kind">{t("board.remind.for")}</label>
      <select id="remind-kind" class="input" value={chosen.value} onChange={(event) => {
        const kind = KINDS.find((one) => one === event.currentTarget.value);
        if (kind) chosen.value = kind;
      }}>
        {KINDS.map((kind) => <option key={kind} value={kind}>{t(`work.${kind}`)}</option>)}
      </select>
    </div>
  );
}
