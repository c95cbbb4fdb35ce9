// Above one's own entry: a button that names who reads, and opens the choice.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { Icon } from "../../ui/Icon";
import { VisibilityIcon } from "./Badge";
import { readersSentence, type Entry } from "./journal";
import { SharePanel } from "./SharePanel";

export function Readers({ entry, changed }: { entry: Entry; changed: (entry: Entry) => void }) {
  const open = useSignal(false);
  const readers = entry.readers ?? [];
  const label = entry.visibility === "group" && entry.group
    ? t("visibility.group.of", { name: entry.group.name })
    : t(`visibility.${entry.visibility}`);
  return (
    <div class="readers">
      <button type="button" class="badge" data-visibility={entry.visibility} aria-haspopup="dialog" onClick={() => (open.value = true)}>
        <VisibilityIcon visibility={entry.visibility} />{label}
        <span class="sr-only">{`, ${t("visibility.change")}`}</span><Icon name="down" />
      </button>
      <p>{readersSentence(entry, readers)}</p>
      {open.value && <SharePanel entry={entry} changed={changed} close={() => (open.value = false)} />}
    </div>
  );
}
