// Words written without network that the server did not want when it was back: they are shown until their author has them.
import { useState } from "preact/hooks";

import { t } from "../i18n/t";
import { drop, refusedWords } from "../lib/keep/wishes";
import { announce } from "../ui/Announcer";
import { Notice } from "../ui/Notice";

export function RefusedWords() {
  return <>{refusedWords.value.map(({ name, words = "", lost, why }) => <Refused key={name} name={name} words={words} why={lost ? "lost" : why ?? "refused"} />)}</>;
}

function Refused({ name, words, why }: { name: string; words: string; why: "lost" | "refused" | "passage" | "other" }) {
  const [sure, setSure] = useState(false);
  const copy = () => void navigator.clipboard.writeText(words).then(() => announce(t("unsent.copied")), () => undefined);
  return (
    <Notice mood="warn">
      <p>{t(`unsent.${why}`)}</p>
      <blockquote class="rescued">{words}</blockquote>
      <p class="actions">
        <button type="button" class="button small" onClick={copy}>{t("unsent.copy")}</button>
        <button type="button" class="button small plain" onClick={() => (sure ? void drop(name) : setSure(true))} onBlur={() => setSure(false)}>{t(sure ? "unsent.forget.sure" : "unsent.forget")}</button>
      </p>
    </Notice>
  );
}
