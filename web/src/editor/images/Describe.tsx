// What an image shows, for whoever does not see it, and its caption; or that it only decorates. What is typed here stands
// in the text at each key, like every other word, so it is no field of a form that could be kept apart.
import { useEffect, useMemo, useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { UNDESCRIBED } from "../../lib/images/written";

interface Props {
  description: string;
  caption: string;
  change: (words: { description?: string; caption?: string }) => void;
  close?: () => void;               // where it can wait
  focus?: boolean;                  // somebody asked for it
}

let made = 0;                       // each drawing is a tree of its own: ids come from here

export function Describe({ description, caption, change, close, focus = false }: Props) {
  const id = useMemo(() => `image-${++made}`, []);
  const around = useRef<HTMLDivElement>(null);
  const before = useRef("");        // what was said of an image that is called a decoration, should that be taken back
  useEffect(() => {
    if (focus) around.current?.querySelector("input")?.focus();
  }, [focus]);
  const decorates = description === "";
  const said = description === UNDESCRIBED ? "" : description;
  const describe = (words: string) => change({ description: words.trim() === "" ? UNDESCRIBED : words });
  const decorate = (checked: boolean) => {
    if (checked) before.current = said;
    change({ description: checked ? "" : before.current || UNDESCRIBED });
  };
  const leave = (event: KeyboardEvent) => {
    if (!close || (event.key !== "Enter" && event.key !== "Escape") || event.isComposing) return;
    event.preventDefault();
    close();
  };
  return (
    <div ref={around} class="image-words" data-fleeting>
      {!decorates && (
        <div class="field">
          <label for={`${id}-words`}>{t("image.describe")}</label>
          <Words id={`${id}-words`} name="description" value={said} change={describe} leave={leave} />
        </div>
      )}
      <label class="image-decorates"><input type="checkbox" checked={decorates} onChange={(event) => decorate(event.currentTarget.checked)} />{t("image.decorates")}</label>
      <div class="field">
        <label for={`${id}-caption`}>{t("image.caption")}</label>
        <Words id={`${id}-caption`} name="caption" value={caption} change={(words) => change({ caption: words })} leave={leave} />
      </div>
      {close && <button type="button" class="button small" onClick={close}>{t(description === UNDESCRIBED ? "image.later" : "image.done")}</button>}
    </div>
  );
}

interface WordsProps {
  id: string;
  name: string;
  value: string;
  change: (words: string) => void;
  leave: (event: KeyboardEvent) => void;
}

/** The text folds spaces; the field leaves them alone while one types. */
function Words({ id, name, value, change, leave }: WordsProps) {
  const field = useRef<HTMLInputElement>(null);
  const typed = field.current?.value ?? "";
  const shown = typed.replace(/\s+/g, " ").trim() === value ? typed : value;
  return <input ref={field} id={id} name={name} class="input" lang="fr" autocomplete="off" value={shown} onInput={(event) => change(event.currentTarget.value)} onKeyDown={leave} />;
}
