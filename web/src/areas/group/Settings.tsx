// What one may do with a work group: change it, put it away, leave it.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { navigate } from "../../lib/router";
import { Ask } from "./Ask";
import { archiveGroup, changeGroup, endsWithout, leaveGroup, type Group } from "./group";
import type { GroupAct } from "./GroupPage";
import { SettingsFields } from "./SettingsFields";

export function Settings({ group, me, act }: { group: Group; me: string; act: GroupAct }) {
  const asking = useSignal<"leave" | "archive" | null>(null);
  const { settle, leave, archive } = group.abilities;
  if (!settle && !leave && !archive) return null;
  const close = () => (asking.value = null);
  const settings = { name: group.name, theme: group.theme ?? "", open: group.open };
  return (
    <section class="leaf" aria-labelledby="settings">
      <h2 id="settings">{t("group.settings")}</h2>
      {settle && <p class="soft">{t(group.open ? "group.joining.open.why" : "group.joining.closed.why")}</p>}
      {settle && (
        <details class="new-page">
          <summary class="button small">{t("group.change")}</summary>
          <SettingsFields key={JSON.stringify(settings)} id="settings-of" settings={settings} label={t("teams.change.save")}
            save={async (wanted) => {
              await act(() => changeGroup(group.id, wanted), t("teams.change.done"));
            }} />
        </details>
      )}
      <p class="actions">
        {leave && <button type="button" class="button small" onClick={() => (asking.value = "leave")}>{t("group.leave")}</button>}
        {archive && !group.archived && <button type="button" class="button small" onClick={() => (asking.value = "archive")}>{t("group.archive")}</button>}
        {archive && group.archived && (
          <button type="button" class="button small" onClick={() => void act(() => archiveGroup(group.id, false), t("group.reopen.done"))}>{t("group.reopen")}</button>
        )}
      </p>
      {asking.value === "leave" && (
        <Ask title={t("group.leave.ask", { name: group.name })} text={t(endsWithout(group, me) ? "group.leave.last" : "group.leave.what")} label={t("group.leave")} close={close}
          confirm={() => void act(async () => {
            await leaveGroup(group.id);
            navigate("/equipes");
          }, t("group.leave.done", { name: group.name }))} />
      )}
      {asking.value === "archive" && (
        <Ask title={t("group.archive.ask", { name: group.name })} text={t("group.archive.what")} label={t("group.archive")} close={close}
          confirm={() => void act(() => archiveGroup(group.id, true), t("group.archive.done"))} />
      )}
    </section>
  );
}
