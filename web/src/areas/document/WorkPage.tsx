// A diagnostic, a dossier or a note: its author writes, with the count beside; the others read.
import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Loaded } from "../../ui/Loaded";
import { DocumentTitle } from "../../ui/DocumentTitle";
import { Who } from "../../ui/Who";
import { WritingFrame } from "../../ui/WritingFrame";
import { Writing } from "../../editor/Writing";
import type { KeepElsewhere } from "../../editor/WritingPage";
import type { Me } from "../session/session";
import { loadDocument, nameOf, type DocumentRecord } from "./document";
import { Measured } from "./Measured";
import { WhoReads } from "./WhoReads";

interface Props {
  me: Me;
  id: string;
  keepElsewhere: KeepElsewhere | undefined;
}

const backTo = (mine: boolean) => ({ href: "/ecrits", label: t(mine ? "works.back" : "works.back.others") });

export function WorkPage({ me, id, keepElsewhere }: Props) {
  const loaded = useResource(`document ${id}`, (signal) => loadDocument(id, signal));
  if (loaded.state === "ready") return <OpenWork key={id} me={me} work={loaded.value} keepElsewhere={keepElsewhere} />;
  return <WritingFrame back={backTo(me.abilities.writeJournal)}><Loaded from={loaded}>{() => null}</Loaded></WritingFrame>;
}

function OpenWork({ me, work, keepElsewhere }: Omit<Props, "id"> & { work: DocumentRecord }) {
  const mine = work.owner === me.person.id;
  const title = nameOf(work);
  const kind = t(`work.${work.kind}`);
  useTitle(title);
  return (
    <Writing me={me.person} document={work.id} canWrite={work.abilities.write} updatedAt={work.updatedAt}
      title={title} label={t("work.text.label", { title })} back={backTo(mine || me.abilities.writeJournal)} keepElsewhere={keepElsewhere}
      bar={(saved) => <Measured document={work.id} saved={saved} />}
      head={(opening) => (
        <>
          {(!mine || work.abilities.share) && (
            <div class="readers">
              {!mine && <p class="person"><Who name={work.ownerName} /><b>{work.ownerName}</b></p>}
              {work.abilities.share && <WhoReads document={work.id} />}
            </div>
          )}
          {kind !== title && <p class="soft ui small">{kind}</p>}
          <DocumentTitle title={work.title} shown={title} opening={opening} />
        </>
      )} />
  );
}
