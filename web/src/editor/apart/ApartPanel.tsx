// A sentence that two people changed apart, said above the text to those two: a line, and the versions side by side for
// whoever opens it. One goes on writing meanwhile, and nothing of this moves the text under one's eyes.
import { EditorView } from "@codemirror/view";
import { useEffect, useRef, useState } from "preact/hooks";

import { t, tn } from "../../i18n/t";
import { api, Problem, Unreachable } from "../../lib/api";
import { difference } from "../../lib/difference";
import type { Live } from "../../lib/live";
import { enumerate, firstName, type Named } from "../../lib/people";
import { announce } from "../../ui/Announcer";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { plain } from "../comments/plain";
import { chosen, compare, heldIn, holdIn, passageOf, type Choice, type Matter, type Run } from "./apart";

interface Props {
  live: Live;
  self: string;
  matters: readonly Matter[];
}

const content = () => document.querySelector<HTMLElement>(".sheet .editor .cm-content");
const view = () => {
  const text = content();
  return text ? EditorView.findFromDOM(text) : null;
};

/** Changes what stands above the text; the text stays where it is. */
function steadily(change: () => void): void {
  const before = content()?.getBoundingClientRect().top;
  change();
  requestAnimationFrame(() => {
    const after = content()?.getBoundingClientRect().top;
    if (before !== undefined && after !== undefined) scrollBy(0, after - before);
  });
}

const others = (people: readonly Named[], self: string) => people.filter((one) => one.id !== self).map((one) => firstName(one.name));

export function ApartPanel({ live, self, matters }: Props) {
  const [shown, setShown] = useState<readonly Matter[]>([]);
  const [held, setHeld] = useState(() => heldIn(live.id, self));
  const matter = shown[0];
  useEffect(() => steadily(() => setShown([...held, ...without(matters, held)])), [matters, held]);
  const id = matter?.id;
  useEffect(() => {
    if (matter) announce(saying(matter, self));
  }, [id]);
  if (!matter) return null;
  const hold = (stays: boolean) => setHeld((before) => {
    const now = [...(stays ? [matter] : []), ...without(before, [matter])];
    holdIn(live.id, self, now);
    return now;
  });
  return <One key={matter.id} live={live} self={self} matter={matter} more={shown.length - 1} held={held.some((one) => one.id === matter.id)} hold={hold} />;
}

const without = (matters: readonly Matter[], others: readonly Matter[]) => matters.filter(({ id }) => !others.some((other) => other.id === id));

function saying({ versions }: Matter, self: string): string {
  return t("apart.said", { names: enumerate([t("apart.you"), ...others(versions.flatMap((version) => version.people), self)]) });
}

interface OneProps {
  live: Live;
  self: string;
  matter: Matter;
  more: number;
  held: boolean;
  hold: (stays: boolean) => void;
}

