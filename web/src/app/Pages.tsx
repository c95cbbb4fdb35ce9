// From an address to a page.
import { AccountPage } from "../areas/session/AccountPage";
import { SetUpPage } from "../areas/calendar/SetUpPage";
import { YearPage } from "../areas/calendar/YearPage";
import { ActsPage } from "../areas/acts/ActsPage";
import { RegisterPage } from "../areas/acts/RegisterPage";
import { AudiencePage } from "../areas/audience/AudiencePage";
import { GroupTextPage } from "../areas/document/GroupTextPage";
import { WorkPage } from "../areas/document/WorkPage";
import { WorksPage } from "../areas/document/WorksPage";
import { MeasuresPage } from "../areas/enrolment/MeasuresPage";
import { OwnPlace } from "../areas/enrolment/OwnPlace";
import { PathPage } from "../areas/enrolment/PathPage";
import { PathsPage } from "../areas/enrolment/PathsPage";
import { TogetherPage } from "../areas/enrolment/TogetherPage";
import { GroupPage } from "../areas/group/GroupPage";
import { GroupsPage } from "../areas/group/GroupsPage";
import { TeamsPage } from "../areas/group/TeamsPage";
import { HomePage } from "../areas/home/HomePage";
import { ReadBar } from "../areas/home/ReadBar";
import { TraineePage } from "../areas/home/TraineePage";
import { TraineesPage } from "../areas/home/TraineesPage";
import { EntryPage } from "../areas/journal/EntryPage";
import { writeEntry } from "../areas/journal/journal";
import { JournalEnding } from "../areas/journal/JournalEnding";
import { JournalPage } from "../areas/journal/JournalPage";
import { SharedPage } from "../areas/journal/SharedPage";
import { ProgrammePage } from "../areas/programme/ProgrammePage";
import { LetterSettings } from "../areas/notice/LetterSettings";
import { NewsPage } from "../areas/notice/NewsPage";
import { MailPage } from "../areas/mail/MailPage";
import { DeparturePage } from "../areas/people/DeparturePage";
import { PeoplePage } from "../areas/people/PeoplePage";
import { SEARCH_PAGE } from "../areas/search/SearchBox";
import { SearchPage } from "../areas/search/SearchPage";
import type { Me } from "../areas/session/session";
import { SystemPage } from "../areas/system/SystemPage";
import { match } from "../lib/router";
import { MissingPage } from "../ui/MissingPage";
import { Notebook } from "./Notebook";
import { PlanPage } from "./PlanPage";
import { PLAN } from "./sections";

export function Pages({ me, at }: { me: Me; at: string }) {
  const keepElsewhere = me.abilities.writeJournal ? writeEntry : undefined;

  const readBar = (document: string) => <ReadBar document={document} />;

  const text = match("/equipes/:group/:document", at);
  if (text) return <GroupTextPage key={at} me={me} group={text["group"] ?? ""} id={text["document"] ?? ""} keepElsewhere={keepElsewhere} readBar={readBar} />;
  const work = match("/ecrits/:document", at);
  if (work) return <WorkPage key={at} me={me} id={work["document"] ?? ""} keepElsewhere={keepElsewhere} readBar={readBar} />;
  const entry = at === "/journal/partages" ? null : match("/journal/:document", at);
  if (entry) return <EntryPage key={at} me={me} id={entry["document"] ?? ""} readBar={readBar} />;

  return <Notebook me={me} at={at}><Reading me={me} at={at} /></Notebook>;
}

function Reading({ me, at }: { me: Me; at: string }) {
  const group = at === "/equipes/former" ? null : match("/equipes/:group", at);
  if (group) return <GroupPage key={at} id={group["group"] ?? ""} me={me.person.id} />;
  const path = match("/stagiaires/:person/parcours", at);
  if (path) return <PathPage key={at} me={me} person={path["person"] ?? ""} />;
  const trainee = at === "/stagiaires/parcours" || at === "/stagiaires/accompagnement" ? null : match("/stagiaires/:person", at);
  if (trainee) return <TraineePage key={at} me={me} id={trainee["person"] ?? ""} />;
  const leaving = match("/personnes/:person/depart", at);
  if (leaving) return <DeparturePage key={at} me={me} person={leaving["person"] ?? ""} />;
  switch (at) {
    case "/calendrier": return <YearPage />;
    case "/promotions/nouvelle": return <SetUpPage />;
    case "/programme": return <ProgrammePage me={me} />;
    case "/serveur": return <SystemPage />;
    case "/stagiaires": return <TraineesPage me={me} />;
    case "/stagiaires/parcours": return <PathsPage me={me} />;
    case "/stagiaires/accompagnement": return <TogetherPage me={me} />;
    case "/compte/parcours": return <PathPage key={at} me={me} person={me.person.id} />;
    case "/amenagements": return <MeasuresPage me={me} />;
    case PLAN: return <PlanPage me={me} />;
    case "/":
    case "/connexion": return <HomePage me={me} />;
    case "/compte": return <AccountPage me={me} place={<OwnPlace me={me} />} more={<><LetterSettings /><JournalEnding /></>} />;
    case "/nouvelles": return <NewsPage />;
    case "/personnes": return <PeoplePage me={me} />;
    case "/courrier": return <MailPage />;
    case "/compte/lectures": return <AudiencePage />;
    case "/compte/actes": return <ActsPage />;
    case "/registre": return <RegisterPage />;
    case "/journal": return me.abilities.writeJournal ? <JournalPage /> : <SharedPage />;
    case "/compte/journal": return <JournalPage />;
    case "/journal/partages": return <SharedPage />;
    case "/ecrits": return <WorksPage me={me} />;
    case "/equipes": return <GroupsPage me={me.person.id} abilities={me.abilities} />;
    case "/equipes/former": return <TeamsPage />;
    case SEARCH_PAGE: return <SearchPage me={me.person.id} />;
    default: return <MissingPage />;
  }
}
