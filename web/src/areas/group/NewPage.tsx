// A new page of the group, at the top or below another: a title, and one is in it.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { navigate } from "../../lib/router";
import { Icon } from "../../ui/Icon";
import { createPage, groupFailure } from "./group";

interface Props {
  group: string;
  id: string;
  inner?: boolean;
  parent?: string;
}

export function NewPage({ group, id, inner = false, parent }: Props) {
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
      const page = await createPage(group, { title, ...(inner ? { inner } : {}), ...(parent === undefined ? {} : { parent }) });
      navigate(`/equipes/${group}/${page.id}`);
    } catch (failure) {
      error.value = groupFailure(failure);
    } finally {
      busy.value = false;
    }
  };
  return (
    <details class="new-page">
      <summary class="button"><Icon name="plus" />{t(parent === undefined ? (inner ? "group.page.new.inner" : "group.page.new") : "group.page.new.below")}</summary>
      <form class="stack tight" noValidate onSubmit={(event) => void submit(event)}>
        <div class="field">
          <label for={`${id}-title`}>{t(parent === undefined ? (inner ? "group.page.new.inner.label" : "group.page.new.label") : "group.page.new.below.label")}</label>
          <input class="input" id={`${id}-title`} name="title" maxLength={200} autoComplete="off" aria-invalid={error.value !== ""}
            aria-describedby={error.value === "" ? undefined : `${id}-error`} />
          {error.value !== "" && <p class="error" id={`${id}-error`}><Icon name="warn" />{error.value}</p>}
        </div>
        <p><button type="submit" class="button primary" aria-disabled={busy.value}>{t("group.page.create")}</button></p>
      </form>
    </details>
  );
}
