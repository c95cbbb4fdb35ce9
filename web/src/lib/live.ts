// A document that is live: the Yjs text, who is there, and where the words are, told truthfully.
//
// « Enregistré » rests on the ledger alone: every step2 and update message of this connection was counted by the
// server's message 100, or the POST that carried the words was answered. live/open.ts keeps one Live per document.
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";

import { Problem, reportSignedOut } from "./api";
import { backoff } from "./live/backoff";
import { Ledger } from "./live/ledger";
import { exchange } from "./live/poll";
import { Socket } from "./live/socket";
import { unsentPassages, type Passage } from "./live/unsent";
import { encodeAwareness, encodeSync, type Message } from "./live/wire";

export type LiveState = "opening" | "saved" | "saving" | "kept" | "offline" | "refused";
export type Refusal = "signed_out" | "forbidden" | "author" | "missing" | "too_big" | "bad";
type Line = "connecting" | "open" | "polling" | "down" | "refused" | "closed";

const PATIENCE_MS = 1_000;          // a cut that lasts less is not worth a word
const CALM_MS = 400;                // « Enregistré » comes when nothing has waited for so long, or the words would flicker
const POLL_MS = 4_000;
const POLL_TYPING_MS = 800;
const UPGRADE_AGAIN_MS = 60_000;
const UPGRADES_BEFORE_POLLING = 3;

const REFUSALS = new Map<number, Refusal>([
  [4400, "bad"], [4401, "signed_out"], [4403, "forbidden"], [4404, "missing"], [4413, "too_big"],
  [400, "bad"], [401, "signed_out"], [403, "forbidden"], [404, "missing"], [413, "too_big"],
]);

export class Live {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText("content");
  readonly awareness = new Awareness(this.doc);

  private readonly line = signal<Line>("connecting");
  private readonly unsavedNow = signal(false);
  private readonly restless = signal(false);      // unsaved now or a moment ago
  private readonly cut = signal(false);           // without the server for longer than a moment
  private readonly lost = signal(false);          // the last connection ended and none has synced since
  readonly synced = signal(false);
  readonly commentsChanged = signal(0);            // grows when what is said beside the text changed
  readonly refusal = signal<Refusal | null>(null);
  readonly unsaved: ReadonlySignal<boolean> = this.unsavedNow;
  readonly savedAt = signal<Date | null>(null);
  readonly state = computed<LiveState>(() => {
    if (this.line.value === "refused") return "refused";
    if (this.lost.value && this.unsavedNow.value) return "kept";        // at once: we know that they have not left
    if (this.cut.value) return "offline";
    if (!this.synced.value) return "opening";
    return this.unsavedNow.value || this.restless.value ? "saving" : "saved";
  });

  private readonly ledger = new Ledger(0);
  private readonly stops: (() => void)[] = [];
  private socket: Socket | null = null;
  private answered = false;         // our step2 left on this connection: from now on every edit is sent
  private attempt = 0;
  private failedUpgrades = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private polling = false;
  private lastUpgrade = 0;
  private known: Uint8Array | null = null;        // what the server certainly has, when polling

  constructor(readonly id: string, updatedAt: Date | null) {
    this.savedAt.value = updatedAt;
    this.doc.on("update", this.onUpdate);
    this.awareness.on("update", this.onAwareness);
    this.stops.push(follow(this.unsavedNow, this.restless, 0, CALM_MS), follow(this.lost, this.cut, PATIENCE_MS, 0));
    addEventListener("online", this.retryNow);
    document.addEventListener("visibilitychange", this.onVisible);
    this.connect();
  }

  /** The text as it stands here. */
  content(): string {
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- a Y.Text has its own toString
    return this.text.toString();
  }

  /** Own words that the server does not have for certain. */
  unsent(): Passage[] {
    return unsentPassages(this.text, this.doc.clientID, this.ledger.safeClock);
  }

  /** The network is back, or the person signed in again: do not wait for the timer. */
  readonly retryNow = (): void => {
    if (this.line.peek() === "refused" && this.refusal.peek() === "signed_out") {
      this.refusal.value = null;
      this.line.value = "down";
    }
    if (this.line.peek() === "down") {
      this.attempt = 0;
      this.connect();
    } else if (this.line.peek() === "polling") this.poll(0);
  };

  /** Ends everything; what is unsaved is gone. `leaveLive` (live/open.ts) is the gentle way. */
  destroy(): void {
    this.line.value = "closed";
    clearTimeout(this.timer);
    removeEventListener("online", this.retryNow);
    document.removeEventListener("visibilitychange", this.onVisible);
    this.awareness.destroy();
    this.socket?.close();
    this.socket = null;
    for (const stop of this.stops) stop();
    this.doc.destroy();
  }

  /** The page is gone but words may still be on their way: stay connected, be seen no more. */
  hide(): void {
    this.awareness.setLocalState(null);
  }

  private readonly onVisible = (): void => {
    if (document.visibilityState === "visible") this.retryNow();
  };

