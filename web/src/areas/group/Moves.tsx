// The published teams; who is in which, and moving somebody on a day.
import { t } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { typed } from "../../lib/form";
import { PublishedTeams } from "./PublishedTeams";
import { move, type Board, type Place } from "./teams";
import type { Act } from "./TeamsPage";

export function Moves({ board, act }: { board: Board; act: Act }) {
  if (board.teams.length === 0) return null;
  const byTeam = [...board.trainees].sort((a, b) => (a.team?.name ?? "").localeCompare(b.team?.name ?? "", "fr"));
  return (
    <section class="leaf" aria-labelledby="published">
      <h2 id="published">{t("teams.published")}</h2>
      <PublishedTeams board={board} act={act} />
      <h3>{t("teams.moves")}</h3>
      <p class="soft">{t("teams.published.how")}</p>
      <ul class="items places" role="list">{byTeam.map((one) => <Row key={one.id} board={board} one={one} act={act} />)}</ul>
    </section>
  );
}

function Row({ board, one, act }: { board: Board; one: Place; act: Act }) {
  const id = `move-${one.id}`;
  const coming = one.nextFrom === null ? null : t("teams.next", { team: one.next?.name ?? "", day: day(parse(one.nextFrom)) });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const change = () => move(board.cohort.id, one.id, typed(form, "team"), typed(form, "from"), typed(form, "reason"));
    if (await act(change, t("teams.move.done", { name: one.name }))) form.closest("details")?.removeAttribute("open");
  };
  return (
    <li class="place">
      <span>
        <span class="title">{one.name}</span>
        <span class="why">{[one.team?.name ?? t("teams.place.none"), coming].filter(Boolean).join(" · ")}</span>
      </span>
      <details class="new-page">
        <summary class="button small">{t("teams.move")}<span class="sr-only"> {one.name}</span></summary>
        <form class="stack tight" onSubmit={(event) => void submit(event)}>
          <div class="field">
            <label for={`${id}-team`}>{t("teams.move.team")}</label>
            <select class="input" id={`${id}-team`} name="team">
              {board.teams.map((team) => <option key={team.id} value={team.id} selected={team.id === one.team?.id}>{team.name}</option>)}
              <option value="">{t("teams.move.none")}</option>
            </select>
          </div>
          <div class="field">
            <label for={`${id}-from`}>{t("teams.move.from")}</label>
            <input class="input" id={`${id}-from`} name="from" type="date" required min={board.day} max={board.cohort.end} defaultValue={board.day} />
          </div>
          <div class="field">
            <label for={`${id}-reason`}>{t("teams.move.reason")}</label>
            <input class="input" id={`${id}-reason`} name="reason" required maxLength={500} autoComplete="off" aria-describedby={`${id}-reason-why`} />
            <span class="hint" id={`${id}-reason-why`}>{t("teams.move.reason.hint")}</span>
          </div>
          <p><button type="submit" class="button">{t("teams.move.button")}</button></p>
        </form>
      </details>
    </li>
  );
}
