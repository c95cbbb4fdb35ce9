// Teams that are published: a name that was mistyped, a commission that changed, another research cooperator.
import { t } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { TeamFacts } from "./TeamFacts";
import { TeamFields } from "./TeamFields";
import { changeTeam, type Board } from "./teams";
import type { Act } from "./TeamsPage";

export function PublishedTeams({ board, act }: { board: Board; act: Act }) {
  return (
    <ul class="items places" role="list">
      {board.teams.map((team) => (
        <li key={team.id} class="place">
          <span>
            <span class="title">{team.name}</span>
            {team.from !== null && team.from > board.day && <span class="why">{t("teams.opens", { day: day(parse(team.from)) })}</span>}
            <TeamFacts team={team} />
          </span>
          <details class="new-page">
            <summary class="button small">{t("teams.change")}<span class="sr-only"> {team.name}</span></summary>
            <p class="soft">{t("teams.change.published")}</p>
            <TeamFields key={JSON.stringify(team)} id={`team-${team.id}`} board={board} team={team} label={t("teams.change.save")}
              save={async (settings) => {
                await act(() => changeTeam(board.cohort.id, team.id, settings), t("teams.change.done"));
              }} />
          </details>
        </li>
      ))}
    </ul>
  );
}
