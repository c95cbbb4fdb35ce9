// « Plan »: the headings with their signes, beside the text on a wide screen, in a sheet from below on others. Choosing one
// goes there, caret and focus too.
import { effect, signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { t, tn } from "../i18n/t";
import { Icon } from "../ui/Icon";
import { editorOf, surface } from "./comments/page";
import type { Counting } from "./counting";
import { planOf, sectionAt, type Part } from "./plan";

const BESIDE = "(min-width: 80rem)";
const LOOK_MS = 150;
const UNDER_BARS_PX = 160;
const HEADINGS = ":scope > :is(h1, h2, h3, h4, h5, h6)";
const number = new Intl.NumberFormat("fr-FR");

/** One goes on from text to text with it open, or closed. */
const open = signal(false);

export function PlanButton() {
  return (
    <button type="button" class="button small" aria-expanded={open.value} aria-controls={open.value ? "plan" : undefined} onClick={() => (open.value = !open.value)}>
      <Icon name="headings" />{t("outline.title")}
    </button>
  );
}

export function Outline(props: { counting: Counting; writes: boolean }) {
  return open.value ? <Plan {...props} /> : null;
}

function Plan({ counting, writes }: { counting: Counting; writes: boolean }) {
  const panel = useRef<HTMLElement>(null);
  const here = useHere(counting);
  const counted = counting.counted.value;
  useEffect(() => {
    (panel.current?.querySelector<HTMLElement>("[aria-current]") ?? panel.current?.querySelector<HTMLElement>("ol button") ?? panel.current)?.focus();
  }, []);

  const close = () => {
    open.value = false;
    document.querySelector<HTMLElement>(".editor-bar [aria-expanded]")?.focus();
  };
  const go = (index: number) => {
    if (!matchMedia(BESIDE).matches) open.value = false;
    void goTo(counting, index).then(() => (here.value = index));
  };
  const move = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      close();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    const stops = [...(panel.current?.querySelectorAll<HTMLElement>("ol button") ?? [])];
    if (step === undefined || stops.length === 0) return;
    event.preventDefault();
    const at = stops.findIndex((stop) => stop === document.activeElement);
    stops[Math.max(0, Math.min(stops.length - 1, at + step))]?.focus();
  };

  const parts = planOf(counted?.sections ?? []);
  const before = counted?.sections[0]?.signes ?? 0;
  return (
    <nav ref={panel} id="plan" class="outline" aria-labelledby="plan-title" tabIndex={-1} onKeyDown={move}>
      <header>
        <h2 id="plan-title">{t("outline.title")}</h2>
        <button type="button" class="icon-button" aria-label={t("outline.close")} title={t("outline.close")} onClick={close}><Icon name="close" /></button>
      </header>
      {counted && parts.length === 0 && <p class="soft">{t(writes ? "outline.none" : "outline.none.reader")}</p>}
      {parts.length > 0 && (
        <ol>
          {before > 0 && <Line part={{ index: 0, heading: t("outline.before"), signes: before, parts: [] }} here={here.value} go={go} />}
          {parts.map((part) => <Line key={part.index} part={part} here={here.value} go={go} />)}
        </ol>
      )}
      {counted && <p class="soft">{totalWords(counted.signes, counted.signes - counted.withoutNotes)}</p>}
    </nav>
  );
}

function Line({ part, here, go }: { part: Part; here: number; go: (index: number) => void }) {
  return (
    <li>
      <button type="button" aria-current={part.index === here ? "location" : undefined} onClick={() => go(part.index)}>
        <span>{part.heading === "" ? t("outline.untitled") : part.heading}</span>
        <small><span aria-hidden="true">{number.format(part.signes)}</span><span class="sr-only">{tn("count.signes", part.signes)}</span></small>
      </button>
      {part.parts.length > 0 && <ol>{part.parts.map((one) => <Line key={one.index} part={one} here={here} go={go} />)}</ol>}
    </li>
  );
}

function totalWords(signes: number, inNotes: number): string {
  const all = tn("outline.all", signes);
  return inNotes > 0 ? `${all}, ${tn("outline.notes", inNotes)}` : all;
}

/** Where one is: where the caret is, or in a text that one reads, what is at the top of the screen. */
function useHere(counting: Counting) {
  const here = useSignal(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void sectionHere(counting).then((section) => (here.value = section));
      }, LOOK_MS);
    };
    const stop = effect(() => {
      if (counting.counted.value) look();
    });
    document.addEventListener("selectionchange", look);
    addEventListener("scroll", look, { passive: true });
    return () => {
      stop();
      clearTimeout(timer);
      document.removeEventListener("selectionchange", look);
      removeEventListener("scroll", look);
    };
  }, [counting]);
  return here;
}

async function sectionHere(counting: Counting): Promise<number> {
  const text = surface();
  const view = text && await editorOf(text);
  if (view) return sectionAt(counting.counted.peek()?.sections ?? [], view.state.selection.main.head);
  const headings = [...(text?.querySelectorAll(HEADINGS) ?? [])];
  return headings.findLastIndex((heading) => heading.getBoundingClientRect().top <= UNDER_BARS_PX) + 1;
}

async function goTo(counting: Counting, index: number): Promise<void> {
  const text = surface();
  const view = text && await editorOf(text);
  if (view) {
    const { EditorView } = await import("@codemirror/view");
    const at = index === 0 ? 0 : view.state.doc.lineAt(Math.min(counting.now().sections[index]?.from ?? 0, view.state.doc.length)).to;
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "start" }), userEvent: "select" });
    view.focus();
    return;
  }
  const place = index === 0 ? text : text?.querySelectorAll<HTMLElement>(HEADINGS)[index - 1];
  if (!place) return;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
}
