// What one can do with a version: compare it, read it, come back to it, name it, print it.
import { t } from "../../i18n/t";
import { NameVersion } from "./NameVersion";
import { RestoreButton } from "./Restore";
import { isPresent, momentWords, versionsHref, versionWords, type Revision } from "./versions";

interface Props {
  document: string;
  revision: Revision;
  changed: () => void;
  beside?: boolean;                  // another text is shown too: which version is meant is said
  compareWith?: string;
  readHref?: string;
}

export function VersionActions({ document, revision, changed, beside = false, compareWith, readHref }: Props) {
  const kept = !isPresent(revision), { name, restore } = revision.abilities;
  return (
    <div class="stack tight no-print">
      <div class="actions">
        {readHref !== undefined && <a class="button" href={readHref}>{t("version.read")}</a>}
        {kept && compareWith !== undefined && <a class="button" href={versionsHref(document, revision.id, compareWith)}>{t("version.compare.present")}</a>}
        {kept && restore && <RestoreButton document={document} revision={revision.id} label={beside ? restoreWords(revision) : t("restore.do")} restored={changed} />}
        <button type="button" class="button plain" onClick={() => print()}>{t("reading.print")}</button>
      </div>
      {kept && name && <NameVersion document={document} version={revision.id} name={revision.name} named={changed} />}
      {kept && restore && <p class="small soft">{t("restore.what")}</p>}
    </div>
  );
}

const restoreWords = (revision: Revision) =>
  revision.name !== null ? t("restore.do.named", { version: versionWords(revision) }) : t("restore.do.of", { when: momentWords(revision.at) });
