// Something to fetch before a page can show itself: loading, ready, missing or failed, and a way to ask again.
import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";

import { isRefusal } from "./api";
import { isKeptAnswer, outdated } from "./keep/answers";

/** The new value, or how it follows from the one that is held by then. */
export type Replace<T> = (next: T | ((now: T) => T)) => void;

export type Resource<T> = { reload: () => void; replace: Replace<T> } & (
  | { state: "loading" }
  | { state: "ready"; value: T }
  | { state: "missing" }
  | { state: "failed" });

/** kept: made of an answer that this device kept. */
type Held<T> = { key: string; state: "ready"; value: T; kept: boolean } | { key: string; state: "missing" | "failed" };

const RETRY_MS = 30_000;

/** Loads again when `key` changes. While the server does not answer it tries again every 30 seconds. */
export function useResource<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const [held, setHeld] = useState<Held<T> | null>(null);
  const [asked, setAsked] = useState(0);
  const loader = useRef(load);
  loader.current = load;
  const loading = useRef(false);

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    loading.current = true;
    loader.current(abort.signal).then(
      (value) => {
        if (abort.signal.aborted) return;
        loading.current = false;
        const kept = isKeptAnswer(abort.signal);
        setHeld((before) => (before?.key === key && before.state === "ready" && kept && !before.kept ? before : { key, state: "ready", value, kept }));
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        loading.current = false;
        const missing = isRefusal(error);
        setHeld((before) => (before?.key === key && before.state === "ready" ? before : { key, state: missing ? "missing" : "failed" }));
        if (!missing) timer = setTimeout(() => setAsked((n) => n + 1), RETRY_MS);
      },
    );
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [key, asked]);

  useEffect(() => {
    const then = outdated.peek();
    return effect(() => {
      if (outdated.value > then) setAsked((n) => n + 1);
    });
  }, []);

  const control = {
    reload: () => setAsked((n) => n + 1),
    replace: (next: T | ((now: T) => T)) => {
      setHeld((now) => {
        if (!(next instanceof Function)) return { key, state: "ready", value: next, kept: false };
        return now?.key === key && now.state === "ready" ? { key, state: "ready", value: next(now.value), kept: false } : now;
      });
      if (loading.current) setAsked((n) => n + 1);          // what is on its way was asked for before this change
    },
  };
  if (held?.key !== key) return { state: "loading", ...control };
  return held.state === "ready" ? { state: "ready", value: held.value, ...control } : { state: held.state, ...control };
}
