// The people in this text, by name, shape and what they do. Shown as soon as one is not alone.
import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { t } from "../i18n/t";
import { firstName } from "../lib/people";
import { announce } from "../ui/Announcer";
import { Who } from "../ui/Who";
import type { Present } from "./presence";

interface Props {
  self: string;
  others: ReadonlySignal<readonly Present[]>;
  quiet: ReadonlySignal<boolean>;   // we are cut off ourselves: nobody left
}

export function PresenceBar({ self, others, quiet }: Props) {
  const present = others.value;
  useAnnounced(present, quiet.value);
  if (present.length === 0) return null;
  return (
    <section class="present" aria-label={t("presence.label")}>
      <ul class="presence" role="list">
        <li><Who name={self} /><span><b>{t("presence.you")}</b></span></li>
        {present.map((one) => (
          <li key={one.id}><Who name={one.name} author={one.author} /><span><b>{firstName(one.name)}</b>{` ${t(`presence.${one.doing}`)}`}</span></li>
        ))}
      </ul>
    </section>
  );
}

const SETTLED_MS = 1_500;           // a line that drops and comes back makes nobody leave

/** Says who comes, goes and begins to write; nobody is named twice in a row for the same thing. */
function useAnnounced(present: readonly Present[], quiet: boolean): void {
  const before = useRef(new Map<string, Present>());
  useEffect(() => {
    if (quiet) return;
    const timer = setTimeout(() => speak(before, present), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [present, quiet]);
}

function speak(before: { current: Map<string, Present> }, present: readonly Present[]): void {
  const words: string[] = [];
  const now = new Map(present.map((one) => [one.id, one]));
  for (const one of present) {
    const was = before.current.get(one.id);
    if (was?.doing === one.doing || (was && one.doing !== "writing")) continue;
    words.push(`${firstName(one.name)} ${t(`presence.${one.doing}`)}`);
  }
  for (const one of before.current.values()) {
    if (!now.has(one.id)) words.push(t("presence.left", { name: firstName(one.name) }));
  }
  before.current = now;
  if (words.length > 0) announce(`${words.join(". ")}.`);
}
