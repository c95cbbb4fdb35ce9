// The title of a text, written where it is read. Saved by itself; Enter goes on to the text.
import { useEffect, useMemo, useRef } from "preact/hooks";

import type { Autosave } from "../lib/autosave";

interface Props {
  title: string;
  label: string;
  placeholder: string;
  autosave: Autosave;
  done: () => void;                 // Enter: the person wants to write the text now
}

export function TitleField({ title, label, placeholder, autosave, done }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const first = useMemo(() => autosave.waiting ?? title, []);         // what one is typing is never replaced by an answer
  useEffect(() => {
    if (field.current) fit(field.current);
  }, []);
  return (
    <textarea ref={field} class="title-field" rows={1} maxLength={200} aria-label={label} placeholder={placeholder} defaultValue={first}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        done();
      }}
      onInput={(event) => {
        const area = event.currentTarget;
        if (area.value.includes("\n")) area.value = area.value.replace(/\s*\n\s*/g, " ");
        fit(area);
        autosave.change(area.value.trim());
      }}
      onBlur={() => void autosave.flush()} />
  );
}

/** Browsers without field-sizing get the height by hand. */
function fit(area: HTMLTextAreaElement): void {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight}px`;
}
