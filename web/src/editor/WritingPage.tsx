// One text: the state of its words, the tools for those who write, who is here, the text.
import { useComputed, type Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";

import { t } from "../i18n/t";
import type { Live } from "../lib/live";
import { Patience } from "../ui/Loaded";
import { Notice } from "../ui/Notice";
import { lazily } from "../ui/lazily";
import { Presence } from "./presence";
import { PresenceBar } from "./PresenceBar";
import { Reading } from "./Reading";
import { Refused, Rescued } from "./Rescue";
import { StateLine } from "./StateLine";
import { useLive } from "./useLive";
import type { Around, WritingProps } from "./Writing";

/** Reading needs none of the editor's code. */
const Surface = lazily(async () => (await import("./Surface")).Surface, (_props, waiting) => <div class="sheet-head">{waiting}</div>);

/** What is said beside the text comes after it. */
const Margin = lazily(async () => (await import("./comments/Margin")).Margin, () => null);

export function WritingPage(props: WritingProps & { around: Around }) {
  const { me, document, canWrite, title, autosave, keepElsewhere, around } = props;
  const { live, rescued, settle } = useLive(document, props.updatedAt);
  const presence = useMemo(() => new Presence(live.awareness, me, canWrite), [live]);
  useEffect(() => () => presence.stop(), [presence]);
  useEffect(() => {
    around.bar.value = (now) => (
      <><Bar live={live} show={now.bar} /><StateLine live={live} autosave={now.autosave} reader={!now.canWrite} /></>
    );
  }, [live]);

  /** A heading that says the title when the text opens goes on being the title, also when its author changes it. */
  const begins = (heading: string | null, byMe: boolean) => {
    const before = around.opening.peek();
    const isTitle = heading !== null && (before ? before.isTitle : heading === title);
    around.opening.value = { heading, isTitle };
    if (isTitle && byMe && heading !== "" && before?.heading !== heading) autosave?.change(heading);
  };

  const cutOff = useComputed(() => live.state.value !== "saved" && live.state.value !== "saving");
  const gone = live.refusal.value === "forbidden" || live.refusal.value === "missing";
  useEffect(() => {
    around.gone.value = gone;
  }, [gone]);
  return (
    <>
      <div class="sheet-head">
        {gone && <Gone />}
        <PresenceBar self={me.name} others={presence.others} quiet={cutOff} />
        <Refused live={live} title={title} keepElsewhere={keepElsewhere} />
        <Rescued live={live} passages={rescued} settle={settle} title={title} keepElsewhere={keepElsewhere} />
      </div>
      {!gone && <Text live={live} {...props} typed={presence.typed} begins={begins} tools={around.tools} />}
      {!gone && props.foot}
      {!gone && <Margin live={live} />}
    </>
  );
}

type TextProps = Pick<WritingProps, "label" | "canWrite" | "focus" | "initialWords"> & {
  live: Live;
  typed: () => void;
  begins: (heading: string | null, byMe: boolean) => void;
  tools: Signal<ComponentChildren>;
};

/** What changes at each save is a component of its own, so that a key press redraws nothing else. */
function Bar({ live, show }: { live: Live; show: WritingProps["bar"] }) {
  return <>{show?.(live.savedAt.value?.getTime() ?? 0)}</>;
}

/** A right that ends closes the text on the screen too; one's own last words stay, just below. */
function Gone() {
  return (
    <div class="empty">
      <h1>{t("gone.title")}</h1>
      <p class="soft">{t("gone.text")}</p>
      <a class="button" href="/">{t("gone.home")}</a>
    </div>
  );
}

/** The text is shown once the server's is known: an empty page that fills later would be a lie. */
function Text({ live, label, canWrite, focus = false, initialWords = "", typed, begins, tools }: TextProps) {
  const synced = live.synced.value;
  useEffect(() => {
    if (synced && initialWords !== "" && live.text.length === 0) live.text.insert(0, initialWords);
  }, [synced]);
  if (!canWrite) return <Reading live={live} label={label} begins={begins} />;
  if (synced) {
    const refusal = live.refusal.value;
    const writable = refusal === null || refusal === "signed_out";      // signing in again goes on where one was
    return <Surface live={live} label={label} canWrite={writable} focus={focus} typed={typed} begins={begins} tools={(toolbar) => (tools.value = toolbar)} />;
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
