// What one knows of a team besides its name.
import { t } from "../../i18n/t";
import type { Team } from "./teams";

export function TeamFacts({ team: { commission, commissioner, cooperator } }: { team: Team }) {
  return (
    <>
      {commission && <p class="small">{t("teams.commission", { commission, commissioner: commissioner ?? "—" })}</p>}
      {cooperator && <p class="small">{t("teams.cooperator", { name: cooperator.name })}</p>}
    </>
  );
}
