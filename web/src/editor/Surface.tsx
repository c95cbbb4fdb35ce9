// The writing surface: one CodeMirror on one live text, assembled from the extensions, each ignorant of the others.
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import * as Y from "yjs";

import { t } from "../i18n/t";
import { isCatching, takeTyped } from "../lib/catcher";
import type { Live } from "../lib/live";
import { arrivals } from "./extensions/arrivals";
import { between } from "./extensions/between";
import { blocks } from "./extensions/blocks";
import { composing } from "./extensions/composing";
import { conceal } from "./extensions/conceal";
import { countOf, find, type Count } from "./extensions/find";
import { footnotes } from "./extensions/footnotes";
import { images } from "./extensions/images";
import { keys } from "./extensions/keys";
import { lineEnds } from "./extensions/lines";
import { markdownText } from "./extensions/markdown";
import { paragraphs } from "./extensions/paragraphs";
import { paste } from "./extensions/paste";
import { passages } from "./extensions/passages";
import { proposals } from "./extensions/proposals";
import { remoteCursors } from "./extensions/remoteCursors";
import { sharedText } from "./extensions/shared";
import { steady } from "./extensions/steady";
import { surface } from "./extensions/surface";
import { tables } from "./extensions/tables";
import { tags } from "./extensions/tags";
import { typography } from "./extensions/typography";
import { asking, Finder, type Asked } from "./Finder";
import { formatAt, type Format } from "./format";
import { chooseImages } from "./images/insert";
import { adoptLibraryStyles } from "./stylesheets";
import { Toolbar } from "./Toolbar";

const AFTER_PAINT_MS = 60;
const USER = ["input", "delete", "move"] as const;

interface Instrument {
  view: EditorView;
  undo: Y.UndoManager;
  format: ReadonlySignal<Format>;
  can: ReadonlySignal<{ undo: boolean; redo: boolean }>;
  count: Signal<Count>;             // of what one looks for
}

interface Props {
  live: Live;
  label: string;
  canWrite: boolean;
  focus: boolean;
  typed: () => void;
  begins: (heading: string | null, byMe: boolean) => void;
  tools: (toolbar: ComponentChildren) => void;      // the tools that act on this surface, for whoever lays out the page
}

export function Surface({ live, label, canWrite, focus, typed, begins, tools }: Props) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const made = assemble(host.current, { live, label, canWrite, typed, begins });
    const asked = signal<Asked | null>(null);
    const look = (replace: boolean) => void (asked.value = asking(made.view, replace));
    tools(canWrite ? <><Toolbar {...made} find={() => look(false)} image={() => chooseImages(live, made.view)} /><Finder view={made.view} asked={asked} count={made.count} /></> : null);
    const stopKeys = canWrite ? findKeys(look) : undefined;
    if (focus) takeOver(made.view);
    return () => {
      stopKeys?.();
      tools(null);
      made.view.destroy();
      made.undo.destroy();
    };
  }, [live, canWrite, label]);
  return <div ref={host} class="editor" />;
}

/** The keys of the browser's own search, which would only see the part of a long text that is on the screen. */
function findKeys(look: (replace: boolean) => void): () => void {
  const pressed = (event: KeyboardEvent) => {
    const key = event.altKey || event.shiftKey ? "" : event.key.toLowerCase();
    const asks = (key === "f" && (event.ctrlKey || event.metaKey)) || (key === "h" && event.ctrlKey);
    if (!asks || document.querySelector("dialog[open]") || document.activeElement?.id === "find-words") return;      // a second time it is the browser's
    event.preventDefault();
    look(key === "h");
  };
  window.addEventListener("keydown", pressed);
  return () => window.removeEventListener("keydown", pressed);
}

function assemble(parent: HTMLElement, { live, label, canWrite, typed, begins }: Pick<Props, "live" | "label" | "canWrite" | "typed" | "begins">): Instrument {
  adoptLibraryStyles();
  const undo = new Y.UndoManager(live.text);
  const count = signal<Count>({ at: 0, all: 0 });
  const can = signal({ undo: false, redo: false });
  const look = () => (can.value = { undo: undo.undoStack.length > 0, redo: undo.redoStack.length > 0 });
  undo.on("stack-item-added", look);
  undo.on("stack-item-popped", look);
  undo.on("stack-cleared", look);

  const state = EditorState.create({
    doc: live.content(),
    extensions: [
      keys(() => document.querySelector<HTMLElement>(".toolbar [tabindex='0']")?.focus()),
      lineEnds,
      surface(label, canWrite, t("editor.hint")),
      markdownText,
      blocks,
      conceal,
      find,
      footnotes,
      tables,
      images(live.id),
      paragraphs,
      canWrite ? arrivals(live) : [],
      canWrite ? paste(live) : [],
      steady(live.text),
      sharedText(live.text, canWrite ? undo : false),
      canWrite ? [typography(undo), tags, between, composing(live)] : [],
      remoteCursors(live.text, live.awareness),
      passages,
      proposals,
      EditorView.updateListener.of((update) => {
        if (update.docChanged || update.selectionSet) lookAtFormat(update.view);
        const now = countOf(update.state);
        if (now.at !== count.peek().at || now.all !== count.peek().all) count.value = now;
        const byMe = update.docChanged && update.transactions.some((one) => USER.some((kind) => one.isUserEvent(kind)));
        if (byMe) typed();
        if (update.docChanged && headingOf(update.state) !== headingOf(update.startState)) begins(headingOf(update.state), byMe);
      }),
    ],
  });
  const format = signal(formatAt(state));
  let planned: ReturnType<typeof setTimeout> | undefined;
  const lookAtFormat = (view: EditorView) => {    // the tools may show it a moment later than the letter
    planned ??= setTimeout(() => {
      planned = undefined;
      const now = formatAt(view.state);
      if (JSON.stringify(now) !== JSON.stringify(format.peek())) format.value = now;
    }, AFTER_PAINT_MS);
  };
  begins(headingOf(state), false);
  return { view: new EditorView({ state, parent }), undo, format, can, count };
}

/** What was typed while the text was opening, and the focus, unless the person went on to another field meanwhile. */
function takeOver(view: EditorView): void {
  const elsewhere = !isCatching() && document.activeElement?.matches("input, textarea");
  const insert = takeTyped();
  const end = view.state.doc.length;
  view.dispatch({ changes: { from: end, insert }, selection: { anchor: end + insert.length }, userEvent: "input" });
  if (!elsewhere) view.focus();
}

/** The large heading that the text begins with, without its marks. */
function headingOf(state: EditorState): string | null {
  const found = /^#\s+(.*?)\s*#*$/.exec(state.doc.line(1).text);
  return found ? (found[1] ?? "").replace(/[*_`]/g, "") : null;
}
