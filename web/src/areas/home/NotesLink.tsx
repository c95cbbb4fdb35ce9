// The way to one's own notes from the account, for who accompanies nobody any more and would look for them in vain among trainees.
import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { AccountLink } from "../session/AccountPage";
import { loadNotes } from "./trainees";

export function NotesLink() {
  const loaded = useResource("own notes", loadNotes);
  if (loaded.state !== "ready" || loaded.value.length === 0 || loaded.value.some((note) => note.accompanied)) return null;
  return <li><AccountLink href="/stagiaires/notes" icon="pen" title={t("note.title")} why={t("notes.link.why")} /></li>;
}
