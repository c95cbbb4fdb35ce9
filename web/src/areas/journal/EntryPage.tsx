// One entry: its author writes and chooses who reads; the others read it as it is being written.
import { useMemo } from "preact/hooks";

import { t } from "../../i18n/t";
import { Unreachable } from "../../lib/api";
import { parse, weekday } from "../../lib/dates";
import { isMade } from "../../lib/keep/wishes";
import { useResource, type Replace } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { useAutosave } from "../../lib/useAutosave";
import { Loaded } from "../../ui/Loaded";
import { DocumentTitle } from "../../ui/DocumentTitle";
import { Who } from "../../ui/Who";
import { WritingFrame } from "../../ui/WritingFrame";
import { focusText, Writing, type ReadBarOf } from "../../editor/Writing";
import { cohort, loadCohort } from "../cohort/cohort";
import { Readings } from "../document/Readings";
import { SinceLastTime, TextWays } from "../document/TextHistory";
import { Where } from "../cohort/Where";
import type { Me } from "../session/session";
import { Badge } from "./Badge";
import { isFresh, loadEntry, renameEntry, takeFresh, titleHere, titleOf, writeEntry, type Entry } from "./journal";
import { EntryEnds, EraseEntry } from "./EntryEnding";
import { Readers } from "./Readers";
import { Reminder } from "./Reminder";

export function EntryPage({ me, id, readBar }: { me: Me; id: string; readBar: ReadBarOf }) {
  const loaded = useResource(`entry ${id}`, async (signal) => {
    const [entry] = await Promise.all([loadEntry(id, signal), cohort.peek() ?? loadCohort(signal)]);
    return entry;
  });
  const mine = loaded.state === "ready" && loaded.value.author.id === me.person.id;
  const back = mine || (loaded.state !== "ready" && me.abilities.writeJournal)
    ? { href: "/journal", label: t("entry.back") }
    : { href: "/journal/partages", label: t("entry.back.shared") };
  if (loaded.state === "ready") {
    const entry = loaded.value;
    return mine
      ? <OwnEntry key={id} me={me} entry={entry} changed={loaded.replace} back={back} />
      : <OthersEntry key={id} me={me} entry={entry} back={back} readBar={readBar} />;
  }
  return <WritingFrame back={back}><Loaded from={loaded}>{() => null}</Loaded></WritingFrame>;
}

interface Props {
  me: Me;
  entry: Entry;
  back: { href: string; label: string };
}

function OwnEntry({ me, entry, back, changed }: Props & { changed: Replace<Entry> }) {
  useTitle(titleOf(entry));
  const fresh = useMemo(() => isFresh(entry.document), []);
  const rename = async (words: string) => {
    if (!(await isMade(entry.document))) throw new Unreachable("its entry is not there yet");
    const { title, updatedAt, reminder = null } = await renameEntry(entry.id, words);
    changed((now) => ({ ...now, title, updatedAt, reminder }));       // who reads it may have been chosen meanwhile
  };
  const autosave = useAutosave(entry.id, rename, titleHere(entry.document));
  return (
    <Writing me={me.person} document={entry.document} canWrite={entry.abilities.write} updatedAt={entry.updatedAt}
      title={titleOf(entry)} label={t("entry.text.label")} back={back} ways={<TextWays document={entry.document} />} autosave={autosave}
      firstWords={() => takeFresh(entry.document)} focus={fresh} keepElsewhere={writeEntry}
      foot={<div class="sheet-head"><EraseEntry entry={entry} changed={changed} /></div>}
      head={(opening) => (
        <>
          <EntryEnds entry={entry} changed={changed} />
          {!entry.erasesAt && <Readers entry={entry} changed={changed} />}
          <Readings document={entry.document} />
          {fresh && <Reminder entry={entry} changed={changed} />}
          <DayLine entry={entry} />
          <DocumentTitle title={entry.title} shown={titleOf(entry)} opening={opening}
            rename={{ label: t("entry.title.label"), placeholder: t("entry.title.placeholder"), autosave, done: focusText }} />
        </>
      )} />
  );
}

function OthersEntry({ me, entry, back, readBar }: Props & { readBar: ReadBarOf }) {
  useTitle(titleOf(entry));
  return (
    <Writing me={me.person} document={entry.document} canWrite={false} updatedAt={entry.updatedAt}
      title={titleOf(entry)} label={t("entry.text.label")} back={back} ways={<TextWays document={entry.document} />} foot={readBar(entry.document)}
      head={(opening) => (
        <>
          <div class="readers">
            <p class="person"><Who name={entry.author.name} /><b>{entry.author.name}</b></p>
            <Badge entry={entry} reader />
          </div>
          <SinceLastTime document={entry.document} />
          <DayLine entry={entry} />
          <DocumentTitle title={entry.title} shown={titleOf(entry)} opening={opening} />
        </>
      )} />
  );
}

function DayLine({ entry }: { entry: Entry }) {
  const words = weekday(parse(entry.writtenOn));
  const sessions = cohort.value?.sessions ?? [];
  return (
    <p class="soft ui small">
      <time dateTime={entry.writtenOn}>{words.charAt(0).toLocaleUpperCase("fr") + words.slice(1)}</time>
      {sessions.length > 0 && <>{". "}<Where day={entry.writtenOn} sessions={sessions} /></>}
    </p>
  );
}
