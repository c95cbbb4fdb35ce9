// Something to know, with what to do about it. Never a dialog, never vanishes by itself.
import type { ComponentChildren } from "preact";

import { Icon, type IconName } from "./Icon";

const ICONS: Record<Mood, IconName> = { plain: "info", warn: "warn", alert: "warn", calm: "check" };

type Mood = "plain" | "warn" | "alert" | "calm";

export function Notice({ mood = "plain", urgent = false, children }: { mood?: Mood; urgent?: boolean; children: ComponentChildren }) {
  return (
    <div class="notice" data-mood={mood} role={urgent ? "alert" : undefined}>
      <Icon name={ICONS[mood]} />
      <div>{children}</div>
    </div>
  );
}
