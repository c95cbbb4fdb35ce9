// The margin of a text: threads beside it on a wide screen, in a sheet from below on a phone.
import { effect, useComputed, useSignal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { t, tn } from "../../i18n/t";
import { holdsWords } from "../../lib/form";
import { outdated } from "../../lib/keep/answers";
import { keeping } from "../../lib/keep/keep";
import { waitingWords } from "../../lib/keep/wishes";
import type { Live } from "../../lib/live";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { deviceWords } from "../../ui/deviceWords";
import { failureWords } from "../../ui/failure";
import { lazily } from "../../ui/lazily";
import { numberIn, type Present } from "../presence";
import { useBeside } from "./beside";
import { Conversation, passes, type Filter, type Thread } from "./comments";
import { NewComment } from "./NewComment";
import { somethingChosen, surface } from "./page";
import { Painter } from "./painter";
import { chosenPassage, hasParagraphNumbers, isTooLong, passageAgain, type Passage } from "./place";
import { ThreadCard } from "./ThreadCard";

/** Few open it. */
const ByParagraph = lazily(async () => (await import("./ByParagraph")).ByParagraph, () => null);

const REST_MS = 2_000;
const AT_ONCE = 30;                 // cards; more than a window shows
const BETWEEN_MS = 50;
const SMALL_AT_ONCE = 200;          // the server takes no more

export function Margin({ live, others }: { live: Live; others: ReadonlySignal<readonly Present[]> }) {
  const talk = useMemo(() => new Conversation(live.id), [live.id]);
  const failure = useSignal<string | null>(null);
  const [filter, setFilter] = useState<Filter>("open");
  const [current, setCurrent] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [passage, setPassage] = useState<Passage | null>(null);
  const [begun, setBegun] = useState<readonly string[]>([]);
  const [byParagraph, setByParagraph] = useState(false);
  const chosen = useChosen();
  const handle = useRef<HTMLButtonElement>(null), section = useRef<HTMLElement>(null);
  const held = talk.held.value;

  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    failure.value = null;
    try {
      await work();
      return true;
    } catch (error) {
      failure.value = failureWords(error);
      return false;
    }
  };
  useEffect(() => effect(() => {
    const changes = live.commentsChanged.value;
    const old = outdated.value;
    if (live.ready.value || changes + old > 0) void talk.load().catch(() => undefined);     // asked again with the next change or connection
  }), [live, talk]);
  useEffect(() => {                                                     // where the passages are now, once the text rests, with the server too
    let timer: ReturnType<typeof setTimeout> | undefined;
    const changed = () => {
      clearTimeout(timer);
      timer = setTimeout(rested, REST_MS);
    };
    const rested = () => {
      if (live.unsaved.peek()) changed();
      else if (talk.held.peek()?.comments.length) void talk.load().catch(() => undefined);
    };
    live.doc.on("update", changed);
    return () => {
      clearTimeout(timer);
      live.doc.off("update", changed);
    };
  }, [live, talk]);

  const [drawn, setDrawn] = useState(AT_ONCE);
  const focusThread = (id: string) => {
    setDrawn(Infinity);
    setCurrent(id);
    setOpen(true);
    setTimeout(() => document.getElementById(`thread-${id}`)?.focus());
  };
  const named = useRef(location.hash.startsWith("#thread-") ? location.hash.slice("#thread-".length) : null);
  useEffect(() => {                                                     // the one that the address names, once
    const thread = held?.comments.find((one) => one.id === named.current);
    if (!thread) return;
    named.current = null;
    if (!passes(thread, filter)) setFilter("all");
    focusThread(thread.id);
  }, [held]);
  const notice = (id: string) => {                                      // whoever writes goes on writing
    setDrawn(Infinity);
    setCurrent(id);
    setTimeout(() => document.getElementById(`thread-${id}`)?.scrollIntoView({ block: "nearest" }));
  };
  const painter = useMemo(() => new Painter(live, (id, writes) => (writes ? notice(id) : focusThread(id))), [live]);
  useEffect(() => () => painter.stop(), [painter]);
  useBeside(section, painter);
  const shown = useComputed(() => talk.held.value?.comments ?? []).value.filter((thread) => passes(thread, filter) || isAnswered(thread));
  useEffect(() => {                                                     // hundreds at once would hold up whoever begins to type
    if (drawn >= shown.length) return;
    const timer = setTimeout(() => setDrawn(drawn + AT_ONCE), BETWEEN_MS);
    return () => clearTimeout(timer);
  }, [drawn, shown.length]);
  useEffect(() => painter.show(shown.filter((thread) => thread.anchor.state !== "detached"), current), [held, filter, current]);

  const close = () => {
    setOpen(false);
    setTimeout(() => (handle.current?.checkVisibility() ? handle.current : surface())?.focus());   // there once the sheet is away, if it is
  };
  const goTo = async (thread: Thread) => {
    const went = await painter.goTo(thread);
    failure.value = went ? null : t("comment.gone");
    if (went) setOpen(false);
  };
  const toForm = () => {
    setOpen(true);
    setTimeout(() => document.getElementById("comment-body")?.focus());
  };
  const write = () => attempt(async () => {
    if (passage !== null) return toForm();                              // its words are about that one
    const found = await chosenPassage(live);
    failure.value = found === null ? t("comment.not_found") : isTooLong(found) ? t("problem.comment.quote") : null;
    if (failure.value !== null || found === null) return;
    setBegun([]);
    setPassage(found);
    toForm();
  });
  const looked = useRef(false);
  useEffect(() => effect(() => {                                         // a remark begun before stands beside its passage again, once
    if (looked.current || !live.ready.value || keeping.value === null || talk.held.value?.abilities.comment !== true) return;
    looked.current = true;
    void import("../../lib/keep/fields").then(async ({ begunAbout }) => {
      const one = await begunAbout("comment-");
      if (!one) return;
      setBegun(one.ids);
      setPassage((now) => now ?? passageAgain(live, one.about));
    });
  }), [live, talk]);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!event.ctrlKey || !event.altKey || event.code !== "KeyM") return;
      event.preventDefault();
      const there = painter.atCaret() ?? shown[0]?.id;
      if (passage !== null || (somethingChosen() && held?.abilities.comment)) void write();
      else if (there !== undefined) focusThread(there);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });

  if (held === null || (held.comments.length === 0 && !held.abilities.comment)) return null;
  const waiting = held.comments.filter((thread) => thread.status === "open").length;
  const something = chosen || passage !== null || held.comments.length > 0 || waitingIn(live.id).length > 0 || hasParagraphNumbers();
  return (
    <>
      <section ref={section} class="margin" aria-labelledby="margin-title" data-open={open}>
        <header>
          <h2 id="margin-title">{t("margin.title")}</h2>
          <button type="button" class="icon-button narrow-only" aria-label={t("margin.close")} onClick={close}><Icon name="close" /></button>
        </header>
        {failure.value !== null && <div class="failure"><Notice mood="warn"><p role="alert">{failure.value}</p></Notice></div>}
        <p class="small soft" role="status">{held.comments.length === 0 ? t("margin.none") : waiting === 0 ? t("margin.count.none") : tn("margin.count", waiting)}</p>
        {held.abilities.comment && !passage && <p class="small soft wide-only">{t("margin.hint")}</p>}
        {held.abilities.comment && !passage && <div class="actions">
          {chosen && <button type="button" class="button small primary" onMouseDown={(event) => event.preventDefault()} onClick={() => void write()}>{t("margin.write")}</button>}
          {hasParagraphNumbers() && <button type="button" class="button small" onClick={() => setByParagraph(true)}>{t("margin.paragraphs")}</button>}
        </div>}
        {passage && <NewComment passage={passage} begun={begun} close={() => setPassage(null)} send={(remark) => attempt(() => talk.add(remark))} />}
        <Waiting document={live.id} />
        {held.comments.length > 0 && <Filters threads={held.comments} filter={filter} choose={setFilter} />}
        <AllSmall threads={shown} accept={(ids) => void attempt(() => talk.acceptSmall(ids))} />
        {shown.length === 0 && held.comments.length > 0 && filter !== "open" && <p class="soft">{t("margin.none.filter")}</p>}
        {shown.slice(0, drawn).map((thread) => (
          <ThreadCard key={thread.id} thread={thread} talk={talk} attempt={attempt} numberOf={(id) => numberIn(others.value, id)} current={thread.id === current}
            choose={() => setCurrent(thread.id)} go={() => void goTo(thread)} />
        ))}
      </section>
      <div class="margin-handle narrow-only" hidden={open || !something}>
        {(chosen || passage !== null) && held.abilities.comment && <button type="button" class="button primary" onMouseDown={(event) => event.preventDefault()} onClick={() => void write()}>{t(passage ? "margin.resume" : "margin.write")}</button>}
        <button ref={handle} type="button" class="button" aria-expanded={open} onClick={() => setOpen(true)}><Icon name="pen" />{t("margin.title")}{waiting > 0 ? ` (${waiting})` : ""}</button>
      </div>
      {byParagraph && <ByParagraph live={live} close={() => setByParagraph(false)} send={(remarks) => talk.addAll(remarks)} />}
    </>
  );
}

