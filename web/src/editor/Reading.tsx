// A text for those who only read it: real headings, tables and notes, made by the server, and kept up with what is
// being written. Only what changed is replaced, so that nobody loses their place.
import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";

import { t } from "../i18n/t";
import { api, isSilence } from "../lib/api";
import { outdated } from "../lib/keep/answers";
import type { Live } from "../lib/live";
import { Patience } from "../ui/Loaded";
import { Notice } from "../ui/Notice";
import { readable, replaceChanged } from "./readable";

interface Props {
  live: Live;
  label: string;
  begins: (heading: string | null, byMe: boolean) => void;
}

const AFTER_CHANGE_MS = 700;
const WITHOUT_LINE_MS = 1_500;      // no live line yet: the text itself may be there all the same
const RETRY_MS = 5_000;
const UNDER_BARS_PX = 160;
const LEAF = "[data-number]:not(:has([data-number], tr)), tr";

export function Reading({ live, label, begins }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<"waiting" | "text" | "empty" | "silent">("waiting");

  useEffect(() => follow(live, (html) => {
    if (!host.current) return;
    const { blocks, heading } = readable(html, live.id);
    setShown(blocks.length === 0 ? "empty" : "text");
    steadily(host.current, (text) => replaceChanged(text, blocks));
    begins(heading, false);
  }, () => setShown((now) => (now === "waiting" ? "silent" : now))), [live]);

  return (
    <>
      {shown === "waiting" && <div class="sheet-head"><Patience /></div>}
      {shown === "silent" && <div class="sheet-head"><Notice mood="warn"><p>{t("silent.text")}</p></Notice></div>}
      <section aria-label={label}>
        <div class="prose reading-text" lang="fr" ref={host} />
        {shown === "empty" && <p class="reading-text soft">{t("reading.empty")}</p>}
      </section>
    </>
  );
}

/** The first block on the screen that stays in the text keeps its height: the first that begins there, if one does. */
function steadily(text: Element, change: (text: Element) => void): void {
  const seen = scrollY === 0 ? [] : [...text.querySelectorAll(LEAF)].map((block) => ({ block, box: block.getBoundingClientRect() })).filter(({ box }) => box.bottom > UNDER_BARS_PX);
  change(text);
  const staying = seen.filter(({ block }) => block.isConnected);
  const held = staying.find(({ box }) => box.top > UNDER_BARS_PX && box.top < innerHeight) ?? staying[0];
  if (held) scrollBy({ top: held.block.getBoundingClientRect().top - held.box.top, behavior: "instant" });
}

/** Asks for the text now and after each change of the shared document. Returns a stop. */
function follow(live: Live, show: (html: string) => void, silent: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false, asking = false, old = false;          // old: changed again since it was asked for
  const plan = (ms: number) => {
    timer ??= setTimeout(() => void load(), ms);
  };
  const load = async () => {
    timer = undefined;
    if (asking) return void (old = true);         // one after the other, or an older text may come last
    asking = true;
    try {
      const html = await api.text(`/api/documents/${live.id}/html`);
      if (!stopped) show(html);
    } catch (error) {
      if (stopped || !isSilence(error)) return;    // a refusal is told by the live line
      silent();
      plan(RETRY_MS);
    } finally {
      asking = false;
      if (old && !stopped) plan(AFTER_CHANGE_MS);
      old = false;
    }
  };
  const changed = () => plan(AFTER_CHANGE_MS);

  plan(WITHOUT_LINE_MS);
  const stopWaiting = effect(() => {
    if (!live.synced.value) return;
    clearTimeout(timer);
    timer = undefined;
    plan(0);
    live.doc.on("update", changed);
  });
  const then = outdated.peek();
  const stopAsking = effect(() => {                // what is shown may be what this device kept
    if (outdated.value > then) plan(0);
  });
  return () => {
    stopped = true;
    clearTimeout(timer);
    stopWaiting();
    stopAsking();
    live.doc.off("update", changed);
  };
}
