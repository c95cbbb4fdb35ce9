// The text as it is when one asks for it, which the log says; closed again it is gone from the page. Its images stay closed: their words show.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { readable } from "../../editor/readable";
import { t } from "../../i18n/t";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { readOpening, type OpenedText } from "./opening";

export function OpenedArticle({ id }: { id: string }) {
  const text = useSignal<OpenedText | null>(null);
  const failure = useSignal("");
  const read = async () => {
    failure.value = "";
    await readOpening(id).then((opened) => (text.value = opened), (error: unknown) => (failure.value = failureWords(error)));
  };
  return (
    <>
      <p>{t("opening.read.what")}</p>
      {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
      {text.value === null
        ? <p><button type="button" class="button" onClick={() => void read()}>{t("opening.read")}</button></p>
        : <><Text text={text.value} /><p><button type="button" class="button small" onClick={() => (text.value = null)}>{t("opening.close")}</button></p></>}
    </>
  );
}

function Text({ text }: { text: OpenedText }) {
  const host = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    host.current?.replaceChildren(...readable(withoutImages(text.html), "").blocks);
    place.current?.focus();
  }, [text]);
  return (
    <section class="stack tight" ref={place} tabIndex={-1} aria-label={t("opening.text", { name: text.ownerName })}>
      <p class="soft">{t("opening.text", { name: text.ownerName })}</p>
      {text.title !== "" && <h4>{text.title}</h4>}
      <div class="prose" ref={host} />
    </section>
  );
}

/** An image is not among what was opened: its alternative stands where it stood. */
function withoutImages(html: string): string {
  const template = document.createElement("template");
  template.innerHTML = html;
  template.content.querySelectorAll("img").forEach((image) => image.replaceWith(t("image.told", { what: image.alt })));
  return template.innerHTML;
}
