// The door to the editor: the frame, what stands above the text, and its code when a text is first opened, or a little
// before if we can foresee it. What stands above stays in its place when that code comes: a panel that one opened, a
// field one writes in, the focus.
import { useSignal, type Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";

import type { Autosave } from "../lib/autosave";
import type { Named } from "../lib/people";
import { NO_OPENING, type Opening } from "../ui/DocumentTitle";
import { WritingFrame, type Back } from "../ui/WritingFrame";
import { lazily } from "../ui/lazily";
import type { Limit } from "./Counters";

/** Where words may go that the server refuses here: a new private entry, for those who keep a journal. */
export type KeepElsewhere = (words: string) => Promise<void>;

/** What stands under a text of somebody else: saying that one has read it. */
export type ReadBarOf = (document: string) => ComponentChildren;

export interface WritingProps {
  me: Named;
  document: string;
  canWrite: boolean;
  updatedAt: string;
  title: string;
  label: string;                    // the name of the text for screen readers
  back: Back;
  head: (opening: Opening) => ComponentChildren;      // above the text: readers, day, title
  ways: ComponentChildren;          // to its versions and the like: in the bar of a desk, under the text elsewhere
  foot?: ComponentChildren;          // under the text, when it is read
  limit?: Limit | undefined;        // of a work: its signes stand in the bar
  autosave?: Autosave;              // the title's
  firstWords?: () => string;        // for a new text; taken once it is there to be written in
  focus?: boolean;
  keepElsewhere?: KeepElsewhere | undefined;
}

/** What the text puts around itself. */
export interface Around {
  bar: Signal<((props: WritingProps) => ComponentChildren) | null>;
  tools: Signal<ComponentChildren>;
  opening: Signal<Opening | null>;           // null until the text is open
  gone: Signal<boolean>;                     // its reader may not see it any more, nor what stands above
}

const Page = lazily(async () => (await import("./WritingPage")).WritingPage, (_props, waiting) => <div class="sheet-head">{waiting}</div>);

export function Writing(props: WritingProps) {
  const around: Around = { bar: useSignal(null), tools: useSignal(null), opening: useSignal(null), gone: useSignal(false) };
  return (
    <WritingFrame back={props.back} bar={<>{!around.gone.value && props.ways}{around.bar.value?.(props)}</>} tools={around.tools.value}>
      <article class={props.canWrite ? "sheet" : "sheet reading"}>
        {!around.gone.value && <div class="sheet-head">{props.head(around.opening.value ?? NO_OPENING)}</div>}
        <Page {...props} around={around} />
      </article>
    </WritingFrame>
  );
}

/** Somebody is likely to write: fetch the editor, for later while nothing else happens. */
export function expectWriting(when: "now" | "later"): void {
  const preload = () => {
    Page.preload();
    void import("./Surface").catch(() => undefined);
  };
  if (when === "now") preload();
  else if ("requestIdleCallback" in window) requestIdleCallback(preload);
  else setTimeout(preload, 2_000);
}

export function focusText(): void {
  document.querySelector<HTMLElement>(".editor .cm-content")?.focus();
}
