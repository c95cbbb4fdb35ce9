// The live document of a page. When the server refuses our client id (4403 "author") the document is opened again with
// a new id, and the words that could not leave are handed over to be shown and put back.
import { effect } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";

import type { Live } from "../lib/live";
import { leaveLive, openLive } from "../lib/live/open";
import type { Passage } from "../lib/live/unsent";
import { setWaiting } from "../lib/waiting";

const LIVES = 3;                    // a refusal that comes back each time is not a matter of ids

export interface LivePage {
  live: Live;
  rescued: readonly Passage[];
  settle: () => void;               // the rescued words are put back, or dropped on purpose
}

export function useLive(document: string, updatedAt: string): LivePage {
  const [life, setLife] = useState<{ n: number; rescued: readonly Passage[] }>({ n: 0, rescued: [] });
  const live = useMemo(() => openLive(document, new Date(updatedAt)), [document, life.n]);

  useEffect(() => () => leaveLive(live), [live]);
  useEffect(() => effect(() => {
    if (live.refusal.value !== "author") return;
    const words = live.unsent();
    setLife((now) => (now.n + 1 < LIVES ? { n: now.n + 1, rescued: [...now.rescued, ...words] } : now));
  }), [live]);
  useEffect(() => {
    const holder = {};
    setWaiting(holder, life.rescued.length > 0);
    return () => setWaiting(holder, false);
  }, [life.rescued]);

  return { live, rescued: life.rescued, settle: () => setLife((now) => ({ ...now, rescued: [] })) };
}
