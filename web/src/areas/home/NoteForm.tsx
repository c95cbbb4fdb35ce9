// One's own note on one person. What stands around it says who reads it (id "note-why").
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import type { Named } from "../../lib/people";
import { announce } from "../../ui/Announcer";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { saveNote, type OwnNote } from "./trainees";

/** saved: told what the server has now; "" erases. */
export function NoteForm({ person, cohort, text, saved }: { person: Named; cohort: string; text: string; saved?: (note: OwnNote) => void }) {
  const id = `note-${cohort}-${person.id}`;
  const written = useSignal(text);
  const kept = useSignal(text);
  const failure = useSignal("");
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    failure.value = "";
    try {
      const note = await saveNote(person.id, cohort, written.value);
      kept.value = note.text;
      announce(t(note.text === "" ? "note.erased" : "note.saved"));
      saved?.(note);
    } catch (error) {
      failure.value = failureWords(error);
    }
  };
  return (
    <form class="stack tight" onSubmit={(event) => void save(event)}>
      <div class="field">
        <label class="sr-only" for={id}>{t("note.label", { name: person.name })}</label>
        <textarea id={id} class="input" rows={6} maxLength={20000} aria-describedby="note-why" value={written.value} onInput={(event) => (written.value = event.currentTarget.value)} />
      </div>
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      <p><button type="submit" class="button small" disabled={written.value === kept.value}>{written.value === kept.value && kept.value !== "" ? t("note.saved") : t("note.save")}</button></p>
    </form>
  );
}
