// A document that is live: the Yjs text, who is there, and where the words are, told truthfully.
//
// « Enregistré » rests on the ledger alone: every step2 and update message of this connection was counted by the
// server's message 100, or the POST that carried the words was answered. live/open.ts keeps one Live per document.
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";

import { Problem, reportSignedOut } from "./api";
import type { Copy, Kept } from "./keep/copy";
import { keeping } from "./keep/keep";
import { changedApart } from "./live/apart";
import { backoff } from "./live/backoff";
import { Crowd } from "./live/crowd";
import { Ledger } from "./live/ledger";
import { Meeting } from "./live/meeting";
import { exchange, lacks } from "./live/poll";
import { Socket } from "./live/socket";
import { tellApart } from "./live/tellApart";
import { unsentPassages, type Passage } from "./live/unsent";
import { encodeAwareness, encodeSync, type Message } from "./live/wire";

export type LiveState = "opening" | "saved" | "saving" | "kept" | "offline" | "refused";
export type Refusal = "signed_out" | "forbidden" | "author" | "missing" | "too_big" | "bad";
type Others = Extract<Message, { kind: "update" | "awareness" }>;
type Line = "connecting" | "open" | "polling" | "down" | "refused" | "closed";

const PATIENCE_MS = 1_000;          // a cut that lasts less is not worth a word
const HERE = Symbol("what this device held");
const TAB = Symbol("another tab of the same person");
const CALM_MS = 400;                // « Enregistré » comes when nothing has waited for so long, or the words would flicker
const CROWD_MS = 100;               // others' letters may wait so long for each other
const COMPOSED_MS = 2_500;          // and for a word of one's own that is being composed
const POLL_MS = 4_000;
const POLL_TYPING_MS = 800;
const UPGRADE_AGAIN_MS = 60_000;
const UPGRADES_BEFORE_POLLING = 3;

const REFUSALS = new Map<number, Refusal>([
  [4400, "bad"], [4401, "signed_out"], [4403, "forbidden"], [4404, "missing"], [4413, "too_big"],
  [400, "bad"], [401, "signed_out"], [403, "forbidden"], [404, "missing"], [413, "too_big"],
]);

export class Live {
  readonly doc = new Y.Doc({ gcFilter: () => !this.away });
  readonly text = this.doc.getText("content");
  readonly awareness = new Awareness(this.doc);

  private readonly line = signal<Line>("connecting");
  private readonly unsavedNow = signal(false);
  private readonly restless = signal(false);      // unsaved now or a moment ago
  private readonly noting = computed(() => this.copy?.busy.value === true);
  private readonly busy = signal(false);          // words go to this device now or did a moment ago
  private readonly cut = signal(false);           // without the server for longer than a moment
  private readonly lost = signal(false);          // the last connection ended and none has synced since
  readonly synced = signal(false);
  readonly commentsChanged = signal(0);            // grows when what is said beside the text changed
  readonly apartChanged = signal(0);               // and when there may be sentences that one changed apart from others, or no more
  private readonly held = signal(false);          // a copy lay on this device
  /** The text may be shown: it is the server's, or the copy that this device has of it. */
  readonly ready = computed(() => this.synced.value || this.held.value);
  /** What this device holds has been looked at: `unsaved` tells of words of earlier pages too. */
  readonly looked: Promise<void>;
  readonly refusal = signal<Refusal | null>(null);
  readonly unsaved: ReadonlySignal<boolean> = this.unsavedNow;
  readonly savedAt = signal<Date | null>(null);
  /** What is written outlives this page, on this device. */
  readonly keeps = computed(() => this.copy !== null && keeping.value !== null && !this.copy.busy.value);
  readonly state = computed<LiveState>(() => {
    if (this.line.value === "refused") return "refused";
    if (this.lost.value && this.unsavedNow.value) return this.busy.value ? "saving" : "kept";        // we know that they have not left
    if (this.cut.value) return "offline";
    if (!this.synced.value) return "opening";
    return this.unsavedNow.value || this.restless.value ? "saving" : "saved";
  });

