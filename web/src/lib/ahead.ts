// What a page is certain to ask for, asked while the page itself is still being put together. An answer is taken once, soon,
// and only if it is a good one: whoever signs in meanwhile, or comes later, asks anew.
const KEPT_MS = 5_000;
const coming = new Map<string, Promise<Response>>();

/** `look` is given a copy of a good answer. */
export function askAhead(path: string, look: (response: Response) => void): void {
  const asked = fetch(path, { credentials: "same-origin" });
  const forget = () => void coming.delete(path);
  coming.set(path, asked);
  setTimeout(forget, KEPT_MS);
  asked.then((response) => (response.ok ? look(response.clone()) : forget()), forget);
}

/** The answer on its way to this question, for whoever asks it first. */
export function takeAhead(path: string): Promise<Response> | undefined {
  const found = coming.get(path);
  coming.delete(path);
  return found;
}
