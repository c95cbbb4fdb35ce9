// One's account: what several areas have to say of it, together.
import { OwnPlace } from "../areas/enrolment/OwnPlace";
import { NotesLink } from "../areas/home/NotesLink";
import { JournalEnding } from "../areas/journal/JournalEnding";
import { LetterSettings } from "../areas/notice/LetterSettings";
import { AccountPage } from "../areas/session/AccountPage";
import type { Me } from "../areas/session/session";

export function Account({ me }: { me: Me }) {
  return <AccountPage me={me} place={<OwnPlace me={me} />} pages={<NotesLink />} more={<><LetterSettings /><JournalEnding /></>} />;
}
