// Who can read a group's pages without being in it; a team may keep them from its accompaniment, the manager may add a tutor.
import { t } from "../../i18n/t";
import type { Named } from "../../lib/people";
import { typed } from "../../lib/form";
import { useResource } from "../../lib/resource";
import { roleWords } from "../session/roles";
import { addTutor, loadTutors, setReader, type Group, type GroupReader } from "./group";
import type { GroupAct } from "./GroupPage";
import { canWords } from "./People";

export function Readers({ group, act }: { group: Group; act: GroupAct }) {
  const { narrow } = group.abilities;
  if (group.readers.length === 0 && group.closedReaders.length === 0 && !group.abilities.addTutor) return null;
  return (
    <section class="leaf" aria-labelledby="readers">
      <h2 id="readers">{t("group.readers")}</h2>
      <p class="small soft">{t(group.members.length > 0 ? "group.readers.why" : "group.readers.all")}</p>
      <ul class="people" role="list">
        {group.readers.map((one) => (
          <li key={one.id} class="reader">
            <Line name={one.name} relation={one.relation} can={canWords(one.can)} />
            {narrow && closable(one) && (
              <button type="button" class="button small" onClick={() => void act(() => setReader(group.id, one.id, false), t("group.reader.closed.done", { name: one.name }))}>
                {t("group.reader.close")}<span class="sr-only"> {one.name}</span>
              </button>
            )}
          </li>
        ))}
        {group.closedReaders.map((one) => <Closed key={one.id} group={group} one={one} act={act} />)}
      </ul>
      {group.abilities.addTutor && <AddTutor group={group} act={act} />}
    </section>
  );
}

/** The accompaniment; the manager reads in any case. */
const closable = (one: GroupReader) => one.relation === "tutor" || one.relation === "research_cooperator";

function Line({ name, relation, can }: { name: string; relation: string | null; can: string }) {
  const role = relation === null ? "" : roleWords([relation]);
  return <span><span class="title">{name}</span><span class="why">{role === "" ? can : `${role} · ${can}`}</span></span>;
}

function Closed({ group, one, act }: { group: Group; one: Named; act: GroupAct }) {
  return (
    <li class="reader">
      <Line name={one.name} relation={null} can={t("group.reader.closed")} />
      {group.abilities.narrow && (
        <button type="button" class="button small" onClick={() => void act(() => setReader(group.id, one.id, true), t("group.reader.opened.done", { name: one.name }))}>
          {t("group.reader.open")}<span class="sr-only"> {one.name}</span>
        </button>
      )}
    </li>
  );
}

function AddTutor({ group, act }: { group: Group; act: GroupAct }) {
  const tutors = useResource(`tutors ${group.id} ${group.readers.length}`, (signal) => loadTutors(group.id, signal));
  if (tutors.state !== "ready" || tutors.value.length === 0) return null;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const person = typed(event.currentTarget as HTMLFormElement, "tutor");
    const name = tutors.value.find((one) => one.id === person)?.name ?? "";
    void act(() => addTutor(group.id, person), t("group.tutor.done", { name }));
  };
  return (
    <form class="stack tight" onSubmit={submit}>
      <div class="field">
        <label for="add-tutor">{t("group.tutor.add")}</label>
        <select class="input" id="add-tutor" name="tutor">{tutors.value.filter((one) => one.abilities.add).map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select>
      </div>
      <p><button type="submit" class="button small">{t("group.tutor.button")}</button></p>
    </form>
  );
}
