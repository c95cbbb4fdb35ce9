// The door to the editor: its code comes when a text is first opened, or a little before if we can foresee it.
import { ON_ITS_WAY } from "../ui/DocumentTitle";
import { WritingFrame } from "../ui/WritingFrame";
import { lazily } from "../ui/lazily";
import type { WritingPageProps } from "./WritingPage";

const Page = lazily(async () => (await import("./WritingPage")).WritingPage, (props, waiting) => (
  <WritingFrame back={props.back}><article class="sheet"><div class="sheet-head">{props.head(ON_ITS_WAY)}{waiting}</div></article></WritingFrame>
));

export function Writing(props: WritingPageProps) {
  return <Page {...props} />;
}

/** Somebody is likely to write soon: fetch the editor while nothing else happens. */
export function expectWriting(): void {
  const preload = () => {
    Page.preload();
    void import("./Surface").catch(() => undefined);
  };
  if ("requestIdleCallback" in window) requestIdleCallback(preload);
  else setTimeout(preload, 2_000);
}

export function focusText(): void {
  document.querySelector<HTMLElement>(".editor .cm-content")?.focus();
}
