// A real modal <dialog> with a title: Escape closes it, focus goes back to where it was. One that holds words not sent asks first.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { t } from "../i18n/t";
import { keeping } from "../lib/keep/keep";
import { setWaiting } from "../lib/waiting";
import { Icon } from "./Icon";
import { Notice } from "./Notice";

interface Props {
  title: string;
  close: () => void;
  unsaved?: string | undefined;     // what closing would lose, in a sentence
  children: ComponentChildren;
}

export function Dialog({ title, close, unsaved, children }: Props) {
  const [asking, ask] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const kept = keeping.value !== null;
  useEffect(() => setWaiting(dialog, unsaved !== undefined, kept), [unsaved, kept]);
  useEffect(() => () => setWaiting(dialog, false), []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="dialog-title" onClose={close} onCancel={(event) => {
      if (unsaved === undefined || asking || event.target !== event.currentTarget) return;
      event.preventDefault();
      ask(true);
    }}>
      <header>
        <h2 id="dialog-title">{title}</h2>
        <button type="button" class="icon-button" aria-label={t("dialog.close")} onClick={() => (unsaved === undefined || asking ? close() : ask(true))}><Icon name="close" /></button>
      </header>
      {asking && unsaved !== undefined && (
        <Notice mood="warn" urgent>
          <p>{unsaved}</p>
          <div class="actions">
            <button type="button" class="button small primary" onClick={() => ask(false)}>{t("dialog.stay")}</button>
            <button type="button" class="button small" onClick={close}>{t("dialog.lose")}</button>
          </div>
        </Notice>
      )}
      {children}
    </dialog>
  );
}
