// A trainee in the draft: where they come from, and a choice of team with a button, so that choosing with the arrow keys moves nobody.
import { useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { place, type Board, type Place } from "./teams";
import type { Act } from "./TeamsPage";

export function PlaceRow({ board, one, act }: { board: Board; one: Place; act: Act }) {
  const choice = useRef<HTMLSelectElement>(null);
  const id = `place-${one.id}`;
  const put = async () => {
    const to = choice.current?.value ?? "";
    if (to === (one.draft ?? "")) return;
    const name = board.drafts.find((draft) => draft.id === to)?.name;
    const moved = await act(() => place(board.cohort.id, one.id, to), name === undefined ? t("teams.taken_out", { name: one.name }) : t("teams.placed", { name: one.name, team: name }));
    if (moved) document.getElementById(id)?.focus();     // the row is in another list now, and so is the focus
  };
  const why = [one.project.setting && t(`teams.of.${one.project.setting}`), one.project.title, one.team && (board.day === board.today ? t("teams.now", { team: one.team.name }) : t("teams.next", { team: one.team.name, day: day(parse(board.day)) }))];
  return (
    <li class="place">
      <span>
        <span class="title">{one.name}</span>
        <span class="why">{why.filter(Boolean).join(" · ")}</span>
        {one.project.setting === null && <a class="small" href={`/stagiaires/${one.id}/parcours`}>{t("teams.project.say")}<span class="sr-only"> {one.name}</span></a>}
      </span>
      <span class="actions">
        <label class="sr-only" for={id}>{t("teams.place.label", { name: one.name })}</label>
        <select class="input" id={id} ref={choice} key={one.draft ?? ""}>
          <option value="" selected={one.draft === null}>{t("teams.place.none")}</option>
          {board.drafts.map((draft) => <option key={draft.id} value={draft.id} selected={draft.id === one.draft}>{draft.name}</option>)}
        </select>
        <button type="button" class="button small" onClick={() => void put()}>{t("teams.place.put")}<span class="sr-only"> {one.name}</span></button>
      </span>
    </li>
  );
}
