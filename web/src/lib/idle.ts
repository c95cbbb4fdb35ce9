// Notices that nobody has touched Carnet for a while, in this tab or another: a shared device must close by itself.
import { heedTabs, tellTabs } from "./tabs";

const SIGNS = ["pointerdown", "keydown", "wheel", "touchstart", "input"] as const;
const TELL_MS = 5_000;              // other tabs hear of it at most so often
const USED_MS = 60_000;             // and whoever asked to know, since the server counts too
const HEAR_MS = 500;                // a tab that was asleep hears first what was said meanwhile

/** Calls `done` once after `ms` without a sign of use, also when the machine slept meanwhile; `used` now and then while this tab is in
 * use. Returns a stop. */
export function whenIdle(ms: number, done: () => void, used: () => void): () => void {
  let last = Date.now(), told = 0, said = last;
  const touched = () => {
    last = Date.now();
    if (last - told < TELL_MS) return;
    told = last;
    tellTabs("used");
    if (last - said < USED_MS) return;
    said = last;
    used();
  };
  for (const sign of SIGNS) addEventListener(sign, touched, { passive: true, capture: true });
  const stopHeeding = heedTabs((said) => {
    if (said === "used") last = Date.now();
  });
  const isIdle = () => Date.now() - last >= ms;
  let sure: ReturnType<typeof setTimeout> | undefined;
  const timer = setInterval(() => {
    if (!isIdle()) return;
    clearTimeout(sure);
    sure = setTimeout(end, HEAR_MS);
  }, Math.min(10_000, ms));
  function end(): void {
    if (!isIdle()) return;
    stop();
    done();
  }
  function stop(): void {
    clearInterval(timer);
    clearTimeout(sure);
    stopHeeding();
    for (const sign of SIGNS) removeEventListener(sign, touched, { capture: true });
  }
  return stop;
}
