// What the others send, taken in together when much of it comes: an editor pays nearly the same for one letter as for
// ten, and whoever writes among ten people must not wait for each of theirs.

const SHARE = 8;                    // taking in may last an eighth of the time: a slow device does it less often
const LONGEST_MS = 500;

/** What comes alone is handed over at once, and in its order what follows within `ms` of that, all together. */
export class Crowd<T> {
  private waiting: T[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private next = -Infinity;         // when it may be handed over
  private most = 0;                 // ms for which what comes may be held now

  constructor(private readonly ms: number, private readonly take: (all: readonly T[]) => void) {}

  add(one: T): void {
    this.waiting.push(one);
    if (this.timer === undefined) this.plan();
  }

  private plan(): void {
    clearTimeout(this.timer);
    const wait = Math.max(this.most, this.next - performance.now());
    if (wait <= 0) this.flush();
    else this.timer = setTimeout(() => this.flush(), wait);
  }

  /** From now on everything waits, for `most` ms at most; 0: no longer. */
  hold(most: number): void {
    const held = this.most === most;
    this.most = most;
    if (!held && this.waiting.length > 0) this.plan();
  }

  /** Nothing waits any longer. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.length === 0) return;
    const began = performance.now();
    this.next = began + this.ms;
    this.take(this.waiting.splice(0));
    this.next = began + Math.min(LONGEST_MS, Math.max(this.ms, SHARE * (performance.now() - began)));
  }
}
