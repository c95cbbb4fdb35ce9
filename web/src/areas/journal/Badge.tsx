// Who reads an entry: an icon and a word. A lock and a dashed border when nobody else does.
import { t } from "../../i18n/t";
import { Icon, type IconName } from "../../ui/Icon";
import type { Entry, Visibility } from "./journal";

const ICONS: Record<Visibility, IconName> = { private: "lock", tutor: "eye", group: "team", cohort: "people" };

export function VisibilityIcon({ visibility }: { visibility: Visibility }) {
  return <Icon name={ICONS[visibility]} />;
}

export function Badge({ entry, reader = false }: { entry: Entry; reader?: boolean }) {
  return (
    <span class="badge" data-visibility={entry.visibility}>
      <VisibilityIcon visibility={entry.visibility} />
      {t(reader ? `visibility.reader.${entry.visibility}` : `visibility.${entry.visibility}`)}
    </span>
  );
}
