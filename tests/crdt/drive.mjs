// Talks to `carnet-crdt drive` (server/crdt/tool/drive.c). Commands are collected, sent in one run, and the answers are
// given to what each command expects.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
export const PLAIN = process.env.CARNET_CRDT ?? `${root}build/carnet-crdt`;
export const SANITIZED = process.env.CARNET_CRDT_ASAN ?? `${root}build/asan/carnet-crdt`;

const u32 = (n) => Buffer.from(new Uint32Array([n]).buffer);
const u64 = (n) => Buffer.concat([u32(n % 2 ** 32), u32(Math.floor(n / 2 ** 32))]);

export class Drive {
  #parts = [];
  #expect = [];

  // check receives {error, bytes}; without it an error throws.
  send(command, doc, payload, check) {
    const body = payload ?? Buffer.alloc(0);
    this.#parts.push(Buffer.concat([Buffer.from([command.charCodeAt(0), doc]), u32(body.length)]), body);
    this.#expect.push({ command, check });
  }
  fresh(doc) { this.send("N", doc); }
  apply(doc, update, check) { this.send("A", doc, update, check); }
  load(doc, update, check) { this.send("B", doc, update, check); } // as a log is loaded: nothing fresh is asked for
  news(doc, update, check) { this.send("W", doc, update, check); }
  state(doc, check) { this.send("S", doc, null, check); }
  vector(doc, check) { this.send("V", doc, null, check); }
  diff(doc, vector, check) { this.send("D", doc, vector, check); }
  text(doc, check) { this.send("T", doc, null, check); }
  check(doc) { this.send("C", doc, null); }
  pending(doc, check) { this.send("H", doc, null, check); }
  merge(updates, check) {
    this.send("M", 0, Buffer.concat([u32(updates.length), ...updates.flatMap((u) => [u32(u.length), u])]), check);
  }
  vectorOf(update, check) { this.send("U", 0, update, check); }
  insert(doc, client, index, text, check) {
    this.send("I", doc, Buffer.concat([u64(client), u32(index), Buffer.from(text)]), check);
  }
  remove(doc, client, index, length, check) {
    this.send("X", doc, Buffer.concat([u64(client), u32(index), u32(length)]), check);
  }
  edit(doc, client, text, check) { this.send("E", doc, Buffer.concat([u64(client), Buffer.from(text)]), check); }
  position(doc, index, assoc, check) { this.send("P", doc, Buffer.concat([u32(index), u32(assoc >>> 0)]), check); }
  resolve(doc, position, check) { this.send("R", doc, position, check); }
  runs(doc, check) { this.send("G", doc, null, check); }

  run(program = PLAIN) {
    const input = Buffer.concat(this.#parts);
    const { stdout, stderr, status, error } = spawnSync(program, ["drive"], {
      input,
      maxBuffer: 2 ** 30,
      env: { ...process.env, ASAN_OPTIONS: "detect_leaks=1", UBSAN_OPTIONS: "print_stacktrace=1" },
    });
    if (error) throw error;
    let at = 0;
    for (const { command, check } of this.#expect) {
      if (at + 5 > stdout.length) throw new Error(`no answer to ${command}: status ${status}\n${stderr}`);
      const length = stdout.readUInt32LE(at + 1);
      const answer = { error: stdout[at], bytes: stdout.subarray(at + 5, at + 5 + length) };
      at += 5 + length;
      if (check) check(answer);
      else if (answer.error) throw new Error(`${command} failed: error ${answer.error}`);
    }
    if (status !== 0) throw new Error(`status ${status}\n${stderr}`);
    this.#parts = [];
    this.#expect = [];
  }
}
