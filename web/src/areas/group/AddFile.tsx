// Choosing a file; a picture is described in words for those who do not see it.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { typed } from "../../lib/form";
import { Icon } from "../../ui/Icon";
import { addFile } from "./files";

interface Props {
  group: string;
  act: (change: () => Promise<unknown>, done: string) => Promise<boolean>;
}

export function AddFile({ group, act }: Props) {
  const chosen = useSignal<File | null>(null);
  const nth = useSignal(0);                       // a fresh form after each file
  const busy = useSignal(false);
  const picture = chosen.value?.type.startsWith("image/") ?? false;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const file = chosen.value;
    if (!file || busy.value) return;
    const description = typed(event.currentTarget as HTMLFormElement, "description");
    busy.value = true;
    if (await act(() => addFile(group, file, description), t("files.added", { name: file.name }))) {
      chosen.value = null;
      nth.value++;
    }
    busy.value = false;
  };
  return (
    <details class="new-page" key={nth.value}>
      <summary class="button small"><Icon name="plus" />{t("files.add")}</summary>
      <form class="stack tight" data-about={chosen.value?.name} onSubmit={(event) => void submit(event)}>
        <div class="field">
          <label for="file">{t("files.choose")}</label>
          <input class="input" id="file" name="file" type="file" required aria-describedby="file-hint" onChange={(event) => (chosen.value = event.currentTarget.files?.[0] ?? null)} />
          <span class="hint" id="file-hint">{t("files.choose.hint")}</span>
        </div>
        <div class="field">
          <label for="file-description">{t(picture ? "files.description.picture" : "files.description")}</label>
          <input class="input" id="file-description" name="description" maxLength={500} autoComplete="off" required={picture} aria-describedby="file-description-hint" />
          <span class="hint" id="file-description-hint">{t("files.description.hint")}</span>
        </div>
        <p><button type="submit" class="button primary" aria-disabled={busy.value}>{t(busy.value ? "files.sending" : "files.send")}</button></p>
      </form>
    </details>
  );
}
