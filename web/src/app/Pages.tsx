// From an address to a page.
import type { JSX } from "preact";

import type { OfCohort } from "../areas/cohort/cohort";
import { GroupTextPage } from "../areas/document/GroupTextPage";
import { ReadPage } from "../areas/document/ReadPage";
import { WorkPage } from "../areas/document/WorkPage";
import { WorksPage } from "../areas/document/WorksPage";
import { GroupPage } from "../areas/group/GroupPage";
import { GroupsPage } from "../areas/group/GroupsPage";
import { HomePage } from "../areas/home/HomePage";
import { ReadBar } from "../areas/home/ReadBar";
import { TraineesPage } from "../areas/home/TraineesPage";
import { EntryPage } from "../areas/journal/EntryPage";
import { writeEntry } from "../areas/journal/journal";
import { JournalPage } from "../areas/journal/JournalPage";
import { SharedPage } from "../areas/journal/SharedPage";
import { NewsPage } from "../areas/notice/NewsPage";
import { SEARCH_PAGE } from "../areas/search/SearchBox";
import { SearchPage } from "../areas/search/SearchPage";
import { meantCohort, type Me } from "../areas/session/session";
import { match } from "../lib/router";
import { lazily } from "../ui/lazily";
import { MissingPage } from "../ui/MissingPage";
import { Notebook } from "./Notebook";
import { PlanPage } from "./PlanPage";
import { PLAN } from "./sections";

// What few people open, or rarely, comes when it is opened: a page to read is there sooner.
const Account = lazily(async () => (await import("./Account")).Account);
const ComfortPage = lazily(async () => (await import("../areas/session/ComfortPage")).ComfortPage);
const AudiencePage = lazily(async () => (await import("../areas/audience/AudiencePage")).AudiencePage);
const ProgrammePage = lazily(async () => (await import("../areas/programme/ProgrammePage")).ProgrammePage);
const KeptProgrammePage = lazily(async () => (await import("../areas/programme/ProgrammePage")).KeptProgrammePage);
const YearPage = lazily(async () => (await import("../areas/calendar/YearPage")).YearPage);
const HalfDaysPage = lazily(async () => (await import("../areas/calendar/HalfDaysPage")).HalfDaysPage);
const SetUpPage = lazily(async () => (await import("../areas/calendar/SetUpPage")).SetUpPage);
const ApplyPage = lazily(async () => (await import("../areas/programme/ApplyPage")).ApplyPage);
const ActsPage = lazily(async () => (await import("../areas/acts/ActsPage")).ActsPage);
const RegisterPage = lazily(async () => (await import("../areas/acts/RegisterPage")).RegisterPage);
const MeasuresPage = lazily(async () => (await import("../areas/enrolment/MeasuresPage")).MeasuresPage);
const PathPage = lazily(async () => (await import("../areas/enrolment/PathPage")).PathPage);
const PathsPage = lazily(async () => (await import("../areas/enrolment/PathsPage")).PathsPage);
const TogetherPage = lazily(async () => (await import("../areas/enrolment/TogetherPage")).TogetherPage);
const TeamsPage = lazily(async () => (await import("../areas/group/TeamsPage")).TeamsPage);
const ProgrammesPage = lazily(async () => (await import("../areas/programme/ProgrammesPage")).ProgrammesPage);
const MailPage = lazily(async () => (await import("../areas/mail/MailPage")).MailPage);
const OpeningsDoor = lazily(async () => (await import("../areas/opening/OpeningsPage")).OpeningsDoor);
const OpeningsPage = lazily(async () => (await import("../areas/opening/OpeningsPage")).OpeningsPage);
const DefaultPage = lazily(async () => (await import("../areas/journal/DefaultPage")).DefaultPage);
const DeparturePage = lazily(async () => (await import("../areas/people/DeparturePage")).DeparturePage);
const PeoplePage = lazily(async () => (await import("../areas/people/PeoplePage")).PeoplePage);
const PreparationPage = lazily(async () => (await import("../areas/start/PreparationPage")).PreparationPage);
const NotesPage = lazily(async () => (await import("../areas/home/NotesPage")).NotesPage);
const BoardPage = lazily(async () => (await import("../areas/home/board/BoardPage")).BoardPage);
const TraineePage = lazily(async () => (await import("../areas/home/TraineePage")).TraineePage);
const StartPage = lazily(async () => (await import("../areas/start/StartPage")).StartPage);
const SystemPage = lazily(async () => (await import("../areas/system/SystemPage")).SystemPage);
const VersionsPage = lazily(async () => (await import("../areas/document/VersionsPage")).VersionsPage);

export function Pages({ me, at }: { me: Me; at: string }) {
  const keepElsewhere = me.abilities.writeJournal ? writeEntry : undefined;

  const readBar = (document: string) => <ReadBar document={document} />;

  const text = match("/equipes/:group/:document", at);
  if (text) return <GroupTextPage key={at} me={me} group={text["group"] ?? ""} id={text["document"] ?? ""} keepElsewhere={keepElsewhere} readBar={readBar} />;
  const work = match("/ecrits/:document", at);
  if (work) return <WorkPage key={at} me={me} id={work["document"] ?? ""} keepElsewhere={keepElsewhere} readBar={readBar} />;
  const reading = match("/lire/:document", at);
  if (reading) return <ReadPage key={at} id={reading["document"] ?? ""} />;
  const entry = at === "/journal/partages" || at === "/journal/prochaines" ? null : match("/journal/:document", at);
  if (entry) return <EntryPage key={at} me={me} id={entry["document"] ?? ""} readBar={readBar} />;

  return <Notebook me={me} at={at}><Reading me={me} at={at} /></Notebook>;
}

