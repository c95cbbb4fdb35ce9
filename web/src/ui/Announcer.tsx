// The one polite live region of the page. It speaks when something changes kind, never at each keystroke.
import { signal } from "@preact/signals";

const said = signal("");

/** The same words twice in a row are said once. */
export function announce(words: string): void {
  said.value = words;
}

export function Announcer() {
  return <p class="sr-only" role="status">{said.value}</p>;
}
