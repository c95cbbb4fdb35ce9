// The page of results: they follow what is typed, after a short silence, and say so once they are there.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { useTitle } from "../../lib/title";
import { announce } from "../../ui/Announcer";
import { Day } from "../../ui/Day";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { documentHref, nameOf } from "../document/document";
import { titleOf } from "../journal/journal";
import { Marked } from "./Marked";
import { ask, countWords, hasWords, isTooLong, typed, waitOf, type Found, type Hit, type Results } from "./search";

const SILENCE_MS = 300;

export function SearchPage({ me }: { me: string }) {
  useTitle(t("search.title"));
  const { results, trouble, more } = useResults(typed.value);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => field.current?.focus()));   // after the page's own focus
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <>
      <header class="page-head"><h1>{t("search.title")}</h1><p>{t("search.where")}</p></header>
      <form class="search-form" role="search" onSubmit={(event) => event.preventDefault()}>
        <div class="field">
          <label for="search-words">{t("search.label")}</label>
          <input ref={field} id="search-words" class="input" type="search" maxLength={200} autocomplete="off" aria-describedby="search-hint"
            value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} />
          <p id="search-hint" class="hint">{t("search.hint")}</p>
        </div>
      </form>
      {trouble !== "" && <Notice mood="warn"><p>{trouble}</p></Notice>}
      {!hasWords(typed.value)
        ? <div class="empty"><p class="say">{t("search.start")}</p><p class="soft">{t("search.start.why")}</p></div>
        : results && <Answer results={results} me={me} more={more} />}
    </>
  );
}

interface Answers {
  results: Results | null;
  trouble: string;
  more: () => void;
}

/** What was found stays on the screen until the next answer. */
function useResults(words: string): Answers {
  const results = useSignal<Results | null>(null);
  const trouble = useSignal("");
  const wanted = useSignal<{ words: string; after: string | null }>({ words, after: null });
  const first = useRef(true);
  const after = wanted.value.words === words ? wanted.value.after : null;
  useEffect(() => {
    if (!hasWords(words)) {
      results.value = null;
      trouble.value = "";
      return;
    }
    const abort = new AbortController();
    let timer = setTimeout(go, first.current || after !== null ? 0 : SILENCE_MS);
    first.current = false;
    function go(): void {
      ask(words, after, abort.signal).then(
        (found) => {
          trouble.value = "";
          results.value = after === null || !results.peek() ? found : join(results.peek() ?? found, found);
          announce(found.hits.length + found.people.length === 0 ? t("search.none") : countWords(results.peek() ?? found));
        },
        (error: unknown) => {
          if (abort.signal.aborted) return;
          const wait = waitOf(error);
          trouble.value = wait !== null ? t("search.wait") : isTooLong(error) ? t("search.too_long") : failureWords(error);
          if (wait !== null) timer = setTimeout(go, wait);
        },
      );
    }
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [words, after]);
  return {
    results: results.value,
    trouble: trouble.value,
    more: () => (wanted.value = { words, after: results.peek()?.after ?? null }),
  };
}

function join(before: Results, next: Results): Results {
  const known = new Set(before.hits.map((hit) => hit.document));
  return { ...next, hits: [...before.hits, ...next.hits.filter((hit) => !known.has(hit.document))], people: before.people };
}

function Answer({ results, me, more }: { results: Results; me: string; more: () => void }) {
  const list = useRef<HTMLUListElement>(null);
  const shown = useRef(0);
  const { hits, people, after, complete } = results;
  useEffect(() => {
    // The button that was pressed moves down or away: reading goes on at the first text that is new.
    if (shown.current > 0 && hits.length > shown.current) list.current?.children.item(shown.current)?.querySelector("a")?.focus();
    shown.current = 0;
  }, [hits.length]);
  if (hits.length === 0 && people.length === 0) {
    return <div class="empty"><p class="say">{t("search.none")}</p><p class="soft">{t("search.none.why")}</p></div>;
  }
  return (
    <div class="stack">
      {people.length > 0 && (
        <section class="leaf" aria-labelledby="found-people">
          <h2 id="found-people">{t("search.people")}</h2>
          <ul class="items" role="list">{people.map((one) => <li key={one.id}><PersonItem person={one} /></li>)}</ul>
        </section>
      )}
      {hits.length > 0 && (
        <section class="leaf" aria-labelledby="found-texts">
          <h2 id="found-texts">{t("search.texts")}</h2>
          <ul class="items" role="list" ref={list}>{hits.map((hit) => <li key={hit.document}><HitItem hit={hit} me={me} /></li>)}</ul>
          {!complete && <p class="soft">{t("search.incomplete")}</p>}
          {after !== null && (
            <p><button type="button" class="button small" onClick={() => {
              shown.current = hits.length;
              more();
            }}>{t("search.more")}</button></p>
          )}
        </section>
      )}
    </div>
  );
}

function PersonItem({ person }: { person: Found }) {
  const name = <span class="title"><Marked text={person.name} marks={person.marks} /></span>;
  if (!person.team) return <div class="item"><Icon name="person" /><span>{name}</span></div>;
  return (
    <a class="item" href={`/equipes/${person.team.id}`}>
      <Icon name="person" />
      <span>{name}<span class="why">{t("search.page.of", { name: person.team.name })}</span></span>
      <Icon name="next" />
    </a>
  );
}

function whose(hit: Hit, me: string): string {
  if (hit.kind === "group_page") return t("search.page.of", { name: hit.ownerName });
  if (hit.kind !== "journal_entry") return hit.owner === me ? t(`work.${hit.kind}`) : `${t(`work.${hit.kind}`)} · ${hit.ownerName}`;
  return hit.owner === me ? t("search.entry") : t("search.entry.of", { name: hit.ownerName });
}

function HitItem({ hit, me }: { hit: Hit; me: string }) {
  const title = hit.kind === "journal_entry" ? titleOf(hit) : nameOf({ kind: hit.kind, title: hit.title });
  const untitled = title !== hit.title;
  return (
    <article class="hit">
      <h3><Icon name={hit.kind === "group_page" ? "team" : hit.kind === "journal_entry" ? "journal" : "works"} />
        <a href={documentHref({ id: hit.document, kind: hit.kind, owner: hit.owner })}>{untitled ? title : <Marked text={title} marks={hit.titleMarks} />}</a></h3>
      <p class="why">{whose(hit, me)} · <Day iso={hit.writtenOn ?? hit.updatedAt} />{hit.section !== null && hit.section !== hit.title && <> · {t("search.section", { section: hit.section })}</>}</p>
      {hit.extract !== "" && <p class="extract"><Marked text={hit.extract} marks={hit.marks} /></p>}
    </article>
  );
}
