// Waiting for what signals say.
import { effect } from "@preact/signals";

/** Resolves once it holds; `holds` reads signals. */
export function when(holds: () => boolean): Promise<void> {
  return new Promise((done) => {
    let stop: (() => void) | null = null;
    let over = false;
    stop = effect(() => {
      if (over || !holds()) return;
      over = true;
      queueMicrotask(() => {
        stop?.();
        done();
      });
    });
  });
}
