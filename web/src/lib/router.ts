// Addresses without a library: the path is a signal, links are ordinary links that we catch on the way.
import { signal } from "@preact/signals";

export const path = signal(location.pathname);

/** How many times the page changed place; 0 right after loading. Focus moves only after the first. */
export const moves = signal(0);

export function navigate(to: string, options: { replace?: boolean } = {}): void {
  const url = new URL(to, location.href);
  if (options.replace) history.replaceState(null, "", url);
  else history.pushState(null, "", url);
  arrive(url);
}

function arrive(url: URL): void {
  if (path.peek() !== url.pathname) {
    path.value = url.pathname;
    moves.value++;
    if (!url.hash) scrollTo(0, 0);
  }
  if (url.hash) reveal(url.hash.slice(1));
}

/** Waits a little for the place named by a hash: what it belongs to may still be loading. */
function reveal(id: string, tries = 20): void {
  const target = document.getElementById(id);
  if (target) target.scrollIntoView({ block: "start" });
  else if (tries > 0) setTimeout(() => reveal(id, tries - 1), 100);
}

/** "/journal/:document" against "/journal/d-12" gives { document: "d-12" }; null when it does not fit. */
export function match(pattern: string, at: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = at.replace(/(?<=.)\/$/, "").split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? "";
    if (part.startsWith(":")) {
      if (!/^[a-z0-9-]+$/.test(value)) return null;
      params[part.slice(1)] = value;
    } else if (part !== value) return null;
  }
  return params;
}

/** Starts following the browser's back button and every plain click on a link of ours. */
export function startRouter(): void {
  addEventListener("popstate", () => arrive(new URL(location.href)));
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.getAttribute("href")?.startsWith("#")) return;          // inside the page: the browser knows how
    if (link.pathname.startsWith("/api/")) return;
    event.preventDefault();
    navigate(link.href);
  });
}
