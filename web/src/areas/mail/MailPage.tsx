// What waits, what was refused and why. Administrators see all letters, who runs a cohort what did not reach its people.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { useSingle } from "../../lib/useSingle";
import { Day } from "../../ui/Day";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { loadMail, openLetter, sendAgain, sendTest, type Letter, type Outbox } from "./mail";

export function MailPage() {
  useTitle(t("mail.title"));
  const outbox = useResource("mail", (signal) => loadMail(signal));
  return <Loaded from={outbox}>{(first) => <Letters first={first} reload={outbox.reload} />}</Loaded>;
}

function Letters({ first, reload }: { first: Outbox; reload: () => void }) {
  const failure = useSignal("");
  const rest = useSignal<Letter[]>([]);
  const more = useSignal(first.more);
  const tried = (work: () => Promise<unknown>) => {
    failure.value = "";
    return work().catch((error: unknown) => (failure.value = failureWords(error)));
  };
  const attempt = (work: () => Promise<unknown>) => void tried(work);
  const goOn = useSingle(() => tried(async () => {
    const next = await loadMail(undefined, all.at(-1)?.id);
    rest.value = [...rest.value, ...next.mail];
    more.value = next.more;
  }));
  const all = [...first.mail, ...rest.value];
  return (
    <>
      <header class="page-head"><h1>{t("mail.title")}</h1></header>
      <div class="stack">
        {!first.canLeave && <Notice mood="warn"><p>{t("mail.stays")}</p></Notice>}
        {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
        {first.abilities.test && <p><button type="button" class="button" onClick={() => attempt(() => sendTest().then(reload))}>{t("mail.test")}</button></p>}
        {all.length === 0
          ? <p>{t("mail.none")}</p>
          : <section class="leaf"><ul class="items">{all.map((one) => <li key={one.id}><Row letter={one} attempt={attempt} reload={reload} /></li>)}</ul></section>}
        {more.value && (
          <p><button type="button" class="button" onClick={goOn}>{t("mail.more")}</button></p>
        )}
      </div>
    </>
  );
}

function Row({ letter, attempt, reload }: { letter: Letter; attempt: (work: () => Promise<unknown>) => void; reload: () => void }) {
  const body = useSignal<string | null>(null);
  return (
    <div class="stack tight">
      <div class="item">
        <Icon name={letter.state === "failed" ? "warn" : letter.state === "sent" ? "check" : "info"} />
        <span>
          <span class="title">{letter.subject}</span>
          <span class="why">{t("mail.to", { name: letter.person?.name ?? letter.address })} · {letter.address} · <Day iso={letter.createdAt} /></span>
          <span class="why">{t(`mail.state.${letter.state}`)}{letter.answer !== null && letter.state !== "sent" && <> · {t("mail.answer")} <span lang="en">{letter.answer}</span></>}</span>
        </span>
        <span class="actions">
          {letter.abilities.send && <button type="button" class="button small" onClick={() => attempt(() => sendAgain(letter.id).then(reload))}>{t("mail.again")}</button>}
          {letter.abilities.open && body.value === null && <button type="button" class="button small" onClick={() => attempt(async () => (body.value = (await openLetter(letter.id)).body))}>{t("mail.open")}</button>}
        </span>
      </div>
      {body.value !== null && <pre class="letter">{body.value}</pre>}
    </div>
  );
}
