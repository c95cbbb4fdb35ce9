// All of one's own notes, also on people whom one accompanies no more: of them nothing is here but their name.
import { t } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { download } from "../../lib/device";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { mayAccompany } from "../session/roles";
import type { Me } from "../session/session";
import { NoteForm } from "./NoteForm";
import { loadNotes, type OwnNote } from "./trainees";

const same = (a: OwnNote, b: OwnNote) => a.person.id === b.person.id && a.cohort.id === b.cohort.id;

export function NotesPage({ me }: { me: Me }) {
  useTitle(t("note.title"));
  const loaded = useResource("own notes", loadNotes);
  return (
    <>
      {mayAccompany(me.person.roles)
        ? <p><a class="back" href="/stagiaires"><Icon name="back" />{t("trainees.back")}</a></p>
        : <p><a class="back" href="/compte"><Icon name="back" />{t("account.title")}</a></p>}
      <header class="page-head"><h1>{t("note.title")}</h1></header>
      <Loaded from={loaded}>{(notes) => (
        <div class="stack">
          <p id="note-why">{t("note.why")}</p>
          {notes.length === 0 && <div class="empty"><p class="say">{t("notes.empty")}</p><p class="soft">{t("notes.empty.why")}</p></div>}
          {notes.map((note) => (
            <OneNote key={`${note.cohort.id} ${note.person.id}`} note={note} saved={(next) => loaded.replace((now) => now.flatMap((one) => (!same(one, next) ? one : next.text === "" ? [] : next)))} />
          ))}
          {notes.length > 0 && <p><button type="button" class="button" onClick={() => download(t("notes.file"), asMarkdown(notes))}><Icon name="download" />{t("notes.takeaway")}</button></p>}
        </div>
      )}</Loaded>
    </>
  );
}

function OneNote({ note, saved }: { note: OwnNote; saved: (note: OwnNote) => void }) {
  const heading = `note-of-${note.cohort.id}-${note.person.id}`;
  return (
    <section class="leaf" aria-labelledby={heading}>
      <h2 id={heading}>{note.accompanied ? <a href={`/promotions/${note.cohort.id}/stagiaires/${note.person.id}`}>{note.person.name}</a> : note.person.name}</h2>
      <p class="soft">{note.cohort.label}{!note.accompanied && ` · ${t("notes.former")}`}</p>
      <NoteForm person={note.person} cohort={note.cohort.id} text={note.text} saved={saved} />
    </section>
  );
}

const asMarkdown = (notes: readonly OwnNote[]) => [`# ${t("note.title")}`, ...notes.map((note) =>
  [`## ${note.person.name}, ${note.cohort.label}`, ...(note.updatedAt === null ? [] : [t("notes.written", { day: day(parse(note.updatedAt)) })]), note.text].join("\n\n"))].join("\n\n") + "\n";
