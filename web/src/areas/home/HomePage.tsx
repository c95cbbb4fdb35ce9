// The first page: « Écrire » before anything else for trainees; for the others, what they may open. Nothing is made up:
// a part without content is not shown, and when nothing is left we say so.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

import { t, tn } from "../../i18n/t";
import { expectWriting } from "../../editor/Writing";
import { isoDay, weekday } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { unsavedThings } from "../../lib/waiting";
import { Icon } from "../../ui/Icon";
import { lazily } from "../../ui/lazily";
import { Loaded } from "../../ui/Loaded";
import { comingDates } from "../cohort/cohort";
import { Dates } from "../cohort/Dates";
import { Where } from "../cohort/Where";
import { DocumentItems } from "../document/WorksPage";
import { GroupItems } from "../group/GroupsPage";
import { EntryCard } from "../journal/EntryCard";
import type { Entry } from "../journal/journal";
import { WriteButton } from "../journal/WriteButton";
import { keepsAccounts } from "../session/roles";
import type { Me } from "../session/session";
import { Beginning } from "../start/Beginning";
import { loadHome, type Home } from "./home";
import { QueueParts } from "./QueueParts";
import { Todo } from "./Todo";
import { datesOf, putBack } from "./trainees";
import { TraineeItems } from "./TraineesPage";

const BoardPart = lazily(async () => (await import("./board/BoardPart")).BoardPart);

const SHOWN = 3;
const SHOWN_OTHERS = 5;

export function HomePage({ me }: { me: Me }) {
  useTitle(t("home.title"));
  useEffect(() => {
    if (me.abilities.writeJournal) expectWriting("later");
  }, []);
  const home = useResource("home", (signal) => loadHome(me, signal));
  const now = new Date();
  const today = weekday(now);
  return (
    <>
      <header class="page-head">
        <h1>{t("home.hello", { name: me.person.givenName || me.person.name })}</h1>
        <p>
          {`${today.charAt(0).toLocaleUpperCase("fr")}${today.slice(1)}. `}
          {home.state === "ready" && home.value.cohort && <Where day={isoDay(now)} sessions={home.value.cohort.sessions} />}
        </p>
      </header>
      <div class={home.state === "ready" && home.value.board ? "stack" : "columns"}>
        <div class="stack">
          {me.abilities.writeJournal && <div class="stack tight"><WriteButton large /></div>}
          {keepsAccounts(me.person.roles) && <Beginning me={me} />}
          <Waiting />
          <Loaded from={home}>{(all) => <Parts me={me} home={all} reload={home.reload} />}</Loaded>
        </div>
        {home.state === "ready" && <Aside home={home.value} />}
      </div>
    </>
  );
}

function Aside({ home }: { home: Home }) {
  if (home.board) return null;
  return (
    <div class="stack">
      {home.cohort && (home.ownWorks.length > 0
        ? <Dates all={datesOf(home.cohort, home.ownWorks)} putBack={putBack(home.ownWorks)} />
        : <Dates all={comingDates(home.cohort)} />)}
      {home.trainees.length > 0 && (
        <section class="leaf" aria-labelledby="my-trainees">
          <h2 id="my-trainees">{tn("home.trainees", home.trainees.length)}</h2>
          <TraineeItems trainees={home.trainees} />
        </section>
      )}
    </div>
  );
}

function Waiting() {
  const n = unsavedThings.value;
  return n === 0 ? null : <p class="state" data-state="kept"><Icon name="phone" /><span>{tn("home.waiting", n)}</span></p>;
}

function Parts({ me, home, reload }: { me: Me; home: Home; reload: () => void }) {
  const { entries, team, teamPages, myWorks, othersWorks, shared, queue } = home;
  const writes = me.abilities.writeJournal;
  if (home.board && !writes) return <>{queue.length > 0 && <QueueParts items={queue} trainees={home.trainees} />}<BoardPart me={me} board={home.board} reload={reload} /></>;
  if (home.trainees.length > 0 && !writes) return queue.length === 0 ? <NothingWaits /> : <QueueParts items={queue} trainees={home.trainees} />;
  const otherGroups = home.groups.filter((group) => group.id !== team?.id && (group.mine || !writes));
  const nothing = !writes && [entries, myWorks, othersWorks, shared, home.groups].every((part) => part.length === 0);
  return (
    <>
      {writes && <Todo due={home.due} remarked={home.remarked} invitations={home.groups.filter((group) => group.invited)} />}
      {queue.length > 0 && <QueueParts items={queue} trainees={home.trainees} />}
      {home.board && <BoardPart me={me} board={home.board} reload={reload} />}
      {entries.length > 0 && <Entries id="resume" title={t("home.resume")} entries={entries.slice(0, SHOWN)} more={{ href: "/journal", label: t("home.resume.all") }} />}
      {team && (
        <Part id="team" title={t("home.team", { name: team.name })} more={{ href: `/equipes/${team.id}`, label: t("home.team.open") }}>
          {teamPages.length === 0 ? <p class="soft">{t("home.team.empty")}</p> : <DocumentItems documents={teamPages.slice(0, SHOWN_OTHERS)} />}
        </Part>
      )}
      {myWorks.length > 0 && <Part id="works" title={t("home.works")}><DocumentItems documents={myWorks} /></Part>}
      {shared.length > 0 && (
        <Entries id="shared" title={t("home.shared")} entries={shared.slice(0, SHOWN_OTHERS)} shared
          more={shared.length > SHOWN_OTHERS ? { href: "/journal/partages", label: t("home.shared.all") } : null} />
      )}
      {othersWorks.length > 0 && (
        <Part id="others" title={t("home.works.others")} more={othersWorks.length > SHOWN_OTHERS ? { href: "/ecrits", label: t("home.works.all") } : null}>
          <DocumentItems documents={othersWorks.slice(0, SHOWN_OTHERS)} owner />
        </Part>
      )}
      {otherGroups.length > 0 && <Part id="groups" title={t("home.groups")}><GroupItems groups={otherGroups} /></Part>}
      {nothing && <div class="empty"><p class="say">{t("home.nothing")}</p></div>}
    </>
  );
}

function NothingWaits() {
  return <div class="empty"><p class="say">{t("home.nothing")}</p><p class="soft">{t("queue.nothing.why")}</p></div>;
}

type More = { href: string; label: string } | null;

function Part({ id, title, more = null, children }: { id: string; title: string; more?: More; children: ComponentChildren }) {
  return (
    <section class="leaf" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
      {more && <p><a class="button small" href={more.href}>{more.label}</a></p>}
    </section>
  );
}

function Entries({ id, title, entries, shared = false, more }: { id: string; title: string; entries: readonly Entry[]; shared?: boolean; more: More }) {
  return (
    <section class="stack tight" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {entries.map((entry) => <EntryCard key={entry.id} entry={entry} shared={shared} />)}
      {more && <p><a class="button small" href={more.href}>{more.label}</a></p>}
    </section>
  );
}
