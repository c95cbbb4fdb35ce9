// A sentence of the catalogue with elements in its slots: <Words k="…" name={<b>…</b>} />.
import type { ComponentChildren } from "preact";

import { t, type Key } from "../i18n/t";

export function Words({ k, ...slots }: { k: Key } & Record<string, ComponentChildren>) {
  const parts = t(k).split(/\{(\w+)\}/);
  return <>{parts.map((part, i) => (i % 2 === 0 ? part : slots[part]))}</>;
}
