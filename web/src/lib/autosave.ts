// A small value saved as one writes it (a title): after a pause, again if it fails, at once when one leaves.
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";

import { Problem } from "./api";
import { resumed, setWaiting } from "./waiting";

export type AutosaveState = "saved" | "saving" | "kept" | "refused";

/** Leaves a value on this device for later, and says whether it could; lets go of it. */
export interface Keep {
  hold: (value: string) => Promise<boolean>;
  release: () => Promise<void>;
}

const PAUSE_MS = 600;
const RETRY_MS = 5_000;

export class Autosave {
  private readonly pending = signal(false);
  private readonly trouble = signal<"kept" | "refused" | null>(null);
  private wanted: string | null = null;
  private saving: Promise<void> | null = null;
  private held: string | null = null;             // what this device keeps for later
  private left = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stop: () => void;

  readonly state: ReadonlySignal<AutosaveState> = computed(() => {
    if (!this.pending.value) return "saved";
    return this.trouble.value ?? "saving";
  });

  constructor(private readonly save: (value: string) => Promise<unknown>, private readonly keep: Keep | null = null) {
    this.stop = effect(() => {
      if (resumed.value > 0 && this.wanted !== null) void this.flush();
    });
  }

  /** What is not saved yet. */
  get waiting(): string | null {
    return this.wanted;
  }

  change(value: string): void {
    this.wanted = value;
    this.pending.value = true;
    setWaiting(this, true);
    this.plan(PAUSE_MS);
  }

  /** Saves now what waits; a save that is under way ends first, and what was written since has its own. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (!this.saving && this.wanted !== null) this.saving = this.attempt(this.wanted).finally(() => (this.saving = null));
    await this.saving;
  }

  private async attempt(value: string): Promise<void> {
    try {
      await this.save(value);
      void this.keep?.release();
      this.held = null;
      this.trouble.value = null;
      if (this.wanted === value) {
        this.wanted = null;
        this.pending.value = false;
        setWaiting(this, false);
        if (this.left) this.end();
      } else this.plan(PAUSE_MS);
    } catch (error) {
      const refused = error instanceof Problem && error.status < 500 && error.status !== 401 && error.status !== 429;
      this.trouble.value = refused ? "refused" : "kept";
      if (!refused) {
        this.plan(RETRY_MS);
        const latest = this.wanted ?? value;
        if (!(await this.keep?.hold(latest))) return;
        this.held = latest;
        if (this.wanted === latest) setWaiting(this, true, true);
      } else if (this.wanted === value) {
        setWaiting(this, false);
        if (this.left) this.end();
      } else this.plan(PAUSE_MS);
    }
  }

  /** The page closes: one more try for what waits. What can neither leave nor be kept here is tried until it has left. */
  async leave(): Promise<void> {
    if (this.saving) await this.saving;
    await this.flush();
    this.left = true;
    if (this.wanted === null || this.wanted === this.held || this.trouble.peek() === "refused") this.end();
  }

  private end(): void {
    clearTimeout(this.timer);
    this.stop();
    setWaiting(this, false);
  }

  private plan(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), ms);
  }
}
