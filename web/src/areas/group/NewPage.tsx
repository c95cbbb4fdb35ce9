// A new page of the team: a title, and one is in it.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { navigate } from "../../lib/router";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { createPage } from "./group";

export function NewPage({ group }: { group: string }) {
  const error = useSignal("");
  const busy = useSignal(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const field = form.elements.namedItem("title") as HTMLInputElement;
    const title = field.value.trim();
    error.value = title === "" ? t("group.page.new.missing") : "";
    if (error.value !== "" || busy.value) {
      field.focus();
      return;
    }
    busy.value = true;
    try {
      const page = await createPage(group, { title });
      navigate(`/equipes/${group}/${page.id}`);
    } catch (failure) {
      error.value = failureWords(failure);
    } finally {
      busy.value = false;
    }
  };
  return (
    <details class="new-page">
      <summary class="button"><Icon name="plus" />{t("group.page.new")}</summary>
      <form class="stack tight" noValidate onSubmit={(event) => void submit(event)}>
        <div class="field">
          <label for="new-page-title">{t("group.page.new.label")}</label>
          <input class="input" id="new-page-title" name="title" maxLength={200} autoComplete="off" aria-invalid={error.value !== ""}
            aria-describedby={error.value === "" ? undefined : "new-page-error"} />
          {error.value !== "" && <p class="error" id="new-page-error"><Icon name="warn" />{error.value}</p>}
        </div>
        <p><button type="submit" class="button primary" aria-disabled={busy.value}>{t("group.page.create")}</button></p>
      </form>
    </details>
  );
}
