// A page for one text: the frame, the state of its words, the tools for those who write, who is here, the text.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";

import { t } from "../i18n/t";
import type { Autosave } from "../lib/autosave";
import type { Live } from "../lib/live";
import type { Named } from "../lib/people";
import { NO_OPENING, type Opening } from "../ui/DocumentTitle";
import { Patience } from "../ui/Loaded";
import { Notice } from "../ui/Notice";
import { WritingFrame, type Back } from "../ui/WritingFrame";
import { Presence } from "./presence";
import { PresenceBar } from "./PresenceBar";
import { Refused, Rescued } from "./Rescue";
import { StateLine } from "./StateLine";
import { Surface, type Instrument } from "./Surface";
import { Toolbar } from "./Toolbar";
import { useLive } from "./useLive";

/** Where words may go that the server refuses here: a new private entry, for those who keep a journal. */
export type KeepElsewhere = (words: string) => Promise<void>;

export interface WritingPageProps {
  me: Named;
  document: string;
  canWrite: boolean;
  updatedAt: string;
  title: string;
  label: string;                    // the name of the text for screen readers
  back: Back;
  head: (opening: Opening) => ComponentChildren;      // above the text: readers, day, title
  bar?: ((saved: number) => ComponentChildren) | undefined;      // `saved` grows at each save
  autosave?: Autosave;              // the title's
  initialWords?: string;            // for a new text
  focus?: boolean;
  keepElsewhere?: KeepElsewhere | undefined;
}

export function WritingPage(props: WritingPageProps) {
  const { me, document, canWrite, title, autosave, keepElsewhere } = props;
  const { live, rescued, settle } = useLive(document, props.updatedAt);
  const presence = useMemo(() => new Presence(live.awareness, me, canWrite), [live]);
  const instrument = useSignal<Instrument | null>(null);
  const opening = useSignal<Opening | null>(null);
  useEffect(() => () => presence.stop(), [presence]);

  /** A heading that says the title when the text opens goes on being the title, also when its author changes it. */
  const begins = (heading: string | null, byMe: boolean) => {
    const before = opening.peek();
    const isTitle = heading !== null && (before ? before.isTitle : heading === title);
    opening.value = { heading, isTitle };
    if (isTitle && byMe && heading !== "" && before?.heading !== heading) autosave?.change(heading);
  };

  const tools = instrument.value;
  return (
    <WritingFrame back={props.back}
      bar={<>{props.bar?.(live.savedAt.value?.getTime() ?? 0)}<StateLine live={live} autosave={autosave} reader={!canWrite} /></>}
      tools={tools && <Toolbar {...tools} />}>
      <article class={canWrite ? "sheet" : "sheet reading"}>
        <div class="sheet-head">
          {props.head(opening.value ?? NO_OPENING)}
          <PresenceBar self={me.name} others={presence.others} />
          <Refused live={live} title={title} keepElsewhere={keepElsewhere} />
          <Rescued live={live} passages={rescued} settle={settle} title={title} keepElsewhere={keepElsewhere} />
        </div>
        <Text live={live} {...props} typed={presence.typed} begins={begins} ready={(made) => (instrument.value = made)} />
      </article>
    </WritingFrame>
  );
}

type TextProps = Pick<WritingPageProps, "label" | "canWrite" | "focus" | "initialWords"> & {
  live: Live;
  typed: () => void;
  begins: (heading: string | null, byMe: boolean) => void;
  ready: (instrument: Instrument | null) => void;
};

/** The text is shown once the server's is known: an empty page that fills later would be a lie. */
function Text({ live, label, canWrite, focus = false, initialWords = "", typed, begins, ready }: TextProps) {
  const synced = live.synced.value;
  useEffect(() => {
    if (synced && initialWords !== "" && live.text.length === 0) live.text.insert(0, initialWords);
  }, [synced]);
  if (synced) {
    const writable = canWrite && live.state.value !== "refused";
    return <Surface live={live} label={label} canWrite={writable} focus={focus} typed={typed} begins={begins} ready={ready} />;
  }
  if (live.state.value !== "offline" && live.state.value !== "kept") return <div class="sheet-head"><Patience /></div>;
  return (
    <div class="sheet-head">
      <Notice mood="warn">
        <p>{t("silent.text")}</p>
        <p><button type="button" class="button small" onClick={live.retryNow}>{t("silent.retry")}</button></p>
      </Notice>
    </div>
  );
}
