// Forming teams, for the manager: the draft, its publication, moves between published teams.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { t, tn } from "../../i18n/t";
import { enumerate } from "../../lib/people";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { announce } from "../../ui/Announcer";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { BackToCohort } from "../cohort/Back";
import type { OfCohort } from "../cohort/cohort";
import { TeamFields } from "./TeamFields";
import { DraftTeam } from "./DraftTeam";
import { Moves } from "./Moves";
import { PlaceRow } from "./PlaceRow";
import { Publication } from "./Publication";
import { loadBoard, newDraft, teamFailure, type Board } from "./teams";
import "../enrolment/words";

/** Does something to the board, shows what came of it, and says it. False when it was refused. */
export type Act = (change: () => Promise<Board>, done: string) => Promise<boolean>;

export function TeamsPage({ of }: { of: OfCohort }) {
  useTitle(t("teams.title"));
  const board = useResource(`teams ${of.id}`, (signal) => loadBoard(of.id, signal));
  return <Loaded from={board}>{(one) => <Table of={of} board={one} replace={board.replace} />}</Loaded>;
}

function Table({ of, board, replace }: { of: OfCohort; board: Board; replace: (board: Board) => void }) {
  const refused = useSignal(""), why = useRef<HTMLDivElement>(null);
  useEffect(() => why.current?.scrollIntoView({ block: "center" }), [refused.value]);      // far from the button on a long page
  const act: Act = async (change, done) => {
    refused.value = "";
    try {
      replace(await change());
      announce(done);
      return true;
    } catch (error) {
      refused.value = teamFailure(error);
      return false;
    }
  };
  const without = board.trainees.filter((one) => one.draft === null);
  return (
    <>
      <BackToCohort of={of} label={board.cohort.label}><a class="back" href="/equipes"><Icon name="back" />{t("groups.title")}</a></BackToCohort>
      <header class="page-head"><h1>{t("teams.title")}</h1><p>{t("teams.intro")}</p></header>
      <div class="stack">
        {refused.value !== "" && <div ref={why}><Notice mood="alert" urgent><p>{refused.value}</p></Notice></div>}
        {board.leftOut !== undefined && board.leftOut.length > 0 && <Notice mood="warn"><p>{t("teams.publish.left_out", { names: enumerate(board.leftOut.map((one) => one.name)) })}</p></Notice>}
        {(board.trainees.length === 0 || board.expected > 0) && <Awaited of={of} board={board} />}
        <section class="stack tight" aria-labelledby="drafts">
          <h2 id="drafts">{t("teams.drafts")}</h2>
          {board.drafts.length === 0 && <div class="empty"><p class="say">{t("teams.drafts.empty")}</p></div>}
          <div class="teams">{board.drafts.map((draft) => <DraftTeam key={draft.id} board={board} draft={draft} act={act} />)}</div>
          <NewTeam board={board} act={act} />
        </section>
        {board.drafts.length > 0 && board.trainees.length > 0 && (
          <>
            <section class="leaf" aria-labelledby="without">
              <h2 id="without">{t("teams.without")}</h2>
              {without.length === 0
                ? <p class="soft">{t("teams.without.none")}</p>
                : <ul class="items places" role="list">{without.map((one) => <PlaceRow key={one.id} board={board} one={one} act={act} />)}</ul>}
            </section>
            <Publication board={board} without={without.length} act={act} />
          </>
        )}
        <Moves board={board} act={act} />
      </div>
    </>
  );
}

/** Why somebody is not there to be placed, and where that changes. */
function Awaited({ of, board }: { of: OfCohort; board: Board }) {
  return (
    <Notice mood="plain">
      {board.trainees.length === 0 && <p>{t("teams.nobody")} <a href={`${of.under}/personnes`}>{t("teams.nobody.invite")}</a></p>}
      {board.expected > 0 && <p>{tn("teams.expected", board.expected)} <a href={`${of.under}/stagiaires/parcours`}>{t("paths.title")}</a></p>}
    </Notice>
  );
}

function NewTeam({ board, act }: { board: Board; act: Act }) {
  const nth = useSignal(0);                       // a fresh form after each team
  return (
    <details class="new-page" open={board.drafts.length === 0}>
      <summary class="button">{t("teams.new")}</summary>
      <TeamFields key={nth.value} id="new-team" board={board} label={t("teams.new.create")}
        save={async (settings) => {
          if (await act(() => newDraft(board.cohort.id, settings), t("teams.new.done", { name: settings.name }))) nth.value++;
        }} />
    </details>
  );
}
