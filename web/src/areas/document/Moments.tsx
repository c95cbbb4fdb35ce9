// When a text was written: the names people gave first, then moment by moment.
import { t, tn } from "../../i18n/t";
import { clock, parse } from "../../lib/dates";
import { acceptedWords, authorsOf, authorWords, countWords, momentTime, momentTitle, momentWords, versionsHref, versionWords, type Accepted, type Moment, type Revision } from "./versions";

interface Props {
  moments: readonly Moment[];
  document: string;
  shown: string | null;
}

export function Named({ moments, document, shown }: Props) {
  const named = moments.map((moment) => moment.steps[0]).filter((one): one is Revision => one !== undefined && one.name !== null);
  return (
    <section class="stack tight" aria-labelledby="named-versions">
      <h2 id="named-versions">{t("versions.named")}</h2>
      {named.length === 0
        ? <p class="soft small">{t("versions.named.none")}</p>
        : (
          <ul class="moments named" role="list">
            {named.map((one) => (
              <li key={one.id} class="kept-name" aria-current={one.id === shown ? "true" : undefined}>
                <a href={versionsHref(document, one.id)}>{versionWords(one)}</a>
                <small>{t("versions.named.by", { name: one.namedBy?.name ?? "", when: momentWords(one.namedAt ?? one.at) })}</small>
              </li>
            ))}
          </ul>
        )}
    </section>
  );
}

interface Writing {
  me: string;
  accepted: readonly Accepted[];
}

export function Moments({ moments, document, me, accepted, shown }: Props & Writing) {
  return (
    <section class="stack tight" aria-labelledby="moments">
      <h2 id="moments">{t("versions.moments")}</h2>
      <ol class="moments" role="list">
        {moments.map((moment, i) => (
          <MomentLine key={moment.steps[0]?.id} moment={moment} before={moments[i + 1]} document={document} me={me} accepted={accepted} shown={shown ?? moments[0]?.steps[0]?.id ?? null} />
        ))}
      </ol>
    </section>
  );
}

function MomentLine({ moment, before, document, me, accepted, shown }: { moment: Moment; before: Moment | undefined } & Writing & Pick<Props, "document" | "shown">) {
  const last = moment.steps[0], previous = before?.steps[0];
  if (!last) return null;
  const details = [
    momentTime(moment), authorWords(authorsOf(moment), me), countWords(moment.wordsAdded, moment.wordsRemoved), acceptedWords(moment, before, accepted),
  ].filter((words) => words !== "");
  return (
    <li class={last.name !== null ? "kept-name" : undefined} aria-current={moment.steps.some((step) => step.id === shown) ? "true" : undefined}>
      <a href={previous ? versionsHref(document, previous.id, last.id) : versionsHref(document, last.id)}>{momentTitle(moment, !before)}</a>
      <small>{details.join(" · ")}</small>
      {moment.steps.length > 1 && (
        <details>
          <summary>{tn("moment.steps", moment.steps.length)}</summary>
          <ul role="list">
            {moment.steps.map((step) => (
              <li key={step.id}><a href={versionsHref(document, step.id)}>{t("moment.step", { time: clock(parse(step.at)) })}</a>{` ${authorWords(step.authors, me)}`}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