/** Words are being typed on its card: it stays, whatever becomes of the thread. */
function isAnswered(thread: Thread): boolean {
  const card = document.getElementById(`thread-${thread.id}`);
  return card !== null && holdsWords(card);
}

const waitingIn = (document: string) => waitingWords.value.filter((row) => row.document === document);

/** Written without network, and not yet with the others. */
function Waiting({ document }: { document: string }) {
  const rows = waitingIn(document);
  if (rows.length === 0) return null;
  return (
    <div class="thread waiting" role="status">
      <p class="small soft">{tn("margin.waiting", rows.length, { device: deviceWords() })}</p>
      {rows.map((row) => <p key={row.name} class="body">{row.words}</p>)}
    </div>
  );
}

function useChosen(): boolean {
  const [chosen, setChosen] = useState(false);
  useEffect(() => {
    const look = () => setChosen(somethingChosen());
    look();                         // before there was a margin, perhaps
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, []);
  return chosen;
}

function Filters({ threads, filter, choose }: { threads: readonly Thread[]; filter: Filter; choose: (filter: Filter) => void }) {
  const people = new Map(threads.flatMap((thread) => (thread.author && !thread.mine ? [[thread.author.id, thread.author.name] as const] : [])));
  return (
    <div class="field">
      <label for="margin-filter">{t("margin.filter")}</label>
      <select id="margin-filter" class="input" value={filter} onChange={(event) => choose(event.currentTarget.value as Filter)}>
        <option value="open">{t("margin.filter.open")}</option>
        <option value="mine">{t("margin.filter.mine")}</option>
        <option value="all">{t("margin.filter.all")}</option>
        {[...people].map(([id, name]) => <option key={id} value={`person:${id}`}>{t("margin.filter.person", { name })}</option>)}
      </select>
    </div>
  );
}

/** All that changes a word or two, at once; each can be looked at below first. */
function AllSmall({ threads, accept }: { threads: readonly Thread[]; accept: (ids: string[]) => void }) {
  const ids = threads.filter((thread) => thread.status === "open" && thread.abilities.decide && thread.edit?.small && thread.anchor.state === "placed").map((thread) => thread.id).slice(0, SMALL_AT_ONCE);
  if (ids.length === 0) return null;
  return <p><button type="button" class="button small" onClick={() => accept(ids)}><Icon name="check" />{tn("margin.small", ids.length)}</button></p>;
}
