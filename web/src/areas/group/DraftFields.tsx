// What a team is called, who asked for its work, who accompanies it.
import { t } from "../../i18n/t";
import { typed } from "../../lib/form";
import type { Board, Draft, DraftSettings } from "./teams";

interface Props {
  id: string;
  board: Board;
  draft?: Draft;
  label: string;
  save: (settings: DraftSettings) => Promise<void>;
}

export function DraftFields({ id, board, draft, label, save }: Props) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    void save({ name: typed(form, "name"), commission: typed(form, "commission"), commissioner: typed(form, "commissioner"), cooperator: typed(form, "cooperator") });
  };
  return (
    <form class="stack tight" onSubmit={submit}>
      <div class="field">
        <label for={`${id}-name`}>{t("teams.field.name")}</label>
        <input class="input" id={`${id}-name`} name="name" required maxLength={80} autoComplete="off" defaultValue={draft?.name ?? ""} />
      </div>
      <div class="field">
        <label for={`${id}-commission`}>{t("teams.field.commission")}</label>
        <input class="input" id={`${id}-commission`} name="commission" maxLength={300} autoComplete="off" defaultValue={draft?.commission ?? ""} />
      </div>
      <div class="field">
        <label for={`${id}-commissioner`}>{t("teams.field.commissioner")}</label>
        <input class="input" id={`${id}-commissioner`} name="commissioner" maxLength={300} autoComplete="off" defaultValue={draft?.commissioner ?? ""} />
      </div>
      <div class="field">
        <label for={`${id}-cooperator`}>{t("teams.field.cooperator")}</label>
        <select class="input" id={`${id}-cooperator`} name="cooperator">
          <option value="" selected={!draft?.cooperator}>{t("teams.field.cooperator.none")}</option>
          {board.cooperators.map((one) => <option key={one.id} value={one.id} selected={draft?.cooperator?.id === one.id}>{one.name}</option>)}
        </select>
      </div>
      <p><button type="submit" class="button primary">{label}</button></p>
    </form>
  );
}
