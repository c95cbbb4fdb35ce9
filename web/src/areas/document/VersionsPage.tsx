// The life of a text: the moments in which it was written on one side, one version or what changed between two on the other.
import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import type { Me } from "../session/session";
import { Compared } from "./Compared";
import { documentHref, loadDocument, nameOf, type DocumentRecord } from "./document";
import { Moments, Named } from "./Moments";
import { NameVersion } from "./NameVersion";
import { PickVersions } from "./PickVersions";
import { ReadVersion } from "./ReadVersion";
import { RestoredNotice } from "./Restore";
import { loadAccepted, loadMoments, PRESENT, type Accepted, type Moment } from "./versions";

interface Props {
  me: Me;
  id: string;
  from: string | null;               // null: none is compared
  to: string | null;                 // null: what changed last
}

export function VersionsPage({ me, id, from, to }: Props) {
  const loaded = useResource(`versions ${id}`, async (signal) => {
    const [document, moments, accepted] = await Promise.all([loadDocument(id, signal), loadMoments(id, signal), loadAccepted(id, signal)]);
    return { document, moments, accepted };
  });
  return (
    <Loaded from={loaded}>
      {({ document, moments, accepted }) => <Versions me={me} document={document} moments={moments} accepted={accepted} from={from} to={to} reload={loaded.reload} />}
    </Loaded>
  );
}

interface VersionsProps extends Omit<Props, "id"> {
  document: DocumentRecord;
  moments: Moment[];
  accepted: Accepted[];
  reload: () => void;
}

function Versions({ me, document, moments, accepted, from, to, reload }: VersionsProps) {
  const title = nameOf(document);
  useTitle(t("versions.title.of", { title }));
  const shown = (                    // what one chose comes first, also on a phone
    <div key="shown" class="stack">
      <RestoredNotice document={document.id} restored={reload} />
      <Shown document={document} moments={moments} from={from} to={to} reload={reload} />
    </div>
  );
  return (
    <>
      <header class="page-head">
        <p class="no-print"><a class="back" href={documentHref(document)}><Icon name="back" />{t("versions.back")}</a></p>
        <h1>{t("versions.title")}</h1>
        <p>{t("versions.intro", { title })}</p>
      </header>
      {moments.length === 0
        ? <div class="empty"><p class="say">{t("versions.empty")}</p></div>
        : (
          <div class="history" data-chosen={to !== null}>
            {to !== null && shown}
            <div key="list" class="stack no-print">
              <Named moments={moments} document={document.id} shown={to} />
              {document.abilities.write && <NameVersion document={document.id} version="now" name={null} named={reload} />}
              <Moments moments={moments} document={document.id} me={me.person.id} accepted={accepted} shown={to} />
              <PickVersions key={`${from} ${to}`} moments={moments} document={document.id} from={from} to={to} />
            </div>
            {to === null && shown}
          </div>
        )}
    </>
  );
}

/** Without an address of its own: what changed last, or the only version there is. */
function Shown({ document, moments, from, to, reload }: Omit<VersionsProps, "me" | "accepted">) {
  const last = to ?? moments[0]?.steps[0]?.id ?? PRESENT;
  const before = from ?? (to === null ? moments[1]?.steps[0]?.id ?? null : null);
  const common = { document, moments, reload };
  return before === null
    ? <ReadVersion key={last} {...common} version={last} />
    : <Compared key={`${before} ${last}`} {...common} from={before} to={last} />;
}