type Show = (of: OfCohort, me: Me, person: string) => JSX.Element;
/** Pages of the cohort that one runs, or of one's own; under /promotions/:cohort, the same of that one. */
const COHORT_PAGES: readonly [string, Show][] = [
  ["/equipes/former", (of) => <TeamsPage key={of.id} of={of} />],
  ["/amenagements", (of, me) => <MeasuresPage key={of.id} me={me} cohort={of.id} />],
  ["/stagiaires/parcours", (of, me) => <PathsPage key={of.id} me={me} of={of} />],
  ["/stagiaires/accompagnement", (of) => <TogetherPage key={of.id} of={of} />],
  ["/stagiaires/:person/parcours", (of, me, person) => <PathPage key={`${of.id} ${person}`} of={of} me={me} person={person} />],
];

function pageOfCohort(me: Me, at: string): JSX.Element | null {
  for (const [page, show] of COHORT_PAGES) {
    const named = match(`/promotions/:cohort${page}`, at), found = named ?? match(page, at);
    if (!found) continue;
    const id = named?.["cohort"] ?? meantCohort(me);
    return id === undefined ? <MissingPage /> : show({ id, under: named ? `/promotions/${id}` : "" }, me, found["person"] ?? "");
  }
  return null;
}

function Reading({ me, at }: { me: Me; at: string }) {
  const ofCohort = pageOfCohort(me, at);
  if (ofCohort) return ofCohort;
  const group = match("/equipes/:group", at);
  if (group) return <GroupPage key={at} id={group["group"] ?? ""} me={me.person.id} />;
  const trainee = at === "/stagiaires/notes" ? null : match("/stagiaires/:person", at) ?? match("/promotions/:cohort/stagiaires/:person", at);
  if (trainee) return <TraineePage key={at} me={me} id={trainee["person"] ?? ""} named={trainee["cohort"]} />;
  const board = match("/promotions/:cohort/tableau", at);
  if (board) return <BoardPage key={at} me={me} cohort={board["cohort"] ?? ""} />;
  const leaving = match("/personnes/:person/depart", at);
  if (leaving) return <DeparturePage key={at} me={me} person={leaving["person"] ?? ""} />;
  const programme = match("/programmes/:programme", at);
  if (programme) return <KeptProgrammePage key={at} id={programme["programme"] ?? ""} />;
  const prepared = at === "/promotions/nouvelle" ? null : match("/promotions/:cohort", at);
  if (prepared) return <PreparationPage key={at} cohort={prepared["cohort"] ?? ""} />;
  const planned = match("/promotions/:cohort/calendrier/:part", at);
  if (planned) return <HalfDaysPage key={at} cohort={planned["cohort"] ?? ""} part={planned["part"] ?? ""} />;
  const dated = match("/promotions/:cohort/calendrier", at);
  if (dated) return <YearPage key={at} cohort={dated["cohort"] ?? ""} />;
  const applying = match("/promotions/:cohort/programme", at);
  if (applying) return <ApplyPage key={at} cohort={applying["cohort"] ?? ""} />;
  const keeping = match("/promotions/:cohort/personnes", at);
  if (keeping) return <PeoplePage key={at} me={me} cohort={keeping["cohort"] ?? ""} />;
  const versions = match("/versions/:document", at) ?? match("/versions/:document/:to", at) ?? match("/versions/:document/:from/:to", at);
  if (versions) {
    const id = versions["document"] ?? "";
    return <VersionsPage key={id} me={me} id={id} from={versions["from"] ?? null} to={versions["to"] ?? null} />;
  }
  switch (at) {
    case "/calendrier": return <YearPage />;
    case "/promotions/nouvelle": return <SetUpPage />;
    case "/commencer": return <StartPage />;
    case "/programmes": return <ProgrammesPage setUp={me.person.roles.includes("programme_manager")} />;
    case "/programme": return <ProgrammePage me={me} />;
    case "/serveur": return <SystemPage more={<OpeningsDoor />} />;
    case "/serveur/ouvertures": return <OpeningsPage />;
    case "/stagiaires": return <TraineesPage me={me} />;
    case "/stagiaires/notes": return <NotesPage me={me} />;
    case "/compte/parcours": return me.cohort ? <PathPage key={at} of={{ id: me.cohort.id, under: "" }} me={me} person={me.person.id} /> : <MissingPage />;
    case PLAN: return <PlanPage me={me} />;
    case "/":
    case "/connexion": return <HomePage me={me} />;
    case "/compte": return <Account me={me} />;
    case "/nouvelles": return <NewsPage />;
    case "/personnes": return <PeoplePage me={me} cohort={meantCohort(me) ?? null} />;
    case "/courrier": return <MailPage />;
    case "/compte/confort": return <ComfortPage me={me} />;
    case "/compte/lectures": return <AudiencePage />;
    case "/compte/actes": return <ActsPage />;
    case "/registre": return <RegisterPage />;
    case "/journal": return me.abilities.writeJournal ? <JournalPage /> : <SharedPage />;
    case "/compte/journal": return <JournalPage />;
    case "/journal/prochaines": return <DefaultPage />;
    case "/journal/partages": return <SharedPage />;
    case "/ecrits": return <WorksPage me={me} />;
    case "/equipes": return <GroupsPage me={me} />;
    case SEARCH_PAGE: return <SearchPage me={me.person.id} />;
    default: return <MissingPage />;
  }
}
