// One page of a team: its members write in it together; those who accompany them read as they write.
import { t } from "../../i18n/t";
import type { Keep } from "../../lib/autosave";
import { drop, wish } from "../../lib/keep/wishes";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { useAutosave } from "../../lib/useAutosave";
import { Loaded } from "../../ui/Loaded";
import { DocumentTitle } from "../../ui/DocumentTitle";
import { WritingFrame } from "../../ui/WritingFrame";
import { focusText, Writing, type KeepElsewhere, type ReadBarOf } from "../../editor/Writing";
import type { Me } from "../session/session";
import { loadDocument, nameOf, renameDocument, type DocumentRecord } from "./document";
import { GuestLinks } from "./GuestLinks";
import { SinceLastTime, TextWays } from "./TextHistory";
import { WhoReads } from "./WhoReads";

/** A title that could not leave waits on a kept device. */
const titleLater = (id: string): Keep => ({
  hold: (title) => wish({ name: `title ${id}`, method: "PUT", path: `/api/documents/${id}/title`, body: { title } }),
  release: () => drop(`title ${id}`),
});

interface Props {
  me: Me;
  group: string;
  id: string;
  keepElsewhere: KeepElsewhere | undefined;
  readBar: ReadBarOf;
}

export function GroupTextPage({ me, group, id, keepElsewhere, readBar }: Props) {
  const loaded = useResource(`document ${id}`, (signal) => loadDocument(id, signal));
  if (loaded.state === "ready") {
    return <OpenPage key={id} me={me} page={loaded.value} changed={loaded.replace} keepElsewhere={keepElsewhere} readBar={readBar} />;
  }
  return <WritingFrame back={{ href: `/equipes/${group}`, label: t("group.back") }}><Loaded from={loaded}>{() => null}</Loaded></WritingFrame>;
}

function OpenPage({ me, page, changed, keepElsewhere, readBar }: { page: DocumentRecord; changed: (page: DocumentRecord) => void } & Pick<Props, "me" | "keepElsewhere" | "readBar">) {
  const title = nameOf(page);
  useTitle(title);
  const autosave = useAutosave(page.id, async (wanted) => changed(await renameDocument(page.id, wanted)), titleLater(page.id));
  return (
    <Writing me={me.person} document={page.id} canWrite={page.abilities.write} updatedAt={page.updatedAt} title={title}
      label={t("group.page.text.label")} back={{ href: `/equipes/${page.owner}`, label: page.ownerName || t("group.back") }}
      autosave={autosave} keepElsewhere={keepElsewhere} ways={<TextWays document={page.id} />} foot={page.abilities.write ? undefined : readBar(page.id)}
      head={(opening) => (
        <>
          {page.abilities.share && <div class="readers"><WhoReads document={page.id} /><GuestLinks document={page.id} title={title} /></div>}
          {!page.abilities.write && <SinceLastTime document={page.id} />}
          <DocumentTitle title={page.title} shown={title} opening={opening}
            rename={page.abilities.rename
              ? { label: t("group.page.title.label"), placeholder: t("group.page.title.placeholder"), autosave, done: focusText }
              : undefined} />
        </>
      )} />
  );
}
