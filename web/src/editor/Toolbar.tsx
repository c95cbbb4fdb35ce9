// The writing tools: one stop for Tab, arrows between them (Alt+F10 comes here from the text, Escape goes back).
// They act on the text without taking its focus from those who use a mouse or a finger.
import type { EditorView } from "@codemirror/view";
import type { ReadonlySignal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type * as Y from "yjs";

import { t, type Key } from "../i18n/t";
import { Icon } from "../ui/Icon";
import { noteHereOrNew } from "./footnotes";
import { insertLink, setHeading, toggleEm, toggleLines, toggleStrike, toggleStrong, type Format } from "./format";
import { hereIn, insertTable, TABLE_ACTS, type TableAct } from "./tableKeys";

interface Props {
  view: EditorView;
  format: ReadonlySignal<Format>;
  undo: Y.UndoManager;
  can: ReadonlySignal<{ undo: boolean; redo: boolean }>;
  find: () => void;
  image: () => void;
}

interface Tool {
  id: string;
  label: Key;
  face: ComponentChildren;
  run: (view: EditorView) => void;
  pressed?: (format: Format) => boolean;
  ofLines?: true;                   // makes nothing of a row of a table
}

const TOOLS: Tool[] = [
  { id: "strong", label: "tools.strong", face: <b class="glyph" aria-hidden="true">{t("tools.strong.glyph")}</b>, run: toggleStrong, pressed: (f) => f.strong },
  { id: "em", label: "tools.em", face: <i class="glyph" aria-hidden="true">{t("tools.em.glyph")}</i>, run: toggleEm, pressed: (f) => f.em },
  { id: "strike", label: "tools.strike", face: <s class="glyph" aria-hidden="true">{t("tools.strike.glyph")}</s>, run: toggleStrike, pressed: (f) => f.strike },
  { id: "list", label: "tools.list", face: <Icon name="list" />, run: toggleLines("list"), pressed: (f) => f.line === "list", ofLines: true },
  { id: "numbered", label: "tools.numbered", face: <Icon name="numbered" />, run: toggleLines("numbered"), pressed: (f) => f.line === "numbered", ofLines: true },
  { id: "task", label: "tools.task", face: <Icon name="task" />, run: toggleLines("task"), pressed: (f) => f.line === "task", ofLines: true },
  { id: "quote", label: "tools.quote", face: <Icon name="quote" />, run: toggleLines("quote"), pressed: (f) => f.line === "quote", ofLines: true },
  { id: "link", label: "tools.link", face: <Icon name="link" />, run: insertLink, pressed: (f) => f.link },
  { id: "note", label: "tools.note", face: <Icon name="note" />, run: noteHereOrNew, pressed: (f) => f.note },
  { id: "table", label: "tools.table", face: <Icon name="table" />, run: insertTable, pressed: (f) => f.table },
];

const IN_TABLE: TableAct[] = ["row", "column", "removeRow", "removeColumn", "remove"];

const IMAGE = 3 + TOOLS.length;     // undo, redo, the style, the tools, then these
const FIND = IMAGE + 1;

const HEADINGS = [0, 2, 3, 1] as const;

export function Toolbar({ view, format, undo, can, find, image }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const current = useSignal(0);                   // the tool that Tab reaches
  const now = format.value;
  const { undo: canUndo, redo: canRedo } = can.value;
  const reach = Math.min(current.value, FIND + (now.table ? IN_TABLE.length : 0));

  const move = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      view.focus();
      return;
    }
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    const stops = [...(bar.current?.querySelectorAll<HTMLElement>("button, select") ?? [])];
    if (step === undefined || stops.length === 0) return;
    event.preventDefault();
    const at = stops.findIndex((stop) => stop === document.activeElement);
    const next = Math.max(0, Math.min(stops.length - 1, at + step));
    current.value = next;
    stops[next]?.focus();
  };
  const stop = (n: number) => ({ tabIndex: reach === n ? 0 : -1, onFocus: () => (current.value = n) });
  const changeTable = (act: TableAct, button: HTMLElement) => {
    TABLE_ACTS[act](view);
    if (!hereIn(view.state) && document.activeElement === button) view.focus();       // these tools go with the table
  };
  const keepFocus = (event: MouseEvent) => event.preventDefault();

  return (
    <section aria-label={t("tools.section")} class="toolbar-band">
      <div ref={bar} class="toolbar" role="toolbar" aria-label={t("tools.label")} onKeyDown={move}>
        <div class="tool-row">
          <button {...stop(0)} type="button" class="icon-button" aria-label={t("tools.undo")} title={t("tools.undo")} aria-disabled={!canUndo}
            onMouseDown={keepFocus} onClick={() => canUndo && undo.undo()}><Icon name="undo" /></button>
          <button {...stop(1)} type="button" class="icon-button" aria-label={t("tools.redo")} title={t("tools.redo")} aria-disabled={!canRedo}
            onMouseDown={keepFocus} onClick={() => canRedo && undo.redo()}><Icon name="redo" /></button>
          <span class="gap" />
          <select {...stop(2)} class="tool-select" aria-label={t("tools.style")} title={t("tools.style")} value={String(now.heading)} aria-disabled={now.table}
            onChange={(event) => {
              setHeading(Number(event.currentTarget.value))(view);
              view.focus();
            }}>
            {HEADINGS.map((level) => <option key={level} value={String(level)} disabled={now.table}>{t(`tools.style.${level}`)}</option>)}
          </select>
          <span class="gap" />
          {TOOLS.map((tool, n) => (
            <button key={tool.id} {...stop(n + 3)} type="button" class="icon-button" aria-label={t(tool.label)} title={t(tool.label)}
              aria-pressed={tool.pressed?.(now)} aria-disabled={tool.ofLines && now.table} onMouseDown={keepFocus} onClick={() => tool.run(view)}>{tool.face}</button>
          ))}
          <button {...stop(IMAGE)} type="button" class="icon-button" aria-label={t("tools.image")} title={t("tools.image")} onMouseDown={keepFocus} onClick={image}><Icon name="image" /></button>
          <span class="gap" />
          <button {...stop(FIND)} type="button" class="icon-button" aria-label={t("tools.find")} title={t("tools.find")} onMouseDown={keepFocus} onClick={find}><Icon name="search" /></button>
        </div>
        {now.table && (
          <div class="tool-row" role="group" aria-label={t("tools.table")}>
            {IN_TABLE.map((act, n) => (
              <button key={act} {...stop(n + FIND + 1)} type="button" class="icon-button word" onMouseDown={keepFocus} onClick={(event) => changeTable(act, event.currentTarget)}>{t(`tools.table.${act}`)}</button>
            ))}
          </div>
        )}
      </div>
    </section>
  );
}
