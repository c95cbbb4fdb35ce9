// The panel that finds words and puts others in their place. The text keeps its cursor at what was found.
import { useSignal, type Signal } from "@preact/signals";
import type { EditorView } from "@codemirror/view";
import { useLayoutEffect, useRef } from "preact/hooks";

import { t, tn } from "../i18n/t";
import { announce } from "../ui/Announcer";
import { Icon } from "../ui/Icon";
import { look, next, previous, replaceAll, replaceHere, seenIn, type Count } from "./extensions/find";

/** Each asking is a new one, so that the same keys bring the focus back to the field. */
export interface Asked {
  words: string;
  replace: boolean;
}

interface Props {
  view: EditorView;
  asked: Signal<Asked | null>;
  count: Signal<Count>;
}

const LONGEST = 100;

/** What is chosen in the text, when it is a few words, is what one looks for. */
export function asking(view: EditorView, replace: boolean): Asked {
  const { from, to } = view.state.selection.main;
  const chosen = view.state.sliceDoc(from, to);
  return { words: chosen.includes("\n") || chosen.length > LONGEST ? "" : seenIn(view.state, from, to), replace };
}

export function Finder({ view, asked, count }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const words = useSignal("");
  const exact = useSignal(false);
  const replacing = useSignal(false);
  const other = useSignal("");
  const now = asked.value;

  const seek = () => look(view, words.value === "" ? null : { words: words.value, exact: exact.value });
  const close = () => {
    asked.value = null;
    look(view, null);
    view.focus();
  };
  useLayoutEffect(() => {            // the field has the focus before the next key comes
    if (!now) return;
    if (now.words !== "") words.value = now.words;
    if (now.replace) replacing.value = true;
    seek();
    field.current?.focus();
    field.current?.select();
  }, [now]);
  if (!now) return null;

  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
    else if (event.key === "F3") (event.shiftKey ? previous : next)(view);
    else return;
    event.preventDefault();
  };
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    (event.shiftKey ? previous : next)(view);
  };
  const all = () => announce(tn("find.replaced", replaceAll(view, other.value)));

  return (
    <form class="finder" data-fleeting role="search" aria-label={t("find.title")} onKeyDown={pressed} onSubmit={(event) => event.preventDefault()}>
      <div class="field">
        <label for="find-words">{t("find.words")}</label>
        <div class="finder-row">
          <input ref={field} id="find-words" class="input" autocomplete="off" spellcheck={false} value={words.value} onKeyDown={enter}
            onInput={(event) => {
              words.value = event.currentTarget.value;
              seek();
            }} />
          <button type="button" class="icon-button up" aria-label={t("find.previous")} title={t("find.previous")} onClick={() => previous(view)}><Icon name="down" /></button>
          <button type="button" class="icon-button" aria-label={t("find.next")} title={t("find.next")} onClick={() => next(view)}><Icon name="down" /></button>
          <button type="button" class="icon-button" aria-label={t("find.close")} title={t("find.close")} onClick={close}><Icon name="close" /></button>
        </div>
      </div>
      <p class="finder-row between">
        <output>{words.value === "" ? "" : countWords(count.value)}</output>
        <label class="finder-exact"><input type="checkbox" checked={exact.value}
          onChange={(event) => {
            exact.value = event.currentTarget.checked;
            seek();
          }} />{t("find.exact")}</label>
      </p>
      {replacing.value
        ? (
          <div class="field">
            <label for="find-other">{t("find.other")}</label>
            <input id="find-other" class="input" value={other.value} onInput={(event) => (other.value = event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return;
                event.preventDefault();
                replaceHere(view, other.value);
              }} />
            <div class="finder-row">
              <button type="button" class="button small" onClick={() => replaceHere(view, other.value)}>{t("find.replace")}</button>
              <button type="button" class="button small" onClick={all}>{t("find.replace.all")}</button>
            </div>
          </div>
        )
        : <div><button type="button" class="button small plain" onClick={() => (replacing.value = true)}>{t("find.replace.open")}</button></div>}
    </form>
  );
}

function countWords({ at, all }: Count): string {
  if (all === 0) return t("find.none");
  return at === 0 ? tn("find.count", all) : t("find.at", { n: at, all });
}
