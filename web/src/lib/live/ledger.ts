// The account of what the server has on disk. Pure: no socket, no clock, so that « Enregistré » can be tested.
//
// A mark says how far the person's own writing went: how many edits, and the clocks of the client ids they were written
// under (that of this page; those of earlier pages or other tabs whose words this device still held). Each step2 or
// update message carries everything up to its mark, because nothing is sent on a connection before its step2 and
// nothing is skipped after. The server counts settled messages in order of arrival, so the last one counted tells
// which mark is safe. A connection that ends takes its unsettled messages with it: the next step2 carries them again.

export interface Mark {
  edits: number;
  clocks: ReadonlyMap<number, number>;
}

const NOTHING: Mark = { edits: 0, clocks: new Map() };

export class Ledger {
  private written = NOTHING;
  private safe = NOTHING;
  private readonly begun = new Map<number, number>();       // of each client, what it had written before this page heard of it
  private sent: { mark: Mark; octets: number }[] = [];
  private counted = 0;

  /** The person changed the text: what they wrote under `client` now goes up to `clock`, and this time it began at `from`. */
  edited(client: number, clock: number, from = 0): void {
    if (!this.written.clocks.has(client)) this.begun.set(client, from);
    this.written = { edits: this.written.edits + 1, clocks: new Map(this.written.clocks).set(client, clock) };
  }

  /** Words that the server may lack, found when the document was opened: per client from where to where. */
  adopted(spans: ReadonlyMap<number, readonly [from: number, to: number]>): void {
    const written = new Map(this.written.clocks), safe = new Map(this.safe.clocks);
    for (const [client, [from, to]] of spans) {
      written.set(client, to);
      safe.set(client, from);
    }
    this.written = { edits: this.written.edits + 1, clocks: written };
    this.safe = { ...this.safe, clocks: safe };
  }

  /** A connection begins: its messages are counted from zero. */
  connected(): void {
    this.sent = [];
    this.counted = 0;
  }

  /** A step2 or update message of so many octets leaves with everything written so far. */
  sending(octets: number): void {
    this.sent.push({ mark: this.written, octets });
  }

  /** The server has settled that many messages of this connection. True when something became safe. */
  settled(count: number): boolean {
    const last = this.sent[Math.min(count, this.counted + this.sent.length) - this.counted - 1];
    if (last === undefined) return false;
    this.sent.splice(0, count - this.counted);
    this.counted = Math.max(this.counted, count);
    return this.secure(last.mark);
  }

  /** What had been written up to this mark is on the server's disk (said by an HTTP answer). */
  secure(mark: Mark): boolean {
    if (mark.edits < this.safe.edits) return false;
    this.safe = mark;
    return true;
  }

  get now(): Mark {
    return this.written;
  }

  /** Of each client written under, the clock up to which everything is safe; what lies beyond has not reached the server
   * for certain. */
  get safeClocks(): ReadonlyMap<number, number> {
    return new Map([...this.written.clocks.keys()].map((client) => [client, this.safe.clocks.get(client) ?? this.begun.get(client) ?? 0]));
  }

  get unsaved(): boolean {
    return this.written.edits > this.safe.edits;
  }

  /** Octets of this connection that the server has not settled yet. */
  get inFlight(): number {
    return this.sent.reduce((sum, { octets }) => sum + octets, 0);
  }
}
