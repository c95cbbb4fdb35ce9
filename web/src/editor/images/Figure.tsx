// An image in the text one writes: small at first, whole where that shows, its caption under it, and what can be said of
// it. A press on it brings out what stands in the text.
import { signal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";

import { t } from "../../i18n/t";
import { UNDESCRIBED, type Written } from "../../lib/images/written";
import { Icon } from "../../ui/Icon";
import { Describe } from "./Describe";
import { pictureOf } from "./pictures";

/** Images whose words are being asked for; true: somebody wants to say them now. */
const asked = signal<ReadonlyMap<string, boolean>>(new Map());

export function ask(id: string, now: boolean): void {
  asked.value = new Map([...asked.peek(), [id, now]]);
}

function askNoMore(id: string): void {
  const next = new Map(asked.peek());
  next.delete(id);
  asked.value = next;
}

export interface Shown {
  written: Written;
  touched: boolean;                 // the cursor is in what stands in the text
}

export interface Acts {
  document: string;
  canWrite: boolean;
  enter: () => void;                // the cursor into what stands in the text
  leave: () => void;                // back to the text
  change: (words: Partial<Written>) => void;
  sized: () => void;
}

export function Figure({ shown, acts }: { shown: ReadonlySignal<Shown>; acts: Acts }) {
  const { written: { id, description, caption }, touched } = shown.value;
  const asks = acts.canWrite && asked.value.has(id);
  const close = () => {
    askNoMore(id);
    acts.leave();
  };
  useEffect(acts.sized);
  return (
    <>
      <Picture document={acts.document} id={id} description={description} press={acts.enter} sized={acts.sized} />
      {caption !== "" && <span class="image-caption">{caption}</span>}
      {asks && <Describe description={description} caption={caption} change={acts.change} close={close} focus={asked.value.get(id) === true} />}
      {acts.canWrite && !asks && (touched || description === UNDESCRIBED) && (
        <button type="button" class="button small" onMouseDown={(event) => event.preventDefault()} onClick={() => ask(id, true)}>
          {t(description === UNDESCRIBED ? "image.ask" : "image.words")}
        </button>
      )}
    </>
  );
}

function Picture({ document, id, description, press, sized }: { document: string; id: string; description: string; press: () => void; sized: () => void }) {
  const [url, setUrl] = useState("");
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    let here = true;
    const fetch = (small: boolean) => void pictureOf(document, id, small).then((found) => {
      if (!here) return;
      setMissing(false);
      setUrl(found);
    }, () => here && small && setMissing(true));
    const again = () => fetch(true);
    fetch(true);
    addEventListener("online", again);
    return () => {
      here = false;
      removeEventListener("online", again);
    };
  }, [document, id]);
  const loaded = ({ currentTarget: image }: { currentTarget: HTMLImageElement }) => {
    sized();
    if (image.clientWidth * devicePixelRatio > image.naturalWidth) void pictureOf(document, id, false).then((whole) => image.isConnected && setUrl(whole), () => undefined);
  };
  const down = (event: MouseEvent) => {
    event.preventDefault();
    press();
  };
  if (missing) return <span class="image-missing" onMouseDown={down}><Icon name="image" /><span>{t("image.missing", { description: description === "" ? t("image.decoration") : description })}</span></span>;
  return url === "" ? <span class="image-coming" /> : <img src={url} alt={description} onLoad={loaded} onMouseDown={down} />;
}
