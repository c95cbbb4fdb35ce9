// Notices that nobody has touched the page for a while: a shared device must close by itself.

const SIGNS = ["pointerdown", "keydown", "wheel", "touchstart", "input"] as const;

/** Calls `done` once after `ms` without a sign of use, also when the machine slept meanwhile. Returns a stop. */
export function whenIdle(ms: number, done: () => void): () => void {
  let last = Date.now();
  const touched = () => {
    last = Date.now();
  };
  for (const sign of SIGNS) addEventListener(sign, touched, { passive: true, capture: true });
  const timer = setInterval(() => {
    if (Date.now() - last < ms) return;
    stop();
    done();
  }, Math.min(10_000, ms));
  function stop(): void {
    clearInterval(timer);
    for (const sign of SIGNS) removeEventListener(sign, touched, { capture: true });
  }
  return stop;
}
