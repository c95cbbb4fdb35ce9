// When to try again: 0.5 s, 1 s, 2 s… at most 30 s, each ± 50 % so that a class does not come back as one.

const FIRST_MS = 500;
const LAST_MS = 30_000;

export function backoff(attempt: number, random = Math.random()): number {
  return Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(attempt, 10)) * (0.5 + random);
}
