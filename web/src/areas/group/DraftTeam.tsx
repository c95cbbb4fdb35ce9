// One team of the draft: its size, its people, its settings.
import { t } from "../../i18n/t";
import { DraftFields } from "./DraftFields";
import { PlaceRow } from "./PlaceRow";
import { changeDraft, dropDraft, sizeWords, type Board, type Draft } from "./teams";
import type { Act } from "./TeamsPage";

export function DraftTeam({ board, draft, act }: { board: Board; draft: Draft; act: Act }) {
  const members = board.trainees.filter((one) => one.draft === draft.id);
  const heading = `team-${draft.id}`;
  return (
    <section class="leaf" aria-labelledby={heading}>
      <h3 id={heading}>{draft.name}</h3>
      <p class="soft">{sizeWords(members)}</p>
      {draft.commission && <p class="small">{t("teams.commission", { commission: draft.commission, commissioner: draft.commissioner ?? "—" })}</p>}
      {draft.cooperator && <p class="small">{t("teams.cooperator", { name: draft.cooperator.name })}</p>}
      {members.length > 0 && <ul class="items places" role="list">{members.map((one) => <PlaceRow key={one.id} board={board} one={one} act={act} />)}</ul>}
      <details class="new-page">
        <summary class="button small">{t("teams.change")}<span class="sr-only"> {draft.name}</span></summary>
        <DraftFields id={heading} board={board} draft={draft} label={t("teams.change.save")}
          save={async (settings) => {
            await act(() => changeDraft(draft.id, settings), t("teams.change.done"));
          }} />
        <p>
          <button type="button" class="button plain" onClick={() => void act(() => dropDraft(draft.id), t("teams.drop.done", { name: draft.name }))}>
            {t("teams.drop", { name: draft.name })}
          </button>
        </p>
      </details>
    </section>
  );
}
