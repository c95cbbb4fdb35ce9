// One websocket to one document, with the subprotocol that says what is saved. It lives once: whoever wants another
// makes another. After `close` or a drop nothing is called any more.
import { speaksFor } from "../api";
import { decode, type Message } from "./wire";

export interface SocketEvents {
  opened: () => void;
  /** What is on its way: octets that go, and whether a text comes, of which nobody knows how long it is. */
  underway: () => { octets: number; text: boolean };
  received: (message: Message) => void;
  /** `opened` says whether the upgrade had succeeded; `code` and `reason` are the server's last words. */
  ended: (opened: boolean, code: number, reason: string) => void;
}

const SILENCE_MS = 40_000;          // our own awareness comes back every 15 s, so silence means a dead line
const SLOW = 2;                     // octets in a millisecond, of a line that is worth waiting for
const TEXT_MS = 300_000;            // a message is heard of once it is whole: a long text takes its time
const UPGRADE_MS = 15_000;

export class Socket {
  private readonly ws: WebSocket;
  private readonly watch: ReturnType<typeof setInterval>;
  private heard = Date.now();
  private wasOpened = false;
  private over = false;

  constructor(document: string, private readonly events: SocketEvents) {
    const url = new URL(`/live/${document}`, location.href);
    const person = speaksFor();
    if (person !== null) url.searchParams.set("as", person);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    this.ws = new WebSocket(url, ["carnet"]);
    this.ws.binaryType = "arraybuffer";
    this.ws.onopen = () => {
      this.heard = Date.now();
      this.wasOpened = true;
      events.opened();
    };
    this.ws.onmessage = (event: MessageEvent<unknown>) => this.receive(event.data);
    this.ws.onclose = (event) => this.end(event.code, event.reason);
    this.watch = setInterval(() => {
      if (Date.now() - this.heard > (this.wasOpened ? this.patience() : UPGRADE_MS)) this.drop();
    }, 5_000);
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    if (!this.over && this.ws.readyState === WebSocket.OPEN) this.ws.send(frame);
  }

  close(): void {
    this.silence();
    this.ws.close(1000);
  }

  /** The line is dead or lies: leave it without waiting for the browser to notice. */
  drop(): void {
    this.ws.close();
    this.end(1006, "");
  }

  private patience(): number {
    const { octets, text } = this.events.underway();
    return SILENCE_MS + octets / SLOW + (text ? TEXT_MS : 0);
  }

  private receive(data: unknown): void {
    this.heard = Date.now();
    if (!(data instanceof ArrayBuffer)) return;
    let message: Message;
    try {
      message = decode(data);
    } catch {
      this.drop();
      return;
    }
    this.events.received(message);
  }

  private end(code: number, reason: string): void {
    if (this.over) return;
    this.silence();
    this.events.ended(this.wasOpened, code, reason);
  }

  private silence(): void {
    this.over = true;
    clearInterval(this.watch);
    this.ws.onopen = this.ws.onmessage = this.ws.onclose = null;
  }
}
