// Where the words are, in words. Quiet when all is well; the live region speaks only when the state changes kind.
import { useEffect, useMemo, useRef } from "preact/hooks";

import { t, tn } from "../i18n/t";
import type { Autosave } from "../lib/autosave";
import { clock, day, daysBetween } from "../lib/dates";
import { waitingOf } from "../lib/images/list";
import { deviceWords } from "../ui/deviceWords";
import type { Live, LiveState, Refusal } from "../lib/live";
import { announce } from "../ui/Announcer";
import { Icon, type IconName } from "../ui/Icon";

const ICONS: Record<LiveState, IconName> = { opening: "dots", saved: "check", saving: "dots", kept: "phone", offline: "offline", refused: "warn" };

const LASTING_MS = 1_000;

interface Props {
  live: Live;
  autosave?: Autosave | undefined;
  reader: boolean;
}

export function StateLine({ live, autosave, reader }: Props) {
  const images = useMemo(() => waitingOf(live.id), [live]).value;
  const text = together(live.state.value, autosave);
  const quiet = images > 0 && text === "saved";
  const state = quiet ? "kept" : text;
  const here = live.keeps.value && (autosave?.state.value !== "kept" || autosave.keeps.value);
  const words = [...(quiet ? [] : [stateWords(text, live, reader, here)]), ...(images > 0 ? [tn("image.waiting", images)] : [])].join(" · ");
  useSpoken(state, words, reader);
  const icon = reader && state === "saved" ? "eye" : ICONS[state];
  return <p class="state" data-state={state} data-waiting={live.unsaved.value ? "" : undefined}><Icon name={icon} /><span>{words}</span></p>;
}

/** The title is saved apart from the text; the less comfortable of the two states is the true one. */
function together(state: LiveState, autosave: Autosave | undefined): LiveState {
  if (!autosave || state === "refused" || state === "opening") return state;
  const title = autosave.state.value;
  if (title === "refused") return "refused";
  if (title === "saving" && (state === "saved" || state === "kept")) return "saving";
  return title === "kept" ? "kept" : state;
}

function refusedWords(refusal: Refusal | null, kept: boolean): string {
  switch (refusal) {
    case "signed_out": return t("state.refused.signed_out");
    case "too_big": return t("state.refused.too_big");
    case "bad":
    case "author": return t("state.refused.bad");
    case "forbidden":
    case "missing":
    case null: return t(kept ? "state.refused.kept" : "state.refused");
  }
}

function stateWords(state: LiveState, live: Live, reader: boolean, here: boolean): string {
  switch (state) {
    case "saved": return reader ? t("state.reading") : savedWords(live.savedAt.value);
    case "offline": return t(reader ? "state.offline.reader" : "state.offline");
    case "refused": return refusedWords(live.refusal.value, live.unsaved.value);
    case "kept": return here ? t("state.kept.here", { device: deviceWords() }) : t("state.kept");
    case "opening":
    case "saving": return t(`state.${state}`);
  }
}

function savedWords(at: Date | null): string {
  if (!at) return t("state.saved");
  return daysBetween(at, new Date()) === 0 ? t("state.saved.at", { time: clock(at) }) : t("state.saved.on", { day: day(at) });
}

/** A state that lasts is said once; coming back is said to whoever heard of the trouble. */
function useSpoken(state: LiveState, words: string, reader: boolean): void {
  const troubled = useRef(false);
  useEffect(() => {
    const trouble = state === "kept" || state === "offline" || state === "refused";
    const timer = setTimeout(() => {
      if (trouble) announce(words);
      else if (troubled.current && state === "saved") announce(t(reader ? "state.back.reader" : "state.back"));
      troubled.current = trouble || (troubled.current && state !== "saved");
    }, trouble && state !== "refused" ? LASTING_MS : 0);
    return () => clearTimeout(timer);
  }, [state]);
}
