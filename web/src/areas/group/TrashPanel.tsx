// Pages thrown away, until when each can come back, and a button for it.
import { t } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { Dialog } from "../../ui/Dialog";
import { Loaded } from "../../ui/Loaded";
import { loadTrash, restorePage, type Group } from "./group";
import type { GroupAct } from "./GroupPage";

export function TrashPanel({ group, act, close }: { group: Group; act: GroupAct; close: () => void }) {
  const trash = useResource(`trash ${group.id}`, (signal) => loadTrash(group.id, signal));
  const restore = async (id: string, title: string) => {
    if (await act(() => restorePage(group.id, id), t("group.trash.restored", { title }))) trash.reload();
  };
  return (
    <Dialog title={t("group.trash")} close={close}>
      <Loaded from={trash}>{(pages) => (
        pages.length === 0 ? <p class="soft">{t("group.trash.empty")}</p> : (
          <ul class="items" role="list">
            {pages.map((one) => (
              <li key={one.id} class="invitee">
                <span>
                  <span class="title">{one.title}</span>
                  <span class="why">{t("group.trash.line", { name: one.by, day: day(parse(one.at)), until: day(parse(one.until)) })}</span>
                </span>
                {one.abilities.restore && <button type="button" class="button small" onClick={() => void restore(one.id, one.title)}>{t("group.trash.restore")}<span class="sr-only"> {one.title}</span></button>}
              </li>
            ))}
          </ul>
        )
      )}</Loaded>
    </Dialog>
  );
}