  private readonly ledger = new Ledger();
  private readonly others = new Crowd<Others>(CROWD_MS, (all) => this.take(all));
  private readonly tabs: BroadcastChannel | null;
  private readonly stops: (() => void)[] = [];
  private socket: Socket | null = null;
  private answered = false;         // our step2 left on this connection: from now on every edit is sent
  private attempt = 0;
  private failedUpgrades = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private polling = false;
  private lastUpgrade = 0;
  private away = true;              // letters taken out are still looked at when the line is back
  private taken: Y.Transaction["deleteSet"][] = [];         // by edits that the server has not settled
  private meeting: Meeting | null = null;         // from the line's return until the server has one's own words
  private known: Uint8Array | null = null;        // what the server certainly has, when polling
  private behind = false;           // it has less than this page sent: it was restored from a backup

  /** `copy`: where this device keeps it; `prepare` comes before each connection and says whether there may be one. */
  constructor(readonly id: string, updatedAt: Date | null, private readonly copy: Copy | null = null,
    private readonly prepare: (() => Promise<boolean>) | null = null) {
    this.savedAt.value = updatedAt;
    this.tabs = copy && "BroadcastChannel" in globalThis ? new BroadcastChannel(`carnet ${keeping.peek() ?? ""} ${id}`) : null;
    if (this.tabs) this.tabs.onmessage = (event: MessageEvent<unknown>) => this.heard(event.data);
    this.doc.on("update", this.onUpdate);
    this.doc.on("afterTransaction", this.onTransaction);
    this.awareness.on("update", this.onAwareness);
    this.stops.push(follow(this.unsavedNow, this.restless, 0, CALM_MS), follow(this.noting, this.busy, 0, CALM_MS), follow(this.lost, this.cut, PATIENCE_MS, 0));
    addEventListener("online", this.retryNow);
    addEventListener("pagehide", this.onHide);
    document.addEventListener("visibilitychange", this.onVisible);
    this.looked = copy ? this.open(copy) : Promise.resolve();
    if (!copy) this.connect();
  }

  private async open(copy: Copy): Promise<void> {
    const kept = await copy.load();
    if (this.over()) return;
    if (kept) this.takeUp(kept);
    this.connect();
  }

  private takeUp(kept: Kept): void {
    Y.applyUpdate(this.doc, kept.update, HERE);
    if (kept.unsent) {
      this.taken.push(...kept.taken);
      const secured = Y.decodeStateVector(kept.secured);
      const spans = new Map<number, readonly [number, number]>();
      for (const [client, to] of Y.decodeStateVector(Y.encodeStateVector(this.doc))) {
        const from = secured.get(client) ?? 0;
        if (from < to) spans.set(client, [from, to]);
      }
      this.ledger.adopted(spans);
      this.lost.value = true;                     // not sent in all the time since that page was open
    }
    this.held.value = true;
    this.tell();
  }

  /** The text as it stands here. */
  content(): string {
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- a Y.Text has its own toString
    return this.text.toString();
  }

  /** Own words that the server does not have for certain. */
  unsent(): Passage[] {
    return unsentPassages(this.text, this.ledger.safeClocks);
  }

  /** Somebody else is signed in: nothing leaves. */
  halt(): void {
    if (!this.over()) this.refuse("signed_out");
  }

  /** The person signed in again. Nothing else lifts that refusal: somebody else may be signed in by now. */
  resume(): void {
    if (this.line.peek() === "refused" && this.refusal.peek() === "signed_out") {
      this.refusal.value = null;
      this.line.value = "down";
    }
    this.retryNow();
  }

  /** The network is back: do not wait for the timer. */
  readonly retryNow = (): void => {
    if (this.line.peek() === "down") {
      this.attempt = 0;
      this.connect();
    } else if (this.line.peek() === "polling") this.poll(0);
  };

