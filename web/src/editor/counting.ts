// The counts of an open text: counted here a moment after the words change, in small pieces of time, so that no key
// waits for them and nobody asks the server.
import { effect, signal } from "@preact/signals";

import { tn } from "../i18n/t";
import type { Live } from "../lib/live";
import { announce } from "../ui/Announcer";
import { chosenSpan } from "./comments/page";
import { Counter, type Counted } from "./signes/signes";

const REST_MS = 300;
const LOOK_MS = 120;
const SAY_MS = 1_500;               // a choice that rests is said once

export class Counting {
  /** null until the text is there. */
  readonly counted = signal<Counted | null>(null);
  /** The signes of what is chosen on the page; 0: nothing is. */
  readonly chosen = signal(0);

  private readonly counter = new Counter();
  private readonly stopReady: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private looking: ReturnType<typeof setTimeout> | undefined;
  private saying: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;
  private changes = 0;

  constructor(private readonly live: Live) {
    this.stopReady = effect(() => {
      if (live.ready.value) this.plan(REST_MS);       // the text is drawn first
    });
    live.text.observe(this.changed);
    document.addEventListener("selectionchange", this.moved);
  }

  stop(): void {
    this.stopped = true;
    this.stopReady();
    this.live.text.unobserve(this.changed);
    document.removeEventListener("selectionchange", this.moved);
    for (const timer of [this.timer, this.looking, this.saying]) clearTimeout(timer);
  }

  /** The counts as the text stands, for whoever goes somewhere by them. */
  now(): Counted {
    const counted = this.counter.count(this.live.content());
    this.counted.value = counted;
    return counted;
  }

  private readonly changed = (): void => {
    this.changes++;
    if (this.live.ready.peek()) this.plan(REST_MS);
    if (this.chosen.peek() > 0) this.moved();
  };

  private plan(ms: number): void {
    this.timer ??= setTimeout(() => void this.count(), ms);
  }

  private async count(): Promise<void> {
    const { changes } = this;
    const counted = await this.counter.countGently(this.live.content(), () => this.stopped);
    this.timer = undefined;
    if (!counted) return;
    this.counted.value = counted;
    if (this.changes !== changes) this.plan(REST_MS);
  }

  private readonly moved = (): void => {
    this.looking ??= setTimeout(() => void this.look(), LOOK_MS);
  };

  private async look(): Promise<void> {
    this.looking = undefined;
    const span = this.live.ready.peek() ? await chosenSpan(this.live) : null;
    const chosen = span ? this.counter.chosen(this.live.content(), span.from, span.to) : 0;
    if (this.stopped || chosen === this.chosen.peek()) return;
    this.chosen.value = chosen;
    clearTimeout(this.saying);
    if (chosen > 0) this.saying = setTimeout(() => announce(tn("count.chosen", chosen)), SAY_MS);
  }
}
