// A document to be read in peace, on a screen or on paper: no tools, no company, a number at each paragraph, and the day
// it was like this. What one prints is this page.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

import { readable, type Readable } from "../../editor/readable";
import { t, tn } from "../../i18n/t";
import { clock, day, parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Loaded } from "../../ui/Loaded";
import { WritingFrame } from "../../ui/WritingFrame";
import { documentHref, loadDocument, loadHtml, nameOf, type DocumentRecord } from "./document";

export function ReadPage({ id }: { id: string }) {
  const loaded = useResource(`reading ${id}`, async (signal) => {
    const [document, html] = await Promise.all([loadDocument(id, signal), loadHtml(id, signal)]);
    return { document, text: readable(html, id) };
  });
  const href = loaded.state === "ready" ? documentHref(loaded.value.document) : "/";
  return (
    <WritingFrame back={{ href, label: t(loaded.state === "ready" ? "reading.back" : "gone.home") }}>
      <Loaded from={loaded}>{(it) => <Leaf {...it} />}</Loaded>
    </WritingFrame>
  );
}

function Leaf({ document, text }: { document: DocumentRecord; text: Readable }) {
  const numbers = useSignal(true);
  const host = useRef<HTMLDivElement>(null);
  const title = nameOf(document);
  const opensWithTitle = text.heading === title;
  useTitle(title);
  useLayoutEffect(() => {
    host.current?.replaceChildren(...(opensWithTitle ? text.blocks.slice(1) : text.blocks));
  }, [text]);
  return (
    <article class="sheet reading">
      <div class="sheet-head reading-tools">
        <label><input type="checkbox" checked={numbers.value} onChange={(event) => (numbers.value = event.currentTarget.checked)} />{t("reading.numbers")}</label>
        <a href="/compte/confort">{t("comfort.title")}</a>
        <button type="button" class="button small" onClick={() => print()}>{t("reading.print")}</button>
      </div>
      <div class={numbers.value ? "leaves numbered" : "leaves"} lang="fr">
        <h1 data-number={opensWithTitle ? "1" : undefined}>{title}</h1>
        <p class="soft ui small">{facts(document, text.numbers)}</p>
        {text.numbers === 0 && <p class="soft">{t("reading.empty")}</p>}
        <div class="prose reading-text" ref={host} />
      </div>
    </article>
  );
}

function facts(document: DocumentRecord, paragraphs: number): string {
  const at = parse(document.updatedAt);
  return [document.ownerName, t("reading.state", { day: day(at), time: clock(at) }), tn("reading.paragraphs", paragraphs)].filter((one) => one !== "").join(" · ");
}
