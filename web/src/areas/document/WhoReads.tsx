// The names of everybody who can open a text, asked when one wants to know.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Patience } from "../../ui/Loaded";
import { loadReaders, type DocumentReader } from "./document";

function canWords(reader: DocumentReader): string {
  if (reader.can.includes("write")) return t("who_reads.writes");
  return t(reader.can.includes("comment") ? "who_reads.comments" : "who_reads.reads");
}

export function WhoReads({ document }: { document: string }) {
  const readers = useSignal<DocumentReader[] | null>(null);
  const failure = useSignal("");
  const ask = () => {
    failure.value = "";
    loadReaders(document).then((all) => (readers.value = all), (error: unknown) => (failure.value = failureWords(error)));
  };
  return (
    <details class="who-reads" onToggle={(event) => event.currentTarget.open && ask()}>
      <summary><Icon name="eye" />{t("who_reads.title")}</summary>
      {failure.value !== "" ? <p>{failure.value}</p> : readers.value === null ? <Patience /> : readers.value.length === 0
        ? <p>{t("who_reads.none")}</p>
        : <ul class="names">{readers.value.map((r) => <li key={r.id}><b>{r.name}</b>{` ${canWords(r)}`}</li>)}</ul>}
    </details>
  );
}