  private readonly onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;                  // came from the server
    this.ledger.edited(Y.getState(this.doc.store, this.doc.clientID));
    if (this.socket && this.answered) this.push("update", update);
    else if (this.line.peek() === "polling") this.poll(POLL_TYPING_MS);
    this.tell();
  };

  private readonly onAwareness = ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>): void => {
    const own = this.awareness.clientID;
    if ([...added, ...updated, ...removed].includes(own)) this.sendAwareness();
  };

  private sendAwareness(): void {
    const own = this.awareness.clientID;
    if (!this.awareness.meta.has(own)) return;
    this.socket?.send(encodeAwareness(encodeAwarenessUpdate(this.awareness, [own])));
  }

  private push(kind: "step2" | "update", update: Uint8Array): void {
    this.ledger.sending();
    this.socket?.send(encodeSync(kind, update));
  }

  /** Lets the screen know what the ledger knows. */
  private tell(): void {
    const unsaved = this.ledger.unsaved;
    if (this.unsavedNow.peek() && !unsaved) this.savedAt.value = new Date();
    this.unsavedNow.value = unsaved;
  }

  private connect(): void {
    clearTimeout(this.timer);
    if (this.line.peek() !== "polling") this.line.value = "connecting";
    this.answered = false;
    this.lastUpgrade = Date.now();
    this.socket = new Socket(this.id, {
      opened: () => this.opened(),
      received: (message) => this.received(message),
      ended: (opened, code, reason) => this.ended(opened, code, reason),
    });
  }

  private opened(): void {
    clearTimeout(this.timer);
    this.failedUpgrades = 0;
    this.ledger.connected();
    this.line.value = "connecting";
    this.socket?.send(encodeSync("step1", Y.encodeStateVector(this.doc)));
    // The server removed our awareness with a higher clock when the last connection ended: pass that clock.
    const state = this.awareness.getLocalState();
    if (state !== null) {
      this.awareness.setLocalState(state);
      this.awareness.setLocalState(state);
    }
  }

  private received(message: Message): void {
    switch (message.kind) {
      case "step1":
        this.answered = true;
        this.push("step2", Y.encodeStateAsUpdate(this.doc, message.vector));
        break;
      case "step2":
        Y.applyUpdate(this.doc, message.update, this);
        this.attempt = 0;
        this.line.value = "open";
        this.reached();
        break;
      case "update": Y.applyUpdate(this.doc, message.update, this); break;
      case "awareness": applyAwarenessUpdate(this.awareness, message.update, this); break;
      case "queryAwareness": this.sendAwareness(); break;
      case "saved":
        if (this.ledger.settled(message.count)) this.tell();
        break;
      case "comments": this.commentsChanged.value++; break;
      case "unknown": break;
    }
  }

  private ended(opened: boolean, code: number, reason: string): void {
    this.socket = null;
    this.answered = false;
    this.dropOthers();
    const refusal = code >= 4400 && code <= 4499 ? (REFUSALS.get(code) ?? "bad") : null;
    if (refusal !== null) {
      this.refuse(refusal === "forbidden" && reason === "author" ? "author" : refusal);
      return;
    }
    if (!opened) this.failedUpgrades++;
    if (this.line.peek() === "polling") {         // an upgrade was tried meanwhile: polling goes on
      this.poll(POLL_MS);
      return;
    }
    this.line.value = "down";
    this.lost.value = true;
    if (this.failedUpgrades >= UPGRADES_BEFORE_POLLING) void this.pollOnce();
    else this.timer = setTimeout(() => this.connect(), backoff(this.attempt++));
  }

  /** The server's text and ours are one again. */
  private reached(): void {
    this.lost.value = false;
    this.synced.value = true;
  }

  private dropOthers(): void {
    const others = [...this.awareness.getStates().keys()].filter((id) => id !== this.awareness.clientID);
    removeAwarenessStates(this.awareness, others, this);
  }

  private refuse(refusal: Refusal): void {
    clearTimeout(this.timer);
    this.socket?.close();
    this.socket = null;
    this.refusal.value = refusal;
    this.line.value = "refused";
    if (refusal === "signed_out") reportSignedOut();
  }

  private poll(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.pollOnce(), ms);
  }

  private async pollOnce(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    const mark = this.ledger.now;
    const carried = Y.encodeStateVector(this.doc);
    try {
      await exchange(this.id, this.doc, this.ledger.unsaved ? (this.known ?? new Uint8Array([0])) : null, this);
      if (this.over()) return;
      this.known = carried;
      this.ledger.secure(mark);
      this.attempt = 0;
      if (this.socket === null) this.line.value = "polling";
      this.reached();
      this.tell();
    } catch (error) {
      if (this.over()) return;
      const refusal = error instanceof Problem ? REFUSALS.get(error.status) : undefined;
      if (refusal !== undefined) this.refuse(refusal);
      else {
        this.line.value = "down";
        this.lost.value = true;
      }
    } finally {
      this.polling = false;
    }
    if (this.over() || this.socket !== null) return;
    if (this.line.peek() === "down") this.timer = setTimeout(() => this.connect(), backoff(this.attempt++));
    else {
      if (Date.now() - this.lastUpgrade > UPGRADE_AGAIN_MS) this.connect();
      this.poll(this.ledger.unsaved ? POLL_TYPING_MS : POLL_MS);
    }
  }

  private over(): boolean {
    const line = this.line.peek();
    return line === "closed" || line === "refused";
  }
}

/** `slow` follows `fast`, rising after `rise` ms and falling after `fall` ms; 0 is at once. Returns a stop. */
function follow(fast: ReadonlySignal<boolean>, slow: { value: boolean }, rise: number, fall: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    clearTimeout(timer);
    const value = fast.value;
    const wait = value ? rise : fall;
    if (wait === 0) slow.value = value;
    else timer = setTimeout(() => (slow.value = value), wait);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
