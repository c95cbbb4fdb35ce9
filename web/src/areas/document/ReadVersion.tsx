// One version, as it was.
import { useEffect, useRef } from "preact/hooks";

import { readable, replaceChanged } from "../../editor/readable";
import { t } from "../../i18n/t";
import { enumerate } from "../../lib/people";
import { useResource } from "../../lib/resource";
import { Patience, Silence } from "../../ui/Loaded";
import type { DocumentRecord } from "./document";
import { VersionActions } from "./VersionActions";
import { VersionAbsent } from "./VersionAbsent";
import { asListed, loadRevision, loadRevisionHtml, momentWords, PRESENT, versionWords, type Moment, type Revision } from "./versions";

interface Props {
  document: DocumentRecord;
  version: string;
  moments: readonly Moment[];
  reload: () => void;
}

export function ReadVersion({ document, version, moments, reload }: Props) {
  const loaded = useResource(`version ${document.id} ${version}`, async (signal) => {
    const [revision, html] = await Promise.all([loadRevision(document.id, version, signal), loadRevisionHtml(document.id, version, signal)]);
    return { revision, html };
  });
  if (loaded.state === "loading") return <Patience />;
  if (loaded.state === "failed") return <Silence retry={loaded.reload} />;
  if (loaded.state === "missing") return <VersionAbsent />;
  const { html } = loaded.value, revision = asListed(loaded.value.revision, moments);
  return (
    <section class="leaf sewn roomy version" aria-labelledby="version">
      <h2 id="version">{t("version.title", { version: versionWords(revision) })}</h2>
      <p class="soft small">{whenAndWho(revision)}</p>
      <Prose html={html} document={document.id} />
      <VersionActions document={document.id} revision={revision} changed={reload} compareWith={PRESENT} />
    </section>
  );
}

function whenAndWho(revision: Revision): string {
  const names = enumerate(revision.authors.map((one) => one.name));
  return names === "" ? momentWords(revision.at) : t("version.by", { when: momentWords(revision.at), names });
}

function Prose({ html, document }: { html: string; document: string }) {
  const host = useRef<HTMLDivElement>(null);
  const { blocks } = readable(html, document);
  useEffect(() => {
    if (host.current) replaceChanged(host.current, readable(html, document).blocks);
  }, [html, document]);
  return blocks.length === 0 ? <p class="soft">{t("version.empty")}</p> : <div class="prose reading-text" lang="fr" ref={host} />;
}
