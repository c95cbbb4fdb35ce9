// The application itself on this device, so that it opens without network: the worker holds the built files, and nothing of anybody's.

/** Only on devices that somebody called theirs. Browsers ask for HTTPS; without it the page lives without. */
export function installPage(): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  navigator.serviceWorker.register("/worker.js").catch(() => undefined);
}
