// What a team is called, who asked for its work, who accompanies it.
import { t } from "../../i18n/t";
import { typed } from "../../lib/form";
import type { Board, Team, TeamSettings } from "./teams";

interface Props {
  id: string;
  board: Board;
  team?: Team;
  label: string;
  save: (settings: TeamSettings) => Promise<void>;
}

export function TeamFields({ id, board, team, label, save }: Props) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    void save({ name: typed(form, "name"), commission: typed(form, "commission"), commissioner: typed(form, "commissioner"), cooperator: typed(form, "cooperator") });
  };
  return (
    <form class="stack tight" onSubmit={submit}>
      <div class="field">
        <label for={`${id}-name`}>{t("teams.field.name")}</label>
        <input class="input" id={`${id}-name`} name="name" required maxLength={80} autoComplete="off" defaultValue={team?.name ?? ""} />
      </div>
      <div class="field">
        <label for={`${id}-commission`}>{t("teams.field.commission")}</label>
        <input class="input" id={`${id}-commission`} name="commission" maxLength={300} autoComplete="off" defaultValue={team?.commission ?? ""} />
      </div>
      <div class="field">
        <label for={`${id}-commissioner`}>{t("teams.field.commissioner")}</label>
        <input class="input" id={`${id}-commissioner`} name="commissioner" maxLength={300} autoComplete="off" defaultValue={team?.commissioner ?? ""} />
      </div>
      <div class="field">
        <label for={`${id}-cooperator`}>{t("teams.field.cooperator")}</label>
        <select class="input" id={`${id}-cooperator`} name="cooperator">
          <option value="" selected={!team?.cooperator}>{t("teams.field.cooperator.none")}</option>
          {board.cooperators.map((one) => <option key={one.id} value={one.id} selected={team?.cooperator?.id === one.id}>{one.name}</option>)}
        </select>
      </div>
      <p><button type="submit" class="button primary">{label}</button></p>
    </form>
  );
}
