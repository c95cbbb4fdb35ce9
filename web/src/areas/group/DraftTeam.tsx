// One team of the draft: its size, its people, its settings.
import { t } from "../../i18n/t";
import { TeamFields } from "./TeamFields";
import { PlaceRow } from "./PlaceRow";
import { TeamFacts } from "./TeamFacts";
import { changeDraft, dropDraft, sizeWords, type Board, type Team } from "./teams";
import type { Act } from "./TeamsPage";

export function DraftTeam({ board, draft, act }: { board: Board; draft: Team; act: Act }) {
  const members = board.trainees.filter((one) => one.draft === draft.id);
  const heading = `team-${draft.id}`;
  return (
    <section class="leaf" aria-labelledby={heading}>
      <h3 id={heading}>{draft.name}</h3>
      <p class="soft">{sizeWords(members)}</p>
      <TeamFacts team={draft} />
      {members.length > 0 && <ul class="items places" role="list">{members.map((one) => <PlaceRow key={one.id} board={board} one={one} act={act} />)}</ul>}
      <details class="new-page">
        <summary class="button small">{t("teams.change")}<span class="sr-only"> {draft.name}</span></summary>
        <TeamFields id={heading} board={board} team={draft} label={t("teams.change.save")}
          save={async (settings) => {
            await act(() => changeDraft(board.cohort.id, draft.id, settings), t("teams.change.done"));
          }} />
        <p>
          <button type="button" class="button plain" onClick={() => void act(() => dropDraft(board.cohort.id, draft.id), t("teams.drop.done", { name: draft.name }))}>
            {t("teams.drop", { name: draft.name })}
          </button>
        </p>
      </details>
    </section>
  );
}
