// A diagnostic, a dossier or a note: its author writes, with the count beside; the others read.
import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Loaded } from "../../ui/Loaded";
import { DocumentTitle } from "../../ui/DocumentTitle";
import { Who } from "../../ui/Who";
import { WritingFrame } from "../../ui/WritingFrame";
import { Writing, type KeepElsewhere, type ReadBarOf } from "../../editor/Writing";
import type { Me } from "../session/session";
import { nameOf } from "./document";
import { Readings } from "./Readings";
import { SinceLastTime, TextWays } from "./TextHistory";
import { WhoReads } from "./WhoReads";
import { loadWork, type WorkRecord } from "./work";
import { WorkReaders } from "./WorkReaders";
import { HandedIn } from "./WorkStatus";

interface Props {
  me: Me;
  id: string;
  keepElsewhere: KeepElsewhere | undefined;
  readBar: ReadBarOf;
}

const backTo = (mine: boolean) => ({ href: "/ecrits", label: t(mine ? "works.back" : "works.back.others") });

export function WorkPage({ me, id, keepElsewhere, readBar }: Props) {
  const loaded = useResource(`work ${id}`, (signal) => loadWork(id, signal));
  if (loaded.state === "ready") return <OpenWork key={id} me={me} work={loaded.value} keepElsewhere={keepElsewhere} readBar={readBar} />;
  return <WritingFrame back={backTo(me.abilities.writeJournal)}><Loaded from={loaded}>{() => null}</Loaded></WritingFrame>;
}

function OpenWork({ me, work, keepElsewhere, readBar }: Omit<Props, "id"> & { work: WorkRecord }) {
  const mine = work.owner === me.person.id;
  const title = nameOf(work);
  const kind = t(`work.${work.kind}`);
  useTitle(title);
  return (
    <Writing me={me.person} document={work.id} canWrite={work.abilities.write} updatedAt={work.updatedAt}
      title={title} label={t("work.text.label", { title })} back={backTo(mine || me.abilities.writeJournal)} keepElsewhere={keepElsewhere}
      ways={<TextWays document={work.id} />} foot={mine ? undefined : readBar(work.id)}
      limit={{ most: work.signesMost }}
      head={(opening) => (
        <>
          {(!mine || work.abilities.share) && (
            <div class="readers">
              {!mine && <p class="person"><Who name={work.ownerName} /><b>{work.ownerName}</b></p>}
              {work.abilities.share && <><WorkReaders document={work.id} /><WhoReads document={work.id} /></>}
            </div>
          )}
          <HandedIn work={work} mine={mine} />
          {mine && <Readings document={work.id} />}
          {!work.abilities.write && <SinceLastTime document={work.id} />}
          {kind !== title && <p class="soft ui small">{kind}</p>}
          <DocumentTitle title={work.title} shown={title} opening={opening} />
        </>
      )} />
  );
}
