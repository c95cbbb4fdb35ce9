// The one polite live region of the page. It speaks when something changes kind, never at each keystroke.
import { signal } from "@preact/signals";

const said = signal("");
const TOGETHER_MS = 1_500;
let last = 0;

/** Words that come close together are said together; the same words twice in a row are said once. */
export function announce(words: string): void {
  const now = Date.now();
  if (said.peek() === words) return;
  said.value = now - last < TOGETHER_MS ? `${said.peek()} ${words}` : words;
  last = now;
}

export function Announcer() {
  return <p class="sr-only" role="status">{said.value}</p>;
}
