// The server's own reader of Markdown, asked directly: the confined child that renders and measures for it.
import { spawn } from "node:child_process";

const HTML = 1, MEASURE = 2;
const carnet = process.env.CARNET ?? new URL("../../build/asan/carnet", import.meta.url).pathname;

function* varints(bytes) {
  for (let at = 0; at < bytes.length;) {
    let value = 0, factor = 1, byte;
    do {
      byte = bytes[at++];
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte >= 128);
    const taken = yield value;
    if (taken === "text") yield bytes.subarray(at, (at += value)).toString();
  }
}

export class ServerCounter {
  constructor() {
    this.child = spawn(carnet, ["render-child"], { stdio: ["pipe", "pipe", "inherit"] });
    this.received = Buffer.alloc(0);
    this.waiting = null;
    this.child.stdout.on("data", (data) => {
      this.received = Buffer.concat([this.received, data]);
      this.answer();
    });
    this.child.on("close", () => this.waiting?.(null));
  }

  answer() {
    if (this.received.length < 5) return;
    const length = this.received.readUInt32LE(1);
    if (this.received.length < 5 + length) return;
    const result = { error: this.received[0], body: this.received.subarray(5, 5 + length) };
    this.received = this.received.subarray(5 + length);
    this.waiting(result);
  }

  async ask(job, markdown) {
    const text = Buffer.from(markdown);
    const head = Buffer.alloc(5);
    head[0] = job;
    head.writeUInt32LE(text.length, 1);
    const answer = new Promise((done) => (this.waiting = done));
    this.child.stdin.write(Buffer.concat([head, text]));
    const result = await answer;
    if (!result || result.error) throw new Error(`the server's reader ${result ? `answered ${result.error}` : "died"} of ${JSON.stringify(markdown)}`);
    return result.body;
  }

  async html(markdown) {
    return (await this.ask(HTML, markdown)).toString();
  }

  /** {signes, withoutNotes, sections: [{level, signes, heading}]} */
  async count(markdown) {
    const numbers = varints(await this.ask(MEASURE, markdown));
    const next = () => numbers.next().value;
    const [signes, withoutNotes, count] = [next(), next(), next()];
    const sections = [];
    for (let i = 0; i < count; i++) {
      const level = next(), own = next();
      next();
      sections.push({ level, signes: own, heading: numbers.next("text").value });
    }
    return { signes, withoutNotes, sections };
  }

  end() {
    this.child.stdin.end();
  }
}