function One({ live, self, matter, more, held, hold }: OneProps) {
  const [open, setOpen] = useState(false);
  const [failure, setFailure] = useState("");
  const busy = useRef(false);
  const fits = usePassage(live, matter) !== null;
  const own = matter.versions[0].people.some((one) => one.id === self) ? 0 : 1;
  const order = [own, own === 0 ? 1 : 0] as const;
  const compared = compare(plain(matter.versions[0].words), plain(matter.versions[1].words));

  /** The first to choose has chosen, for everybody: so the server is asked first. `then` says whether the text is as was chosen. */
  const end = async (then: () => boolean) => {
    if (busy.current) return;
    busy.current = true;
    setFailure("");
    hold(true);                                    // the news that it is ended may come first
    let mine = true;
    try {
      await api.remove(`/api/apart/${matter.id}`);
    } catch (error) {
      if (!(error instanceof Problem && error.status === 404)) {
        hold(held || error instanceof Unreachable);           // it may be ended all the same
        return setFailure(failureWords(error));
      }
      mine = held;
    } finally {
      busy.current = false;
    }
    hold(mine && !then());
    if (!mine) announce(t("apart.settled"));
    live.apartChanged.value++;
    view()?.focus();
  };
  const write = (choice: Choice): boolean => {
    const surface = view(), passage = passageOf(live, matter);
    if (!surface || !passage) {
      announce(t("apart.changed"));
      return false;
    }
    const beginsLine = passage.from === 0 || live.content()[passage.from - 1] === "\n";
    const changes = difference(matter.merged, chosen(matter, choice, beginsLine), passage.from);
    surface.dispatch({
      changes,
      selection: { anchor: changes.from + changes.insert.length }, scrollIntoView: true, userEvent: "input.replace.apart",
    });
    announce(t("apart.done"));
    return true;
  };
  const keep = (choice: Choice) => void end(() => write(choice));
  const go = () => {
    const surface = view(), passage = passageOf(live, matter);
    if (!surface || !passage) return;
    surface.dispatch({ selection: { anchor: passage.from, head: passage.to }, effects: EditorView.scrollIntoView(passage.from, { y: "center" }) });
    surface.focus();
  };
  const copy = (words: string) => void navigator.clipboard.writeText(words).then(() => announce(t("apart.copied")), () => undefined);
  const names = (version: 0 | 1) => enumerate(others(matter.versions[version].people, self));

  return (
    <section class="apart no-print" aria-labelledby="apart-said">
      <div class="apart-line">
        <Icon name="info" />
        <h2 id="apart-said">{saying(matter, self)}</h2>
        <button type="button" class="button small" aria-expanded={open} aria-controls="apart-versions" onClick={() => steadily(() => setOpen(!open))}>{t(open ? "apart.hide" : "apart.show")}</button>
      </div>
      <div id="apart-versions" hidden={!open}>
        <p>{t(fits ? "apart.why" : "apart.changed")}</p>
        <div class="apart-versions">
          {order.map((version) => (
            <article key={version} aria-labelledby={`apart-${version}`}>
              <h3 id={`apart-${version}`}>{title(matter.versions[version].people, version === own, names(version))}</h3>
              <blockquote>{compared[version].length === 0 ? <span class="soft">{t("apart.empty")}</span> : compared[version].map((run, i) => <Words key={i} run={run} />)}</blockquote>
              {fits
                ? <button type="button" class="button small" onClick={() => keep(version)}>{version === own ? t("apart.keep.yours") : t("apart.keep.theirs", { names: names(version) })}</button>
                : <button type="button" class="button small" onClick={() => copy(matter.versions[version].words)}>{version === own ? t("apart.copy.yours") : t("apart.copy.theirs", { names: names(version) })}</button>}
            </article>
          ))}
        </div>
        <div class="actions">
          {fits && <button type="button" class="button small" onClick={() => keep("both")}>{t("apart.keep.both")}</button>}
          {fits && <button type="button" class="button small plain" onClick={go}>{t("apart.go")}</button>}
          <button type="button" class="button small plain" onClick={() => void end(() => true)}>{t("apart.leave")}</button>
        </div>
        {failure !== "" && <p role="alert">{failure}</p>}
        {more > 0 && <p class="small soft">{tn("apart.more", more)}</p>}
      </div>
    </section>
  );
}

function title(people: readonly Named[], own: boolean, names: string): string {
  if (own) return people.length === 1 ? t("apart.yours") : t("apart.yours.with", { names });
  return t(people.length === 1 ? "apart.theirs" : "apart.theirs.some", { names });
}

function Words({ run: { words, only } }: { run: Run }) {
  if (!only || words.trim() === "") return <>{words}</>;
  return <mark><span class="sr-only">{t("apart.only")} </span>{words}</mark>;
}

/** Looked for again with each change of the text. */
function usePassage(live: Live, matter: Matter): { from: number; to: number } | null {
  const [passage, setPassage] = useState(() => passageOf(live, matter));
  useEffect(() => {
    const look = () => setPassage((before) => {
      const now = passageOf(live, matter);
      return before?.from === now?.from && before?.to === now?.to ? before : now;
    });
    look();
    live.doc.on("update", look);
    return () => live.doc.off("update", look);
  }, [live, matter]);
  return passage;
}
