// What the tabs of one browser tell each other, looked at or not: that one is in use, that somebody signed in or out. They
// share one session, so each has to know.

export type Said = "used" | "left" | { entered: string; device: "mine" | "shared" };

const line = "BroadcastChannel" in globalThis ? new BroadcastChannel("carnet") : null;

export function tellTabs(said: Said): void {
  line?.postMessage(said);
}

/** What lies in this tab's own storage is of whoever leaves it. */
export function forgetTab(): void {
  try {
    sessionStorage.clear();
  } catch {
    // nothing was kept either
  }
}

/** Returns a stop. */
export function heedTabs(hear: (said: Said) => void): () => void {
  const heard = ({ data }: MessageEvent<Said>) => hear(data);
  line?.addEventListener("message", heard);
  return () => line?.removeEventListener("message", heard);
}
