// Opening a work group: a name, and one is in it.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { navigate } from "../../lib/router";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { groupFailure, openGroup, type GroupSettings } from "./group";
import { SettingsFields, type CohortChoice } from "./SettingsFields";

export function OpenGroup({ cohorts }: { cohorts: readonly CohortChoice[] }) {
  const refused = useSignal("");
  const save = async (settings: GroupSettings & { cohort?: string }) => {
    try {
      navigate(`/equipes/${(await openGroup(settings)).id}`);
    } catch (error) {
      refused.value = groupFailure(error);
    }
  };
  return (
    <details class="new-page opening">
      <summary class="button"><Icon name="plus" />{t("group.open")}</summary>
      <div class="leaf">
        <p class="soft">{t("group.open.how")}</p>
        {refused.value !== "" && <Notice mood="alert" urgent><p>{refused.value}</p></Notice>}
        <SettingsFields id="open" cohorts={cohorts} label={t("group.open.button")} save={save} />
      </div>
    </details>
  );
}
