// A small value saved as one writes it (a title): after a pause, again if it fails, at once when one leaves.
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";

import { isRefusal } from "./api";
import { halted, resumed, setWaiting } from "./waiting";

export type AutosaveState = "saved" | "saving" | "kept" | "refused";

/** Leaves a value on this device for later, and says whether it could; lets go of it. */
export interface Keep {
  hold: (value: string) => Promise<boolean>;
  release: () => Promise<void>;
}

const PAUSE_MS = 600;
const RETRY_MS = 5_000;
const PATIENCE_MS = 2_500;          // a line that is neither up nor down

export class Autosave {
  private readonly pending = signal(false);
  private readonly trouble = signal<"kept" | "refused" | null>(null);
  private wanted: string | null = null;
  private saving: Promise<void> | null = null;
  private silent = false;                         // that save has had no answer for too long
  private readonly here = signal<boolean | null>(null);      // whether the latest lies on this device; null: it was not asked yet
  private lies = false;                           // something does, the latest or not
  private keeping: Promise<void> = Promise.resolve();        // what this device is asked, one after the other
  private left = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stop: () => void;

  readonly state: ReadonlySignal<AutosaveState> = computed(() => {
    if (!this.pending.value) return "saved";
    if (this.trouble.value === "kept" && this.here.value === null) return "saving";
    return this.trouble.value ?? "saving";
  });
  /** What waits outlives this page, on this device. */
  readonly keeps: ReadonlySignal<boolean> = computed(() => this.here.value === true);

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
    this.here.value = null;
    setWaiting(this, true);
    this.plan(PAUSE_MS);
  }

  /** Saves now what waits; a save that is under way ends first, and what was written since has its own. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.wanted !== null && !halted.peek()) {
      if (!this.saving) this.saving = this.attempt(this.wanted).finally(() => (this.saving = null));
      else if (this.silent) void this.hold();
    }
    await this.saving;
  }

  private async attempt(value: string): Promise<void> {
    const silence = setTimeout(() => {
      this.silent = true;
      this.trouble.value = "kept";
      void this.hold();
    }, PATIENCE_MS);
    try {
      await this.save(value);
      void this.settle();
      this.trouble.value = null;
      if (this.wanted === value) {
        this.wanted = null;
        this.pending.value = false;
        setWaiting(this, false);
        if (this.left) this.end();
      } else this.plan(PAUSE_MS);
    } catch (error) {
      const refused = isRefusal(error);
      this.trouble.value = refused ? "refused" : "kept";
      if (!refused) {
        this.plan(RETRY_MS);
        await this.hold();
      } else if (this.wanted === value) {
        setWaiting(this, false);
        if (this.left) this.end();
      } else this.plan(PAUSE_MS);
    } finally {
      clearTimeout(silence);
      this.silent = false;
    }
  }

  /** The latest words lie on this device from now on, if it keeps anything. */
  private hold(): Promise<void> {
    return this.ask(async () => {
      const latest = this.wanted;
      if (latest === null) return;
      const held = await this.keep?.hold(latest).catch(() => false) ?? false;
      this.lies ||= held;
      if (this.wanted !== latest) return;         // typed on, or saved, meanwhile
      this.here.value = held;
      setWaiting(this, true, held);
    });
  }

  /** The server took words: what lies here is older, and goes or becomes what the server still lacks. */
  private async settle(): Promise<void> {
    await this.ask(async () => {
      if (this.lies && this.wanted !== null) return;
      await this.keep?.release();
      this.lies = false;
    });
    if (this.lies) await this.hold();
  }

  private ask(what: () => Promise<void>): Promise<void> {
    return (this.keeping = this.keeping.then(what));
  }

  /** The page closes: one more try for what waits. What can neither leave nor be kept here is tried until it has left. */
  async leave(): Promise<void> {
    if (this.saving) await this.saving;
    await this.flush();
    this.left = true;
    if (this.wanted === null || this.keeps.peek() || this.trouble.peek() === "refused") this.end();
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
