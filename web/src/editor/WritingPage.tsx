// One text: the state of its words, the tools for those who write, who is here, the text.
import { effect, useComputed, useSignal, type Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";

import { t } from "../i18n/t";
import type { Live } from "../lib/live";
import { Patience } from "../ui/Loaded";
import { Notice } from "../ui/Notice";
import { lazily } from "../ui/lazily";
import { heldIn, mattersOf, type Matter } from "./apart/apart";
import { Counters } from "./Counters";
import { Counting } from "./counting";
import { Herald } from "./herald";
import { Outline, PlanButton } from "./Outline";
import { Presence } from "./presence";
import { PresenceBar } from "./PresenceBar";
import { Reading } from "./Reading";
import { Refused, Rescued } from "./Rescue";
import { StateLine } from "./StateLine";
import { useLive } from "./useLive";
import type { Around, WritingProps } from "./Writing";

/** Reading needs none of the editor's code. */
const Surface = lazily(async () => (await import("./Surface")).Surface, (_props, waiting) => <div class="sheet-head">{waiting}</div>);

/** Only those who changed a sentence apart from somebody else need it. */
const ApartPanel = lazily(async () => (await import("./apart/ApartPanel")).ApartPanel, () => null);

const Margin = lazily(async () => (await import("./comments/Margin")).Margin, () => null);

export function WritingPage(props: WritingProps & { around: Around }) {
  const { me, document, canWrite, title, autosave, keepElsewhere, around } = props;
  const { live, rescued, settle } = useLive(document, props.updatedAt);
  const presence = useMemo(() => new Presence(live.awareness, me, canWrite), [live]);
  useEffect(() => () => presence.stop(), [presence]);
  const herald = useMemo(() => new Herald(live, me.id), [live]);
  useEffect(() => () => herald.stop(), [herald]);
  const counting = useMemo(() => new Counting(live), [live]);
  useEffect(() => () => counting.stop(), [counting]);
  useEffect(() => {
    around.bar.value = (now) => (
      <>
        <PlanButton />
        <Counters counting={counting} limit={now.limit} writes={now.canWrite} />
        <StateLine live={live} autosave={now.autosave} reader={!now.canWrite} />
      </>
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
        <PresenceBar self={me.name} others={presence.others} quiet={cutOff} herald={herald} />
        <Refused live={live} title={title} keepElsewhere={keepElsewhere} />
        <Rescued live={live} passages={rescued} settle={settle} title={title} keepElsewhere={keepElsewhere} />
      </div>
      {!gone && <Outline counting={counting} writes={canWrite} />}
      {!gone && canWrite && <Apart live={live} self={me.id} />}
      {!gone && <Text live={live} {...props} typed={presence.typed} begins={begins} tools={around.tools} />}
      {!gone && <div class="sheet-head">{props.ways}</div>}
      {!gone && <Beside live={live} others={presence.others} opening={around.opening} />}
      {!gone && props.foot}
    </>
  );
}

type TextProps = Pick<WritingProps, "label" | "canWrite" | "focus" | "firstWords"> & {
  live: Live;
  typed: () => void;
  begins: (heading: string | null, byMe: boolean) => void;
  tools: Signal<ComponentChildren>;
};

/** What is said beside the text comes after it: many conversations take longer to draw than the text. */
function Beside({ live, others, opening }: { live: Live; others: Presence["others"]; opening: Around["opening"] }) {
  const isOpen = useComputed(() => opening.value !== null).value;
  return isOpen ? <Margin live={live} others={others} /> : null;
}

function Apart({ live, self }: { live: Live; self: string }) {
  const matters = useSignal<readonly Matter[]>([]);
  const some = useRef(false);
  useEffect(() => effect(() => {
    if (live.apartChanged.value === 0) return;    // the line was never there
    const asked = live.apartChanged.value;
    const show = (found: readonly Matter[]) => asked === live.apartChanged.peek() && (matters.value = found);
    void mattersOf(live.id).then(show, () => undefined);      // asked again with the next connection
  }), [live]);
  some.current ||= matters.value.length > 0 || heldIn(live.id, self).length > 0;
  return some.current ? <ApartPanel live={live} self={self} matters={matters.value} /> : null;
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
function Text({ live, label, canWrite, focus = false, firstWords, typed, begins, tools }: TextProps) {
  const ready = live.ready.value;
  useEffect(() => {
    const words = ready && canWrite ? firstWords?.() ?? "" : "";
    if (words !== "") live.text.insert(0, words);
  }, [ready]);
  if (!canWrite) return <Reading live={live} label={label} begins={begins} />;
  if (ready) {
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
