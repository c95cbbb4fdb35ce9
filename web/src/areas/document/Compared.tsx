// What changed between two versions, in words: what was added is underlined, what was taken out is struck through, and both are said.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo, useRef } from "preact/hooks";

import { t, tn } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { Icon } from "../../ui/Icon";
import { Patience, Silence } from "../../ui/Loaded";
import { around, blocksOf, type Block } from "./compared";
import { documentHref, type DocumentRecord } from "./document";
import { RestoreButton } from "./Restore";
import { VersionAbsent } from "./VersionAbsent";
import { VersionActions } from "./VersionActions";
import { asListed, capital, countWords, isPresent, loadComparison, PRESENT, versionsHref, versionWords, type Comparison, type Moment, type Run } from "./versions";

interface Props {
  document: DocumentRecord;
  from: string;
  to: string;
  moments: readonly Moment[];
  reload: () => void;
}

export function Compared({ document, from, to, moments, reload }: Props) {
  const loaded = useResource(`compare ${document.id} ${from} ${to}`, (signal) => loadComparison(document.id, from, to, signal));
  if (loaded.state === "loading") return <Patience />;
  if (loaded.state === "failed") return <Silence retry={loaded.reload} />;
  if (loaded.state === "missing") return <VersionAbsent />;
  if (!loaded.value) return <TooLong />;
  const changed = () => {
    loaded.reload();
    reload();
  };
  return <Changes document={document} comparison={loaded.value} moments={moments} changed={changed} />;
}

function TooLong() {
  return <div class="empty"><h2>{t("compare.too_long")}</h2><p class="say">{t("compare.too_long.text")}</p></div>;
}

function Changes({ document, comparison, moments, changed }: Pick<Props, "document" | "moments"> & { comparison: Comparison; changed: () => void }) {
  const { passages } = comparison, from = asListed(comparison.from, moments), to = asListed(comparison.to, moments);
  const text = useRef<HTMLDivElement>(null);
  const counts = [tn("compare.passages", passages), countWords(comparison.wordsAdded, comparison.wordsRemoved)].join(" · ");
  const { restore } = from.abilities, takesBack = restore && isPresent(to);
  return (
    <section class="leaf sewn roomy version" aria-labelledby="version">
      <h2 id="version">{t("compare.title", { to: capital(versionWords(to)), from: versionWords(from) })}</h2>
      {passages === 0
        ? <p>{t("compare.same")}</p>
        : (
          <>
            <p class="legend"><span><ins>{t("compare.legend.added")}</ins>{` ${t("compare.legend.added.how")}`}</span><span><del>{t("compare.legend.removed")}</del>{` ${t("compare.legend.removed.how")}`}</span><span>{counts}</span></p>
            {passages > 1 && <p class="no-print"><button type="button" class="button small" onClick={() => focusNext(text.current)}><Icon name="down" />{t("compare.next")}</button></p>}
            <Text parts={comparison.parts} host={text} under={(passage) => takesBack && (
              <RestoreButton document={document.id} revision={from.id} passage={passage} label={t("restore.passage")} restored={changed} />
            )} />
          </>
        )}
      {!takesBack && restore && passages > 0 && <p class="small soft no-print">{t("compare.take_back")}{" "}<a href={versionsHref(document.id, from.id, PRESENT)}>{t("compare.with_present")}</a></p>}
      <VersionActions document={document.id} revision={isPresent(to) ? from : to} changed={changed} beside={isPresent(to)}
        readHref={isPresent(to) ? documentHref(document) : versionsHref(document.id, to.id)} />
    </section>
  );
}

/** From where one is to the next change; from the last to the first. */
function focusNext(host: HTMLElement | null): void {
  const all = [...(host?.querySelectorAll<HTMLElement>("[data-changed]") ?? [])];
  const at = all.findIndex((one) => one.dataset["at"] === "true");
  const next = all[(at + 1) % all.length];
  for (const one of all) delete one.dataset["at"];
  if (!next) return;
  next.dataset["at"] = "true";
  next.focus();
}

interface TextProps {
  parts: Comparison["parts"];
  host: { current: HTMLDivElement | null };
  under: (passage: string) => ComponentChildren;
}

function Text({ parts, host, under }: TextProps) {
  const blocks = useMemo(() => blocksOf(parts), [parts]);
  const near = useMemo(() => around(blocks), [blocks]);
  const whole = useSignal(false);
  const shown = (i: number) => whole.value || near.has(i);
  const lines: ComponentChildren[] = [];
  let hidden = 0;
  const skip = (i: number) => {
    if (hidden > 0) lines.push(<p key={`skip-${i}`} class="skipped">{tn("compare.skipped", hidden)}</p>);
    hidden = 0;
  };
  for (const [i, block] of blocks.entries()) {
    if (!shown(i)) {
      hidden++;
      continue;
    }
    skip(i);
    lines.push(<BlockLine key={i} block={block} />);
    if (block.passage !== null) lines.push(<div key={`under-${i}`} class="take-back">{under(block.passage)}</div>);
  }
  skip(blocks.length);
  return (
    <>
      {near.size < blocks.length && (
        <p class="no-print"><label class="check-line"><input type="checkbox" checked={whole.value} onChange={(event) => (whole.value = event.currentTarget.checked)} />{t("compare.whole")}</label></p>
      )}
      <div class="prose compared" lang="fr" ref={host}>{lines}</div>
    </>
  );
}

function BlockLine({ block }: { block: Block }) {
  const attributes = block.changed ? { "data-changed": "", tabIndex: -1 } : {};
  const words = (
    <>
      {block.pieces.map((piece, i) => <Words key={i} piece={piece} />)}
      {block.unseen.map((what) => <span key={what} class="reshaped">{` ${t(`compare.${what}`)}`}</span>)}
    </>
  );
  switch (block.shape) {
    case "heading": return block.level <= 2 ? <h3 {...attributes}>{words}</h3> : <h4 {...attributes}>{words}</h4>;
    case "bullet": return <ul class="one"><li {...attributes}>{words}</li></ul>;
    case "numbered": return <ol class="one" start={block.level}><li {...attributes}>{words}</li></ol>;
    case "quote": return <blockquote {...attributes}>{words}</blockquote>;
    case "code": return <p {...attributes}><code>{words}</code></p>;
    case "row":
    case "paragraph": return <p {...attributes} class={block.shape === "row" ? "row" : undefined}>{words}</p>;
  }
}

/** Said as well as shown: a screen reader may pass over underlines and strokes. */
function Words({ piece }: { piece: Run }) {
  if (piece.kind === "same") return <>{piece.text}</>;
  const inside = <><span class="sr-only">{`${t(`compare.says.${piece.kind}`)} `}</span>{piece.text}<span class="sr-only">{` ${t("compare.says.end")}`}</span></>;
  return piece.kind === "added" ? <ins>{inside}</ins> : <del>{inside}</del>;
}
