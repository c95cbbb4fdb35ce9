// The people in this text, by name, shape and what they do. Shown as soon as one is not alone; many are folded to their
// shapes and a count, so that they take no more room than the first lines of the text can spare.
import type { ReadonlySignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { t, tn } from "../i18n/t";
import { firstName } from "../lib/people";
import { Who } from "../ui/Who";
import type { Herald } from "./herald";
import type { Present } from "./presence";

const FEW = 5;

interface Props {
  self: string;
  others: ReadonlySignal<readonly Present[]>;
  quiet: ReadonlySignal<boolean>;   // we are cut off ourselves: nobody left
  herald: Herald;
}

export function PresenceBar({ self, others, quiet, herald }: Props) {
  const present = others.value;
  const cutOff = quiet.value;
  useEffect(() => {
    if (!cutOff) herald.present(present);
  }, [present, cutOff]);
  if (present.length === 0) return null;
  return (
    <section class="present" aria-label={t("presence.label")}>
      {present.length <= FEW ? <Names self={self} present={present} /> : (
        <details>
          <summary>
            <span class="discs" aria-hidden="true">{present.map((one) => <Who key={one.id} name={one.name} author={one.author} />)}</span>
            <span>{summary(present)}</span>
          </summary>
          <Names self={self} present={present} />
        </details>
      )}
    </section>
  );
}

function Names({ self, present }: { self: string; present: readonly Present[] }) {
  return (
    <ul class="presence" role="list">
      <li><Who name={self} /><span><b>{t("presence.you")}</b></span></li>
      {present.map((one) => (
        <li key={one.id}><Who name={one.name} author={one.author} /><span><b>{firstName(one.name)}</b>{` ${t(`presence.${one.doing}`)}`}</span></li>
      ))}
    </ul>
  );
}

function summary(present: readonly Present[]): string {
  const writing = present.filter((one) => one.doing === "writing").length;
  const all = t("presence.count", { n: present.length });
  return writing === 0 ? all : `${all}, ${tn("presence.count.writing", writing)}`;
}
