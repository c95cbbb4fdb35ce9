// Asking somebody to read one text until a day, with a question: the list of those asked, and a form for one more.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { day, isoDay, parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { announce } from "../../ui/Announcer";
import { failureWords } from "../../ui/failure";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { roleWords } from "../session/roles";
import { endNaming, loadNamed, nameReader, type NamedReaders as All } from "./named";

const IN_TWO_WEEKS = 14;

export function NamedReaders({ document }: { document: string }) {
  const loaded = useResource(`named ${document}`, (signal) => loadNamed(document, signal));
  return (
    <section class="stack tight" aria-labelledby="named-readers">
      <h3 id="named-readers">{t("named.title")}</h3>
      <p class="soft small">{t("named.why")}</p>
      <Loaded from={loaded}>{(all) => <Present document={document} all={all} changed={loaded.replace} />}</Loaded>
    </section>
  );
}

function Present({ document, all, changed }: { document: string; all: All; changed: (all: All) => void }) {
  const failure = useSignal("");
  const end = async (id: string, name: string) => {
    try {
      changed(await endNaming(document, id));
      announce(t("named.ended", { name }));
    } catch (error) {
      failure.value = failureWords(error);
    }
  };
  return (
    <>
      {all.readers.length > 0 && (
        <ul class="items" role="list">
          {all.readers.map((reader) => (
            <li key={reader.id} class="item named">
              <span>
                <span class="title">{reader.name}</span>
                <span class="why">{t("named.until", { day: day(parse(reader.until)) })}{reader.question !== "" && <>{" · "}<q>{reader.question}</q></>}</span>
              </span>
              {all.abilities.remove && <button type="button" class="button small" onClick={() => void end(reader.id, reader.name)}>{t("named.end")}<span class="sr-only">{`, ${reader.name}`}</span></button>}
            </li>
          ))}
        </ul>
      )}
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      {all.abilities.name && <Ask document={document} all={all} changed={changed} />}
    </>
  );
}

function Ask({ document, all, changed }: { document: string; all: All; changed: (all: All) => void }) {
  const today = new Date();
  const open = useSignal(false);
  const person = useSignal("");
  const until = useSignal(isoDay(new Date(today.getTime() + IN_TWO_WEEKS * 86_400_000)));
  const question = useSignal("");
  const failure = useSignal("");
  const others = all.people.filter((one) => !all.readers.some((reader) => reader.id === one.id));

  const ask = async (event: SubmitEvent) => {
    event.preventDefault();
    failure.value = "";
    try {
      const now = await nameReader(document, person.value, until.value, question.value.trim());
      announce(t("named.done", { name: others.find((one) => one.id === person.value)?.name ?? "" }));
      [open.value, person.value, question.value] = [false, "", ""];
      changed(now);
    } catch (error) {
      failure.value = failureWords(error);
    }
  };
  if (!open.value) return <p><button type="button" class="button small" onClick={() => (open.value = true)}>{t("named.ask")}</button></p>;
  return (
    <form class="stack tight" onSubmit={(event) => void ask(event)}>
      <div class="field">
        <label for="named-person">{t("named.person")}</label>
        <select id="named-person" class="input" required value={person.value} onChange={(event) => (person.value = event.currentTarget.value)}>
          <option value="" />
          {others.map((one) => <option key={one.id} value={one.id}>{`${one.name} (${roleWords([one.role]).toLocaleLowerCase("fr")})`}</option>)}
        </select>
      </div>
      <div class="field">
        <label for="named-until">{t("named.day")}</label>
        <input id="named-until" class="input" type="date" required min={isoDay(today)} value={until.value} onInput={(event) => (until.value = event.currentTarget.value)} />
      </div>
      <div class="field">
        <label for="named-question">{t("named.question")}</label>
        <textarea id="named-question" class="input" rows={2} maxLength={500} value={question.value} onInput={(event) => (question.value = event.currentTarget.value)} />
      </div>
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      <div class="actions">
        <button type="submit" class="button primary small">{t("named.send")}</button>
        <button type="button" class="button plain small" onClick={() => (open.value = false)}>{t("share.cancel")}</button>
      </div>
    </form>
  );
}
