// Somebody's teams through the year: a move on a day by the manager, a wish by the trainee.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { typed } from "../../lib/form";
import { announce } from "../../ui/Announcer";
import { Notice } from "../../ui/Notice";
import { Attempt } from "./Attempt";
import { askTeam, date, isHere, moveTeam, placeFailure, settleTeamRequest, today, type Place, type Places } from "./enrolment";
import { chosenIn, DayField, PersonField, WordsField } from "./Fields";
import { Lines } from "./Lines";

interface Props {
  cohort: string;
  place: Place;
  teams: Places["teams"];
  changed: (place: Place) => void;
}

export function TeamPart({ cohort, place, teams, changed }: Props) {
  const stays = place.teams.map((one, i) => ({ key: `${one.id} ${i}`, title: one.name, from: one.from, to: one.to, reason: one.reason }));
  const person = place.person.id;
  return (
    <section class="leaf" aria-labelledby="path-team">
      <h2 id="path-team">{t("path.team")}</h2>
      <p>{place.team ? <a href={`/equipes/${place.team.id}`}>{place.team.name}</a> : t("path.team.none")}</p>
      <Lines label={t("path.team.through")} lines={stays} />
      {place.teamRequest && <Request cohort={cohort} place={place} changed={changed} />}
      {place.abilities.askTeam && !place.teamRequest && (
        <Attempt label={t("path.team.ask")} about="" submit={t("path.team.ask.send")} done={t("path.team.asked")}
          send={async (form) => changed(await askTeam(cohort, person, typed(form, "words")))}>
          <p class="soft">{t("path.team.ask.how")}</p>
          <WordsField id="team-words" name="words" label={t("path.team.ask.words")} hint={t("path.team.ask.words.hint")} rows={4} required />
        </Attempt>
      )}
      {place.abilities.manage && isHere(place.status) && teams.length > 0 && (
        <Attempt label={t("path.team.move")} about={place.person.name} submit={t("path.team.move.do")} done={t("path.team.moved")}
          send={async (form) => changed(await moveTeam(cohort, person, chosenIn(form, "group"), typed(form, "from"), typed(form, "reason")))}>
          <PersonField id="team-group" name="group" label={t("path.team.to")} people={teams.filter((one) => one.id !== place.team?.id).map(nameOf)} none={t("path.team.none.to")} />
          <DayField id="team-from" name="from" label={t("path.team.from")} value={place.day} min={place.day} required />
          <WordsField id="team-reason" name="reason" label={t("path.team.reason")} hint={t("path.team.reason.hint")} required />
          <p class="soft">{t("path.team.effect")}</p>
        </Attempt>
      )}
    </section>
  );
}

const nameOf = (team: Places["teams"][number]) =>
  team.opensOn !== null && team.opensOn > today() ? { id: team.id, name: t("path.team.opens", { team: team.name, day: date(team.opensOn) }) } : team;

function Request({ cohort, place, changed }: Omit<Props, "teams">) {
  const asked = place.teamRequest;
  const failure = useSignal("");
  if (!asked) return null;
  const settle = async () => {
    try {
      changed(await settleTeamRequest(cohort, place.person.id));
      announce(t("path.team.settled"));
    } catch (error) {
      failure.value = placeFailure(error);
    }
  };
  return (
    <Notice mood="warn">
      <p><strong>{t(place.abilities.askTeam ? "path.team.waiting" : "path.team.wants", { day: date(asked.askedAt) })}</strong></p>
      <p class="prewrap">{asked.words}</p>
      {failure.value !== "" && <p class="error" role="alert">{failure.value}</p>}
      {(place.abilities.askTeam || place.abilities.manage) &&
        <p><button type="button" class="button small" onClick={() => void settle()}>{t(place.abilities.askTeam ? "path.team.take_back" : "path.team.set_aside")}</button></p>}
    </Notice>
  );
}
