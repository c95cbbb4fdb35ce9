// The page of results: they follow what is typed, after a short silence, and say so once they are there.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { t, tn } from "../../i18n/t";
import { useTitle } from "../../lib/title";
import { announce } from "../../ui/Announcer";
import { Day, dayWords } from "../../ui/Day";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { documentHref, nameOf } from "../document/document";
import { plain } from "../../editor/comments/plain";
import { titleOf } from "../journal/journal";
import { Marked } from "./Marked";
import { ask, countWords, hasWords, isTooLong, typed, waitOf, type After, type Found, type FoundComment, type FoundFile, type Hit, type Results } from "./search";

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
  more: (of: After["of"]) => void;
}

/** What was found stays on the screen until the next answer. */
function useResults(words: string): Answers {
  const results = useSignal<Results | null>(null);
  const trouble = useSignal("");
  const wanted = useSignal<{ words: string; after: After | null }>({ words, after: null });
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
          const before = results.peek();
          results.value = after === null || !before ? found : join(before, found, after.of);
          announce(isEmpty(results.peek() ?? found) ? t("search.none") : countWords(results.peek() ?? found));
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
    more: (of) => {
      const place = of === "texts" ? results.peek()?.after : results.peek()?.commentsAfter;
      if (place) wanted.value = { words, after: { of, place } };
    },
  };
}

const isEmpty = ({ hits, people, files, comments }: Results) => hits.length + people.length + files.length + comments.length === 0;

function join(before: Results, next: Results, of: After["of"]): Results {
  if (of === "comments") {
    const known = new Set(before.comments.map((one) => one.id));
    return { ...before, comments: [...before.comments, ...next.comments.filter((one) => !known.has(one.id))], commentsAfter: next.commentsAfter };
  }
  const known = new Set(before.hits.map((hit) => hit.document));
  return { ...before, hits: [...before.hits, ...next.hits.filter((hit) => !known.has(hit.document))], after: next.after, complete: next.complete };
}

/** A list with a button for more of it. The button that was pressed moves down or away: reading goes on at the first line that is new. */
function useList(count: number, more: () => void) {
  const list = useRef<HTMLUListElement>(null);
  const shown = useRef(0);
  useEffect(() => {
    if (shown.current > 0 && count > shown.current) list.current?.children.item(shown.current)?.querySelector("a")?.focus();
    shown.current = 0;
  }, [count]);
  return {
    list,
    more: () => {
      shown.current = count;
      more();
    },
  };
}

function Answer({ results, me, more }: { results: Results; me: string; more: (of: After["of"]) => void }) {
  const { hits, people, files, comments, complete } = results;
  const texts = useList(hits.length, () => more("texts")), remarks = useList(comments.length, () => more("comments"));
  if (isEmpty(results)) {
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
      {files.length > 0 && (
        <section class="leaf" aria-labelledby="found-files">
          <h2 id="found-files">{t("search.files")}</h2>
          <ul class="items" role="list">{files.map((one) => <li key={one.id}><FileItem file={one} /></li>)}</ul>
          {results.fileCount > files.length && <p class="soft">{tn("search.files.others", results.fileCount - files.length)}</p>}
        </section>
      )}
      {hits.length > 0 && (
        <section class="leaf" aria-labelledby="found-texts">
          <h2 id="found-texts">{t("search.texts")}</h2>
          <ul class="items" role="list" ref={texts.list}>{hits.map((hit) => <li key={hit.document}><HitItem hit={hit} me={me} /></li>)}</ul>
          {!complete && <p class="soft">{t("search.incomplete")}</p>}
          {results.after !== null && <p><button type="button" class="button small" onClick={texts.more}>{t("search.more")}</button></p>}
        </section>
      )}
      {comments.length > 0 && (
        <section class="leaf" aria-labelledby="found-comments">
          <h2 id="found-comments">{t("search.comments")}</h2>
          <ul class="items" role="list" ref={remarks.list}>{comments.map((one) => <li key={one.id}><CommentItem comment={one} me={me} /></li>)}</ul>
          {results.commentsAfter !== null && <p><button type="button" class="button small" onClick={remarks.more}>{t("search.comments.more")}</button></p>}
        </section>
      )}
    </div>
  );
}

function PersonItem({ person }: { person: Found }) {
  const name = <span class="title"><Marked text={person.name} marks={person.marks} /></span>;
  const team = person.team && <span class="why">{t("search.page.of", { name: person.team.name })}</span>;
  const href = person.abilities.open ? `/stagiaires/${person.id}` : person.team && `/equipes/${person.team.id}`;
  if (href === null) return <div class="item"><Icon name="person" /><span>{name}</span></div>;
  return <a class="item" href={href}><Icon name="person" /><span>{name}{team}</span><Icon name="next" /></a>;
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

/** What a comment stands beside, and whose it is. */
function beside(one: FoundComment, me: string): string {
  const what = one.kind === "journal_entry" ? titleOf(one) : one.kind === "group_page" ? nameOf(one) : t(`work.${one.kind}`);
  if (one.kind === "group_page") return t("search.comment.group", { what, name: one.ownerName });
  return one.owner === me ? t("search.comment.own", { what }) : t("search.comment.of", { what, name: one.ownerName });
}

const QUOTE = 90;
const short = (words: string) => (words.length > QUOTE ? `${words.slice(0, QUOTE).replace(/\s+\S*$/, "")}…` : words);

function CommentItem({ comment, me }: { comment: FoundComment; me: string }) {
  const { id, kind, document, owner, by, at, quote } = comment;
  return (
    <article class="hit">
      <h3><Icon name="comment" /><a href={`${documentHref({ id: document, kind, owner })}#thread-${comment.thread}`} id={`found-${id}`}>{beside(comment, me)}</a></h3>
      <p class="why">{t(by.id === me ? "search.comment.mine" : "search.comment.by", { name: by.name, day: dayWords(at) })}</p>
      {comment.extract !== "" && <p class="extract"><Marked text={comment.extract} marks={comment.marks} /></p>}
      {quote !== "" && <p class="why">{t("search.comment.about", { words: short(plain(quote)) })}</p>}
    </article>
  );
}

function FileItem({ file }: { file: FoundFile }) {
  return (
    <article class="hit">
      <h3><Icon name="download" /><a href={`/equipes/${file.group.id}#file-${file.id}`}><Marked text={file.name} marks={file.nameMarks} /></a></h3>
      <p class="why">{t("search.file.of", { name: file.group.name })} · {t("search.file.by", { name: file.by, day: dayWords(file.at) })}</p>
      {file.description !== "" && <p class="extract"><Marked text={file.description} marks={file.marks} /></p>}
    </article>
  );
}
