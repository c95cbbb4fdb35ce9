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
  private busy = false;
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

  /** Saves now what waits. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.busy || this.wanted === null) return;
    const value = this.wanted;
    this.busy = true;
    try {
      await this.save(value);
      void this.keep?.release();
      this.trouble.value = null;
      if (this.wanted === value) {
        this.wanted = null;
        this.pending.value = false;
        setWaiting(this, false);
      }
    } catch (error) {
      const refused = error instanceof Problem && error.status < 500 && error.status !== 401 && error.status !== 429;
      this.trouble.value = refused ? "refused" : "kept";
      if (refused) setWaiting(this, false);
      else {
        this.plan(RETRY_MS);
        if (await this.keep?.hold(value)) setWaiting(this, true, true);
      }
      return;
    } finally {
      this.busy = false;
    }
    if (this.wanted !== null) this.plan(PAUSE_MS);
  }

  /** The page closes: one last try for what waits. */
  async leave(): Promise<void> {
    await this.flush();
    clearTimeout(this.timer);
    this.stop();
    setWaiting(this, false);
  }

  private plan(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), ms);
  }
}