  /** Ends everything; what is unsaved is gone. `leaveLive` (live/open.ts) is the gentle way. */
  destroy(): void {
    this.others.flush();
    this.line.value = "closed";
    clearTimeout(this.timer);
    removeEventListener("online", this.retryNow);
    removeEventListener("pagehide", this.onHide);
    document.removeEventListener("visibilitychange", this.onVisible);
    this.awareness.destroy();
    this.tabs?.close();
    void this.copy?.flush();
    this.socket?.close();
    this.socket = null;
    for (const stop of this.stops) stop();
    this.doc.destroy();
  }

  /** Whether a word is being composed here, which others' letters in its paragraph would end. */
  composes(now: boolean): void {
    this.others.hold(now ? COMPOSED_MS : 0);
  }

  /** The page is gone but words may still be on their way: stay connected, be seen no more. */
  hide(): void {
    this.awareness.setLocalState(null);
  }

  private readonly onVisible = (): void => {
    if (document.visibilityState === "visible") this.retryNow();
  };

  private readonly onHide = (): void => void this.copy?.flush();

  private readonly onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === HERE) return;
    if (origin === this) {                        // came from the server
      this.copy?.add(update, null);
      return;
    }
    this.account(update);
    this.copy?.add(update, () => this.secured());           // the other tab's words too: it may not be able to
    if (origin !== TAB) this.tabs?.postMessage(update);
    if (this.socket && this.answered) this.push("update", update);
    else if (this.line.peek() === "polling") this.poll(POLL_TYPING_MS);
    this.tell();
  };

  private readonly onTransaction = ({ origin, deleteSet }: Y.Transaction): void => {
    if (origin === HERE || origin === this || deleteSet.clients.size === 0) return;
    if (this.meeting) this.meeting.deleted(deleteSet);
    else this.taken.push(deleteSet);
  };

  /** What the server sends; words of one's own that it lacks may have been written without it. */
  private receive(update: Uint8Array): void {
    this.others.flush();
    const apart = this.ledger.unsaved && (this.cut.peek() || !this.synced.peek());
    if (apart) this.meeting ??= new Meeting(this.text, this.secured(), this.taken.splice(0));
    const changes: Y.Transaction[] = [];
    const note = (transaction: Y.Transaction) => void changes.push(transaction);
    this.doc.on("afterTransaction", note);
    Y.applyUpdate(this.doc, update, this);
    this.doc.off("afterTransaction", note);
    this.meeting?.took(update, changes);
  }

  /** The server has one's own words, or there were none: whoever wrote in the same sentences meanwhile is told, and so is the person. */
  private met(): void {
    this.away = false;
    const { meeting } = this;
    this.meeting = null;
    if (meeting) tellApart(this.id, this.text, changedApart(meeting.pieces()), () => this.apartChanged.value++);
    Y.tryGc(Y.createDeleteSetFromStructStore(this.doc.store), this.doc.store, () => true);
  }

  private account(update: Uint8Array): void {
    const { from, to } = Y.parseUpdateMeta(update);
    if (to.size === 0) this.ledger.edited(this.doc.clientID, Y.getState(this.doc.store, this.doc.clientID));      // a deletion
    for (const [client, clock] of to) this.ledger.edited(client, clock, from.get(client));
  }

  /** Another tab has new words: whichever of us is connected sends them. */
  private heard(update: unknown): void {
    if (!(update instanceof Uint8Array) || this.over()) return;
    try {
      Y.applyUpdate(this.doc, update, TAB);
    } catch {
      // Of an older or newer page: the server will bring it.
    }
  }

  /** The state vector up to which the server certainly has everything. */
  private secured(): Uint8Array {
    const vector = Y.decodeStateVector(Y.encodeStateVector(this.doc));
    vector.set(this.doc.clientID, 0);
    for (const [client, clock] of this.ledger.safeClocks) vector.set(client, clock);
    return Y.encodeStateVector(vector);
  }

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
    this.ledger.sending(update.length);
    this.socket?.send(encodeSync(kind, update));
  }

  /** Lets the screen know what the ledger knows. */
  private tell(): void {
    const unsaved = this.ledger.unsaved || this.behind;
    if (!unsaved) this.taken = [];
    if (this.unsavedNow.peek() && !unsaved) {
      this.savedAt.value = new Date();
      if (this.synced.peek()) void this.copy?.secure(this.doc);
    }
    this.unsavedNow.value = unsaved;
  }

  private connect(): void {
    clearTimeout(this.timer);
    if (this.line.peek() !== "polling") this.line.value = "connecting";
    this.answered = false;
    this.lastUpgrade = Date.now();
    if (this.prepare) void this.prepare().then((may) => (may ? this.dial() : this.wait()));
    else this.dial();
  }

  /** Not yet: what must be there first is not. */
  private wait(): void {
    if (this.over()) return;
    this.line.value = "down";
    this.lost.value = true;
    this.timer = setTimeout(() => this.connect(), backoff(this.attempt++));
  }

  private dial(): void {
    if (this.over() || this.socket !== null) return;
    this.socket = new Socket(this.id, {
      opened: () => this.opened(),
      underway: () => ({ octets: this.ledger.inFlight, text: this.line.peek() === "connecting" && !this.ready.peek() }),
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

  /** Their words first: where their cursors are is told in them. */
  private take(all: readonly Others[]): void {
    Y.transact(this.doc, () => {
      for (const { kind, update } of all) if (kind === "update") Y.applyUpdate(this.doc, update, this);
    }, this, false);
    for (const { kind, update } of all) if (kind === "awareness") applyAwarenessUpdate(this.awareness, update, this);
  }

  private received(message: Message): void {
    switch (message.kind) {
      case "step1":
        this.others.flush();
        this.answered = true;
        this.meeting?.asks(message.vector);
        this.push("step2", Y.encodeStateAsUpdate(this.doc, message.vector));
        break;
      case "step2":
        this.receive(message.update);
        if (!this.meeting) this.met();
        if (!this.ledger.unsaved) this.attempt = 0;      // else once something is: a full disk sends away whoever brings words
        this.line.value = "open";
        this.reached();
        break;
      case "update":
        if (this.meeting) this.receive(message.update);
        else this.others.add(message);
        break;
      case "awareness": this.others.add(message); break;
      case "queryAwareness": this.sendAwareness(); break;
      case "saved":
        if (!this.ledger.settled(message.count)) break;
        this.attempt = 0;
        if (this.meeting) this.met();
        this.tell();
        break;
      case "comments": this.commentsChanged.value++; break;
      case "apart": this.apartChanged.value++; break;
      case "unknown": break;
    }
  }

  private ended(opened: boolean, code: number, reason: string): void {
    this.others.flush();
    this.socket = null;
    this.answered = false;
    this.away = true;
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
    if (this.lost.peek() || !this.synced.peek()) this.apartChanged.value++;
    this.lost.value = false;
    const first = !this.synced.peek();
    this.synced.value = true;
    if (first && !this.ledger.unsaved) void this.copy?.secure(this.doc);
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
    if ((refusal === "missing" || refusal === "forbidden") && !this.ledger.unsaved && this.copy) void this.copy.flush().then(() => import("./keep/lost")).then(({ letGo }) => letGo(this.id)).catch(() => undefined);
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
      const receive = (update: Uint8Array) => this.over() || this.receive(update);
      if (this.away && this.ledger.unsaved) this.known = await exchange(this.id, this.doc, null, receive) ?? this.known;      // the others' words first
      const held = await exchange(this.id, this.doc, this.ledger.unsaved || this.behind ? (this.known ?? new Uint8Array([0])) : null, receive);
      if (this.over()) return;
      this.known = held ?? carried;
      this.behind = held !== null && lacks(held, carried);
      if (!this.behind) this.ledger.secure(mark);
      if (this.away && !this.behind) this.met();
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
      this.poll(this.ledger.unsaved || this.behind ? POLL_TYPING_MS : POLL_MS);
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
