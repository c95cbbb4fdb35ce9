// Remarks taken down on paper, typed in one go by paragraph number: fifteen at most, all or none.
import { useState } from "preact/hooks";

import { t } from "../../i18n/t";
import { isKeptFor, notSent } from "../../lib/keep/fields";
import type { Live } from "../../lib/live";
import { Dialog } from "../../ui/Dialog";
import { Notice } from "../../ui/Notice";
import { failureWords } from "../../ui/failure";
import { Keys, KINDS, type Kind, type Remark } from "./comments";
import { isTooLong, paragraphPassage, type Passage } from "./place";

const FIRST = 3, MOST = 15;
interface Row {
  keys: Keys;
  number: string;
  kind: Kind;
  body: string;
}
const emptyRow = (): Row => ({ keys: new Keys(), number: "", kind: "question", body: "" });
const isKept = (n: number) => ["number", "kind", "words"].some((what) => isKeptFor(`paragraph-${what}-${n}`));
/** As many as one begins with, or as lie on the device from before. */
function firstRows(): Row[] {
  let count = MOST;
  while (count > FIRST && !isKept(count)) count--;
  return Array.from({ length: count }, emptyRow);
}
const faultOf = (passage: Passage | null, n: string) => (passage === null ? t("paragraphs.missing", { n }) : isTooLong(passage) ? t("paragraphs.too_long", { n }) : null);
const isEmpty = (row: Row) => row.number === "" && row.body.trim() === "";

export function ByParagraph({ live, close, send }: { live: Live; close: () => void; send: (remarks: Remark[]) => Promise<void> }) {
  const [rows, setRows] = useState(firstRows);
  const [failure, setFailure] = useState<string | null>(null);
  const change = (at: number, what: Partial<Row>) => setRows((all) => all.map((row, i) => (i === at ? { ...row, ...what } : row)));

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const remarks: Remark[] = [];
    const refuse = (why: string) => {
      notSent(event.target);
      setFailure(why);
    };
    for (const row of rows.filter((one) => !isEmpty(one))) {
      const passage = paragraphPassage(live, Number(row.number)), fault = faultOf(passage, row.number);
      if (!passage || fault !== null) return refuse(fault ?? "");
      if (row.body.trim() === "") return refuse(t("problem.comment.body"));
      remarks.push({ key: row.keys.of([row.kind, row.body, row.number]), kind: row.kind, body: row.body.trim(), anchor: passage.anchor });
    }
    if (remarks.length === 0) return close();
    try {
      await send(remarks);
      close();
    } catch (error) {
      setFailure(failureWords(error));
    }
  };
  return (
    <Dialog title={t("paragraphs.title")} close={close} unsaved={rows.every(isEmpty) ? undefined : t("paragraphs.unsent")}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <p class="soft">{t("paragraphs.why")}</p>
        {failure !== null && <Notice mood="warn"><p role="alert">{failure}</p></Notice>}
        <ol class="remarks">
          {rows.map((row, i) => <li key={i}><RowFields live={live} row={row} n={i + 1} change={(what) => change(i, what)} /></li>)}
        </ol>
        <div class="actions">
          {rows.length < MOST && <button type="button" class="button" onClick={() => setRows((all) => [...all, emptyRow()])}>{t("paragraphs.add")}</button>}
          <button class="button primary">{t("paragraphs.send")}</button>
        </div>
      </form>
    </Dialog>
  );
}

function RowFields({ live, row, n, change }: { live: Live; row: Row; n: number; change: (what: Partial<Row>) => void }) {
  const passage = /^\d+$/.test(row.number) ? paragraphPassage(live, Number(row.number)) : null;
  return (
    <fieldset>
      <legend class="sr-only">{t("paragraphs.row", { n })}</legend>
      <div class="field">
        <label for={`paragraph-number-${n}`}>{t("paragraphs.number")}</label>
        <input class="input" id={`paragraph-number-${n}`} inputMode="numeric" pattern="[0-9]*" size={4} value={row.number} onInput={(event) => change({ number: event.currentTarget.value.trim() })} />
      </div>
      <div class="field">
        <label for={`paragraph-kind-${n}`}>{t("comment.kind")}</label>
        <select class="input" id={`paragraph-kind-${n}`} data-kept value={row.kind} onChange={(event) => change({ kind: event.currentTarget.value as Kind })}>
          {KINDS.map((kind) => <option key={kind} value={kind}>{t(`comment.kind.${kind}`)}</option>)}
        </select>
      </div>
      {row.number !== "" && <p class="small soft found">{faultOf(passage, row.number) ?? t("paragraphs.found", { words: passage?.words.slice(0, 90) ?? "" })}</p>}
      <div class="field words">
        <label for={`paragraph-words-${n}`}>{t("comment.body")}</label>
        <textarea class="input" id={`paragraph-words-${n}`} rows={2} maxLength={4000} value={row.body} onInput={(event) => change({ body: event.currentTarget.value })} />
      </div>
    </fieldset>
  );
}
