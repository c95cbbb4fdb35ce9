// The one polite live region of the page. It speaks when something changes kind, never at each keystroke.
import { signal } from "@preact/signals";

const said = signal("");
const TOGETHER_MS = 1_500;
const AGAIN_MS = 60_000;
let last = 0;

/** Words that come close together are said together; the same words twice in a row are said once in a minute. */
export function announce(words: string): void {
  const now = Date.now();
  const same = said.peek().trimEnd() === words;
  if (same && now - last < AGAIN_MS) return;
  if (same) said.value = said.peek() === words ? `${words}\u00a0` : words;      // a region that does not change is not read
  else said.value = now - last < TOGETHER_MS ? `${said.peek()} ${words}` : words;
  last = now;
}

export function Announcer() {
  return <p class="sr-only" role="status">{said.value}</p>;
}
