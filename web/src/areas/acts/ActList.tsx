// A list of acts that goes on from a button, which gives the focus to the first new line.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { useSingle } from "../../lib/useSingle";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { documentHref, nameOf } from "../document/document";
import { titleOf } from "../journal/journal";
import { me } from "../session/session";
import { actWords, byWords, loadActs, whenWords, type Act, type Acts } from "./acts";

export function ActList({ first, path }: { first: Acts; path: "/api/me/log" | "/api/log" }) {
  const shown = useSignal(first);
  const failure = useSignal("");
  const from = useRef(0);
  const list = useRef<HTMLUListElement>(null);
  const { acts, after } = shown.value;
  const more = useSingle(async () => {
    failure.value = "";
    try {
      const next = await loadActs(path, after);
      from.current = acts.length;
      shown.value = { ...next, acts: [...acts, ...next.acts] };
    } catch (error) {
      failure.value = failureWords(error);
    }
  });
  useEffect(() => {
    const line = list.current?.children.item(from.current);
    if (from.current > 0 && line instanceof HTMLElement) line.focus();
  }, [acts.length]);
  return (
    <>
      <ul class="acts" role="list" ref={list}>{acts.map((act, i) => <li key={i} tabIndex={-1}><Line act={act} register={path === "/api/log"} /></li>)}</ul>
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      {after !== null && <p><button type="button" class="button small" onClick={more}>{t("acts.more")}</button></p>}
    </>
  );
}

function Line({ act, register }: { act: Act; register: boolean }) {
  const by = register || (act.actor !== null && act.kind.startsWith("account.")) ? byWords(act, me.peek()?.person.id ?? "") : "";
  const { document } = act;
  const title = document ? (document.kind === "journal_entry" ? titleOf(document) : nameOf(document)) : "";
  return (
    <>
      <p>{register && <><b>{act.person?.name}</b>{" · "}</>}{actWords(act)}</p>
      <p class="why"><time dateTime={act.at}>{whenWords(act)}</time>{by !== "" && `, ${by}`}</p>
      {document && <p><a href={documentHref(document)}>{t("acts.open", { title })}</a></p>}
    </>
  );
}
