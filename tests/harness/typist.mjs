// Somebody who types numbered words and remembers which of them the server called saved. Words go in only between words,
// so the text can be read back as a list: each acknowledged word must be there, and no word twice.
import assert from "node:assert/strict";
import { RawClient, Y, message } from "./live.mjs";
import { sleep } from "./server.mjs";

export class Typist {
  constructor(name, person, document, rnd) {
    Object.assign(this, { name, person, document, rnd, typed: 0, acknowledged: 0, doc: new Y.Doc(), client: null, covers: [], stopped: false });
  }

  word(n) {
    return `<${this.name}.${n}>`;
  }

  async connect() {
    this.covers = []; // [message number on this connection, words it settles]
    const client = await RawClient.open(this.person, this.document, { protocol: "carnet", doc: this.doc });
    this.client = client;
    const receive = client.receive.bind(client);
    client.receive = (data) => {
      receive(data);
      const m = client.messages.pop(); // long runs: nothing is kept
      if (m.kind === "step1") {
        this.covers.push([client.send(message.step2(Y.encodeStateAsUpdate(this.doc, m.bytes))), this.typed]);
        this.synced = true;
      }
      if (m.kind === "saved") {
        while (this.covers.length && this.covers[0][0] <= m.count) this.acknowledged = Math.max(this.acknowledged, this.covers.shift()[1]);
        this.acknowledgedAt = performance.now();
      }
    };
    this.synced = false;
    client.send(message.step1(Y.encodeStateVector(this.doc)));
    // The server's step1 follows its step2. Until it is answered, a new word could stand on older ones that the server lacks:
    // acknowledged, yet not in the text.
    await client.when(() => this.synced, "the server's step1");
    return this;
  }

  get open() {
    return this.client && !this.client.close;
  }

  type(filler = "") {
    const text = this.doc.getText("content").toString();
    let at = this.rnd.below(text.length + 1);
    at = this.rnd.chance(0.5) ? text.length : text.lastIndexOf(">", at) + 1;
    this.typed++;
    this.covers.push([this.client.edit((content) => content.insert(at, this.word(this.typed).replace(">", `${filler}>`))), this.typed]);
  }

  /** Types until `stop()` or the connection ends. */
  async run(pause = 25) {
    this.stopped = false;
    while (!this.stopped && this.open) {
      this.type();
      await sleep(this.rnd.below(2 * pause));
    }
  }

  stop() {
    this.stopped = true;
  }

  async settle() {
    await this.client.when(() => this.acknowledged >= this.typed, `${this.name}: word ${this.typed} acknowledged, ${this.acknowledged} are`);
  }
}

/** Checks one document's text against everybody who typed in it. */
export function checkText(text, typists, hint) {
  const words = text.match(/<[^<>]*>/g) ?? [];
  assert.equal(words.join(""), text, `${hint}: the text is not made of whole words`);
  const times = new Map();
  for (const w of words) {
    const name = w.slice(1, -1).replace(/~.*/, "");
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  const twice = [...times].filter(([, n]) => n > 1);
  assert.deepEqual(twice, [], `${hint}: words that are there twice`);
  for (const t of typists) {
    const lost = [];
    for (let n = 1; n <= t.acknowledged; n++) if (!times.has(`${t.name}.${n}`)) lost.push(n);
    assert.deepEqual(lost, [], `${hint}: ${t.name} lost acknowledged words (of ${t.acknowledged} acknowledged, ${t.typed} typed)`);
  }
}
