// Whether two questions can be told apart by how long their answers take.
import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";

/** How often a value of `a` lies below one of `b`: 0.5 when both come from the same source. */
function overlap(a, b) {
  let below = 0;
  for (const x of a) for (const y of b) below += x < y ? 1 : x === y ? 0.5 : 0;
  return below / (a.length * b.length);
}

/** They take the same time: asked in turn, so that what else the machine does falls on both alike, and told apart only if they are each
 * time of four. `ask` is given the one or the other, and says false when its time does not count. */
export async function alikeInTime(one, other, ask, { rounds, within }) {
  for (let attempt = 1; ; attempt++) {
    const times = [[], []];
    for (let i = 0; i < rounds; i++)
      for (const k of i % 2 ? [0, 1] : [1, 0]) {
        const from = performance.now();
        if ((await ask(k ? other : one)) !== false) times[k].push(performance.now() - from);
      }
    const p = overlap(...times);
    if (Math.abs(p - 0.5) < within) return;
    if (attempt === 4) assert.fail(`the times of the two differ: ${p.toFixed(3)} instead of 0.5`);
  }
}
