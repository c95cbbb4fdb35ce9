// Who could be invited, by name, each with one button.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { Dialog } from "../../ui/Dialog";
import { Loaded } from "../../ui/Loaded";
import { roleWords } from "../session/roles";
import { invite, loadInvitees, type Group } from "./group";
import type { GroupAct } from "./GroupPage";

export function InvitePanel({ group, act, close }: { group: Group; act: GroupAct; close: () => void }) {
  const invitees = useResource(`invitees ${group.id}`, (signal) => loadInvitees(group.id, signal));
  const sent = useSignal<readonly string[]>([]);
  const send = async (id: string, name: string) => {
    if (await act(() => invite(group.id, id), t("group.invite.done", { name }))) sent.value = [...sent.value, id];
  };
  return (
    <Dialog title={t("group.invite.title")} close={close}>
      <p class="soft">{t("group.invite.how")}</p>
      <Loaded from={invitees}>{(all) => (
        all.length === 0 ? <p>{t("group.invite.none")}</p> : (
          <ul class="items" role="list">
            {all.map((one) => (
              <li key={one.id} class="invitee">
                <span><span class="title">{one.name}</span><span class="why">{roleWords([one.role])}</span></span>
                {sent.value.includes(one.id)
                  ? <span class="soft">{t("group.invite.sent")}</span>
                  : one.abilities.invite && <button type="button" class="button small" onClick={() => void send(one.id, one.name)}>{t("group.invite.send")}<span class="sr-only"> {one.name}</span></button>}
              </li>
            ))}
          </ul>
        )
      )}</Loaded>
    </Dialog>
  );
}
