// From a page of the cohort that the address names, back to what that cohort still needs; beside it, where else one goes back to.
import type { ComponentChildren } from "preact";

import { t } from "../../i18n/t";
import { Icon } from "../../ui/Icon";
import type { OfCohort } from "./cohort";

export function BackToCohort({ of, label, children }: { of: OfCohort; label: string; children?: ComponentChildren }) {
  if (of.under === "") return children ? <p>{children}</p> : null;
  return <p class="actions"><a class="back" href={of.under}><Icon name="back" />{t("prepare.link", { label })}</a>{children}</p>;
}
